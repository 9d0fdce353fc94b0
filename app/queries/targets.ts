import { z } from 'zod'
import { Level1 } from '#app/domain/indicator.ts'
import { wholeNumbers } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { keptMedians, medians } from '#app/warehouse/medians.ts'
import { join, named, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import { allYears, askedByProvince, askedOf, type Filters, projectColumns, where } from './filters.ts'
import { writtenOf } from './indicators.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { areProvinces, besideProvinces, placed, places, shownProvinces } from './shown-places.ts'

/** Indicators counted by these columns at the least: the year over, and whichever levels are asked for. */
function counted(filters: Filters, by: readonly string[], also: readonly Sql[] = []): Sql {
  const columns = [...new Set([...by, ...askedOf(filters), 'level'])]
  return sql`select * from ${talliedBy('outcome', columns)}
    ${where(filters, [...projectColumns, 'level'], [sql`total > 0`, ...also])}`
}

/** The same by how far they came, to the hundredth of a per cent; a median is found among those. */
function completions(
  filters: Filters,
  by: readonly string[],
  also: readonly Sql[] = [],
  rows = sql`report_outcome`,
): Sql {
  const asked = askedByProvince(filters)
  const columns = [...new Set([...by, ...asked, 'level', 'hundredths'])]
  return sql`select * from ${talliedBy('completion', columns, rows)} ${where(filters, [...asked, 'level'], also)}`
}

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
const outcome = sql`(100.0 * sum(met) / nullif(sum(n), 0))::double as share, coalesce(sum(met), 0)::integer as met,
  coalesce(sum(n), 0)::integer as n, coalesce(sum(total), 0)::integer as total`

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
    select ${outcome}, (${medians(completions(filters, [], [promised(filters)]), [])}) as completion,
      ${join(
        ['incomplete', 'qualitative', 'unlike', 'undated', 'overshot'].map(
          (count) => sql`coalesce(sum(${named(count)}), 0)::integer as ${named(count)}`,
        ),
        ', ',
      )}
    from (${counted(filters, [], [promised(filters)])})`,
} satisfies Query<Filters, Completion>

/**
 * The medians of completions by the places that stand for their districts and first levels. Where those are provinces,
 * of a sector they are kept.
 */
function placedMedians(filters: Filters): Sql {
  const by = ['district', 'level']
  const { year, sector } = filters
  const kept = year.length > 1 || sector.length > 1 ? null : keptMedians(askedByProvince(filters))
  if (kept === null) return medians(placedCompletions(filters), by)
  return sql`
    select shown as district, level, completion
    from (select * from ${kept} ${where(filters, ['year', 'sector', 'province', 'level'])}) m
      join (${shownProvinces}) known on of = province
    where ${areProvinces}
    union all
    select * from (${medians(eachPlaced(filters, besideProvinces(sql`report_outcome`)), by)}) beside`
}

const eachPlaced = (filters: Filters, rows: Sql): Sql => sql`
  select coalesce(shown, r.district) as district, level, hundredths, n::bigint as n
  from (${completions(filters, ['district'], [], rows)}) r left join place on code = r.district`

/**
 * Completions by the places that stand for their districts. Where those are provinces, the sums of provinces have
 * them, unless more is asked for; then no indicator is gone through.
 */
function placedCompletions(filters: Filters): Sql {
  const each = (rows: Sql) => eachPlaced(filters, rows)
  if (askedByProvince(filters).some((column) => column !== 'year' && column !== 'province'))
    return each(sql`report_outcome`)
  return sql`
    select shown as district, level, hundredths, n::bigint as n
    from (${completions(filters, ['province'], [sql`province is not null`])}) p
      left join (${shownProvinces}) known on of = province
    where ${areProvinces}
    union all
    ${each(besideProvinces(sql`report_outcome`))}`
}

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
    with place as (${places(filters)}),
    reached as (${placedMedians(filters)}),
    seen as (
      select district, any_value(district_name) as district_name, level, ${outcome}
      from ${placed(counted(filters, ['district', 'district_name']), filters)} group by district, level)
    select district, district_name as "districtName", level, share, completion, met, n, total
    from seen left join (select district as reached_at, level as reached_in, completion from reached)
      on reached_at is not distinct from district and reached_in is not distinct from level
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
    with cell as (${counted(allYears(filters), ['year'], [sql`year is not null`])}),
    completed as (${completions(allYears(filters), ['year'], [sql`year is not null`])}),
    reached as (
      select year, 'all' as level, completion
      from (${medians(sql`select * from completed where ${promised(filters)}`, ['year'])})
      union all
      select year, coalesce(level, 'none'), completion from (${medians(sql`select * from completed`, ['year', 'level'])})),
    counts as (
      select year, 'all' as level, ${outcome} from cell where ${promised(filters)} group by year
      union all
      select year, coalesce(level, 'none'), ${outcome} from cell group by year, level),
    seen as (select * from counts left join reached using (year, level)),
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

const reachedColumns = sql`
  project_id as "projectId", project, unit, district_name as "districtName", year, level, name, target_text as target,
  actual_text as actual, completion, weight, score, nullif(trim(reason), '') as reason, row_no as "rowNo"`

/** Indicators of `report_outcome` with what was written, as `first`. */
const written = (scope: Sql, order: Sql, limit: Sql): Sql => sql`
  found as materialized (
    select evaluation, ordinal from report_outcome ${scope} order by ${order} ${limit}),
  ${writtenOf(sql`found`)},
  first as (select * from written join found using (evaluation, ordinal))`

/** The first of some indicators, found by their figures alone where no list has them, with what was written. */
function first(filters: Filters, list: 'missed' | 'overshot'): Sql {
  const { among, order } = firstList(list)
  const scope = where(filters, [...projectColumns, 'level'], [among, promised(filters)])
  const limit = named(`limit ${most.reached}`)
  const kept = firstOf(list, askedByProvince(filters))
  const rows = kept
    ? sql`first as (select * from ${kept} ${scope} order by ${order} ${limit})`
    : written(scope, order, limit)
  return sql`with ${rows} select ${reachedColumns} from first order by ${order}`
}

const Listed = Reached.extend(listingShape)

/** The same, whole. */
const listing = (name: string, list: 'missed' | 'overshot') => {
  const { among, order } = firstList(list)
  return {
    name,
    row: Listed,
    sql: () => sql`
      with ${written(sql`where ${among} and ${isListed}`, order, atMostListed)}
      select ${reachedColumns}, ${listingBy()} from first order by ${order}`,
  } satisfies Query<unknown, z.infer<typeof Listed>>
}

export const missesListing = listing('widest-misses-listing', 'missed')
export const overshootsListing = listing('widest-overshoots-listing', 'overshot')

/** The twenty missed targets of which least was reached; equal ones by weight. */
export const widestMisses = {
  name: 'widest-misses',
  row: Reached,
  sql: (filters: Filters) => first(filters, 'missed'),
} satisfies Query<Filters, Reached>

/** The twenty outcomes furthest above 130 % of their targets. */
export const widestOvershoots = {
  name: 'widest-overshoots',
  row: Reached,
  sql: (filters: Filters) => first(filters, 'overshot'),
} satisfies Query<Filters, Reached>
