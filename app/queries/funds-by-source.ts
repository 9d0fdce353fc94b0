import { z } from 'zod'
import { FundSource } from '#app/domain/fund-flow.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'
import { flows } from './ledger-years.ts'

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
    select case when grouping(source) = 1 then 'total' else source end as source,
      (sum(amount) filter (where stage = 'budget'))::double as budget,
      (sum(amount) filter (where stage = 'adjusted'))::double as change,
      (sum(amount) filter (where stage = 'allotted'))::double as allotted,
      (sum(amount) filter (where stage = 'arrived'))::double as arrived,
      (sum(amount) filter (where stage = 'spent'))::double as spent,
      (sum(amount) filter (where stage = 'returned'))::double as returned,
      count(*)::integer as movements, count(distinct (project_id, year))::integer as n
    from (${flows(filters)})
    group by grouping sets ((source), ())
    having count(*) > 0
    order by grouping(source), case source when 'central' then 1 when 'province' then 2 when 'city' then 3
      when 'district' then 4 when 'carryOver' then 5 when 'own' then 6 else 7 end`,
} satisfies Query<Filters, FundsBySource>
