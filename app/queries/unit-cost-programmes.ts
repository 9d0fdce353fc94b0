import { z } from 'zod'
import { disagrees, each } from '#app/warehouse/cost-peers.ts'
import { median } from '#app/warehouse/dialect.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import {
  type Asked,
  costMeasure,
  costMoney,
  countedCosts,
  isMeasured,
  keptCosts,
  type Measured,
  threeWays,
  threeWaysShape,
} from './cost-measure.ts'
import { type Filters, mostProgrammesListed, projectColumns, where } from './filters.ts'
import { pricedCosts } from './prices.ts'

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
    from ${countedCosts({ ...filters, programme: [] })} group by programme, per)`

const spanOf = (first: Sql, last: Sql): Sql =>
  sql`case when ${first} = ${last} then ${first}::varchar else ${first}::varchar || '–' || ${last}::varchar end as years`

/** Those of `listed` in figures, most cases first. */
function programmes(filters: Filters, listed: Sql): Sql {
  const cells = keptCosts(filters)
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
