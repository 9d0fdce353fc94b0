import { figureWords } from '#app/domain/figure-words.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { after, cells, computed, words } from './evidence.ts'
import { excessIsExplained, missIsExplained } from './reasons.ts'
import { concluded, type EvaluationRule, type Rule } from './rule.ts'
import { scoredRows } from './scores.ts'

const missWithoutReason: EvaluationRule = {
  id: 'miss-without-reason',
  scope: 'evaluation',
  kinds: concluded,
  title: words('未达标或失分未说明原因', 'Missed target or lost points without a reason'),
  severity: 'warning',
  authority: '财预〔2020〕10号：对未完成绩效目标或偏离绩效目标较大的项目要分析并说明原因，研究提出改进措施',
  check(subject, { executionReasonBelowPercent }) {
    const { evaluation, recomputed } = subject
    return evaluation.indicators.flatMap((row, ordinal) => {
      const again = recomputed.rows[ordinal]
      if (row.reason !== null || again === undefined) return []
      // Nearly all of the money spent is a rate below 100 % that no form asks to explain.
      const rate = row.actual.value
      if (isExecutionRow(row) && typeof rate === 'number' && rate >= executionReasonBelowPercent) return []
      const { points, basis } = again.weight
      const isStated = basis === 'stated' || basis === 'group'
      // What is rounded away is no loss.
      const least = points === null ? null : points - subject.ruleSet.tolerance
      const lost = isStated && least !== null && row.score !== null && row.score < least
      if (!(again.outcome.met === false || lost) || missIsExplained(row, subject)) return []
      const off = lost ? figureWords((points ?? 0) - (row.score ?? 0)) : null
      const missed = again.outcome.met === false
      return {
        ordinal,
        message: words(
          `“${row.name}”${missed ? `${after('目标', row.target.text)}，${after('实际', row.actual.text)}，未达到目标` : `扣 ${off} 分`}，未说明原因。`,
          `"${row.name}" ${missed ? `aimed at ${row.target.text} and came to ${row.actual.text}` : `lost ${off} points`}, and no reason is given.`,
        ),
        evidence: cells(row, 'target', 'actual', 'score'),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '质量指标 | 验收合格率 | ≥98% | 90% | 10 | 9.2' },
      { rows: '社会效益指标 | 企业办事环境 | 明显改善 | 有所改善 | 10 | 7' },
      { rows: '预算执行率 | 预算执行率 | 100% | 62% | 10 | 6.2' },
      {
        rows: `质量指标 | 验收合格率 | ≥98% | 90% | 10 | 9.2
          数量指标 | 走访企业数量 | ≥50家 | 40家 | 10 | 8`,
        text: ['五、存在的问题', '1.走访企业数量：人手不足，今后加强安排。'],
      },
    ],
    passes: [
      { rows: '质量指标 | 验收合格率 | ≥98% | 90% | 10 | 9.2 | 个别批次返工' },
      { rows: '质量指标 | 验收合格率 | ≥98% | 98.5% | 10 | 10' },
      { rows: '预算执行率 | 预算执行率 | 100% | 96% | 10 | 9.6' },
      {
        rows: '满意度指标 | 受益对象满意度 | ≥95% | 76% | /10 | 8',
        text: ['五、存在的问题及改进措施', '企业反映咨询电话无人接听。'],
      },
      { rows: '质量指标 | 验收合格率 | ≥98% | 90%', kind: 'monitoring' },
    ],
  },
}

const overshoot: EvaluationRule = {
  id: 'overshoot',
  scope: 'evaluation',
  kinds: concluded,
  title: words('完成值远超目标，目标可能偏低', 'Outcome far above a soft target'),
  severity: 'warning',
  authority:
    '财预〔2020〕10号：对完成值高于指标值较多的，要分析原因，年初指标值设定明显偏低的按偏离度适度调减分值',
  check(subject) {
    const { thresholdPercent } = subject.ruleSet.overshoot
    return scoredRows(subject).flatMap(({ row, ordinal, again }) => {
      const { completion, direction } = again.outcome
      if (direction !== 'higher' || completion === null || completion <= 100 + thresholdPercent + 1e-9)
        return []
      const isGoal = typeof row.target.value === 'number' && row.target.value > 0
      if (!isGoal || row.reason !== null || excessIsExplained(row, subject)) return []
      const above = figureWords(completion - 100)
      return {
        ordinal,
        message: words(
          `“${row.name}”${after('实际', row.actual.text)}，比${after('目标', row.target.text)} 高 ${above}%，超过 ${figureWords(thresholdPercent)}%，未说明原因，目标可能偏低。`,
          `"${row.name}" came to ${row.actual.text}, ${above}% above its target of ${row.target.text} and beyond ${figureWords(thresholdPercent)}%, without a reason: the target may be soft.`,
        ),
        evidence: [
          ...cells(row, 'target', 'actual'),
          computed(words('完成率', 'completion'), `${figureWords(completion)}%`),
        ],
      }
    })
  },
  examples: {
    breaks: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 400人 | 10 | 10' },
      { rows: '社会效益指标 | 政策知晓率 | 60% | 95% | 10 | 10' },
    ],
    passes: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 390人 | 10 | 10' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 400人 | 10 | 10 | 新增两个街道' },
      { rows: '质量指标 | 投诉率 | ≤5% | 1% | 10 | 10' },
      {
        rows: '数量指标 | 支持中小企业数量 | 300户 | 400户 | 10 | 10',
        text: ['支持中小企业数量超出计划，原因是下半年扩大了范围。'],
      },
    ],
  },
}

export const missRules: readonly Rule[] = [missWithoutReason, overshoot]
