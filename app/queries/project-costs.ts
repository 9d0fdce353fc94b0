import { z } from 'zod'
import { incomparableReasons } from '#app/domain/unit-cost.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const ProjectCost = z.object({
  ordinal: z.number(),
  name: z.string(),
  per: z.string(),
  planned: z.number().nullable(),
  reported: z.number().nullable(),
  implied: z.number().nullable(),
  plannedImplied: z.number().nullable(),
  plannedQuantity: z.number().nullable(),
  actualQuantity: z.number().nullable(),
  /** The quantity indicator that the money was divided by, and whether its figure is approximate (余, 约). */
  quantityName: z.string().nullable(),
  quantityApproximate: z.boolean().nullable(),
  budget: z.number().nullable(),
  spent: z.number().nullable(),
  /** Planned standard × planned quantity, and what that is above the budget. */
  plannedTotal: z.number().nullable(),
  plannedExcess: z.number().nullable(),
  plannedAgrees: z.boolean().nullable(),
  /** Reported cost × actual quantity, and what that is above the money spent. */
  reportedTotal: z.number().nullable(),
  reportedExcess: z.number().nullable(),
  reportedAgrees: z.boolean().nullable(),
  incomparable: z.enum(incomparableReasons).nullable(),
})
export type ProjectCost = z.infer<typeof ProjectCost>

/** The share of the money within which cost × quantity agrees with it (audit rules unit-cost-plan, unit-cost-outcome). */
const tolerance = 0.05

/** The unit costs of one report three ways, with cost × quantity against the money; yuan. */
export const projectCosts = {
  name: 'project-costs',
  row: ProjectCost,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)},
    cost as (
      select *, planned * planned_quantity as planned_total, reported * actual_quantity as reported_total
      from v_unit_cost where evaluation = (select id from chosen))
    select c.ordinal, c.name, c.per, c.planned, c.reported, c.implied, c.planned_implied as "plannedImplied",
      c.planned_quantity as "plannedQuantity", c.actual_quantity as "actualQuantity", q.name as "quantityName",
      q.approximate as "quantityApproximate", c.budget::double as budget, c.spent::double as spent,
      c.planned_total as "plannedTotal", c.planned_total - c.budget::double as "plannedExcess",
      (abs(c.planned_total - c.budget::double) <= ${tolerance} * c.budget::double)::boolean as "plannedAgrees",
      c.reported_total as "reportedTotal", c.reported_total - c.spent::double as "reportedExcess",
      (abs(c.reported_total - c.spent::double) <= ${tolerance} * c.spent::double)::boolean as "reportedAgrees", c.incomparable
    from cost c left join v_indicator q on q.evaluation = c.evaluation and q.ordinal = c.quantity_ordinal
    order by c.ordinal`,
} satisfies Query<ReportAsked, ProjectCost>

const ProjectSatisfaction = z.object({
  ordinal: z.number(),
  name: z.string(),
  target: z.number(),
  actual: z.number(),
  gap: z.number(),
  completion: z.number().nullable(),
})
export type ProjectSatisfaction = z.infer<typeof ProjectSatisfaction>

/** The satisfaction rates of one report and their gaps, in percentage points. */
export const projectSatisfaction = {
  name: 'project-satisfaction',
  row: ProjectSatisfaction,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select ordinal, name, target, actual, gap, completion
    from v_satisfaction where evaluation = (select id from chosen) order by ordinal`,
} satisfies Query<ReportAsked, ProjectSatisfaction>
