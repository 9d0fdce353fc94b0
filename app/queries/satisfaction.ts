import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { allYears, type Filters, projectColumns, where } from './filters.ts'

const SatisfactionByDistrict = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  gap: z.number().nullable(),
  target: z.number().nullable(),
  actual: z.number().nullable(),
  n: z.number(),
  missed: z.number(),
})
export type SatisfactionByDistrict = z.infer<typeof SatisfactionByDistrict>

/** Gap by district and year: the plain mean of its rates, each project's rate counted once, with n. */
export const satisfactionByDistrict = {
  name: 'satisfaction-by-district',
  row: SatisfactionByDistrict,
  sql: (filters: Filters) => sql`
    select district, any_value(district_name) as "districtName", year,
      avg(gap) as gap, avg(target) as target, avg(actual) as actual,
      count(*)::integer as n, (count(*) filter (where gap < 0))::integer as missed
    from v_satisfaction ${where(allYears(filters), projectColumns)}
    group by district, year
    order by district nulls last, year`,
} satisfies Query<Filters, SatisfactionByDistrict>
