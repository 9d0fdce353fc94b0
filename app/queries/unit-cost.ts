import { z } from 'zod'
import { costPeers, disagrees, each } from '#app/warehouse/cost-peers.ts'
import { wholeNumbers } from '#app/warehouse/dialect.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import {
  type Asked,
  costMeasure,
  costMoney,
  inPrices,
  keptCosts,
  type Measured,
  measureCosts,
  measuredCosts,
  peerMedian,
  placedMoney,
  summedCases,
  threeWays,
  threeWaysShape,
} from './cost-measure.ts'
import { allYears, type Filters } from './filters.ts'
import { pricesYear } from './prices.ts'

const UnitCostMeasure = z.object({
  programme: z.string(),
  per: z.string(),
  ...threeWaysShape,
  /** How many of the cases state the one standard, and the other. */
  plannedN: z.number(),
  reportedN: z.number(),
  /** Of the whole programme, and how many cases it has. */
  median: z.number().nullable(),
  peers: z.number(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  districts: z.number(),
  disagreeing: z.number(),
  unexplained: z.number().nullable(),
})
export type UnitCostMeasure = z.infer<typeof UnitCostMeasure>

/**
 * The programme and unit that the page shows, in figures. `disagreeing` evaluations report a standard that their
 * spending does not bear out by more than 5 %; `unexplained` is the sum of those differences, in yuan, without sign.
 */
export const unitCostMeasure = {
  name: 'unit-cost-measure',
  row: UnitCostMeasure,
  sql: (filters: Filters) => {
    const cells = keptCosts(filters)
    return cells
      ? sql`
    with ${costMeasure(filters)}, cell as (select * from ${cells})
    select measure.programme, measure.per, ${threeWays(filters, sql`coalesce(sum(cases), 0)`)},
      coalesce(sum(planned_cases), 0)::integer as "plannedN", coalesce(sum(reported_cases), 0)::integer as "reportedN",
      ${peerMedian(filters)} as median,
      (select coalesce(sum(cases), 0)::integer from ${costPeers([]) ?? cells} join measure using (programme, per)) as peers,
      min(lowest) as lowest, max(highest) as highest, coalesce(sum(districts), 0)::integer as districts,
      coalesce(sum(disagreeing), 0)::integer as disagreeing, sum(unexplained)::double as unexplained
    from measure left join cell using (programme, per)
    group by measure.programme, measure.per`
      : measureOfRows(filters)
  },
} satisfies Query<Filters, UnitCostMeasure>

const measureOfRows = (filters: Filters): Sql => sql`
    with ${measureCosts(filters)}, ${costMoney},
    difference as (
      select *, abs(reported_yuan - spent) as apart, ${disagrees} as disagrees from money)
    select measure.programme, measure.per, ${threeWays(filters)}, count(planned_served)::integer as "plannedN",
      count(reported_served)::integer as "reportedN", ${peerMedian(filters)} as median,
      (select count(distinct evaluation)::integer from ${measuredCosts(filters)} where implied is not null) as peers,
      min(${each}) as lowest, max(${each}) as highest,
      count(distinct district)::integer as districts,
      (count(*) filter (where disagrees))::integer as disagreeing,
      (sum(apart) filter (where disagrees))::double as unexplained
    from measure left join difference using (programme, per)
    group by measure.programme, measure.per`

const gridShape = {
  per: z.string(),
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
}

const UnitCostByDistrict = z.object({
  ...gridShape,
  ...threeWaysShape,
  /** Per cent of the programme's median; null without a case. */
  toMedian: z.number().nullable(),
  spent: z.number().nullable(),
  served: z.number().nullable(),
})
export type UnitCostByDistrict = z.infer<typeof UnitCostByDistrict>

const years = sql`years as (select ${wholeNumbers(sql`min(year)`, sql`max(year)`)} as year from money)`

/** Every district of the programme in every year: ratio of sums; null where a district has no comparable case. */
export const unitCostByDistrict = {
  name: 'unit-cost-by-district',
  row: UnitCostByDistrict,
  sql: (filters: Asked) => sql`
    with ${placedMoney(allYears(filters), filters)}, ${years},
    place as (select distinct per, district, district_name from money)
    select place.per, place.district, place.district_name as "districtName", years.year, ${threeWays(filters, summedCases)},
      100 * sum(spent)::double / nullif(sum(served)::double, 0) / ${peerMedian(filters)} as "toMedian",
      sum(spent)::double as spent, sum(served)::double as served
    from place cross join years left join money
      on money.district_name is not distinct from place.district_name
      and money.district is not distinct from place.district and money.year = years.year
    group by place.per, place.district, place.district_name, years.year
    order by place.district nulls last, years.year`,
} satisfies Query<Filters & Measured, UnitCostByDistrict>

const UnitCostCompared = z.object({
  ...gridShape,
  ...threeWaysShape,
})
export type UnitCostCompared = z.infer<typeof UnitCostCompared>

/** Planned, reported and implied by district, in the newest of the years that the filters leave. */
export const unitCostCompared = {
  name: 'unit-cost-compared',
  row: UnitCostCompared,
  sql: (filters: Asked) => sql`
    with ${placedMoney(filters)}
    select per, district, district_name as "districtName", year, ${threeWays(filters, summedCases)}
    from money where year = (select max(year) from money)
    group by per, district, district_name, year
    order by district nulls last`,
} satisfies Query<Filters & Measured, UnitCostCompared>

const UnitCostTrend = z.object({
  ...gridShape,
  /** True for all districts together, whose money and numbers are summed before dividing. */
  all: z.boolean(),
  implied: z.number().nullable(),
  n: z.number(),
  ...inPrices,
})
export type UnitCostTrend = z.infer<typeof UnitCostTrend>

/** Implied unit cost over the years: all districts together where there are several, then each; a year without a case is null. */
export const unitCostTrend = {
  name: 'unit-cost-trend',
  row: UnitCostTrend,
  sql: (filters: Asked) => sql`
    with ${placedMoney(allYears(filters), filters)}, ${years},
    summed as (
      select district, district_name, year, sum(spent) as spent, sum(served) as served, sum(n) as n
      from money group by district, district_name, year),
    place as (select distinct district, district_name from summed),
    told as (
      select false as "all", place.district as district, place.district_name as district_name, years.year as year,
        spent, served, n
      from place cross join years left join summed
        on summed.district_name is not distinct from place.district_name
        and summed.district is not distinct from place.district and summed.year = years.year
      union all
      select true, null, null, years.year, spent, served, n from years left join summed on summed.year = years.year
      where (select count(distinct coalesce(district, district_name)) from place) > 1)
    select (select any_value(per) from measure) as per, "all", district, district_name as "districtName", year,
      sum(spent)::double / nullif(sum(served)::double, 0) as implied, coalesce(sum(n), 0)::integer as n,
      ${pricesYear(filters)} as prices
    from told group by "all", district, district_name, year
    order by "all" desc, district nulls last, year`,
} satisfies Query<Filters & Measured, UnitCostTrend>
