import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Direction, Level1 } from '#app/domain/indicator.ts'
import { Operator, QuantityKind } from '#app/domain/quantity.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

/** An indicator as its document prints it, beside what was understood of it. */
export const ReadIndicator = z.object({
  ordinal: z.number(),
  level: Level1.nullable(),
  level1: z.string().nullable(),
  /** Points stated for the whole first level only. */
  level1Weight: z.number().nullable(),
  level2: z.string().nullable(),
  name: z.string(),
  targetText: z.string().nullable(),
  actualText: z.string().nullable(),
  weight: z.number().nullable(),
  score: z.number().nullable(),
  reason: z.string().nullable(),
  targetKind: QuantityKind,
  targetOp: Operator.nullable(),
  targetValue: z.number().nullable(),
  targetUpper: z.number().nullable(),
  targetDate: z.string().nullable(),
  targetUnit: z.string().nullable(),
  actualKind: QuantityKind,
  actualOp: Operator.nullable(),
  actualValue: z.number().nullable(),
  actualUpper: z.number().nullable(),
  actualDate: z.string().nullable(),
  actualUnit: z.string().nullable(),
  /** True where a bare actual was read in the target's unit. */
  unitAssumed: z.boolean().nullable(),
  approximate: z.boolean().nullable(),
  direction: Direction.nullable(),
  completion: z.number().nullable(),
  met: z.boolean().nullable(),
  table: z.number().nullable(),
  row: z.number().nullable(),
  column: z.number().nullable(),
})
export type ReadIndicator = z.infer<typeof ReadIndicator>

/** The columns of a {@link ReadIndicator}, of a table or view of indicators called `i`. */
export const indicatorColumns = sql`
  i.ordinal, i.level, i.level1, i.level1_weight as "level1Weight", i.level2, i.name, i.target_text as "targetText",
  i.actual_text as "actualText", i.weight, i.score, i.reason, i.target_kind as "targetKind",
  i.target_op as "targetOp", i.target_value as "targetValue", i.target_upper as "targetUpper",
  cast(i.target_date as varchar) as "targetDate", i.target_unit as "targetUnit", i.actual_kind as "actualKind",
  i.actual_op as "actualOp", i.actual_value as "actualValue", i.actual_upper as "actualUpper",
  cast(i.actual_date as varchar) as "actualDate", i.actual_unit as "actualUnit",
  i.actual_unit_assumed as "unitAssumed", i.approximate, i.direction, i.completion, i.met, i.table_no as table,
  i.row_no as row, i.column_no as column`

const ProjectIndicator = ReadIndicator.extend({
  projectId: z.string(),
  year: z.number().nullable(),
  kind: EvaluationKind,
  /** The document's row, once: links point at it. Null where a row before it in another table has the same. */
  anchor: z.number().nullable(),
})
export type ProjectIndicator = z.infer<typeof ProjectIndicator>

/** The indicators of one report as it prints them, in its order, each beside what was understood of it. */
export const projectIndicators = {
  name: 'project-indicators',
  row: ProjectIndicator,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select ${indicatorColumns}, i.project_id as "projectId", i.year, i.kind,
      case when row_number() over (partition by i.row_no order by i.ordinal) = 1 then i.row_no end as anchor
    from v_indicator i where i.evaluation = (select id from chosen) order by i.ordinal`,
} satisfies Query<ReportAsked, ProjectIndicator>
