import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts'
import { chosenBy } from '#app/domain/district.ts'
import { formatPercent, formatPoints, formatScore } from '#app/format.ts'
import { districtOf, type Here, pageLink, projectLink } from '#app/links.ts'
import type { ExecutionAgainstScore, GradesByDistrict, YearFigures } from '#app/queries/overview.ts'
import { type Words, w } from '#app/words.ts'
import { latestYear, lowestGrades, slowest } from './overview-sentences.ts'
import { districtColumn, ofReports, reportColumns, unknownDistrict } from './report-columns.ts'
import { axisStyle, base, gradeColours, ink, labelsInside, shareOf, ungradedColour } from './theme.ts'
import type { Column, View } from './view.ts'

type Grade = keyof typeof gradeColours

/** Grades as every chart and table calls them, each with a shape of its own. */
export const grades: Readonly<Record<Grade, { words: Words; symbol: string; label: string }>> = {
  excellent: { words: w('优', 'Excellent'), symbol: 'circle', label: ink.surface },
  good: { words: w('良', 'Good'), symbol: 'rect', label: ink.text },
  fair: { words: w('中', 'Fair'), symbol: 'triangle', label: ink.text },
  poor: { words: w('差', 'Poor'), symbol: 'diamond', label: ink.surface },
}
const gradeOrder = ['excellent', 'good', 'fair', 'poor'] as const
const ungraded = { words: w('未评等级', 'No grade'), colour: ungradedColour }

const yearColumns: readonly Column<YearFigures>[] = [
  { key: 'year', heading: w('年度', 'Year'), format: 'year' },
  { key: 'projects', heading: w('项目数', 'Projects'), format: 'count', counted: w('个', 'projects') },
  {
    key: 'evaluations',
    heading: w('自评份数', 'Self-evaluations'),
    format: 'count',
    counted: w('份', 'reports'),
  },
  { key: 'planned', heading: w('预算安排', 'Planned'), format: 'money' },
  { key: 'plannedN', heading: w('有预算数 n', 'n with a budget'), format: 'count' },
  { key: 'spent', heading: w('实际支出', 'Spent'), format: 'money' },
  { key: 'spentN', heading: w('有支出数 n', 'n with spending'), format: 'count' },
  { key: 'executionRate', heading: w('预算执行率', 'Execution rate'), format: 'percent' },
  { key: 'executionN', heading: w('两者皆有 n', 'n with both'), format: 'count', marksFew: true },
  { key: 'meanTotal', heading: w('平均总分', 'Mean total'), format: 'score' },
  { key: 'totalN', heading: w('有总分 n', 'n with a total'), format: 'count', marksFew: true },
  { key: 'satisfactionMet', heading: w('满意度达标率', 'Satisfaction met'), format: 'percent' },
  { key: 'meanGap', heading: w('满意度平均差距', 'Mean gap'), format: 'points' },
  { key: 'widestGap', heading: w('满意度最大差距', 'Widest gap'), format: 'points' },
  { key: 'satisfactionN', heading: w('满意度指标 n', 'n of rates'), format: 'count', marksFew: true },
  {
    key: 'contradicted',
    heading: w('单位成本与支出不符项目', 'Unit cost contradicted'),
    format: 'count',
    counted: w('个', 'projects'),
  },
  { key: 'comparableN', heading: w('可核对项目 n', 'n comparable'), format: 'count' },
  {
    key: 'faulty',
    heading: w('对不上的评价', 'Do not add up'),
    format: 'count',
    counted: w('份', 'reports'),
  },
  { key: 'open', heading: w('待核的发现', 'Findings open'), format: 'count', counted: w('条', 'findings') },
  {
    key: 'explained',
    heading: w('已说明的发现', 'Findings explained'),
    format: 'count',
    counted: w('条', 'findings'),
  },
  {
    key: 'confirmed',
    heading: w('属实的发现', 'Findings confirmed'),
    format: 'count',
    counted: w('条', 'findings'),
  },
  {
    key: 'dismissed',
    heading: w('排除的发现', 'Findings dismissed'),
    format: 'count',
    counted: w('条', 'findings'),
  },
]

const yearNote = w(
  '只计单位自评；“对不上”不计已排除的发现。执行率为支出合计 ÷ 预算合计，仅计两者皆有的自评；总分、满意度差距为简单平均。',
  'Self-evaluations only; dismissed findings make none that does not add up. The execution rate is total spent ÷ total planned where both are stated; totals and gaps are plain means.',
)

const yearLink = ({ year }: YearFigures, here: Here) => pageLink(here, '/', { year: [year] })

/** The overview of this one as well, or, where it is chosen already, without it. */
export function choosing(here: Here, field: 'district' | 'year' | 'grade', value: string | number): string {
  const chosen: readonly (string | number)[] = here.filters[field]
  const others = chosen.filter((one) => one !== value)
  return pageLink(here, '/', { [field]: others.length < chosen.length ? others : [...chosen, value] })
}

/** The key figures of the overview, as a file has them. */
export const overviewFiguresView: View<YearFigures> = {
  name: 'overview-figures',
  title: w('主要指标', 'Key figures'),
  note: yearNote,
  sentence: latestYear,
  columns: yearColumns,
  link: yearLink,
  option: null,
  height: () => 0,
}

/** Execution, score and satisfaction over the years, each on its own scale. */
export const yearlyTrendView: View<YearFigures> = {
  name: 'yearly-trend',
  title: w('逐年变化', 'Over the years'),
  note: yearNote,
  sentence: latestYear,
  columns: yearColumns,
  link: yearLink,
  option: trendOption,
  height: () => trendTall,
}

/** How many reports of each district got which grade. */
export const gradesByDistrictView: View<GradesByDistrict> = {
  name: 'grades-by-district',
  title: w('各区县自评等级分布', 'Grades by district'),
  note: w(
    '单位自评的份数。等级按报告所写；未写等级的按总分折算（90 分以上为优，80 分以上为良，60 分以上为中）。',
    'Number of self-evaluations. Grades as stated, else by the total: excellent from 90, good from 80, fair from 60.',
  ),
  sentence: lowestGrades,
  columns: [
    districtColumn,
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    ...gradeOrder.map((grade): Column<GradesByDistrict> => {
      return { key: grade, heading: grades[grade].words, format: 'count' }
    }),
    { key: 'ungraded', heading: ungraded.words, format: 'count' },
    { key: 'n', heading: w('合计 n', 'Total n'), format: 'count' },
  ],
  link: (row, here) => pageLink(here, '/indicators', { district: districtOf(here, row), year: [row.year] }),
  option: gradesOption,
  height: (rows) => 60 + 30 * rows.length,
}

/** Every report by what it spent of its budget and how it scored itself. */
export const executionAgainstScoreView: View<ExecutionAgainstScore> = {
  name: 'execution-against-score',
  title: w('预算执行率与自评总分', 'Execution against score'),
  note: w(
    '每点为一份自评；左侧钱没花完、上方分数仍高的值得一问。自评很多时，只画执行率或总分最低的。',
    'Each mark is one self-evaluation. Those far left yet high up spent little and scored well: worth a question. Of very many, only the lowest are drawn.',
  ),
  sentence: slowest,
  origin: ofReports,
  columns: [
    ...reportColumns,
    { key: 'executionRate', heading: w('预算执行率', 'Execution rate'), format: 'percent' },
    { key: 'total', heading: w('总分', 'Total'), format: 'score' },
  ],
  link: ({ projectId, year }, here) => projectLink(here, projectId, year),
  option: scatterOption,
  height: () => 380,
}

function gradesOption(rows: readonly GradesByDistrict[], here: Here): EChartsOption {
  const { language } = here
  const shown = [...rows].reverse().map((row) => ({
    ...row,
    href: gradesByDistrictView.link?.(row, here) ?? null,
    choose:
      row.district === null ? null : choosing(here, 'district', chosenBy(row.district, row.districtName)),
  }))
  const bars = [
    ...gradeOrder.map((key) => ({ key, ...grades[key], colour: gradeColours[key] })),
    { key: 'ungraded' as const, ...ungraded, label: ink.text },
  ].filter(({ key }) => rows.some((row) => row[key] > 0))
  return {
    ...base,
    grid: { left: 8, right: 24, top: 36, bottom: 8, ...labelsInside },
    xAxis: { type: 'value', minInterval: 1, ...axisStyle },
    yAxis: {
      type: 'category',
      data: shown.map(({ districtName }) => districtName ?? unknownDistrict[language]),
      ...axisStyle,
    },
    series: bars.map(({ key, words, colour, label }) => ({
      type: 'bar',
      name: words[language],
      stack: 'grades',
      barMaxWidth: 20,
      itemStyle: { color: colour, borderColor: ink.surface, borderWidth: 1 },
      label: { show: true, color: label },
      // A bar of nothing has no label either.
      data: shown.map(({ href, choose, ...row }) => ({
        value: row[key] === 0 ? '-' : row[key],
        href,
        choose,
      })),
    })),
  }
}

function scatterOption(rows: readonly ExecutionAgainstScore[], here: Here): EChartsOption {
  const { language } = here
  const marksOf = (grade: Grade): ScatterSeriesOption => ({
    type: 'scatter',
    name: grades[grade].words[language],
    symbol: grades[grade].symbol,
    symbolSize: 11,
    itemStyle: { color: gradeColours[grade], borderColor: ink.text, borderWidth: 0.5, opacity: 0.85 },
    data: rows
      .filter((row) => row.grade === grade)
      .map((row) => ({
        name: [row.project, row.districtName].filter((text) => text !== null).join('，'),
        value: [row.executionRate, row.total],
        href: projectLink(here, row.projectId, row.year),
      })),
  })
  const drawn = gradeOrder.map(marksOf).filter(({ data }) => data?.length !== 0)
  return {
    ...base,
    grid: { left: 12, right: 28, top: 56, bottom: 28, ...labelsInside },
    tooltip: { ...base.tooltip, formatter: (mark) => markWords(mark, here) },
    xAxis: {
      type: 'value',
      name: `${language === 'zh' ? '预算执行率' : 'Execution rate'} %`,
      nameLocation: 'middle',
      nameGap: 26,
      ...span,
      ...axisStyle,
    },
    yAxis: { type: 'value', name: language === 'zh' ? '总分' : 'Total', ...span, ...axisStyle },
    series: drawn.map((series, index) => (index === 0 ? { ...series, markLine: thresholds(here) } : series)),
  }
}

/** Axes that always show where attention begins and where everything is spent or scored. */
const span = {
  min: ({ min }: { min: number }) => Math.min(70, 10 * Math.floor(min / 10)),
  max: ({ max }: { max: number }) => Math.max(100, 10 * Math.ceil(max / 10)),
}

/** Below 80 % spent, or below 80 points, a project is on the watch list. */
const thresholds = ({ language }: Here) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { color: ink.muted, type: 'dashed' as const },
  label: { color: ink.muted, formatter: '{b}' },
  data: [
    { xAxis: 80, name: '80%' },
    { yAxis: 80, name: language === 'zh' ? '80 分' : '80' },
  ],
})

function markWords(mark: unknown, { language }: Here): string {
  if (typeof mark !== 'object' || mark === null || !('name' in mark) || !('value' in mark)) return ''
  if (!Array.isArray(mark.value)) return ''
  const [rate, total]: unknown[] = mark.value
  if (typeof rate !== 'number' || typeof total !== 'number') return ''
  const words = w(
    `执行率 ${formatPercent(rate)}，总分 ${formatScore(total)}`,
    `${formatPercent(rate)} spent, ${formatScore(total)} points`,
  )
  return `${String(mark.name)}\n${words[language]}`
}

interface Line {
  key: 'executionRate' | 'meanTotal' | 'meanGap'
  words: Words
  format: (value: number) => string
}

const lines: readonly Line[] = [
  { key: 'executionRate', words: w('预算执行率（%）', 'Execution rate (%)'), format: (v) => v.toFixed(1) },
  { key: 'meanTotal', words: w('平均总分（分）', 'Mean total (points)'), format: formatScore },
  {
    key: 'meanGap',
    words: w('满意度平均差距（百分点）', 'Mean satisfaction gap (pp)'),
    format: formatPoints,
  },
]

const trendTall = 330

function trendOption(rows: readonly YearFigures[], here: Here): EChartsOption {
  // Once for all three lines.
  const links = rows.map((row) => ({ href: yearLink(row, here), choose: choosing(here, 'year', row.year) }))
  const years = rows.map(({ year }) => String(year))
  const last = lines.length - 1
  return {
    ...base,
    legend: { show: false },
    grid: lines.map((_line, place) => ({
      left: 24,
      right: 32,
      top: shareOf(40 + 100 * place, trendTall),
      height: shareOf(48, trendTall),
    })),
    xAxis: lines.map((_line, place) => ({
      type: 'category',
      gridIndex: place,
      data: years,
      ...axisStyle,
      // Only the gap has a zero worth a line.
      axisLine: { ...axisStyle.axisLine, show: place === last },
      axisLabel: { ...axisStyle.axisLabel, show: place === last },
    })),
    yAxis: lines.map(({ words }, place) => ({
      type: 'value',
      gridIndex: place,
      name: words[here.language],
      nameGap: 22,
      scale: true,
      ...axisStyle,
      nameTextStyle: { ...axisStyle.nameTextStyle, align: 'left', padding: [0, 0, 0, -16] },
      axisLabel: { show: false },
      splitLine: { show: false },
    })),
    series: lines.map((line, place) => ({
      ...trendLine(line, place, here),
      data: rows.map((row, at) => ({ value: row[line.key] ?? '-', ...links[at] })),
    })),
  }
}

function trendLine(line: Line, place: number, { language }: Here): LineSeriesOption {
  return {
    type: 'line',
    name: line.words[language],
    xAxisIndex: place,
    yAxisIndex: place,
    symbol: 'circle',
    symbolSize: 7,
    lineStyle: { width: 2, color: ink.accent },
    itemStyle: { color: ink.accent },
    label: { show: true, position: 'top', color: ink.text, formatter: ({ value }) => labelOf(value, line) },
  }
}

const labelOf = (value: unknown, { format }: Line) => (typeof value === 'number' ? format(value) : '')
