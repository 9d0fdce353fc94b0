import type { EChartsOption } from 'echarts'
import { bracketed, formatCount, formatPercent, formatPoints, formatScore, pointsUnit } from '#app/format.ts'
import { type Here, projectLink } from '#app/links.ts'
import type { SatisfactionCase, SatisfactionLeftOut } from '#app/queries/satisfaction.ts'
import { gradeWords, type Words, w } from '#app/words.ts'
import { verdictWords } from './boxes.ts'
import { saying } from './marks.ts'
import { ofReports, reportColumns } from './report-columns.ts'
import { widestGapCase } from './satisfaction-sentences.ts'
import { axisStyle, base, ink, labelsInside, palette } from './theme.ts'
import type { Column, View } from './view.ts'

const grades: Readonly<Record<string, Words>> = gradeWords

const columns: readonly Column<SatisfactionCase>[] = [
  ...reportColumns,
  { key: 'name', heading: w('指标', 'Indicator'), format: 'text' },
  { key: 'target', heading: w('目标', 'Target'), format: 'percent' },
  { key: 'actual', heading: w('实际', 'Actual'), format: 'percent' },
  { key: 'gap', heading: w('差距', 'Gap'), format: 'points' },
  { key: 'total', heading: w('自评总分', 'Total'), format: 'score' },
  { key: 'grade', heading: w('等级', 'Grade'), format: 'text', words: grades },
]

const peerColumns: readonly Column<SatisfactionCase>[] = [
  { key: 'surveyed', heading: w('调查样本数', 'Surveyed'), format: 'count' },
  { key: 'z', heading: w('稳健 z', 'Robust z'), format: 'count' },
  { key: 'verdict', heading: w('与同类相比', 'Against peers'), format: 'text', words: verdictWords },
  { key: 'peers', heading: w('同类 n', 'Peers n'), format: 'count', marksFew: true },
]

const toRow = ({ projectId, year, rowNo }: SatisfactionCase, here: Here) =>
  projectLink(here, projectId, year, rowNo)

/** The rates that stayed furthest below their targets. */
export const satisfactionGapsTable: View<SatisfactionCase> = {
  name: 'satisfaction-gaps',
  title: w('差距最大的满意度指标', 'The widest gaps'),
  note: w(
    '实际低于目标最多的满意度指标，最多列 20 项，及该项目的自评总分与等级。与同类相比：同一项目类别全部满意度差距的中位数与 MAD，稳健 z 绝对值达 3.5 为明显偏离，不足 5 项不判断。样本数空白为材料未写明。',
    'The satisfaction rates furthest below their targets, at most 20, with the total score and grade of their evaluation. Peers are all gaps of the programme: far off from a robust z of 3.5 either way, not judged below 5. No survey size: the report gives none.',
  ),
  sentence: widestGapCase,
  origin: ({ projectId, year, rowNo }) => ({ projectId, year, kind: null, table: null, row: rowNo }),
  columns: [
    ...columns,
    ...peerColumns,
    {
      key: 'reason',
      heading: w('偏差原因', 'Reason given'),
      format: 'text',
      absent: w('未说明原因', 'No reason given'),
    },
  ],
  link: toRow,
  option: null,
  height: () => 0,
}

/** Evaluations that no gap can be told of. */
export const satisfactionLeftOutTable: View<SatisfactionLeftOut> = {
  name: 'satisfaction-left-out',
  title: w('没有满意度数值的评价', 'Evaluations without a rate'),
  note: w(
    '目标与实际不都是比率，未计入差距；最多列 200 份。',
    'Target and outcome are not both rates, so that no gap can be told; at most 200.',
  ),
  origin: ofReports,
  columns: [
    ...reportColumns,
    {
      key: 'reason',
      heading: w('原因', 'Why'),
      format: 'text',
      words: {
        'no-indicator': w('没有满意度指标', 'No indicator of satisfaction'),
        'no-target': w('没有目标值', 'No target'),
        'no-outcome': w('没有实际完成值', 'No outcome'),
        'in-words': w('不是比率，或以文字表述', 'In words, or not as rates'),
      },
    },
    { key: 'target', heading: w('目标', 'Target'), format: 'text' },
    { key: 'actual', heading: w('实际', 'Actual'), format: 'text' },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: null,
  height: () => 0,
}

/** Whether those who fell short with the people they serve were scored accordingly. */
export const satisfactionScatter: View<SatisfactionCase> = {
  name: 'satisfaction-against-score',
  title: w('满意度差距与自评总分', 'Gap against the score it was given'),
  note: w(
    '每点一项满意度指标，点击进入项目；▲ 为低于目标 10 个百分点及以上、等级仍为优者。最多 1,000 点，差距大者优先。',
    'One point a rate; click for its project. ▲ 10 points or more below target, yet graded excellent. At most 1,000, the widest gaps first.',
  ),
  sentence: widestGapCase,
  origin: ({ projectId, year, rowNo }) => ({ projectId, year, kind: null, table: null, row: rowNo }),
  columns: [...columns, ...peerColumns],
  link: toRow,
  option: scatterOf,
  height: () => 380,
}

const series = {
  praised: w('低于目标 10 个百分点及以上，仍评为优', '10 points short, yet graded excellent'),
  others: w('其他', 'Others'),
}

function scatterOf(rows: readonly SatisfactionCase[], here: Here): EChartsOption {
  const { language } = here
  const points = (praised: boolean) =>
    rows
      .filter((row) => row.praised === praised)
      .map((row) => ({ value: [row.gap, row.total], says: saidOf(row, here), href: toRow(row, here) }))
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 16, top: 52, bottom: 26, ...labelsInside },
    xAxis: {
      type: 'value',
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, formatter: formatCount },
      name: `${w('差距', 'Gap')[language]}（${pointsUnit[language]}）`,
      nameLocation: 'middle',
      nameGap: 28,
    },
    yAxis: {
      type: 'value',
      scale: true,
      ...axisStyle,
      axisLine: { ...axisStyle.axisLine, onZero: false },
      name: w('自评总分', 'Total score')[language],
    },
    series: [
      {
        type: 'scatter',
        name: series.others[language],
        symbolSize: 8,
        itemStyle: { color: palette.light, opacity: 0.75 },
        markLine: onTarget,
        data: points(false),
      },
      {
        type: 'scatter',
        name: series.praised[language],
        symbol: 'triangle',
        symbolSize: 12,
        color: palette.red,
        data: points(true),
      },
    ],
  }
}

const onTarget = {
  silent: true,
  symbol: 'none',
  label: { show: false },
  lineStyle: { color: ink.muted, type: 'solid' as const, width: 1 },
  data: [{ xAxis: 0 }],
}

const saidOf = (row: SatisfactionCase, { language }: Here) =>
  [
    `${row.project ?? '–'}${bracketed(`${row.districtName ?? '–'} ${row.year ?? '–'}`, language)}`,
    `${row.name}：${formatPercent(row.target)} → ${formatPercent(row.actual)}${bracketed(formatPoints(row.gap), language)}`,
    `${w('自评总分', 'Total score')[language]} ${formatScore(row.total)} ${grades[row.grade ?? '']?.[language] ?? ''}`,
  ].join('\n')
