import { figureWords } from '#app/domain/figure-words.ts'
import type { Severity } from '#app/domain/finding.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import type { RecomputedScore } from '#app/domain/scoring.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { after, cells, computed, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Fault, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

const authority =
  '财预〔2020〕10号：完成指标值的记全部分值，未完成的按照完成值与指标值的比例记分；预算执行率按执行率计分'

/** A row with what the rule set makes of it. */
interface Scored {
  row: Indicator
  ordinal: number
  again: RecomputedScore
}

/** Rows in their order, but for those of budget execution, which are scored by their rate. */
export function scoredRows({ evaluation, recomputed }: Subject): Scored[] {
  return evaluation.indicators.flatMap((row, ordinal) => {
    const again = recomputed.rows[ordinal]
    return again === undefined || isExecutionRow(row) ? [] : { row, ordinal, again }
  })
}

/** Points by which stated and computed may differ: the rule set's, or half of the step that the form rounds to. */
function toleranceOf({ evaluation: { indicators, funds }, ruleSet }: Subject): number {
  const scores = [...indicators.map(({ score }) => score), funds.score].filter((score) => score !== null)
  const step = [1, 0.5].find((one) => scores.every((score) => Number.isInteger(score / one)))
  return Math.max(ruleSet.tolerance, (step ?? 0) / 2) + 1e-9
}

const scoreRecomputed: EvaluationRule = {
  id: 'score-recomputed',
  scope: 'evaluation',
  kinds: concluded,
  title: words('得分与重新计算不符', 'Score differs from the recomputed one'),
  severity: 'warning',
  authority,
  check(subject, { severeScorePercent }) {
    const tolerance = toleranceOf(subject)
    return scoredRows(subject).flatMap(({ row, ordinal, again }) => {
      const { score, weight, outcome } = again
      if (row.score === null || score === null || weight.points === null) return []
      const gap = row.score - score
      // All points for less than the target are no matter of rounding.
      const isFull = row.score >= weight.points && outcome.met === false
      if (Math.abs(gap) <= (isFull ? subject.ruleSet.tolerance : tolerance)) return []
      // Points off a target that was reached are the unit's own judgement where it says why, or overshot by far.
      const overshot = (outcome.completion ?? 0) > 100 + subject.ruleSet.overshoot.thresholdPercent
      if (gap < 0 && outcome.met && (row.reason !== null || overshot)) return []
      const isSevere = 100 * Math.abs(gap) >= severeScorePercent * weight.points
      const severity: Severity = isSevere && weight.basis !== 'distributed' ? 'error' : 'warning'
      return { ordinal, severity, ...gapWords(row, again, gap) }
    })
  },
  examples: {
    breaks: [
      { rows: '满意度指标 | 受益对象满意度 | ≥95% | 76% | 10 | 9.5 | 咨询电话占线' },
      { rows: '满意度指标 | 受益对象满意度 | ≥95% | 76% | 10 | 6.3 | 咨询电话占线' },
      { rows: '质量指标 | 投诉率 | ≤5% | 8% | 10 | 9.5 | 人手不足' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 10 | 8.5' },
    ],
    passes: [
      { rows: '满意度指标 | 受益对象满意度 | ≥95% | 76% | 10 | 8' },
      {
        rows: '满意度指标 | 受益对象满意度 | ≥95% | 80% | 10 | 8\n数量指标 | 培训人数 | ≥300人 | 310人 | 10 | 10',
      },
      { rows: '满意度指标 | 受益对象满意度 | ≥95% | 76% | 10 | 7.91' },
      { rows: '社会效益指标 | 企业办事环境 | 明显改善 | 有所改善 | 10 | 7' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 450人 | 10 | 8 | 年初指标值偏低' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 280人 |  | 10' },
    ],
  },
}

function gapWords(row: Indicator, { score, words: how }: RecomputedScore, gap: number) {
  const [stated, again, size] = [row.score ?? 0, score ?? 0, Math.abs(gap)].map(figureWords)
  return {
    message: words(
      `“${row.name}”自评 ${stated} 分，按完成情况重新计算为 ${again} 分（${how.zh}），${gap > 0 ? '多' : '少'}计 ${size} 分。`,
      `"${row.name}" scores itself ${stated}, but its outcome gives ${again} (${how.en}), ${size} ${gap > 0 ? 'less' : 'more'}.`,
    ),
    evidence: [
      ...cells(row, 'target', 'actual', 'score'),
      computed(words('重新计算的得分', 'recomputed score'), again ?? ''),
    ],
  }
}

const fullScoreForMiss: EvaluationRule = {
  id: 'full-score-for-miss',
  scope: 'evaluation',
  kinds: concluded,
  title: words('未达标却得满分', 'Full score for a missed target'),
  severity: 'error',
  authority,
  check(subject) {
    return scoredRows(subject).flatMap(({ row, ordinal, again }) => {
      const points = again.weight.points
      if (points === null || row.score === null || row.score < points - 0.005) return []
      const almost = again.score !== null && again.score >= points - subject.ruleSet.tolerance
      if (again.outcome.met !== false || almost || isSaving(row, again)) return []
      return {
        ordinal,
        message: words(
          `“${row.name}”${after('目标', row.target.text)}，${after('实际', row.actual.text)}，未达到目标，却得满分 ${figureWords(points)} 分。`,
          `"${row.name}" aimed at ${row.target.text} and came to ${row.actual.text}, a miss, yet takes all ${figureWords(points)} points.`,
        ),
        evidence: cells(row, 'target', 'actual', 'score'),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '质量指标 | 验收合格率 | ≥98% | 90% | 10 | 10' },
      { rows: '时效指标 | 完成时限 | 2019年6月底前 | 2019年9月20日 | 8 | 8' },
      { rows: '数量指标 | 走访企业数 | ≤20次 | 25次 | /10 | 10' },
      { rows: '成本指标 | 补助标准 | 170元/户 | 200元/户 | 10 | 10' },
    ],
    passes: [
      { rows: '质量指标 | 验收合格率 | ≥98% | 98% | 10 | 10' },
      { rows: '质量指标 | 验收合格率 | ≥98% | 97.9% | 10 | 10' },
      { rows: '质量指标 | 验收合格率 | ≥98% | 90% | 10 | 9.2' },
      { rows: '成本指标 | 补助标准 | 170元/户 | 160元/户 | 10 | 10' },
      { rows: '时效指标 | 完成时限 | 2019年6月底前 | 2019年6月20日 | 8 | 8' },
    ],
  },
}

/** Spending less than a standard misses it, but is no claim to points that were not earned. */
function isSaving({ target, actual }: Indicator, { outcome }: RecomputedScore): boolean {
  if (outcome.direction !== 'equal' || target.op === 'range') return false
  return Number(actual.yuan ?? actual.value) < Number(target.yuan ?? target.value)
}

const executionScore: EvaluationRule = {
  id: 'execution-score',
  scope: 'evaluation',
  kinds: concluded,
  title: words('预算执行率得分不符', 'Score of budget execution is wrong'),
  severity: 'warning',
  authority,
  check(subject) {
    const { evaluation, recomputed } = subject
    const tolerance = toleranceOf(subject)
    const rows = evaluation.indicators.flatMap((row, ordinal) =>
      isExecutionRow(row) ? { ordinal, stated: row.score, again: recomputed.rows[ordinal] } : [],
    )
    const block = { ordinal: null, stated: evaluation.funds.score, again: recomputed.execution }
    return [...rows, block].flatMap(({ ordinal, stated, again }): Fault[] => {
      const points = again?.score ?? null
      if (!again || stated === null || points === null || Math.abs(stated - points) <= tolerance) return []
      const row = ordinal === null ? undefined : evaluation.indicators[ordinal]
      return [
        {
          ordinal,
          message: words(
            `预算执行率得 ${figureWords(stated)} 分，按执行率应得 ${figureWords(points)} 分（${again.words.zh}）。`,
            `Budget execution scores ${figureWords(stated)}, but its rate gives ${figureWords(points)} (${again.words.en}).`,
          ),
          evidence: row
            ? cells(row, 'actual', 'score')
            : [
                computed(words('预算执行率得分', 'score of budget execution'), figureWords(stated)),
                computed(words('按执行率计算', 'by the rate'), again.words.zh),
              ],
        },
      ]
    })
  },
  examples: {
    breaks: [
      { funds: { rate: 80, weight: 10, score: 10 } },
      { funds: { rate: 104, weight: 10, score: 10.4 } },
      { rows: '预算执行率 | 预算执行率 | 100% | 76.5% | 10 | 9.5' },
    ],
    passes: [
      { funds: { rate: 95.36, weight: 10, score: 9.54 } },
      { funds: { rate: 104, weight: 10, score: 10 } },
      {
        rows: '预算执行率 | 预算执行率 | 100% | 96% | 10 | 10\n数量指标 | 培训人数 | ≥300人 | 310人 | 90 | 90',
      },
      { funds: { weight: 10, score: 9 } },
    ],
  },
}

export const scoreRules: readonly Rule[] = [scoreRecomputed, fullScoreForMiss, executionScore]
