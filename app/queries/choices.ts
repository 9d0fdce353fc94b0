import { z } from 'zod'
import { ownMark, ownUnits } from '#app/domain/district.ts'
import { begins, holds } from '#app/warehouse/dialect.ts'
import { type Ask, type Bound, join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, noFilters } from './filters.ts'

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

/** A place whose own units report: choices name it after these, as reports do. */
const isOwn = sql`field = 'district' and label like ${`%${ownUnits}`}`
const ownChoice = sql`value || ${ownMark}`

/**
 * What can be filtered by, with the number of evaluations behind each: districts in administrative order, rules by
 * their ids. Where districts are many it is provinces, and what lies in those that are chosen; of departments and
 * programmes those with most evaluations. What is chosen is always among them.
 */
export const choices = {
  name: 'choices',
  row: Choice,
  sql: ({ district, department, programme }: Pick<Filters, 'district' | 'department' | 'programme'>) => sql`
    with region_n as (select count(*) as all_n from region where reported),
    offered as (
    select field, value, label, n::integer as n,
      case when field in ('department', 'programme') then in_all end as "inAll",
      case field when 'year' then -value::integer else place end as place
    from choice
    where field <> 'district' and (field not in ('department', 'programme') or place <= ${listed} or coalesce(field = 'department' and value in ${chosen(department)}, false)
      or coalesce(field = 'programme' and value in ${chosen(programme)}, false))
    union all
    select 'district', code, name, n, all_n::integer, code::integer from region, region_n
    where code in ${chosen(district)} or case when all_n <= ${listed} then reported
      else level = 'province' or parent in ${chosen(district)} end
    union all
    select 'district', ${ownChoice}, label, n::integer, all_n::integer, value::integer from choice, region_n
    where ${isOwn} and (${ownChoice} in ${chosen(district)} or all_n <= ${listed} or value in ${chosen(district)})
    union all
    select 'district', code, name, 0, all_n::integer, code::integer from district, region_n
    where code in ${chosen(district)} and code not in (select code from region)
    union all
    select 'district', d.code || ${ownMark}, any_value(d.name) || ${ownUnits}, coalesce(sum(c.n), 0)::integer,
      any_value(all_n)::integer, d.code::integer
    from (select code, min(name) as name from district group by code) d cross join region_n
      left join choice c on c.field = 'district' and c.value = d.code
    where d.code || ${ownMark} in ${chosen(district)}
      and d.code not in (select value from choice where ${isOwn}) group by d.code)
    select * from offered order by field, place, value`,
} satisfies Query<Pick<Filters, 'district' | 'department' | 'programme'>, Choice>

type Chosen = Parameters<typeof choices.sql>[0]

/** What a page offers under filters: where all values are offered whatever is chosen, it is asked once for all pages. */
export async function choicesUnder(ask: Ask, filters: Chosen): Promise<readonly Choice[]> {
  const offered = await ask(choices, noFilters)
  return offersAll(offered, filters) ? offered : ask(choices, filters)
}

/** Whether what is chosen adds nothing to what is offered without it. */
function offersAll(offered: readonly Choice[], chosen: Chosen): boolean {
  const districts = offered.find(({ field }) => field === 'district')?.inAll ?? 0
  const has = (field: keyof Chosen) =>
    chosen[field].every((value) => offered.some((choice) => choice.field === field && choice.value === value))
  return (
    (chosen.district.length === 0 || districts <= listed) &&
    has('district') &&
    has('department') &&
    has('programme')
  )
}

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
    with named as (${
      field === 'district'
        ? sql`select code as value, name as label, n from region
            union all select ${ownChoice}, label, n from choice where ${isOwn}`
        : sql`select value, label, n from choice where field = ${field}`
    })
    select cast(${field} as varchar) as field, value, label, n::integer as n, (count(*) over ())::integer as "inAll"
    from named where ${holds(sql`label`, find)} or ${begins(sql`value`, find)}
    order by named.n desc, value limit cast(${listed} as integer)`,
} satisfies Query<ChoicesAsked, Choice>

/** What a place is called; no row where no evaluation lies in it. */
export const placeName = {
  name: 'place-name',
  row: z.object({ name: z.string() }),
  sql: (code: string) => sql`select name from region where code = ${code}
    union all select label from choice where ${isOwn} and ${ownChoice} = ${code}`,
} satisfies Query<string, { name: string }>
