import { z } from 'zod'
import { isOneDistrict } from '#app/domain/district.ts'
import { decimal, wholeNumbers } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { allYears, type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { amongPeers, peersColumns, peersShape, robustZ, verdict } from './robust.ts'
import { placed } from './shown-places.ts'

const Satisfaction = z.object({
  gap: z.number().nullable(),
  share: z.number().nullable(),
  n: z.number(),
  met: z.number(),
  /** Rates 10 points or more below target, and those of them whose evaluation is graded excellent. */
  wide: z.number(),
  praised: z.number(),
  evaluations: z.number(),
  /** Evaluations without a satisfaction rate that has both target and outcome. */
  without: z.number(),
})
export type Satisfaction = z.infer<typeof Satisfaction>

export const isPraised = sql`gap <= -10 and grade = 'excellent'`

/** Points in whole ten thousandths: their sums and medians are the same in whatever order they are taken. */
export const tenThousandths = (points: Sql): Sql => sql`(${decimal(points, 4)} * 10000)::double`

const mean = (points: Sql): Sql => sql`sum(${decimal(points, 4)})::double / nullif(count(${points}), 0)`

const means = sql`${mean(sql`gap`)} as gap, ${mean(sql`target`)} as target, ${mean(sql`actual`)} as actual`

/** All satisfaction rates in figures, each counted once. */
export const satisfaction = {
  name: 'satisfaction',
  row: Satisfaction,
  sql: (filters: Filters) => sql`
    with rate as (select * from v_satisfaction ${where(filters, projectColumns)}),
    evaluated as (
      select count(*) as n, count(unrated) as without from report ${where(filters, projectColumns)})
    select ${mean(sql`gap`)} as gap, (100.0 * count(*) filter (where gap >= 0) / nullif(count(gap), 0))::double as share,
      count(gap)::integer as n, (count(*) filter (where gap >= 0))::integer as met,
      (count(*) filter (where gap <= -10))::integer as wide, (count(*) filter (where ${isPraised}))::integer as praised,
      (select n from evaluated)::integer as evaluations, (select without from evaluated)::integer as without
    from rate`,
} satisfies Query<Filters, Satisfaction>

const SatisfactionByDistrict = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  gap: z.number().nullable(),
  target: z.number().nullable(),
  actual: z.number().nullable(),
  n: z.number(),
  missed: z.number(),
})
export type SatisfactionByDistrict = z.infer<typeof SatisfactionByDistrict>

/** Gap by district and year: the plain mean of its rates, each project's rate counted once, with n. */
export const satisfactionByDistrict = {
  name: 'satisfaction-by-district',
  row: SatisfactionByDistrict,
  sql: (filters: Filters) => sql`
    select district, any_value(district_name) as "districtName", year,
      ${means},
      count(*)::integer as n, (count(*) filter (where gap < 0))::integer as missed
    from ${placed(sql`select * from v_satisfaction ${where(allYears(filters), projectColumns)}`, filters)}
    group by district, year
    order by district nulls last, year`,
} satisfies Query<Filters, SatisfactionByDistrict>

const SatisfactionRanking = z.object({
  district: z.string().nullable(),
  /** The district's name; where one district was chosen, the unit's. */
  place: z.string().nullable(),
  isUnit: z.boolean(),
  gap: z.number().nullable(),
  target: z.number().nullable(),
  actual: z.number().nullable(),
  n: z.number(),
  missed: z.number(),
})
export type SatisfactionRanking = z.infer<typeof SatisfactionRanking>

/** Districts, or the units of one, from the furthest below its targets: plain means, with n. */
export const satisfactionRanking = {
  name: 'satisfaction-ranking',
  row: SatisfactionRanking,
  sql: (filters: Filters) => {
    const isUnit = isOneDistrict(filters.district)
    return sql`
      select district, ${isUnit ? sql`unit` : sql`district_name`} as place, ${isUnit} as "isUnit",
        ${means},
        count(*)::integer as n, (count(*) filter (where gap < 0))::integer as missed
      from ${placed(sql`select * from v_satisfaction ${where(filters, projectColumns)}`, filters)}
      group by district, place
      order by ${mean(sql`gap`)}, district nulls last, place nulls last limit 30`
  },
} satisfies Query<Filters, SatisfactionRanking>

const SatisfactionTrend = z.object({
  year: z.number(),
  gap: z.number().nullable(),
  share: z.number().nullable(),
  change: z.number().nullable(),
  n: z.number(),
  met: z.number(),
})
export type SatisfactionTrend = z.infer<typeof SatisfactionTrend>

/** Mean gap and share of targets met by year, each rate counted once; a year without any is null. */
export const satisfactionTrend = {
  name: 'satisfaction-trend',
  row: SatisfactionTrend,
  sql: (filters: Filters) => sql`
    with rate as (select * from v_satisfaction ${where(allYears(filters), projectColumns, [sql`year is not null`])}),
    years as (select ${wholeNumbers(sql`min(year)`, sql`max(year)`)} as year from rate)
    select years.year, ${mean(sql`gap`)} as gap,
      (100.0 * count(*) filter (where gap >= 0) / nullif(count(gap), 0))::double as share,
      ${mean(sql`gap`)} - lag(${mean(sql`gap`)}) over (order by years.year) as change,
      count(gap)::integer as n, (count(*) filter (where gap >= 0))::integer as met
    from years left join rate on rate.year = years.year
    group by years.year order by years.year`,
} satisfies Query<Filters, SatisfactionTrend>

const SatisfactionCase = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  name: z.string(),
  target: z.number(),
  actual: z.number(),
  gap: z.number(),
  /** The whole evaluation's score and grade. */
  total: z.number().nullable(),
  grade: z.string().nullable(),
  reason: z.string().nullable(),
  rowNo: z.number().nullable(),
  /** How many were surveyed; null where the report does not say. */
  surveyed: z.number().nullable(),
  /** Among all rates of its programme: how many they are, its robust z, and what that comes to. */
  peers: z.number().nullable(),
  z: z.number().nullable(),
  verdict: peersShape.verdict.nullable(),
  /** True where the target was missed by 10 points or more, and the grade is the highest all the same. */
  praised: z.boolean(),
})
export type SatisfactionCase = z.infer<typeof SatisfactionCase>

const mostProgrammes = 40

/** Every rate in scope of the programmes that have most of them, beside all others of those. */
const peers = (filters: Filters): Sql => {
  const scope = where(filters, projectColumns, [sql`programme is not null`, sql`kind = 'selfEvaluation'`])
  return amongPeers(
    sql`select programme, gap, surveyed, ${tenThousandths(sql`gap`)} as value from v_satisfaction ${scope}
        and programme in (
        select programme from v_satisfaction ${scope} group by programme
        order by count(*) desc, programme limit cast(${mostProgrammes} as integer))`,
    sql`programme`,
  )
}

/** The first of some rates, each beside all of its programme. */
const cases = (scope: Sql, limit: Sql, further = sql``): Sql => sql`
  with first as (
    select *, gap as value from v_satisfaction ${scope}
    order by gap, year desc nulls last, evaluation, ordinal ${limit}),
  beside as (
    select first.*, peers, lowest, lower, median, upper, highest, mad, ${robustZ} as z
    from first left join rate_peers p
      on p.programme = case when kind = 'selfEvaluation' then first.programme end)
  select project_id as "projectId", project, unit, district_name as "districtName", year, name, target, actual, gap,
    total, grade, nullif(trim(reason), '') as reason, row_no as "rowNo",
    coalesce(${isPraised}, false)::boolean as praised, surveyed, peers, z,
    case when peers is not null then ${verdict} end as verdict${further}
  from beside order by gap, year desc nulls last, evaluation, ordinal`

const firstCases = (filters: Filters, which: Sql, length: number): Sql =>
  cases(where(filters, projectColumns, [which]), sql`limit cast(${length} as integer)`)

/** The twenty rates that stayed furthest below their targets. */
export const satisfactionGaps = {
  name: 'satisfaction-gaps',
  row: SatisfactionCase,
  sql: (filters: Filters) => firstCases(filters, sql`gap < 0`, most.gaps),
} satisfies Query<Filters, SatisfactionCase>

/** Gap and total score of evaluations, the widest gaps first. */
export const satisfactionAgainstScore = {
  name: 'satisfaction-against-score',
  row: SatisfactionCase,
  sql: (filters: Filters) => firstCases(filters, sql`total is not null`, most.points),
} satisfies Query<Filters, SatisfactionCase>

const SatisfactionCaseListing = SatisfactionCase.extend(listingShape)

/** All rates that either lists, whole. */
export const satisfactionCasesListing = {
  name: 'satisfaction-cases-listing',
  row: SatisfactionCaseListing,
  sql: () =>
    cases(sql`where (gap < 0 or total is not null) and ${isListed}`, atMostListed, sql`, ${listingBy()}`),
} satisfies Query<unknown, z.infer<typeof SatisfactionCaseListing>>

const SatisfactionByProgramme = z.object({
  programme: z.string(),
  n: z.number(),
  lowest: z.number(),
  lower: z.number(),
  median: z.number(),
  upper: z.number(),
  highest: z.number(),
  mad: z.number(),
  met: z.number(),
  /** Rates far from the others of the programme. */
  far: z.number(),
  /** Rates whose report says how many were surveyed, and how many those were in all. */
  surveys: z.number(),
  surveyed: z.number().nullable(),
})
export type SatisfactionByProgramme = z.infer<typeof SatisfactionByProgramme>

const points = (names: readonly string[]): Sql =>
  join(
    names.map((name): Sql => ({ text: `min(${name}) / 10000 as ${name}`, values: [] })),
    ', ',
  )

/** Gaps within each programme: quartiles, MAD and those far off, each rate counted once; most rates first, at most 40. */
export const satisfactionByProgramme = {
  name: 'satisfaction-by-programme',
  row: SatisfactionByProgramme,
  sql: (filters: Filters) => sql`
    select programme, count(*)::integer as n, ${points(['lowest', 'lower', 'median', 'upper', 'highest', 'mad'])}, (count(*) filter (where gap >= 0))::integer as met,
      (count(*) filter (where verdict = 'far'))::integer as far, count(surveyed)::integer as surveys,
      sum(surveyed)::integer as surveyed
    from (select programme, gap, surveyed, ${peersColumns} from (${peers(filters)}))
    group by programme order by n desc, programme`,
} satisfies Query<Filters, SatisfactionByProgramme>

const SatisfactionLeftOut = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  reason: z.enum(['no-indicator', 'no-target', 'no-outcome', 'in-words']),
  /** As written, where there is an indicator. */
  target: z.string().nullable(),
  actual: z.string().nullable(),
  inAll: z.number(),
})
export type SatisfactionLeftOut = z.infer<typeof SatisfactionLeftOut>

const leftOut = sql`
  project_id as "projectId", project, unit, district_name as "districtName", year, unrated as reason,
  nullif(trim(rate_target), '') as target, nullif(trim(rate_actual), '') as actual`

const byReason = sql`order by reason, year desc nulls last, district nulls last, id`

/** Evaluations without a rate that has both target and outcome, and why; at most 200 of `inAll`. */
export const satisfactionLeftOut = {
  name: 'satisfaction-left-out',
  row: SatisfactionLeftOut,
  sql: (filters: Filters) => sql`
    select ${leftOut},
      (select count(*) from report ${where(filters, projectColumns, [sql`unrated is not null`])})::integer as "inAll"
    from report ${where(filters, projectColumns, [sql`unrated is not null`])}
    ${byReason} limit cast(${most.unrated} as integer)`,
} satisfies Query<Filters, SatisfactionLeftOut>

const SatisfactionLeftOutListing = SatisfactionLeftOut.omit({ inAll: true }).extend(listingShape)

/** The same, whole. */
export const satisfactionLeftOutListing = {
  name: 'satisfaction-left-out-listing',
  row: SatisfactionLeftOutListing,
  sql: () => sql`
    select ${leftOut}, ${listingBy()} from report where unrated is not null and ${isListed}
    ${byReason} ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof SatisfactionLeftOutListing>>
