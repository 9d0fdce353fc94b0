import { type Made, movedIn } from './due-rows.ts'
import { largerParts, parts } from './measures.ts'
import { join, named, type Sql, sql } from './sql.ts'

/** Self-evaluations summed over a grain: what pages ask most, made with the generation, of what changed since the last. */

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

/** The statements that make them, empty. */
export const rollupDdl: readonly Sql[] = rollups.map(
  ({ name, grain }) => sql`create table ${named(name)} as
    select hash(${listOf(grain)}) as grain, ${listOf(grain)}, ${parts} from report group by all limit 0`,
)

/** What each sums, from the reports themselves. */
export const rollupRows: ReadonlyMap<string, Sql> = new Map(
  rollups.map(({ name, grain }) => [name, partsOfReports(grain)]),
)

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

/** The statements that sum anew what was touched, the finest first. */
export const rolling = (made: Made): readonly Sql[] =>
  rollups.toReversed().flatMap((rollup) => rollingUp(rollup, made))
