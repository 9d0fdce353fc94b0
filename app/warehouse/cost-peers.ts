import { median } from './dialect.ts'
import { isMuch, type Made, movedIn, type Step } from './due-rows.ts'
import { join, named, type Sql, sql } from './sql.ts'

/**
 * What the comparable unit costs of each programme and unit come to, kept with a generation: in all, in each year, in
 * each province or sector, and in their years. Medians do not add up, so each of these cells has its own.
 */

const listOf = (columns: readonly string[]) => named(columns.join(', '))

/** What each one served came to, by the money. */
export const each = sql`(spent::double / nullif(served::double, 0))`

/** A standard that the spending does not bear out, by more than 5 %. */
export const disagrees = sql`abs(reported_yuan::double / nullif(reported_served::double, 0) - ${each}) > 0.05::double * ${each}`

const cells = [[], ['year'], ['province'], ['sector'], ['year', 'province'], ['year', 'sector']] as const
type Cell = (typeof cells)[number]

/** What cells may be of, and its type. */
const columns = { year: 'integer', province: 'varchar', sector: 'varchar' }

const schemeOf = (cell: readonly string[]): Sql => named(`'${['all', ...cell].join(' ')}'`)

/** Whether a column is none of a cell's: the same for all rows of a cell. */
const isLeftOut = (column: string, cell: Cell) => !cell.some((one) => one === column)

/** The columns of a row's cell, from rows of costs: those that are none of its cell's are null. */
const cellColumns = (cell: Cell): Sql =>
  sql`${schemeOf(cell)} as scheme, programme, per, ${join(
    Object.entries(columns).map(([column, type]) =>
      named(isLeftOut(column, cell) ? `null::${type} as ${column}` : column),
    ),
    ', ',
  )}`
const grain = sql`hash(scheme, programme, per, ${listOf(Object.keys(columns))}) as grain`

/** Which of some values each of these kinds of cells has, as rows are grouped. */
function chosenBy(of: readonly Cell[], value: (cell: Cell) => Sql): Sql {
  const [first, ...others] = of
  if (first === undefined || others.length === 0) return value(first ?? cells[0])
  // A bit for each column that a cell is not of, the first the highest.
  const bits = (cell: Cell) =>
    Object.keys(columns).reduce((sum, column) => 2 * sum + (isLeftOut(column, cell) ? 1 : 0), 0)
  return sql`case grouping(${listOf(Object.keys(columns))}) ${join(
    of.map((cell) => sql`when ${named(String(bits(cell)))} then ${value(cell)}`),
    ' ',
  )} end`
}

/** What rows are of cells that are kept. */
const isCompared = sql`kind = 'selfEvaluation' and programme is not null and implied is not null`

/** What adds up: of rows, and of such sums. Each comparable report counts once, by the cost that leads it. */
const additive: readonly (readonly [string, part: Sql, whole: Sql])[] = [
  ...['planned_yuan', 'planned_served', 'reported_yuan', 'reported_served', 'spent', 'served'].map(
    (column) =>
      [column, sql`sum(${named(column)}) filter (where leads)`, sql`sum(${named(column)})`] as const,
  ),
  ['cases', sql`(count(*) filter (where leads))::integer`, sql`sum(cases)::integer`],
  ...['planned', 'reported'].map(
    (standard) =>
      [
        `${standard}_cases`,
        sql`(count(${named(`${standard}_served`)}) filter (where leads))::integer`,
        sql`sum(${named(`${standard}_cases`)})::integer`,
      ] as const,
  ),
  ['lowest', sql`min(${each}) filter (where leads)`, sql`min(lowest)`],
  ['highest', sql`max(${each}) filter (where leads)`, sql`max(highest)`],
  ['first_year', sql`min(year) filter (where leads)`, sql`min(first_year)`],
  ['last_year', sql`max(year) filter (where leads)`, sql`max(last_year)`],
  [
    'disagreeing',
    sql`(count(*) filter (where leads and ${disagrees}))::integer`,
    sql`sum(disagreeing)::integer`,
  ],
  [
    'unexplained',
    sql`sum(abs(reported_yuan - spent)) filter (where leads and ${disagrees})`,
    sql`sum(unexplained)`,
  ],
]
const parts = join(
  additive.map(([name, part]) => sql`${part} as ${named(name)}`),
  ', ',
)
const wholes = join(
  additive.map(([name, , whole]) => sql`${whole} as ${named(name)}`),
  ', ',
)

/** What does not add up; the median of peers is of every cost. */
const medians = (of: readonly Cell[]) => sql`${median(each)} filter (where leads) as each_median,
  ${chosenBy(of, (cell) => (cell.length === 0 ? median(sql`implied`) : sql`null::double`))} as peer_median`

/** Cells of some kinds together, in one pass over rows, with these measures. */
const grouped = (of: readonly Cell[], measures: Sql, rows: Sql): Sql => {
  const own = Object.entries(columns).map(([column, type]) =>
    named(of.every((cell) => isLeftOut(column, cell)) ? `null::${type} as ${column}` : column),
  )
  return sql`
    select ${grain}, * from (
      select ${chosenBy(of, schemeOf)} as scheme, programme, per, ${join(own, ', ')}, ${measures}
      from ${rows}
      group by grouping sets (${join(
        of.map((cell) => sql`(${listOf(['programme', 'per', ...cell])})`),
        ', ',
      )}))`
}

const summed = (of: readonly Cell[]): Sql =>
  grouped(
    of,
    sql`${parts}, ${medians(of)}, (count(distinct district) filter (where leads))::integer as districts`,
    sql`report_cost where ${isCompared}`,
  )

/** All cells, from the rows themselves. */
export const costPeerRows = sql`(${summed(cells)})`

/** The statement that makes the table, empty; the costs are there. */
export const costPeersDdl = sql`create table cost_peers as ${summed(cells)} limit 0`

/** What is kept of cells of these columns, which each were asked for by one value; null where there are no such cells. */
export function costPeers(asked: readonly string[]): Sql | null {
  const cell = cells.find((one) => one.length === asked.length && one.every((name) => asked.includes(name)))
  if (cell === undefined) return null
  return sql`(select * from ${{ text: 'cost_peers', values: [], rollups: ['cost_peers'] }}
    where scheme = ${schemeOf(cell)})`
}

/** The same of a row that is of a cell of this kind. */
const grainOf = (cell: Cell): Sql =>
  sql`hash(${schemeOf(cell)}, programme, per, ${join(
    Object.entries(columns).map(([column, type]) =>
      named(isLeftOut(column, cell) ? `null::${type}` : column),
    ),
    ', ',
  )})`

/**
 * The statements that put cells into the table, of these programmes and, where some were touched, only those. What adds
 * up is summed over the finest cells once, and districts are counted where costs are tallied by them, so that only
 * medians go through the rows for each kind; of much, each kind by itself, as medians fill memory.
 */
function filling(made: Made, which = sql`true`, isTouched?: (of: Sql) => Sql): readonly Sql[] {
  const finest = ['programme', 'per', ...Object.keys(columns)]
  const kinds = isMuch(made) ? cells.map((cell) => [cell]) : [cells]
  const rows = sql`report_cost where ${isCompared} and ${which}`
  const places = sql`(
    select programme, per, year, left(district, 2) as province, sector, district from money_by_place where ${which})`
  const among = ([cell, ...others]: readonly Cell[]) =>
    isTouched && cell && others.length === 0 ? sql`and ${isTouched(grainOf(cell))}` : sql``
  return [
    sql`create or replace temp table cost_cell as
      select ${listOf(finest)}, ${parts} from ${rows} group by ${listOf(finest)}`,
    ...kinds.map(
      (of) => sql`insert into cost_peers by name
        select s.*, each_median, peer_median, coalesce(districts, 0) as districts
        from (${grouped(of, wholes, sql`cost_cell`)}) s
          join (${grouped(of, medians(of), sql`${rows} ${among(of)}`)}) m on m.grain = s.grain
          left join (${grouped(of, sql`count(distinct district)::integer as districts`, places)}) d on d.grain = s.grain
        where ${isTouched ? isTouched(sql`s.grain`) : sql`true`} order by s.scheme, s.programme, s.per`,
    ),
    sql`drop table cost_cell`,
  ]
}

/** The statements that bring them up to what changed; the tally of costs by place is up to it. */
export function comparingCosts(made: Made): readonly Step[] {
  if (made.isFirst) return filling(made)
  const isTouched = (of: Sql) => sql`${of} in (select grain from touched)`
  return [
    sql`create or replace temp table touched as
      select ${grain}, programme from (${join(
        cells.map((cell) => movedIn(made, 'report_cost', cellColumns(cell))),
        ' union all ',
      )})`,
    {
      any: sql`from touched limit 1`,
      run: [
        sql`delete from cost_peers where ${isTouched(sql`grain`)}`,
        ...filling(made, sql`programme in (select programme from touched)`, isTouched),
      ],
    },
  ]
}
