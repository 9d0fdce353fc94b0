import { z } from 'zod'
import { EvaluationKind, Grade } from '#app/domain/evaluation.ts'
import { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { indicatorColumns, ReadIndicator } from './project-indicators.ts'

const evaluationsShown = 50

const DocumentEvaluation = z.object({
  id: z.string(),
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  kind: EvaluationKind,
  total: z.number().nullable(),
  grade: Grade.nullable(),
  indicators: z.number(),
  /** The document that took this one's place, and its name. */
  supersededBy: z.string().nullable(),
  supersededByName: z.string().nullable(),
})
export type DocumentEvaluation = z.infer<typeof DocumentEvaluation>

/** The first evaluations that a document holds, in its order, those that others took the place of among them. */
export const documentEvaluations = {
  name: 'document-evaluations',
  row: DocumentEvaluation,
  sql: (id: string) => sql`
    select e.id, e.project_id as "projectId", e.project, e.unit, e.district, e.district_name as "districtName", e.year, e.kind,
      coalesce(e.total_stated, e.total_sum) as total, e.grade,
      coalesce((select count(*) from indicator i where i.evaluation = e.id), 0)::integer as indicators,
      e.superseded_by as "supersededBy", d.name as "supersededByName"
    from evaluation e left join document d on d.id = e.superseded_by
    where e.document = ${id} order by e.ordinal limit ${evaluationsShown}::integer`,
} satisfies Query<string, DocumentEvaluation>

/** Some rows of one of a document's tables, counted from 1. */
export interface RowsAsked {
  id: string
  table: number
  from: number
  to: number
}

const RowIndicator = ReadIndicator.extend({
  project: z.string().nullable(),
  projectId: z.string(),
  year: z.number().nullable(),
  superseded: z.boolean(),
})
export type RowIndicator = z.infer<typeof RowIndicator>

/** The indicators that were read from some rows of a document. */
export const rowIndicators = {
  name: 'row-indicators',
  row: RowIndicator,
  sql: ({ id, table, from, to }: RowsAsked) => sql`
    select ${indicatorColumns}, e.project, e.project_id as "projectId", e.year,
      (e.superseded_by is not null)::boolean as superseded
    from indicator i join evaluation e on e.id = i.evaluation
    where e.document = ${id} and i.table_no = ${table}::integer
      and i.row_no between ${from}::integer and ${to}::integer
    order by i.row_no, e.ordinal, i.ordinal`,
} satisfies Query<RowsAsked, RowIndicator>

const RowFlow = z.object({
  row: z.number(),
  project: z.string().nullable(),
  projectId: z.string(),
  year: z.number().nullable(),
  stage: FundStage,
  source: FundSource,
  amount: z.number(),
  date: z.string().nullable(),
})
export type RowFlow = z.infer<typeof RowFlow>

/** The movements of money that were read from some rows of a document; yuan. */
export const rowFlows = {
  name: 'row-flows',
  row: RowFlow,
  sql: ({ id, table, from, to }: RowsAsked) => sql`
    select row_no as row, project, project_id as "projectId", year, stage, source, amount::double as amount,
      cast(date as varchar) as date
    from fund_flow where document = ${id} and table_no = ${table}::integer
      and row_no between ${from}::integer and ${to}::integer
    order by row_no`,
} satisfies Query<RowsAsked, RowFlow>

const RowProblem = z.object({
  code: z.string(),
  message: z.string(),
  table: z.number().nullable(),
  row: z.number().nullable(),
  column: z.number().nullable(),
})
export type RowProblem = z.infer<typeof RowProblem>

/** What was odd about some rows of a document. */
export const rowProblems = {
  name: 'row-problems',
  row: RowProblem,
  sql: ({ id, table, from, to }: RowsAsked) => sql`
    select code, message, table_no as table, row_no as row, column_no as column
    from problem where document = ${id} and table_no = ${table}::integer
      and row_no between ${from}::integer and ${to}::integer
    order by row_no, column_no, code`,
} satisfies Query<RowsAsked, RowProblem>

const problemsShown = 200

/** The first problems of a document, in its order. */
export const problemsOfDocument = {
  name: 'problems-of-document',
  row: RowProblem,
  sql: (id: string) => sql`
    select code, message, table_no as table, row_no as row, column_no as column
    from problem where document = ${id}
    order by table_no nulls first, row_no nulls first, column_no, code limit ${problemsShown}::integer`,
} satisfies Query<string, RowProblem>
