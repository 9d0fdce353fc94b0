import { z } from 'zod'
import { Level1 } from '#app/domain/indicator.ts'
import { median, wholeNumbers } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { allYears, type Filters, projectColumns, where } from './filters.ts'
import { placed } from './shown-places.ts'

/** What was only declared, or measured before the year was over, has not missed anything yet. */
export const finished = sql`kind not in ('target', 'monitoring')`

const indicators = (filters: Filters, also: readonly Sql[] = []): Sql =>
  sql`from v_indicator ${where(filters, [...projectColumns, 'level'], [finished, ...also])}`

/**
 * Some forms list budget execution among the indicators and others do not, so it would compare forms: it counts
 * in no total and no list, unless it is asked for.
 */
const promised = (filters: Filters): Sql =>
  filters.level1.includes('execution') ? sql`true` : sql`level is distinct from 'execution'`

/** Levels in the order of the form; indicators of no known level last. */
const formOrder = sql`case level ${join(
  Level1.options.map((level, place) => sql`when ${level} then ${place}`),
  ' ',
)} end`

/** Where both sides are figures or dates that compare, `met` is known; completion also needs a ratio. */
const outcome = sql`(100.0 * count(*) filter (where met) / nullif(count(met), 0))::double as share,
  ${median(sql`completion`)} as completion, (count(*) filter (where met))::integer as met, count(met)::integer as n,
  count(*)::integer as total`

const outcomeShape = {
  share: z.number().nullable(),
  completion: z.number().nullable(),
  met: z.number(),
  n: z.number(),
  total: z.number(),
}

const Completion = z.object({
  ...outcomeShape,
  incomplete: z.number(),
  qualitative: z.number(),
  unlike: z.number(),
  undated: z.number(),
  overshot: z.number(),
})
export type Completion = z.infer<typeof Completion>

/**
 * How far promises were kept in all; what could not be compared, by why: a side is missing, is in words, or the
 * two are of units that do not convert. `undated` missed their day, which is no ratio; `overshot` reached 130 %.
 */
export const completion = {
  name: 'completion',
  row: Completion,
  sql: (filters: Filters) => sql`
    select ${outcome},
      (count(*) filter (where met is null and (target_kind = 'empty' or actual_kind = 'empty')))::integer as incomplete,
      (count(*) filter (where met is null and target_kind <> 'empty' and actual_kind <> 'empty'
        and 'qualitative' in (target_kind, actual_kind)))::integer as qualitative,
      (count(*) filter (where met is null
        and target_kind not in ('empty', 'qualitative') and actual_kind not in ('empty', 'qualitative')))::integer as unlike,
      (count(*) filter (where not met and completion is null))::integer as undated,
      (count(*) filter (where completion >= 130))::integer as overshot
    ${indicators(filters, [promised(filters)])}`,
} satisfies Query<Filters, Completion>

const CompletionByLevel = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  level: Level1.nullable(),
  ...outcomeShape,
})
export type CompletionByLevel = z.infer<typeof CompletionByLevel>

/** Share of targets met, and median completion, by district and first level; every indicator counts once. */
export const completionByLevel = {
  name: 'completion-by-level',
  row: CompletionByLevel,
  sql: (filters: Filters) => sql`
    select district, any_value(district_name) as "districtName", level, ${outcome}
    from ${placed(sql`select * ${indicators(filters)}`, filters)}
    group by district, level
    order by district nulls last, ${formOrder} nulls last`,
} satisfies Query<Filters, CompletionByLevel>

const CompletionByYear = z.object({
  year: z.number(),
  /** A first level; 'all' for all of them together, 'none' for indicators of no known level. */
  level: z.enum([...Level1.options, 'all', 'none']),
  change: z.number().nullable(),
  ...outcomeShape,
})
export type CompletionByYear = z.infer<typeof CompletionByYear>

/** Share of targets met by year, for all levels and each; a year without any comparable indicator is null. */
export const completionByYear = {
  name: 'completion-by-year',
  row: CompletionByYear,
  sql: (filters: Filters) => sql`
    with seen as (
      select year, 'all' as level, ${outcome}
      ${indicators(allYears(filters), [sql`year is not null`, promised(filters)])} group by year
      union all
      select year, coalesce(level, 'none'), ${outcome}
      ${indicators(allYears(filters), [sql`year is not null`])} group by year, level),
    years as (select ${wholeNumbers(sql`min(year)`, sql`max(year)`)} as year from seen)
    select year, level, share, completion, coalesce(met, 0)::integer as met, coalesce(n, 0)::integer as n,
      coalesce(total, 0)::integer as total, share - lag(share) over (partition by level order by year) as change
    from years cross join (select distinct level from seen where n > 0) levels left join seen using (year, level)
    order by level <> 'all', ${formOrder} nulls last, year`,
} satisfies Query<Filters, CompletionByYear>

const Reached = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  level: Level1.nullable(),
  name: z.string(),
  target: z.string().nullable(),
  actual: z.string().nullable(),
  completion: z.number(),
  weight: z.number().nullable(),
  score: z.number().nullable(),
  reason: z.string().nullable(),
  rowNo: z.number().nullable(),
})
/** One indicator with its target and outcome as written, and how far it came. */
export type Reached = z.infer<typeof Reached>

const reached = sql`select project_id as "projectId", project, unit, district_name as "districtName", year, level,
  name, target_text as target, actual_text as actual, completion, weight, score,
  nullif(trim(reason), '') as reason, row_no as "rowNo"`

/** The twenty missed targets of which least was reached; equal ones by weight. */
export const widestMisses = {
  name: 'widest-misses',
  row: Reached,
  sql: (filters: Filters) => sql`
    ${reached} ${indicators(filters, [promised(filters), sql`not met`, sql`completion is not null`])}
    order by completion, weight desc nulls last, evaluation, ordinal limit 20`,
} satisfies Query<Filters, Reached>

/** The twenty outcomes furthest above 130 % of their targets. */
export const widestOvershoots = {
  name: 'widest-overshoots',
  row: Reached,
  sql: (filters: Filters) => sql`
    ${reached} ${indicators(filters, [promised(filters), sql`completion >= 130`])}
    order by completion desc, weight desc nulls last, evaluation, ordinal limit 20`,
} satisfies Query<Filters, Reached>
