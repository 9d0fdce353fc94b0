import { z } from 'zod'
import { costPeers, disagrees, each } from '#app/warehouse/cost-peers.ts'
import { median, wholeNumbers } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import {
  allYears,
  askedByProvince,
  type Filters,
  mostProgrammesListed,
  projectColumns,
  where,
} from './filters.ts'
import { pricedCosts, pricesOf, pricesYear } from './prices.ts'
import { placed } from './shown-places.ts'

/** Costs counted by programme and unit, as the filters have them, and by these columns. */
const counted = (filters: Filters, by: readonly string[] = []): Sql => {
  const asked = askedByProvince(filters)
  return sql`${talliedBy('cost', [...new Set(['programme', 'per', ...by, ...asked])])} ${where(filters, asked)}`
}

/** The programme and unit that filters come to, where that was asked before: then it need not be found out again. */
export interface Measured {
  measured?: Pick<UnitCostMeasure, 'programme' | 'per'> | undefined
}
type Asked = Filters & Measured

/**
 * One programme and one unit at a time, so that yuan per 户 and per 人·月 never share an axis: of those that the
 * filters leave, the unit asked for, then the one with most comparable evaluations.
 */
export function costMeasure(filters: Asked): Sql {
  const { measured } = filters
  if (measured)
    return sql`
  measure as (select ${measured.programme}::varchar as programme, ${measured.per}::varchar as per)`
  const years = pricesOf(filters)?.factors.map(({ year }) => sql`${year}`) ?? []
  const priced = years.length === 0 ? sql`` : sql`filter (where year in (${join(years, ', ')}))`
  return sql`
  measure as (
    select programme, per from ${counted(filters, years.length === 0 ? [] : ['year'])}
    group by programme, per
    order by coalesce(per = ${filters.programme.length === 0 ? null : filters.per}, false) desc,
      coalesce(sum(comparable) ${priced}, 0) desc, sum(stated) desc, programme, per
    limit 1)`
}

/** Whether a row is of the programme that is measured. */
export const isMeasured = ({ measured }: Asked): Sql =>
  measured ? sql`programme = ${measured.programme}` : sql`programme in (select programme from measure)`

/** Rows that are of the programme and the unit that is measured. */
const ofMeasure = (rows: Sql, { measured }: Asked): Sql =>
  measured
    ? sql`(select * from ${rows} where programme = ${measured.programme} and per = ${measured.per})`
    : sql`(select * from ${rows} join measure using (programme, per))`

/** `measure`, the `costs` of its programme per any unit, and its own `cost` rows, as the filters have them. */
export const measureCosts = (filters: Asked, chosenBy = filters): Sql => sql`
  ${costMeasure(chosenBy)}, ${programmeCosts(filters)},
  cost as (
    select * from ${measuredCosts(filters)} ${where(filters, projectColumns)})`

/** The costs of the measure's programme, whichever unit they are per. */
export const programmeCosts = (filters: Asked): Sql => sql`
  costs as (select * from (${pricedCosts(filters)}) c where ${isMeasured(filters)})`

/** Those of the measure itself. */
export const measuredCosts = (filters: Asked): Sql => ofMeasure(sql`costs`, filters)

/** The same over all years, for questions that show how years differ. */
export const measureCostsOfAllYears = (filters: Asked): Sql => measureCosts(allYears(filters), filters)

/**
 * Each comparable evaluation once: what it spent, whom it served, and what that would have cost at the planned
 * and at the reported standard. Money is whole fen and quantities whole ten thousandths, whose sums have one answer.
 */
export const costMoney = sql`
  money as (
    select evaluation, programme, per, district, district_name, year, spent, served, planned_yuan, planned_served,
      reported_yuan, reported_served
    from cost where leads and implied is not null)`

const sums = ['spent', 'served', 'planned_yuan', 'planned_served', 'reported_yuan', 'reported_served']

/**
 * `measure`, and the `money` of its comparable cases by year and the places that are shown: kept sums, unless other
 * prices are asked for. In the filters, or in others that choose the measure.
 */
function placedMoney(filters: Asked, chosenBy = filters): Sql {
  const by = { text: ['per', 'year', 'district', 'district_name', ...sums].join(', '), values: [] }
  if (pricesOf(filters) !== null)
    return sql`
  ${measureCosts(filters, chosenBy)},
  money as (
    with ${costMoney}
    select * from ${placed(sql`select ${by}, 1 as n from money`, filters)})`
  const kept = talliedBy('money', [
    'programme',
    'per',
    'year',
    'district',
    'district_name',
    ...projectColumns,
  ])
  return sql`
  ${costMeasure(chosenBy)},
  money as (
    select * from ${placed(
      sql`select ${by}, n from ${ofMeasure(kept, filters)} ${where(filters, projectColumns)}`,
      filters,
    )})`
}

/** What is kept of each programme and unit in just the part that the filters leave; null where nothing is. */
function kept(filters: Filters): Sql | null {
  const scope = { ...filters, programme: [] }
  const asked = askedByProvince(scope)
  const isOfOneCell = [filters.year, filters.district, filters.sector].every((values) => values.length <= 1)
  if (pricesOf(filters) !== null || !isOfOneCell) return null
  const cells = costPeers(asked)
  return cells && sql`(select * from ${cells} ${where(scope, asked)})`
}

/** The median over the whole programme, whatever part of it is looked at: what its districts are held against. */
const peerMedian = (filters: Asked): Sql => {
  const whole = pricesOf(filters) === null ? costPeers([]) : null
  return whole
    ? sql`(select max(peer_median) from ${ofMeasure(whole, filters)})`
    : sql`(select ${median(sql`implied`)} from ${measuredCosts(filters)})`
}

/** Ratios of sums, all per unit actually served, so that the three stand on one footing. */
const threeWays = (filters: Filters, n = sql`count(evaluation)`): Sql => sql`
  ${pricesYear(filters)} as prices,
  sum(planned_yuan)::double / nullif(sum(planned_served)::double, 0) as planned,
  sum(reported_yuan)::double / nullif(sum(reported_served)::double, 0) as reported,
  sum(spent)::double / nullif(sum(served)::double, 0) as implied,
  ${n}::integer as n`

const summedCases = sql`coalesce(sum(n), 0)`

/** The year in whose prices the money stands; null for that of each row's own year. */
const inPrices = { prices: z.number().nullable() }

const threeWaysShape = {
  planned: z.number().nullable(),
  reported: z.number().nullable(),
  implied: z.number().nullable(),
  n: z.number(),
  ...inPrices,
}

const UnitCostProgramme = z.object({
  programme: z.string(),
  per: z.string(),
  ...threeWaysShape,
  median: z.number().nullable(),
  disagreeing: z.number(),
  evaluations: z.number(),
  districts: z.number(),
  years: z.string().nullable(),
})
export type UnitCostProgramme = z.infer<typeof UnitCostProgramme>

/** Programmes and units in the filters but for that of programmes, with how many evaluations state such a cost. */
const stated = (filters: Filters): Sql => sql`
  stated as (
    select programme, per, sum(stated)::integer as evaluations, sum(comparable) as comparable
    from ${counted({ ...filters, programme: [] })} group by programme, per)`

const spanOf = (first: Sql, last: Sql): Sql =>
  sql`case when ${first} = ${last} then ${first}::varchar else ${first}::varchar || '–' || ${last}::varchar end as years`

/** Those of `listed` in figures, most cases first. */
function programmes(filters: Filters, listed: Sql): Sql {
  const cells = kept(filters)
  return cells
    ? sql`
  cell as (select * from ${cells})
  select programme, per, any_value(evaluations) as evaluations, ${threeWays(filters, sql`coalesce(sum(cases), 0)`)},
    max(each_median) as median, coalesce(sum(disagreeing), 0)::integer as disagreeing,
    coalesce(sum(districts), 0)::integer as districts, ${spanOf(sql`min(first_year)`, sql`max(last_year)`)}
  from ${listed} left join cell using (programme, per)
  group by programme, per
  order by n desc, any_value(evaluations) desc, programme, per`
    : programmesOfRows(filters, listed)
}

const programmesOfRows = (filters: Filters, listed: Sql): Sql => sql`
  cost as (
    select programme, per, evaluation, district, district_name, year, spent, implied, leads, served, planned_yuan,
      planned_served, reported_yuan, reported_served
    from (${pricedCosts(filters)})
    ${where({ ...filters, programme: [] }, projectColumns, [sql`programme in (select programme from ${listed})`])}),
  ${costMoney}
  select programme, per, any_value(evaluations) as evaluations, ${threeWays(filters)},
    ${median(each)} as median, (count(*) filter (where ${disagrees}))::integer as disagreeing,
    count(distinct district)::integer as districts, ${spanOf(sql`min(year)`, sql`max(year)`)}
  from ${listed} left join money using (programme, per)
  group by programme, per
  order by n desc, any_value(evaluations) desc, programme, per`

/**
 * Every programme that states a unit cost, once for each unit it is stated per; a programme that is asked for
 * does not hide the others, since this is the list to choose from.
 */
export const unitCostProgrammes = {
  name: 'unit-cost-programmes',
  row: UnitCostProgramme,
  sql: (filters: Filters) => sql`with ${stated(filters)}, ${programmes(filters, sql`stated`)}`,
} satisfies Query<Filters, UnitCostProgramme>

/** The same, but for those with fewer cases than a page lists; the one that is shown is always among them. */
export const unitCostProgrammesListed = {
  name: 'unit-cost-programmes-listed',
  row: UnitCostProgramme,
  sql: (filters: Asked) => sql`
    with ${costMeasure(filters)}, ${stated(filters)},
    listed as (
      select programme, per, evaluations from (
        select *, row_number() over (order by comparable desc, evaluations desc, programme, per) as place from stated) s
      where place <= ${mostProgrammesListed} or ${isMeasured(filters)}),
    ${programmes(filters, sql`listed`)}`,
} satisfies Query<Filters & Measured, UnitCostProgramme>

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
    const cells = kept(filters)
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
