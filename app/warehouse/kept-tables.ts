import { Level1 } from '#app/domain/indicator.ts'
import { allBut, listed, record } from './dialect.ts'
import { counting, found } from './due-rows.ts'
import { join, named, type Sql, sql } from './sql.ts'
import { pointsOf, unweighed, usualWeights, weighed } from './weighing.ts'

/**
 * Tables that a generation keeps beside what documents say, so that no page has to join them: a row for each report
 * that counts, each of its unit costs, satisfaction rates and indicators, with what all of them are filtered by.
 */

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

/**
 * Everything a report rests on, as one number: where it is another, the report's rows are made again. What its levels
 * score follows from the report and the rules alone. Of all reports, or of those named in a table.
 */
export const signatures = (among?: string): Sql => {
  const rows = (table: string, id: string, of = '') =>
    among === undefined ? sql`true` : found(table, sql`${named(id)} in (select id from ${named(among)})`, of)
  const summed = (table: 'finding' | 'follow_up') => sql`
    select evaluation, sum(hash(${named(table)})) as all_of_it from ${named(table)}
    where ${rows(table, 'evaluation')} group by evaluation`
  return sql`
    select e.id, hash(e, coalesce(f.all_of_it, 0), (select rules from audited), coalesce(l.all_of_it, 0)) as signature
    from (${counting(rows('evaluation', 'id', 'e.'))}) e
      left join (${summed('follow_up')}) l on l.evaluation = e.id
      left join (${summed('finding')}) f on f.evaluation = e.id`
}

const quoted = (text: string): Sql => named(`'${text}'`)

/** Levels of which the document says something. */
const isScored = sql`(weight is not null or score is not null or rate is null)`

/** Targets that compare; the line of execution that some forms have would compare forms. */
const promised = sql`level is distinct from 'execution'`

/** Points are decimals, whose sums are the same in whatever order they are added up. */
const points = (of: Sql): Sql => sql`sum(${of}::decimal(18, 4))`

/** The reports named in `due`. */
const reports = sql`
  with rate as (
    select evaluation, count(gap) as rates, count(*) filter (where gap >= 0) as rates_met,
      sum(gap::decimal(18,4)) as gap_sum, min({ 'gap': gap, 'ordinal': ordinal, 'target': target, 'actual': actual }) as widest
    from due_satisfaction group by evaluation),
  cost as (
    select u.evaluation, u.reported as reported_cost, u.implied as implied_cost, u.per,
      u.actual_quantity as quantity, u.reported * u.actual_quantity as claimed,
      u.reported * u.actual_quantity - e.spent::double as unexplained, ${contradictsMoney} as contradicts,
      bool_or(${contradictsMoney}) over (partition by u.evaluation) as contradicted
    from due_unit_cost u join due_evaluation e on e.id = u.evaluation
    where u.reported is not null and u.implied is not null
    qualify row_number() over (
      partition by u.evaluation order by abs(u.reported * u.actual_quantity - e.spent::double) desc, u.ordinal) = 1),
  miss as (
    select evaluation, count(*) filter (where unexplained)::integer as misses,
      min({ 'completion': completion, 'ordinal': ordinal, 'name': name }) filter (where unexplained and completion is not null) as worst,
      (count(*) filter (where met and ${promised}))::integer as targets_met,
      (count(met) filter (where ${promised}))::integer as targets,
      min_by(target_text, ordinal) filter (where level = 'satisfaction') as rate_target,
      min_by(actual_text, ordinal) filter (where level = 'satisfaction') as rate_actual,
      case when count(*) filter (where level = 'satisfaction') = 0 then 'no-indicator'
        when bool_and(actual_kind = 'empty') filter (where level = 'satisfaction') then 'no-outcome'
        when bool_and(target_kind = 'empty') filter (where level = 'satisfaction') then 'no-target'
        else 'in-words' end as unrated
    from (select *, met = false and reason is null and ${promised} as unexplained from due_indicator)
    group by evaluation),
  fault as (
    select evaluation, count(*) as findings, count(*) filter (where severity = 'error') as errors
    from due_finding group by evaluation),
  danger as (${dangerOf(sql`select * from due_finding`)}),
  level as (
    select evaluation, ${points(sql`computable_weight`)} as compared, ${points(sql`computable_claimed`)} as claimed_again,
      ${points(sql`computable_score`)} as computed,
      round(100 * (${points(sql`score`)} filter (where ${isScored}))::double
        / nullif((${points(sql`weight`)} filter (where ${isScored}))::double, 0), 4) as own_rate,
      bool_or(rate is null) filter (where ${isScored}) as incomplete,
      bool_or(level is null) filter (where ${isScored}) as unlevelled, ${join(
        Level1.options.map(
          (level) => sql`max(rate) filter (where level = ${quoted(level)}) as rate_${named(level)}`,
        ),
        ', ',
      )}
    from due_level_score group by evaluation),
  told as (
  select h.*, coalesce(rates, 0) as rates, coalesce(rates_met, 0) as rates_met, gap_sum, widest,
    cost.* exclude (evaluation), coalesce(misses, 0) as misses, worst,
    coalesce(findings, 0) as findings, coalesce(errors, 0) as errors,
    coalesce(risk, 0) as risk, coalesce(impossible, false) as impossible, coalesce(risks, []) as risks,
    coalesce(targets, 0) as targets, coalesce(targets_met, 0) as targets_met,
    case when rate.evaluation is null then coalesce(unrated, 'no-indicator') end as unrated,
    case when rate.evaluation is null then rate_target end as rate_target,
    case when rate.evaluation is null then rate_actual end as rate_actual,
    case when compared > 0 then compared end as compared, case when compared > 0 then claimed_again end as claimed_again,
    case when compared > 0 then computed end as computed,
    level.* exclude (evaluation, compared, claimed_again, computed)
  from due_evaluation h left join rate on rate.evaluation = h.id left join cost on cost.evaluation = h.id
    left join miss on miss.evaluation = h.id left join fault on fault.evaluation = h.id
    left join danger on danger.evaluation = h.id left join level on level.evaluation = h.id),
  points as (${pointsOf(usualWeights)}),
  judged as (
    select told.*, ${weighed} as weighed, ${unweighed} as unweighed, coalesce(spent > planned, false) as overspent, coalesce(execution_rate < 80, false) as slow,
      coalesce(total < 80, false) as low_total, coalesce(widest.gap <= -10, false) as dissatisfied,
      3 * (coalesce(contradicts, false)::integer + overspent::integer)
        + 2 * (slow::integer + low_total::integer + dissatisfied::integer) + least(misses, 1) as severity
    from told cross join points)
  select *, severity > 0 or impossible as watched from judged h`

/** What every row is filtered by: its report's place, programme and year. */
const ofReport = sql`h.project_id, h.project, h.programme, h.unit, h.department, h.sector, h.province, h.district,
  h.district_name, h.year, h.kind, h.spent`

/** Whole fen and whole ten thousandths: their sums have one answer, whichever way they are added up. */
const yuan = (money: Sql): Sql => sql`sum((${money})::decimal(38, 2))`
const quantity = sql`sum(actual_quantity::decimal(38, 4))`

/**
 * Each unit cost; the one that `leads` those of its report per the same unit has what they come to together: two
 * standards of one report share its spending, and a quantity that both are per is counted once. They are asked for by
 * their programme.
 */
const costs = sql`
  with first as (
    select *, implied is not null and row_number() over (
        partition by evaluation, per, quantity_ordinal, implied is null order by ordinal) = 1 as counts_quantity,
      row_number() over (partition by evaluation, per order by ordinal) = 1 as states
    from due_unit_cost),
  comparable as (
    select evaluation, per, min(ordinal) as ordinal, ${quantity} filter (where counts_quantity) as served,
      ${yuan(sql`planned * actual_quantity`)} as planned_yuan,
      ${quantity} filter (where planned is not null) as planned_served,
      ${yuan(sql`reported * actual_quantity`)} as reported_yuan,
      ${quantity} filter (where reported is not null) as reported_served
    from first where implied is not null group by evaluation, per)
  select ${ofReport}, h.planned as budget, u.* exclude (counts_quantity), c.ordinal is not null as leads, c.* exclude (evaluation, per, ordinal), i.row_no,
    q.name as quantity_name
  from first u join due_evaluation h on h.id = u.evaluation
    left join due_indicator i on i.evaluation = u.evaluation and i.ordinal = u.ordinal
    left join due_indicator q
      on q.evaluation = u.evaluation and q.ordinal = u.quantity_ordinal
    left join comparable c on c.evaluation = u.evaluation and c.ordinal = u.ordinal`

/** What is told of a programme's reports, side by side: in their own order they lie all over the country. */
const programmes = sql`
  select h.id, ${ofReport}, h.planned from due_evaluation h where h.programme is not null`

const rates = sql`
  select ${ofReport}, h.grade, h.total, s.*, i.reason, i.row_no
  from due_satisfaction s join due_evaluation h on h.id = s.evaluation
    left join due_indicator i on i.evaluation = s.evaluation and i.ordinal = s.ordinal`

/** Each finding with what it is looked for by, and the row that it speaks of. */
const findings = sql`
  select h.project_id, h.project, h.programme, h.unit, h.department, h.sector, h.province, h.district, h.district_name,
    h.year, h.kind, h.spent, h.document, f.*, i.name as indicator, i.table_no, i.row_no
  from due_finding f join due_evaluation h on h.id = f.evaluation
    left join due_indicator i on i.evaluation = f.evaluation and i.ordinal = f.ordinal`

/** What each report names or promises, and what became of it in the next. */
const remarks = sql`
  select ${ofReport}, r.evaluation, r.ordinal, r.kind as remark_kind, f.standing
  from due_remark r join due_evaluation h on h.id = r.evaluation
    left join due_follow_up f on f.evaluation = r.evaluation and f.ordinal = r.ordinal`

/** `standing`: why target and outcome do not compare; one is missing, one is in words, or they are of different units. */
const outcomes = sql`
  select h.year, h.district, h.district_name, h.province, h.sector, h.department, h.programme,
    h.unit, h.kind, i.evaluation, i.ordinal, i.level, i.met, i.completion, i.weight, i.score,
    100.0 * i.score / nullif(i.weight, 0) as score_rate,
    case when met is not null then null when target_kind = 'empty' or actual_kind = 'empty' then 'incomplete'
      when 'qualitative' in (target_kind, actual_kind) then 'qualitative' else 'unlike' end as standing
  from due_indicator i join due_evaluation h on h.id = i.evaluation`

/**
 * A table with rows of reports: what names the report in it, the rows of those in `due`, what they are ordered by so
 * that they are found, and what sums of it need.
 */
interface KeptTable {
  name: string
  report: string
  rows: Sql
  order: Sql
  summed: Sql
}

/** The order in which most reports come. */
export const byPlace = sql`order by h.year, h.district`
const byProgramme = sql`order by h.programme, h.year, h.district`

export const keptTables: readonly KeptTable[] = [
  {
    name: 'report',
    report: 'id',
    rows: reports,
    order: byPlace,
    summed: sql`*`,
  },
  {
    name: 'report_cost',
    report: 'evaluation',
    rows: costs,
    order: byProgramme,
    summed: sql`evaluation, year, province, district, district_name, sector, department, programme, per, kind, states,
      leads, implied, spent, served, planned_yuan, planned_served, reported_yuan, reported_served`,
  },
  { name: 'report_programme', report: 'id', rows: programmes, order: byProgramme, summed: sql`id` },
  { name: 'report_rate', report: 'evaluation', rows: rates, order: byPlace, summed: sql`*` },
  { name: 'report_finding', report: 'evaluation', rows: findings, order: byPlace, summed: sql`*` },
  { name: 'report_remark', report: 'evaluation', rows: remarks, order: byPlace, summed: sql`*` },
  { name: 'report_outcome', report: 'evaluation', rows: outcomes, order: byPlace, summed: sql`*` },
]
