import { z } from 'zod'
import { type Bound, join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'

const Field = z.enum(['year', 'district', 'sector', 'department', 'programme', 'unit', 'rule'])

export const Choice = z.object({
  field: Field,
  value: z.string(),
  label: z.string(),
  n: z.number(),
  /** How many values the field has in all; null where they are not counted. */
  inAll: z.number().nullable(),
})
export type Choice = z.infer<typeof Choice>

/** The most values of a field that a page offers to choose from; further ones are found by their names. */
const listed = 60

const chosen = (values: readonly Bound[]): Sql =>
  values.length === 0
    ? sql`(null)`
    : sql`(${join(
        values.map((value) => sql`${value}`),
        ', ',
      )})`

/** Districts and all that they lie in, with what was counted in each. */
const regions = sql`
  counted as (
    select district, any_value(district_name) as name, count(*) as n
    from v_evaluation where district is not null group by district),
  region as (
    select code, coalesce(any_value(d.name), any_value(name)) as name, any_value(parent) as parent,
      any_value(level) as level, sum(n) as n, bool_or(code = c.district) as reported
    from counted c, lateral (values (c.district), (left(c.district, 4) || '00'), (left(c.district, 2) || '0000')) held (code)
      left join district d using (code)
    where code = c.district or d.code is not null group by code)`

/**
 * What can be filtered by, with the number of evaluations behind each: districts in administrative order, rules by
 * their ids. Where districts are many it is provinces, and what lies in those that are chosen; of departments and
 * programmes those with most evaluations. What is chosen is always among them.
 */
export const choices = {
  name: 'choices',
  row: Choice,
  sql: ({ district, department, programme }: Pick<Filters, 'district' | 'department' | 'programme'>) => sql`
    with ${regions},
    place as (
      select *, (select count(*) from region where reported) as all_n from region),
    named as (
      select 'department' as field, department as value, count(*) as n, department in ${chosen(department)} as chosen
      from v_evaluation where department is not null group by department
      union all
      select 'programme', programme, count(*), programme in ${chosen(programme)}
      from v_evaluation where programme is not null group by programme),
    ranked as (
      select *, row_number() over (partition by field order by n desc, value) as place,
        count(*) over (partition by field) as all_n
      from named)
    select 'year' as field, cast(year as varchar) as value, value as label, count(*)::integer as n, -year as place,
      null::integer as "inAll"
    from v_evaluation where year is not null group by year
    union all
    select 'district', code, name, n::integer, cast(code as integer), all_n::integer from place
    where code in ${chosen(district)} or case when all_n <= ${listed} then reported
      else level = 'province' or parent in ${chosen(district)} end
    union all
    select 'sector', sector, sector, count(*)::integer, -count(*), null
    from v_evaluation where sector is not null group by sector
    union all
    select field, value, value, n::integer, place, all_n::integer from ranked
    where place <= ${listed} or coalesce(chosen, false)
    union all
    select 'rule', rule, rule, count(distinct evaluation)::integer, -count(distinct evaluation), null
    from v_finding group by rule
    order by field, place, value`,
} satisfies Query<Pick<Filters, 'district' | 'department' | 'programme'>, Choice>

/** Fields whose values may be too many to list. */
export const FoundField = z.enum(['district', 'department', 'programme'])
export type FoundField = z.infer<typeof FoundField>

export interface ChoicesAsked {
  field: FoundField
  find: string
}

/** The values of a field whose names hold these words, those with most evaluations first; at most 60 of `inAll`. */
export const choicesFound = {
  name: 'choices-found',
  row: Choice,
  sql: ({ field, find }: ChoicesAsked) => sql`
    with ${regions},
    named as (${
      field === 'district'
        ? sql`select code as value, name as label, n from region`
        : sql`select ${columns[field]} as value, value as label, count(*) as n from v_evaluation
            where value is not null group by value`
    })
    select cast(${field} as varchar) as field, value, label, n::integer as n, (count(*) over ())::integer as "inAll"
    from named where contains(lower(label), lower(${find})) or starts_with(value, ${find})
    order by named.n desc, value limit cast(${listed} as integer)`,
} satisfies Query<ChoicesAsked, Choice>

const columns = { department: sql`department`, programme: sql`programme` } as const

/** What a place is called; no row where no evaluation lies in it. */
export const placeName = {
  name: 'place-name',
  row: z.object({ name: z.string() }),
  sql: (code: string) => sql`with ${regions} select name from region where code = ${code}`,
} satisfies Query<string, { name: string }>
