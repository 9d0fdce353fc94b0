import { z } from 'zod'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { ledgerYears } from './ledger-years.ts'

const LedgerDifference = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  measure: z.enum(['budget', 'spent']),
  ledger: z.number(),
  reported: z.number(),
  difference: z.number(),
  rate: z.number().nullable(),
})
export type LedgerDifference = z.infer<typeof LedgerDifference>

/** Sums of the ledger and the self-evaluation for the same project, year and measure, where both say one. */
export const pairedWithReports = (filters: Filters): Sql => sql`
  ${ledgerYears(filters)},
  report as (
    select project_id, year, district_name, unit, planned, spent from v_evaluation
    ${where(filters, projectColumns, [sql`kind = 'selfEvaluation'`])}),
  pair as (
    select l.project_id, l.project, r.unit as unit, r.district_name as district_name, l.year, 'spent' as measure, l.spent as ledger,
      r.spent as reported
    from ledger_year l join report r on r.project_id = l.project_id and r.year = l.year
    where l.spent is not null and r.spent is not null
    union all
    select l.project_id, l.project, r.unit, r.district_name, l.year, 'budget', l.money_in, r.planned
    from ledger_year l join report r on r.project_id = l.project_id and r.year = l.year
    where l.money_in is not null and r.planned is not null)`

/** Forms round to hundreds of yuan: what differs by more than one per cent of the report is no rounding. */
export const differs = sql`abs(ledger - reported) > 0.01 * abs(reported)`

/** Where ledger and self-evaluation disagree on the same project's year; the largest difference first. */
export const ledgerDifferences = {
  name: 'ledger-differences',
  row: LedgerDifference,
  sql: (filters: Filters) => sql`
    with ${pairedWithReports(filters)}
    select project_id as "projectId", project, unit, district_name as "districtName", year, measure,
      ledger::double as ledger, reported::double as reported, (ledger - reported)::double as difference,
      (100.0 * (ledger - reported) / nullif(reported, 0))::double as rate
    from pair where ${differs}
    order by abs(ledger - reported) desc, project_id, year, measure`,
} satisfies Query<Filters, LedgerDifference>
