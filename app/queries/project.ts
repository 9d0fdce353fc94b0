import { z } from 'zod'
import { EvaluationKind, Grade } from '#app/domain/evaluation.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'

/** Which report of a project is asked for; where there is none of that year or kind, the nearest to it is meant. */
export interface ReportAsked {
  id: string
  year: number | null
  kind: EvaluationKind | null
}

const Year = z
  .string()
  .regex(/^(?:19|20)\d\d$/)
  .transform(Number)

/** Reads a project page's URL; what cannot be meant is passed over for the latest report. */
export const reportAskedOf = (id: string, search: URLSearchParams): ReportAsked => ({
  id,
  year: Year.safeParse(search.get('year')).data ?? null,
  kind: EvaluationKind.safeParse(search.get('kind')).data ?? null,
})

/** A self-evaluation says most, then what reviewed it, then the year's middle, then its plan. */
const kindOrder = sql`case kind when 'selfEvaluation' then 1 when 'review' then 2 when 'monitoring' then 3 else 4 end`

/**
 * `report`: a project's reports, one of a year and kind, and the years that only its ledger knows, whose id is
 * null. `chosen`: the one that is asked for, else the latest.
 */
export const reportsOf = ({ id, year, kind }: ReportAsked): Sql => sql`
  report as (
    select id, project_id, project, unit, department, sector, programme, district, district_name, year, kind,
      document, total, grade, planned, spent, execution_rate
    from v_evaluation where project_id = ${id}
    qualify row_number() over (partition by year, kind order by total is null, planned is null, id) = 1
    union all
    select null, project_id, any_value(project), any_value(unit), null, null, null, any_value(district),
      any_value(district_name), year, null, null, null, null, null, null, null
    from v_fund_flow f where project_id = ${id} and not exists (
      select 1 from v_evaluation e where e.project_id = f.project_id and e.year = f.year)
    group by project_id, year),
  chosen as (
    select * from report
    order by year is not distinct from cast(${year} as integer) desc, id is null,
      kind is not distinct from ${kind} desc, year desc nulls last, ${kindOrder}, id limit 1)`

const ProjectReport = z.object({
  evaluation: z.string().nullable(),
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  department: z.string().nullable(),
  sector: z.string().nullable(),
  programme: z.string().nullable(),
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  kind: EvaluationKind.nullable(),
  totalStated: z.number().nullable(),
  totalSum: z.number().nullable(),
  gradeStated: z.string().nullable(),
  grade: Grade.nullable(),
  executionRateStated: z.number().nullable(),
  executionRate: z.number().nullable(),
  executionWeight: z.number().nullable(),
  executionScore: z.number().nullable(),
  document: z.string().nullable(),
  documentName: z.string().nullable(),
  path: z.string().nullable(),
  format: z.string().nullable(),
  layout: z.string().nullable(),
  layoutWhy: z.string().nullable(),
  bytes: z.number().nullable(),
})
export type ProjectReport = z.infer<typeof ProjectReport>

/** The report that is asked for, its project and its document; no row where the project is not known. */
export const project = {
  name: 'project',
  row: ProjectReport,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select c.id as evaluation, c.project_id as "projectId", c.project, c.unit, c.department, c.sector, c.programme,
      c.district, c.district_name as "districtName", c.year, c.kind, e.total_stated as "totalStated",
      e.total_sum as "totalSum", e.grade_stated as "gradeStated", c.grade,
      e.execution_rate_stated as "executionRateStated", c.execution_rate as "executionRate",
      e.execution_weight as "executionWeight", e.execution_score as "executionScore",
      c.document, d.name as "documentName", d.path, d.format, d.layout, d.layout_why as "layoutWhy", d.bytes
    from chosen c left join v_evaluation e on e.id = c.id left join document d on d.id = c.document`,
} satisfies Query<ReportAsked, ProjectReport>

const ReportHeld = z.object({
  year: z.number().nullable(),
  /** Null where only the ledger knows the year. */
  kind: EvaluationKind.nullable(),
  chosen: z.boolean(),
})
export type ReportHeld = z.infer<typeof ReportHeld>

/** Every report of the project, the latest year first, and which of them is shown. */
export const projectReports = {
  name: 'project-reports',
  row: ReportHeld,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select year, kind,
      (year is not distinct from (select year from chosen)
        and id is not distinct from (select id from chosen))::boolean as chosen
    from report order by year desc nulls last, ${kindOrder}, id`,
} satisfies Query<ReportAsked, ReportHeld>
