import { z } from 'zod'
import { partsOfReports } from '#app/warehouse/rollups.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { changedBy, noDecisions, type WithDecisions } from './decisions.ts'
import { projectColumns } from './filters.ts'
import { mostPlaces } from './shown-places.ts'

/** More are answered by the server alone: their way to the browser would take longer than the answers. */
export const mostCells = 100_000

const Text = z.string().nullable()
const Cell = z.object({
  year: z.number(),
  district: Text,
  districtName: Text,
  sector: Text,
  department: Text,
  programme: Text,
  evaluations: z.number(),
  /** Projects with one self-evaluation in the year; the ids of others stand in lines, for they may be in several cells. */
  alone: z.number(),
  others: z.string(),
  /** Money in fen. */
  planned: z.number(),
  plannedN: z.number(),
  spent: z.number(),
  spentN: z.number(),
  plannedOfBoth: z.number(),
  spentOfBoth: z.number(),
  bothN: z.number(),
  /** Totals and gaps in ten thousandths. */
  total: z.number(),
  totalN: z.number(),
  excellent: z.number(),
  good: z.number(),
  fair: z.number(),
  poor: z.number(),
  ungraded: z.number(),
  rates: z.number(),
  ratesMet: z.number(),
  gap: z.number(),
  /** The widest gap, as it is; `widestPlace` puts equal ones in the order of their evaluations, 0 where there is none. */
  widestGap: z.number(),
  widestPlace: z.number(),
  widestProject: Text,
  widestProjectId: Text,
  comparableAlone: z.number(),
  comparableOthers: z.string(),
  contradictedAlone: z.number(),
  contradictedOthers: z.string(),
  findings: z.number(),
  faulty: z.number(),
  explained: z.number(),
  confirmed: z.number(),
  dismissed: z.number(),
  /** Self-evaluations whose every finding of what cannot be true was dismissed. */
  cleared: z.number(),
})
export type Cell = z.infer<typeof Cell>

const columns = [...projectColumns, 'district_name']
const by = sql`year, district, sector, department, programme, district_name`

/**
 * The sums of all self-evaluations by everything that an overview can be filtered by: whole numbers throughout. None
 * where districts are so many that others stand for them.
 */
export const cube = {
  name: 'cube',
  row: Cell,
  sql: ({ decisions = noDecisions }: WithDecisions) => sql`
    with ${changedBy(decisions)},
    decided as (
      select hash(${by}) as cell, sum(explained) as explained, sum(confirmed) as confirmed,
        sum(dismissed) as dismissed, count(*) filter (where cleared) as cleared
      from changed join report r on r.id = changed.evaluation
      where kind = 'selfEvaluation' and year is not null group by all)
    select year, district, district_name as "districtName", sector, department, programme,
      evaluations::integer as evaluations, alone_n::integer as alone,
      coalesce(array_to_string(others, chr(10)), '') as others,
      coalesce(planned * 100, 0)::double as planned, planned_n::integer as "plannedN",
      coalesce(spent * 100, 0)::double as spent, spent_n::integer as "spentN",
      coalesce(planned_of_both * 100, 0)::double as "plannedOfBoth",
      coalesce(spent_of_both * 100, 0)::double as "spentOfBoth", both_n::integer as "bothN",
      coalesce(total * 10000, 0)::double as total, total_n::integer as "totalN",
      excellent::integer as excellent, good::integer as good, fair::integer as fair, poor::integer as poor,
      ungraded::integer as ungraded, rates::integer as rates, rates_met::integer as "ratesMet",
      coalesce(gap_sum * 10000, 0)::double as gap,
      coalesce(widest_rate.gap, 0)::double as "widestGap",
      case when widest_rate is null then 0 else rank() over (order by widest_rate.id nulls first) end::integer as "widestPlace",
      widest_rate.project as "widestProject", widest_rate.project_id as "widestProjectId",
      comparable_alone::integer as "comparableAlone",
      coalesce(array_to_string(comparable_others, chr(10)), '') as "comparableOthers",
      contradicted_alone::integer as "contradictedAlone",
      coalesce(array_to_string(contradicted_others, chr(10)), '') as "contradictedOthers",
      findings::integer as findings, faulty::integer as faulty,
      coalesce(d.explained, 0)::integer as explained, coalesce(d.confirmed, 0)::integer as confirmed,
      coalesce(d.dismissed, 0)::integer as dismissed, coalesce(d.cleared, 0)::integer as cleared
    from ${partsOfReports(columns)} part left join decided d on d.cell = hash(${by})
    where (select count(*) from choice where field = 'district') <= ${mostPlaces}
    order by district, year, sector, department, programme limit cast(${mostCells + 1} as integer)`,
} satisfies Query<WithDecisions, Cell>
