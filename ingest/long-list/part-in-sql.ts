import { nothingAround } from '#app/domain/evaluation.ts'
import { incomparableReasons } from '#app/domain/unit-cost.ts'
import { appendColumns } from '#app/warehouse/columns.server.ts'
import type { Connection } from '#app/warehouse/duckdb.server.ts'
import { directions, grades, type Part } from './part.ts'

/** Tables of the numbers of one part. */
const blocks = {
  evaluations: 'list_evaluation_part',
  indicators: 'list_indicator_part',
  costs: 'list_cost_part',
  rates: 'list_rate_part',
} as const

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

/**
 * Sets a part's numbers, so many of its indicators, beside the texts that they stand for; call {@link writePart}
 * before the next. The evaluations of indicators may have come with the part before.
 */
export async function appendPart(connection: Connection, part: Part, indicators: number) {
  for (const name of ['evaluations', 'indicators', 'costs', 'rates'] as const) {
    const columns = Object.entries(part[name].shape).map(([column, type]) => `${column} ${type}`)
    await connection.run(`create or replace temp table ${blocks[name]} (${columns.join(', ')})`)
    const { columns: numbers, rows } = part[name]
    await appendColumns(connection, blocks[name], {
      columns: numbers,
      rows: name === 'indicators' ? indicators : rows,
    })
  }
}

/** Writes the part that was set beside the texts into the warehouse's tables, texts in the place of their numbers. */
export async function writePart(connection: Connection, document: string) {
  // Of tables that a transaction made itself the engine knows no sizes to plan by.
  for (const statement of naming(document)) await connection.run(statement)
  await connection.run('begin')
  for (const statement of writing(document)) await connection.run(statement)
  await connection.run('commit')
}

const naming = (document: string) => [
  // As idOf makes it of the document and the ordinal.
  `create or replace temp table list_id as
    select ordinal, left(sha256('["${document}",' || ordinal || ']'), 16) as id
    from (select ordinal from ${blocks.evaluations} union select evaluation from ${blocks.indicators})`,
  `create or replace temp table list_evaluation as
    select e.*, n.id from ${blocks.evaluations} e join list_id n on n.ordinal = e.ordinal`,
]

const writing = (document: string) => [
  `insert into evaluation by name
    select e.id, '${document}' as document, e.ordinal, s.* exclude (id, project_group, programme_group),
      ${whole('e.year')} as year, ${money('budget adjusted arrived spent')},
      ${figure('e.rate_stated')} as execution_rate_stated, ${figure('e.rate')} as execution_rate,
      ${figure('e.weight')} as execution_weight, ${figure('e.score')} as execution_score,
      ${figures('total_stated total_sum', 'e')}, w.text as grade_stated, ${among(grades, 'e.grade')} as grade
    from list_evaluation e join list_subject s on s.id = e.subject
      left join list_word w on w.id = e.grade_stated
    order by e.ordinal`,
  // The audit makes the record from the list's own texts: a list of millions would hold each of them twice.
  `insert into record by name
    select e.id as evaluation, coalesce(w.text, '${JSON.stringify(nothingAround)}') as surroundings,
      s.project_group, s.programme_group
    from list_evaluation e join list_subject s on s.id = e.subject left join list_word w on w.id = e.surroundings`,
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
    from ${blocks.indicators} i join list_id e on e.ordinal = i.evaluation
      join list_measure m on m.id = i.measure join list_value t on t.id = i.target
      join list_value a on a.id = i.actual left join list_reason r on r.id = i.reason`,
  `insert into unit_cost by name
    select e.id as evaluation, c.ordinal, n.text as name, p.text as per,
      ${figures('planned reported implied planned_implied planned_quantity actual_quantity', 'c')},
      ${whole('c.quantity_ordinal')} as quantity_ordinal,
      ${among(incomparableReasons, 'c.incomparable')} as incomparable
    from ${blocks.costs} c join list_evaluation e on e.ordinal = c.evaluation
      join list_word n on n.id = c.name join list_word p on p.id = c.per`,
  `insert into satisfaction by name
    select e.id as evaluation, r.ordinal, n.text as name, ${figures('target actual gap completion', 'r')}
    from ${blocks.rates} r join list_evaluation e on e.ordinal = r.evaluation join list_word n on n.id = r.name`,
]

/** Drops the tables of numbers. */
export async function dropPart(connection: Connection) {
  for (const name of [...Object.values(blocks), 'list_evaluation', 'list_id'])
    await connection.run(`drop table if exists ${name}`)
}
