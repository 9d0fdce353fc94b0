import { beyond, heldWithin, type Made, type Step } from './due-rows.ts'
import {
  celled,
  cellOf,
  everywhere,
  type FirstList,
  type FirstTable,
  firstTables,
  inEach,
  type Scheme,
  schemes,
} from './first-lists.ts'
import { join, named, type Sql, sql } from './sql.ts'

/** The statements that make what lists begin with, and bring it up to what came and what went. */

const quoted = (text: string): Sql => named(`'${text}'`)
const eachList = (of: FirstTable, piece: (list: FirstList) => Sql, separator = ', ') =>
  join(of.lists.map(piece), separator)

/** Where a few rows have what is shown: a join with all there is would read every text that was written. */
const spotted = {
  reports: sql`(from report where rowid in (select place from spot where source = 'report'))`,
  indicators: sql`(from indicator where rowid in (select place from spot where source = 'indicator'))`,
}
const spotting = ({ of }: FirstTable): Sql => sql`create or replace temp table spot as
  with wanted as (select distinct o.evaluation from ${named(of)} o join near n on n.place = o.rowid)
  select 'report' as source, rowid as place from report where id in (from wanted)
  union all select 'indicator', rowid from indicator where evaluation in (from wanted)`

/** Some rows of a table; `o` stands for it. */
interface Rows {
  of: Sql
  which: Sql
}

const sameCell = (columns: readonly string[], one: string): Sql =>
  join(
    columns.map(
      (column) => sql`${named(`${one}.cell_${column}`)} is not distinct from ${named(`o.${column}`)}`,
    ),
    ' and ',
  )
const listOf = (columns: readonly string[], of = '') => named(columns.map((column) => of + column).join(', '))

/** Rows that are not beyond the last that a list shows of their cell; further ones only where the lead is the same. */
const begins = ({ list, among, lead, dir, most }: FirstList): Sql => sql`
  (${among} and (${named(`${list}_n`)} < ${named(String(most))}
    or ${lead} ${named(dir === 'asc' ? '<=' : '>=')} ${named(`${list}_last`)}))`

const isLost = sql`grain in (select grain from lost)`
/** Only what orders them is held, since they may be many. */
const nearNone = sql`create or replace temp table near (list varchar, scheme varchar, grain ubigint, place bigint)`

/** The statements that add the first of some rows to `near`: found by what leads them, then put in order. */
function finding(table: FirstTable, scheme: Scheme, { of, which }: Rows): readonly Sql[] {
  const columns = cellOf(table, scheme)
  return [
    sql`create or replace temp table edge as
      select ${named(columns.map((column) => `${column} as cell_${column}`).join(', '))}, ${eachList(
        table,
        ({ list, among, lead, dir, most }) => sql`
          (count(${lead}) filter (where ${among}))::integer as ${named(`${list}_n`)},
          ${named(dir === 'asc' ? 'list_max(min' : 'list_min(max')}(${lead}, ${named(String(most))})
            filter (where ${among})) as ${named(`${list}_last`)}`,
      )}
      from ${of} o where ${which} group by ${listOf(columns, 'o.')}`,
    sql`insert into near ${eachList(
      table,
      (list) => sql`
        select ${celled(table, list, scheme)}, o.rowid
        from ${of} o join edge e on ${sameCell(columns, 'e')} where ${which} and ${begins(list)}
        qualify row_number() over (partition by ${listOf(columns, 'o.')} order by ${list.order}) <= ${named(String(list.most))}`,
      ' union all ',
    )}`,
  ]
}

/** Puts rows with their lists and cells into a table, with what is shown of them. */
const put = (table: FirstTable, rows: Sql, where = everywhere): Sql => sql`
  insert into ${named(table.name)} by name
    select * from (${table.shown(sql`(${rows})`, where)}) order by scheme, list, year`

/** The rows of a table that are near, but for these. */
const nearby = (of: Sql, which = sql`true`): Sql =>
  sql`select n.list, n.scheme, n.grain, o.* from ${of} o join near n on n.place = o.rowid where ${which}`

const [ofYears, ...fine] = schemes

/** Puts what is first in whole years, or in some, of what is first in their provinces. */
const coarsened = (table: FirstTable, which = sql`true`): Sql => sql`
  insert into ${named(table.name)} by name
    select * from (${eachList(
      table,
      (list) => sql`
        select o.* exclude (list, scheme, grain), ${celled(table, list, ofYears)} from ${named(table.name)} o
        where list = ${quoted(list.list)} and scheme = 'province'
        qualify row_number() over (partition by ${listOf(cellOf(table, ofYears), 'o.')} order by ${list.order})
          <= ${named(String(list.most))}`,
      ' union all ',
    )}) where ${which} order by list, year`

/** The statements that make a table of all rows. */
const made = (table: FirstTable): readonly Sql[] => [
  nearNone,
  ...fine.flatMap((scheme) => finding(table, scheme, { of: named(table.of), which: sql`true` })),
  put(table, nearby(named(table.of))),
  coarsened(table),
]

/** How many rows a list shows, of rows grouped by their cells. */
const mostOf = (table: FirstTable): Sql =>
  sql`case any_value(list) ${eachList(
    table,
    ({ list, most }) => sql`when ${quoted(list)} then ${named(String(most))}`,
    ' ',
  )} end`

/** Takes out of a table what is beyond the last of its lists. */
function trimmed(table: FirstTable): Step {
  const overfull = sql`select grain from ${named(table.name)} group by grain having count(*) > ${mostOf(table)}`
  return {
    any: sql`${overfull} limit 1`,
    run: [
      sql`create or replace temp table edge as ${overfull}`,
      sql`delete from ${named(table.name)} where rowid in (${eachList(
        table,
        ({ list, order, most }) => sql`
          select rowid from ${named(table.name)} where list = ${quoted(list)} and grain in (from edge)
          qualify row_number() over (partition by grain order by ${order}) > ${named(String(most))}`,
        ' union all ',
      )})`,
    ],
  }
}

const cellColumns = ['year', 'province', 'sector', ...new Set(firstTables.flatMap(({ own }) => own))]

/** The cells whose lists are full and lose a row: what comes next in them is looked for among all rows. */
const losing = (tables: readonly FirstTable[], gone: Sql): Sql => sql`
  create or replace temp table lost as ${join(
    tables.map((table) => {
      const has = ['year', 'province', 'sector', ...table.own]
      const columns = cellColumns.map((column) =>
        named(`${has.includes(column) ? `any_value(${column})` : 'null'} as cell_${column}`),
      )
      return sql`
        select ${quoted(table.name)} as name, any_value(scheme) as scheme, grain, ${join(columns, ', ')}
        from ${named(table.name)} group by grain
        having count(*) >= ${mostOf(table)} and count(*) filter (where ${named(table.key)} in (${gone})) > 0`
    }),
    ' union all ',
  )}`

/** What changed beneath some tables. */
interface Changed {
  /** What names the reports or projects whose rows went; null where none did. */
  gone: Sql | null
  came(of: string): Rows
  /** Whether what came is so little that all of it can be put into lists, and what is beyond them taken out again. */
  isFew: boolean
  where: typeof everywhere
}

const lostOf = ({ name }: FirstTable): Sql => sql`lost where name = ${quoted(name)}`

/** Rows that a full list lost are looked for among all; into any other list only what came can be put. */
function refilled(table: FirstTable): Step {
  const lost = lostOf(table)
  const refilling = fine.flatMap((scheme) => {
    const columns = cellOf(table, scheme)
    const which = sql`exists (
      from (from ${lost} and scheme = ${quoted(scheme.by)}) l where ${sameCell(columns, 'l')})`
    return finding(table, scheme, { of: named(table.of), which })
  })
  return {
    any: sql`select grain from ${lost} and scheme <> 'year' limit 1`,
    run: [
      nearNone,
      ...refilling,
      sql`delete from near where not ${isLost}`,
      ...(table.looks ? [spotting(table)] : []),
      put(table, nearby(named(table.of)), table.looks ? spotted : everywhere),
    ],
  }
}

function brought(tables: readonly FirstTable[], { gone, came, isFew, where }: Changed): readonly Step[] {
  const each = tables.flatMap((table): readonly Step[] => {
    const { of, which } = came(table.of)
    const isOther = gone === null ? sql`true` : sql`not ${isLost}`
    const all = sql`
      with came as materialized (from ${of} o where ${which})
      from (${inEach(table, sql`came`)}) where ${isOther}`
    const coming = isFew
      ? [put(table, all, where)]
      : [
          nearNone,
          ...schemes.flatMap((scheme) => finding(table, scheme, { of, which })),
          put(table, nearby(of, isOther), where),
        ]
    return [
      ...(gone === null
        ? []
        : [
            sql`delete from ${named(table.name)} where ${named(table.key)} in (${gone}) or ${isLost}`,
            refilled(table),
          ]),
      ...coming,
      ...(gone === null
        ? []
        : [
            {
              any: sql`select grain from ${lostOf(table)} and scheme = 'year' limit 1`,
              run: [coarsened(table, isLost)],
            },
          ]),
      trimmed(table),
    ]
  })
  return gone === null ? each : [losing(tables, gone), ...each]
}

const isOfLedgers = ({ of }: FirstTable) => of === 'ledger_year'
const ofReports = firstTables.filter((table) => !isOfLedgers(table))
const ofLedgers = firstTables.filter(isOfLedgers)

/** What can be put into lists and out of them again for less than it takes to find out what belongs there. */
const few = 1000

/** The statements that bring the lists of reports, and of what is in them, up to what came and what went. */
export const listing = ({ isFirst, ends, bounds, came, gone }: Made): readonly Step[] =>
  isFirst && came > few
    ? ofReports.flatMap(made)
    : brought(ofReports, {
        gone: gone > 0 ? sql`select id from gone` : null,
        came: (of) => ({ of: named(`came_${of}`), which: sql`true` }),
        isFew: came <= few,
        where: {
          reports: sql`(from report where ${beyond(ends.get('report'))})`,
          indicators: sql`(${heldWithin('indicator', bounds)})`,
        },
      })

/** Those of ledgers, of so many projects that changed. */
export const listingLedgers = (projects: number): readonly Step[] => {
  const due = sql`select project_id from ledger_due`
  return brought(ofLedgers, {
    gone: due,
    came: (of) => ({ of: named(of), which: sql`project_id in (${due})` }),
    isFew: projects <= few,
    where: everywhere,
  })
}

/** Tables that are made meanwhile. */
export const listingAside = ['lost', 'edge', 'near', 'spot']
