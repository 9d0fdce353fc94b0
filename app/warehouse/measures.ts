import { decimal, distinctIn, distinctOf, record } from './dialect.ts'
import { join, named, type Sql, sql } from './sql.ts'

/** What is known of many reports at once: each a sum of integers or decimals, the same whichever way it is added up. */

interface Measure {
  /** Over reports. */
  part: Sql
  /** Over parts. */
  whole: Sql
  /** Over parts, as a larger part; where it is other than the whole. */
  larger?: Sql
}

const count = (name: string, of: Sql): readonly [string, Measure] => [
  name,
  { part: sql`count(*) filter (where ${of})`, whole: sql`sum(${named(name)})::integer` },
]
const sum = (name: string, of: Sql): readonly [string, Measure] => [
  name,
  { part: sql`sum(${of})`, whole: sql`sum(${named(name)})` },
]
/** Projects that report several times a year cannot be counted apart: they are listed, and are few. */
const others = (name: string, of: Sql): readonly [string, Measure] => [
  name,
  {
    part: distinctOf(sql`project_id`, sql`not alone and ${of}`),
    whole: distinctIn(named(name)),
    larger: sql`list_sort(list_distinct(flatten(list(${named(name)}) filter (where ${named(name)} is not null))))`,
  },
]

const all = sql`true`
const comparable = sql`contradicted is not null`
const both = sql`planned is not null and spent is not null`

/** What is known of many reports at once, by its name. */
const measures = [
  count('evaluations', all),
  count('alone_n', sql`alone`),
  others('others', all),
  sum('planned', sql`planned`),
  count('planned_n', sql`planned is not null`),
  sum('spent', sql`spent`),
  count('spent_n', sql`spent is not null`),
  sum('planned_of_both', sql`case when ${both} then planned end`),
  sum('spent_of_both', sql`case when ${both} then spent end`),
  count('both_n', both),
  sum('total', decimal(sql`total`, 4)),
  count('total_n', sql`total is not null`),
  count('excellent', sql`grade = 'excellent'`),
  count('good', sql`grade = 'good'`),
  count('fair', sql`grade = 'fair'`),
  count('poor', sql`grade = 'poor'`),
  count('ungraded', sql`grade is null`),
  sum('rates', sql`rates`),
  sum('rates_met', sql`rates_met`),
  sum('gap_sum', sql`gap_sum`),
  [
    'widest_rate',
    {
      part: sql`min(${record([
        ['gap', sql`widest.gap`, 'Float64'],
        ['id', sql`id`, 'String'],
        ['project', sql`project`, 'String'],
        ['project_id', sql`project_id`, 'String'],
        ['district_name', sql`district_name`, 'String'],
      ])}) filter (where widest.gap is not null)`,
      whole: sql`min(widest_rate)`,
    },
  ],
  count('comparable_alone', sql`${comparable} and alone`),
  others('comparable_others', comparable),
  count('contradicted_alone', sql`contradicted and alone`),
  others('contradicted_others', sql`coalesce(contradicted, false)`),
  sum('findings', sql`findings`),
  count('faulty', sql`errors > 0`),
  sum('spent_of_planned', sql`case when planned > 0 then spent end`),
  count('executed_n', sql`planned > 0 and spent is not null`),
  count('rated_n', sql`rates > 0`),
  sum('targets', sql`targets`),
  sum('targets_met', sql`targets_met`),
  count('targeted_n', sql`targets > 0`),
] satisfies readonly (readonly [string, Measure])[]

/** Each measure over parts, under its own name. */
export const wholes: Sql = join(
  measures.map(([name, { whole }]) => sql`${whole} as ${named(name)}`),
  ', ',
)

/** Each measure over reports. */
export const parts: Sql = join(
  measures.map(([name, { part }]) => sql`${part} as ${named(name)}`),
  ', ',
)

/** Each measure over parts, as of a larger part. */
export const largerParts: Sql = join(
  measures.map(
    ([name, { whole, larger }]: readonly [string, Measure]) => sql`${larger ?? whole} as ${named(name)}`,
  ),
  ', ',
)
