import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { gradeBands } from '#app/domain/scoring.ts'
import { median, quantile, rounded, wholeNumbers } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where, within } from './filters.ts'
import { placed } from './shown-places.ts'

/** The grade of a total of 100, by the bands of the national rule. */
export const gradeOf = (total: Sql): Sql =>
  sql`case when ${total} > 100 then null ${join(
    gradeBands.map(([from, grade]) => sql`when ${total} >= ${from} then ${grade}`),
    ' ',
  )} end`

/** Self-evaluations with a total of 100, and what of their claims could be computed anew. Ties are to the hundredth. */
const scored = (filters: Filters): Sql => sql`
  evaluated as (
    select id, district, district_name, year, total, grade, compared, claimed_again as claimed, computed,
      claimed_again - computed as inflation
    from report ${where(filters, projectColumns, [sql`kind = 'selfEvaluation'`])}),
  tie as (
    select ${rounded(sql`total`, 2)} as rounded, count(*)::integer as tied
    from evaluated where total between 0 and 100 group by 1),
  scored as (
    select evaluated.*, tied, ${gradeOf(sql`total`)} as band from evaluated join tie on rounded = ${rounded(sql`total`, 2)}
    where total between 0 and 100)`

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

const spread = sql`
  count(*)::integer as n, min(total) as lowest, ${quantile(sql`total`, 0.25)} as lower, ${median(sql`total`)} as median,
  ${quantile(sql`total`, 0.75)} as upper, max(total) as highest, (count(*) filter (where total = 100))::integer as "full",
  (count(*) filter (where tied > 1))::integer as tied, count(inflation)::integer as compared,
  (count(*) filter (where inflation > 0.1))::integer as inflated, 
  sum(inflation)::double / nullif(count(inflation), 0) as "meanInflation"`

/** Total scores in figures, each self-evaluation counted once. */
export const scoreSummary = {
  name: 'score-summary',
  row: ScoreSummary,
  sql: (filters: Filters) => sql`
    with ${scored(filters)}
    select ${spread}, (select count(*)::integer from evaluated) - count(*)::integer as without,
      100.0 * count(*) filter (where total >= 95) / nullif(count(*), 0) as from95,
      count(distinct ${rounded(sql`total`, 2)})::integer as "distinct"
    from scored`,
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
    exact as (select total, count(*) as n from scored group by total),
    band as (
      select * from (values (0.0, 60.0), (60.0, 80.0), (80.0, 90.0), (100.0, 100.0)) lower_band (low, high)
      union all select 90 + half * 0.5, 90.5 + half * 0.5 from (select ${wholeNumbers(sql`0`, sql`19`)} as half)),
    held as (
      select low, sum(exact.n) as n
      from exact cross join band where total >= low and (total < high or (low = high and total = low))
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
    with ${scored(filters)}
    select district, district_name as "districtName", ${spread}
    from ${placed(sql`select * from scored`, filters)} group by district, district_name order by district nulls last`,
} satisfies Query<Filters, ScoresByDistrict>

const ScoreTie = z.object({ total: z.number(), n: z.number(), share: z.number() })
export type ScoreTie = z.infer<typeof ScoreTie>

/** Totals that several have, most first; at most 20. */
export const scoreTies = {
  name: 'score-ties',
  row: ScoreTie,
  sql: (filters: Filters) => sql`
    with ${scored(filters)}
    select ${rounded(sql`total`, 2)} as total, count(*)::integer as n,
      100.0 * count(*) / (select count(*) from scored) as share
    from scored where tied > 1 group by 1 order by n desc, 1 desc limit 20`,
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
  sql: (filters: Filters) => sql`
    with ${scored(filters)},
    first as (
      select * from scored where ${filters.score === null ? sql`true` : within(sql`total`, filters.score)}
      order by inflation desc nulls last, total desc, year desc nulls last, id limit 200)
    select r.project_id as "projectId", r.project, r.unit, r.district_name as "districtName", year, total,
      coalesce(grade, band) as grade, tied, compared::double as compared, claimed::double as claimed, computed::double as computed,
      first.inflation::double as inflation
    from first join (select id, project_id, project, unit, district_name from report) r using (id)
    order by first.inflation desc nulls last, total desc, year desc nulls last, id`,
} satisfies Query<Filters, ScoreCase>
