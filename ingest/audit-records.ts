import { z } from 'zod'
import { Evaluation, type Surroundings } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { Indicator } from '#app/domain/indicator.ts'
import { type Connection, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { askedEarly } from './early.ts'
import { readingOf } from './validate.ts'

/** Evaluations sorted at once, and read at once. */
const slice = 5000
const page = 500

const Json = z.string().transform((text): unknown => JSON.parse(text))

/** An evaluation of a list too long for records: its values as they were written. */
const Listed = Evaluation.extend({
  indicators: z.array(Indicator.extend({ target: z.string(), actual: z.string() })),
})

/** The evaluation as it was understood when it was loaded: the same texts say the same. */
function evaluationFrom(listed: z.infer<typeof Listed>): Evaluation {
  const read = (text: string, name: string) => readingOf(text, name, listed.year).quantity
  return {
    ...listed,
    indicators: listed.indicators.map((row) => ({
      ...row,
      target: read(row.target, row.name),
      actual: read(row.actual, row.name),
    })),
  }
}

/** An evaluation that counts; `report` names its project, year and kind, and its place where they name several. */
// Records and flows are our own rows, checked when they were written.
const Recorded = z.object({
  id: z.string(),
  report: z.string(),
  projectGroup: z.string().nullable(),
  programmeGroup: z.string().nullable(),
  counts: z.boolean(),
  layout: z.string(),
  record: Json.pipe(z.custom<Evaluation>()).nullable(),
  listed: Json.pipe(Listed.transform(evaluationFrom)).nullable(),
  surroundings: Json.pipe(z.custom<Surroundings>()),
  flows: Json.pipe(z.custom<FundFlow[]>()),
})

/**
 * The touched evaluations that count, as they were understood, with the ledger's movements that belong to them;
 * those of a programme together, and in it those of a project, where reports that another document's later one
 * replaces come first.
 */
export async function* records(connection: Connection) {
  await run(
    connection,
    sql`create temp table placed as
      select (row_number() over (
          order by r.programme_group, r.project_group, e.superseded_by is null, e.id))::integer as place,
        e.id, e.project_id, e.year, e.superseded_by is null as counts, r.project_group, r.programme_group, d.layout,
        to_json([e.project_id, cast(e.year as varchar), e.kind, cast(row_number() over (
          partition by e.project_id, e.year, e.kind, e.superseded_by is null order by e.rowid) as varchar)
        ])::varchar as report
      from evaluation e join record r on r.evaluation = e.id join document d on d.id = e.document
      where (e.superseded_by is null or d.status = 'loaded') and e.id in (select id from touched)`,
  )
  for await (const rows of askedEarly(pages(connection)))
    for (const row of rows) {
      const { record, listed, surroundings, flows, layout, ...placed } = Recorded.parse(row)
      const evaluation = record ?? listed
      if (evaluation === null) throw new Error(`there is no record of ${placed.id}`)
      yield { ...placed, reported: { evaluation, ...surroundings, flows, form: layout } }
    }
  await run(connection, sql`drop table placed`)
}

/** Records are long: they are sorted slice by slice, since sorting all of them would not fit in memory. */
async function* pages(connection: Connection) {
  const [counted] = await rowsOf(connection, sql`select count(*)::integer as n from placed`)
  const last = z.number().parse(counted?.n)
  for (let from = 1; from <= last; from += page) {
    if ((from - 1) % slice === 0) {
      await run(connection, nearFrom(from))
      await run(connection, sliced)
    }
    yield await rowsOf(
      connection,
      sql`select id, report, project_group as "projectGroup", programme_group as "programmeGroup", counts, layout, record,
          listed, surroundings, coalesce(to_json(flows)::varchar, '[]') as flows
        from slice where place >= ${from} and place < ${from + page} order by place`,
    )
  }
  await run(connection, sql`drop table if exists slice`)
  await run(connection, sql`drop table if exists near`)
}

/** A table of its own, so that the engine sees how small it is and holds it, not the records, when it joins. */
const nearFrom = (from: number) => sql`create or replace temp table near as
  select * from placed where place >= ${from} and place < ${from + slice}`

const flowJson = sql`json_object(
  'project', f.project, 'unit', f.unit, 'year', f.year, 'stage', f.stage, 'source', f.source,
  'district', case when f.district_name is null then null
    else json_object('code', f.district, 'name', f.district_name) end,
  'amountFen', (f.amount * 100)::bigint, 'date', cast(f.date as varchar),
  'at', json_object('table', f.table_no, 'row', f.row_no, 'column', null))`

const listedIndicator = sql`json_object(
  'level1', i.level1, 'level2', i.level2, 'name', i.name, 'target', i.target_text, 'actual', i.actual_text,
  'weight', i.weight, 'level1Weight', i.level1_weight, 'score', i.score, 'reason', i.reason,
  'at', json_object('table', i.table_no, 'row', i.row_no, 'column', i.column_no))`

const listedEvaluation = sql`json_object(
  'project', e.project, 'programme', e.programme, 'unit', e.unit, 'department', e.department, 'sector', e.sector,
  'district', case when e.district_name is null then null
    else json_object('code', e.district, 'name', e.district_name) end,
  'year', e.year, 'kind', e.kind,
  'funds', json_object(
    'budgetFen', (e.budget * 100)::bigint, 'adjustedFen', (e.adjusted * 100)::bigint,
    'arrivedFen', (e.arrived * 100)::bigint, 'spentFen', (e.spent * 100)::bigint,
    'executionRate', e.execution_rate_stated, 'weight', e.execution_weight, 'score', e.execution_score),
  'indicators', listed.indicators, 'total', json_object('score', e.total_stated, 'grade', e.grade_stated))`

/**
 * Movements under the project's own name come before those that were matched otherwise. Reports that were replaced
 * have none: a project sent a hundred times would hold them a hundred times.
 */
const sliced = sql`create or replace temp table slice as
  with own as (
    select p.place, f.rowid as flow, false as matched
    from fund_flow f join near p on p.project_id = f.project_id and p.year = f.year and p.counts
    union all
    select p.place, s.flow, true from stray s join near p on p.id = s.evaluation and p.counts),
  moved as (
    select own.place, list(${flowJson} order by own.matched, f.date, f.table_no, f.row_no) as flows
    from own join fund_flow f on f.rowid = own.flow join document l on l.id = f.document and l.status = 'loaded'
    group by own.place),
  unrecorded as (
    select near.place, near.id from near join record r on r.evaluation = near.id and r.record is null),
  listed as (
    select u.place, list(${listedIndicator} order by i.ordinal) as indicators
    from indicator i join unrecorded u on u.id = i.evaluation
    group by u.place)
  select near.*, r.record, r.surroundings, moved.flows,
    case when listed.place is not null then ${listedEvaluation}::varchar end as listed
  from near join record r on r.evaluation = near.id join evaluation e on e.id = near.id
    left join moved on moved.place = near.place left join listed on listed.place = near.place
  order by near.place`
