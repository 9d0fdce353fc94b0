import type { Evaluation } from '#app/domain/evaluation.ts'
import { figureWords } from '#app/domain/figure-words.ts'
import { bandOf } from '#app/domain/rule-set.ts'
import { gradeOfWords } from '#app/domain/scoring.ts'
import { fundsAreScored, isSamePoints, isSubRow, scoresExecution, weightSum } from '#app/domain/weights.ts'
import { computed, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Rule } from './rule.ts'

const totalIsSum: EvaluationRule = {
  id: 'total-is-sum',
  scope: 'evaluation',
  kinds: concluded,
  title: words('总分不等于各项得分之和', 'Total is not the sum of the scores'),
  severity: 'error',
  authority: '财预〔2020〕10号：总分由各项指标得分汇总形成',
  check({ evaluation, ruleSet }) {
    const { total } = evaluation
    const sum = scoreSum(evaluation)
    if (total.score === null || sum === null) return []
    const gap = total.score - sum
    // A total is rounded as it is printed: 97.86 may be 97.9 or 98.
    const decimals = String(total.score).split('.')[1]?.length ?? 0
    if (Math.abs(gap) <= 0.5 / 10 ** decimals + 1e-6) return []
    const isWhole = isSamePoints(weightSum(evaluation.indicators) ?? 0, 100)
    if (!scoresExecution(evaluation) && !isWhole && gap > 0 && gap <= ruleSet.execution.weight) return []
    const size = figureWords(Math.abs(gap))
    return [
      {
        ordinal: null,
        message: words(
          `各项得分合计 ${figureWords(sum)} 分，所列总分为 ${figureWords(total.score)} 分，${gap > 0 ? '多' : '少'} ${size} 分。`,
          `The scores add up to ${figureWords(sum)}, but the total says ${figureWords(total.score)}, ${size} too ${gap > 0 ? 'many' : 'few'}.`,
        ),
        evidence: [
          computed(words('所列总分', 'stated total'), figureWords(total.score)),
          computed(words('得分合计', 'sum of the scores'), figureWords(sum)),
        ],
      },
    ]
  },
  examples: {
    breaks: [
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 90 | 88',
        funds: { weight: 10, score: 9.5 },
        total: 99,
      },
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 60 | 60\n质量指标 | 合格率 | ≥95% | 96% | 40 | 40',
        total: 99.5,
      },
    ],
    passes: [
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 90 | 88.36',
        funds: { weight: 10, score: 9.5 },
        total: 97.9,
      },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 90 | 88', total: 97.5 },
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 90 | 90\n预算执行率 | 预算执行率 | 100% | 98% | 10 | 9.8',
        funds: { weight: 10, score: 9.8 },
        total: 99.8,
      },
      {
        rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 60 | 60\n质量指标 | 合格率 | ≥95% | 96% | 30',
        total: 97,
      },
    ],
  },
}

/** All points that were given, the fund block's included; null where some are not printed. */
function scoreSum(evaluation: Evaluation): number | null {
  const { indicators, funds } = evaluation
  const scored = indicators.filter((row) => row.weight !== null || !isSubRow(row)).map(({ score }) => score)
  const all = fundsAreScored(evaluation) ? [...scored, funds.score] : scored
  return scored.length === 0 || all.includes(null)
    ? null
    : Number(all.reduce<number>((sum, score) => sum + (score ?? 0), 0).toFixed(4))
}

const gradeFitsTotal: EvaluationRule = {
  id: 'grade-fits-total',
  scope: 'evaluation',
  kinds: concluded,
  title: words('等级与总分不符', 'Grade does not fit the total'),
  severity: 'error',
  authority: '财预〔2020〕10号：90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差',
  check({ evaluation: { total }, ruleSet }) {
    const band = bandOf(total.score, ruleSet)
    const own = ruleSet.grades.find(({ names }) => names.includes(total.grade ?? ''))?.grade
    const stated = own ?? gradeOfWords(total.grade)
    if (band === null || stated === null || stated === band.grade || total.score === null) return []
    const [name = ''] = band.names
    return [
      {
        ordinal: null,
        message: words(
          `总分 ${figureWords(total.score)} 分应评为“${name}”，所列等级为“${total.grade}”。`,
          `A total of ${figureWords(total.score)} is graded "${name}", but the report says "${total.grade}".`,
        ),
        evidence: [
          computed(words('所列总分', 'stated total'), figureWords(total.score)),
          computed(words('所列等级', 'stated grade'), total.grade ?? ''),
        ],
      },
    ]
  },
  examples: {
    breaks: [
      { total: 89.9, grade: '优' },
      { total: 92, grade: '良好' },
      { total: 59, grade: '合格' },
    ],
    passes: [
      { total: 90, grade: '优秀' },
      { total: 89.99, grade: '良' },
      { total: 95, grade: '待定' },
      { total: 120, grade: '良' },
    ],
  },
}

export const totalRules: readonly Rule[] = [totalIsSum, gradeFitsTotal]
