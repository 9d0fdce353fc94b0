import { type Sql, sql } from './sql.ts'

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

/** The statement that makes the table, empty; the choices are there. */
export const regionDdl = sql`create table region as ${regions} limit 0`

/** The statements that make it anew: it is small. */
export const placing: readonly Sql[] = [sql`delete from region`, sql`insert into region by name ${regions}`]
