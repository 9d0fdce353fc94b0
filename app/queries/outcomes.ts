import { z } from 'zod'
import { type Banded, bands, readSpan } from '#app/domain/span.ts'
import { wholeNumbers } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, GradeChoice } from './filters.ts'
import { latestReports, latestYear } from './overview.ts'

const GradeCount = z.object({
  grade: GradeChoice,
  year: z.number(),
  n: z.number(),
  /** True where the filters let it through. */
  chosen: z.boolean(),
})
export type GradeCount = z.infer<typeof GradeCount>

/** Self-evaluations of the overview's year by grade, whichever grades are chosen. */
export const gradeCounts = {
  name: 'grade-counts',
  row: GradeCount,
  sql: (filters: Filters) => sql`
    with counted as (
      select coalesce(grade::varchar, 'none') as grade, count(*)::integer as n
      from (${latestReports({ ...filters, grade: [] })}) group by 1),
    choices as (
      select * from (values ${join(
        GradeChoice.options.map((grade, place) => sql`(cast(${grade} as varchar), ${place}::integer)`),
        ', ',
      )}) choice (grade, place))
    select grade, year, coalesce(n, 0) as n, (${filters.grade.length === 0 ? sql`true` : oneOf(filters.grade)})::boolean as chosen
    from choices left join counted using (grade), (${latestYear(filters)}) latest (year)
    where year is not null order by place`,
} satisfies Query<Filters, GradeCount>

const oneOf = (grades: readonly string[]): Sql =>
  sql`grade in (${join(
    grades.map((grade) => sql`${grade}`),
    ', ',
  )})`

const BandCount = z.object({
  /** From the first figure up to the second; null where the band has no end. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  year: z.number(),
  n: z.number(),
  /** True where the filters let some of it through. */
  chosen: z.boolean(),
})
export type BandCount = z.infer<typeof BandCount>

const figures: Readonly<Record<Banded, Sql>> = { execution: sql`execution_rate`, score: sql`total` }

/** The number of the band that a report's figure lies in; null where it has none. */
export function bandOf(of: Banded): Sql {
  const { width, last } = bands[of]
  const figure = figures[of]
  return sql`(case when ${figure} < 0 then -1 when ${figure} >= ${last} then ${last / width}
    else floor(${figure} / ${width}) end)::integer`
}

/** Self-evaluations of the overview's year by bands of a figure, whichever of them are chosen. */
const bandCounts = (name: string, of: Banded) => {
  const { width, last } = bands[of]
  return {
    name,
    row: BandCount,
    sql: (filters: Filters) => sql`
      with counted as (
        select ${bandOf(of)} as band, count(*)::integer as n
        from (${latestReports({ ...filters, [of]: null })}) where ${figures[of]} is not null group by 1),
      banded as (
        select ${wholeNumbers(sql`min(band)`, sql`max(band)`)} as band from counted),
      ended as (
        select band::integer as band, case when band >= 0 then band * ${width} end::double as low,
          case when band * ${width} < ${last} then (band + 1) * ${width} end::double as high
        from banded)
      select low as "from", high as "to", year, coalesce(n, 0) as n, (${meeting(filters[of])})::boolean as chosen
      from ended left join counted using (band), (${latestYear(filters)}) latest (year) order by band`,
  } satisfies Query<Filters, BandCount>
}

/** True where a band holds figures of a span. */
function meeting(text: string | null): Sql {
  const span = text === null ? null : readSpan(text)
  if (span === null) return sql`true`
  const { from, to } = span
  if (from !== null && from === to)
    return sql`(coalesce(low <= ${from}, true) and coalesce(high > ${from}, true))`
  return sql`(${from === null ? sql`true` : sql`coalesce(high > ${from}, true)`}
    and ${to === null ? sql`true` : sql`coalesce(low < ${to}, true)`})`
}

export const executionBands = bandCounts('execution-bands', 'execution')
export const scoreBands = bandCounts('score-bands', 'score')
