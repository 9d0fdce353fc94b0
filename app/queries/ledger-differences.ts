import { z } from 'zod'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, noFilters, projectColumns, where } from './filters.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'

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

const inTurn = (filters: Filters, also: readonly Sql[] = [], further = sql``): Sql => sql`
  select project_id as "projectId", project, unit, district_name as "districtName", year, measure,
    ledger::double as ledger, reported::double as reported, (ledger - reported)::double as difference,
    (100.0 * (ledger - reported) / nullif(reported, 0))::double as rate${further}
  from ledger_difference ${where(filters, projectColumns, also)}
  order by abs(ledger - reported) desc, project_id, year, measure`

/** Where ledger and self-evaluation disagree on the same project's year; the largest difference first. */
export const ledgerDifferences = {
  name: 'ledger-differences',
  row: LedgerDifference,
  sql: (filters: Filters) => inTurn(filters),
} satisfies Query<Filters, LedgerDifference>

const DifferenceListed = LedgerDifference.extend(listingShape)

/** All of them. */
export const differenceListing = {
  name: 'ledger-difference-listing',
  row: DifferenceListed,
  sql: () => sql`${inTurn(noFilters, [isListed], sql`, ${listingBy()}`)} ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof DifferenceListed>>
