import { z } from 'zod'
import { decimal, median, quantile, reportRow } from '#app/warehouse/dialect.ts'
import { partsBy, partsOfReports, undated } from '#app/warehouse/rollups.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { costMeasure } from './cost-measure.ts'
import {
  allYears,
  askedOf,
  type Filters,
  type Measure,
  mostSides,
  projectColumns,
  type Side,
  where,
} from './filters.ts'
import { most } from './list-lengths.ts'
import { pricedCosts, pricedSpending, pricesOf, pricesYear } from './prices.ts'

export const sideOf = ({ by }: Pick<Filters, 'by'>): Side => by ?? 'district'
export const measureOf = ({ measure }: Pick<Filters, 'measure'>): Measure => measure ?? 'total'

/** What a side is known by, and what it is called. */
const keys: Readonly<Record<Side, readonly [Sql, Sql]>> = {
  district: [sql`coalesce(district, district_name)`, sql`district_name`],
  // Units of two districts may have one name.
  unit: [sql`concat_ws(' ', district, unit)`, sql`unit`],
  programme: [sql`programme`, sql`programme`],
  year: [sql`year::varchar`, sql`year::varchar`],
}

/** The columns that a side is told by. */
const told: Readonly<Record<Side, readonly string[]>> = {
  district: ['district', 'district_name'],
  unit: ['district', 'district_name', 'unit'],
  programme: ['programme'],
  year: ['year'],
}

/** Sums for money, ratios of sums for shares, plain means for scores and gaps; of one evaluation or of many. */
const values: Readonly<Record<Measure, Sql>> = {
  spent: sql`sum(spent)::double`,
  execution: sql`100 * sum(spent_of_planned)::double / nullif(sum(planned_of_both)::double, 0)`,
  unitCost: sql`sum(served_spent)::double / nullif(sum(served)::double, 0)`,
  total: sql`sum(total)::double / nullif(sum(total_n), 0)`,
  gap: sql`sum(gap_sum)::double / nullif(sum(rates), 0)`,
  met: sql`(100.0 * sum(targets_met) / nullif(sum(targets), 0))::double`,
}

/** How many evaluations a value is of. */
const cases: Readonly<Record<Measure, Sql>> = {
  spent: sql`sum(spent_n)::integer`,
  execution: sql`sum(executed_n)::integer`,
  unitCost: sql`coalesce(sum(served_n), 0)::integer`,
  total: sql`sum(total_n)::integer`,
  gap: sql`sum(rated_n)::integer`,
  met: sql`sum(targeted_n)::integer`,
}

/** Which end is best; of spending alone neither. */
export const best: Readonly<Record<Measure, 'most' | 'least' | null>> = {
  spent: null,
  execution: 'most',
  unitCost: 'least',
  total: 'most',
  gap: 'most',
  met: 'most',
}

/** Years are sides of their own, or each of a side's is looked at. */
const scopeOf = (filters: Filters): Filters => (sideOf(filters) === 'year' ? filters : allYears(filters))

/** Kept sums and those of rows are of one type. */
const summed = sql`spent, planned_of_both, spent_of_planned, total, gap_sum, ${join(
  [
    ...['evaluations', 'spent_n', 'executed_n', 'total_n', 'rates', 'rated_n'],
    ...['targets', 'targets_met', 'targeted_n'],
  ].map((name): Sql => ({ text: `${name}::bigint as ${name}`, values: [] })),
  ', ',
)}`

/** Self-evaluations of each side and year with all that they are compared by but unit costs, in the prices asked for. */
function sums(filters: Filters): Sql {
  const side = sideOf(filters)
  const [key, label] = keys[side]
  const scope = scopeOf(filters)
  const columns = [...new Set(['year', ...told[side], ...askedOf(scope)])]
  const some = (rows: Sql) => sql`
    select ${key} as side, ${label} as label, year, ${summed} from ${rows}
    ${where(scope, projectColumns, [sql`${label} is not null`])}`
  if (pricesOf(filters) !== null)
    return some(partsOfReports(columns, sql`(${pricedSpending(filters)})`, sql`true`))
  return sql`${some(partsBy(columns))} union all ${some(partsOfReports(columns, sql`report`, undated))}`
}

/**
 * The sides that were picked; where none were, those with most self-evaluations, or the newest years. Unit costs are of
 * one programme and unit, or of one unit where programmes are compared.
 */
const compared = (filters: Filters): Sql => sql`
  ${costMeasure(allYears(filters))}, summed as (${sums(filters)}), picked as (${picked(filters)})`

/** The unit costs of self-evaluations that are compared by them. */
const costs = (filters: Filters): Sql => sql`
  cost as (
    select * from (${pricedCosts(filters)}) join ${
      sideOf(filters) === 'programme'
        ? sql`(select per from measure) one using (per)`
        : sql`measure using (programme, per)`
    }
    ${where(scopeOf(filters), projectColumns, [sql`leads`, sql`implied is not null`])})`

/** Those of each side and year. */
const served = (filters: Filters): Sql => sql`
  ${costs(filters)},
  served as (
    select ${keys[sideOf(filters)][0]} as side, year, sum(spent) as served_spent, sum(served) as served,
      count(served)::integer as served_n
    from cost group by 1, 2)`

function picked({ by, pick }: Filters): Sql {
  if (pick.length > 0)
    return sql`select * from (values ${join(
      pick.map((one, place) => sql`(${one}, ${place}::integer)`),
      ', ',
    )}) asked (side, place)`
  const order = by === 'year' ? sql`side desc` : sql`sum(evaluations) desc, side`
  return sql`
    select side, (row_number() over (order by side))::integer as place
    from (select side from summed group by side order by ${order} limit ${by === 'year' ? mostSides : 4})`
}

const chosenYears = ({ year }: Filters): Sql =>
  year.length === 0
    ? sql`true`
    : sql`year in (${join(
        year.map((one) => sql`${one}`),
        ', ',
      )})`

const SideBySide = z.object({
  side: z.string(),
  label: z.string(),
  n: z.number(),
  spent: z.number().nullable(),
  spentN: z.number(),
  execution: z.number().nullable(),
  executionN: z.number(),
  unitCost: z.number().nullable(),
  /** What the unit cost is of. */
  per: z.string().nullable(),
  programme: z.string().nullable(),
  unitCostN: z.number(),
  total: z.number().nullable(),
  totalN: z.number(),
  gap: z.number().nullable(),
  gapN: z.number(),
  met: z.number().nullable(),
  metN: z.number(),
  prices: z.number().nullable(),
})
export type SideBySide = z.infer<typeof SideBySide>

/** Every side by every measure, over the years that the filters leave. */
export const sideBySide = {
  name: 'side-by-side',
  row: SideBySide,
  sql: (filters: Filters) => sql`
    with ${compared(filters)}, ${served(filters)},
    cost_of as (
      select side, sum(served_spent) as served_spent, sum(served) as served, sum(served_n) as served_n
      from served where ${chosenYears(filters)} group by side)
    select side, min(label) as label, sum(evaluations)::integer as n, ${values.spent} as spent, ${cases.spent} as "spentN",
      ${cases.execution} as "executionN", ${values.execution} as execution,
      any_value(c.served_spent)::double / nullif(any_value(c.served)::double, 0) as "unitCost",
      coalesce(any_value(c.served_n), 0)::integer as "unitCostN",
      (select per from measure) as per, ${sideOf(filters) === 'programme' ? sql`null` : sql`(select programme from measure)`} as programme,
      ${values.total} as total, ${cases.total} as "totalN", ${values.gap} as gap, ${cases.gap} as "gapN",
      ${values.met} as met, ${cases.met} as "metN", ${pricesYear(filters)} as prices
    from summed join picked using (side) left join cost_of c using (side) where ${chosenYears(filters)}
    group by side, place order by place`,
} satisfies Query<Filters, SideBySide>

const SideYear = z.object({
  side: z.string(),
  label: z.string(),
  year: z.number(),
  value: z.number().nullable(),
  n: z.number(),
  per: z.string().nullable(),
  prices: z.number().nullable(),
  /** The year before, and what changed since; null without one. */
  before: z.number().nullable(),
  change: z.number().nullable(),
  changePercent: z.number().nullable(),
  /** The median of all of its kind that year, and how many they are. */
  median: z.number().nullable(),
  peers: z.number(),
  toMedian: z.number().nullable(),
  toMedianPercent: z.number().nullable(),
  best: z.number().nullable(),
  bestLabel: z.string().nullable(),
  toBest: z.number().nullable(),
  rank: z.number().nullable(),
  rankBefore: z.number().nullable(),
})
export type SideYear = z.infer<typeof SideYear>

/**
 * Each side by one measure in each year: against the year before, the median of all of its kind and the best of
 * them. Where years are compared, they are each other's peers.
 */
export const sideYears = (measure: Measure) =>
  ({
    name: `side-years-${measure}`,
    row: SideYear,
    sql: (filters: Filters) => {
      const peers = sideOf(filters) === 'year' ? sql`` : sql`partition by year`
      const extreme = best[measure] === 'least' ? sql`min(value)` : sql`max(value)`
      const has = best[measure] !== null
      const order = best[measure] === 'least' ? sql`value` : sql`value desc`
      return sql`
        with ${compared(filters)}, ${measure === 'unitCost' ? sql`${served(filters)}, ` : sql``}
        valued as (
          select side, min(label) as label, year, ${values[measure]} as value, ${cases[measure]} as n
          from ${measure === 'unitCost' ? sql`(select side, min(label) as label, year from summed group by side, year) once left join served using (side, year)` : sql`summed`}
          where year is not null group by side, year),
        ranked as (
          select *, ${median(sql`value`)} over (${peers}) as median, (count(value) over (${peers}))::integer as peers,
            ${has ? sql`${extreme} over (${peers})` : sql`null::double`} as best,
            ${has ? sql`case when count(value) over (${peers}) > 0 then first_value(label) over (${peers} order by ${order} nulls last, label) end` : sql`null`} as best_label,
            case when value is not null then (rank() over (${peers} order by ${order} nulls last))::integer end as rank
          from valued)
        select this.side, this.label, this.year, this.value, this.n,
          ${measure === 'unitCost' ? sql`(select per from measure)` : sql`null`} as per, ${pricesYear(filters)} as prices,
          before.value as before, this.value - before.value as change,
          100 * (this.value - before.value) / nullif(before.value, 0) as "changePercent", this.median, this.peers,
          this.value - this.median as "toMedian",
          100 * (this.value - this.median) / nullif(this.median, 0) as "toMedianPercent",
          this.best, this.best_label as "bestLabel", this.value - this.best as "toBest", this.rank,
          before.rank as "rankBefore"
        from ranked this join picked using (side)
          left join ranked before on before.year = this.year - 1
            and ${sideOf(filters) === 'year' ? sql`true` : sql`before.side = this.side`}
        order by place, this.year`
    },
  }) satisfies Query<Filters, SideYear>

const SideCase = z.object({
  side: z.string(),
  label: z.string(),
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  value: z.number(),
  per: z.string().nullable(),
  prices: z.number().nullable(),
  n: z.number(),
  lowest: z.number(),
  lower: z.number(),
  median: z.number(),
  upper: z.number(),
  highest: z.number(),
})
export type SideCase = z.infer<typeof SideCase>

/** What one evaluation comes to by a measure. */
const ofOne: Readonly<Record<Measure, Sql>> = {
  spent: sql`spent::double`,
  execution: sql`case when planned > 0 then 100 * spent::double / planned::double end`,
  unitCost: sql`served_spent::double / nullif(served::double, 0)`,
  total: sql`${decimal(sql`total`, 4)}::double`,
  gap: sql`gap_sum::double / nullif(rates, 0)`,
  met: sql`(100.0 * targets_met / nullif(targets, 0))::double`,
}

/** The evaluations behind each side by one measure, with the quartiles of the side; at most 300 a side. */
export const sideCases = (measure: Measure) =>
  ({
    name: `side-cases-${measure}`,
    row: SideCase,
    sql: (filters: Filters) => {
      const [key, label] = keys[sideOf(filters)]
      const isCost = measure === 'unitCost'
      return sql`
      with ${compared(filters)}, ${isCost ? sql`${costs(filters)}, ` : sql``}
      each as (
        select report_row, id, year, ${key} as side, ${label} as label, spent, planned, total, gap_sum, rates,
          targets, targets_met
        from (${pricedSpending(filters)})
        ${where(scopeOf(filters), projectColumns, [sql`${label} is not null`, chosenYears(filters)])}),
      valued as (
        select side, place, label, id, report_row, each.year, ${ofOne[measure]} as value
        from each join picked using (side) ${
          isCost
            ? sql`join (select evaluation, served, spent as served_spent from cost) c on c.evaluation = each.id`
            : sql``
        }),
      beside as (
        select *, (count(*) over (partition by side))::integer as n, min(value) over (partition by side) as lowest,
          ${quantile(sql`value`, 0.25)} over (partition by side) as lower, ${median(sql`value`)} over (partition by side) as median,
          ${quantile(sql`value`, 0.75)} over (partition by side) as upper, max(value) over (partition by side) as highest
        from valued where value is not null
        qualify row_number() over (partition by side order by year desc, id) <= ${most.casesOfSide})
      select side, label, project_id as "projectId", project, unit, district_name as "districtName", b.year, value,
        ${measure === 'unitCost' ? sql`(select per from measure)` : sql`null`} as per, ${pricesYear(filters)} as prices,
        n, lowest, lower, median, upper, highest
      from beside b join (
        select ${reportRow} as known, project_id, project, unit, district_name from report
        where ${reportRow} in (select report_row from beside)) r on known = report_row
      order by place, value desc, id`
    },
  }) satisfies Query<Filters, SideCase>

const SideChoice = z.object({ side: z.string(), label: z.string(), n: z.number() })
export type SideChoice = z.infer<typeof SideChoice>

/** What can be picked, with the number of its self-evaluations; at most 300, most first. */
export const sideChoices = {
  name: 'side-choices',
  row: SideChoice,
  sql: (filters: Filters) => sql`
      with summed as (${sums(allYears(filters))})
      select side, min(label) as label, sum(evaluations)::integer as n
      from summed group by side order by ${sideOf(filters) === 'year' ? sql`side desc` : sql`n desc, side`} limit cast(${most.sidesOffered} as integer)`,
} satisfies Query<Filters, SideChoice>
