import { z } from 'zod'
import { ownCode, prefixOf } from '#app/domain/district.ts'
import { Grade } from '#app/domain/evaluation.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { priceIndexText, readPriceIndex } from '#app/domain/price-index.ts'
import { overlap, readSpan, type Span, spanText } from '#app/domain/span.ts'
import { type Bound, join, type Sql, sql } from '#app/warehouse/sql.ts'

/** What can stand side by side. */
export const Side = z.enum(['district', 'unit', 'programme', 'year'])
export type Side = z.infer<typeof Side>

/** What it can be compared by: money as it is, in per cent of the budget, per one served; and what came of it. */
export const Measure = z.enum(['spent', 'execution', 'unitCost', 'total', 'gap', 'met'])
export type Measure = z.infer<typeof Measure>

/** What a report was graded, or that it was not. */
export const GradeChoice = z.enum([...Grade.options, 'none'])
export type GradeChoice = z.infer<typeof GradeChoice>

/** What a page is asked to show; every field stands in the URL under its own name, repeated for several values. */
export const Filters = z.object({
  year: z.array(z.number().int()),
  district: z.array(z.string()),
  sector: z.array(z.string()),
  department: z.array(z.string()),
  programme: z.array(z.string()),
  unit: z.array(z.string()),
  level1: z.array(Level1),
  rule: z.array(z.string()),
  /** What a unit cost is per, where a programme has several: 户, 人·月. */
  per: z.string().nullable(),
  q: z.string().nullable(),
  /** Indicators whose completion is below a per cent: under:60. */
  completion: z.string().nullable(),
  /** A price index that the user supplies, 2018:100,2019:102.9; where none is, nothing is converted. */
  index: z.string().nullable(),
  /** The year in whose prices money is then shown; null for the newest of the index. */
  base: z.number().int().nullable(),
  /** First-level weights to score by instead of each document's own: output:50. */
  weight: z.array(z.string()),
  /** Totals from the first figure up to the second: 99.5-100, 90-, -60. */
  score: z.string().nullable(),
  /** Execution rates in per cent, likewise. */
  execution: z.string().nullable(),
  grade: z.array(GradeChoice),
  /** What stands side by side, which of them, and by which measure. */
  by: Side.nullable(),
  pick: z.array(z.string()),
  measure: Measure.nullable(),
})
export type Filters = z.infer<typeof Filters>

export const noFilters: Filters = {
  year: [],
  district: [],
  sector: [],
  department: [],
  programme: [],
  unit: [],
  level1: [],
  rule: [],
  per: null,
  q: null,
  completion: null,
  index: null,
  base: null,
  weight: [],
  score: null,
  execution: null,
  grade: [],
  by: null,
  pick: [],
  measure: null,
}

const most = 50
export const mostSides = 6
/** As many programmes as stand side by side: those with most self-evaluations. */
export const mostProgrammes = 16
/** As many programmes as a page lists with their unit costs: those with most cases. Files hold all. */
export const mostProgrammesListed = 200
const Year = z
  .string()
  .regex(/^(?:19|20)\d\d$/)
  .transform(Number)
/** 990100, or 990100own for what reports name that place alone. */
const DistrictChosen = z.string().regex(/^\d{6}(?:own)?$/)
const Name = z.string().trim().min(1).max(100)
const Index = z
  .string()
  .max(2000)
  .transform(readPriceIndex)
  .refine((index) => index !== null)
  .transform((index) => priceIndexText(index ?? []))
const Within = z
  .string()
  .transform(readSpan)
  .refine((span) => span !== null)
const Completion = z.string().regex(/^under:[1-9]\d{0,2}$/)
const LevelWeight = z.string().regex(new RegExp(`^(?:${Level1.options.join('|')}):\\d{1,3}(?:\\.\\d{1,2})?$`))

/** Reads the filters of a URL; values that cannot be meant are left out and named, so that a page can say so. */
export function filtersOf(search: URLSearchParams): { filters: Filters; ignored: string[] } {
  const ignored: string[] = []
  const all = <Value>(name: string, shape: z.ZodType<Value, string>): Value[] => {
    const values = search
      .getAll(name)
      .filter((text) => text !== '')
      .slice(0, most)
    return [...new Set(values)].flatMap((text) => {
      const read = shape.safeParse(text)
      if (read.success) return [read.data]
      ignored.push(`${name}=${text.slice(0, 40)}`)
      return []
    })
  }
  // A form gives the ends of a span apart: 60- and -80.
  const span = (name: string): string | null => {
    const spans = all(name, Within).flatMap((read) => read ?? [])
    const within = overlap(spans)
    if (within === null) ignored.push(`${name}=${spans.map(spanText).join('+')}`)
    return spans.length === 0 || within === null ? null : spanText(within)
  }
  const index = all('index', Index)[0] ?? null
  const base = all('base', Year)[0] ?? null
  const isIndexed = index === null || base === null || index.includes(`${base}:`)
  if (!isIndexed) ignored.push(`base=${base}`)
  const filters = {
    year: all('year', Year),
    district: all('district', DistrictChosen),
    sector: all('sector', Name),
    department: all('department', Name),
    programme: all('programme', Name),
    unit: all('unit', Name),
    level1: all('level1', Level1),
    rule: all('rule', Name),
    per: all('per', Name)[0] ?? null,
    q: all('q', Name)[0] ?? null,
    completion: all('completion', Completion)[0] ?? null,
    index,
    base: isIndexed ? base : null,
    weight: all('weight', LevelWeight),
    score: span('score'),
    execution: span('execution'),
    grade: all('grade', GradeChoice),
    by: all('by', Side)[0] ?? null,
    pick: all('pick', Name).slice(0, mostSides),
    measure: all('measure', Measure)[0] ?? null,
  }
  return { filters, ignored }
}

/** Reads one more value of a URL by its name; what cannot be meant is named among `ignored`. Null where there is none. */
export const readingOne =
  (search: URLSearchParams, ignored: string[]) =>
  <Value>(name: string, shape: z.ZodType<Value, string>): Value | null => {
    const text = search.get(name)
    if (text === null || text === '') return null
    const read = shape.safeParse(text)
    if (read.success) return read.data
    ignored.push(`${name}=${text.slice(0, 40)}`)
    return null
  }

/** Which way a list is ordered, and a whole number from 1 on, as a URL has them. */
export const Direction = z.enum(['asc', 'desc'])
export const Whole = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number)

const oneOf = (column: Sql, values: readonly Bound[]): Sql =>
  sql`${column} in (${join(
    values.map((value) => sql`${value}`),
    ', ',
  )})`

/** All that begins with a code, as a span: rows lie in the order of their districts, and those outside are passed over. */
function lyingIn(chosen: string): Sql {
  const own = ownCode(chosen)
  if (own !== null) return sql`district = ${own}`
  const prefix = prefixOf(chosen)
  const last = prefix.length - 1
  const next = `${prefix.slice(0, last)}${String.fromCharCode(prefix.charCodeAt(last) + 1)}`
  return sql`(district >= ${prefix} and district < ${next})`
}

/** A figure that lies within a span as the URL has it. */
export function within(figure: Sql, text: string): Sql {
  const { from, to }: Span = readSpan(text) ?? { from: null, to: null }
  if (from !== null && from === to) return sql`${figure} = ${from}`
  const ends = [
    ...(from === null ? [] : [sql`${figure} >= ${from}`]),
    ...(to === null ? [] : [sql`${figure} < ${to}`]),
  ]
  return ends.length === 0 ? sql`true` : sql`(${join(ends, ' and ')})`
}

type Column =
  | 'year'
  | 'district'
  | 'province'
  | 'sector'
  | 'department'
  | 'programme'
  | 'unit'
  | 'level'
  | 'rule'
  | 'grade'
  | 'execution'
  | 'score'

/** `where` over a view's own columns; a filter that the view has no column for says nothing. */
export function where(filters: Filters, columns: readonly Column[], also: readonly Sql[] = []): Sql {
  const has = (column: Column) => columns.includes(column)
  const parts = [...also]
  // As they are stored: else each row's year is turned into what was bound, and none is passed over.
  if (has('year') && filters.year.length > 0)
    parts.push(
      sql`year in (${join(
        filters.year.map((year) => sql`cast(${year} as integer)`),
        ', ',
      )})`,
    )
  if (has('district') && filters.district.length > 0)
    parts.push(sql`(${join(filters.district.map(lyingIn), ' or ')})`)
  if (has('province') && filters.district.length > 0)
    parts.push(
      oneOf(
        sql`province`,
        filters.district.map((code) => code.slice(0, 2)),
      ),
    )
  if (has('sector') && filters.sector.length > 0) parts.push(oneOf(sql`sector`, filters.sector))
  if (has('department') && filters.department.length > 0)
    parts.push(oneOf(sql`department`, filters.department))
  if (has('programme') && filters.programme.length > 0) parts.push(oneOf(sql`programme`, filters.programme))
  if (has('unit') && filters.unit.length > 0) parts.push(oneOf(sql`unit`, filters.unit))
  if (has('rule') && filters.rule.length > 0) parts.push(oneOf(sql`rule`, filters.rule))
  if (has('level') && filters.level1.length > 0) parts.push(oneOf(sql`level`, filters.level1))
  if (has('grade') && filters.grade.length > 0)
    parts.push(oneOf(sql`coalesce(grade::varchar, 'none')`, filters.grade))
  if (has('execution') && filters.execution !== null)
    parts.push(within(sql`execution_rate`, filters.execution))
  if (has('score') && filters.score !== null) parts.push(within(sql`total`, filters.score))
  return parts.length === 0 ? sql`` : sql`where ${join(parts, ' and ')}`
}

/** The per cent that completions are asked to be below; null where nothing is asked. */
export const completionBound = ({ completion }: Pick<Filters, 'completion'>): number | null =>
  completion === null ? null : Number(completion.replace('under:', ''))

/** The columns that every view of projects has. */
export const projectColumns = [
  'year',
  'district',
  'sector',
  'department',
  'programme',
] as const satisfies Column[]

/** The columns that say what came of a report. */
export const outcomeColumns = ['grade', 'execution', 'score'] as const satisfies Column[]
export const reportColumns = [...projectColumns, ...outcomeColumns] as const

type ProjectColumn = (typeof projectColumns)[number]

/** The columns of projects that something is asked by. */
export const askedOf = (filters: Filters): ProjectColumn[] =>
  projectColumns.filter((column) => filters[column].length > 0)

/** The same, by provinces where districts are asked for and all of them are whole provinces. */
export const askedByProvince = (filters: Filters): (ProjectColumn | 'province')[] =>
  askedOf(filters).map((column) =>
    column === 'district' && filters.district.every((code) => code.endsWith('0000')) ? 'province' : column,
  )

/** Whether reports are asked for by what came of them, which no sum tells. */
export const hasOutcomes = ({ grade, execution, score }: Filters) =>
  grade.length > 0 || execution !== null || score !== null

/** Filters whatever came of a report. */
export const anyOutcome = (filters: Filters): Filters => ({
  ...filters,
  grade: [],
  execution: null,
  score: null,
})

/** Filters without a year, for questions that show how years differ. */
export const allYears = (filters: Filters): Filters => ({ ...filters, year: [] })
