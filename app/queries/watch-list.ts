import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { allBut, orNone, reportRow } from '#app/warehouse/dialect.ts'
import { dangerOf } from '#app/warehouse/kept-tables.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { changedBy, countedFindings, type Decisions, noDecisions, type WithDecisions } from './decisions.ts'
import type { Filters } from './filters.ts'
import { most } from './list-lengths.ts'
import { listingBy, listingShape, mostListed } from './listing.ts'
import { allReports, latestReports } from './overview.ts'

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

/** What the findings of the reports that people decided about come to now. */
const dangerAgain = (decisions: Decisions): Sql =>
  dangerOf(
    sql`select * from (${countedFindings(decisions)}) where evaluation in (select evaluation from changed)`,
  )

/** Far more than a reader takes in, few enough for a file. */
const mostInFile = 1000

const watched = (reports: Sql, listed: number, decisions: Decisions, further = sql``): Sql => sql`
    with ${changedBy(decisions)},
    again as (${dangerAgain(decisions)}),
    judged as (
      select r.place, r.id, r.spent, r.district, r.project, coalesce(contradicts, false)::boolean as contradicts,
        coalesce(r.spent > r.planned, false)::boolean as overspent, coalesce(r.execution_rate < 80, false)::boolean as slow,
        coalesce(r.total < 80, false)::boolean as "lowTotal", coalesce(widest.gap <= -10, false)::boolean as dissatisfied,
        misses as "unexplainedMisses",
        case when c.evaluation is null then r.risk else coalesce(again.risk, 0) end as risk,
        case when c.evaluation is null then r.impossible else coalesce(again.impossible, false) end as impossible
      from (${reports}) r left join changed c on c.evaluation = r.id
        left join again on again.evaluation = r.id),
    weighed as (
      select *, 3 * (contradicts::integer + overspent::integer)
        + 2 * (slow::integer + "lowTotal"::integer + dissatisfied::integer)
        + least("unexplainedMisses", 1) as severity
      from judged),
    watched as (
      select * from weighed where severity > 0 or impossible
      order by risk desc, severity desc, spent desc nulls last, district nulls last, project, id
      limit cast(${listed} as integer))
    select r.project_id as "projectId", r.project, r.unit, r.district, r.district_name as "districtName",
      r.year, r.planned::double as planned, r.spent::double as spent, r.execution_rate as "executionRate",
      r.total, r.grade, r.widest.gap as gap, r.widest.target as "satisfactionTarget",
      r.widest.actual as "satisfactionActual", r.reported_cost as "reportedCost", r.implied_cost as "impliedCost", r.per,
      r.quantity, r.claimed, r.unexplained,
      case when r.spent > r.planned then (r.spent - r.planned)::double end as "overspentBy",
      r.worst.name as "worstMiss", r.worst.completion as "worstCompletion",
      ${allBut(['place', 'id', 'spent', 'district', 'project', 'impossible'], 'w.')},
      case when c.evaluation is null then r.risks else ${orNone(sql`again.risks`)} end as risks,
      (select count(*) from weighed where severity > 0 or impossible)::integer as n${further}
    from watched w join report r on r.${reportRow} = w.place left join changed c on c.evaluation = r.id
      left join again on again.evaluation = r.id
    order by w.risk desc, severity desc, r.spent desc nulls last, r.district nulls last, r.project, r.id`

/** The projects of the overview's year that most need attention, the most serious first, then the most money. */
export const watchList = {
  name: 'watch-list',
  row: Watched,
  sql: ({ decisions = noDecisions, ...filters }: Filters & WithDecisions) =>
    watched(latestReports(filters), mostInFile, decisions),
} satisfies Query<Filters & WithDecisions, Watched>

/** The first of them, as a page shows them. */
export const firstWatched = {
  name: 'watch-list-first',
  row: Watched,
  sql: ({ decisions = noDecisions, ...filters }: Filters & WithDecisions) =>
    watched(latestReports(filters), most.watched, decisions),
} satisfies Query<Filters & WithDecisions, Watched>

const WatchListing = Watched.extend(listingShape)

/** The same of every year, whole. */
export const watchListing = {
  name: 'watch-listing',
  row: WatchListing,
  sql: ({ decisions = noDecisions }: WithDecisions) =>
    watched(allReports, mostListed + 1, decisions, sql`, ${listingBy('r.')}`),
} satisfies Query<WithDecisions, z.infer<typeof WatchListing>>
