import { type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, where } from './filters.ts'

/** The most places that stand side by side: more are told apart by no eye. */
export const mostPlaces = 40

/** Each district in scope, and what stands for it: itself; where they are too many its city, else its province. */
export const places = (filters: Filters): Sql => sql`
  with scope as (
    select * from (select code as district, name from region where reported)
    ${where({ ...filters, year: [] }, ['district'])}),
  depth as (
    select case when count(*) <= ${mostPlaces} then 6 when count(distinct left(district, 4)) <= ${mostPlaces} then 4 else 2 end as digits
    from scope)
  select s.district as code, coalesce(d.code, s.district) as shown, coalesce(d.name, s.name) as shown_name
  from scope s cross join depth left join region d on d.code = rpad(left(s.district, digits::integer), 6, '0')`

/** Rows with a district, which is replaced by the place that stands for it; what such a place sums is all within it. */
export const placed = (rows: Sql, filters: Filters): Sql => sql`(
  select r.* replace (
    coalesce(shown, r.district) as district, coalesce(shown_name, r.district_name) as district_name)
  from (${rows}) r left join (${places(filters)}) p on p.code = r.district)`

/** Whether `place`, as `places` has them, are provinces. */
export const areProvinces = sql`exists (select 1 from place where code <> shown and shown like '__0000')`

/** Each province by its first digits, and what stands for it where places are provinces. */
export const shownProvinces = sql`
  select distinct left(code, 2) as of, shown, shown_name from place
  where shown in (select rpad(left(code, 2), 6, '0') from place)`

/** The rows of a table that no sum of provinces has: all where places are none, else those without a district. */
export const besideProvinces = (table: Sql): Sql => sql`(
  select * from ${table} where district in (select code from place where not ${areProvinces})
  union all select * from ${table} where district is null)`
