import { z } from 'zod'
import { type Banded, bands, readSpan } from '#app/domain/span.ts'
import { wholeNumbers } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { countedBy, talliedBy } from '#app/warehouse/tallies.ts'
import { askedOf, type Filters, GradeChoice, outcomeColumns, projectColumns, where } from './filters.ts'
import { latestYear, parts, yearOf } from './overview.ts'

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
    with latest as (select year from (${latestYear(filters)}) latest (year)),
    summed as (
      select ${join(
        GradeChoice.options.map((grade) => sql`sum(${countOf(grade)}) as ${countOf(grade)}`),
        ', ',
      )}
      from (${parts({ ...filters, grade: [] }, ['year'])}) where year = (select year from latest)),
    choices as (
      select * from (values ${join(
        GradeChoice.options.map((grade, place) => sql`(cast(${grade} as varchar), ${place}::integer)`),
        ', ',
      )}) choice (grade, place))
    select grade, year, coalesce(case ${join(
      GradeChoice.options.map((grade) => sql`when grade = ${grade} then ${countOf(grade)}`),
      ' ',
    )} end, 0)::integer as n, (${filters.grade.length === 0 ? sql`true` : oneOf(filters.grade)})::boolean as chosen
    from choices cross join summed cross join latest where year is not null order by place`,
} satisfies Query<Filters, GradeCount>

/** The sum that counts the reports of a grade, or those without one. */
const countOf = (grade: GradeChoice): Sql => ({ text: grade === 'none' ? 'ungraded' : grade, values: [] })

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

/** Self-evaluations of the overview's year by bands of a figure, whichever of them are chosen. */
const bandCounts = (name: string, of: Banded) => {
  const { width, last } = bands[of]
  const [kind, band] =
    of === 'execution'
      ? (['execution', sql`execution_band`] as const)
      : (['standing', sql`score_band`] as const)
  const banded = (filters: Filters): Sql => {
    const columns = [...new Set(['year', ...askedOf(filters), band.text])]
    const outcomes = where(filters, outcomeColumns)
    const counted =
      outcomes.text === ''
        ? talliedBy(kind, columns)
        : countedBy(kind, columns, sql`(select * from report ${outcomes})`)
    return sql`select * from ${counted} ${where(filters, projectColumns)}`
  }
  return {
    name,
    row: BandCount,
    sql: (filters: Filters) => sql`
      with latest as (select year from (${yearOf(filters)}) latest (year)),
      counted as (
        select ${band} as band, sum(n)::integer as n from (${banded({ ...filters, [of]: null })})
        where year = (select year from latest) group by 1),
      banded as (
        select ${wholeNumbers(sql`min(band)`, sql`max(band)`)} as band from counted),
      ended as (
        select band::integer as band, case when band >= 0 then band * ${width} end::double as low,
          case when band * ${width} < ${last} then (band + 1) * ${width} end::double as high
        from banded)
      select low as "from", high as "to", year, coalesce(n, 0) as n, (${meeting(filters[of])})::boolean as chosen
      from ended left join counted using (band) cross join latest order by band`,
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
