import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { riskOf } from '#app/warehouse/kept-tables.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { changedBy, countedFindings, type Decisions } from './decisions.ts'
import { type FindingsScope, found } from './findings.ts'
import { type ReportAsked, reportsOf } from './project.ts'

/** What each rule adds to the risk of each evaluation of `ids`; dismissed findings add nothing. */
const riskContributions = (ids: Sql, decisions: Decisions): Sql =>
  riskOf(sql`select * from (${countedFindings(decisions)}) where evaluation in (${ids})`)

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

/** Whose risk is asked for: the worst few reports that have findings in scope, or as many as a file holds. */
export interface RiskAsked extends FindingsScope {
  most: number
}

/** The reports with the highest risk of those with findings in scope, a row for each rule that adds to it. */
export const riskRanking = {
  name: 'risk-ranking',
  row: RiskRow,
  sql: ({ most, ...scope }: RiskAsked) => sql`
    with ${changedBy(scope.decisions)},
    again as (
      select evaluation, sum(points) as risk
      from (${riskContributions(sql`select evaluation from changed`, scope.decisions)}) group by evaluation),
    worst as materialized (
      select r.id, case when c.evaluation is null then r.risk else again.risk end as risk
      from report r left join changed c on c.evaluation = r.id left join again on again.evaluation = r.id
      where r.id in (select evaluation from (${found(scope)})) and (c.evaluation is null or again.evaluation is not null)
      order by 2 desc, r.spent desc nulls last, r.year desc nulls last, r.project, r.id
      limit cast(${most} as integer))
    select r.id as evaluation, r.project_id as "projectId", r.project, r.unit, r.district_name as "districtName",
      r.year, r.kind, r.spent::double as spent, w.risk, p.rule, p.severity, p.count, p.points
    from worst w join (select * from report where id in (select id from worst)) r on r.id = w.id
      join (${riskContributions(sql`select id from worst`, scope.decisions)}) p on p.evaluation = w.id
    order by w.risk desc, r.spent desc nulls last, r.year desc nulls last, r.project, r.id, p.points desc, p.rule`,
} satisfies Query<RiskAsked, RiskRow>
