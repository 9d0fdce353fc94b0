import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'

export const Choice = z.object({
  field: z.enum(['year', 'district', 'sector', 'department', 'programme', 'unit', 'rule']),
  value: z.string(),
  label: z.string(),
  n: z.number(),
})
export type Choice = z.infer<typeof Choice>

/** What can be filtered by, with the number of evaluations behind each; districts in administrative order, rules by their ids. */
export const choices = {
  name: 'choices',
  row: Choice,
  sql: () => sql`
    select 'year' as field, cast(year as varchar) as value, value as label, count(*)::integer as n, -year as place
    from v_evaluation where year is not null group by year
    union all
    select 'district', district, any_value(district_name), count(*)::integer, cast(district as integer)
    from v_evaluation where district is not null group by district
    union all
    select 'sector', sector, sector, count(*)::integer, -count(*)
    from v_evaluation where sector is not null group by sector
    union all
    select 'department', department, department, count(*)::integer, -count(*)
    from v_evaluation where department is not null group by department
    union all
    select 'programme', programme, programme, count(*)::integer, -count(*)
    from v_evaluation where programme is not null group by programme
    union all
    select 'rule', rule, rule, count(distinct evaluation)::integer, -count(distinct evaluation)
    from v_finding group by rule
    order by field, place, value`,
} satisfies Query<void, Choice>
