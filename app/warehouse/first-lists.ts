import { beyond, type Made, within } from './due-rows.ts'
import { join, type Sql, sql } from './sql.ts'
import { finished } from './tallies.ts'

/**
 * `outcome_first`: the indicators that lists begin with, as they are shown, so that a first page neither orders all of
 * them nor looks up what was written. Of each cell (a year, province and first level) a list has as many as it shows,
 * so that whatever cells are asked for, the first of all are among them.
 */
interface FirstList {
  list: string
  most: number
  among: Sql
  /** What it is ordered by first, and which way. */
  lead: Sql
  dir: 'asc' | 'desc'
  order: Sql
}

const lists = [
  {
    list: 'lowest',
    most: 50,
    among: sql`true`,
    lead: sql`score_rate`,
    dir: 'asc',
    order: sql`score_rate nulls last, weight desc nulls last, year desc nulls last, district nulls last, evaluation, ordinal`,
  },
  {
    list: 'missed',
    most: 20,
    among: sql`${finished} and not met and completion is not null`,
    lead: sql`completion`,
    dir: 'asc',
    order: sql`completion, weight desc nulls last, evaluation, ordinal`,
  },
  {
    list: 'overshot',
    most: 20,
    among: sql`${finished} and completion >= 130`,
    lead: sql`completion`,
    dir: 'desc',
    order: sql`completion desc, weight desc nulls last, evaluation, ordinal`,
  },
] as const satisfies readonly FirstList[]

type List = (typeof lists)[number]['list']

const named = (name: string): Sql => ({ text: name, values: [] })
const each = (piece: (list: FirstList) => Sql, separator = ', ') => join(lists.map(piece), separator)

const table = 'outcome_first'
const cell = sql`year, province, level`
const sameCell = (one: string, other: string): Sql =>
  join(
    ['year', 'province', 'level'].map(
      (column) => sql`${named(`${one}.${column}`)} is not distinct from ${named(`${other}.${column}`)}`,
    ),
    ' and ',
  )

/** A list and its condition, by which rows are in it and in which order. */
export const firstList = (list: List): FirstList => lists.find((one) => one.list === list) ?? lists[0]

/** What a list begins with, wherever no more than years, provinces and first levels are asked for. */
export const firstOf = (list: List): Sql =>
  sql`(select * from ${{ text: table, values: [], rollups: [table] }} where list = ${named(`'${list}'`)})`

/** Where what is shown is looked for. */
const everywhere = { reports: sql`report`, indicators: sql`indicator` }

/** Indicators of `outcome`, rows of the kept table, as they are shown. */
const shown = (outcome: Sql, { reports, indicators } = everywhere): Sql => sql`
  select o.list, o.year, o.province, o.level, o.district, o.district_name, o.evaluation, o.ordinal, o.met, o.completion,
    o.weight, o.score, o.score_rate, r.project_id, r.project, r.unit, r.kind, r.document, i.level1, i.level2, i.name,
    i.target_text, i.actual_text, i.reason, i.table_no, i.row_no, i.column_no
  from ${outcome} o join ${reports} r on r.id = o.evaluation
    join ${indicators} i on i.evaluation = o.evaluation and i.ordinal = o.ordinal`

/** All rows that a list is the beginning of. */
export const firstRows = [
  [
    table,
    sql`(${shown(
      sql`(${each(
        ({ list, among }) => sql`select ${named(`'${list}'`)} as list, * from report_outcome where ${among}`,
        ' union all ',
      )})`,
    )})`,
  ],
] as const

/** The statement that makes the table, empty; the tables that it is of are there. */
export const firstDdl = sql`create table ${named(table)} as
  ${shown(sql`(select ''::varchar as list, * from report_outcome)`)} limit 0`

/** Rows that are not beyond the last that a list shows of their cell; further ones only where the lead is the same. */
const begins = ({ list, among, lead, dir, most }: FirstList): Sql => sql`
  (${among} and (${named(`${list}_n`)} < ${named(String(most))}
    or ${lead} ${named(dir === 'asc' ? '<=' : '>=')} ${named(list)}))`

/** Of each cell, as many of `near` as a list has. */
const beginning: Sql = each(
  ({ list, among, order, most }) => sql`
    select ${named(`'${list}'`)} as list, * from near where ${among}
    qualify row_number() over (partition by ${cell} order by ${order}) <= ${named(String(most))}`,
  ' union all ',
)

/** The statements that gather, of the cells in `which`, what their lists may begin with, into `near`. */
const gatheringOf = (which: (alias: string) => Sql): readonly Sql[] => [
  sql`create or replace temp table edge as
    select ${cell}, ${each(
      ({ list, among, lead, dir, most }) => sql`
        (count(${lead}) filter (where ${among}))::integer as ${named(`${list}_n`)},
        ${named(dir === 'asc' ? 'list_max(min' : 'list_min(max')}(${lead}, ${named(String(most))})
          filter (where ${among})) as ${named(list)}`,
    )}
    from report_outcome o where ${which('o')} group by ${cell}`,
  sql`create or replace temp table near as
    select o.* from report_outcome o join edge e on ${sameCell('o', 'e')} where ${each(begins, ' or ')}`,
  sql`drop table edge`,
]

/** The statements that leave a list no longer than it is, where rows came to it. */
const shortening: readonly Sql[] = lists.map(
  ({ list, order, most }) => sql`delete from ${named(table)} where list = ${named(`'${list}'`)} and rowid in (
    select rowid from ${named(table)} k where list = ${named(`'${list}'`)} and exists (from touched t where ${sameCell('t', 'k')})
    qualify row_number() over (partition by ${cell} order by ${order}) > ${named(String(most))})`,
)

const filling = (where?: typeof everywhere): Sql =>
  sql`insert into ${named(table)} by name ${shown(sql`(${beginning})`, where)} order by o.list, o.year, o.province, o.level`

/**
 * The statements that bring lists up to what came and what went. Where a row of a list went, its cell is gone through
 * again; to the others only what came can be added.
 */
export const listing = ({ isFirst, ends, bounds }: Made): readonly Sql[] =>
  isFirst
    ? [...gatheringOf(() => sql`true`), filling(), sql`drop table near`]
    : [
        sql`create or replace temp table short as
          select distinct ${cell} from ${named(table)} where evaluation in (select id from gone)`,
        sql`create or replace temp table touched as select distinct ${cell} from came_report_outcome`,
        sql`delete from ${named(table)} k where exists (from short t where ${sameCell('t', 'k')})`,
        ...gatheringOf((alias) => sql`exists (from short t where ${sameCell('t', alias)})`),
        filling(),
        sql`create or replace temp table near as
          select * from came_report_outcome o where not exists (from short t where ${sameCell('t', 'o')})`,
        filling({
          reports: sql`(from report where ${beyond(ends.get('report'))})`,
          indicators: sql`(from indicator where ${within('indicator', bounds)})`,
        }),
        ...shortening,
        sql`drop table near`,
        sql`drop table short`,
      ]
