import type { Evaluation, Grade } from './evaluation.ts'
import { figureWords } from './figure-words.ts'
import type { Words } from './finding.ts'
import { type Indicator, type Level1, level1Of, type Outcome, outcomeOf } from './indicator.ts'
import type { Quantity } from './quantity.ts'
import { bandOf, type RuleSet } from './rule-set.ts'
import {
  fundsAreScored,
  isExecutionRow,
  isSubRow,
  type Weight,
  type WeightBasis,
  weightsOf,
} from './weights.ts'

/** Grade bands of 财预〔2020〕10号, each with its lower bound included. */
export const gradeBands: readonly [number, Grade][] = [
  [90, 'excellent'],
  [80, 'good'],
  [60, 'fair'],
  [0, 'poor'],
]

/** The grade of a total of 100; null where there is no total or it lies outside 0–100. */
export function gradeOfTotal(total: number | null): Grade | null {
  if (total === null || total > 100) return null
  return gradeBands.find(([from]) => total >= from)?.[1] ?? null
}

const gradeWords: readonly [RegExp, Grade][] = [
  [/^优/, 'excellent'],
  [/^良/, 'good'],
  [/^(?:中|合格|一般)/, 'fair'],
  [/^(?:差|较差|不合格)/, 'poor'],
]

/** The band that a grade's own word names: 优秀, 良好, 合格; null for words that name none. */
export function gradeOfWords(words: string | null): Grade | null {
  return (words !== null && gradeWords.find(([pattern]) => pattern.test(words))?.[1]) || null
}

const notComputable = {
  'no-weight': { zh: '未列明分值', en: 'its points are not stated' },
  'no-target': { zh: '没有目标值', en: 'there is no target' },
  'no-actual': { zh: '没有完成值', en: 'there is no outcome' },
  'no-rate': { zh: '没有执行率', en: 'there is no execution rate' },
  qualitative: { zh: '定性指标，由评分人判断', en: 'it is stated in words, for a person to judge' },
  several: { zh: '一格多个数值', en: 'a cell holds several values' },
  units: { zh: '目标值与完成值不可比', en: 'target and outcome cannot be compared' },
  late: { zh: '逾期完成，扣分由评分人判断', en: 'it was late, and the points off are for a person to judge' },
  'no-base': { zh: '目标值为零或为负，没有比例', en: 'a target of zero or below gives no proportion' },
} as const satisfies Record<string, Words>

/** Why a score cannot be computed from the document. */
export type NotComputable = keyof typeof notComputable

/** What the rule set gives for one part of the total. */
interface Scored {
  weight: Weight
  /** As the document states it. */
  claimed: number | null
  /** Points, between 0 and the weight; null where `reason` says why they cannot be computed. */
  score: number | null
  reason: NotComputable | null
  /** The arithmetic in words, or the reason. */
  words: Words
}

/** What the rule set gives for one indicator. */
export interface RecomputedScore extends Scored {
  level: Level1 | null
  outcome: Outcome
}

export interface Recomputed {
  /** One for each indicator, in their order. */
  rows: RecomputedScore[]
  /** Points of the fund block, where it is scored beside the rows. */
  execution: Scored | null
  /** Null where a part of it is. */
  total: number | null
  grade: Grade | null
  /** How many parts cannot be computed. */
  open: number
  /** The parts that can: their points, what the document claims for them and what they come to. */
  computable: { weight: number; claimed: number; score: number }
}

/** Scores an evaluation anew under a rule set, from its figures alone: nothing is filled in. */
export function recomputed(evaluation: Evaluation, ruleSet: RuleSet): Recomputed {
  const { indicators } = evaluation
  const outcomes = indicators.map(outcomeOf)
  const weights = weightsOf(
    indicators,
    outcomes.map(({ met }) => met),
  )
  const rows = indicators.map((row, ordinal) => {
    const outcome = outcomes[ordinal] ?? outcomeOf(row)
    const weight = weights[ordinal] ?? { points: null, basis: 'unknown' }
    return scoredRow(row, { level: level1Of(row), outcome, weight, claimed: row.score }, ruleSet)
  })
  const execution = executionPoints(evaluation)
  const parts = [
    ...rows.filter((_, ordinal) => !isUnscored(indicators[ordinal])),
    ...(execution ? [execution] : []),
  ]
  const open = parts.filter(({ score }) => score === null).length
  const computable = comparedParts(parts)
  const total = parts.length === 0 || open > 0 ? null : sumOf(parts.map(({ score }) => score))
  return { rows, execution, total, grade: bandOf(total, ruleSet)?.grade ?? null, open, computable }
}

const sumOf = (points: readonly (number | null)[]) =>
  rounded(points.reduce<number>((sum, one) => sum + (one ?? 0), 0))

/** What is claimed and what was computed, over the parts that have both. */
function comparedParts(parts: readonly Scored[]): Recomputed['computable'] {
  const both = parts.filter(({ score, claimed }) => score !== null && claimed !== null)
  return {
    weight: sumOf(both.map(({ weight }) => weight.points)),
    claimed: sumOf(both.map(({ claimed }) => claimed)),
    score: sumOf(both.map(({ score }) => score)),
  }
}

const isUnscored = (row: Indicator | undefined) => row === undefined || (isSubRow(row) && row.weight === null)

/** Cuts binary noise. */
const rounded = (points: number) => Number(points.toFixed(4))

const uncomputed = (reason: NotComputable) => ({ score: null, reason, words: notComputable[reason] })

type Judged = Pick<RecomputedScore, 'level' | 'outcome' | 'weight' | 'claimed'>

function scoredRow(row: Indicator, judged: Judged, ruleSet: RuleSet): RecomputedScore {
  const { outcome, weight } = judged
  if (weight.points === null) return { ...judged, ...uncomputed('no-weight') }
  const reason = isWholeRate(row) ? null : obstacle(row, outcome)
  if (reason !== null) return { ...judged, ...uncomputed(reason) }
  const share = isWholeRate(row) ? rateShare(row.actual) : shareEarned(outcome, ruleSet)
  if (share === null) return { ...judged, ...uncomputed('no-base') }
  const score = rounded(weight.points * share)
  return {
    ...judged,
    score,
    reason: null,
    // Few of them are ever read, and spelling them out takes longer than the arithmetic.
    get words() {
      return arithmetic({ row, outcome, share, score }, weight)
    },
  }
}

function obstacle({ target, actual }: Indicator, { met }: Outcome): NotComputable | null {
  if (target.kind === 'empty') return 'no-target'
  if (actual.kind === 'empty') return 'no-actual'
  if (target.kind === 'multi' || actual.kind === 'multi') return 'several'
  if (target.kind === 'qualitative' || actual.kind === 'qualitative') return 'qualitative'
  if (met === null) return 'units'
  if (target.kind === 'date') return met ? null : 'late'
  return isNegative(target) || isNegative(actual) ? 'no-base' : null
}

const isNegative = ({ value }: Quantity) => typeof value === 'number' && value < 0

/** Budget execution against a target of 100 %, or none: points × rate, at most the points. */
const isWholeRate = (row: Indicator) =>
  isExecutionRow(row) &&
  row.actual.kind === 'percent' &&
  (row.target.kind === 'empty' || row.target.value === 100)

const rateShare = ({ value }: Quantity) => (typeof value === 'number' ? clamped(value / 100) : null)

const clamped = (share: number) => Math.min(1, Math.max(0, share))

/** The share of the points, 0 to 1; null where target and outcome give no proportion. */
function shareEarned({ met, completion, direction }: Outcome, ruleSet: RuleSet): number | null {
  if (met) return 1 - excess(completion, direction, ruleSet)
  if (completion === null) return null
  if (direction === 'lower' && ruleSet.inverse === 'nothing') return 0
  const { missed } = ruleSet
  if (missed.method === 'proportion') return clamped(completion / 100)
  return (missed.steps.find(({ fromPercent }) => completion >= fromPercent)?.sharePercent ?? 0) / 100
}

/** What a target set too low costs, where the rule set takes it off without a judgement. */
function excess(completion: number | null, direction: Outcome['direction'], { overshoot }: RuleSet): number {
  if (overshoot.deduction === 'judgement' || completion === null || direction !== 'higher') return 0
  return clamped((completion - 100 - overshoot.thresholdPercent) / 100)
}

interface Earned {
  row: Indicator
  outcome: Outcome
  share: number
  score: number
}

function arithmetic({ row, outcome, share, score }: Earned, { points, basis }: Weight): Words {
  const most = figureWords(points ?? 0)
  const spread = basisWords[basis]
  if (share === 1)
    return {
      zh: `达到目标，得满分 ${most} 分${spread.zh}`,
      en: `target reached: all ${most} points${spread.en}`,
    }
  const ratio = ratioWords(row, outcome, share)
  return {
    zh: `${ratio} × ${most} 分 = ${figureWords(score)} 分${spread.zh}`,
    en: `${ratio} × ${most} points = ${figureWords(score)} points${spread.en}`,
  }
}

const own: Words = { zh: '', en: '' }

/** Says where the points come from, where they are not the indicator's own. */
const basisWords: Record<WeightBasis, Words> = {
  stated: own,
  group: own,
  unknown: own,
  distributed: { zh: '，一级指标分值按指标均分', en: ", its first level's points spread evenly" },
  full: { zh: '，一级指标得满分故各项均为满分', en: ', as its first level takes all its points' },
}

/** Target and outcome divided the way the direction asks for; else the share that a step or a distance gives. */
function ratioWords(
  { target, actual }: Indicator,
  { direction, completion }: Outcome,
  share: number,
): string {
  const isRatio = completion !== null && Math.abs(completion / 100 - share) < 1e-9 && target.op !== 'range'
  const [planned, reached] = [figureIn(target), figureIn(actual)]
  if (isRatio && direction === 'higher') return `${reached} ÷ ${planned}`
  if (isRatio && direction === 'lower') return `${planned} ÷ ${reached}`
  return `${figureWords(share * 100)}%`
}

/** A quantity's figure with its unit, without operator and words. */
const figureIn = ({ value, unit, text }: Quantity) =>
  typeof value === 'number' ? `${figureWords(value)}${unit ?? ''}` : text

function executionPoints(evaluation: Evaluation): Recomputed['execution'] {
  if (!fundsAreScored(evaluation)) return null
  const { weight: points, score: claimed } = evaluation.funds
  const weight: Weight = { points, basis: points === null ? 'unknown' : 'stated' }
  if (points === null) return { weight, claimed, ...uncomputed('no-weight') }
  const rate = executionRateOf(evaluation)
  if (rate === null) return { weight, claimed, ...uncomputed('no-rate') }
  const score = rounded(points * clamped(rate / 100))
  const words = `${figureWords(rate)}% × ${figureWords(points)} = ${figureWords(score)}`
  return { weight, claimed, score, reason: null, words: { zh: words, en: words } }
}

/** The printed rate, else spent ÷ budget, in per cent; null where neither is there. */
export function executionRateOf({ funds }: Pick<Evaluation, 'funds'>): number | null {
  const planned = funds.adjustedFen ?? funds.budgetFen
  if (funds.executionRate !== null) return funds.executionRate
  return funds.spentFen === null || !planned ? null : (100 * funds.spentFen) / planned
}
