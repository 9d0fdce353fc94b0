import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const OtherReport = z.object({
  document: z.string(),
  documentName: z.string(),
  kind: EvaluationKind,
  total: z.number().nullable(),
  spent: z.number().nullable(),
  /** True where a later document took its place. */
  superseded: z.boolean(),
})
export type OtherReport = z.infer<typeof OtherReport>

/** Other documents that report the same project and year, the latest batch first. */
export const projectDocuments = {
  name: 'project-documents',
  row: OtherReport,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select e.document, d.name as "documentName", e.kind, coalesce(e.total_stated, e.total_sum) as total,
      e.spent::double as spent, (e.superseded_by is not null)::boolean as superseded
    from evaluation e join document d on d.id = e.document join chosen c on c.project_id = e.project_id
    where e.year is not distinct from c.year and e.id is distinct from c.id
    order by superseded, d.batch desc, d.name`,
} satisfies Query<ReportAsked, OtherReport>

const ReportProblem = z.object({
  code: z.string(),
  message: z.string(),
  table: z.number().nullable(),
  row: z.number().nullable(),
  column: z.number().nullable(),
})
export type ReportProblem = z.infer<typeof ReportProblem>

/** Problems met while reading the report: those of its rows, and those of its document as a whole. */
export const projectProblems = {
  name: 'project-problems',
  row: ReportProblem,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)},
    own as (
      select table_no, min(row_no) as first, max(row_no) as last from indicator
      where evaluation = (select id from chosen) group by table_no),
    alone as (
      select count(*) = 1 as alone from evaluation where document = (select document from chosen))
    select p.code, p.message, p.table_no as table, p.row_no as row, p.column_no as column
    from v_problem p where p.document = (select document from chosen)
      and (p.row_no is null or (select alone from alone) or exists (
        select 1 from own where own.table_no = p.table_no and p.row_no between own.first and own.last))
    order by p.table_no nulls first, p.row_no nulls first, p.column_no, p.code`,
} satisfies Query<ReportAsked, ReportProblem>
