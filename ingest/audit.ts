import { z } from 'zod'
import { allFindings } from '#app/audit/index.ts'
import { type Subject, subjectOf } from '#app/audit/rule.ts'
import { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import { FundFlow } from '#app/domain/fund-flow.ts'
import { append, type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import { flowsBeside } from './flows.ts'
import type { Reference } from './reference.ts'

/** Checks every evaluation that counts and writes what the rules find, in place of what they found before. */
export async function auditAll(connection: Connection, { ruleSets, thresholds }: Reference) {
  const reported = await reportedIn(connection)
  const subjects = reported.map(({ subject }) => subjectOf(subject, ruleSets))
  const found = allFindings(subjects, thresholds)
  // What a later report replaces is there to be compared with it, and has no findings of its own.
  const counted = reported.flatMap(({ id, counts }, index) => {
    const subject = subjects[index]
    return counts && subject ? [{ id, subject, findings: found[index] ?? [] }] : []
  })
  await connection.run('begin')
  await connection.run('delete from finding')
  await connection.run('delete from recomputed')
  await append(
    connection,
    'finding',
    counted.flatMap(({ id, findings }) => findings.map((finding) => findingRow(id, finding))),
  )
  await append(
    connection,
    'recomputed',
    counted.flatMap(({ id, subject }) => recomputedRows(id, subject)),
  )
  await connection.run('commit')
}

const findingRow = (
  evaluation: string,
  { rule, severity, ordinal, message, evidence }: Finding,
): Row<'finding'> => ({
  evaluation,
  ordinal,
  rule,
  severity,
  message: message.zh,
  message_en: message.en,
  evidence: JSON.stringify(evidence),
})

function recomputedRows(evaluation: string, { recomputed, ruleSet }: Subject): Row<'recomputed'>[] {
  const rows = recomputed.rows.map(({ score, weight, words, reason }, ordinal) => ({
    evaluation,
    ordinal,
    rule_set: ruleSet.id,
    weight: weight.points,
    score,
    words: words.zh,
    words_en: words.en,
    reason,
  }))
  return [
    ...rows,
    {
      evaluation,
      ordinal: null,
      rule_set: ruleSet.id,
      weight: null,
      score: recomputed.total,
      words: null,
      words_en: null,
      reason: null,
    },
  ]
}

const Json = z.string().transform((text): unknown => JSON.parse(text))
const Recorded = z.object({
  id: z.string(),
  layout: z.string(),
  counts: z.boolean(),
  record: Json.pipe(Evaluation),
  surroundings: Json.pipe(Surroundings),
  flows: Json.pipe(z.array(FundFlow)),
})

const flowJson = sql`json_object(
  'project', f.project, 'unit', f.unit, 'year', f.year, 'stage', f.stage, 'source', f.source,
  'district', case when f.district_name is null then null
    else json_object('code', f.district, 'name', f.district_name) end,
  'amountFen', (f.amount * 100)::bigint, 'date', cast(f.date as varchar),
  'at', json_object('table', f.table_no, 'row', f.row_no, 'column', null))`

/**
 * The evaluations that count, as they were understood, with the ledger's movements of the same project and year;
 * before them the reports that another document's later one replaces.
 */
async function reportedIn(connection: Connection) {
  const rows = await rowsOf(
    connection,
    sql`select e.id, d.layout, e.superseded_by is null as counts, r.record, r.surroundings,
        coalesce((
          select to_json(list(${flowJson} order by f.date, f.row_no))
          from fund_flow f join document l on l.id = f.document and l.status = 'loaded'
          where f.project_id = e.project_id and f.year = e.year
        )::varchar, '[]') as flows
      from evaluation e join record r on r.evaluation = e.id join document d on d.id = e.document
      where e.superseded_by is null or d.status = 'loaded'
      order by counts, e.id`,
  )
  const recorded = rows.map((row) => Recorded.parse(row))
  const strays = await straysIn(connection)
  const others = flowsBeside(
    recorded.map(({ record }) => record),
    strays,
  )
  return recorded.map(({ id, counts, layout, record, surroundings, flows }, index) => ({
    id,
    counts,
    subject: {
      evaluation: record,
      ...surroundings,
      flows: [...flows, ...(others[index] ?? [])],
      form: layout,
    },
  }))
}

/** Movements of a ledger that names its projects otherwise than their reports do, as without their unit. */
async function straysIn(connection: Connection): Promise<FundFlow[]> {
  const rows = await rowsOf(
    connection,
    sql`select ${flowJson}::varchar as flow
      from fund_flow f join document l on l.id = f.document and l.status = 'loaded'
      where not exists (select 1 from evaluation e where e.project_id = f.project_id)
      order by f.date, f.row_no`,
  )
  return rows.map(({ flow }) => Json.pipe(FundFlow).parse(flow))
}
