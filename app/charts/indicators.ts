import { projectLink } from '#app/links.ts'
import type { IndicatorRow } from '#app/queries/indicators.ts'
import { w } from '#app/words.ts'
import { reportColumns } from './report-columns.ts'
import type { View } from './view.ts'

/** What a document is, where it is no self-evaluation. */
export const kindWords = {
  target: w('绩效目标', 'Target declaration'),
  monitoring: w('运行监控', 'Monitoring'),
  selfEvaluation: w('单位自评', 'Self-evaluation'),
  review: w('复核评价', 'Review'),
} as const

/** The list of indicators, its columns in the order of the official form. */
export const indicatorsView: View<IndicatorRow> = {
  name: 'indicators',
  title: w('指标明细', 'Indicators'),
  note: w(
    '得分率为得分 ÷ 分值；报告只写了一级指标分值的，得分率无法计算。完成率按指标方向计算，不封顶；文字和日期类指标没有完成率。指标值与完成值按原文显示。',
    'The score rate is score ÷ weight; where a report weighs whole groups only it is unknown. Completion follows the direction of the indicator and is not capped; words and dates have none. Target and actual are shown as written.',
  ),
  origin: ({ projectId, year, kind, table, row }) => ({ projectId, year, kind, table, row }),
  columns: [
    { key: 'level1', heading: w('一级指标', 'Level 1'), format: 'text' },
    { key: 'level2', heading: w('二级指标', 'Level 2'), format: 'text' },
    { key: 'name', heading: w('三级指标', 'Indicator'), format: 'text' },
    { key: 'target', heading: w('年度指标值', 'Target'), format: 'text' },
    { key: 'actual', heading: w('实际完成值', 'Actual'), format: 'text' },
    { key: 'weight', heading: w('分值', 'Weight'), format: 'score' },
    { key: 'score', heading: w('得分', 'Score'), format: 'score' },
    { key: 'scoreRate', heading: w('得分率', 'Score rate'), format: 'percent' },
    { key: 'completion', heading: w('完成率', 'Completion'), format: 'percent' },
    { key: 'reason', heading: w('偏差原因分析及改进措施', 'Reason and measures'), format: 'text' },
    ...reportColumns,
    { key: 'kind', heading: w('文档类别', 'Kind'), format: 'text', words: kindWords },
  ],
  link: ({ projectId, year, row }, here) => projectLink(here, projectId, year, row),
  option: null,
  height: () => 0,
}
