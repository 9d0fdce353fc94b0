import { z } from 'zod'
import { findingsOf, groupFindings } from '#app/audit/index.ts'
import { type Subject, subjectOf } from '#app/audit/rule.ts'
import { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import { FundFlow } from '#app/domain/fund-flow.ts'
import { levelScoresOf } from '#app/domain/level-scores.ts'
import { append, type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import type { Reference } from './reference.ts'

/** Checks every evaluation that counts and writes what the rules find, in place of what they found before. */
export async function auditAll(connection: Connection, { ruleSets, thresholds }: Reference) {
  const reported = await reportedIn(connection)
  const subjects = reported.map(({ subject }) => subjectOf(subject, ruleSets))
  const ids = reported.map(({ id }) => id)
  const findings = [
    ...subjects.flatMap((subject, index) =>
      findingsOf(subject, thresholds).map((finding) => findingRow(ids[index] ?? '', finding)),
    ),
    ...groupFindings(subjects, thresholds).map((finding) => findingRow(ids[finding.subject] ?? '', finding)),
  ]
  await connection.run('begin')
  await connection.run('delete from finding')
  await connection.run('delete from recomputed')
  await connection.run('delete from level_score')
  await append(connection, 'finding', findings)
  await append(
    connection,
    'recomputed',
    subjects.flatMap((subject, index) => recomputedRows(ids[index] ?? '', subject)),
  )
  await append(
    connection,
    'level_score',
    subjects.flatMap((subject, index) => levelScoreRows(ids[index] ?? '', subject)),
  )
  await connection.run('commit')
}

const levelScoreRows = (
  id: string,
  { evaluation, recomputed }: Pick<Subject, 'evaluation' | 'recomputed'>,
): Row<'level_score'>[] =>
  levelScoresOf(evaluation, recomputed).map(({ computable, ...score }) => ({
    evaluation: id,
    ...score,
    computable_weight: computable.weight,
    computable_claimed: computable.claimed,
    computable_score: computable.score,
  }))

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
  record: Json.pipe(Evaluation),
  surroundings: Json.pipe(Surroundings),
  flows: Json.pipe(z.array(FundFlow)),
})

/** The evaluations that count, as they were understood, with the ledger's movements of the same project and year. */
async function reportedIn(connection: Connection) {
  const rows = await rowsOf(
    connection,
    sql`select e.id, d.layout, r.record, r.surroundings,
        coalesce((
          select to_json(list(json_object(
            'project', f.project, 'unit', f.unit, 'district', null, 'year', f.year, 'stage', f.stage,
            'source', f.source, 'amountFen', (f.amount * 100)::bigint, 'date', cast(f.date as varchar),
            'at', json_object('table', f.table_no, 'row', f.row_no, 'column', null))
            order by f.date, f.row_no))
          from fund_flow f join document l on l.id = f.document and l.status = 'loaded'
          where f.project_id = e.project_id and f.year = e.year
        )::varchar, '[]') as flows
      from evaluation e join record r on r.evaluation = e.id join document d on d.id = e.document
      where e.superseded_by is null
      order by e.id`,
  )
  return rows.map((row) => {
    const { id, layout, record, surroundings, flows } = Recorded.parse(row)
    return { id, subject: { evaluation: record, ...surroundings, flows, form: layout } }
  })
}
