import { z } from 'zod'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import { askedOf, type Filters, projectColumns, where } from './filters.ts'
import { ledgersSummed, projectsIn } from './ledger-years.ts'

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

const known = (count: string, name = count): Sql => ({
  text: `coalesce(sum(${count}), 0)::integer as "${name}"`,
  values: [],
})

/** What the fund figures are of, and what they leave out. */
export const fundCoverage = {
  name: 'fund-coverage',
  row: FundCoverage,
  sql: (filters: Filters) => sql`
    with evaluated as (
      select coalesce(sum(own), 0) as n from ${talliedBy('checked', askedOf(filters))} ${where(filters, projectColumns)})
    select ${known('movements')}, coalesce(${projectsIn(filters)}, 0)::integer as projects, ${known('n')},
      ${known('without_budget', 'withoutBudget')}, ${known('without_spending', 'withoutSpending')},
      ${known('undated', 'undatedPayments')}, ${known('undated_years', 'undatedYears')},
      ((select n from evaluated) - coalesce(sum(reports), 0))::integer as "reportedOnly",
      ${known('compared')}, ${known('differing')}
    from (${ledgersSummed(filters)})`,
} satisfies Query<Filters, FundCoverage>
