import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { reportRow } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { wholes } from '#app/warehouse/measures.ts'
import { partsBy, partsOfReports } from '#app/warehouse/rollups.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { countedBy, talliedBy } from '#app/warehouse/tallies.ts'
import { changedBy, noDecisions, type WithDecisions } from './decisions.ts'
import {
  allYears,
  anyOutcome,
  askedByProvince,
  askedOf,
  type Filters,
  hasOutcomes,
  outcomeColumns,
  projectColumns,
  reportColumns,
  where,
} from './filters.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { placed } from './shown-places.ts'

const reported = [sql`kind = 'selfEvaluation'`, sql`year is not null`]

/** The self-evaluations in scope, summed by these columns at the least; declared targets have no outcome yet. */
export const parts = (filters: Filters, by: readonly string[]): Sql => {
  const columns = [...new Set([...by, ...askedOf(filters)])]
  const outcomes = where(filters, outcomeColumns)
  const summed = hasOutcomes(filters)
    ? partsOfReports(columns, sql`(select * from report ${outcomes})`)
    : partsBy(columns)
  return sql`select * from ${summed} ${where(filters, projectColumns)}`
}

/**
 * The year that an overview is of: the latest in scope, the latest chosen where years were. A narrower choice of
 * outcomes never moves it.
 */
export const latestYear = (filters: Filters): Sql =>
  sql`select max(year) from (${parts(anyOutcome(filters), ['year'])})`

/** The one year that is chosen, not looked for: where it has no reports, rows of it are not there either. */
export function yearOf(filters: Filters): Sql {
  const [year, ...others] = filters.year
  return year === undefined || others.length > 0 ? latestYear(filters) : sql`select cast(${year} as integer)`
}

/** Reports of every kind counted by these columns at the least, those alone that came out as the filters have it. */
export function checkedBy(filters: Filters, by: readonly string[]): Sql {
  const columns = [...new Set([...by, ...askedOf(filters)])]
  return hasOutcomes(filters)
    ? countedBy('checked', columns, sql`(select * from report ${where(filters, outcomeColumns)})`)
    : talliedBy('checked', columns)
}

/** The self-evaluations of every year that an overview can be of. */
const allReports = sql`select * from report where ${join(reported, ' and ')} and ${isListed}`

/** What an overview is of, and the decisions by which its findings count. */
type Asked = Filters & WithDecisions

const Known = z.number().nullable()
const YearFigures = z.object({
  year: z.number(),
  /** Null where the year before has no report; every change is then null too. */
  yearBefore: Known,
  projects: z.number(),
  projectsChange: Known,
  evaluations: z.number(),
  evaluationsBefore: Known,
  planned: Known,
  plannedN: z.number(),
  plannedChangePercent: Known,
  spent: Known,
  spentN: z.number(),
  spentChangePercent: Known,
  /** Σ spent ÷ Σ planned over the reports that state both. */
  executionRate: Known,
  executionRateChange: Known,
  executionN: z.number(),
  meanTotal: Known,
  meanTotalChange: Known,
  totalN: z.number(),
  /** Share of satisfaction rates that reached their target. */
  satisfactionMet: Known,
  satisfactionMetChange: Known,
  meanGap: Known,
  meanGapChange: Known,
  satisfactionN: z.number(),
  widestGap: Known,
  widestProject: z.string().nullable(),
  widestDistrict: z.string().nullable(),
  /** Projects whose reported unit cost contradicts the money; null where none can be compared. */
  contradicted: Known,
  contradictedChange: Known,
  comparableN: z.number(),
  /** Findings in the year's self-evaluations by what people hold of them; dismissed ones count nowhere else. */
  open: z.number(),
  explained: z.number(),
  confirmed: z.number(),
  dismissed: z.number(),
  /** Self-evaluations with at least one finding of what cannot be true as written. */
  faulty: z.number(),
  faultyChange: Known,
  /** Of the year's self-evaluations, per cent. */
  faultyShare: Known,
})
export type YearFigures = z.infer<typeof YearFigures>

const figures = ({ decisions = noDecisions, ...filters }: Asked): Sql => sql`
  with summed as (
    select year, ${wholes} from (${parts(allYears(filters), ['year'])}) group by year),
  ${changedBy(decisions)},
  figure as (
    select year, alone_n + others as projects, evaluations, planned::double as planned, planned_n as "plannedN",
      spent::double as spent, spent_n as "spentN",
      100 * spent_of_both::double / nullif(planned_of_both::double, 0) as "executionRate", both_n as "executionN",
      total::double / nullif(total_n, 0) as "meanTotal", total_n as "totalN",
      (100.0 * rates_met / nullif(rates, 0))::double as "satisfactionMet",
      gap_sum::double / nullif(rates, 0) as "meanGap", rates::integer as "satisfactionN",
      widest_rate.gap as "widestGap", widest_rate.project as "widestProject",
      widest_rate.district_name as "widestDistrict",
      case when comparable_alone + comparable_others > 0 then contradicted_alone + contradicted_others end as contradicted,
      comparable_alone + comparable_others as "comparableN",
      (findings - coalesce(c.explained + c.confirmed + c.dismissed, 0))::integer as open,
      coalesce(c.explained, 0)::integer as explained, coalesce(c.confirmed, 0)::integer as confirmed,
      coalesce(c.dismissed, 0)::integer as dismissed, (faulty - coalesce(c.cleared, 0))::integer as faulty,
      (100.0 * (faulty - coalesce(c.cleared, 0)) / evaluations)::double as "faultyShare"
    from summed left join (
      select r.year, sum(explained) as explained, sum(confirmed) as confirmed, sum(dismissed) as dismissed,
        count(*) filter (where cleared) as cleared
      from changed join report r on r.id = changed.evaluation
      ${where(allYears(filters), reportColumns, reported)} group by r.year) c using (year))
  select this.*, before.year as "yearBefore", before.evaluations as "evaluationsBefore",
    this.projects - before.projects as "projectsChange",
    100 * (this.planned - before.planned) / nullif(before.planned, 0) as "plannedChangePercent",
    100 * (this.spent - before.spent) / nullif(before.spent, 0) as "spentChangePercent",
    this."executionRate" - before."executionRate" as "executionRateChange",
    this."meanTotal" - before."meanTotal" as "meanTotalChange",
    this."satisfactionMet" - before."satisfactionMet" as "satisfactionMetChange",
    this."meanGap" - before."meanGap" as "meanGapChange",
    this.contradicted - before.contradicted as "contradictedChange",
    this.faulty - before.faulty as "faultyChange"
  from figure this left join figure before on before.year = this.year - 1`

/** The key figures of the latest year in scope and their change on the year before; no row where nothing is in scope. */
export const overviewFigures = {
  name: 'overview-figures',
  row: YearFigures,
  sql: (asked: Asked) => sql`${figures(asked)} where this.year = (${latestYear(asked)})`,
} satisfies Query<Asked, YearFigures>

/** The same figures for every year in scope, whichever years are chosen. */
export const yearlyTrend = {
  name: 'yearly-trend',
  row: YearFigures,
  sql: (asked: Asked) => sql`${figures(asked)} order by this.year`,
} satisfies Query<Asked, YearFigures>

const GradesByDistrict = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  excellent: z.number(),
  good: z.number(),
  fair: z.number(),
  poor: z.number(),
  ungraded: z.number(),
  n: z.number(),
})
export type GradesByDistrict = z.infer<typeof GradesByDistrict>

/** Self-evaluations of the overview's year by grade and district, in administrative order. */
export const gradesByDistrict = {
  name: 'grades-by-district',
  row: GradesByDistrict,
  sql: (filters: Filters) => sql`
    with part as (select * from ${placed(parts(filters, ['year', 'district', 'district_name']), filters)})
    select district, any_value(district_name) as "districtName", year, sum(excellent)::integer as excellent,
      sum(good)::integer as good, sum(fair)::integer as fair, sum(poor)::integer as poor,
      sum(ungraded)::integer as ungraded, sum(evaluations)::integer as n
    from part where year = (${yearOf(filters)}) group by district, year
    order by district nulls last`,
} satisfies Query<Filters, GradesByDistrict>

const ExecutionAgainstScore = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  executionRate: z.number(),
  total: z.number(),
  grade: Grade.nullable(),
  /** Reports with both figures; more than the rows where only the lowest are given. */
  n: z.number(),
})
export type ExecutionAgainstScore = z.infer<typeof ExecutionAgainstScore>

const mark = sql`project_id as "projectId", project, unit, district_name as "districtName", year,
  execution_rate as "executionRate", total, grade`

/** Execution rate and total of each self-evaluation of the overview's year; of very many, those with the lowest. */
export const executionAgainstScore = {
  name: 'execution-against-score',
  row: ExecutionAgainstScore,
  sql: (filters: Filters) => {
    const { among, order } = firstList('marked')
    const limit: Sql = { text: `limit ${most.marks}`, values: [] }
    const kept = hasOutcomes(filters) ? null : firstOf('marked', ['year', ...askedByProvince(filters)])
    const known = sql`${kept ?? sql`report`} ${where(allYears(filters), reportColumns, [
      ...(kept ? [] : [among]),
      sql`year = (${yearOf(filters)})`,
    ])}`
    const columns = sql`project_id, project, unit, district, district_name, year, execution_rate, total, grade, id`
    return sql`
    with lowest as (${
      kept
        ? sql`select ${columns} from ${known} order by ${order} ${limit}`
        : sql`select ${columns} from report where ${reportRow} in (
            select ${reportRow} from ${known} order by ${order} ${limit})`
    })
    select ${mark}, (${marked(filters)})::integer as n
    from lowest order by ${order}`
  },
} satisfies Query<Filters, ExecutionAgainstScore>

/** How many there are in all. */
const marked = (filters: Filters): Sql => sql`
  select sum(marked) from ${checkedBy(filters, ['year'])}
  ${where(allYears(filters), projectColumns, [sql`year = (${yearOf(filters)})`])}`

const ExecutionAgainstScoreListing = ExecutionAgainstScore.omit({ n: true }).extend(listingShape)

/** The same of every year, whole. */
export const executionAgainstScoreListing = {
  name: 'execution-against-score-listing',
  row: ExecutionAgainstScoreListing,
  sql: () => {
    const { among, order } = firstList('marked')
    return sql`select ${mark}, ${listingBy()} from (${allReports}) where ${among} order by ${order} ${atMostListed}`
  },
} satisfies Query<unknown, z.infer<typeof ExecutionAgainstScoreListing>>
