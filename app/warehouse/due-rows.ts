import { ownName } from './regions.ts'
import type { TableName } from './schema.ts'
import { join, named, type Sql, sql } from './sql.ts'

/**
 * What the reports in `due` rest on, each table's rows of them as `due_…`. They are looked for where they stand and no
 * further: documents write their rows together, so those of a slice lie close.
 */

/** The evaluations that count: no later document replaces them. */
export const counting = (which = sql`true`, further = sql``): Sql => sql`
  select e.* exclude (superseded_by) replace (${ownName(sql`e.district`, sql`e.district_name`)} as district_name),
    coalesce(e.adjusted, e.budget) as planned, d.sample,
    coalesce(e.total_stated, e.total_sum) as total, d.batch ${further}
  from evaluation e join document d on d.id = e.document
  where e.superseded_by is null and ${which}`

/** Held, since every kept table reads them, and of indicators, which are many, what these read. */
const indicatorColumns = [
  ...['evaluation', 'ordinal', 'level', 'name', 'target_text', 'target_kind', 'actual_text', 'actual_kind'],
  ...['completion', 'met', 'weight', 'score', 'reason', 'table_no', 'row_no'],
]

const looked = ['unit_cost', 'satisfaction', 'finding', 'level_score', 'remark', 'follow_up'] as const
const sources = ['evaluation', 'indicator', ...looked] as const satisfies readonly TableName[]
type Source = (typeof sources)[number]

/**
 * What a build may have changed: these reports, and of tables that tell of them rows beyond those that it began with.
 * No row went of evaluations and what was read of them.
 */
export interface Since extends Changed {
  rows: Readonly<Record<string, number>>
}

/** The reports that a build may have changed, and projects all of whose reports it may have. */
export interface Changed {
  reports: Sql
  projects?: Sql
}

/**
 * Rows of a table that a few answer: where they stand is looked for first, since a scan would unpack every column of
 * all others, too.
 */
export const found = (table: string, which: Sql, of = ''): Sql =>
  sql`${named(of)}rowid in (select rowid from ${named(table)} where ${which})`

/** Tables of what was read, which lose no row but with their documents. */
const onlyAddedTo: ReadonlySet<string> = new Set([
  ...['evaluation', 'indicator', 'unit_cost', 'satisfaction', 'remark', 'fund_flow'],
])

/** Rows that came to a table since; all where that is not known. */
export const addedTo = (table: TableName, rows: Since['rows'] | undefined): Sql =>
  rows === undefined || !onlyAddedTo.has(table) ? sql`true` : beyond((rows[table] ?? 0) - 1)

/** The first and last row that a slice has of each table; none of a table that has none of it. */
export type Bounds = Partial<Record<Source, readonly [first: number, last: number]>>

/** Rows of a table that lie within its bounds. */
const within = (source: Source, bounds: Bounds): Sql => {
  const [first, last] = bounds[source] ?? [0, -1]
  return sql`rowid between ${named(`${first} and ${last}`)}`
}

/** Rows of a table that come after one of it. */
export const beyond = (last = -1): Sql => sql`rowid > ${named(String(last))}`

/** Where the rows of each slice of `stale` stand: its slice, table, first and last; looked for among those that came since. */
export const standing = (since?: Since['rows']): Sql =>
  join(
    sources.map((source) => {
      const report = named(source === 'evaluation' ? 'id' : 'evaluation')
      return sql`select slice::integer as slice, ${named(`'${source}'`)} as source, min(t.place)::double as first, max(t.place)::double as last
      from (select ${report} as report, rowid as place from ${named(source)} where ${addedTo(source, since)}) t
        join stale s on s.id = t.report group by slice`
    }),
    ' union all ',
  )

/** Rows that are as soon held as looked through. */
const few = 100_000

/** Rows within their bounds; few are held first, so that no filter of a join is laid over the whole table. */
export const heldWithin = (source: Source, bounds: Bounds, columns = sql`*`): Sql => {
  const [first, last] = bounds[source] ?? [0, -1]
  return sql`with near as ${named(last - first < few ? 'materialized' : 'not materialized')} (
      select ${columns} from ${named(source)} where ${within(source, bounds)})
    select * from near`
}
const ofDue = sql`where evaluation in (select id from due)`

/** The statements that gather them, within these bounds. */
export const gathering = (bounds: Bounds): readonly Sql[] => [
  sql`create or replace temp table due_evaluation as
    select e.* exclude (batch, place), left(e.district, 2) as province, d.signature, d.alone
    from (${counting(sql`e.${within('evaluation', bounds)}`, sql`, e.rowid as place`)}) e join due d on d.id = e.id
    order by e.place`,
  sql`create or replace temp table due_indicator as
    ${heldWithin('indicator', bounds, named(indicatorColumns.join(', ')))} ${ofDue}`,
  ...looked.map(
    (source) => sql`create or replace temp view ${named(`due_${source}`)} as
      ${heldWithin(source, bounds)} ${ofDue}`,
  ),
]

/** Whether they came by year and district: then what is made of them need not be put into that order. */
export const inOrder = sql`select count(*) = 0 as "inOrder" from due_evaluation earlier
  join due_evaluation later on later.rowid = earlier.rowid + 1
  where (later.year, later.district) < (earlier.year, earlier.district) or earlier.year is null or earlier.district is null`

export const leaving: readonly Sql[] = [
  ...looked.map((source) => sql`drop view if exists ${named(`due_${source}`)}`),
  sql`drop table if exists due_evaluation`,
  sql`drop table if exists due_indicator`,
]

/** What was made: all there is, or the rows of kept tables beyond their ends, from base rows within these bounds. */
export interface Made {
  isFirst: boolean
  /** How many reports there were, how many came, and how many went. */
  held: number
  came: number
  gone: number
  ends: ReadonlyMap<string, number>
  bounds: Bounds
}

/** Whether there are so many reports that it is rows which take time, not statements. */
export const isMuch = ({ held, came }: Made) => held + came > 10_000

/** What rows of a kept table that came or went have, each once; nothing is kept of those where no report changed. */
export const movedIn = ({ gone }: Made, of: string, what: Sql): Sql => {
  const came = sql`select ${what} from ${named(`came_${of}`)}`
  return gone === 0
    ? sql`select distinct * from (${came})`
    : sql`${came} union select ${what} from ${named(`gone_${of}`)}`
}

/** A statement, or some that are run only where a question has an answer. */
export type Step = Sql | { any: Sql; run: readonly Step[] }
