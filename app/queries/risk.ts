import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { riskOf } from '#app/warehouse/kept-tables.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import {
  changedBy,
  countedFindings,
  type Decisions,
  decisionsIn,
  noDecisions,
  type WithDecisions,
} from './decisions.ts'
import { askedByProvince, noFilters, projectColumns, where } from './filters.ts'
import { type FindingsScope, found, isOfRows } from './findings-asked.ts'
import { atMostListed, isListed, listingBy, listingShape, mostListed } from './listing.ts'
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

/**
 * `worst`: the reports with the highest risk of those with findings in scope. Where no finding alone is asked for they
 * are of the lists that are kept, but for those that people decided about, which are judged anew.
 */
function worstOf({ most, ...scope }: RiskAsked, { further = sql``, also = sql`true` }): Sql {
  const { filters, decisions, state } = scope
  const { order, most: held } = firstList('risky')
  const isOfReports =
    !isOfRows(scope) &&
    filters.rule.length === 0 &&
    (state === null || (state === 'open' && decisions === noDecisions)) &&
    most + decisionsIn(decisions) <= held
  const kept = isOfReports ? firstOf('risky', askedByProvince(filters)) : null
  const limit: Sql = { text: `limit ${most}`, values: [] }
  const columns = sql`id, project_id, project, unit, district_name, year, kind, spent${further}`
  const inScope = sql`id in (select evaluation from (${found(scope)})) and ${also}`
  const unchanged = kept
    ? where(filters, projectColumns, [sql`id not in (select evaluation from changed)`])
    : sql`where ${inScope} and id not in (select evaluation from changed)`
  return sql`
    again as (
      select evaluation, sum(points) as risk
      from (${riskContributions(sql`select evaluation from changed`, decisions)}) group by evaluation),
    candidate as (
      select * from (select ${columns}, risk from ${kept ?? sql`report`} ${unchanged} order by ${order} ${limit})
      union all
      select ${columns}, again.risk from report r join again on again.evaluation = r.id where ${inScope}),
    worst as materialized (select * from candidate order by ${order} ${limit})`
}

/** Their risk, a row for each rule that adds to it. */
const ranked = (
  asked: RiskAsked,
  { told = sql``, ...whole }: { told?: Sql; further?: Sql; also?: Sql } = {},
) => sql`
  with ${changedBy(asked.decisions)}, ${worstOf(asked, whole)}
  select w.id as evaluation, w.project_id as "projectId", w.project, w.unit, w.district_name as "districtName",
    w.year, w.kind, w.spent::double as spent, w.risk, p.rule, p.severity, p.count, p.points${told}
  from worst w join (${riskContributions(sql`select id from worst`, asked.decisions)}) p on p.evaluation = w.id
  order by w.risk desc, w.spent desc nulls last, w.year desc nulls last, w.project, w.id, p.points desc, p.rule`

/** The reports with the highest risk of those with findings in scope. */
export const riskRanking = {
  name: 'risk-ranking',
  row: RiskRow,
  sql: (asked: RiskAsked) => ranked(asked),
} satisfies Query<RiskAsked, RiskRow>

const RiskListed = RiskRow.extend(listingShape)

/** All reports with findings that count. */
export const riskListing = {
  name: 'risk-listing',
  row: RiskListed,
  sql: ({ decisions = noDecisions }: WithDecisions) => sql`
    ${ranked(
      { filters: noFilters, state: null, since: null, decisions, most: mostListed + 1 },
      {
        also: isListed,
        further: sql`, district, sector, department, programme`,
        told: sql`, ${listingBy('w.')}`,
      },
    )} ${atMostListed}`,
} satisfies Query<WithDecisions, z.infer<typeof RiskListed>>
