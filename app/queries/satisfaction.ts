import { z } from 'zod'
import { isOneDistrict } from '#app/domain/district.ts'
import { decimal, wholeNumbers } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { isPraised, talliedBy } from '#app/warehouse/tallies.ts'
import { allYears, askedByProvince, askedOf, type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { countedAmongPeers, peersColumns, peersShape, robustZ, verdict } from './robust.ts'
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

/** Points in whole ten thousandths: their sums and medians are the same in whatever order they are taken. */
export const tenThousandths = (points: Sql): Sql => sql`(${decimal(points, 4)} * 10000)::double`

/** Of rates counted: each counts once. */
const mean = (points: Sql): Sql => sql`sum(${points})::double / nullif(sum(n), 0)::double`

const means = sql`${mean(sql`gap`)} as gap, ${mean(sql`target`)} as target, ${mean(sql`actual`)} as actual`
const counts = sql`sum(n)::integer as n, sum(missed)::integer as missed`

/** Satisfaction rates counted by some columns at the least. */
const rates = (filters: Filters, by: readonly string[], also: readonly Sql[] = []): Sql => sql`
  select * from ${talliedBy('rate', [...new Set([...by, ...askedOf(filters)])])} ${where(filters, projectColumns, also)}`

/** All satisfaction rates in figures, each counted once. */
export const satisfaction = {
  name: 'satisfaction',
  row: Satisfaction,
  sql: (filters: Filters) => sql`
    with evaluated as (
      select coalesce(sum(n), 0)::integer as n, coalesce(sum(unrated), 0)::integer as without
      from ${talliedBy('checked', askedOf(filters))} ${where(filters, projectColumns)})
    select ${mean(sql`gap`)} as gap, (100.0 * sum(met) / nullif(sum(n), 0))::double as share,
      coalesce(sum(n), 0)::integer as n, coalesce(sum(met), 0)::integer as met,
      coalesce(sum(wide), 0)::integer as wide, coalesce(sum(praised), 0)::integer as praised,
      (select n from evaluated) as evaluations, (select without from evaluated) as without
    from (${rates(filters, [])})`,
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
      ${means}, ${counts}
    from ${placed(rates(allYears(filters), ['year', 'district', 'district_name']), filters)}
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
        ${means}, ${counts}
      from ${placed(rates(filters, ['district', 'district_name', ...(isUnit ? ['unit'] : [])]), filters)}
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
    with rate as (${rates(allYears(filters), ['year'], [sql`year is not null`])}),
    years as (select ${wholeNumbers(sql`min(year)`, sql`max(year)`)} as year from rate)
    select years.year, ${mean(sql`gap`)} as gap,
      (100.0 * sum(met) / nullif(sum(n), 0))::double as share,
      ${mean(sql`gap`)} - lag(${mean(sql`gap`)}) over (order by years.year) as change,
      coalesce(sum(n), 0)::integer as n, coalesce(sum(met), 0)::integer as met
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

const mostProgrammes: Sql = { text: '40', values: [] }

/** The gaps in scope of the programmes that have most of them, counted, beside all others of those. */
const peers = (filters: Filters): Sql => {
  const scope = where(filters, projectColumns, [sql`programme is not null`, sql`kind = 'selfEvaluation'`])
  return countedAmongPeers(
    sql`select programme, gap, ${tenThousandths(sql`gap`)} as value, count(*)::double as n, count(surveyed) as surveys,
        sum(surveyed) as surveyed
      from v_satisfaction ${scope}
        and programme in (
        select programme from (${rates(filters, ['programme'], [sql`programme is not null`])}) group by programme
        having sum(own) > 0 order by sum(own) desc, programme limit ${mostProgrammes})
      group by programme, gap`,
    sql`programme`,
  )
}

/** Some rates, each beside all of its programme. */
const cases = (rates: Sql, further = sql``): Sql => sql`
  with first as (${rates}),
  beside as (
    select first.*, peers, lowest, lower, median, upper, highest, mad, ${robustZ} as z
    from first left join rate_peers p
      on p.programme = case when kind = 'selfEvaluation' then first.programme end)
  select project_id as "projectId", project, unit, district_name as "districtName", year, name, target, actual, gap,
    total, grade, nullif(trim(reason), '') as reason, row_no as "rowNo",
    coalesce(${isPraised}, false)::boolean as praised, surveyed, peers, z,
    case when peers is not null then ${verdict} end as verdict${further}
  from beside order by gap, year desc nulls last, evaluation, ordinal`

/** The first of the rates in scope. */
function firstCases(filters: Filters, list: 'gaps' | 'scored', length: number): Sql {
  const { among, order } = firstList(list)
  const rows = firstOf(list, askedByProvince(filters)) ?? sql`v_satisfaction`
  return cases(sql`
    select *, gap as value from ${rows} ${where(filters, projectColumns, [among])}
    order by ${order} limit ${{ text: String(length), values: [] }}`)
}

/** The twenty rates that stayed furthest below their targets. */
export const satisfactionGaps = {
  name: 'satisfaction-gaps',
  row: SatisfactionCase,
  sql: (filters: Filters) => firstCases(filters, 'gaps', most.gaps),
} satisfies Query<Filters, SatisfactionCase>

/** Gap and total score of evaluations, the widest gaps first. */
export const satisfactionAgainstScore = {
  name: 'satisfaction-against-score',
  row: SatisfactionCase,
  sql: (filters: Filters) => firstCases(filters, 'scored', most.points),
} satisfies Query<Filters, SatisfactionCase>

const SatisfactionCaseListing = SatisfactionCase.extend(listingShape)

/** All rates that either lists, whole. */
export const satisfactionCasesListing = {
  name: 'satisfaction-cases-listing',
  row: SatisfactionCaseListing,
  sql: () =>
    cases(
      sql`select *, gap as value from v_satisfaction where (gap < 0 or total is not null) and ${isListed}
        order by ${firstList('gaps').order} ${atMostListed}`,
      sql`, ${listingBy()}`,
    ),
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
    select programme, sum(held)::integer as n, ${points(['lowest', 'lower', 'median', 'upper', 'highest', 'mad'])},
      coalesce(sum(held) filter (where gap >= 0), 0)::integer as met,
      coalesce(sum(held) filter (where verdict = 'far'), 0)::integer as far, sum(surveys)::integer as surveys,
      sum(surveyed)::integer as surveyed
    from (select programme, gap, n as held, surveys, surveyed, ${peersColumns} from (${peers(filters)}))
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

/** Evaluations without a rate that has both target and outcome, and why; at most 200 of `inAll`. */
export const satisfactionLeftOut = {
  name: 'satisfaction-left-out',
  row: SatisfactionLeftOut,
  sql: (filters: Filters) => {
    const { among, order } = firstList('unrated')
    const rows = firstOf('unrated', askedByProvince(filters)) ?? sql`report`
    return sql`
    select ${leftOut},
      (select coalesce(sum(unrated), 0) from ${talliedBy('checked', askedOf(filters))} ${where(filters, projectColumns)})::integer as "inAll"
    from ${rows} ${where(filters, projectColumns, [among])}
    order by ${order} limit ${{ text: String(most.unrated), values: [] }}`
  },
} satisfies Query<Filters, SatisfactionLeftOut>

const SatisfactionLeftOutListing = SatisfactionLeftOut.omit({ inAll: true }).extend(listingShape)

/** The same, whole. */
export const satisfactionLeftOutListing = {
  name: 'satisfaction-left-out-listing',
  row: SatisfactionLeftOutListing,
  sql: () => {
    const { among, order } = firstList('unrated')
    return sql`
    select ${leftOut}, ${listingBy()} from report where ${among} and ${isListed}
    order by ${order} ${atMostListed}`
  },
} satisfies Query<unknown, z.infer<typeof SatisfactionLeftOutListing>>
