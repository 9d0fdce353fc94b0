import { nothingAround } from '#app/domain/evaluation.ts'
import { offerColumns } from '#app/warehouse/columns.server.ts'
import type { Connection } from '#app/warehouse/duckdb.server.ts'
import { directions, grades, incomparable, Part } from './assemble.ts'

const blocks = ['evaluations', 'indicators', 'costs', 'rates'] as const

/** Null where its number says so. */
const whole = (column: string) => `nullif(${column}, -1)`
const figure = (column: string) => `nullif(${column}, 'nan'::double)`
const figures = (columns: string, from: string) =>
  columns.split(' ').map((column) => `${figure(`${from}.${column}`)} as ${column}`)
const money = (columns: string) =>
  columns
    .split(' ')
    .map((column) => `(${figure(column)}::decimal(18, 0) * 0.01)::decimal(18, 2) as ${column}`)
/** One of a few words by its place among them; null is −1. */
const among = (words: readonly string[], column: string) =>
  `[${words.map((word) => `'${word}'`).join(', ')}][${column} + 1]`

/** A number as JSON writes it. */
const printed = (column: string) => `case
  when isnan(${column}) then 'null'
  when ${column} = trunc(${column}) and abs(${column}) < 1e15 then ${column}::bigint::varchar
  else ${column}::varchar end`

/** Writes a part into the warehouse's tables, texts in the place of their numbers. */
export function partWriter(connection: Connection, document: string): (part: Part) => Promise<void> {
  let part = new Part()
  const [evaluations, indicators, costs, rates] = blocks.map((block) =>
    offerColumns(connection, part[block].shape, () => part[block]),
  )
  // As idOf makes it of the document and the ordinal.
  const identified = `create or replace temp table list_evaluation as
    select e.*, left(sha256('["${document}",' || e.ordinal || ']'), 16) as id from ${evaluations}() e`
  const statements = [
    identified,
    `insert into evaluation by name
      select e.id, '${document}' as document, e.ordinal, s.* exclude (id, json), ${whole('e.year')} as year,
        ${money('budget adjusted arrived spent')},
        ${figure('e.rate_stated')} as execution_rate_stated, ${figure('e.rate')} as execution_rate,
        ${figure('e.weight')} as execution_weight, ${figure('e.score')} as execution_score,
        ${figures('total_stated total_sum', 'e')}, w.text as grade_stated, ${among(grades, 'e.grade')} as grade
      from list_evaluation e join list_subject s on s.id = e.subject
        left join list_word w on w.id = e.grade_stated`,
    `insert into indicator by name
      select e.id as evaluation, i.ordinal, m.level, m.level1, m.level2, m.name,
        t.text as target_text, t.kind as target_kind, t.op as target_op, t.value as target_value,
        t.upper as target_upper, t.date as target_date, t.unit as target_unit,
        a.text as actual_text, a.kind as actual_kind, a.op as actual_op, a.value as actual_value,
        a.upper as actual_upper, a.date as actual_date, a.unit as actual_unit,
        i.assumed = 1 as actual_unit_assumed, t.approximate or a.approximate as approximate,
        ${among(directions, 'i.direction')} as direction, ${whole('i.met')} = 1 as met,
        ${figures('completion weight level1_weight score', 'i')}, r.text as reason,
        1 as table_no, i.row_no, ${whole('i.column_no')} as column_no
      from ${indicators}() i join list_evaluation e on e.ordinal = i.evaluation
        join list_measure m on m.id = i.measure join list_value t on t.id = i.target
        join list_value a on a.id = i.actual left join list_reason r on r.id = i.reason`,
    `insert into unit_cost by name
      select e.id as evaluation, c.ordinal, n.text as name, p.text as per,
        ${figures('planned reported implied planned_implied planned_quantity actual_quantity', 'c')},
        ${whole('c.quantity_ordinal')} as quantity_ordinal, ${among(incomparable, 'c.incomparable')} as incomparable
      from ${costs}() c join list_evaluation e on e.ordinal = c.evaluation
        join list_word n on n.id = c.name join list_word p on p.id = c.per`,
    `insert into satisfaction by name
      select e.id as evaluation, r.ordinal, n.text as name, ${figures('target actual gap completion', 'r')}
      from ${rates}() r join list_evaluation e on e.ordinal = r.evaluation join list_word n on n.id = r.name`,
    recordsOf(indicators ?? ''),
  ]
  return async (next) => {
    part = next
    for (const statement of statements) await connection.run(statement)
  }
}

/** The evaluation whole, as recordRow writes it: the audit reads it. */
const recordsOf = (indicators: string) => `insert into record by name
  select e.id as evaluation, '${JSON.stringify(nothingAround)}' as surroundings, concat(
    '{', s.json, ',"year":', coalesce(${whole('e.year')}::varchar, 'null'), ',"kind":"', s.kind,
    '","funds":{"budgetFen":', ${printed('e.budget')}, ',"adjustedFen":', ${printed('e.adjusted')},
    ',"arrivedFen":', ${printed('e.arrived')}, ',"spentFen":', ${printed('e.spent')},
    ',"executionRate":', ${printed('e.rate_stated')}, ',"weight":', ${printed('e.weight')},
    ',"score":', ${printed('e.score')}, '},"indicators":[', i.json,
    '],"total":{"score":', ${printed('e.total_stated')}, ',"grade":', coalesce(w.json, 'null'), '}}') as record
  from list_evaluation e join list_subject s on s.id = e.subject
    left join list_word w on w.id = e.grade_stated
    join (
      select evaluation, string_agg(concat(
        '{', m.json, ',"target":', t.json, ',"actual":', a.json, ',"weight":', ${printed('i.weight')},
        ',"level1Weight":', ${printed('i.level1_weight')}, ',"score":', ${printed('i.score')},
        ',"reason":', coalesce(r.json, 'null'), ',"at":{"table":1,"row":', i.row_no,
        ',"column":', coalesce(${whole('i.column_no')}::varchar, 'null'), '}}'), ',' order by i.ordinal) as json
      from ${indicators}() i join list_measure m on m.id = i.measure join list_value t on t.id = i.target
        join list_value a on a.id = i.actual left join list_reason r on r.id = i.reason
      group by evaluation
    ) i on i.evaluation = e.ordinal`
