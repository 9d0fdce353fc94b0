import { z } from 'zod'
import { lines, rounded } from '#app/warehouse/dialect.ts'
import { partsOfReports } from '#app/warehouse/rollups.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { bandOf } from '#app/warehouse/tallies.ts'
import { type Sum, summed } from './cube-sums.ts'
import { changedBy, noDecisions, type WithDecisions } from './decisions.ts'
import { projectColumns } from './filters.ts'
import { atMost, isEachPlaceShown } from './project-cells.ts'

const Text = z.string().nullable()
const Cell = z.object({
  year: z.number(),
  district: Text,
  districtName: Text,
  sector: Text,
  department: Text,
  programme: Text,
  grade: Text,
  /** The numbers of the bands that execution rate and total lie in, -2 where there is none. */
  executionBand: z.number(),
  scoreBand: z.number(),
  /** The ids of projects with several self-evaluations in the year, in lines: they may be in several cells. */
  others: z.string(),
  comparableOthers: z.string(),
  contradictedOthers: z.string(),
  /** The widest gap, as it is, which `gap` is sent without; `widestPlace` puts equal ones in the order of their evaluations, 0 where there is none. */
  widestGap: z.number(),
  widestPlace: z.number(),
  widestProject: Text,
  ...(Object.fromEntries(summed.map((name) => [name, z.number()])) as Record<Sum, z.ZodNumber>),
})
export type Cell = z.infer<typeof Cell>

const fen = (money: Sql) => sql`coalesce(${money} * 100, 0)::double`
const tenThousandths = (points: Sql) => sql`coalesce(${points} * 10000, 0)::double`
const known = (count: Sql) => sql`coalesce(${count}, 0)::integer`

/** What each sum is in parts of reports, and in what was decided of them; spending is sent less what was planned. */
const sums: Readonly<Record<Sum, Sql>> = {
  evaluations: known(sql`evaluations`),
  alone: known(sql`alone_n`),
  planned: fen(sql`planned`),
  plannedN: known(sql`planned_n`),
  spent: sql`${fen(sql`spent`)} - ${fen(sql`planned`)}`,
  spentN: known(sql`spent_n`),
  plannedAlone: fen(sql`(coalesce(planned, 0) - coalesce(planned_of_both, 0))`),
  spentAlone: fen(sql`(coalesce(spent, 0) - coalesce(spent_of_both, 0))`),
  bothN: known(sql`both_n`),
  total: tenThousandths(sql`total`),
  totalN: known(sql`total_n`),
  rates: known(sql`rates`),
  ratesMet: known(sql`rates_met`),
  gap: sql`${tenThousandths(sql`gap_sum`)} - coalesce(${rounded(sql`widest_rate.gap * 10000`, 0)}, 0)`,
  comparableAlone: known(sql`comparable_alone`),
  contradictedAlone: known(sql`contradicted_alone`),
  findings: known(sql`findings`),
  faulty: known(sql`faulty`),
  explained: known(sql`d.explained`),
  confirmed: known(sql`d.confirmed`),
  dismissed: known(sql`d.dismissed`),
  cleared: known(sql`d.cleared`),
}

const plain = (name: string): Sql => ({ text: name, values: [] })
const quoted = (name: string): Sql => ({ text: `"${name}"`, values: [] })

const columns = [...projectColumns, 'district_name', 'grade', 'execution_band', 'score_band']
const by = join(columns.map(plain), ', ')
const sameCell = join(
  columns.map((name) => sql`d.${plain(name)} is not distinct from part.${plain(name)}`),
  ' and ',
)
const banded = sql`(
  select *, ${bandOf('execution')} as execution_band, ${bandOf('score')} as score_band from report)`

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
      select ${by}, sum(explained) as explained, sum(confirmed) as confirmed,
        sum(dismissed) as dismissed, count(*) filter (where cleared) as cleared
      from changed join ${banded} r on r.id = changed.evaluation
      where kind = 'selfEvaluation' and year is not null group by ${by})
    select part.year as year, part.district as district, part.district_name as "districtName", part.sector as sector,
      part.department as department, part.programme as programme, part.grade::varchar as grade,
      coalesce(part.execution_band, -2) as "executionBand", coalesce(part.score_band, -2) as "scoreBand",
      ${lines(sql`others`)} as others, ${lines(sql`comparable_others`)} as "comparableOthers",
      ${lines(sql`contradicted_others`)} as "contradictedOthers",
      coalesce(widest_rate.gap, 0)::double as "widestGap",
      case when widest_rate.gap is null then 0
        else rank() over (partition by part.year, widest_rate.gap order by widest_rate.id nulls first) end::integer as "widestPlace",
      widest_rate.project as "widestProject",
      ${join(
        summed.map((name) => sql`${sums[name]} as ${quoted(name)}`),
        ', ',
      )}
    from ${partsOfReports(columns, banded)} part left join decided d on ${sameCell}
    where ${isEachPlaceShown}
    order by part.district, part.year, part.sector, part.department, part.programme, part.grade, part.execution_band,
      part.score_band
    ${atMost}`,
} satisfies Query<WithDecisions, Cell>
