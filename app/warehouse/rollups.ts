import { comparingCosts, costPeerRows, costPeersDdl } from './cost-peers.ts'
import { decimal, distinctIn, distinctOf, record } from './dialect.ts'
import {
  type Bounds,
  beyond,
  found,
  gathering,
  leaving,
  type Made,
  movedIn,
  type Since,
  type Step,
} from './due-rows.ts'
import { listing, listingAside } from './first-listing.ts'
import { firstDdl, firstRows } from './first-lists.ts'
import { heldDdl, heldRows } from './held-documents.ts'
import { byPlace, keptTables, signatures } from './kept-tables.ts'
import { ledgerDdl, ledgerNames, ledgerRows, ledgersChanged } from './ledgers.ts'
import { halving, medianRows, mediansDdl } from './medians.ts'
import { comparing, peersDdl } from './peers.ts'
import { placing, regionDdl } from './regions.ts'
import { join, type Sql, sql } from './sql.ts'
import { tallyDdl, tallying, tallyRows } from './tallies.ts'

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

/** Self-evaluations of no year, which no rollup sums. */
export const undated = sql`kind = 'selfEvaluation' and year is null`

/** Self-evaluations summed over these columns at the least, from the reports themselves, or from some of them. */
export const partsOfReports = (columns: readonly string[], reports = sql`report`, which = counted): Sql =>
  sql`(select ${listOf(columns)}, ${parts} from ${reports} where ${which} group by ${listOf(columns)})`

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
  ['cost_peers', costPeerRows],
  ['completion_median', medianRows],
  ['document_held', heldRows],
])

/** What can be filtered by, as these rows of reports and of their findings have it. */
const chosen = (reports: Sql, findings: Sql): Sql => sql`
  select 'year' as field, year::varchar as value, year::varchar as label, count(*) as n
  from ${reports} where year is not null group by year
  union all
  select 'district', district, any_value(district_name), count(*) from ${reports} where district is not null group by district
  union all
  select 'sector', sector, sector, count(*) from ${reports} where sector is not null group by sector
  union all
  select 'department', department, department, count(*) from ${reports} where department is not null group by department
  union all
  select 'programme', programme, programme, count(*) from ${reports} where programme is not null group by programme
  union all
  select 'rule', rule, rule, count(distinct evaluation) from ${findings} group by rule`

/**
 * Every value that can be filtered by, what it is called, how many evaluations have it, and its place among those of
 * its field that have most: brought up to what came and what went.
 */
const choosing = ({ gone }: Made): readonly Sql[] => [
  sql`create or replace temp table change as
    select field, value, any_value(label) as label, sum(n)::bigint as n from (
      select field, value, label, n from choice
      union all ${chosen(sql`came_report`, sql`came_report_finding`)}
      ${
        gone === 0
          ? sql``
          : sql`union all select field, value, label, -n as n from (${chosen(sql`gone_report`, sql`gone_report_finding`)})`
      })
    group by field, value`,
  sql`delete from choice`,
  sql`insert into choice by name
    select *, (row_number() over (partition by field order by n desc, value))::integer as place,
      (count(*) over (partition by field))::integer as in_all
    from change where n > 0 order by field, value`,
  ...placing,
]

/** Everything that is kept, by its names. */
const everyKept = new Set([
  ...keptTables.map(({ name }) => name),
  ...behind.keys(),
  ...ledgerNames,
  'rate_peers',
  'choice',
  'region',
  'shown_place',
])

/** The statements that make what is kept, empty. */
export const keptDdl: readonly Sql[] = [
  sql`create table choice (field varchar, value varchar, label varchar, n bigint, place integer, in_all integer)`,
  ...regionDdl,
  sql`create temp table due as select ''::varchar as id, 0::ubigint as signature, true as alone limit 0`,
  ...gathering({}),
  ...keptTables.map(({ name, rows }) => sql`create table ${named(name)} as select * from (${rows}) limit 0`),
  ...leaving,
  sql`drop table due`,
  ...rollups.map(
    ({ name, grain }) => sql`create table ${named(name)} as
      select hash(${listOf(grain)}) as grain, ${listOf(grain)}, ${parts} from report group by all limit 0`,
  ),
  ...tallyDdl,
  peersDdl,
  costPeersDdl,
  ...ledgerDdl,
  ...firstDdl,
  mediansDdl,
  heldDdl,
]

/** How many reports are kept: where none is, all is made, and nothing has to be looked for first; and which tables have rows. */
export const keptBefore = sql`select (select count(*) from report)::integer as held, (
  select coalesce(list(table_name), []) from duckdb_tables()
  where database_name = current_database() and estimated_size > 0 and table_name in (${join(
    [...everyKept].map((name) => named(`'${name}'`)),
    ', ',
  )})) as filled`

/** Reports made at once: few enough to be held in memory, and a whole group of rows, which the engine leaves as it is. */
const slice = 122_880

/** Reports that may have changed, as they are and as they are kept: all, or those that a build says it may have. */
const suspecting = (since?: Since): readonly Sql[] => {
  const columns = sql`id, project_id, year, kind, district, rowid as place`
  if (since === undefined)
    return [
      sql`create or replace temp view suspect as select ${columns} from evaluation`,
      sql`create or replace temp view was as select id, signature, project_id, year from report`,
    ]
  const isOne = found('evaluation', sql`id in (${since.reports})`)
  const isOfProject = sql`project_id in (
    select project_id from evaluation where ${isOne} ${since.projects ? sql`union all ${since.projects}` : sql``})`
  return [
    sql`create or replace temp table suspect as
      select ${columns} from evaluation where ${isOne}
      union select ${columns} from evaluation where ${found('evaluation', isOfProject)}`,
    sql`create or replace temp table was as
      select id, signature, project_id, year from report
      where ${found('report', sql`id in (select id from suspect)`)}`,
  ]
}

/** Reports of one project and year change together: one of them may no longer be `alone`. */
const staleOf = (which: Sql): Sql => sql`create or replace temp table stale as
  select f.id, f.signature, s.place, count(*) over (partition by s.project_id, s.year, s.kind) = 1 as alone,
    (row_number() over (order by s.year, s.district, s.id) - 1) // ${slice} as slice
  from fresh f join suspect s on s.id = f.id ${which}`

/**
 * The statements that find out what changed since what is kept was made, and take it away; where all is made anew,
 * these tables.
 */
export const parting = (anew: readonly string[] | null, since?: Since): readonly Step[] => [
  ...suspecting(since),
  sql`create or replace temp table fresh as ${signatures(since && 'suspect')}`,
  ...(anew !== null
    ? [
        ...anew.map((name) => sql`delete from ${named(name)}`),
        sql`create or replace temp table gone as select id from report limit 0`,
        staleOf(sql``),
      ]
    : [
        // A signature is of one report alone.
        sql`create or replace temp table changed as
          select id from fresh f anti join was w on w.signature = f.signature
          union all select id from was w anti join fresh f on f.signature = w.signature`,
        sql`create or replace temp table touched as
          with project as (
            select project_id, year from was where id in (select id from changed)
            union select project_id, year from suspect where id in (select id from changed))
          select id from changed
          union select s.id from suspect s join project p
            on s.project_id = p.project_id and s.year is not distinct from p.year`,
        staleOf(sql`join touched t on t.id = f.id`),
        sql`create or replace temp table gone as select id from was where id in (select id from touched)`,
        sql`drop table changed`,
      ]),
  ...['was', 'suspect'].map((name) => sql`drop ${named(since ? 'table' : 'view')} ${named(name)}`),
  sql`drop table fresh`,
  {
    any: sql`from gone limit 1`,
    run: keptTables.flatMap(({ name, report, summed }) => {
      const isGone = sql`${named(report)} in (select id from gone)`
      return [
        sql`create or replace temp table gone_place as select rowid as place from ${named(name)} where ${isGone}`,
        sql`create or replace temp table gone_${named(name)} as
          select ${summed} from ${named(name)} where rowid in (from gone_place)`,
        sql`delete from ${named(name)} where rowid in (from gone_place)`,
      ]
    }),
  },
]

/** The last row that each kept table has before any is made. */
export const ends: Sql = join(
  keptTables.map(
    ({ name }) =>
      sql`select ${named(`'${name}'`)} as name, coalesce(max(rowid), -1)::double as last from ${named(name)}`,
  ),
  ' union all ',
)

/** Into how many slices what is missing falls, how many reports come and go, and where the first of them stands. */
export const slices = sql`select coalesce(max(slice) + 1, 0)::integer as n, count(*)::integer as came,
  (select count(*) from gone)::integer as gone, coalesce(min(place), 0)::double as first from stale`

/** The statements that gather what a slice of what is missing is made of. */
export const preparing = (place: number, bounds: Bounds): readonly Sql[] => [
  sql`create or replace temp table due as
    select id, signature, alone from stale where slice = ${named(String(place))}`,
  ...gathering(bounds),
]

/** The statements that make it; what came in order stays in it. */
export const making = (isInOrder: boolean): readonly Sql[] =>
  keptTables.map(
    ({ name, rows, order }) =>
      sql`insert into ${named(name)} by name ${rows} ${isInOrder && order === byPlace ? sql`` : order}`,
  )

/** The rows that came, as those that went; where nothing was kept, all. */
const coming = ({ isFirst, ends }: Made): readonly Sql[] =>
  keptTables.map(({ name, summed }) => {
    const rows = sql`select ${summed} from ${named(name)}`
    return isFirst
      ? sql`create or replace temp view came_${named(name)} as ${rows}`
      : sql`create or replace temp table came_${named(name)} as ${rows} where ${beyond(ends.get(name))}`
  })

/** The statements that sum a rollup anew where it was touched. */
const rollingUp = ({ name, grain }: Rollup, made: Made): readonly Sql[] => {
  const { isFirst, gone } = made
  const key = sql`hash(${listOf(grain)})`
  // What a finer one has summed is not gone through again, report by report.
  const finer = rollups.find(
    (other) => other.name !== name && grain.every((column) => other.grain.includes(column)),
  )
  const summed = finer
    ? sql`${largerParts} from ${named(finer.name)} where true`
    : sql`${parts} from report where ${counted}`
  const filled = (which: Sql) => sql`insert into ${named(name)} by name
    select ${key} as grain, ${listOf(grain)}, ${summed} ${which} group by ${listOf(grain)} order by ${listOf(grain)}`
  if (isFirst) return [filled(sql``)]
  // Where nothing went, what came is added to what is there.
  if (gone === 0)
    return [
      sql`create or replace temp table change as
        with moved as materialized (
          select ${key} as grain, * from ${partsOfReports(grain, sql`came_report`)})
        select grain, ${listOf(grain)}, ${largerParts} from (
          from moved union all by name select * from ${named(name)} where grain in (select grain from moved))
        group by grain, ${listOf(grain)}`,
      sql`delete from ${named(name)} where grain in (select grain from change)`,
      sql`insert into ${named(name)} by name from change order by ${listOf(grain)}`,
    ]
  return [
    sql`create or replace temp table touched as ${movedIn(made, 'report', sql`${key} as grain`)}`,
    sql`delete from ${named(name)} where grain in (select grain from touched)`,
    filled(sql`and ${key} in (select grain from touched)`),
  ]
}

/** The statements that sum anew what was touched. */
export const summing = (made: Made): readonly Step[] => [
  ...coming(made),
  ...rollups.toReversed().flatMap((rollup) => rollingUp(rollup, made)),
  ...tallying(made),
  ...listing(made),
  ...comparing(made),
  ...comparingCosts(made),
  ...halving(made),
  ...choosing(made),
]

/** The statements that find out which projects' ledgers changed, or the reports beside them. */
export const balancing = (made: Made): readonly Sql[] =>
  ledgersChanged(
    made.came + made.gone > 0
      ? movedIn(made, 'report', sql`project_id`)
      : sql`select id as project_id from gone`,
  )

export const dropping = ({ isFirst }: Made): readonly Sql[] => [
  ...keptTables.map(
    ({ name }) => sql`drop ${named(isFirst ? 'view' : 'table')} if exists came_${named(name)}`,
  ),
  ...leaving,
  ...[
    'stale',
    'gone',
    'gone_place',
    'touched',
    'change',
    'due',
    'ledger_fresh',
    'ledger_due',
    'ledger_part',
    ...listingAside,
    'ledger_together',
    'ledger_pair',
    ...keptTables.map(({ name }) => `gone_${name}`),
  ].map((name) => sql`drop table if exists ${named(name)}`),
]
