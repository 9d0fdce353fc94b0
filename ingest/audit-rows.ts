import { riskPointsOf } from '#app/audit/risk.ts'
import type { Subject } from '#app/audit/subject.ts'
import type { Thresholds } from '#app/audit/thresholds.ts'
import type { Finding } from '#app/domain/finding.ts'
import { figuresOf, identitiesOf } from '#app/domain/finding-identity.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { levelScoresOf } from '#app/domain/level-scores.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { idOf } from './rows.ts'

/** What a report's findings are known by: its row, its place among reports, and its indicators' names. */
export interface About {
  id: string
  report: string
  indicators: readonly Pick<Indicator, 'level1' | 'level2' | 'name'>[]
}

/**
 * A report's findings, each under an identity that its document's corrections leave as it is. Rules tell
 * findings apart, so those of one scope of rules may be given without those of another.
 */
export function findingRows(
  { id, report, indicators }: About,
  findings: readonly Finding[],
  thresholds: Thresholds,
): Row<'finding'>[] {
  if (findings.length === 0) return []
  const identities = identitiesOf(findings, indicators)
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

/** What a report's first levels come to. */
export const levelScoreRows = (
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

/** Each recomputed score with its formula in words, and their total. */
export function recomputedRows(evaluation: string, { recomputed, ruleSet }: Subject): Row<'recomputed'>[] {
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
