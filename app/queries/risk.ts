import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { countedFindings, type Decisions } from './decisions.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { type ReportAsked, reportsOf } from './project.ts'

/**
 * What each rule adds to the risk of each evaluation of `ids`: its gravest finding whole, further ones a share,
 * at most as much again; beyond 100 in all, nothing. Dismissed findings add nothing.
 */
export const riskContributions = (ids: Sql, decisions: Decisions): Sql => sql`
  select * exclude (before, points), least(points, greatest(100 - before, 0)) as points from (
    select *, coalesce(sum(points) over (partition by evaluation order by points desc, rule
      rows between unbounded preceding and 1 preceding), 0) as before
    from (
      select evaluation, rule, arg_max(severity, points) as severity, count(*)::integer as count,
        max(points) + least((count(*) - 1) * max(further_points), max(points)) as points
      from (${countedFindings(decisions)}) where evaluation in (${ids}) group by evaluation, rule
    )
  )`

const Contribution = z.object({
  rule: z.string(),
  severity: Severity,
  /** Findings of this rule. */
  count: z.number(),
  points: z.number(),
  /** The risk of the whole report, 0 to 100, to which the points of its rules add up. */
  risk: z.number(),
})

export type Contribution = z.infer<typeof Contribution>

/** What the risk of one report comes from, the largest part first; no row where nothing counts. */
export const projectRisk = {
  name: 'project-risk',
  row: Contribution,
  sql: ({ decisions, ...asked }: ReportAsked & { decisions: Decisions }) => sql`
    with ${reportsOf(asked)}
    select rule, severity, count, points, sum(points) over () as risk
    from (${riskContributions(sql`select id from chosen`, decisions)}) order by points desc, rule`,
} satisfies Query<ReportAsked & { decisions: Decisions }, Contribution>

const RiskRow = Contribution.extend({
  evaluation: z.string(),
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  kind: EvaluationKind,
  spent: z.number().nullable(),
})
export type RiskRow = z.infer<typeof RiskRow>

/** Whose risk is asked for: the worst few reports, or as many as a file holds. */
export interface RiskAsked {
  filters: Filters
  decisions: Decisions
  most: number
}

/** The reports in scope with the highest risk, a row for each rule that adds to it. */
export const riskRanking = {
  name: 'risk-ranking',
  row: RiskRow,
  sql: ({ filters, decisions, most }: RiskAsked) => sql`
    with scope as (select * from v_evaluation ${where(filters, [...projectColumns, 'unit'])}),
    part as (${riskContributions(sql`select id from scope`, decisions)}),
    worst as (
      select s.*, r.risk from scope s join (
        select evaluation, sum(points) as risk from part group by evaluation
      ) r on r.evaluation = s.id
      order by r.risk desc, s.spent desc nulls last, s.year desc nulls last, s.project, s.id
      limit cast(${most} as integer)
    )
    select w.id as evaluation, w.project_id as "projectId", w.project, w.unit, w.district_name as "districtName",
      w.year, w.kind, w.spent::double as spent, w.risk, p.rule, p.severity, p.count, p.points
    from worst w join part p on p.evaluation = w.id
    order by w.risk desc, w.spent desc nulls last, w.year desc nulls last, w.project, w.id, p.points desc, p.rule`,
} satisfies Query<RiskAsked, RiskRow>
