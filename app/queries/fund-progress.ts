import { z } from 'zod'
import { firstDay, wholeNumbers } from '#app/warehouse/dialect.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { allYears, type Filters } from './filters.ts'
import { flows, ledgerYears } from './ledger-years.ts'

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

/**
 * Cumulative spending of each year by month, of the whole budget of the projects whose every payment is dated
 * within the year; up to the last month in which the ledgers book anything.
 */
export const fundProgress = {
  name: 'fund-progress',
  row: FundProgress,
  sql: (filters: Filters) => sql`
    with ${ledgerYears(filters)},
    dated as (
      select project_id, year, money_in from ledger_year l
      where money_in > 0 and not exists (
        select 1 from flow f where f.project_id = l.project_id and f.year = l.year and f.stage = 'spent'
          and extract(year from f.date) is distinct from f.year)),
    budget as (
      select year, sum(money_in) as yuan, count(*) as n from dated group by year),
    paid as (
      select f.year as year, extract(month from f.date) as month, sum(f.amount) as yuan
      from flow f join dated using (project_id, year) where f.stage = 'spent' group by 1, 2),
    ended as (select max(date) as day from (${flows(allYears(filters))})),
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
