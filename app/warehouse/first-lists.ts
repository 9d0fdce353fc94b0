import { join, named, type Sql, sql } from './sql.ts'
import { finished } from './tallies.ts'
import { toUsual, turnOf, widthOf } from './weighing.ts'

/**
 * What lists begin with, as it is shown, so that a first page neither orders all rows nor looks up what was written:
 * of each cell (a year, with a province or a sector) as many as a list shows, so that whatever cells are asked for,
 * the first of all are among them.
 */
export interface FirstList {
  list: string
  most: number
  among: Sql
  /** What it is ordered by first, and which way. */
  lead: Sql
  dir: 'asc' | 'desc'
  order: Sql
}

/** Lists of the same rows, which are shown alike; `scheme` tells what a row's cell is of, and `grain` which it is. */
export interface FirstTable {
  name: string
  of: string
  /** What names the report of a row, or its project where rows are of ledgers. */
  key: string
  /** What its cells are of beside the year. */
  own: readonly string[]
  lists: readonly FirstList[]
  /** Whether what is shown stands in other tables, too. */
  looks?: true
  /** The columns that are shown of some rows, as `shown` has them. */
  shown(rows: Sql, where?: typeof everywhere): Sql
}

/** Where what is shown is looked for. */
export const everywhere = { reports: sql`report`, indicators: sql`indicator` }

const quoted = (text: string): Sql => named(`'${text}'`)

const outcomes = [
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

const rates = [
  {
    list: 'gaps',
    most: 20,
    among: sql`gap < 0`,
    lead: sql`gap`,
    dir: 'asc',
    order: sql`gap, year desc nulls last, evaluation, ordinal`,
  },
  {
    list: 'scored',
    most: 1000,
    among: sql`total is not null`,
    lead: sql`gap`,
    dir: 'asc',
    order: sql`gap, year desc nulls last, evaluation, ordinal`,
  },
] as const satisfies readonly FirstList[]

const isOwn = sql`kind = 'selfEvaluation' and year is not null`

/** Far more than a leader reads: what people decided about may leave the list. */
const watched = {
  list: 'watched',
  most: 100,
  among: sql`${isOwn} and watched`,
  lead: sql`risk`,
  dir: 'desc',
  order: sql`risk desc, severity desc, spent desc nulls last, district nulls last, project, id`,
} as const satisfies FirstList

const marked = {
  list: 'marked',
  most: 600,
  among: sql`${isOwn} and execution_rate is not null and total is not null`,
  lead: sql`least(execution_rate, total)`,
  dir: 'asc',
  order: sql`least(execution_rate, total), district nulls last, project, id`,
} as const satisfies FirstList

const unrated = {
  list: 'unrated',
  most: 200,
  among: sql`unrated is not null`,
  lead: sql`unrated`,
  dir: 'asc',
  order: sql`unrated, year desc nulls last, district nulls last, id`,
} as const satisfies FirstList

const claiming = {
  list: 'claiming',
  most: 200,
  among: sql`kind = 'selfEvaluation' and total between 0 and 100`,
  lead: sql`claimed_again - computed`,
  dir: 'desc',
  order: sql`claimed_again - computed desc nulls last, total desc, year desc nulls last, id`,
} as const satisfies FirstList

const [turn, width] = [turnOf(toUsual), widthOf(toUsual)]

const moved = {
  list: 'moved',
  most: 200,
  among: sql`kind = 'selfEvaluation' and unweighed is null`,
  // No two totals are a thousand points apart.
  lead: sql`1000 * ${turn} + ${width}`,
  dir: 'desc',
  order: sql`${turn} desc, ${width} desc, year desc nulls last, id`,
} as const satisfies FirstList

const unweighed = {
  list: 'unweighed',
  most: 200,
  among: sql`kind = 'selfEvaluation' and unweighed is not null`,
  lead: sql`unweighed`,
  dir: 'asc',
  order: sql`unweighed, year desc nulls last, district nulls last, id`,
} as const satisfies FirstList

const risky = {
  list: 'risky',
  most: 100,
  among: sql`findings > 0`,
  lead: sql`risk`,
  dir: 'desc',
  order: sql`risk desc, spent desc nulls last, year desc nulls last, project, id`,
} as const satisfies FirstList

/** The gravest first; as many as a page lists, and as many again as people may have decided about. */
const found = {
  list: 'found',
  most: 150,
  among: sql`true`,
  lead: sql`case severity when 'error' then 1 when 'warning' then 2 else 3 end`,
  dir: 'asc',
  order: sql`case severity when 'error' then 1 when 'warning' then 2 else 3 end, year desc nulls last,
    spent desc nulls last, project, evaluation, ordinal nulls first, rule, message`,
} as const satisfies FirstList

const left = {
  list: 'left',
  most: 20,
  among: sql`money_in > coalesce(spent, 0)`,
  lead: sql`money_in - coalesce(spent, 0)`,
  dir: 'desc',
  order: sql`money_in - coalesce(spent, 0) desc, project_id, year`,
} as const satisfies FirstList

const place = 'year, province, sector, district, district_name'

const columnsOf = (columns: string) => (rows: Sql) =>
  sql`select list, scheme, grain, ${named(columns)} from ${rows}`

const ofReports = (name: string, lists: readonly FirstList[], columns: string): FirstTable => ({
  name,
  of: 'report',
  key: 'id',
  own: [],
  lists,
  shown: columnsOf(`${place}, id, project_id, project, unit, total, grade, ${columns}`),
})

export const firstTables: readonly FirstTable[] = [
  {
    name: 'outcome_first',
    of: 'report_outcome',
    key: 'evaluation',
    own: ['level'],
    lists: outcomes,
    looks: true,
    shown: (rows, { reports, indicators } = everywhere) => sql`
      select o.list, o.scheme, o.grain, o.year, o.province, o.sector, o.level, o.district, o.district_name, o.evaluation, o.ordinal, o.met,
        o.completion, o.weight, o.score, o.score_rate, r.project_id, r.project, r.unit, r.kind, r.document, i.level1,
        i.level2, i.name, i.target_text, i.actual_text, i.reason, i.table_no, i.row_no, i.column_no
      from ${rows} o join ${reports} r on r.id = o.evaluation
        join ${indicators} i on i.evaluation = o.evaluation and i.ordinal = o.ordinal`,
  },
  {
    name: 'rate_first',
    of: 'report_rate',
    key: 'evaluation',
    own: [],
    lists: rates,
    shown:
      columnsOf(`${place}, evaluation, ordinal, kind, programme, project_id, project, unit, name, target, actual, gap,
      total, grade, reason, row_no, surveyed`),
  },
  ofReports(
    'report_first',
    [watched, risky],
    `kind, planned, spent, execution_rate, widest, reported_cost, implied_cost, per, quantity, claimed, unexplained, worst,
      contradicts, overspent, slow, low_total, dissatisfied, misses, severity, risk, risks, impossible, watched`,
  ),
  ofReports(
    'total_first',
    [marked, claiming, unrated, moved, unweighed],
    'kind, execution_rate, compared, claimed_again, computed, unrated, rate_target, rate_actual, own_rate, weighed, unweighed',
  ),
  {
    name: 'found_first',
    of: 'report_finding',
    key: 'evaluation',
    own: ['severity'],
    lists: [found],
    shown:
      columnsOf(`${place}, id, project_id, project, unit, kind, spent, evaluation, ordinal, rule, severity, message,
      message_en, indicator, document, table_no, row_no, figures`),
  },
  {
    name: 'left_first',
    of: 'ledger_year',
    key: 'project_id',
    own: [],
    lists: [left],
    shown: columnsOf(
      `${place}, project_id, project, unit, money_in, spent, returned, carried, left_open, awaited`,
    ),
  },
]

const lists = [
  ...outcomes,
  ...rates,
  watched,
  marked,
  unrated,
  claiming,
  moved,
  unweighed,
  risky,
  found,
  left,
] as const
type List = (typeof lists)[number]['list']

/** What cells are of: of years alone what is first in their provinces is made. */
export const schemes = [
  { by: 'year', cell: ['year'] },
  { by: 'province', cell: ['year', 'province'] },
  { by: 'sector', cell: ['year', 'sector'] },
] as const

export type Scheme = (typeof schemes)[number]

/** The columns that a cell is of. */
export const cellOf = ({ own }: FirstTable, { cell }: Scheme): readonly string[] => [...cell, ...own]

/** A row's list, its scheme and the number of its cell in that list. */
export const celled = (table: FirstTable, list: FirstList, scheme: Scheme): Sql => sql`
  ${quoted(list.list)} as list, ${quoted(scheme.by)} as scheme,
  hash(${quoted(list.list)}, ${quoted(scheme.by)}, ${named(
    cellOf(table, scheme)
      .map((column) => `o.${column}`)
      .join(', '),
  )}) as grain`

/** A list and its condition, by which rows are in it and in which order. */
export const firstList = (list: List): FirstList => lists.find((one) => one.list === list) ?? outcomes[0]

/**
 * What a list begins with in some scope, told by the columns that it is asked by; null where no cells are of those.
 * Districts are asked for as `province` where they are whole provinces.
 */
export function firstOf(list: List, asked: readonly string[]): Sql | null {
  const table = firstTables.find((one) => one.lists.some((held) => held.list === list))
  if (table === undefined) return null
  const { name, own } = table
  const fit = schemes.find(({ cell }) =>
    asked.every((column) => own.includes(column) || cell.some((one) => one === column)),
  )
  if (fit === undefined) return null
  return sql`(select * from ${{ text: name, values: [], rollups: [name] }}
    where scheme = ${quoted(fit.by)} and list = ${quoted(list)})`
}

/** Rows in every list that they are in, once for each scheme. */
export const inEach = (table: FirstTable, rows: Sql): Sql =>
  join(
    table.lists.flatMap((list) =>
      schemes.map(
        (scheme) => sql`select ${celled(table, list, scheme)}, o.* from ${rows} o where ${list.among}`,
      ),
    ),
    ' union all ',
  )

/** All rows that the lists of a table are the beginnings of. */
const listed = (table: FirstTable): Sql => table.shown(sql`(${inEach(table, named(table.of))})`)

export const firstRows = firstTables.map((table) => [table.name, sql`(${listed(table)})`] as const)

/** The statements that make the tables, empty; the tables that they are of are there. */
export const firstDdl: readonly Sql[] = firstTables.map(
  (table) => sql`create table ${named(table.name)} as ${listed(table)} limit 0`,
)
