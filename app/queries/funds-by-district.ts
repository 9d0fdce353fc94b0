import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'
import { ledgersSummed, projectsIn } from './ledger-years.ts'
import { placed } from './shown-places.ts'

const FundsByDistrict = z.object({
  district: z.string().nullable(),
  /** `total` for the last row, which sums all. */
  districtName: z.string().nullable(),
  budget: z.number().nullable(),
  adjusted: z.number().nullable(),
  arrived: z.number().nullable(),
  spent: z.number().nullable(),
  left: z.number().nullable(),
  executionRate: z.number().nullable(),
  arrivalRate: z.number().nullable(),
  projects: z.number(),
  n: z.number(),
})
export type FundsByDistrict = z.infer<typeof FundsByDistrict>

/** The ledgers' sums by district with their total; rates are ratios of sums: spent ÷ whole budget, arrived ÷ allotted. */
export const fundsByDistrict = {
  name: 'funds-by-district',
  row: FundsByDistrict,
  sql: (filters: Filters) => sql`
    select district,
      case when grouping(district) = 1 then 'total' else any_value(district_name) end as "districtName",
      sum(budget)::double as budget, sum(money_in)::double as adjusted, sum(arrived)::double as arrived,
      sum(spent)::double as spent, (sum(money_in) - sum(spent))::double as left,
      (100.0 * sum(spent) / nullif(sum(money_in), 0))::double as "executionRate",
      (100.0 * sum(arrived) / nullif(sum(allotted), 0))::double as "arrivalRate",
      ${projectsIn(filters)}::integer as projects, sum(n)::integer as n
    from ${placed(ledgersSummed(filters), filters)} group by grouping sets ((district), ())
    having count(*) > 0
    order by grouping(district), district nulls last`,
} satisfies Query<Filters, FundsByDistrict>
