import { median } from './dialect.ts'
import type { Made } from './due-rows.ts'
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
const grainOf = (cell: Cell): Sql => sql`hash(${schemeOf(cell)}, ${listOf(['programme', 'per', ...cell])})`

/** Each comparable report counts once, by the cost that leads it; the median of peers is of every cost. */
const summed = (cell: Cell, which = sql`true`): Sql => {
  const own = listOf(['programme', 'per', ...cell])
  const missing = Object.entries(columns).filter(([column]) => !cell.some((one) => one === column))
  return sql`
    select ${schemeOf(cell)} as scheme, ${grainOf(cell)} as grain, ${own}, ${join(
      missing.map(([column, type]) => named(`null::${type} as ${column}, `)),
      '',
    )} ${join(
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
      ${cell.length === 0 ? median(sql`implied`) : sql`null::double`} as peer_median
    from report_cost
    where kind = 'selfEvaluation' and programme is not null and implied is not null and ${which}
    group by ${own}`
}

const all = join(
  cells.map((cell) => sql`from (${summed(cell)})`),
  ' union all by name ',
)

/** All cells, from the rows themselves. */
export const costPeerRows = sql`(${all})`

/** The statement that makes the table, empty; the costs are there. */
export const costPeersDdl = sql`create table cost_peers as ${all} limit 0`

/** What is kept of cells of these columns, which each were asked for by one value; null where there are no such cells. */
export function costPeers(asked: readonly string[]): Sql | null {
  const cell = cells.find((one) => one.length === asked.length && one.every((name) => asked.includes(name)))
  if (cell === undefined) return null
  return sql`(select * from ${{ text: 'cost_peers', values: [], rollups: ['cost_peers'] }}
    where scheme = ${schemeOf(cell)})`
}

/** The statements that bring them up to what changed. */
export const comparingCosts = ({ isFirst }: Made): readonly Sql[] =>
  cells.flatMap((cell) => {
    const made = (which = sql`true`) =>
      sql`insert into cost_peers by name ${summed(cell, which)} order by programme, per`
    if (isFirst) return [made()]
    return [
      sql`create or replace temp table touched as
        select ${grainOf(cell)} as grain from gone_report_cost union select ${grainOf(cell)} from came_report_cost`,
      sql`delete from cost_peers where grain in (select grain from touched)`,
      made(sql`${grainOf(cell)} in (select grain from touched)`),
    ]
  })
