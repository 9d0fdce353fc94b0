import type { Evaluation } from '#app/domain/evaluation.ts'
import { figureWords } from '#app/domain/figure-words.ts'
import {
  fundsAreScored,
  groupsOf,
  isExecutionRow,
  isSamePoints,
  isSubRow,
  weightSum,
} from '#app/domain/weights.ts'
import { cells, computed, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Fault, planned, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

const national = '财预〔2020〕10号：总分由各项指标得分汇总形成，满分100分'

const sumOf = (points: readonly (number | null)[]) =>
  Number(points.reduce<number>((sum, one) => sum + (one ?? 0), 0).toFixed(4))

const weightsSum: EvaluationRule = {
  id: 'weights-sum',
  scope: 'evaluation',
  kinds: planned,
  title: words('分值合计不为100', 'Points do not add up to 100'),
  severity: 'error',
  authority: national,
  check({ evaluation, ruleSet }) {
    const rows = weightSum(evaluation.indicators)
    if (rows === null) return []
    const { funds, total } = evaluation
    const ofFunds = fundsAreScored(evaluation) ? (funds.weight ?? 0) : 0
    const sum = sumOf([rows, ofFunds])
    // Some forms print shares of one, and some leave the points of budget execution unsaid.
    const isSaid = funds.weight !== null || evaluation.indicators.some(isExecutionRow)
    const unsaid = isSaid ? [] : [100 - ruleSet.execution.weight, 90]
    if ([100, 1, total.score ?? 100, ...unsaid].some((whole) => isSamePoints(sum, whole))) return []
    const gap = figureWords(Math.abs(sum - 100))
    const execution = figureWords(ofFunds)
    const message = words(
      `各指标分值${ofFunds > 0 ? `加预算执行率 ${execution} 分` : ''}合计 ${figureWords(sum)} 分，比满分 100 分${sum > 100 ? '多' : '少'} ${gap} 分。`,
      `The points${ofFunds > 0 ? `, ${execution} for budget execution among them,` : ''} add up to ${figureWords(sum)}, ${gap} ${sum > 100 ? 'more' : 'fewer'} than 100.`,
    )
    const evidence = [computed(words('指标分值合计', 'points of the indicators'), figureWords(rows))]
    if (ofFunds > 0) evidence.push(computed(words('预算执行率分值', 'points of budget execution'), execution))
    return [{ ordinal: null, message, evidence }]
  },
  examples: {
    breaks: [
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人 | 50 | 50
          社会效益指标 | 政策知晓率 | ≥90% | 92% | 25 | 25
          满意度指标 | 学员满意度 | ≥90% | 93% | 10 | 10`,
        funds: { weight: 10, score: 10 },
      },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 60\n满意度指标 | 学员满意度 | ≥90% | 93% | 50' },
    ],
    passes: [
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人 | 33.33 | 33.33
          质量指标 | 合格率 | ≥95% | 96% | 33.33 | 33.33
          满意度指标 | 学员满意度 | ≥90% | 93% | 23.34 | 23.34`,
        funds: { weight: 10, score: 10 },
      },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 60\n满意度指标 | 学员满意度 | ≥90% | 93% | 30' },
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人 | 90
          数量指标 | 其中：女性 | ≥100人 | 120人
          预算执行率 | 预算执行率 | 100% | 98% | 10`,
        funds: { weight: 10, score: 9.8 },
      },
    ],
  },
}

const groupWeights: EvaluationRule = {
  id: 'group-weights',
  scope: 'evaluation',
  kinds: planned,
  title: words('分组分值不符', "A group's points do not add up"),
  severity: 'error',
  authority: national,
  check({ evaluation: { indicators } }) {
    return groupsOf(indicators).flatMap(({ name, points, ordinals }) => {
      const rows = ordinals.flatMap((ordinal) => indicators[ordinal] ?? []).filter((row) => !isSubRow(row))
      if (rows.some(({ weight }) => weight === null)) return []
      const sum = sumOf(rows.map(({ weight }) => weight))
      // The same first level may stand under several goals, each with its points.
      const runs = ordinals.filter((ordinal, index) => ordinal !== (ordinals[index - 1] ?? -2) + 1).length
      if ([points, points * runs].some((whole) => isSamePoints(sum, whole))) return []
      const message = words(
        `“${name}”标明 ${figureWords(points)} 分，其下 ${rows.length} 个指标分值合计 ${figureWords(sum)} 分。`,
        `"${name}" is given ${figureWords(points)} points, but its ${rows.length} indicators add up to ${figureWords(sum)}.`,
      )
      return { ordinal: ordinals[0] ?? null, message, evidence: rows.flatMap((row) => cells(row, 'weight')) }
    })
  },
  examples: {
    breaks: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 20/50\n质量指标 | 合格率 | ≥95% | 96% | 20/50' },
      { rows: '社会效益指标 | 知晓率 | ≥90% | 92% | 20/30\n可持续影响指标 | 机制 | 健全 | 健全 | 15/30' },
    ],
    passes: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 33.3/50\n质量指标 | 合格率 | ≥95% | 96% | 16.7/50' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 50/50\n数量指标 | 其中：女性 | ≥100人 | 90人 | /50' },
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人 | 40/40
          社会效益指标 | 知晓率 | ≥90% | 92% | 20/20
          数量指标 | 走访企业数 | ≥50家 | 55家 | 40/40`,
      },
    ],
  },
}

const scoreOverWeight: EvaluationRule = {
  id: 'score-over-weight',
  scope: 'evaluation',
  kinds: concluded,
  title: words('得分超出分值', 'Score outside its points'),
  severity: 'error',
  authority: national,
  check(subject) {
    return [
      ...rowsOverWeight(subject),
      ...groupsOverWeight(subject.evaluation),
      ...fundsOverWeight(subject.evaluation),
    ]
  },
  examples: {
    breaks: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 10 | 12' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 10 | -1' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | /20 | 12\n质量指标 | 合格率 | ≥95% | 96% | /20 | 9' },
      { funds: { weight: 10, score: 10.26 } },
    ],
    passes: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 0人 | 10 | 0' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 8.33 | 8.33' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | /20 | 12\n质量指标 | 合格率 | ≥95% | 96% | /20 | 8' },
      { rows: '数量指标 | 其中：女性 | ≥100人 | 90人 |  | 5', funds: { weight: 10, score: 10 } },
    ],
  },
}

function rowsOverWeight({ evaluation: { indicators }, recomputed }: Subject): Fault[] {
  return indicators.flatMap((row, ordinal) => {
    const weight = recomputed.rows[ordinal]?.weight
    const isStated = weight?.basis === 'stated' || weight?.basis === 'group'
    if (row.score === null || !isStated || weight.points === null) return []
    return outside(row.name, row.score, weight.points).map((message) => ({
      ordinal,
      message,
      evidence: cells(row, 'weight', 'score'),
    }))
  })
}

/** Rows whose points are stated for their first level alone can only be held to them together. */
function groupsOverWeight({ indicators }: Evaluation): Fault[] {
  return groupsOf(indicators).flatMap(({ name, points, ordinals }) => {
    const rows = ordinals.flatMap((ordinal) => indicators[ordinal] ?? [])
    if (rows.length < 2 || rows.some(({ weight }) => weight !== null)) return []
    const sum = sumOf(rows.map(({ score }) => score))
    return outside(name, sum, points).map((message) => ({
      ordinal: ordinals[0] ?? null,
      message,
      evidence: rows.flatMap((row) => cells(row, 'score')),
    }))
  })
}

function fundsOverWeight({ funds: { weight, score } }: Evaluation): Fault[] {
  if (weight === null || score === null) return []
  return outside('预算执行率', score, weight).map((message) => ({
    ordinal: null,
    message,
    evidence: [
      computed(words('预算执行率：分值', 'budget execution: points'), figureWords(weight)),
      computed(words('预算执行率：得分', 'budget execution: score'), figureWords(score)),
    ],
  }))
}

const outside = (name: string, score: number, points: number) =>
  score >= 0 && score <= points + 0.005
    ? []
    : [
        words(
          `“${name}”得 ${figureWords(score)} 分，不在 0 至 ${figureWords(points)} 分之间。`,
          `"${name}" scores ${figureWords(score)}, which is not between 0 and its ${figureWords(points)} points.`,
        ),
      ]

export const sumRules: readonly Rule[] = [weightsSum, groupWeights, scoreOverWeight]
