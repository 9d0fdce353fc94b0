import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { holds } from '#app/warehouse/dialect.ts'
import { firstOf } from '#app/warehouse/first-lists.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import {
  askedByProvince,
  askedOf,
  completionBound,
  Direction,
  type Filters,
  filtersOf,
  projectColumns,
  readingOne,
  Whole,
  where,
} from './filters.ts'

export const Sort = z.enum([
  'level1',
  'level2',
  'name',
  'weight',
  'score',
  'scoreRate',
  'completion',
  'project',
  'unit',
  'district',
  'year',
])
export type Sort = z.infer<typeof Sort>

/** What the list of indicators is asked for; without a page it is the whole list, as files have it. */
export interface IndicatorList {
  filters: Filters
  sort: Sort
  dir: 'asc' | 'desc'
  page: number | null
}

/** Reads a URL; what cannot be meant is left out and named. The list opens on the lowest scoring. */
export function indicatorListOf(search: URLSearchParams): { list: IndicatorList; ignored: string[] } {
  const { filters, ignored } = filtersOf(search)
  const one = readingOne(search, ignored)
  const list = {
    filters,
    sort: one('sort', Sort) ?? 'scoreRate',
    dir: one('dir', Direction) ?? 'asc',
    page: one('page', Whole) ?? 1,
  }
  return { list, ignored }
}

const IndicatorRow = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  kind: EvaluationKind,
  level: Level1.nullable(),
  level1: z.string().nullable(),
  level2: z.string().nullable(),
  name: z.string(),
  /** As written. */
  target: z.string().nullable(),
  actual: z.string().nullable(),
  weight: z.number().nullable(),
  score: z.number().nullable(),
  /** Score ÷ weight; null where either is not stated. */
  scoreRate: z.number().nullable(),
  completion: z.number().nullable(),
  met: z.boolean().nullable(),
  reason: z.string().nullable(),
  document: z.string(),
  table: z.number().nullable(),
  row: z.number().nullable(),
  column: z.number().nullable(),
})
export type IndicatorRow = z.infer<typeof IndicatorRow>

const orders: Record<Sort, Sql> = {
  level1: sql`level1`,
  level2: sql`level2`,
  name: sql`name`,
  weight: sql`weight`,
  score: sql`score`,
  scoreRate: sql`score_rate`,
  completion: sql`completion`,
  project: sql`project`,
  unit: sql`unit`,
  district: sql`district`,
  year: sql`year`,
}

const pageSize = 50
/** What a file may hold, and one more to tell that there is more. */
const most = 50_001

function scope(filters: Filters): Sql {
  const { q } = filters
  const search = sql`(${holds(sql`coalesce(project, '')`, q)}
    or ${holds(sql`coalesce(unit, '')`, q)} or ${holds(sql`name`, q)})`
  const bound = completionBound(filters)
  const below = sql`completion < cast(${bound} as double)`
  return where(
    filters,
    [...projectColumns, 'unit', 'level'],
    [...(q === null ? [] : [search]), ...(bound === null ? [] : [below])],
  )
}

const ordered = ({ sort, dir }: Pick<IndicatorList, 'sort' | 'dir'>): Sql => sql`
  ${orders[sort]} ${dir === 'asc' ? sql`asc` : sql`desc`} nulls last,
  weight desc nulls last, year desc nulls last, district nulls last, evaluation, ordinal`

/** The rows that the page begins with, where they are kept. */
const keptRows = ({ filters, sort, dir, page }: IndicatorList): Sql | null =>
  sort === 'scoreRate' &&
  dir === 'asc' &&
  page === 1 &&
  filters.q === null &&
  filters.completion === null &&
  filters.unit.length === 0
    ? firstOf('lowest', askedByProvince(filters))
    : null

/** What the list is found by without reading what was written. */
const figures: readonly Sort[] = ['weight', 'score', 'scoreRate', 'completion', 'unit', 'district', 'year']

/** The indicators of a page. */
const paged = (rows: Sql, columns: Sql, { filters, sort, dir, page }: IndicatorList): Sql => sql`
  select ${columns} from ${rows} ${scope(filters)}
  order by ${ordered({ sort, dir })}
  limit cast(${page === null ? most : pageSize} as integer)
  offset cast(${page === null ? 0 : (page - 1) * pageSize} as integer)`

/** The same with what was written: of the list that is kept, else found by their figures where those say which. */
function page(asked: IndicatorList): Sql {
  const kept = keptRows(asked)
  if (kept) return sql`page as (${paged(kept, sql`*`, asked)})`
  const { filters, sort } = asked
  const isOfFigures = filters.q === null && figures.includes(sort)
  return sql`
    found as materialized (
      ${paged(isOfFigures ? sql`report_outcome` : sql`v_indicator`, sql`evaluation, ordinal`, asked)}),
    ${asked.page === null ? sql`written as (select * from v_indicator)` : writtenOf(sql`found`)},
    page as (select * from written join found using (evaluation, ordinal))`
}

/** `written`: all indicators of the few reports that some rows are of, looked up by those reports alone. */
export const writtenOf = (rows: Sql): Sql => sql`
  written as (
    select r.project_id, r.project, r.unit, r.district, r.district_name, r.sector, r.department, r.programme, r.year, r.kind,
      r.document, i.*,
      100.0 * i.score / nullif(i.weight, 0) as score_rate
    from (select * from indicator where evaluation in (select evaluation from ${rows})) i
      join (select * from report where id in (select evaluation from ${rows})) r on r.id = i.evaluation)`

/** Indicators in the order asked for; equal ones the weightiest first, unknown values last either way. */
export const indicators = {
  name: 'indicators',
  row: IndicatorRow,
  sql: (asked: IndicatorList) => sql`
    with ${page(asked)}
    select project_id as "projectId", project, unit, district_name as "districtName", year, kind, level, level1, level2,
      name, target_text as target, actual_text as actual, weight, score, score_rate as "scoreRate", completion,
      met, reason, document, table_no as table, row_no as row, column_no as column
    from page order by ${ordered(asked)}`,
} satisfies Query<IndicatorList, IndicatorRow>

const IndicatorCount = z.object({ n: z.number(), unrated: z.number(), pages: z.number() })
export type IndicatorCount = z.infer<typeof IndicatorCount>

/** Indicators counted, from rows only where words, a unit or completions are asked for. */
function counts(filters: Filters): Sql {
  const { q, completion, unit } = filters
  if (q === null && completion === null && unit.length === 0)
    return sql`select listed, unscored from ${talliedBy('outcome', [...askedOf(filters), 'level'])}
      ${where(filters, [...projectColumns, 'level'])}`
  return sql`select count(*) as listed, count(*) filter (where score_rate is null) as unscored
    from ${q === null ? sql`report_outcome` : sql`v_indicator`} ${scope(filters)}`
}

/** How many indicators there are, how many of them without a score rate, and on how many pages. */
export const indicatorCount = {
  name: 'indicator-count',
  row: IndicatorCount,
  sql: (filters: Filters) => sql`
    select coalesce(sum(listed), 0)::integer as n, coalesce(sum(unscored), 0)::integer as unrated,
      ceil(coalesce(sum(listed), 0)::double / cast(${pageSize} as double))::integer as pages
    from (${counts(filters)})`,
} satisfies Query<Filters, IndicatorCount>
