import { ownUnits } from '#app/domain/district.ts'
import { named, type Sql, sql } from './sql.ts'

const literal = (number: number): Sql => ({ text: String(number), values: [] })

/**
 * `region`: the districts that reports lie in and all that those lie in, as far as the reference knows it, with how
 * many evaluations lie in each; `reported` where some lie in it itself and not in one of its districts.
 */
const regions = sql`
  select code, coalesce(any_value(d.name), any_value(c.label)) as name, any_value(d.parent) as parent,
    any_value(d.level) as level, sum(c.n)::integer as n, max(code = c.value) as reported
  from (
    select value, label, n, unnest(list_distinct([value, left(value, 4) || '00', left(value, 2) || '0000'])) as code
    from choice where field = 'district') c left join (
      -- A city without districts is a district of its own, under the same code.
      select code, min_by(name, place) as name, min_by(parent, place) as parent, min_by(level, place) as level
      from district group by code) d using (code)
  where code = c.value or d.name is not null group by code order by code`

/** Whether a place has districts of its own: what reports name it alone is of its own level. */
const isDivided = (code: Sql): Sql => sql`${code} in (select parent from district where parent is not null)`

const own = named(`'${ownUnits}'`)

/** What a place is called where its own units are meant and none of its districts: 澜城市本级. */
export const ownName = (code: Sql, name: Sql): Sql =>
  sql`case when ${isDivided(code)} then ${name} || ${own} else ${name} end`

/** The most places that stand side by side: more are told apart by no eye. */
export const mostPlaces = 40

/**
 * Each of some districts, with a `code`, a `name` and the `scope` that they are looked at in, and what stands for it
 * there: itself; where they are too many its city, else its province.
 */
export const shownOf = (scoped: Sql): Sql => sql`
  with scoped as (${scoped}),
  depth as (
    select scope, case when count(*) <= ${literal(mostPlaces)} then 6
      when count(distinct left(code, 4)) <= ${literal(mostPlaces)} then 4 else 2 end as digits
    from scoped group by scope),
  standing as (
    select scope, s.code as code, coalesce(d.code, s.code) as shown, coalesce(d.name, s.name) as shown_name
    from scoped s join depth using (scope)
      left join (select code, name from region) d on d.code = rpad(left(s.code, digits::integer), 6, '0'))
  select scope, code, shown,
    case when count(*) over (partition by scope, shown) = 1 and code = shown
      then ${ownName(sql`code`, sql`shown_name`)} else shown_name end as shown_name
  from standing`

/** `shown_place`: the same of the whole country, whose scope is none, of each province and of each city. */
const shownPlaces = sql`${shownOf(sql`
  select unnest(list_distinct(['', left(code, 2), left(code, 4)])) as scope, code, name from region where reported`)}
  order by scope, code`

/** The statements that make the tables, empty; the choices are there. */
export const regionDdl: readonly Sql[] = [
  sql`create table region as ${regions} limit 0`,
  sql`create table shown_place as ${shownPlaces} limit 0`,
]

/** The statements that make them anew: they are small. */
export const placing: readonly Sql[] = [
  sql`delete from region`,
  sql`insert into region by name ${regions}`,
  sql`delete from shown_place`,
  sql`insert into shown_place by name ${shownPlaces}`,
]
