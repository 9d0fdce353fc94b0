import { join, named, type Sql, sql } from './sql.ts'

/**
 * `unreported`: project years of which a report is due, or might be, and none is there. `booked` and `spent` are what
 * the year's ledger has of it, `declared` whether targets, a monitoring form or a review of it are there: then one is due
 * (`due`). Of a project that reported the year before it may also have ended. `reported_before` is the last year that
 * it reported. Rows of projects whose reports or ledgers changed are made again.
 */

const inPart = sql`project_id in (select project_id from unreported_part)`
const columns = ['project', 'unit', 'department', 'sector', 'programme', 'district', 'district_name']

const rows = sql`
  with concluded as (
    select distinct project_id, year from report
    where kind = 'selfEvaluation' and year is not null and ${inPart}),
  expected as (
    select project_id, year, money_in as booked, spent, false as declared from ledger_year
    where (money_in > 0 or spent > 0) and ${inPart}
    union all
    select project_id, year, null, null, true from report
    where kind <> 'selfEvaluation' and year is not null and ${inPart}
    union all
    select project_id, year + 1, null, null, false from concluded),
  missing as (
    select project_id, year, max(booked) as booked, max(spent) as spent, bool_or(declared) as declared,
      max(booked) is not null or max(spent) is not null or bool_or(declared) as due
    from expected anti join concluded using (project_id, year) group by project_id, year),
  before as (
    select m.project_id, m.year, max(c.year) as reported_before from missing m join concluded c
      on c.project_id = m.project_id and c.year < m.year group by m.project_id, m.year),
  known as (
    select project_id, ${join(
      columns.map((column) => sql`arg_max(${named(column)}, (year, id)) as ${named(column)}`),
      ', ',
    )}
    from report where project_id in (select project_id from missing) group by project_id)
  select project_id, year, booked, m.spent, declared, due, reported_before, ${join(
    columns.map((column) => sql`coalesce(k.${named(column)}, l.${named(column)}) as ${named(column)}`),
    ', ',
  )}, left(coalesce(k.district, l.district), 2) as province
  from missing m left join before using (project_id, year) left join known k using (project_id)
    left join ledger_year l using (project_id, year)
  order by year, coalesce(k.district, l.district)`

const part = sql`create or replace temp table unreported_part as`

/** The statements that make the table, empty; reports and ledgers are there. */
export const unreportedDdl: readonly Sql[] = [
  sql`${part} select ''::varchar as project_id limit 0`,
  sql`create table unreported as select * from (${rows}) limit 0`,
  sql`drop table unreported_part`,
]

/** The statements that bring it up to what changed: reports of these projects, and the ledgers that are due. */
export const makingUnreported = (projects: Sql): readonly Sql[] => [
  sql`${part} select project_id from ledger_due union ${projects}`,
  sql`delete from unreported where ${inPart}`,
  sql`insert into unreported by name ${rows}`,
  sql`drop table unreported_part`,
]
