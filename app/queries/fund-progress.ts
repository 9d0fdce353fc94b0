import { z } from 'zod'
import { firstDay, wholeNumbers } from '#app/warehouse/dialect.ts'
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

/** What was spent in the month of that number. */
const each: Sql = {
  text: Array.from({ length: 12 }, (_, month) => `when ${month + 1} then paid_${month + 1}`).join(' '),
  values: [],
}

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
      select year, month, sum(case month ${each} end) as yuan
      from ledger cross join (select ${wholeNumbers(sql`1`, sql`12`)} as month) month_of_year group by year, month),
    ended as (select max(last_day) as day from (${ledgersSummed(allYears(filters))})),
    progress as (
      select b.year as year, m.month as month, b.yuan as budget, b.n,
        sum(coalesce(p.yuan, 0)) over (partition by b.year order by m.month) as spent,
        100.0 * dayofyear(last_day(${firstDay(sql`b.year`, sql`m.month`)})) / dayofyear(last_day(${firstDay(sql`b.year`, 12)})) as time
      from budget b cross join (select ${wholeNumbers(sql`1`, sql`12`)} as month) m
        left join paid p on p.year = b.year and p.month = m.month
      where ${firstDay(sql`b.year`, sql`m.month`)} <= (select day from ended))
    select year, month, spent::double as spent, budget::double as budget, time::double as time, n::integer as n,
      (100.0 * spent / nullif(budget, 0))::double as rate,
      (100.0 * spent / nullif(budget, 0) - time)::double as ahead
    from progress order by year, month`,
} satisfies Query<Filters, FundProgress>
