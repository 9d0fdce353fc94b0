import type { EChartsOption, LineSeriesOption } from 'echarts'
import { grouped } from '#app/domain/statistics.ts'
import { formatCount, formatPercent, formatPoints, formatScore, pointsUnit } from '#app/format.ts'
import type { DistrictMeasure } from '#app/queries/district-years.ts'
import { type Language, measureWords, type Words, w } from '#app/words.ts'
import { casesSaid, saying } from './marks.ts'
import { foremost, judged, ofNewestYear } from './sentences.ts'
import { axisStyle, base, ink, nameFromLeft, shareOf } from './theme.ts'
import type { Column } from './view.ts'

export const districtMeasures = ['total', 'execution', 'gap'] as const satisfies DistrictMeasure[]

export const written: Readonly<
  Record<DistrictMeasure, { unit: Words; of: Words; write: (value: number | null) => string }>
> = {
  total: {
    unit: w('分', 'points'),
    of: w(
      '自评总分的简单平均，n 为有总分的自评份数',
      'Plain means of totals; n self-evaluations with a total',
    ),
    write: formatScore,
  },
  execution: {
    unit: w('%', '%'),
    of: w(
      '支出之和 ÷ 预算之和，n 为两者皆有的自评份数',
      'Sum of spending ÷ sum of budgets; n self-evaluations that state both',
    ),
    write: (value) => formatPercent(value).replace('%', ''),
  },
  gap: {
    unit: pointsUnit,
    of: w(
      '满意度实际减目标的简单平均，n 为满意度指标数',
      'Plain means of actual less target; n satisfaction rates',
    ),
    write: formatPoints,
  },
}

/** A figure with its unit: 99.3%, 97.49 分. */
export const withUnit = (measure: DistrictMeasure, value: number | null, language: Language) =>
  `${written[measure].write(value)} ${written[measure].unit[language]}`.replace(' %', '%')

export const titles: Readonly<Record<DistrictMeasure, Words>> = {
  total: measureWords.total,
  execution: w('预算执行率', 'Execution rate'),
  gap: measureWords.gap,
}

/** What a panel shows of a year. */
type Measured = { year: number; n: number } & Readonly<
  Record<DistrictMeasure, number | null> & Record<`${DistrictMeasure}N`, number>
>

/** The row that stands above the others in the newest year, and its cases in brackets. */
export const highestOfNewest = <Row extends Measured>(measure: DistrictMeasure, rows: readonly Row[]) =>
  judged(
    ofNewestYear(rows).map((row) => ({ ...row, n: row[`${measure}N`] })),
    (some) => foremost(some, (row) => row[measure]),
  )

export interface PanelRow extends Measured {
  /** Which panel it stands in, what that is called, and where a mark leads. */
  key: string
  label: string
  href: string | null
}

/** The figures of a year, as tables have them. */
export const measureColumns = [
  { key: 'year', heading: w('年度', 'Year'), format: 'year' },
  { key: 'n', heading: w('自评份数 n', 'Self-evaluations n'), format: 'count' },
  { key: 'total', heading: measureWords.total, format: 'score' },
  { key: 'totalN', heading: w('有总分 n', 'n with a total'), format: 'count', marksFew: true },
  { key: 'execution', heading: w('预算执行率', 'Execution rate'), format: 'percent' },
  { key: 'executionN', heading: w('两者皆有 n', 'n with both'), format: 'count', marksFew: true },
  { key: 'gap', heading: w('满意度平均差距', 'Mean gap'), format: 'points' },
  { key: 'gapN', heading: w('满意度指标 n', 'n of rates'), format: 'count', marksFew: true },
] as const satisfies readonly Column<Measured>[]

/** Four stand in a row even on a telephone; a panel's height and what stands above the first row, in pixels. */
const [across, tall, top] = [4, 150, 8]

/** The part of the width that the figures of the scale take at the left, and each panel with its gap, in per cent. */
const [figuresWide, panelWide, gapWide] = [8, 23, 2]

const panelsOf = (rows: readonly PanelRow[]) => [...grouped(rows, ({ key }) => key).values()]

/** What stands over a panel is as wide as one on a telephone: Chinese characters count twice. */
const widest = 13
const lineTall = 14

const widthOf = (character: string) => (/[\u2e80-\uffff]/.test(character) ? 2 : 1)

/** A name in a line, or two of about one length, so that no character stands alone; what is longer ends in dots. */
function inLines(label: string): string {
  const lines = ['', '']
  const whole = [...label].reduce((sum, character) => sum + widthOf(character), 0)
  const room = whole > widest && whole <= 2 * widest - 2 ? Math.ceil(whole / 2) + 1 : widest
  let [line, width] = [0, 0]
  for (const character of label) {
    const more = widthOf(character)
    if (width + more > room) {
      line += 1
      width = 0
    }
    if (line === lines.length) return `${lines[0]}\n${lines[1]?.slice(0, -1)}…`
    lines[line] += character
    width += more
  }
  return lines.filter((text) => text !== '').join('\n')
}

/** What longer names take of each row, in pixels. */
const extra = (labels: readonly string[]) =>
  labels.some((label) => inLines(label).includes('\n')) ? lineTall : 0

/** In pixels, of the panels that rows stand in. */
export const panelsHeight = (rows: readonly Pick<PanelRow, 'key' | 'label'>[]) =>
  top +
  (tall + extra(rows.map(({ label }) => label))) *
    Math.ceil(new Set(rows.map(({ key }) => key)).size / across)

/** A small panel for each, all on one scale. */
export function panelsOption(
  measure: DistrictMeasure,
  rows: readonly PanelRow[],
  language: Language,
): EChartsOption {
  const panels = panelsOf(rows)
  const years = [...new Set(rows.map(({ year }) => year))].sort((one, other) => one - other).map(String)
  const zero = measure === 'gap' ? [0] : []
  const scale = scaleOf([...zero, ...rows.flatMap((row) => row[measure] ?? [])])
  const [more, whole] = [extra(rows.map(({ label }) => label)), panelsHeight(rows)]
  const place = (panel: number) => ({ column: panel % across, row: Math.floor(panel / across) })
  return {
    ...base,
    legend: { show: false },
    tooltip: saying,
    grid: panels.map((_, panel) => ({
      left: `${figuresWide + panelWide * place(panel).column}%`,
      width: `${panelWide - gapWide}%`,
      top: shareOf(top + (tall + more) * place(panel).row + 40 + more, whole),
      height: shareOf(tall - 74, whole),
      outerBoundsMode: 'none',
    })),
    xAxis: panels.map((_, panel) => ({
      type: 'category',
      gridIndex: panel,
      data: years,
      ...axisStyle,
      axisLabel: {
        ...axisStyle.axisLabel,
        fontSize: 10,
        // The ends alone: what lies between is in order.
        interval: (index: number) => index === 0 || index === years.length - 1,
        showMinLabel: true,
        showMaxLabel: true,
        alignMinLabel: 'left',
        alignMaxLabel: 'right',
      },
    })),
    yAxis: panels.map((own, panel) => ({
      type: 'value',
      gridIndex: panel,
      ...scale,
      // The two ends of the scale say enough, once a row.
      interval: scale.max - scale.min,
      name: nameOf(measure, own),
      nameGap: 8,
      ...axisStyle,
      nameTextStyle: { ...nameFromLeft, color: ink.text, fontSize: 11, lineHeight: lineTall },
      axisLabel: {
        ...axisStyle.axisLabel,
        fontSize: 10,
        show: place(panel).column === 0,
        formatter: (value: number) => formatCount(value),
      },
    })),
    series: panels.map((own, panel) => panelLine(measure, own, panel, language)),
  }
}

/** 鹿鸣区 / n = 48, of all years. */
function nameOf(measure: DistrictMeasure, own: readonly PanelRow[]): string {
  const n = own.reduce((sum, row) => sum + row[`${measure}N`], 0)
  return `${inLines(own[0]?.label ?? '')}\n${casesSaid(n)}`
}

/** Where the one scale of all panels begins and ends. */
function scaleOf(figures: readonly number[]): { min: number; max: number } {
  if (figures.length === 0) return { min: 0, max: 100 }
  const step = 5
  const [least, most] = [Math.min(...figures), Math.max(...figures)]
  const min = step * Math.floor(least / step)
  return { min, max: Math.max(step * Math.ceil(most / step), min + step) }
}

/** Where the promise was just kept. */
const kept = {
  silent: true,
  symbol: 'none',
  label: { show: false },
  lineStyle: { color: ink.muted, type: 'solid' as const, width: 1 },
  data: [{ yAxis: 0 }],
}

function panelLine(
  measure: DistrictMeasure,
  own: readonly PanelRow[],
  panel: number,
  language: Language,
): LineSeriesOption {
  return {
    type: 'line',
    name: own[0]?.label ?? '',
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { width: 2, color: ink.accent },
    itemStyle: { color: ink.accent },
    ...(measure === 'gap' ? { markLine: kept } : {}),
    data: own.map((row) => ({
      value: [String(row.year), row[measure] ?? '-'],
      says: [
        `${row.label} · ${row.year}`,
        `${titles[measure][language]} ${withUnit(measure, row[measure], language)}`,
        casesSaid(row[`${measure}N`]),
      ].join('\n'),
      href: row.href,
    })),
  }
}
