import { z } from 'zod'
import { findingsOf, groupFindings } from '#app/audit/index.ts'
import { riskPointsOf } from '#app/audit/risk.ts'
import { type Subject, subjectOf } from '#app/audit/rule.ts'
import type { Thresholds } from '#app/audit/thresholds.ts'
import { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import { figuresOf, identitiesOf } from '#app/domain/finding-identity.ts'
import { FundFlow } from '#app/domain/fund-flow.ts'
import { append, type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import type { Reference } from './reference.ts'
import { idOf } from './rows.ts'

/** Checks every evaluation that counts and writes what the rules find, in place of what they found before. */
export async function auditAll(connection: Connection, { ruleSets, thresholds }: Reference) {
  const reported = await reportedIn(connection)
  const subjects = reported.map(({ subject }) => subjectOf(subject, ruleSets))
  const ids = reported.map(({ id }) => id)
  const found: Finding[][] = subjects.map((subject) => findingsOf(subject, thresholds))
  for (const finding of groupFindings(subjects, thresholds)) found[finding.subject]?.push(finding)
  const findings = reported.flatMap((report, index) => findingRows(report, found[index] ?? [], thresholds))
  await connection.run('begin')
  await connection.run('delete from finding')
  await connection.run('delete from recomputed')
  await append(connection, 'finding', findings)
  await append(
    connection,
    'recomputed',
    subjects.flatMap((subject, index) => recomputedRows(ids[index] ?? '', subject)),
  )
  await connection.run('commit')
}

/** A report's findings, each under an identity that its document's corrections leave as it is. */
function findingRows(
  { id, report, subject }: Reported,
  findings: readonly Finding[],
  thresholds: Thresholds,
): Row<'finding'>[] {
  const identities = identitiesOf(findings, subject.evaluation.indicators)
  return findings.map((finding, index) => {
    const { points, furtherPoints } = riskPointsOf(finding.severity, thresholds)
    return {
      id: idOf(report, identities[index] ?? ''),
      evaluation: id,
      ordinal: finding.ordinal,
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message.zh,
      message_en: finding.message.en,
      evidence: JSON.stringify(finding.evidence),
      figures: idOf(figuresOf(finding)),
      points,
      further_points: furtherPoints,
    }
  })
}

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

/** An evaluation that counts; `report` names its project, year and kind, and its place where they name several. */
type Reported = Awaited<ReturnType<typeof reportedIn>>[number]

const Json = z.string().transform((text): unknown => JSON.parse(text))
const Recorded = z.object({
  id: z.string(),
  report: z.string(),
  layout: z.string(),
  record: Json.pipe(Evaluation),
  surroundings: Json.pipe(Surroundings),
  flows: Json.pipe(z.array(FundFlow)),
})

/** The evaluations that count, as they were understood, with the ledger's movements of the same project and year. */
async function reportedIn(connection: Connection) {
  const rows = await rowsOf(
    connection,
    sql`select e.id, d.layout, to_json([e.project_id, cast(e.year as varchar), e.kind,
          cast(row_number() over (partition by e.project_id, e.year, e.kind order by e.rowid) as varchar)
        ])::varchar as report, r.record, r.surroundings,
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
    const { id, report, layout, record, surroundings, flows } = Recorded.parse(row)
    return { id, report, subject: { evaluation: record, ...surroundings, flows, form: layout } }
  })
}
