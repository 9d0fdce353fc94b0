import { median } from './dialect.ts'
import { isMuch, type Made, movedIn, type Step } from './due-rows.ts'
import { join, type Sql, sql } from './sql.ts'

/**
 * What the comparable unit costs of each programme and unit come to, kept with a generation: in all, in each year, in
 * each province or sector, and in their years. Medians do not add up, so each of these cells has its own.
 */

const named = (name: string): Sql => ({ text: name, values: [] })
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

/**
 * Cells of some kinds together, in one pass. Each comparable report counts once, by the cost that leads it; the median
 * of peers is of every cost.
 */
const summed = (of: readonly Cell[], which = sql`true`): Sql => {
  const own = Object.entries(columns).map(([column, type]) =>
    named(of.every((cell) => isLeftOut(column, cell)) ? `null::${type} as ${column}` : column),
  )
  return sql`
    select ${grain}, * from (
      select ${chosenBy(of, schemeOf)} as scheme, programme, per, ${join(own, ', ')}, ${join(
        ['planned_yuan', 'planned_served', 'reported_yuan', 'reported_served', 'spent', 'served'].map(
          (column) => sql`sum(${named(column)}) filter (where leads) as ${named(column)}`,
        ),
        ', ',
      )}, (count(*) filter (where leads))::integer as cases, ${median(each)} filter (where leads) as each_median,
        min(${each}) filter (where leads) as lowest, max(${each}) filter (where leads) as highest,
        (count(distinct district) filter (where leads))::integer as districts,
        min(year) filter (where leads) as first_year, max(year) filter (where leads) as last_year,
        (count(*) filter (where leads and ${disagrees}))::integer as disagreeing,
        sum(abs(reported_yuan - spent)) filter (where leads and ${disagrees}) as unexplained,
        ${chosenBy(of, (cell) => (cell.length === 0 ? median(sql`implied`) : sql`null::double`))} as peer_median
      from report_cost
      where kind = 'selfEvaluation' and programme is not null and implied is not null and ${which}
      group by grouping sets (${join(
        of.map((cell) => sql`(${listOf(['programme', 'per', ...cell])})`),
        ', ',
      )}))`
}

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

/** The statements that bring them up to what changed; of much, each kind of cells by itself, as medians fill memory. */
export function comparingCosts(made: Made): readonly Step[] {
  const kinds = isMuch(made) ? cells.map((cell) => [cell]) : [cells]
  const filled = (which?: Sql, having = sql`true`) =>
    kinds.map(
      (of) => sql`insert into cost_peers by name
        select * from (${summed(of, which)}) where ${having} order by scheme, programme, per`,
    )
  if (made.isFirst) return filled()
  const isTouched = sql`grain in (select grain from touched)`
  return [
    sql`create or replace temp table touched as
      select ${grain}, programme from (${join(
        cells.map((cell) => movedIn(made, 'report_cost', cellColumns(cell))),
        ' union all ',
      )})`,
    {
      any: sql`from touched limit 1`,
      run: [
        sql`delete from cost_peers where ${isTouched}`,
        ...filled(sql`programme in (select programme from touched)`, isTouched),
      ],
    },
  ]
}
