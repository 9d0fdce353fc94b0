import { decimal, distinctIn, distinctOf, record } from './dialect.ts'
import { firstDdl, firstRows, listing, listingAll, listingAside } from './first-lists.ts'
import { dueIndicators, keptTables, signatures } from './kept-tables.ts'
import { ledgerDdl, ledgerRows, ledgersChanged } from './ledgers.ts'
import { comparing, peersDdl } from './peers.ts'
import { placing, regionDdl } from './regions.ts'
import { join, type Sql, sql } from './sql.ts'
import { tallyDdl, tallying, tallyingAll, tallyRows } from './tallies.ts'

/**
 * What pages ask most, kept ready in each generation. `report` has a row for each evaluation that counts, with what
 * its rates, costs, misses and findings come to; a rollup sums its self-evaluations over a grain. They are made with
 * the generation, of what changed since the last, and nobody else writes them. Sums are of integers and decimals, so
 * that they are the same whichever way they are added up.
 */

const named = (name: string): Sql => ({ text: name, values: [] })

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

const parts: Sql = join(
  measures.map(([name, { part }]) => sql`${part} as ${named(name)}`),
  ', ',
)

const largerParts: Sql = join(
  measures.map(
    ([name, { whole, larger }]: readonly [string, Measure]) => sql`${larger ?? whole} as ${named(name)}`,
  ),
  ', ',
)

interface Rollup {
  name: string
  grain: readonly string[]
}

/** The coarsest first. A further one needs no change anywhere else. */
const rollups: readonly Rollup[] = [
  { name: 'report_by_year', grain: ['year'] },
  { name: 'report_by_district', grain: ['year', 'district', 'district_name'] },
  { name: 'report_by_programme', grain: ['year', 'sector', 'programme'] },
  { name: 'report_by_department', grain: ['year', 'district', 'district_name', 'sector', 'department'] },
]

const counted = sql`kind = 'selfEvaluation' and year is not null`
const listOf = (columns: readonly string[]) => join(columns.map(named), ', ')

/** Self-evaluations summed over these columns at the least, from the reports themselves, or from some of them. */
export const partsOfReports = (columns: readonly string[], reports = sql`report`): Sql =>
  sql`(select ${listOf(columns)}, ${parts} from ${reports} where ${counted} group by ${listOf(columns)})`

/** The same from the coarsest rollup that has the columns; where none has, from the reports. */
export function partsBy(columns: readonly string[]): Sql {
  const fit = rollups.find(({ grain }) => columns.every((column) => grain.includes(column)))
  return fit ? { text: fit.name, values: [], rollups: [fit.name] } : partsOfReports(columns)
}

/** What each rollup sums, from the rows themselves. */
export const behind: ReadonlyMap<string, Sql> = new Map([
  ...rollups.map(({ name, grain }) => [name, partsOfReports(grain)] as const),
  ...tallyRows,
  ...ledgerRows,
  ...firstRows,
])

/**
 * Every value that can be filtered by, what it is called, how many evaluations have it, and its place among those of
 * its field that have most.
 */
const choices = sql`
  select *, (row_number() over (partition by field order by n desc, value))::integer as place,
    (count(*) over (partition by field))::integer as in_all
  from (
  select 'year' as field, year::varchar as value, year::varchar as label, count(*) as n
  from report where year is not null group by year
  union all
  select 'district', district, any_value(district_name), count(*) from report where district is not null group by district
  union all
  select 'sector', sector, sector, count(*) from report where sector is not null group by sector
  union all
  select 'department', department, department, count(*) from report where department is not null group by department
  union all
  select 'programme', programme, programme, count(*) from report where programme is not null group by programme
  union all
  select 'rule', rule, rule, count(distinct evaluation)
  from finding where evaluation in (select id from report) group by rule)
  order by field, value`

/** The statements that make what is kept, empty. */
export const keptDdl: readonly Sql[] = [
  sql`create table choice (field varchar, value varchar, label varchar, n bigint, place integer, in_all integer)`,
  regionDdl,
  ...keptTables.map(
    ({ name, rows }) => sql`create table ${named(name)} as
      with due as (select ''::varchar as id, 0::ubigint as signature), due_indicator as (from indicator) select * from (${rows}) limit 0`,
  ),
  ...rollups.map(
    ({ name, grain }) => sql`create table ${named(name)} as
      select hash(${listOf(grain)}) as grain, ${listOf(grain)}, ${parts} from report group by all limit 0`,
  ),
  ...tallyDdl,
  peersDdl,
  ...ledgerDdl,
  ...firstDdl,
]

/** Reports made at once: few enough to be held in memory, and a whole group of rows, which the engine leaves as it is. */
const slice = 122_880

/** The statements that find out what changed since what is kept was made, and take it away. */
export const parting: readonly Sql[] = [
  sql`create or replace temp table fresh as ${signatures}`,
  sql`create or replace temp table stale as
    with changed as (
      select coalesce(f.id, r.id) as id from fresh f full join report r on r.id = f.id
      where f.signature is distinct from r.signature),
    -- Reports of one project and year change together: one of them may no longer be alone.
    projects as (
      select project_id, year from report where id in (select id from changed)
      union select project_id, year from evaluation where id in (select id from changed))
    select f.id, f.signature, (row_number() over (order by e.year, e.district, e.id) - 1) // ${slice} as slice
    from fresh f join evaluation e on e.id = f.id
    where (e.project_id, e.year) in (select (project_id, year) from projects)
      or f.id in (select id from changed)`,
  sql`create or replace temp table gone as
    select id from report r where id in (select id from stale) or not exists (from fresh f where f.id = r.id)`,
  sql`drop table fresh`,
  ...keptTables.flatMap(({ name, report, summed }) => [
    sql`create or replace temp table gone_${named(name)} as
      select ${summed} from ${named(name)} where ${named(report)} in (select id from gone)`,
    sql`delete from ${named(name)} where ${named(report)} in (select id from gone)`,
  ]),
]

/** Into how many slices what is missing falls, and how much of anything changed at all. */
export const slices = sql`select coalesce(max(slice) + 1, 0)::integer as n,
  (select count(*) from stale)::integer + (select count(*) from gone)::integer as changed from stale`

/** The statements that make a slice of what is missing. */
export const making = (place: number): readonly Sql[] => [
  sql`create or replace temp table due as select id, signature from stale where slice = cast(${place} as integer)`,
  dueIndicators,
  ...keptTables.map(({ name, rows }) => sql`insert into ${named(name)} by name ${rows}`),
]

/** Whether all reports are new: then what came is all that there is. */
export const isWhole = sql`select (select count(*) from report) = (select count(*) from stale) as whole`

/** The statements that sum a rollup of all reports; a coarser one of what a finer one has summed. */
const summed = ({ name, grain }: Rollup, also = sql`true`): Sql => {
  const finer = rollups.find(
    (other) => other.name !== name && grain.every((column) => other.grain.includes(column)),
  )
  const rows = finer
    ? sql`${largerParts} from ${named(finer.name)} where true`
    : sql`${parts} from report where ${counted}`
  return sql`insert into ${named(name)} by name
    select hash(${listOf(grain)}) as grain, ${listOf(grain)}, ${rows} and ${also}
    group by ${listOf(grain)} order by ${listOf(grain)}`
}

const finestFirst = rollups.toReversed()

const chosen: readonly Sql[] = [
  ...comparing,
  sql`delete from choice`,
  sql`insert into choice by name ${choices}`,
  ...placing,
]

/** The statements that sum all reports, where all are new. */
const summingAll: readonly Sql[] = [
  ...finestFirst.flatMap((rollup) => [sql`delete from ${named(rollup.name)}`, summed(rollup)]),
  ...tallyingAll,
  ...listingAll,
  ...chosen,
]

/** The statements that sum anew what was touched. */
const summingTouched: readonly Sql[] = [
  ...keptTables.map(
    ({ name, report }) => sql`create or replace temp table come_${named(name)} as
      select * from ${named(name)} where ${named(report)} in (select id from stale)`,
  ),
  ...finestFirst.flatMap((rollup) => {
    const key = sql`hash(${listOf(rollup.grain)})`
    return [
      sql`create or replace temp table touched as
        select distinct ${key} as grain from gone_report union select distinct ${key} from come_report`,
      sql`delete from ${named(rollup.name)} where grain in (select grain from touched)`,
      summed(rollup, sql`${key} in (select grain from touched)`),
    ]
  }),
  ...tallying,
  ...listing,
  ...chosen,
]

export const summing = (isWhole: boolean): readonly Sql[] => (isWhole ? summingAll : summingTouched)

/** The statements that find out which projects' ledgers changed, or the reports beside them. */
export const balancing = ledgersChanged(sql`
  select project_id from gone_report union all select project_id from report where id in (select id from stale)`)

export const dropping: readonly Sql[] = [
  ...[
    'stale',
    'gone',
    'touched',
    'change',
    ...listingAside,
    'due',
    'due_indicator',
    'ledger_fresh',
    'ledger_due',
    'ledger_part',
    ...keptTables.flatMap(({ name }) => [`gone_${name}`, `come_${name}`]),
  ].map((name) => sql`drop table if exists ${named(name)}`),
]
