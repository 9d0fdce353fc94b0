import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { noDecisions, type WithDecisions } from './decisions.ts'
import type { Filters } from './filters.ts'
import { contradictsMoney, latestReports } from './overview.ts'
import { riskContributions } from './risk.ts'

const Known = z.number().nullable()
const Watched = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  planned: Known,
  spent: Known,
  executionRate: Known,
  total: Known,
  grade: Grade.nullable(),
  /** The widest of the report's satisfaction gaps, in points, with the rates it lies between. */
  gap: Known,
  satisfactionTarget: Known,
  satisfactionActual: Known,
  /** The unit cost whose product with the quantity served lies furthest from the money spent. */
  reportedCost: Known,
  impliedCost: Known,
  per: z.string().nullable(),
  quantity: Known,
  claimed: Known,
  /** Reported unit cost × quantity less the money spent; above zero more is claimed than was paid. */
  unexplained: Known,
  overspentBy: Known,
  /** Targets missed without a reason, and the one least completed. */
  unexplainedMisses: z.number(),
  worstMiss: z.string().nullable(),
  worstCompletion: Known,
  contradicts: z.boolean(),
  overspent: z.boolean(),
  slow: z.boolean(),
  lowTotal: z.boolean(),
  dissatisfied: z.boolean(),
  /** Three for each figure that does not add up, two for each serious shortfall, one for misses without a reason. */
  severity: z.number(),
  /** What the audit's findings on the report add up to, 0 to 100, and the rules that they are of, the most first. */
  risk: z.number(),
  risks: z.array(z.object({ rule: z.string(), points: z.number() })),
  /** How many projects are watched in all. */
  n: z.number(),
})
export type Watched = z.infer<typeof Watched>

/** Far more than a reader takes in, few enough for a file. */
const most = 1000

/** The projects of the overview's year that most need attention, the most serious first, then the most money. */
export const watchList = {
  name: 'watch-list',
  row: Watched,
  sql: ({ decisions = noDecisions, ...filters }: Filters & WithDecisions) => sql`
    with report as (${latestReports(filters)}),
    rate as (
      select s.evaluation, min(s.gap) as gap, arg_min(s.target, s.gap) as "satisfactionTarget",
        arg_min(s.actual, s.gap) as "satisfactionActual"
      from v_satisfaction s join report r on r.id = s.evaluation group by s.evaluation
    ),
    cost as (
      select u.evaluation, u.reported as "reportedCost", u.implied as "impliedCost", u.per,
        u.actual_quantity as quantity, u.reported * u.actual_quantity as claimed,
        u.reported * u.actual_quantity - u.spent::double as unexplained, ${contradictsMoney} as contradicts
      from v_unit_cost u join report r on r.id = u.evaluation
      where u.reported is not null and u.implied is not null
      qualify row_number() over (
        partition by u.evaluation order by abs(u.reported * u.actual_quantity - u.spent::double) desc, u.ordinal) = 1
    ),
    miss as (
      select i.evaluation, count(*)::integer as misses, arg_min(i.name, i.completion) as "worstMiss",
        min(i.completion) as "worstCompletion"
      from v_indicator i join report r on r.id = i.evaluation
      where i.met = false and i.reason is null and i.level is distinct from 'execution' group by i.evaluation
    ),
    danger as (
      select evaluation, sum(points) as risk, bool_or(severity = 'error') as impossible,
        list({ 'rule': rule, 'points': points } order by points desc, rule) as risks
      from (${riskContributions(sql`select id from report`, decisions)}) group by evaluation
    ),
    judged as (
      select r.id, r.project_id as "projectId", r.project, r.unit, r.district, r.district_name as "districtName",
        r.year, r.planned::double as planned, r.spent::double as spent, r.execution_rate as "executionRate",
        r.total, r.grade, rate.* exclude (evaluation), cost.* exclude (evaluation, contradicts),
        case when r.spent > r.planned then (r.spent - r.planned)::double end as "overspentBy",
        coalesce(miss.misses, 0) as "unexplainedMisses", miss."worstMiss", miss."worstCompletion",
        coalesce(cost.contradicts, false) as contradicts,
        coalesce(r.spent > r.planned, false) as overspent,
        coalesce(r.execution_rate < 80, false) as slow,
        coalesce(r.total < 80, false) as "lowTotal",
        coalesce(rate.gap <= -10, false) as dissatisfied, coalesce(danger.risk, 0) as risk,
        coalesce(danger.impossible, false) as impossible,
        coalesce(danger.risks, []) as risks
      from report r left join rate on rate.evaluation = r.id left join cost on cost.evaluation = r.id
        left join miss on miss.evaluation = r.id left join danger on danger.evaluation = r.id
    ),
    weighed as (
      select *, 3 * (contradicts::integer + overspent::integer)
        + 2 * (slow::integer + "lowTotal"::integer + dissatisfied::integer)
        + least("unexplainedMisses", 1) as severity
      from judged
    )
    select * exclude (id, impossible), (count(*) over ())::integer as n from weighed where severity > 0 or impossible
    order by risk desc, severity desc, spent desc nulls last, district nulls last, project, id
    limit cast(${most} as integer)`,
} satisfies Query<Filters & WithDecisions, Watched>
