import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'

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

/** Where ledger and self-evaluation disagree on the same project's year; the largest difference first. */
export const ledgerDifferences = {
  name: 'ledger-differences',
  row: LedgerDifference,
  sql: (filters: Filters) => sql`
    select project_id as "projectId", project, unit, district_name as "districtName", year, measure,
      ledger::double as ledger, reported::double as reported, (ledger - reported)::double as difference,
      (100.0 * (ledger - reported) / nullif(reported, 0))::double as rate
    from ledger_difference ${where(filters, projectColumns)}
    order by abs(ledger - reported) desc, project_id, year, measure`,
} satisfies Query<Filters, LedgerDifference>
