import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { Level1 } from '#app/domain/indicator.ts'
import { decimal, reportRow, rounded, sumOfEntries } from '#app/warehouse/dialect.ts'
import { firstOf } from '#app/warehouse/first-lists.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import {
  fallsOf,
  gradeOf,
  hundredths,
  pointsOf,
  risesOf,
  turnOf,
  unweighed,
  usualWeights,
  weighed,
  widthOf,
} from '#app/warehouse/weighing.ts'
import { askedByProvince, type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'

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

/** The weights asked for, if they count for anything. */
const askedFor = (filters: Filters) => weightsWanted(filters, [])

/** The weights asked for, else those of the default rule set; levels without points count for nothing. */
function wanted(filters: Filters): Sql {
  const asked = askedFor(filters)
  if (asked.length === 0) return usualWeights
  return sql`select * from (values ${join(
    asked.map(({ level, points }) => sql`(${level}, ${points}::double)`),
    ', ',
  )}) asked (level, points)`
}

/**
 * Every self-evaluation by its own weights and by those wanted, both out of 100: points claimed ÷ points to be had,
 * and the mean of the claimed score rates of its first levels, weighted as wanted. One that lacks a level that is
 * wanted, or does not say the points of its own, is left out with its reason.
 */
function judged(filters: Filters, told = sql``): Sql {
  const ofScope = where(filters, projectColumns, [sql`kind = 'selfEvaluation'`])
  return askedFor(filters).length === 0
    ? sql`
  judged as (select own_rate as before, weighed as after, unweighed as reason ${told} from report ${ofScope})`
    : sql`
  points as (${pointsOf(wanted(filters))}),
  judged as (
    select own_rate as before, ${weighed} as after, ${unweighed} as reason ${told}
    from report cross join points ${ofScope})`
}

/** Those compared, counted by what they come to before and after: there are far fewer such pairs than reports. */
function compared(filters: Filters): Sql {
  const asked = askedByProvince(filters)
  const rows =
    askedFor(filters).length === 0
      ? sql`
    select before, weighed as after, unweighed is null as is_compared, n
    from ${talliedBy('weighed', ['before', 'weighed', 'unweighed', ...asked])} ${where(filters, asked)}`
      : sql`select before, after, reason is null as is_compared, 1 as n from judged`
  return sql`
  counted as (
    select before, after, is_compared, sum(n) as n from (${rows}) told group by before, after, is_compared),
  compared as (
    select before, after, n, ${gradeOf(sql`before`)} as grade_before, ${gradeOf(sql`after`)} as grade_after
    from counted where is_compared)`
}

/** Some of them with their ranks among all. */
const ranked = (some: Sql): Sql => sql`
  ranked as (
    select c.*, b.rank as rank_before, a.rank as rank_after
    from ${some} c join (${ranks(sql`before`)}) b on b.value = c.before join (${ranks(sql`after`)}) a on a.value = c.after)`

/** The rank of each value, the highest first; equal ones share theirs. */
const ranks = (value: Sql): Sql => sql`
  select value, (1 + coalesce(sum(n) over (order by value desc rows between unbounded preceding and 1 preceding), 0))::integer
    as rank
  from (select ${value} as value, sum(n) as n from compared group by 1)`

const between = {
  before: sql`before`,
  after: sql`after`,
  gradeBefore: sql`grade_before`,
  gradeAfter: sql`grade_after`,
}
const [falls, rises] = [fallsOf(between), risesOf(between)]
const [turn, move] = [turnOf(between), widthOf(between)]

const standing = sql`before, after, grade_before, grade_after, rank_before, rank_after`

/** What a list tells of a report beside its totals. */
const told = sql`id, year, district, project_id, project, unit, district_name`

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
    with ${judged(filters)}, ${compared(filters)}, ${ranked(sql`compared`)}
    select coalesce(sum(n), 0)::integer as n,
      (select coalesce(sum(n), 0)::integer from counted where not is_compared) as "leftOut",
      coalesce(sum(n) filter (where ${falls}), 0)::integer as falls,
      coalesce(sum(n) filter (where ${rises}), 0)::integer as rises,
      coalesce(sum(n) filter (where rank_before <> rank_after), 0)::integer as moved,
      sum(${decimal(sql`after - before`, 4)} * n)::double / nullif(sum(n), 0) as "meanChange",
      (select sum(${hundredths(sql`points`)})::double / 100 from (${wanted(filters)}) weight) as points
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

/** The rows of `compared` that the list may show, without looking at a report. */
const widest = sql`
    last as (
      select ${turn} as turn, ${move} as move from compared order by turn desc, move desc
      limit 1 offset cast(${most.reweighted - 1} as integer)),
    widest as (
      select * from compared where not exists (
        select 1 from last where ${turn} < turn or (${turn} = turn and ${move} < move)))`

const byMove = sql`${turn} desc, ${move} desc, year desc nulls last, id`

/** The first of the list, as `listed`, out of the lists that are kept; else found by their totals alone. */
function movedMost(filters: Filters): Sql {
  const asked = askedByProvince(filters)
  const limit = sql`limit cast(${most.reweighted} as integer)`
  const kept = askedFor(filters).length === 0 ? firstOf('moved', asked) : null
  if (kept)
    return sql`
    listed as (
      select ${standing}, ${told}
      from (select own_rate, weighed, ${told} from ${kept} ${where(filters, asked)}) f
        join ranked on own_rate = before and weighed = after
      order by ${byMove} ${limit})`
  return sql`
    near as materialized (
      select ${standing}, place from judged join ranked using (before, after) where reason is null),
    first as (
      select ${standing}, place
      from near join (select ${reportRow} as known, id, year from report) r on known = place
      order by ${byMove} ${limit}),
    listed as (
      select ${standing}, ${told}
      from first join (
        select ${reportRow} as known, ${told} from report
        where ${reportRow} in (select place from first)) r on known = place)`
}

/** Totals and ranks before and after: grades that fall first, then those that rise, then the widest moves; at most 200. */
export const scoresReweighted = {
  name: 'scores-reweighted',
  row: Reweighted,
  sql: (filters: Filters) => sql`
    with ${judged(filters, sql`, ${reportRow} as place`)}, ${compared(filters)}, ${widest}, ${ranked(sql`widest`)},
    ${movedMost(filters)}
    select project_id as "projectId", project, unit, district_name as "districtName", year, before, after,
      ${rounded(sql`after - before`, 4)} as change, grade_before as "gradeBefore", grade_after as "gradeAfter",
      rank_before as "rankBefore", rank_after as "rankAfter", rank_before - rank_after as places,
      case when ${falls} then 'falls' when ${rises} then 'rises' else 'stays' end as verdict,
      (select sum(n) from compared)::integer as n
    from listed order by ${byMove}`,
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

const byReason = sql`reason, year desc nulls last, district nulls last, id`

/** Those that the weights cannot be applied to, and why; at most 200 of `inAll`. */
export const scoresNotReweighted = {
  name: 'scores-not-reweighted',
  row: NotReweighted,
  sql: (filters: Filters) => {
    const asked = askedByProvince(filters)
    const limit = sql`limit cast(${most.reweighted} as integer)`
    const kept = askedFor(filters).length === 0 ? firstOf('unweighed', asked) : null
    const first = kept
      ? sql`
    first as (
      select unweighed as reason, ${told} from ${kept} ${where(filters, asked)} order by ${byReason} ${limit})`
      : sql`
    near as (
      select id as known, reason from judged where reason is not null order by ${byReason} ${limit}),
    first as (select reason, ${told} from near join (select ${told} from report) r on id = known)`
    return sql`
    with ${judged(filters, sql`, id, year, district`)}, ${compared(filters)}, ${first}
    select project_id as "projectId", project, unit, district_name as "districtName", year, reason,
      (select coalesce(sum(n), 0) from counted where not is_compared)::integer as "inAll"
    from first order by ${byReason}`
  },
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
