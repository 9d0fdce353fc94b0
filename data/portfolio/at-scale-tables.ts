import { type Sql, sql } from '#app/warehouse/sql.ts'

const fragment = (text: string): Sql => ({ text, values: [] })

/** A share from 0 to 1 that a row's number and a word decide, the same each time. */
const share = (row: string, word: string) =>
  fragment(`(hash(${row}, '${word}', seed()) % 1000003 / 1000003.0)`)

/** An id as the loader makes them: sixteen digits. */
const id = (...parts: string[]) => fragment(`format('{:016x}', hash(${parts.join(', ')}, seed()))`)

/** Points added up as decimals: the same sum in whatever order threads come by them. */
const exactly = (points: string, which = 'true') =>
  fragment(`(sum((${points})::decimal(18, 8)) filter (where ${which}))::double`)

/** Who reports what in which year, in the order of years and districts, in which what is kept is laid down too. */
export const reports = (
  projects: number,
  programmes: number,
  years: { first: number; count: number; reported: number },
): readonly Sql[] => [
  sql`create temp table project as
    with place as (
      select row_number() over (order by d.place) - 1 as number, d.code, d.name, c.name as city, p.name as province
      from district d left join district c on c.code = d.parent and c.level = 'city'
        left join district p on p.code = left(d.code, 2) || '0000' where d.level = 'district'),
    drawn as (
      select i, floor(pow(${share('i', 'place')}, 1.4) * (select count(*) from place)) as place,
        floor(pow(${share('i', 'programme')}, 1.6) * cast(${programmes} as integer)) as programme,
        ${share('i', 'whose')} as whose
      from range(cast(${projects} as bigint)) as r(i))
    select i, p.code as district, p.name as district_name, g.number as programme,
      -- Some programmes are the whole country's, others a province's or a city's own.
      case when whose < 0.5 then '' when whose < 0.8 or coalesce(city, '') in ('', '市辖区') then province else city end
        || g.name as name,
      p.name || case when nth = 1 then '' else '第' || nth end || g.unit as unit,
      p.name || g.department as department, g.sector,
      -- A few units are large and most are small, as in life.
      exp(1.87 * (${share('i', 'a')} + ${share('i', 'b')} + ${share('i', 'c')} - 1.5)) as size,
      0.85 + 0.3 * ${share('i', 'price')} as price
    from (select *, row_number() over (partition by place, programme order by i) as nth from drawn) d
      join place p on p.number = d.place join programme g on g.number = d.programme`,
  sql`create temp table report as
    select (row_number() over (order by year, district, i) - 1)::integer as place,
      (row_number() over (partition by year, district order by i))::integer as ordinal, ${id('i', 'year')} as id,
      ${id('i', "'project'")} as project_id, ${id('district', 'year', "'document'")} as document,
      p.* exclude (price, size), year::integer as year, 100000 * i::bigint + year as row, price,
      round(size * price * (1 + 0.03 * (year - cast(${years.first} as integer))), 4) as scale,
      case when ${share('i * 10 + year', 'kind')} < 0.03 then 'review' else 'selfEvaluation' end as kind
    from project p
      cross join range(cast(${years.first} as bigint), cast(${years.first + years.count} as bigint)) as y(year)
    where ${share('i * 10 + year', 'missing')} < ${years.reported}`,
]

const targets = sql`
  select r.id, r.row, r.year, l.*, ${share('r.row * 100 + l.ordinal', 'outcome')} as luck,
    ${share('r.row * 100 + l.ordinal', 'said')} as said,
    case when l.kind in ('served', 'count') then greatest(1, round(l.amount * r.scale))
      when l.kind = 'standard' then round(l.amount * r.price) else l.amount end as target
  from part r join programme_line l on l.programme = r.programme`

const outcomes = sql`create or replace temp table outcome as
  select *, case
      when said < 0.01 then null
      when kind in ('served', 'count') then greatest(0, round(target * case when luck < 0.12 then 0.5 + 4 * luck else 0.98 + 0.2 * luck end))
      when kind = 'standard' then round(target * case when luck < 0.06 then 1.15 else 1 end)
      when kind = 'share' then least(100, round(target * case when luck < 0.1 then 0.85 + luck else 1 + 0.05 * luck end, 1))
      when kind = 'limit' then round(target * (0.3 + 0.8 * luck), 2)
      when kind = 'satisfaction' then least(100, round(target + case when luck < 0.12 then -25 * (1 - 6 * luck) else 6 * luck - 0.5 end, 1))
      when kind = 'zero' then case when luck < 0.03 then 1 else 0 end
      when kind = 'deadline' then target + case when luck < 0.08 then 1 else -floor(2 * luck) end
    end as actual
  from (${targets})`

const indicators = sql`create or replace temp table written as
  with compared as (
    select *, case when kind in ('limit', 'zero', 'deadline') then 'lower' when kind = 'standard' then 'equal'
        else 'higher' end as direction,
      case when actual is null or kind in ('phrase', 'deadline', 'zero') then null
        when kind = 'limit' then 100 * target / nullif(actual, 0)
        when kind = 'standard' then 100 * (1 - abs(actual - target) / target)
        else 100 * actual / target end as completion
    from outcome)
  select id as evaluation, ordinal::integer as ordinal, level, level1, level2, name,
    case kind when 'phrase' then '效果明显' when 'deadline' then year || '年' || target::integer || '月底前'
      when 'standard' then target::bigint || '元/' || unit when 'limit' then '≤' || target || unit
      when 'zero' then '0' || unit
      else '≥' || case when unit = '%' then target::varchar else target::bigint::varchar end || unit end as target_text,
    case when kind = 'phrase' then 'qualitative' when kind = 'deadline' then 'date' when kind = 'standard' then 'unitCost'
      when unit = '%' then 'percent' else 'count' end as target_kind,
    case when kind = 'phrase' then null when kind in ('limit', 'deadline') then '<='
      when kind in ('standard', 'zero') then '=' else '>=' end as target_op,
    case when kind not in ('phrase', 'deadline') then target end as target_value,
    case when kind = 'deadline' then last_day(make_date(year, target::integer, 1)) end as target_date,
    case kind when 'standard' then '元/' || unit else unit end as target_unit,
    case when kind = 'phrase' then case when luck < 0.15 then '有所改善' else '效果明显' end when actual is null then ''
      when kind = 'deadline' then year || '年' || least(12, actual)::integer || '月'
      when kind = 'standard' then actual::bigint || '元/' || unit
      when unit = '%' then actual || '%' else actual::bigint || unit end as actual_text,
    case when kind = 'phrase' then 'qualitative' when actual is null then 'empty' when kind = 'deadline' then 'date'
      when kind = 'standard' then 'unitCost' when unit = '%' then 'percent' else 'count' end as actual_kind,
    case when kind <> 'phrase' and actual is not null then '=' end as actual_op,
    case when kind not in ('phrase', 'deadline') then actual end as actual_value,
    case when kind = 'deadline' then make_date(year, least(12, actual)::integer, 20) end as actual_date,
    case when actual is null then null when kind = 'standard' then '元/' || unit else unit end as actual_unit,
    false as actual_unit_assumed, said between 0.01 and 0.03 as approximate, direction, completion,
    case when kind = 'phrase' or actual is null then null when direction = 'higher' then actual >= target
      when direction = 'lower' then actual <= target else actual = target end as met,
    round(weight, 4) as weight,
    round(weight * case when kind = 'phrase' then case when luck < 0.15 then 0.8 else 1 end when actual is null then 0
      when kind = 'zero' then 1 - actual when kind = 'deadline' then case when actual > target then 0.8 else 1 end
      when said > 0.99 then 1 else least(1, coalesce(completion, 0) / 100) end, 2) as score,
    case when luck < 0.12 and said < 0.8 and kind <> 'phrase' then '实施进度滞后，下年度提前安排' end as reason,
    1 as table_no, (row % 60000 + ordinal)::integer as row_no, 7 as column_no
  from compared`

/** What was served, at which standard: money is about their product, and now and then it is not. */
const quantities = sql`create or replace temp table quantity as
  select id, max(target) filter (where kind = 'served') as planned_quantity,
    max(actual) filter (where kind = 'served') as actual_quantity,
    max(target) filter (where kind = 'standard') as planned, max(actual) filter (where kind = 'standard') as reported,
    max(unit) filter (where kind = 'served') as per, max(name) filter (where kind = 'standard') as name,
    max(ordinal) filter (where kind = 'standard')::integer as ordinal
  from outcome group by id`

const funds = sql`create or replace temp table fund as
  with money as (
    select r.id, r.row,
      round(q.planned * q.planned_quantity * (0.97 + 0.06 * ${share('r.row', 'budget')}), 2)::decimal(18,2) as budget,
      round(coalesce(q.reported * q.actual_quantity, q.planned * q.planned_quantity)
        * case when ${share('r.row', 'odd')} < 0.08 then 0.6 + 0.3 * ${share('r.row', 'spent')}
          else 0.97 + 0.05 * ${share('r.row', 'spent')} end, 2)::decimal(18,2) as paid
    from part r join quantity q on q.id = r.id)
  select id, row, budget, greatest(budget, paid) as adjusted,
    case when ${share('row', 'unsaid')} >= 0.01 then paid end as spent,
    round(100 * paid::double / greatest(budget, paid)::double, 2) as rate
  from money`

const documents = sql`insert into document by name
  select document as id, any_value(district_name) || year || '.csv' as name,
    year || '/' || any_value(district) || any_value(district_name) || '.csv' as path, 'csv' as format,
    'flat-list' as layout, 'a generated list' as layout_why, 0 as bytes, true as sample, 'loaded' as status, 1 as batch
  from part where document not in (select id from document) group by document, year order by min(place)`

const evaluations = sql`insert into evaluation by name
  with scored as (
    select evaluation, ${exactly('score')} as points from written group by evaluation),
  marked as (
    select f.*, case when ${share('f.row', 'untotalled')} >= 0.02
        then round(s.points + 10 * least(1, f.rate / 100), 2) end as total
    from fund f join scored s on s.evaluation = f.id)
  select r.id, r.document, r.ordinal, r.project_id, r.name as project, r.name as programme, r.unit, r.department, r.sector, r.district, r.district_name,
    r.year, r.kind, m.budget, m.adjusted, m.adjusted as arrived, m.spent,
    m.rate as execution_rate_stated, 100 * m.spent::double / nullif(m.adjusted, 0)::double as execution_rate,
    10 as execution_weight, round(10 * least(1, m.rate / 100), 2) as execution_score, m.total as total_stated,
    m.total as total_sum,
    case when m.total >= 90 then '优' when m.total >= 80 then '良' when m.total >= 60 then '中' when m.total < 60 then '差' end as grade_stated,
    case when m.total >= 90 then 'excellent' when m.total >= 80 then 'good' when m.total >= 60 then 'fair'
      when m.total < 60 then 'poor' end as grade
  from part r join marked m on m.id = r.id order by r.place`

const unitCosts = sql`create or replace temp table cost as
  select q.id as evaluation, q.ordinal, q.name, q.per, q.planned, q.reported,
    f.spent::double / nullif(q.actual_quantity, 0) as implied,
    f.adjusted::double / nullif(q.planned_quantity, 0) as planned_implied, q.planned_quantity, q.actual_quantity,
    0 as quantity_ordinal,
    case when q.actual_quantity is null then 'no-quantity' when f.spent is null then 'no-funds' end as incomparable
  from quantity q join fund f on f.id = q.id join part r on r.id = q.id order by r.place`

const satisfactions = sql`insert into satisfaction by name
  select id as evaluation, ordinal::integer as ordinal, name, target, actual, actual - target as gap,
    100 * actual / target as completion,
    case when said > 0.4 then (50 + 400 * luck)::integer end as surveyed
  from outcome where kind = 'satisfaction' and actual is not null`

const levelScores = sql`insert into level_score by name
  select evaluation, level, ${exactly('weight')} as weight, ${exactly('score')} as score,
    least(1, ${exactly('score')} / ${exactly('weight')}) as rate,
    coalesce(${exactly('weight', 'completion is not null')}, 0) as computable_weight,
    coalesce(${exactly('score', 'completion is not null')}, 0) as computable_claimed,
    coalesce(round(${exactly('weight * least(1, completion / 100)', 'completion is not null')}, 4), 0) as computable_score
  from written group by evaluation, level
  union all
  select id, 'execution', 10, round(10 * least(1, rate / 100), 2), least(1, rate / 100), 10,
    round(10 * least(1, rate / 100), 2), round(10 * least(1, rate / 100), 2) from fund`

const flows = sql`insert into fund_flow by name
  select document, project_id, name as project, unit, district, district_name, year, flow.stage as stage, source,
    flow.amount as amount, make_date(year, flow.month, 15) as date, 1 as table_no, (row % 60000)::integer as row_no
  from (
    select r.*, case when r.programme % 3 = 0 then 'province' else 'district' end as source, unnest([
      { 'stage': 'budget', 'amount': f.budget, 'month': 1 },
      { 'stage': 'adjusted', 'amount': (f.adjusted - f.budget)::decimal(18,2), 'month': 6 },
      { 'stage': 'spent', 'amount': (f.spent / 2)::decimal(18,2), 'month': 7 },
      { 'stage': 'spent', 'amount': (f.spent - (f.spent / 2)::decimal(18,2))::decimal(18,2), 'month': 11 }]) as flow
    from part r join fund f on f.id = r.id order by r.place)
  where flow.amount <> 0`

const findings = sql`insert into finding by name
  with found as (
    select evaluation, ordinal, 'unit-cost-outcome' as rule, 'error' as severity,
      format('{} 元 × {} 与实际支出不符。', reported, actual_quantity) as message,
      format('{} yuan × {} does not fit what was spent.', reported, actual_quantity) as message_en,
      format('{} {}', reported, actual_quantity) as figures
    from cost where abs(reported - implied) > 0.05 * implied
    union all
    select evaluation, ordinal, 'full-score-for-miss', 'error', format('「{}」未达到目标，却得满分。', name),
      format('"{}" missed its target, yet takes full marks.', name), actual_text
    from written where met = false and score >= weight - 0.005
    union all
    select evaluation, ordinal, 'miss-without-reason', 'warning', format('「{}」未达到目标，未说明原因。', name),
      format('"{}" missed its target without a reason.', name), actual_text
    from written where met = false and reason is null and level <> 'satisfaction')
  select ${id('evaluation', 'ordinal', 'rule')} as id, *, '[]' as evidence,
    case severity when 'error' then 20 else 8 end as points, case severity when 'error' then 5 else 2 end as further_points
  from found`

const remarks = sql`insert into remark by name
  select id as evaluation, 0 as ordinal, 'problem' as kind, '部分任务推进较慢，资金支付不够及时' as text, 1 as paragraph
  from part where ${share('row', 'remark')} < 0.05`

/** Writes the reports of `part` into the warehouse's tables. */
export const tables: readonly Sql[] = [
  outcomes,
  indicators,
  sql`insert into indicator by name from written`,
  quantities,
  funds,
  documents,
  evaluations,
  unitCosts,
  sql`insert into unit_cost by name from cost`,
  satisfactions,
  levelScores,
  flows,
  findings,
  remarks,
]
