import type { Made } from './due-rows.ts'
import { placing, regionDdl } from './regions.ts'
import { type Sql, sql } from './sql.ts'

/** What can be filtered by, kept ready with how often it is met. */

/** The statements that make it, empty. */
export const choiceDdl: readonly Sql[] = [
  sql`create table choice (field varchar, value varchar, label varchar, n bigint, place integer, in_all integer)`,
  ...regionDdl,
]

/** What can be filtered by, as these rows of reports and of their findings have it. */
const chosen = (reports: Sql, findings: Sql): Sql => sql`
  select 'year' as field, year::varchar as value, year::varchar as label, count(*) as n
  from ${reports} where year is not null group by year
  union all
  select 'district', district, any_value(district_name), count(*) from ${reports} where district is not null group by district
  union all
  select 'sector', sector, sector, count(*) from ${reports} where sector is not null group by sector
  union all
  select 'department', department, department, count(*) from ${reports} where department is not null group by department
  union all
  select 'programme', programme, programme, count(*) from ${reports} where programme is not null group by programme
  union all
  select 'rule', rule, rule, count(distinct evaluation) from ${findings} group by rule`

/**
 * Every value that can be filtered by, what it is called, how many evaluations have it, and its place among those of
 * its field that have most: brought up to what came and what went.
 */
export const choosing = ({ gone }: Made): readonly Sql[] => [
  sql`create or replace temp table change as
    select field, value, any_value(label) as label, sum(n)::bigint as n from (
      select field, value, label, n from choice
      union all ${chosen(sql`came_report`, sql`came_report_finding`)}
      ${
        gone === 0
          ? sql``
          : sql`union all select field, value, label, -n as n from (${chosen(sql`gone_report`, sql`gone_report_finding`)})`
      })
    group by field, value`,
  sql`delete from choice`,
  sql`insert into choice by name
    select *, (row_number() over (partition by field order by n desc, value))::integer as place,
      (count(*) over (partition by field))::integer as in_all
    from change where n > 0 order by field, value`,
  ...placing,
]
