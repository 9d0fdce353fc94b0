import { z } from 'zod'
import { decimal, median, quantile } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import {
  allYears,
  type Filters,
  type Measure,
  mostSides,
  projectColumns,
  type Side,
  where,
} from './filters.ts'
import { most } from './list-lengths.ts'
import { pricedCosts, pricedSpending, pricesYear } from './prices.ts'
import { costMeasure, costMoney } from './unit-cost.ts'

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

/** Sums for money, ratios of sums for shares, plain means for scores and gaps; of one evaluation or of many. */
const values: Readonly<Record<Measure, Sql>> = {
  spent: sql`sum(spent)::double`,
  execution: sql`100 * (sum(spent) filter (where planned > 0))::double
    / nullif(sum(planned) filter (where spent is not null)::double, 0)`,
  unitCost: sql`sum(served_spent)::double / nullif(sum(served)::double, 0)`,
  total: sql`sum(${decimal(sql`total`, 4)})::double / nullif(count(total), 0)`,
  gap: sql`sum(gap_sum)::double / nullif(sum(rates), 0)`,
  met: sql`(100.0 * sum(targets_met) / nullif(sum(targets), 0))::double`,
}

/** How many evaluations a value is of. */
const cases: Readonly<Record<Measure, Sql>> = {
  spent: sql`count(spent)::integer`,
  execution: sql`(count(*) filter (where planned > 0 and spent is not null))::integer`,
  unitCost: sql`count(served)::integer`,
  total: sql`count(total)::integer`,
  gap: sql`(count(*) filter (where rates > 0))::integer`,
  met: sql`(count(*) filter (where targets > 0))::integer`,
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

/**
 * Self-evaluations with all that they are compared by, and the sides that were picked; where none were, those with
 * most of them, or the newest years. Unit costs are of one programme and unit, or of one unit where programmes are
 * compared.
 */
function each(filters: Filters): Sql {
  const side = sideOf(filters)
  const [key, label] = keys[side]
  const scope = side === 'year' ? filters : { ...filters, year: [] }
  const alike =
    side === 'programme'
      ? sql`(select per from measure) one using (per)`
      : sql`measure using (programme, per)`
  return sql`
    ${costMeasure(allYears(filters))},
    cost as (select * from (${pricedCosts(filters)}) join ${alike}), ${costMoney},
    each as (
      select ${key} as side, ${label} as label, r.id, r.year, r.spent, planned, total, gap_sum, rates, targets, targets_met,
        money.served, money.spent as served_spent
      from (
        select * from (${pricedSpending(filters)})
        ${where(scope, projectColumns, [sql`${label} is not null`])}) r
        left join (select evaluation, served, spent from money) money on money.evaluation = r.id),
    picked as (${picked(filters)})`
}

function picked({ by, pick }: Filters): Sql {
  if (pick.length > 0)
    return sql`select * from (values ${join(
      pick.map((one, place) => sql`(${one}, ${place}::integer)`),
      ', ',
    )}) asked (side, place)`
  const order = by === 'year' ? sql`side desc` : sql`count(*) desc, side`
  return sql`
    select side, (row_number() over (order by side))::integer as place
    from (select side from each group by side order by ${order} limit ${by === 'year' ? mostSides : 4})`
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
    with ${each(filters)}
    select side, min(label) as label, count(*)::integer as n, ${values.spent} as spent, ${cases.spent} as "spentN",
      ${cases.execution} as "executionN",
      ${values.execution} as execution, ${values.unitCost} as "unitCost", ${cases.unitCost} as "unitCostN",
      (select per from measure) as per, ${sideOf(filters) === 'programme' ? sql`null` : sql`(select programme from measure)`} as programme,
      ${values.total} as total, ${cases.total} as "totalN", ${values.gap} as gap, ${cases.gap} as "gapN",
      ${values.met} as met, ${cases.met} as "metN", ${pricesYear(filters)} as prices
    from each join picked using (side) where ${chosenYears(filters)}
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
        with ${each(filters)},
        valued as (
          select side, min(label) as label, year, ${values[measure]} as value, ${cases[measure]} as n
          from each where year is not null group by side, year),
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

/** The evaluations behind each side by one measure, with the quartiles of the side; at most 300 a side. */
export const sideCases = (measure: Measure) =>
  ({
    name: `side-cases-${measure}`,
    row: SideCase,
    sql: (filters: Filters) => sql`
      with ${each(filters)},
      valued as (
        select side, min(label) as label, id, any_value(year) as year, ${values[measure]} as value
        from each join picked using (side) where ${chosenYears(filters)} group by side, id),
      beside as (
        select *, (count(*) over (partition by side))::integer as n, min(value) over (partition by side) as lowest,
          ${quantile(sql`value`, 0.25)} over (partition by side) as lower, ${median(sql`value`)} over (partition by side) as median,
          ${quantile(sql`value`, 0.75)} over (partition by side) as upper, max(value) over (partition by side) as highest
        from valued join picked using (side) where value is not null
        qualify row_number() over (partition by side order by year desc, id) <= ${most.casesOfSide})
      select side, label, project_id as "projectId", project, unit, district_name as "districtName", b.year, value,
        ${measure === 'unitCost' ? sql`(select per from measure)` : sql`null`} as per, ${pricesYear(filters)} as prices,
        n, lowest, lower, median, upper, highest
      from beside b join (select id, project_id, project, unit, district_name from report) r using (id)
      order by place, value desc, id`,
  }) satisfies Query<Filters, SideCase>

const SideChoice = z.object({ side: z.string(), label: z.string(), n: z.number() })
export type SideChoice = z.infer<typeof SideChoice>

/** What can be picked, with the number of its self-evaluations; at most 300, most first. */
export const sideChoices = {
  name: 'side-choices',
  row: SideChoice,
  sql: (filters: Filters) => {
    const [key, label] = keys[sideOf(filters)]
    return sql`
      select ${key} as side, min(${label}) as label, count(*)::integer as n
      from report ${where(allYears(filters), projectColumns, [sql`kind = 'selfEvaluation'`, sql`${label} is not null`])}
      group by side order by ${sideOf(filters) === 'year' ? sql`side desc` : sql`n desc, side`} limit cast(${most.sidesOffered} as integer)`
  },
} satisfies Query<Filters, SideChoice>
