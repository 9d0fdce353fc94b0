import { type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { placeProgrammes } from './place-programmes.ts'
import type { Aim, Programme } from './programme.ts'
import { socialProgrammes } from './social-programmes.ts'

const programmes: readonly Programme[] = [...socialProgrammes, ...placeProgrammes]

const firstYear = 2019
const years = 5
/** Indicators of an evaluation, about; what remains after rounding makes the last projects shorter. */
const perEvaluation = 10

interface Line {
  programme: number
  ordinal: number
  level: string
  level1: string
  level2: string
  name: string
  kind: 'served' | 'standard' | 'satisfaction' | Aim['kind']
  amount: number
  unit: string | null
  weight: number
}

/** A programme's indicators with their points: output 50, benefit 30, satisfaction 10 (财预〔2020〕10号). */
function linesOf({ served, standard, ...programme }: Programme, index: number): Line[] {
  const output = [
    ['数量指标', { kind: 'served' as const, name: served.name, typical: served.typical, unit: served.unit }],
    ...programme.quantity.map((aim) => ['数量指标', aim] as const),
    ...programme.quality.map((aim) => ['质量指标', aim] as const),
    ...programme.timeliness.map((aim) => ['时效指标', aim] as const),
    ['成本指标', { kind: 'standard' as const, name: standard.name, typical: standard.yuan, unit: served.unit }],
  ] as const
  const level = (name: string, level1: string, weight: number) => ({
    level: name,
    level1,
    weight,
    programme: index,
  })
  const lines = [
    ...output.map(([level2, aim]) => ({
      ...level('output', '产出指标', 50 / output.length),
      level2,
      ...lineOf(aim),
    })),
    ...programme.benefit.map(([level2, aim]) => ({
      ...level('benefit', '效益指标', 30 / programme.benefit.length),
      level2,
      ...lineOf(aim),
    })),
    {
      ...level('satisfaction', '满意度指标', 10),
      level2: '服务对象满意度指标',
      name: programme.satisfaction,
      kind: 'satisfaction' as const,
      amount: 90,
      unit: '%',
    },
  ]
  return lines.map((line, ordinal) => ({ ...line, ordinal }))
}

type Served = { kind: 'served' | 'standard'; name: string; typical: number; unit: string }

function lineOf(aim: Aim | Served): Pick<Line, 'name' | 'kind' | 'amount' | 'unit'> {
  const { kind, name } = aim
  if (kind === 'count' || kind === 'served' || kind === 'standard')
    return { name, kind, amount: aim.typical, unit: aim.unit }
  if (kind === 'share' || kind === 'limit') return { name, kind, amount: aim.target, unit: '%' }
  if (kind === 'deadline') return { name, kind, amount: aim.month, unit: null }
  return { name, kind, amount: 0, unit: kind === 'zero' ? aim.unit : null }
}

/** A share from 0 to 1 that a row's number and a word decide, the same each time. */
const share = (row: string, word: string) => `(hash(${row}, '${word}', seed()) % 1000003 / 1000003.0)`

/**
 * Fills an empty warehouse with an invented country of about so many indicator rows, by the engine itself:
 * programmes shared by all counties, units of very different size, reports that are missing, sums that do not fit.
 * The same size and seed give the same figures. Records for the audit are left out: its findings are written here.
 */
export async function fillAtScale(connection: Connection, { rows, seed }: { rows: number; seed: number }) {
  const lines = programmes.flatMap(linesOf)
  await connection.run(`create temp macro seed() as ${Math.trunc(seed)}`)
  await place(connection, 'programme_line', lines)
  await place(
    connection,
    'programme',
    programmes.map(({ name, sector, department, unit }, number) => ({ number, name, sector, department, unit })),
  )
  const lineCount = lines.length / programmes.length
  const projects = Math.max(1, Math.round(rows / lineCount / years / 0.92))
  for (const statement of statements(projects)) await connection.run(statement)
  const [counted] = await rowsOf(connection, sql`select count(*)::integer as n from indicator`)
  return Number(counted?.n)
}

/** Makes a temporary table of plain rows. */
async function place(connection: Connection, name: string, rows: readonly object[]) {
  const json = JSON.stringify(rows).replaceAll("'", "''")
  const [first = {}] = rows
  const shape = Object.entries(first).map(
    ([key, value]) => `"${key}": "${typeof value === 'number' ? 'DOUBLE' : 'VARCHAR'}"`,
  )
  await connection.run(
    `create temp table ${name} as select unnest(from_json('${json}', '[{${shape.join(',')}}]'), recursive := true)`,
  )
}

const statements = (projects: number): readonly string[] => [
  `create temp table place as
    select row_number() over (order by code) - 1 as number, code, name from district where level = 'district'`,
  // A few units are large and most are small, as in life.
  `create temp table project as
    select i, p.code as district, p.name as district_name, g.number as programme, g.name as name,
      p.name || g.unit as unit, p.name || g.department as department, g.sector,
      exp(1.1 * (${share('i', 'a')} + ${share('i', 'b')} + ${share('i', 'c')} - 1.5) * 1.7) as size,
      0.85 + 0.3 * ${share('i', 'price')} as price
    from range(${projects}) as r(i)
      join place p on p.number = floor(pow(${share('i', 'place')}, 1.4) * (select count(*) from place))
      join programme g on g.number = floor(pow(${share('i', 'programme')}, 1.6) * ${programmes.length})`,
  `create temp table report as
    select format('{:016x}', hash(i, year, seed())) as id, format('{:016x}', hash(i, 'project')) as project_id,
      format('{:016x}', hash(district, year)) as document, p.*, year,
      100000 * i::bigint + year as row,
      round(size * price * (1 + 0.03 * (year - ${firstYear})), 4) as scale
    from project p cross join range(${firstYear}, ${firstYear + years}) as y(year)
    where ${share('i * 10 + year', 'missing')} < 0.92`,
  `insert into document by name
    select document as id, any_value(district_name) || year || '.csv' as name, year || '/' || any_value(district_name)
        || '.csv' as path, 'csv' as format, 'flat-list' as layout, 'a generated list' as layout_why, 0 as bytes,
      true as sample, 'loaded' as status, 1 as batch
    from report group by document, year order by document`,
  `create temp table outcome as
    with aimed as (
      select r.id, r.row, r.year, l.*, ${share('r.row * 100 + l.ordinal', 'outcome')} as luck,
        ${share('r.row * 100 + l.ordinal', 'said')} as said,
        case l.kind when 'served' then greatest(1, round(l.amount * r.scale)) when 'count' then greatest(1, round(l.amount * r.scale))
          when 'standard' then round(l.amount * r.price) else l.amount end as target
      from report r join programme_line l on l.programme = r.programme
    )
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
    from aimed`,
  `insert into indicator by name
    with compared as (
      select *, case kind when 'limit' then 'lower' when 'zero' then 'lower' when 'deadline' then 'lower'
          when 'standard' then 'equal' else 'higher' end as direction,
        case when actual is null or kind in ('phrase', 'deadline') then null
          when kind in ('limit') then 100 * target / nullif(actual, 0)
          when kind = 'zero' then null
          when kind = 'standard' then 100 * (1 - abs(actual - target) / target)
          else 100 * actual / target end as completion
      from outcome
    )
    select id as evaluation, ordinal::integer as ordinal, level, level1, level2, name,
      case kind when 'phrase' then '效果明显' when 'deadline' then year || '年' || target::integer || '月底前'
        when 'standard' then target::bigint || '元/' || unit when 'limit' then '≤' || target || unit
        when 'zero' then '0' || unit else '≥' || case when unit = '%' then target::varchar else target::bigint::varchar end || unit end as target_text,
      case kind when 'phrase' then 'qualitative' when 'deadline' then 'date' when 'standard' then 'unitCost'
        when 'share' then 'percent' when 'limit' then 'percent' when 'satisfaction' then 'percent' else 'count' end as target_kind,
      case kind when 'phrase' then null when 'limit' then '<=' when 'deadline' then '<=' when 'standard' then '='
        when 'zero' then '=' else '>=' end as target_op,
      case when kind in ('phrase', 'deadline') then null else target end as target_value,
      case when kind = 'deadline' then last_day(make_date(year, target::integer, 1)) end as target_date,
      case kind when 'standard' then '元/' || unit else unit end as target_unit,
      case when kind = 'phrase' then case when luck < 0.15 then '有所改善' else '效果明显' end when actual is null then ''
        when kind = 'deadline' then year || '年' || least(12, actual)::integer || '月'
        when kind = 'standard' then actual::bigint || '元/' || unit
        when unit = '%' then actual || '%' else actual::bigint || unit end as actual_text,
      case when kind = 'phrase' then 'qualitative' when actual is null then 'empty' when kind = 'deadline' then 'date'
        when kind = 'standard' then 'unitCost' when unit = '%' then 'percent' else 'count' end as actual_kind,
      case when kind = 'phrase' or actual is null then null else '=' end as actual_op,
      case when kind in ('phrase', 'deadline') then null else actual end as actual_value,
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
    from compared order by id, ordinal`,
  `create temp table quantity as
    select id, max(target) filter (where kind = 'served') as planned_quantity,
      max(actual) filter (where kind = 'served') as actual_quantity,
      max(target) filter (where kind = 'standard') as planned, max(actual) filter (where kind = 'standard') as reported,
      max(unit) filter (where kind = 'served') as per, max(name) filter (where kind = 'standard') as name,
      max(ordinal) filter (where kind = 'standard')::integer as ordinal
    from outcome group by id`,
  `create temp table money as
    select r.id, r.row, round(q.planned * q.planned_quantity * (0.97 + 0.06 * ${share('r.row', 'budget')}), 2)::decimal(18,2) as budget,
      round(q.planned * q.planned_quantity * case when ${share('r.row', 'odd')} < 0.06 then 0.6 else 1 end
        * (0.7 + 0.3 * pow(${share('r.row', 'spent')}, 0.2)), 2)::decimal(18,2) as wanted
    from report r join quantity q on q.id = r.id`,
  `create temp table fund as
    select id, row, budget, greatest(budget, wanted) as adjusted, wanted as spent,
      round(100 * wanted::double / greatest(budget, wanted)::double, 2) as rate
    from money`,
  `insert into evaluation by name
    with scored as (select evaluation, sum(score) as points from indicator group by evaluation),
    marked as (
      select f.*, round(s.points + 10 * least(1, f.rate / 100), 2) as total from fund f join scored s on s.evaluation = f.id)
    select r.id, r.document, (row_number() over (partition by r.document order by r.row))::integer as ordinal, r.project_id,
      r.name as project, r.name as programme, r.unit, r.department, r.sector, r.district, r.district_name,
      r.year::integer as year, 'selfEvaluation' as kind, m.budget, m.adjusted, m.adjusted as arrived, m.spent,
      m.rate as execution_rate_stated, 100 * m.spent::double / nullif(m.adjusted, 0)::double as execution_rate,
      10 as execution_weight, round(10 * least(1, m.rate / 100), 2) as execution_score, m.total as total_stated,
      m.total as total_sum, case when m.total >= 90 then '优' when m.total >= 80 then '良' when m.total >= 60 then '中' else '差' end as grade_stated,
      case when m.total >= 90 then 'excellent' when m.total >= 80 then 'good' when m.total >= 60 then 'fair' else 'poor' end as grade
    from report r join marked m on m.id = r.id order by r.district, r.year, r.row`,
  `insert into unit_cost by name
    select q.id as evaluation, q.ordinal, q.name, q.per, q.planned, q.reported,
      f.spent::double / nullif(q.actual_quantity, 0) as implied, f.adjusted::double / nullif(q.planned_quantity, 0) as planned_implied,
      q.planned_quantity, q.actual_quantity, 0 as quantity_ordinal,
      case when q.actual_quantity is null then 'no-quantity' end as incomparable
    from quantity q join fund f on f.id = q.id order by q.id`,
  `insert into satisfaction by name
    select id as evaluation, ordinal::integer as ordinal, name, target, actual, actual - target as gap, 100 * actual / target as completion
    from outcome where kind = 'satisfaction' and actual is not null order by id`,
  `insert into fund_flow by name
    select r.document, r.project_id, r.name as project, r.unit, r.district, r.district_name, r.year::integer as year, stage,
      case when r.programme % 3 = 0 then 'province' else 'district' end as source, amount, make_date(r.year, month, 15) as date,
      1 as table_no, (r.row % 60000)::integer as row_no
    from report r join fund f on f.id = r.id, lateral (values
      ('budget', f.budget, 1), ('arrived', f.adjusted, 4), ('spent', (f.spent / 2)::decimal(18,2), 7),
      ('spent', f.spent - (f.spent / 2)::decimal(18,2), 11)) as s(stage, amount, month)
    order by r.district, r.year`,
  `insert into finding by name
    select evaluation, ordinal, 'unit-cost-outcome' as rule, 'error' as severity,
      format('{} 元 × {} 与实际支出不符。', reported, actual_quantity) as message,
      format('{} yuan × {} does not fit what was spent.', reported, actual_quantity) as message_en, '[]' as evidence
    from unit_cost where abs(reported - implied) > 0.05 * implied
    union all
    select evaluation, ordinal, 'full-score-for-miss', 'error', format('「{}」未达到目标，却得满分。', name),
      format('"{}" missed its target, yet takes full marks.', name), '[]'
    from indicator where met = false and score >= weight - 0.005
    union all
    select evaluation, ordinal, 'miss-without-reason', 'warning', format('「{}」未达到目标，未说明原因。', name),
      format('"{}" missed its target without a reason.', name), '[]'
    from indicator where met = false and reason is null and level <> 'satisfaction'`,
]
