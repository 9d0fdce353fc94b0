import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { decimal, entriesOf, reportRow, rounded, sumOfEntries } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'
import { gradeOf } from './scores.ts'

/** Points of first levels, as the URL has them: output:50. */
export const weightsOf = ({ weight }: Pick<Filters, 'weight'>): { level: Level1; points: number }[] =>
  weight.flatMap((text) => {
    const [level, points] = text.split(':')
    const known = Level1.safeParse(level)
    return known.success ? [{ level: known.data, points: Number(points) }] : []
  })

/** What self-evaluations are scored by: the weights that are asked for, else those of the default rule set. */
export function weightsWanted<Weight extends { level: Level1; points: number }>(
  filters: Pick<Filters, 'weight'>,
  otherwise: readonly Weight[],
) {
  const asked = weightsOf(filters).filter(({ points }) => points > 0)
  return asked.length === 0 ? otherwise : asked
}

/** The weights asked for, else those of the default rule set; levels without points count for nothing. */
function wanted(filters: Filters): Sql {
  const asked = weightsWanted(filters, [])
  if (asked.length === 0)
    return sql`
      select key as level, value as points
      from (${entriesOf(sql`(select weights from rule_set order by place limit 1)`, 'weights')})`
  return sql`select * from (values ${join(
    asked.map(({ level, points }) => sql`(${level}, ${points}::double)`),
    ', ',
  )}) asked (level, points)`
}

/**
 * Points by first levels in whole hundredths, and the rates claimed in whole billionths: what they come to is a whole
 * number too, which has one answer.
 */
const hundredths = (points: Sql): Sql => sql`${rounded(sql`${points} * 100`, 0)}::double`
export const billionths = (rate: Sql): Sql => rounded(sql`${rate} * 1000000000`, 0)

/** What stands in the way whatever the weights are. */
export const hindrance = sql`case when own_rate is null or incomplete then 'no-points' when unlevelled then 'no-level' end`

/**
 * Every self-evaluation by its own weights and by those wanted, both out of 100: points claimed ÷ points to be had,
 * and the mean of the claimed score rates of its first levels, weighted as wanted. One that lacks a level that is
 * wanted, or does not say the points of its own, is left out with its reason.
 */
const reweighted = (filters: Filters, told = sql``): Sql => sql`
  wanted as (${wanted(filters)}),
  points as (
    select sum(${hundredths(sql`points`)}) as whole, ${join(
      Level1.options.map(
        (level) => sql`sum(${hundredths(sql`points`)}) filter (where level = ${level}) as ${named(level)}`,
      ),
      ', ',
    )}
    from wanted),
  judged as (
    select own_rate as before, ${rounded(
      sql`(${join(
        Level1.options.map((level) => sql`coalesce(${named(level)} * ${billionths(rateOf(level))}, 0)`),
        ' + ',
      )})::double / whole::double / 10000000`,
      4,
    )} as after,
      coalesce(${hindrance}, ${join(
        [...Level1.options]
          .sort()
          .map(
            (level) =>
              sql`case when ${named(level)} is not null and ${rateOf(level)} is null then ${level} end`,
          ),
        ', ',
      )}) as reason ${told}
    from report cross join points ${where(filters, projectColumns, [sql`kind = 'selfEvaluation'`])})`

/** Those compared, counted by what they come to before and after: there are far fewer such pairs than reports. */
const compared = sql`
  counted as (
    select before, after, reason is null as is_compared, count(*) as n from judged group by 1, 2, 3),
  compared as (
    select before, after, n, ${gradeOf(sql`before`)} as grade_before, ${gradeOf(sql`after`)} as grade_after
    from counted where is_compared)`

/** Some of them with their ranks among all. */
const ranked = (some: Sql): Sql => sql`
  ranked as (
    select c.*, b.rank as rank_before, a.rank as rank_after
    from ${some} c join (${ranks(sql`before`)}) b on b.value = c.before join (${ranks(sql`after`)}) a on a.value = c.after)`

const named = (text: string): Sql => ({ text, values: [] })
const rateOf = (level: Level1): Sql => named(`rate_${level}`)

/** The rank of each value, the highest first; equal ones share theirs. */
const ranks = (value: Sql): Sql => sql`
  select value, (1 + coalesce(sum(n) over (order by value desc rows between unbounded preceding and 1 preceding), 0))::integer
    as rank
  from (select ${value} as value, sum(n) as n from compared group by 1)`

const falls = sql`(grade_before <> grade_after and after < before)`
const rises = sql`(grade_before <> grade_after and after > before)`

const standing = sql`before, after, grade_before, grade_after, rank_before, rank_after`

/** Grades that fall first, then those that rise, then the others; last where a total has no grade. */
const turn = sql`(3 * coalesce(${falls}::integer, -1) + coalesce(${rises}::integer, -1))`
const move = sql`abs(after - before)`

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
    with ${reweighted(filters)}, ${compared}, ${ranked(sql`compared`)}
    select coalesce(sum(n), 0)::integer as n,
      (select coalesce(sum(n), 0)::integer from counted where not is_compared) as "leftOut",
      coalesce(sum(n) filter (where ${falls}), 0)::integer as falls,
      coalesce(sum(n) filter (where ${rises}), 0)::integer as rises,
      coalesce(sum(n) filter (where rank_before <> rank_after), 0)::integer as moved,
      sum(${decimal(sql`after - before`, 4)} * n)::double / nullif(sum(n), 0) as "meanChange",
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
    with ${reweighted(filters, sql`, ${reportRow} as place`)}, ${compared},
    last as (
      select ${turn} as turn, ${move} as move from compared order by turn desc, move desc
      limit 1 offset cast(${most.reweighted - 1} as integer)),
    widest as (
      select * from compared where not exists (
        select 1 from last where ${turn} < turn or (${turn} = turn and ${move} < move))),
    ${ranked(sql`widest`)},
    near as materialized (
      select ${standing}, place from judged join ranked using (before, after) where reason is null),
    listed as (
      select ${standing}, place, id
      from near join (select ${reportRow} as known, id, year from report) r on known = place
      order by ${turn} desc, ${move} desc, year desc nulls last, id limit cast(${most.reweighted} as integer))
    select r.project_id as "projectId", r.project, r.unit, r.district_name as "districtName", year, before, after,
      ${rounded(sql`after - before`, 4)} as change, grade_before as "gradeBefore", grade_after as "gradeAfter",
      rank_before as "rankBefore", rank_after as "rankAfter", rank_before - rank_after as places,
      case when ${falls} then 'falls' when ${rises} then 'rises' else 'stays' end as verdict,
      (select sum(n) from compared)::integer as n
    from listed l join (
      select ${reportRow} as known, year, project_id, project, unit, district_name from report
      where ${reportRow} in (select place from listed)) r on known = place
    order by ${turn} desc, ${move} desc, year desc nulls last, id`,
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
    with ${reweighted(filters, sql`, id, year, district`)},
    first as (
      select id, reason, year, district from judged where reason is not null
      order by reason, year desc nulls last, district nulls last, id limit cast(${most.reweighted} as integer))
    select r.project_id as "projectId", r.project, r.unit, r.district_name as "districtName", f.year, reason,
      (select count(*) from judged where reason is not null)::integer as "inAll"
    from first f join report r on r.id = f.id
    order by reason, f.year desc nulls last, f.district nulls last, f.id`,
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
