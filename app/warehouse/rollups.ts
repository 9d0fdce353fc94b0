import { allBut, decimal, distinctIn, distinctOf, listed, record } from './dialect.ts'
import { join, type Sql, sql } from './sql.ts'

/**
 * What pages ask most, kept ready in each generation. `report` has a row for each evaluation that counts, with what
 * its rates, costs, misses and findings come to; a rollup sums its self-evaluations over a grain. They are made with
 * the generation, of what changed since the last, and nobody else writes them. Sums are of integers and decimals, so
 * that they are the same whichever way they are added up.
 */

const named = (name: string): Sql => ({ text: name, values: [] })

/** More than a twentieth between the money spent and reported unit cost × quantity: both cannot be true. */
const contradictsMoney = sql`abs(u.reported - u.implied) > 0.05 * u.implied`

/**
 * What each rule adds to the risk of each evaluation that these findings are of: its gravest finding whole, further
 * ones a share, at most as much again; beyond 100 in all, nothing.
 */
export const riskOf = (findings: Sql): Sql => sql`
  select ${allBut(['before', 'points'])}, least(points, greatest(100 - before, 0)) as points from (
    select *, coalesce(sum(points) over (partition by evaluation order by points desc, rule
      rows between unbounded preceding and 1 preceding), 0) as before
    from (
      select evaluation, rule, argMax(severity, points) as severity, count(*)::integer as count,
        max(points) + least((count(*) - 1) * max(further_points), max(points)) as points
      from (${findings}) group by evaluation, rule))`

/** What the risk of evaluations comes to, by its rules. */
export const dangerOf = (findings: Sql): Sql => sql`
  select evaluation, sum(points) as risk, max(severity = 'error') as impossible,
    ${listed(
      record([
        ['rule', sql`rule`, 'String'],
        ['points', sql`points`, 'Float64'],
      ]),
      { duckdb: sql`points desc, rule`, clickhouse: sql`item -> (-item.points, item.rule)` },
    )} as risks
  from (${riskOf(findings)}) group by evaluation`

/** Everything a report rests on, as one number: where it is another, the report's row is made again. */
const signatures = sql`
  select e.id, hash(e, d.batch, coalesce(f.found, 0)) as signature
  from v_evaluation e join document d on d.id = e.document left join (
    select evaluation, sum(hash(finding)) as found from finding group by evaluation) f on f.evaluation = e.id`

/** The reports named in `due`. */
const reports = sql`
  with held as (
    select e.*, s.signature, count(*) over (partition by e.project_id, e.year, e.kind) = 1 as alone
    from v_evaluation e join due s on s.id = e.id),
  rate as (
    select evaluation, count(gap) as rates, count(*) filter (where gap >= 0) as rates_met,
      sum(gap::decimal(18,4)) as gap_sum, min({ 'gap': gap, 'ordinal': ordinal, 'target': target, 'actual': actual }) as widest
    from satisfaction where evaluation in (select id from due) group by evaluation),
  cost as (
    select u.evaluation, u.reported as reported_cost, u.implied as implied_cost, u.per,
      u.actual_quantity as quantity, u.reported * u.actual_quantity as claimed,
      u.reported * u.actual_quantity - e.spent::double as unexplained, ${contradictsMoney} as contradicts,
      bool_or(${contradictsMoney}) over (partition by u.evaluation) as contradicted
    from unit_cost u join held e on e.id = u.evaluation
    where u.reported is not null and u.implied is not null
    qualify row_number() over (
      partition by u.evaluation order by abs(u.reported * u.actual_quantity - e.spent::double) desc, u.ordinal) = 1),
  miss as (
    select evaluation, count(*)::integer as misses,
      min({ 'completion': completion, 'ordinal': ordinal, 'name': name }) filter (where completion is not null) as worst
    from indicator
    where met = false and reason is null and level is distinct from 'execution'
      and evaluation in (select id from due) group by evaluation),
  fault as (
    select evaluation, count(*) as findings, count(*) filter (where severity = 'error') as errors
    from finding where evaluation in (select id from due) group by evaluation),
  danger as (${dangerOf(sql`select * from finding where evaluation in (select id from due)`)})
  select held.*, coalesce(rates, 0) as rates, coalesce(rates_met, 0) as rates_met, gap_sum, widest,
    cost.* exclude (evaluation), coalesce(misses, 0) as misses, worst,
    coalesce(findings, 0) as findings, coalesce(errors, 0) as errors,
    coalesce(risk, 0) as risk, coalesce(impossible, false) as impossible, coalesce(risks, []) as risks
  from held left join rate on rate.evaluation = held.id left join cost on cost.evaluation = held.id
    left join miss on miss.evaluation = held.id left join fault on fault.evaluation = held.id
    left join danger on danger.evaluation = held.id
  order by held.year, held.district`

interface Measure {
  /** Over reports. */
  part: Sql
  /** Over parts. */
  whole: Sql
}

const count = (name: string, of: Sql): readonly [string, Measure] => [
  name,
  { part: sql`count(*) filter (where ${of})`, whole: sql`sum(${named(name)})::integer` },
]
const sum = (name: string, of: Sql): readonly [string, Measure] => [
  name,
  { part: sql`sum(${of})`, whole: sql`sum(${named(name)})` },
]
/** Projects that report several times a year cannot be counted apart: they are listed, and are few. */
const others = (name: string, of: Sql): readonly [string, Measure] => [
  name,
  {
    part: distinctOf(sql`project_id`, sql`not alone and ${of}`),
    whole: distinctIn(named(name)),
  },
]

const all = sql`true`
const comparable = sql`contradicted is not null`
const both = sql`planned is not null and spent is not null`

/** What is known of many reports at once, by its name. */
const measures = [
  count('evaluations', all),
  count('alone_n', sql`alone`),
  others('others', all),
  sum('planned', sql`planned`),
  count('planned_n', sql`planned is not null`),
  sum('spent', sql`spent`),
  count('spent_n', sql`spent is not null`),
  sum('planned_of_both', sql`case when ${both} then planned end`),
  sum('spent_of_both', sql`case when ${both} then spent end`),
  count('both_n', both),
  sum('total', decimal(sql`total`, 4)),
  count('total_n', sql`total is not null`),
  count('excellent', sql`grade = 'excellent'`),
  count('good', sql`grade = 'good'`),
  count('fair', sql`grade = 'fair'`),
  count('poor', sql`grade = 'poor'`),
  count('ungraded', sql`grade is null`),
  sum('rates', sql`rates`),
  sum('rates_met', sql`rates_met`),
  sum('gap_sum', sql`gap_sum`),
  [
    'widest_rate',
    {
      part: sql`min(${record([
        ['gap', sql`widest.gap`, 'Float64'],
        ['id', sql`id`, 'String'],
        ['project', sql`project`, 'String'],
        ['project_id', sql`project_id`, 'String'],
        ['district_name', sql`district_name`, 'String'],
      ])}) filter (where widest.gap is not null)`,
      whole: sql`min(widest_rate)`,
    },
  ],
  count('comparable_alone', sql`${comparable} and alone`),
  others('comparable_others', comparable),
  count('contradicted_alone', sql`contradicted and alone`),
  others('contradicted_others', sql`coalesce(contradicted, false)`),
  sum('findings', sql`findings`),
  count('faulty', sql`errors > 0`),
] satisfies readonly (readonly [string, Measure])[]

/** Each measure over parts, under its own name. */
export const wholes: Sql = join(
  measures.map(([name, { whole }]) => sql`${whole} as ${named(name)}`),
  ', ',
)

const parts: Sql = join(
  measures.map(([name, { part }]) => sql`${part} as ${named(name)}`),
  ', ',
)

interface Rollup {
  name: string
  grain: readonly string[]
}

/** The coarsest first. A further one needs no change anywhere else. */
export const rollups: readonly Rollup[] = [
  { name: 'report_by_year', grain: ['year'] },
  { name: 'report_by_district', grain: ['year', 'district', 'district_name'] },
  { name: 'report_by_programme', grain: ['year', 'sector', 'programme'] },
  { name: 'report_by_department', grain: ['year', 'district', 'district_name', 'sector', 'department'] },
]

const counted = sql`kind = 'selfEvaluation' and year is not null`
const listOf = (columns: readonly string[]) => join(columns.map(named), ', ')

/** Self-evaluations summed over these columns at the least, from the reports themselves, or from some of them. */
export const partsOfReports = (columns: readonly string[], reports = sql`report`): Sql =>
  sql`(select ${listOf(columns)}, ${parts} from ${reports} where ${counted} group by ${listOf(columns)})`

/** The same from the coarsest rollup that has the columns; where none has, from the reports. */
export function partsBy(columns: readonly string[]): Sql {
  const fit = rollups.find(({ grain }) => columns.every((column) => grain.includes(column)))
  return fit ? { text: fit.name, values: [], rollups: [fit.name] } : partsOfReports(columns)
}

/** Every value that can be filtered by, what it is called, and how many evaluations have it. */
const choices = sql`
  select 'year' as field, year::varchar as value, year::varchar as label, count(*) as n
  from report where year is not null group by year
  union all
  select 'district', district, any_value(district_name), count(*) from report where district is not null group by district
  union all
  select 'sector', sector, sector, count(*) from report where sector is not null group by sector
  union all
  select 'department', department, department, count(*) from report where department is not null group by department
  union all
  select 'programme', programme, programme, count(*) from report where programme is not null group by programme
  union all
  select 'rule', rule, rule, count(distinct evaluation)
  from finding where evaluation in (select id from report) group by rule
  order by 1, 2`

/** The statements that make what is kept, empty. */
export const keptDdl: readonly Sql[] = [
  sql`create table choice (field varchar, value varchar, label varchar, n bigint)`,
  sql`create table report as with due as (select ''::varchar as id, 0::ubigint as signature) select * from (${reports}) limit 0`,
  ...rollups.map(
    ({ name, grain }) => sql`create table ${named(name)} as
      select hash(${listOf(grain)}) as grain, ${listOf(grain)}, ${parts} from report group by all limit 0`,
  ),
]

/** Reports made at once: few enough to be held in memory. */
const slice = 150_000

/** The statements that find out what changed since what is kept was made, and take it away. */
export const parting: readonly Sql[] = [
  sql`create or replace temp table fresh as ${signatures}`,
  sql`create or replace temp table stale as
    with changed as (
      select coalesce(f.id, r.id) as id from fresh f full join report r on r.id = f.id
      where f.signature is distinct from r.signature),
    -- Reports of one project and year change together: one of them may no longer be alone.
    projects as (
      select project_id, year from report where id in (select id from changed)
      union select project_id, year from evaluation where id in (select id from changed))
    select f.id, f.signature, (row_number() over (order by e.year, e.district, e.id) - 1) // ${slice} as slice
    from fresh f join evaluation e on e.id = f.id
    where (e.project_id, e.year) in (select (project_id, year) from projects)
      or f.id in (select id from changed)`,
  sql`create or replace temp table gone as
    select * from report r where id in (select id from stale) or not exists (from fresh f where f.id = r.id)`,
  sql`drop table fresh`,
  sql`delete from report where id in (select id from gone)`,
]

export const slices = sql`select coalesce(max(slice) + 1, 0)::integer as n from stale`

/** The statements that make a slice of what is missing. */
export const making = (place: number): readonly Sql[] => [
  sql`create or replace temp table due as select id, signature from stale where slice = cast(${place} as integer)`,
  sql`insert into report by name ${reports}`,
]

/** The statements that sum anew what was touched. */
export const summing: readonly Sql[] = [
  ...rollups.flatMap(({ name, grain }) => {
    const key = sql`hash(${listOf(grain)})`
    return [
      sql`create or replace temp table touched as
        select distinct ${key} as grain from gone
        union select distinct ${key} from report where id in (select id from stale)`,
      sql`delete from ${named(name)} where grain in (select grain from touched)`,
      sql`insert into ${named(name)} by name
        select ${key} as grain, ${listOf(grain)}, ${parts} from report
        where ${counted} and ${key} in (select grain from touched) group by ${listOf(grain)}
        order by ${listOf(grain)}`,
    ]
  }),
  sql`delete from choice`,
  sql`insert into choice by name ${choices}`,
  ...['stale', 'gone', 'touched', 'due'].map((name) => sql`drop table if exists ${named(name)}`),
]
