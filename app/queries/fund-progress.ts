import { z } from 'zod'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { allYears, type Filters } from './filters.ts'
import { ledgersSummed } from './ledger-years.ts'

const FundProgress = z.object({
  year: z.number(),
  month: z.number(),
  /** Spent from January to the end of this month; yuan. */
  spent: z.number(),
  budget: z.number(),
  rate: z.number().nullable(),
  /** Days passed of the days of the year, per cent. */
  time: z.number(),
  /** Rate less time, in percentage points. */
  ahead: z.number().nullable(),
  n: z.number(),
})
export type FundProgress = z.infer<typeof FundProgress>

const each = (text: (month: number) => string): Sql => ({
  text: Array.from({ length: 12 }, (_, month) => text(month + 1)).join(', '),
  values: [],
})
const months = each(String)
const paid = each((month) => `paid_${month}`)

/**
 * Cumulative spending of each year by month, of the whole budget of the projects whose every payment is dated
 * within the year; up to the last month in which the ledgers book anything.
 */
export const fundProgress = {
  name: 'fund-progress',
  row: FundProgress,
  sql: (filters: Filters) => sql`
    with ledger as (${ledgersSummed(filters)}),
    budget as (
      select year, sum(dated_money) as yuan, sum(dated_n) as n from ledger group by year having sum(dated_n) > 0),
    paid as (
      select year, unnest([${months}]) as month, unnest([${paid}]) as yuan from ledger),
    ended as (select max(last_day) as day from (${ledgersSummed(allYears(filters))})),
    progress as (
      select b.year, m.month, b.yuan as budget, b.n,
        sum(coalesce(p.yuan, 0)) over (partition by b.year order by m.month) as spent,
        100.0 * dayofyear(last_day(make_date(b.year, m.month, 1))) / dayofyear(make_date(b.year, 12, 31)) as time
      from budget b cross join (select unnest(generate_series(1, 12))::integer as month) m
        left join (select year, month, sum(yuan) as yuan from paid group by year, month) p on p.year = b.year and p.month = m.month
      where make_date(b.year, m.month, 1) <= (select day from ended))
    select year, month, spent::double as spent, budget::double as budget, time::double as time, n::integer as n,
      (100.0 * spent / nullif(budget, 0))::double as rate,
      (100.0 * spent / nullif(budget, 0) - time)::double as ahead
    from progress order by year, month`,
} satisfies Query<Filters, FundProgress>
