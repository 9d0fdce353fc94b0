import { z } from 'zod'
import { type Connection, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { askedEarly } from './early.ts'

/** Evaluations sorted at once, and read at once. */
const slice = 2000
const page = 200

/**
 * Notes which evaluations the audit goes through, the touched ones that count, in which order, and how many they are:
 * those of a programme together, and in it those of a project, where reports that another document's later one
 * replaces come first.
 */
export async function placeRecords(connection: Connection): Promise<number> {
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
      where (e.superseded_by is null or d.status = 'loaded') and e.id in (select id from rechecked)`,
  )
  const [counted] = await rowsOf(connection, sql`select count(*)::integer as n from placed`)
  return z.number().parse(counted?.n)
}

/**
 * The evaluations so placed, as they were understood, with the ledger's movements that belong to them; page by page,
 * and on each page dealt out to so many hands. A programme is in one hand.
 */
export async function* records(connection: Connection, hands: number): AsyncGenerator<unknown[][]> {
  for await (const rows of askedEarly(pages(connection))) {
    const dealt = Array.from({ length: hands }, (): unknown[] => [])
    for (const { deal, ...row } of rows) dealt[Number(deal) % hands]?.push(row)
    yield dealt
  }
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
          listed, surroundings, coalesce(to_json(flows)::varchar, '[]') as flows,
          (hash(coalesce(programme_group, project_group, id)) % 1000)::integer as deal
        from slice where place >= ${from} and place < ${from + page} order by place`,
    )
  }
  await run(connection, sql`drop table if exists slice`)
  await run(connection, sql`drop table if exists near`)
  await run(connection, sql`drop table placed`)
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
  flows as (select rowid as flow, * from fund_flow where rowid in (select flow from own)),
  moved as (
    select own.place, list(${flowJson} order by own.matched, f.date, f.table_no, f.row_no) as flows
    from own join flows f on f.flow = own.flow join document l on l.id = f.document and l.status = 'loaded'
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
