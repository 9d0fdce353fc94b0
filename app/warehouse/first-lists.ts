import { beyond, type Made, within } from './due-rows.ts'
import { join, type Sql, sql } from './sql.ts'
import { finished } from './tallies.ts'

/**
 * What lists begin with, as it is shown, so that a first page neither orders all rows nor looks up what was written:
 * of each cell (a year, with a province or a sector) as many as a list shows, so that whatever cells are asked for,
 * the first of all are among them.
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

/** Lists of the same rows, which are shown alike. */
interface FirstTable {
  name: string
  of: string
  /** What names the report of a row, or its project where rows are of ledgers. */
  key: string
  /** What its cells are of beside the year. */
  own: readonly string[]
  lists: readonly FirstList[]
  /** Whether what is shown stands in other tables, too. */
  looks?: true
  /** The rows that are listed with all that is shown of them, looked for in these reports and indicators. */
  shown(rows: Sql, where?: typeof everywhere): Sql
}

/** Where what is shown is looked for. */
const everywhere = { reports: sql`report`, indicators: sql`indicator` }

/** Where a few rows have it: a join with all there is would read every text that was written. */
const spotted = {
  reports: sql`(from report where rowid in (select place from spot where source = 'report'))`,
  indicators: sql`(from indicator where rowid in (select place from spot where source = 'indicator'))`,
}
const spotting = (of: Sql): Sql => sql`create or replace temp table spot as
  with wanted as (select distinct o.evaluation from ${of} o join near n on n.place = o.rowid)
  select 'report' as source, rowid as place from report where id in (from wanted)
  union all select 'indicator', rowid from indicator where evaluation in (from wanted)`

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

const columnsOf = (columns: string) => (rows: Sql) => sql`select list, ${named(columns)} from ${rows}`

const ofReports = (name: string, lists: readonly FirstList[], columns: string): FirstTable => ({
  name,
  of: 'report',
  key: 'id',
  own: [],
  lists,
  shown: columnsOf(`${place}, id, project_id, project, unit, total, grade, ${columns}`),
})

const tables: readonly FirstTable[] = [
  {
    name: 'outcome_first',
    of: 'report_outcome',
    key: 'evaluation',
    own: ['level'],
    lists: outcomes,
    looks: true,
    shown: (rows, { reports, indicators } = everywhere) => sql`
      select o.list, o.year, o.province, o.sector, o.level, o.district, o.district_name, o.evaluation, o.ordinal, o.met,
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
    [marked, claiming, unrated],
    'execution_rate, compared, claimed_again, computed, unrated, rate_target, rate_actual',
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
    shown: columnsOf(`${place}, project_id, project, unit, money_in, spent, returned, carried, left_open`),
  },
]

const lists = [...outcomes, ...rates, watched, marked, unrated, claiming, risky, found, left] as const
type List = (typeof lists)[number]['list']

const named = (name: string): Sql => ({ text: name, values: [] })

/** What the cells of a table are of: of years alone what is first in their provinces is made. */
const schemes = [
  { by: 'year', cell: ['year'] },
  { by: 'province', cell: ['year', 'province'] },
  { by: 'sector', cell: ['year', 'sector'] },
] as const

const tableOf = ({ name }: FirstTable, by: string) => `${name}_by_${by}`
const listOf = (columns: readonly string[]) => join(columns.map(named), ', ')
const eachList = (of: FirstTable, piece: (list: FirstList) => Sql, separator = ', ') =>
  join(of.lists.map(piece), separator)

const sameCell = (cell: readonly string[], one: string): Sql =>
  join(
    cell.map((column) => sql`${named(`${one}.cell_${column}`)} is not distinct from ${named(`o.${column}`)}`),
    ' and ',
  )
/** The columns of a cell under names that no row has. */
const celled = (cell: readonly string[]) => listOf(cell.map((column) => `${column} as cell_${column}`))

/** A list and its condition, by which rows are in it and in which order. */
export const firstList = (list: List): FirstList => lists.find((one) => one.list === list) ?? outcomes[0]

/**
 * What a list begins with in some scope, told by the columns that it is asked by; null where no cells are of those.
 * Districts are asked for as `province` where they are whole provinces.
 */
export function firstOf(list: List, asked: readonly string[]): Sql | null {
  const table = tables.find((one) => one.lists.some((held) => held.list === list))
  if (table === undefined) return null
  const fit = schemes.find(({ cell }) =>
    asked.every((column) => table.own.includes(column) || cell.some((one) => one === column)),
  )
  if (fit === undefined) return null
  const name = tableOf(table, fit.by)
  return sql`(select * from ${{ text: name, values: [], rollups: [name] }} where list = ${named(`'${list}'`)})`
}

/** All rows that the lists of a table are the beginnings of. */
const listed = (table: FirstTable, rows = named(table.of)): Sql =>
  table.shown(
    sql`(${eachList(table, ({ list, among }) => sql`select ${named(`'${list}'`)} as list, * from ${rows} where ${among}`, ' union all ')})`,
  )

export const firstRows = tables.flatMap((table) =>
  schemes.map(({ by }) => [tableOf(table, by), sql`(${listed(table)})`] as const),
)

/** The statements that make the tables, empty; the tables that they are of are there. */
export const firstDdl: readonly Sql[] = tables.flatMap((table) =>
  schemes.map(({ by }) => sql`create table ${named(tableOf(table, by))} as ${listed(table)} limit 0`),
)

/** Rows that are not beyond the last that a list shows of their cell; further ones only where the lead is the same. */
const begins = ({ list, among, lead, dir, most }: FirstList): Sql => sql`
  (${among} and (${named(`${list}_n`)} < ${named(String(most))}
    or ${lead} ${named(dir === 'asc' ? '<=' : '>=')} ${named(`${list}_last`)}))`

/** Takes out of a table what is beyond the last of its lists. */
const trimmed = (table: FirstTable, name: Sql, cell: Sql): Sql => sql`
  delete from ${name} where rowid in (${eachList(
    table,
    ({ list, order, most }) => sql`
      select rowid from ${name} where list = ${named(`'${list}'`)}
      qualify row_number() over (partition by ${cell} order by ${order}) > ${named(String(most))}`,
    ' union all ',
  )})`

/** Some rows of a table; `o` stands for it. */
interface Rows {
  of: Sql
  which: Sql
}

/** The statements that put the first of some rows into a table: found by what leads them, then put in order. */
function put(
  table: FirstTable,
  { name, columns }: Cells,
  { of, which }: Rows,
  where = everywhere,
): readonly Sql[] {
  const cell = listOf(columns.map((column) => `o.${column}`))
  return [
    sql`create or replace temp table edge as
      select ${celled(columns)}, ${eachList(
        table,
        ({ list, among, lead, dir, most }) => sql`
          (count(${lead}) filter (where ${among}))::integer as ${named(`${list}_n`)},
          ${named(dir === 'asc' ? 'list_max(min' : 'list_min(max')}(${lead}, ${named(String(most))})
            filter (where ${among})) as ${named(`${list}_last`)}`,
      )}
      from ${of} o where ${which} group by ${cell}`,
    // Only what orders them is held, since they may be many.
    sql`create or replace temp table near as ${eachList(
      table,
      (one) => sql`
        select ${named(`'${one.list}'`)} as list, o.rowid as place
        from ${of} o join edge e on ${sameCell(columns, 'e')} where ${which} and ${begins(one)}
        qualify row_number() over (partition by ${cell} order by ${one.order}) <= ${named(String(one.most))}`,
      ' union all ',
    )}`,
    ...(where === spotted ? [spotting(of)] : []),
    sql`insert into ${name} by name
      select * from (${table.shown(
        sql`(select n.list, o.* from ${of} o join near n on n.place = o.rowid)`,
        where,
      )}) order by list, ${listOf(columns)}`,
  ]
}

/** The statements that make what is first in whole years, or in some, of what is first in their provinces. */
function coarsened(table: FirstTable, which = sql`true`): readonly Sql[] {
  const [coarse, source] = [named(tableOf(table, 'year')), named(tableOf(table, 'province'))]
  const cell = listOf(['year', ...table.own])
  return [
    sql`delete from ${coarse} o where ${which}`,
    sql`insert into ${coarse} by name
      select * from (${eachList(
        table,
        ({ list, order, most }) => sql`
          select * from ${source} o where list = ${named(`'${list}'`)} and ${which}
          qualify row_number() over (partition by ${cell} order by ${order}) <= ${named(String(most))}`,
        ' union all ',
      )}) order by list, ${cell}`,
  ]
}

/** A table whose lists are of cells, and the columns that those are of. */
interface Cells {
  name: Sql
  columns: readonly string[]
}

const fine = (table: FirstTable): readonly Cells[] =>
  schemes.slice(1).map(({ by, cell }) => ({
    name: named(tableOf(table, by)),
    columns: [...cell, ...table.own],
  }))

/** The statements that make a table of all rows. */
const made = (table: FirstTable): readonly Sql[] => [
  ...fine(table).flatMap((cells) => put(table, cells, { of: named(table.of), which: sql`true` })),
  ...coarsened(table),
]

/** What went, the rows that came, and where what is shown of those is looked for. */
interface Changed {
  gone: Sql
  came: Rows
  where: typeof everywhere
}

/**
 * The statements that bring a table up to that. A cell whose list was full and lost a row is gone through again; into
 * any other only what came can be put.
 */
function brought(table: FirstTable, { gone, came, where }: Changed): readonly Sql[] {
  const key = named(table.key)
  const each = fine(table).flatMap((cells) => {
    const { name, columns } = cells
    const cell = listOf(columns)
    const full = eachList(
      table,
      ({ list, most }) =>
        sql`count(*) filter (where list = ${named(`'${list}'`)}) >= ${named(String(most))}
          and count(*) filter (where list = ${named(`'${list}'`)} and ${key} in (${gone})) > 0`,
      ' or ',
    )
    const isLost = sql`exists (from lost l where ${sameCell(columns, 'l')})`
    return [
      sql`create or replace temp table lost as select ${celled(columns)} from ${name} group by ${cell} having ${full}`,
      sql`delete from ${name} o where ${key} in (${gone}) or ${isLost}`,
      ...put(table, cells, { of: named(table.of), which: isLost }, table.looks ? spotted : everywhere),
      ...put(table, cells, { of: came.of, which: sql`${came.which} and not ${isLost}` }, where),
      trimmed(table, name, cell),
    ]
  })
  return [
    // Years whose lists lost a row, or may gain one.
    sql`create or replace temp table turned as
      select year as cell_year from ${named(tableOf(table, 'province'))} where ${key} in (${gone})
      union select year from ${came.of} where ${came.which}`,
    ...each,
    ...coarsened(table, sql`exists (from turned t where ${sameCell(['year'], 't')})`),
  ]
}

const isOfLedgers = ({ of }: FirstTable) => of === 'ledger_year'

/** The statements that bring the lists of reports, and of what is in them, up to what came and what went. */
export const listing = ({ isFirst, ends, bounds }: Made): readonly Sql[] =>
  tables
    .filter((table) => !isOfLedgers(table))
    .flatMap((table) =>
      isFirst
        ? made(table)
        : brought(table, {
            gone: sql`select id from gone`,
            came: { of: named(`came_${table.of}`), which: sql`true` },
            where: {
              reports: sql`(from report where ${beyond(ends.get('report'))})`,
              indicators: sql`(from indicator where ${within('indicator', bounds)})`,
            },
          }),
    )

/** Those of ledgers. */
export const listingLedgers: readonly Sql[] = tables.filter(isOfLedgers).flatMap((table) => {
  const due = sql`select project_id from ledger_due`
  const came = { of: named(table.of), which: sql`${named(table.key)} in (${due})` }
  return brought(table, { gone: due, came, where: everywhere })
})

/** Tables that are made meanwhile. */
export const listingAside = ['lost', 'edge', 'near', 'spot', 'turned']
