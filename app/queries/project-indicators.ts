import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Direction, Level1 } from '#app/domain/indicator.ts'
import { Operator, QuantityKind } from '#app/domain/quantity.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const ProjectIndicator = z.object({
  projectId: z.string(),
  year: z.number().nullable(),
  kind: EvaluationKind,
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
    select project_id as "projectId", year, kind, ordinal, level, level1, level1_weight as "level1Weight", level2, name, target_text as "targetText",
      actual_text as "actualText", weight, score, reason, target_kind as "targetKind", target_op as "targetOp",
      target_value as "targetValue", target_upper as "targetUpper",
      cast(target_date as varchar) as "targetDate", target_unit as "targetUnit", actual_kind as "actualKind",
      actual_op as "actualOp", actual_value as "actualValue", actual_upper as "actualUpper",
      cast(actual_date as varchar) as "actualDate", actual_unit as "actualUnit",
      actual_unit_assumed as "unitAssumed", approximate, direction, completion, met, table_no as table,
      row_no as row, case when row_number() over (partition by row_no order by ordinal) = 1 then row_no end as anchor
    from v_indicator where evaluation = (select id from chosen) order by ordinal`,
} satisfies Query<ReportAsked, ProjectIndicator>
