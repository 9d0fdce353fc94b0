import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const ProjectYear = z.object({
  projectId: z.string(),
  year: z.number(),
  planned: z.number().nullable(),
  spent: z.number().nullable(),
  executionRate: z.number().nullable(),
  total: z.number().nullable(),
  grade: Grade.nullable(),
  implied: z.number().nullable(),
  per: z.string().nullable(),
  gap: z.number().nullable(),
})
export type ProjectYear = z.infer<typeof ProjectYear>

/**
 * The self-evaluations of a project year by year: its money, its total, its first comparable implied unit cost and
 * the plain mean of its satisfaction gaps.
 */
export const projectYears = {
  name: 'project-years',
  row: ProjectYear,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)},
    cost as (
      select evaluation, implied, per from v_unit_cost
      where project_id = ${asked.id} and implied is not null
      qualify row_number() over (partition by evaluation order by ordinal) = 1),
    rate as (
      select evaluation, avg(gap) as gap from v_satisfaction where project_id = ${asked.id} group by evaluation)
    select r.project_id as "projectId", r.year, r.planned::double as planned, r.spent::double as spent,
      r.execution_rate as "executionRate", r.total, r.grade, c.implied, c.per, s.gap
    from report r left join cost c on c.evaluation = r.id left join rate s on s.evaluation = r.id
    where r.kind = 'selfEvaluation' and r.year is not null order by r.year`,
} satisfies Query<ReportAsked, ProjectYear>

const IndicatorYear = z.object({
  name: z.string(),
  level1: z.string().nullable(),
  year: z.number(),
  target: z.string().nullable(),
  actual: z.string().nullable(),
  met: z.boolean().nullable(),
  row: z.number().nullable(),
})
export type IndicatorYear = z.infer<typeof IndicatorYear>

/** Indicators that a project's self-evaluations of two years or more name alike; in the latest one's order, by year. */
export const projectIndicatorYears = {
  name: 'project-indicator-years',
  row: IndicatorYear,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)},
    named as (
      select i.*, row_number() over (partition by i.evaluation, i.name order by i.ordinal) as place
      from v_indicator i join report r on r.id = i.evaluation
      where r.kind = 'selfEvaluation' and r.year is not null),
    shared as (
      select *, count(*) over (partition by name) as years,
        first_value(ordinal) over (partition by name order by year desc) as stands
      from named where place = 1)
    select name, level1, year, target_text as target, actual_text as actual, met, row_no as row
    from shared where years > 1 order by stands, name, year`,
} satisfies Query<ReportAsked, IndicatorYear>
