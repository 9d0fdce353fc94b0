import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { reportRow, rounded, wholeNumbers } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import { gradeOf } from '#app/warehouse/weighing.ts'
import { askedByProvince, type Filters, projectColumns, where, within } from './filters.ts'
import { most } from './list-lengths.ts'
import { countedQuartile } from './robust.ts'
import { areProvinces, besideProvinces, places, shownProvinces } from './shown-places.ts'

/** Self-evaluations counted by their totals and some columns at the least. */
const totals = (filters: Filters, by: readonly string[], rows = sql`report`): Sql => sql`
  select * from ${talliedBy('score', [...new Set(['total', ...by, ...askedByProvince(filters)])], rows)}
  ${where(filters, askedByProvince(filters))}`

/** Self-evaluations counted by their totals out of 100, and how many of all have each. Ties are to the hundredth. */
const scored = (filters: Filters): Sql => sql`
  evaluated as (
    select total, sum(n)::double as n, sum(compared)::double as compared, sum(inflated)::double as inflated,
      sum(inflation) as inflation
    from (${totals(filters, [])}) group by total),
  tie as (
    select ${rounded(sql`total`, 2)} as rounded, sum(n)::integer as tied
    from evaluated where total between 0 and 100 group by 1),
  scored as (
    select evaluated.*, tied from evaluated join tie on rounded = ${rounded(sql`total`, 2)} where total between 0 and 100)`

/**
 * The same by the places that stand for their districts. Where those are provinces, the sums of provinces have them,
 * unless more is asked for; then no report is gone through.
 */
function placedTotals(filters: Filters): Sql {
  // Kept counts and those of rows are of one type.
  const counts = sql`total, n::bigint as n, compared::bigint as compared, inflated::bigint as inflated, inflation`
  const each = (rows: Sql) => sql`
    select coalesce(shown, r.district) as district, coalesce(shown_name, r.district_name) as district_name, ${counts}
    from (${totals(filters, ['district', 'district_name'], rows)}) r left join place on code = r.district`
  if (askedByProvince(filters).some((column) => column !== 'year' && column !== 'province'))
    return each(sql`report`)
  return sql`
    select shown as district, shown_name as district_name, ${counts} from (${totals(filters, ['province'])}) p
      left join (${shownProvinces}) known on of = province
    where ${areProvinces} and province is not null
    union all
    ${each(besideProvinces(sql`report`))}`
}

const counted = (share: 0.25 | 0.5 | 0.75) => countedQuartile(sql`total`, share)

const ScoreSummary = z.object({
  n: z.number(),
  /** Self-evaluations without a total, or with one outside 0–100. */
  without: z.number(),
  lowest: z.number().nullable(),
  lower: z.number().nullable(),
  median: z.number().nullable(),
  upper: z.number().nullable(),
  highest: z.number().nullable(),
  /** Per cent with 95 points or more, and how many have all 100. */
  from95: z.number().nullable(),
  full: z.number(),
  /** Those that share their total with another, and how many different totals there are. */
  tied: z.number(),
  distinct: z.number(),
  /** Those of which a part could be computed anew, and of them those that claim more by over 0.1 point. */
  compared: z.number(),
  inflated: z.number(),
  meanInflation: z.number().nullable(),
})
export type ScoreSummary = z.infer<typeof ScoreSummary>

/** Total scores in figures, each self-evaluation counted once. */
export const scoreSummary = {
  name: 'score-summary',
  row: ScoreSummary,
  sql: (filters: Filters) => sql`
    with ${scored(filters)},
    placed as (
      select *, sum(n) over (order by total rows unbounded preceding) as upto, sum(n) over () as all_n from scored)
    select coalesce(sum(n), 0)::integer as n, coalesce((select sum(n) from evaluated) - coalesce(sum(n), 0), 0)::integer as without,
      min(total) as lowest, ${counted(0.25)} as lower, ${counted(0.5)} as median, ${counted(0.75)} as upper, max(total) as highest,
      coalesce(sum(n) filter (where total = 100), 0)::integer as "full",
      coalesce(sum(n) filter (where tied > 1), 0)::integer as tied, coalesce(sum(compared), 0)::integer as compared,
      coalesce(sum(inflated), 0)::integer as inflated,
      sum(inflation)::double / nullif(sum(compared), 0) as "meanInflation",
      100.0::double * coalesce(sum(n) filter (where total >= 95), 0) / nullif(sum(n), 0) as from95,
      count(distinct ${rounded(sql`total`, 2)})::integer as "distinct"
    from placed`,
} satisfies Query<Filters, ScoreSummary>

const ScoreDistribution = z.object({
  /** From this total up to the other, which belongs to the next; 100 stands alone. */
  from: z.number(),
  to: z.number(),
  grade: Grade,
  n: z.number(),
  /** Per cent of all, and of all up to here. */
  share: z.number().nullable(),
  below: z.number().nullable(),
})
export type ScoreDistribution = z.infer<typeof ScoreDistribution>

/** How many have which total: by half points where most are, by grades below. */
export const scoreDistribution = {
  name: 'score-distribution',
  row: ScoreDistribution,
  sql: (filters: Filters) => sql`
    with ${scored(filters)},
    band as (
      select * from (values (0.0, 60.0), (60.0, 80.0), (80.0, 90.0), (100.0, 100.0)) lower_band (low, high)
      union all select 90 + half * 0.5, 90.5 + half * 0.5 from (select ${wholeNumbers(sql`0`, sql`19`)} as half)),
    held as (
      select low, sum(scored.n) as n
      from scored cross join band where total >= low and (total < high or (low = high and total = low))
      group by low),
    counted as (
      select low, high, coalesce(n, 0)::integer as n from band left join held using (low))
    select low::double as "from", high::double as "to", ${gradeOf(sql`low`)} as grade, n,
      100.0 * n / nullif(sum(n) over (), 0) as share,
      100.0 * sum(n) over (order by low) / nullif(sum(n) over (), 0) as below
    from counted where exists (select 1 from scored) order by low`,
} satisfies Query<Filters, ScoreDistribution>

const ScoresByDistrict = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  n: z.number(),
  lowest: z.number(),
  lower: z.number(),
  median: z.number(),
  upper: z.number(),
  highest: z.number(),
  full: z.number(),
  tied: z.number(),
  compared: z.number(),
  inflated: z.number(),
  meanInflation: z.number().nullable(),
})
export type ScoresByDistrict = z.infer<typeof ScoresByDistrict>

/** The same by district; ties are counted over all that the filters leave. */
export const scoresByDistrict = {
  name: 'scores-by-district',
  row: ScoresByDistrict,
  sql: (filters: Filters) => sql`
    with ${scored(filters)}, place as (${places(filters)}),
    cell as (
      select district, district_name, c.total, sum(c.n)::double as n, sum(c.compared) as compared,
        sum(c.inflated) as inflated, sum(c.inflation) as inflation, any_value(t.tied) as tied
      from (${placedTotals(filters)}) c join (select total, tied from scored) t on t.total = c.total
      group by district, district_name, c.total),
    placed as (
      select *, sum(n) over (partition by district, district_name order by total rows unbounded preceding) as upto,
        sum(n) over (partition by district, district_name) as all_n
      from cell)
    select district, district_name as "districtName", sum(n)::integer as n, min(total) as lowest,
      ${counted(0.25)} as lower, ${counted(0.5)} as median, ${counted(0.75)} as upper, max(total) as highest,
      coalesce(sum(n) filter (where total = 100), 0)::integer as "full",
      coalesce(sum(n) filter (where tied > 1), 0)::integer as tied, sum(compared)::integer as compared,
      sum(inflated)::integer as inflated, sum(inflation)::double / nullif(sum(compared), 0)::double as "meanInflation"
    from placed group by district, district_name order by district nulls last`,
} satisfies Query<Filters, ScoresByDistrict>

const ScoreTie = z.object({ total: z.number(), n: z.number(), share: z.number() })
export type ScoreTie = z.infer<typeof ScoreTie>

/** Totals that several have, most first; at most 20. */
export const scoreTies = {
  name: 'score-ties',
  row: ScoreTie,
  sql: (filters: Filters) => sql`
    with ${scored(filters)}
    select rounded as total, tied as n, 100.0::double * tied / (select sum(n) from scored) as share
    from tie where tied > 1 order by tied desc, rounded desc limit 20`,
} satisfies Query<Filters, ScoreTie>

const ScoreCase = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  total: z.number(),
  grade: Grade.nullable(),
  /** How many have this total. */
  tied: z.number(),
  /** Of the parts that could be computed anew: their points, the claim, and what they come to. */
  compared: z.number().nullable(),
  claimed: z.number().nullable(),
  computed: z.number().nullable(),
  inflation: z.number().nullable(),
})
export type ScoreCase = z.infer<typeof ScoreCase>

/** Self-evaluations with the totals asked for, those that claim most above what they come to first; at most 200. */
export const scoreCases = {
  name: 'score-cases',
  row: ScoreCase,
  sql: (filters: Filters) => {
    const { among, order } = firstList('claiming')
    const limit: Sql = { text: `limit ${most.scored}`, values: [] }
    const columns = sql`project_id, project, unit, district_name, year, total, grade, compared, claimed_again, computed, id`
    const ofTotals = filters.score === null ? [] : [within(sql`total`, filters.score)]
    const kept = ofTotals.length > 0 ? null : firstOf('claiming', askedByProvince(filters))
    const scope = where(filters, projectColumns, [among, ...ofTotals])
    const rows = kept
      ? sql`select ${columns} from ${kept} ${where(filters, projectColumns)} order by ${order} ${limit}`
      : sql`select ${columns} from report where ${reportRow} in (
          select ${reportRow} from report ${scope} order by ${order} ${limit})`
    return sql`
    with ${scored(filters)}, first as (${rows})
    select project_id as "projectId", project, unit, district_name as "districtName", year, first.total,
      coalesce(grade, ${gradeOf(sql`first.total`)}) as grade, tied, first.compared::double as compared,
      claimed_again::double as claimed, computed::double as computed, (claimed_again - computed)::double as inflation
    from first join (select total, tied from scored) t on t.total = first.total
    order by first.claimed_again - first.computed desc nulls last, first.total desc, first.year desc nulls last, id`
  },
} satisfies Query<Filters, ScoreCase>
