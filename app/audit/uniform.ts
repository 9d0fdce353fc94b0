import { figureWords } from '#app/domain/figure-words.ts'
import { normalName } from '#app/domain/names.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { remarksIn } from '#app/domain/remarks.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { computed, inText, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

/** Fewer rows than this may agree by chance. */
const fewestRows = 3

const sameAsTarget: EvaluationRule = {
  id: 'same-as-target',
  scope: 'evaluation',
  kinds: concluded,
  title: words('完成值照抄目标值', 'Every outcome repeats its target'),
  severity: 'notice',
  authority: '财预〔2020〕10号：自评结果应客观真实，附有佐证',
  check({ evaluation: { indicators } }) {
    const rows = indicators.filter(
      ({ target, actual }) => target.kind !== 'empty' && actual.text.trim() !== '',
    )
    if (rows.length < Math.max(fewestRows, indicators.length - 1)) return []
    if (!rows.every(({ target, actual }) => isRepeated(target, actual))) return []
    return [
      {
        ordinal: null,
        message: words(
          `${rows.length} 个指标的完成值与目标值文字完全相同。`,
          `All ${rows.length} outcomes repeat the text of their targets.`,
        ),
        evidence: [computed(words('相同的指标', 'indicators alike'), String(rows.length))],
      },
    ]
  },
  examples: {
    breaks: [
      {
        rows: `数量指标 | 培训人数 | ≥300人 | ≥300人
          质量指标 | 合格率 | ≥95% | ≥95％
          满意度指标 | 学员满意度 | ≥90% | ≥90%`,
      },
      {
        rows: `数量指标 | 培训人数 | 300人 | 300人
          时效指标 | 完成时限 | 12月底前 | 12月底前
          社会效益指标 | 环境 | 明显改善 | 明显改善`,
      },
    ],
    passes: [
      {
        rows: `数量指标 | 培训人数 | 300人 | 301人
          质量指标 | 合格率 | 95% | 95%
          满意度指标 | 学员满意度 | 90% | 90%`,
      },
      { rows: '数量指标 | 培训人数 | 300人 | 300人\n质量指标 | 合格率 | 95% | 95%' },
    ],
  },
}

/** The same text, or the same bound or figure in another spelling: ≥90% and 90%以上. */
function isRepeated(target: Quantity, actual: Quantity): boolean {
  if (normalName(target.text) === normalName(actual.text)) return true
  const same = (['kind', 'op', 'value', 'upper', 'unit'] as const).every((key) => target[key] === actual[key])
  return same && target.value !== null
}

const allFull: EvaluationRule = {
  id: 'all-full',
  scope: 'evaluation',
  kinds: concluded,
  title: words('全部满分', 'Full marks throughout'),
  severity: 'notice',
  authority: '财预〔2020〕10号：对自评结果的真实性和准确性负责',
  check(subject) {
    const { indicators, total } = subject.evaluation
    if (total.score !== 100 || indicators.length < fewestRows || losesPoints(subject)) return []
    return [
      {
        ordinal: null,
        message: words(
          `全部 ${indicators.length} 个指标满分，总分 100 分。`,
          `All ${indicators.length} indicators take full marks, for a total of 100.`,
        ),
        evidence: [computed(words('总分', 'total'), figureWords(total.score))],
      },
    ]
  },
  examples: {
    breaks: [
      {
        rows: `数量指标 | 培训人数 | 300人 | 310人 | 50 | 50
          社会效益指标 | 知晓率 | ≥90% | 92% | 40 | 40
          满意度指标 | 学员满意度 | ≥90% | 93% | 10 | 10`,
        total: 100,
      },
      {
        rows: `数量指标 | 培训人数 | 300人 | 310人 | /50 | 30
          质量指标 | 合格率 | ≥95% | 96% | /50 | 20
          满意度指标 | 学员满意度 | ≥90% | 93% | /50 | 50`,
        total: 100,
      },
    ],
    passes: [
      {
        rows: `数量指标 | 培训人数 | 300人 | 310人 | 50 | 50
          社会效益指标 | 知晓率 | ≥90% | 92% | 40 | 40
          满意度指标 | 学员满意度 | ≥90% | 89% | 10 | 9.9`,
        total: 99.9,
      },
      {
        rows: `数量指标 | 培训人数 | 300人 | 310人 | 50 | 50
          社会效益指标 | 知晓率 | ≥90% | 92% | 40 | 39
          满意度指标 | 学员满意度 | ≥90% | 93% | 10 | 10`,
        total: 100,
      },
    ],
  },
}

/** Whether a row, or the fund block, is known to have earned less than its points. */
function losesPoints({ evaluation, recomputed }: Subject): boolean {
  const { indicators, funds, total } = evaluation
  if (total.score !== null && total.score < 100) return true
  const short = (score: number | null, points: number | null) =>
    score !== null && points !== null && score < points - 0.005
  return (
    short(funds.score, funds.weight) ||
    indicators.some(({ score }, ordinal) => short(score, recomputed.rows[ordinal]?.weight.points ?? null))
  )
}

const problemWithoutLoss: EvaluationRule = {
  id: 'problem-without-loss',
  scope: 'evaluation',
  kinds: concluded,
  title: words('存在问题却未扣分', 'A problem named, no points lost'),
  severity: 'notice',
  authority: '财预〔2020〕10号：自评应当客观反映问题',
  check(subject) {
    const { evaluation, narrative } = subject
    const [problem, ...others] = remarksIn(narrative).filter(({ kind }) => kind === 'problem')
    const isScored = evaluation.indicators.some((row) => row.score !== null && !isExecutionRow(row))
    if (problem === undefined || !isScored || losesPoints(subject)) return []
    const also = others.length > 0 ? `等 ${others.length + 1} 个问题` : ''
    return [
      {
        ordinal: null,
        message: words(
          `报告写明“${shortened(problem.text)}”${also}，各项指标却都没有扣分。`,
          `The report names a problem ("${shortened(problem.text)}"), yet no indicator loses a point.`,
        ),
        evidence: [problem, ...others].map(({ text, line }) =>
          inText(words('存在的问题', 'problem named'), shortened(text), line),
        ),
      },
    ]
  },
  examples: {
    breaks: [
      {
        rows: '数量指标 | 培训人数 | 300人 | 310人 | 90 | 90\n预算执行率 | 预算执行率 | 100% | 100% | 10 | 10',
        total: 100,
        text: ['五、存在的问题及改进措施', '部分学员反映课程内容陈旧，实操课时不足。'],
      },
      { rows: '数量指标 | 培训人数 | 300人 | 310人 | 90 | 90', text: ['主要问题：师资力量不足。'] },
    ],
    passes: [
      {
        rows: '数量指标 | 培训人数 | 300人 | 310人 | 90 | 90',
        text: ['五、存在的问题及改进措施', '自评未发现需要整改的问题，今后继续加强管理。'],
      },
      {
        rows: '数量指标 | 培训人数 | 300人 | 280人 | 90 | 84',
        text: ['五、存在的问题及改进措施', '招生宣传不足。'],
      },
      {
        rows: '数量指标 | 培训人数 | 300人 | 310人 | 90 | 90',
        text: ['三、产出情况', '项目解决了办事难的问题。'],
      },
    ],
  },
}

const longestQuote = 40

/** The first sentence, cut to a quotation's length. */
function shortened(text: string): string {
  const [first = ''] = text.split(/[。；;！!？?\n]/)
  return first.length > longestQuote ? `${first.slice(0, longestQuote)}…` : first
}

export const uniformityRules: readonly Rule[] = [sameAsTarget, allFull, problemWithoutLoss]
