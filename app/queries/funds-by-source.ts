import { z } from 'zod'
import { FundSource } from '#app/domain/fund-flow.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'
import { ledgersSummed, sourcesSummed } from './ledger-years.ts'

const FundsBySource = z.object({
  source: z.enum([...FundSource.options, 'total']),
  budget: z.number().nullable(),
  change: z.number().nullable(),
  allotted: z.number().nullable(),
  arrived: z.number().nullable(),
  spent: z.number().nullable(),
  returned: z.number().nullable(),
  movements: z.number(),
  n: z.number(),
})
export type FundsBySource = z.infer<typeof FundsBySource>

/** What the ledgers book at each stage, by source, with the total; null where a source has no entry at a stage. */
export const fundsBySource = {
  name: 'funds-by-source',
  row: FundsBySource,
  sql: (filters: Filters) => sql`
    with years as (select sum(n) as n from (${ledgersSummed(filters)}))
    select case when grouping(source) = 1 then 'total' else source end as source, sum(budget)::double as budget,
      sum(change)::double as change, sum(allotted)::double as allotted, sum(arrived)::double as arrived,
      sum(spent)::double as spent, sum(returned)::double as returned, sum(movements)::integer as movements,
      case when grouping(source) = 1 then any_value(years.n) else sum(s.n) end::integer as n
    from (${sourcesSummed(filters)}) s cross join years
    group by grouping sets ((source), ())
    having count(*) > 0
    order by grouping(source), case source when 'central' then 1 when 'province' then 2 when 'city' then 3
      when 'district' then 4 when 'carryOver' then 5 when 'own' then 6 else 7 end`,
} satisfies Query<Filters, FundsBySource>
