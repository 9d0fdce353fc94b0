import { isOneDistrict, prefixOf } from '#app/domain/district.ts'
import { shownOf } from '#app/warehouse/regions.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, where } from './filters.ts'

/** Each district in scope, and what stands for it: itself; where they are too many its city, else its province. */
export function places(filters: Filters): Sql {
  const scope = scopeKept(filters)
  return scope === null
    ? shownOf(sql`
      select '' as scope, district as code, name from (select code as district, name from region where reported)
      ${where({ ...filters, year: [] }, ['district'])}`)
    : sql`select code, shown, shown_name from shown_place where scope = ${scope}`
}

/** The scope that districts are kept for with what stands for them: all, or those of one province or city; else null. */
function scopeKept({ district }: Filters): string | null {
  const [code, ...others] = district
  if (code === undefined) return ''
  return others.length > 0 || isOneDistrict(district) ? null : prefixOf(code)
}

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
