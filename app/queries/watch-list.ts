import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { orNone, reportRow } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { dangerOf } from '#app/warehouse/kept-tables.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import {
  changedBy,
  countedFindings,
  type Decisions,
  decisionsIn,
  noDecisions,
  type WithDecisions,
} from './decisions.ts'
import {
  allYears,
  askedByProvince,
  type Filters,
  hasOutcomes,
  projectColumns,
  reportColumns,
  where,
} from './filters.ts'
import { most } from './list-lengths.ts'
import { isListed, listingBy, listingShape, mostListed } from './listing.ts'
import { checkedBy, yearOf } from './overview.ts'

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
  /** Whether the audit found what cannot be true as written. */
  impossible: z.boolean(),
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

const ownColumns = sql`id, project_id, project, unit, district, district_name, year, planned, spent, execution_rate, total, grade,
  widest, reported_cost, implied_cost, per, quantity, claimed, unexplained, worst, contradicts, overspent, slow,
  low_total, dissatisfied, misses, severity, watched`

const danger = sql`risk, risks, impossible`

interface WatchAsked {
  decisions: Decisions
  /** How many are listed. */
  listed: number
  /** Which reports are looked at, by the words after `report`, with what else is asked of them. */
  inScope(also?: Sql[]): Sql
  /** Those that the audit alone has watched: the first where they are kept, and how many in all. */
  kept: Sql | null
  all: Sql
  /** What else is told of each: the columns of `report` that it is of, and what stands for them. */
  further?: { columns: Sql; told: Sql }
}

const nothingFurther = { columns: sql``, told: sql`` }

function watched({ decisions, listed, inScope, kept, all, further = nothingFurther }: WatchAsked): Sql {
  const { among, order } = firstList('watched')
  const isDecided = decisions !== noDecisions
  const others = isDecided ? [sql`id not in (select evaluation from changed)`] : []
  const limit: Sql = { text: `limit ${listed}`, values: [] }
  const columns = sql`${ownColumns}${further.columns}`
  const unchanged = kept
    ? sql`select ${columns}, ${danger} from ${kept} ${inScope(others)} order by ${order} ${limit}`
    : sql`select ${columns}, ${danger} from report where ${reportRow} in (
        select ${reportRow} from report ${inScope([among, ...others])} order by ${order} ${limit})`
  const judged = isDecided
    ? sql`
      select * from unchanged
      union all
      select r.*, coalesce(again.risk, 0), ${orNone(sql`again.risks`)}, coalesce(again.impossible, false)
      from (select ${columns} from report ${inScope([sql`id in (select evaluation from changed)`])}) r
        left join again on again.evaluation = r.id`
    : sql`select * from unchanged`
  const again = sql`${changedBy(decisions)}, again as (${dangerAgain(decisions)}),`
  return sql`
    with ${isDecided ? again : sql``} unchanged as (${unchanged}),
    judged as (${judged}),
    first as (select * from judged where severity > 0 or impossible order by ${order} ${limit})
    select project_id as "projectId", project, unit, district, district_name as "districtName", year,
      planned::double as planned, spent::double as spent, execution_rate as "executionRate", total, grade,
      widest.gap as gap, widest.target as "satisfactionTarget", widest.actual as "satisfactionActual",
      reported_cost as "reportedCost", implied_cost as "impliedCost", per, quantity, claimed, unexplained,
      case when overspent then (spent - planned)::double end as "overspentBy",
      worst.name as "worstMiss", worst.completion as "worstCompletion",
      coalesce(contradicts, false)::boolean as contradicts, overspent, slow, low_total as "lowTotal", dissatisfied,
      impossible,
      misses as "unexplainedMisses", severity, risk, risks,
      (${all}${
        isDecided
          ? sql` - (select count(*) from report ${inScope([sql`watched`, sql`id in (select evaluation from changed)`])})
            + (select count(*) from judged where id in (select evaluation from changed) and (severity > 0 or impossible))`
          : sql``
      })::integer as n${further.told}
    from first order by ${order}`
}

/** Those of the overview's year. */
function ofLatestYear(listed: number, { decisions = noDecisions, ...filters }: Filters & WithDecisions): Sql {
  const isLatest = sql`year = (${yearOf(filters)})`
  const isFew = listed + decisionsIn(decisions) <= firstList('watched').most && !hasOutcomes(filters)
  return watched({
    decisions,
    listed,
    inScope: (also = []) =>
      where(allYears(filters), reportColumns, [sql`kind = 'selfEvaluation'`, isLatest, ...also]),
    kept: isFew ? firstOf('watched', ['year', ...askedByProvince(filters)]) : null,
    all: sql`(
      select coalesce(sum(watched), 0) from ${checkedBy(filters, ['year'])}
      ${where(allYears(filters), projectColumns, [isLatest])})`,
  })
}

/** The projects of the overview's year that most need attention, the most serious first, then the most money. */
export const watchList = {
  name: 'watch-list',
  row: Watched,
  sql: (asked: Filters & WithDecisions) => ofLatestYear(mostInFile, asked),
} satisfies Query<Filters & WithDecisions, Watched>

/** The first of them, as a page shows them. */
export const firstWatched = {
  name: 'watch-list-first',
  row: Watched,
  sql: (asked: Filters & WithDecisions) => ofLatestYear(most.watched, asked),
} satisfies Query<Filters & WithDecisions, Watched>

const WatchListing = Watched.extend(listingShape)

/** The same of every year, whole. */
export const watchListing = {
  name: 'watch-listing',
  row: WatchListing,
  sql: ({ decisions = noDecisions }: WithDecisions) => {
    const inScope = (also: Sql[] = []) =>
      sql`where ${join([sql`kind = 'selfEvaluation'`, sql`year is not null`, isListed, ...also], ' and ')}`
    return watched({
      decisions,
      listed: mostListed + 1,
      inScope,
      kept: null,
      all: sql`(select count(*) from report ${inScope([sql`watched`])})`,
      further: { columns: sql`, sector, department, programme`, told: sql`, ${listingBy()}` },
    })
  },
} satisfies Query<WithDecisions, z.infer<typeof WatchListing>>
