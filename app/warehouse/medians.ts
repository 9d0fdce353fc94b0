import { type Made, movedIn, type Step } from './due-rows.ts'
import { join, named, type Sql, sql } from './sql.ts'
import { countedBy } from './tallies.ts'

/**
 * The median of completions by some columns: where half of them are reached from below, and from above. Which whole
 * per cents those lie in is found first, so that few completions are put in order.
 */
export function medians(cells: Sql, by: readonly string[]): Sql {
  const columns = join(
    by.map((column) => sql`${named(column)}, `),
    '',
  )
  const [group, parted] =
    by.length === 0
      ? [sql``, sql``]
      : [sql`group by ${named(by.join(', '))}`, sql`partition by ${named(by.join(', '))}`]
  const alike = join(
    by.map((column) => sql`${named(`w.${column}`)} is not distinct from ${named(`c.${column}`)} and `),
    '',
  )
  return sql`
    with each as (select ${columns}hundredths, floor(hundredths) as whole, n from (${cells})),
    counted as (select ${columns}whole, sum(n)::double as n from each group by ${columns}whole),
    reached as (
      select ${columns}whole, sum(n) over (${parted} order by whole rows unbounded preceding) - n as below, n,
        sum(n) over (${parted}) as all_n
      from counted),
    halfway as (
      select ${columns}whole, below, all_n from reached where 2 * below <= all_n and 2 * (below + n) >= all_n),
    fine as (
      select ${join(
        by.map((column) => sql`${named(`c.${column}`)} as ${named(column)}, `),
        '',
      )}hundredths, sum(c.n)::double as n, min(below) as below, min(all_n) as all_n
      from each c join halfway w on ${alike}w.whole = c.whole group by ${join(
        by.map((column) => sql`${named(`c.${column}`)}, `),
        '',
      )}hundredths),
    placed as (
      select ${columns}hundredths, all_n, min(below) over (${parted})
        + sum(n) over (${parted} order by hundredths rows unbounded preceding) as upto
      from fine)
    select ${columns}(min(hundredths) filter (where 2 * upto >= all_n)
      + min(hundredths) filter (where 2 * upto > all_n)) / 2 as completion
    from placed ${group}`
}

/**
 * `completion_median`: the medians of completions by first level of each sector in each province, in all years and in
 * each. Medians do not add up, and the completions of so small a part are nearly as many as its indicators.
 */
const cells = [
  ['sector', 'province'],
  ['year', 'sector', 'province'],
] as const
type Cell = (typeof cells)[number]

const isOfAllYears = (cell: Cell) => cell.length === 2

const summed = (cell: Cell, which = sql`true`): Sql => {
  const by = [...cell, 'level']
  const rows = sql`(select * from report_outcome where sector is not null and province is not null and ${which})`
  return sql`
    select ${isOfAllYears(cell) ? sql`true` : sql`false`} as of_all_years,
      ${isOfAllYears(cell) ? sql`null::integer as year, ` : sql``}${named(by.join(', '))}, completion
    from (${medians(countedBy('completion', [...by, 'hundredths'], rows), by)})`
}

const all = join(
  cells.map((cell) => sql`from (${summed(cell)})`),
  ' union all by name ',
)

/** All of them, from the rows themselves. */
export const medianRows = sql`(${all})`

/** The statement that makes the table, empty; the outcomes are there. */
export const mediansDdl = sql`create table completion_median as ${all} limit 0`

/** What is kept of the parts that are asked for by one value of each of these columns; null where nothing is. */
export function keptMedians(asked: readonly string[]): Sql | null {
  if (!asked.includes('sector') || asked.some((column) => !cells[1].some((one) => one === column)))
    return null
  const ofYears = asked.includes('year') ? sql`not of_all_years` : sql`of_all_years`
  return sql`(select * from ${{ text: 'completion_median', values: [], rollups: ['completion_median'] }}
    where ${ofYears})`
}

/** The statements that bring them up to what changed. */
export function halving(made: Made): readonly Step[] {
  const filled = (which?: Sql) =>
    cells.map(
      (cell) => sql`insert into completion_median by name ${summed(cell, which)} order by sector, province`,
    )
  if (made.isFirst) return filled()
  // Provinces alone first: rows lie by them.
  const isTouched = sql`province in (select province from touched) and (sector, province) in (from touched)`
  return [
    sql`create or replace temp table touched as ${movedIn(made, 'report_outcome', sql`sector, province`)}`,
    {
      any: sql`from touched limit 1`,
      run: [sql`delete from completion_median where ${isTouched}`, ...filled(isTouched)],
    },
  ]
}
