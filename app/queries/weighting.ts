import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { entriesOf, rounded, sumOfEntries } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { gradeOf } from './scores.ts'

/** Points of first levels, as the URL has them: output:50. */
export const weightsOf = ({ weight }: Pick<Filters, 'weight'>): { level: Level1; points: number }[] =>
  weight.flatMap((text) => {
    const [level, points] = text.split(':')
    const known = Level1.safeParse(level)
    return known.success ? [{ level: known.data, points: Number(points) }] : []
  })

/** The weights asked for, else those of the default rule set; levels without points count for nothing. */
function wanted(filters: Filters): Sql {
  const asked = weightsOf(filters).filter(({ points }) => points > 0)
  if (asked.length === 0)
    return sql`
      select key as level, value as points
      from (${entriesOf(sql`(select weights from rule_set order by place limit 1)`, 'weights')})`
  return sql`select * from (values ${join(
    asked.map(({ level, points }) => sql`(${level}, ${points}::double)`),
    ', ',
  )}) asked (level, points)`
}

/** Points by first levels in whole hundredths, and the rates claimed in whole billionths: their sums have one answer. */
const hundredths = (points: Sql): Sql => sql`(${points} * 100)::bigint`
export const billionths = (rate: Sql): Sql => sql`(${rate} * 1000000000)::bigint`

/** What evaluations claim out of 100 by their own weights, and what stands in the way of other ones. */
export const byOwnWeights = sql`
  own as (
    select evaluation, round(100 * sum(score::decimal(18, 4))::double / nullif(sum(weight::decimal(18, 4))::double, 0), 4) as before,
      max(rate is null) as incomplete, max(level is null) as unlevelled
    from level_score where weight is not null or score is not null or rate is null group by evaluation)`

/** What stands in the way whatever the weights are. */
export const hindrance = sql`case when before is null or incomplete then 'no-points' when unlevelled then 'no-level' end`

/**
 * Every self-evaluation by its own weights and by those wanted, both out of 100: points claimed ÷ points to be had,
 * and the mean of the claimed score rates of its first levels, weighted as wanted. One that lacks a level that is
 * wanted, or does not say the points of its own, is left out with its reason.
 */
const reweighted = (filters: Filters): Sql => sql`
  wanted as (${wanted(filters)}),
  evaluated as (
    select * from v_evaluation ${where(filters, projectColumns, [sql`kind = 'selfEvaluation'`])}),
  ${byOwnWeights},
  asked as (
    select id as evaluation, round(sum(${hundredths(sql`points`)} * ${billionths(sql`rate`)})::double
        / (select sum(${hundredths(sql`points`)})::double from wanted) / 10000000, 4) as after,
      min(wanted.level) filter (where rate is null) as missing
    from evaluated cross join wanted
      left join level_score on level_score.evaluation = id and level_score.level = wanted.level
    group by id),
  judged as (
    select *, coalesce(${hindrance}, missing) as reason
    from evaluated left join own on own.evaluation = evaluated.id join asked on asked.evaluation = evaluated.id),
  compared as (
    select * from judged where reason is null),
  ranked as (
    select *, ${gradeOf(sql`before`)} as grade_before, ${gradeOf(sql`after`)} as grade_after,
      (rank() over (order by before desc))::integer as rank_before,
      (rank() over (order by after desc))::integer as rank_after
    from compared)`

const falls = sql`(grade_before <> grade_after and after < before)`
const rises = sql`(grade_before <> grade_after and after > before)`

const WeightingSummary = z.object({
  /** Self-evaluations in both orders, and those left out. */
  n: z.number(),
  leftOut: z.number(),
  falls: z.number(),
  rises: z.number(),
  moved: z.number(),
  meanChange: z.number().nullable(),
  /** The sum of the weights as they were asked for. */
  points: z.number().nullable(),
})
export type WeightingSummary = z.infer<typeof WeightingSummary>

/** How many grades another weighting would change. */
export const weightingSummary = {
  name: 'weighting-summary',
  row: WeightingSummary,
  sql: (filters: Filters) => sql`
    with ${reweighted(filters)}
    select count(*)::integer as n, (select count(*)::integer from judged where reason is not null) as "leftOut",
      (count(*) filter (where ${falls}))::integer as falls, (count(*) filter (where ${rises}))::integer as rises,
      (count(*) filter (where rank_before <> rank_after))::integer as moved, sum((after - before)::decimal(18, 4))::double / nullif(count(*), 0) as "meanChange",
      (select sum(${hundredths(sql`points`)})::double / 100 from wanted) as points
    from ranked`,
} satisfies Query<Filters, WeightingSummary>

const Reweighted = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  before: z.number(),
  after: z.number(),
  change: z.number(),
  gradeBefore: Grade.nullable(),
  gradeAfter: Grade.nullable(),
  rankBefore: z.number(),
  rankAfter: z.number(),
  /** Places gained; below zero, lost. */
  places: z.number(),
  verdict: z.enum(['falls', 'rises', 'stays']),
  /** All that are ranked. */
  n: z.number(),
})
export type Reweighted = z.infer<typeof Reweighted>

/** Totals and ranks before and after: grades that fall first, then those that rise, then the widest moves; at most 200. */
export const scoresReweighted = {
  name: 'scores-reweighted',
  row: Reweighted,
  sql: (filters: Filters) => sql`
    with ${reweighted(filters)}
    select project_id as "projectId", project, unit, district_name as "districtName", year, before, after,
      ${rounded(sql`after - before`, 4)} as change, grade_before as "gradeBefore", grade_after as "gradeAfter",
      rank_before as "rankBefore", rank_after as "rankAfter", rank_before - rank_after as places,
      case when ${falls} then 'falls' when ${rises} then 'rises' else 'stays' end as verdict,
      (count(*) over ())::integer as n
    from ranked
    order by ${falls} desc, ${rises} desc, case when ${falls} then after - before end,
      abs(after - before) desc, year desc nulls last, id
    limit 200`,
} satisfies Query<Filters, Reweighted>

const NotReweighted = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  /** A first level that it lacks, or what else stands in the way. */
  reason: z.enum([...Level1.options, 'no-points', 'no-level']),
  inAll: z.number(),
})
export type NotReweighted = z.infer<typeof NotReweighted>

/** Those that the weights cannot be applied to, and why; at most 200 of `inAll`. */
export const scoresNotReweighted = {
  name: 'scores-not-reweighted',
  row: NotReweighted,
  sql: (filters: Filters) => sql`
    with ${reweighted(filters)}
    select project_id as "projectId", project, unit, district_name as "districtName", year, reason,
      (count(*) over ())::integer as "inAll"
    from judged where reason is not null
    order by reason, year desc nulls last, district nulls last, id limit 200`,
} satisfies Query<Filters, NotReweighted>

const WantedWeight = z.object({ level: Level1, points: z.number() })
export type WantedWeight = z.infer<typeof WantedWeight>

/** The weights that self-evaluations are scored by. */
export const wantedWeights = {
  name: 'wanted-weights',
  row: WantedWeight,
  sql: (filters: Filters) => sql`select level, points from (${wanted(filters)}) order by level`,
} satisfies Query<Filters, WantedWeight>

const WeightedRuleSet = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  authority: z.string(),
  weights: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.partialRecord(Level1, z.number())),
})
export type WeightedRuleSet = z.infer<typeof WeightedRuleSet>

/** The rule sets whose first-level weights are complete: they sum to 100. */
export const weightedRuleSets = {
  name: 'weighted-rule-sets',
  row: WeightedRuleSet,
  sql: () => sql`
    select id, name, name_en as "nameEn", authority, weights from rule_set
    where ${sumOfEntries(sql`weights`)} = 100 order by place`,
} satisfies Query<void, WeightedRuleSet>
