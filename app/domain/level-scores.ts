import type { Evaluation } from './evaluation.ts'
import { type Indicator, type Level1, level1Of } from './indicator.ts'
import { executionRateOf, type Recomputed } from './scoring.ts'
import { fundsAreScored, isSubRow, weightSum } from './weights.ts'

/** What an evaluation gives itself for one first level. */
export interface LevelScore {
  /** Null for rows that name no level. */
  level: Level1 | null
  /** Points that the level may earn, and those it claims; null where the document leaves them open. */
  weight: number | null
  score: number | null
  /** Score ÷ weight, 0 to 1; budget execution that is not scored takes the rate itself, at most 1. */
  rate: number | null
  /** Of the parts that the rule set can compute and that are claimed: their points, the claim, and what it gives. */
  computable: { weight: number; claimed: number; score: number }
}

/** The first levels of an evaluation, in the order of the form. */
export function levelScoresOf(evaluation: Evaluation, recomputed: Recomputed): LevelScore[] {
  const { indicators } = evaluation
  const levels = [...new Set(indicators.map(level1Of))]
  const scored = levels.map((level) => levelScore(level, indicators, recomputed))
  const isRow = scored.some(({ level, rate }) => level === 'execution' && rate !== null)
  const execution = isRow ? null : executionScore(evaluation, recomputed)
  return execution ? [...scored.filter(({ level }) => level !== 'execution'), execution] : scored
}

function levelScore(
  level: Level1 | null,
  indicators: readonly Indicator[],
  recomputed: Recomputed,
): LevelScore {
  const rows = indicators
    .map((row, ordinal) => ({ row, again: recomputed.rows[ordinal] }))
    .filter(({ row }) => level1Of(row) === level && !(isSubRow(row) && row.weight === null))
  const weight = weightSum(rows.map(({ row }) => row))
  const score = sumOf(rows.map(({ row }) => row.score))
  const both = rows.filter(({ row, again }) => row.score !== null && again?.score != null)
  return {
    level,
    weight,
    score,
    rate: rateOf(score, weight),
    computable: {
      weight: sumOf(both.map(({ again }) => again?.weight.points ?? null)) ?? 0,
      claimed: sumOf(both.map(({ row }) => row.score)) ?? 0,
      score: sumOf(both.map(({ again }) => again?.score ?? null)) ?? 0,
    },
  }
}

/** The fund block's points; where it has none, the execution rate alone, since the rule is points × rate. */
function executionScore(evaluation: Evaluation, { execution }: Recomputed): LevelScore | null {
  const isScored = fundsAreScored(evaluation)
  const { weight, score } = isScored ? evaluation.funds : { weight: null, score: null }
  const executed = executionRateOf(evaluation)
  const spent = executed === null ? null : Math.min(1, Math.max(0, executed / 100))
  const rate = rateOf(score, weight) ?? spent
  const isComputable = execution !== null && execution.score !== null && score !== null
  if (rate === null && !isScored) return null
  return {
    level: 'execution',
    weight,
    score,
    rate,
    computable: isComputable
      ? { weight: weight ?? 0, claimed: score, score: execution.score ?? 0 }
      : { weight: 0, claimed: 0, score: 0 },
  }
}

/** Cuts binary noise; null where a part is not known. */
function sumOf(points: readonly (number | null)[]): number | null {
  if (points.length === 0 || points.includes(null)) return null
  return Number(points.reduce<number>((sum, one) => sum + (one ?? 0), 0).toFixed(4))
}

/** A claim above its weight, or below nothing, is a fault of the document and gives no rate. */
function rateOf(score: number | null, weight: number | null): number | null {
  if (score === null || weight === null || weight <= 0) return null
  return score < 0 || score > weight + 0.005 ? null : Math.min(1, score / weight)
}
