import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { decidedFindings, noDecisions, type WithDecisions } from './decisions.ts'
import { allYears, type Filters, projectColumns, where } from './filters.ts'

const reported = [sql`kind = 'selfEvaluation'`, sql`year is not null`]

/** The self-evaluations in scope, of every year; declared targets and mid-year reports have no outcome yet. */
const reports = (filters: Filters): Sql =>
  sql`select * from v_evaluation ${where(allYears(filters), projectColumns, reported)}`

/** The year that an overview is of: the latest in scope, the latest chosen where years were. */
const latestYear = (filters: Filters): Sql =>
  sql`select max(year) from v_evaluation ${where(filters, projectColumns, reported)}`

/** The self-evaluations of the overview's year. */
export const latestReports = (filters: Filters): Sql =>
  sql`select * from (${reports(filters)}) where year = (${latestYear(filters)})`

/** More than a twentieth between the money spent and reported unit cost × quantity: both cannot be true. */
export const contradictsMoney = sql`abs(u.reported - u.implied) > 0.05 * u.implied`

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
  widestProjectId: z.string().nullable(),
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
  with report as (${reports(filters)}),
  money as (
    select year, count(distinct project_id)::integer as projects, count(*)::integer as evaluations,
      sum(planned)::double as planned, count(planned)::integer as "plannedN",
      sum(spent)::double as spent, count(spent)::integer as "spentN",
      100 * (sum(spent) filter (where planned is not null))::double
        / nullif((sum(planned) filter (where spent is not null))::double, 0) as "executionRate",
      (count(*) filter (where planned is not null and spent is not null))::integer as "executionN",
      avg(total) as "meanTotal", count(total)::integer as "totalN"
    from report group by year
  ),
  rate as (
    select r.year, 100.0 * (count(*) filter (where s.gap >= 0)) / count(*) as "satisfactionMet",
      avg(s.gap) as "meanGap", count(*)::integer as "satisfactionN", min(s.gap) as "widestGap",
      arg_min(r.project, s.gap) as "widestProject", arg_min(r.project_id, s.gap) as "widestProjectId",
      arg_min(r.district_name, s.gap) as "widestDistrict"
    from v_satisfaction s join report r on r.id = s.evaluation group by r.year
  ),
  cost as (
    select r.year, count(distinct r.project_id)::integer as "comparableN",
      (count(distinct r.project_id) filter (where ${contradictsMoney}))::integer as contradicted
    from v_unit_cost u join report r on r.id = u.evaluation
    where u.reported is not null and u.implied is not null group by r.year
  ),
  fault as (
    select r.year,
      (count(distinct r.id) filter (where f.severity = 'error' and f.state <> 'dismissed'))::integer as faulty,
      (count(*) filter (where f.state = 'open'))::integer as open,
      (count(*) filter (where f.state = 'explained'))::integer as explained,
      (count(*) filter (where f.state = 'confirmed'))::integer as confirmed,
      (count(*) filter (where f.state = 'dismissed'))::integer as dismissed
    from (${decidedFindings(decisions)}) f join report r on r.id = f.evaluation group by r.year
  ),
  figure as (
    select * exclude (faulty, open, explained, confirmed, dismissed), coalesce(faulty, 0) as faulty,
      coalesce(open, 0) as open, coalesce(explained, 0) as explained, coalesce(confirmed, 0) as confirmed,
      coalesce(dismissed, 0) as dismissed, 100.0 * coalesce(faulty, 0) / evaluations as "faultyShare"
    from money left join rate using (year) left join cost using (year) left join fault using (year)
  )
  select this.* exclude ("satisfactionN", "comparableN"),
    coalesce(this."satisfactionN", 0) as "satisfactionN", coalesce(this."comparableN", 0) as "comparableN",
    before.year as "yearBefore", before.evaluations as "evaluationsBefore",
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
    select district, any_value(district_name) as "districtName", year,
      (count(*) filter (where grade = 'excellent'))::integer as excellent,
      (count(*) filter (where grade = 'good'))::integer as good,
      (count(*) filter (where grade = 'fair'))::integer as fair,
      (count(*) filter (where grade = 'poor'))::integer as poor,
      (count(*) filter (where grade is null))::integer as ungraded,
      count(*)::integer as n
    from (${latestReports(filters)}) group by district, year
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

/** As many marks as a picture can tell apart. */
const marks = 600

/** Execution rate and total of each self-evaluation of the overview's year; of very many, those with the lowest. */
export const executionAgainstScore = {
  name: 'execution-against-score',
  row: ExecutionAgainstScore,
  sql: (filters: Filters) => sql`
    select project_id as "projectId", project, unit, district_name as "districtName", year,
      execution_rate as "executionRate", total, grade, (count(*) over ())::integer as n
    from (${latestReports(filters)})
    where execution_rate is not null and total is not null
    order by least(execution_rate, total), district nulls last, project, id
    limit cast(${marks} as integer)`,
} satisfies Query<Filters, ExecutionAgainstScore>
