import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'
import { differs, pairedWithReports } from './ledger-differences.ts'

const FundCoverage = z.object({
  movements: z.number(),
  projects: z.number(),
  /** Project-years with a ledger. */
  n: z.number(),
  /** Project-years whose ledger books nothing that came in, or nothing that was spent. */
  withoutBudget: z.number(),
  withoutSpending: z.number(),
  /** Payments that carry no date, or one outside their year; and the project-years left out for them. */
  undatedPayments: z.number(),
  undatedYears: z.number(),
  /** Project-years with a self-evaluation and no ledger. */
  reportedOnly: z.number(),
  compared: z.number(),
  differing: z.number(),
})
export type FundCoverage = z.infer<typeof FundCoverage>

/** What the fund figures are of, and what they leave out. */
export const fundCoverage = {
  name: 'fund-coverage',
  row: FundCoverage,
  sql: (filters: Filters) => sql`
    with ${pairedWithReports(filters)},
    undated as (
      select project_id, year from flow
      where stage = 'spent' and extract(year from date) is distinct from year)
    select (select count(*) from flow)::integer as movements,
      count(distinct project_id)::integer as projects, count(*)::integer as n,
      (count(*) filter (where money_in is null))::integer as "withoutBudget",
      (count(*) filter (where spent is null))::integer as "withoutSpending",
      (select count(*) from undated)::integer as "undatedPayments",
      (select count(distinct (project_id, year)) from undated)::integer as "undatedYears",
      (select count(*) from report r anti join ledger_year l
        on l.project_id = r.project_id and l.year = r.year)::integer as "reportedOnly",
      (select count(distinct (project_id, year)) from pair)::integer as compared,
      (select count(distinct (project_id, year)) from pair where ${differs})::integer as differing
    from ledger_year`,
} satisfies Query<Filters, FundCoverage>
