import type { EChartsOption } from 'echarts'
import { bracketed, formatCount, formatPercent, formatPoints, pointsUnit } from '#app/format.ts'
import { districtOf, type Here, pageLink } from '#app/links.ts'
import type {
  SatisfactionByDistrict,
  SatisfactionRanking,
  SatisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { type Language, w } from '#app/words.ts'
import { dumbbellsOption } from './dumbbells.ts'
import { casesSaid, isFew, saying } from './marks.ts'
import { matrixHeight, matrixOption } from './matrix.ts'
import { districtColumn } from './report-columns.ts'
import { latestGap, widestGapCell, widestGapPlace } from './satisfaction-sentences.ts'
import { axisStyle, base, gapColours, ink, palette, shareOf } from './theme.ts'
import type { View } from './view.ts'

const path = '/compare/satisfaction'
const words = {
  target: w('目标', 'Target'),
  actual: w('实际', 'Actual'),
  gap: w('差距', 'Gap'),
  share: w('达标率', 'Share met'),
}

interface Means {
  target: number | null
  actual: number | null
  gap: number | null
  n: number
}

const gapSaid = ({ gap, n }: Means) => `${isFew(n) ? '* ' : ''}${formatPoints(gap)}`

const meansSaid = ({ target, actual, gap, n }: Means, language: Language) =>
  [
    `${words.target[language]} ${formatPercent(target)} → ${words.actual[language]} ${formatPercent(actual)}`,
    `${words.gap[language]} ${formatPoints(gap)} ${pointsUnit[language]} · ${casesSaid(n)}`,
  ].join('\n')

/** The satisfaction gap of every district and year, side by side. */
export const satisfactionMatrix: View<SatisfactionByDistrict> = {
  name: 'satisfaction-by-district',
  title: w('满意度差距：区县 × 年度', 'Satisfaction gap: district × year'),
  note: w(
    '差距为实际值减目标值，单位为百分点；取所含满意度指标的简单平均，每项指标计一次。* 表示不足 5 项。',
    'Reported rate less its target, in percentage points; a plain mean over satisfaction rates, each counted once. * fewer than 5.',
  ),
  sentence: widestGapCell,
  columns: [
    districtColumn,
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'target', heading: w('目标均值', 'Mean target'), format: 'percent' },
    { key: 'actual', heading: w('实际均值', 'Mean actual'), format: 'percent' },
    { key: 'gap', heading: w('差距', 'Gap'), format: 'points' },
    { key: 'missed', heading: w('未达标项数', 'Missed'), format: 'count' },
    { key: 'n', heading: w('指标数 n', 'Rates n'), format: 'count', marksFew: true },
  ],
  link: (row, here) =>
    pageLink(here, path, { district: districtOf(here, row), year: [row.year].flatMap((y) => y ?? []) }),
  option: matrixOf,
  height: (rows) => matrixHeight(rows.map(({ district, districtName }) => district ?? districtName)),
}

function matrixOf(rows: readonly SatisfactionByDistrict[], here: Here): EChartsOption {
  const { language } = here
  const widest = Math.max(5, ...rows.map(({ gap }) => Math.abs(gap ?? 0)))
  const cells = rows.map((row) => ({
    row: { key: row.district ?? row.districtName ?? '–', label: row.districtName ?? '–' },
    column: { key: String(row.year ?? '–'), label: String(row.year ?? '–') },
    value: row.gap,
    text: gapSaid(row),
    says: [`${row.districtName ?? '–'} · ${row.year ?? '–'}`, meansSaid(row, language)].join('\n'),
    href: satisfactionMatrix.link?.(row, here) ?? null,
  }))
  return matrixOption(cells, [...new Set(cells.map(({ column }) => column.key))].sort(), {
    colours: gapColours,
    min: -widest,
    max: widest,
    lowest: formatPoints(-widest),
    highest: formatPoints(widest),
    isDark: (gap) => gap < -0.76 * widest || gap > 0.84 * widest,
  })
}

/** Who is furthest from what was promised. */
export const satisfactionRanking: View<SatisfactionRanking> = {
  name: 'satisfaction-ranking',
  title: w('满意度排名：目标与实际', 'Ranking: target and actual'),
  note: w(
    '按平均差距由低到高；各为所含满意度指标的简单平均，每项指标计一次。选定一个区县时按实施单位排列，最多 30 家。* 表示不足 5 项。',
    'Lowest mean gap first; plain means over satisfaction rates, each counted once. With one district chosen, its units; at most 30. * fewer than 5.',
  ),
  sentence: widestGapPlace,
  columns: [
    { key: 'place', heading: w('区县或单位', 'District or unit'), format: 'text' },
    { key: 'target', heading: w('目标均值', 'Mean target'), format: 'percent' },
    { key: 'actual', heading: w('实际均值', 'Mean actual'), format: 'percent' },
    { key: 'gap', heading: words.gap, format: 'points' },
    { key: 'missed', heading: w('未达标项数', 'Missed'), format: 'count' },
    { key: 'n', heading: w('指标数 n', 'Rates n'), format: 'count', marksFew: true },
  ],
  link: (row, here) =>
    row.isUnit
      ? pageLink(here, '/indicators', { q: row.place, level1: ['satisfaction'] })
      : pageLink(here, path, { district: districtOf(here, { ...row, districtName: row.place }) }),
  option: rankingOf,
  height: (rows) => 64 + 34 * rows.length,
}

function rankingOf(rows: readonly SatisfactionRanking[], here: Here): EChartsOption {
  const { language } = here
  const dumbbells = rows.map((row) => ({
    label: row.place ?? '–',
    beside: gapSaid(row),
    target: row.target,
    actual: row.actual,
    says: `${row.place ?? '–'}\n${meansSaid(row, language)}`,
    href: satisfactionRanking.link?.(row, here) ?? null,
  }))
  return dumbbellsOption(dumbbells, { target: words.target[language], actual: words.actual[language] })
}

/** How the gap went over the years, with the share of targets met. */
export const satisfactionTrend: View<SatisfactionTrend> = {
  name: 'satisfaction-trend',
  title: w('历年满意度差距与达标率', 'Gap and share met over the years'),
  note: w(
    '上：平均差距（个百分点）；下：达到目标的满意度指标所占比例。每项指标计一次，不受年度筛选影响。',
    'Above: mean gap in percentage points; below: share of satisfaction targets met. Each rate counts once; the year filter does not apply.',
  ),
  sentence: latestGap,
  columns: [
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'gap', heading: w('平均差距', 'Mean gap'), format: 'points' },
    { key: 'change', heading: w('较上年', 'Change on the year before'), format: 'points' },
    { key: 'share', heading: words.share, format: 'percent' },
    { key: 'met', heading: w('达标项数', 'Met'), format: 'count' },
    { key: 'n', heading: w('指标数 n', 'Rates n'), format: 'count', marksFew: true },
  ],
  link: ({ year }, here) => pageLink(here, path, { year: [year] }),
  option: trendOf,
  height: () => trendTall,
}

const trendTall = 380

function trendOf(rows: readonly SatisfactionTrend[], here: Here): EChartsOption {
  const { language } = here
  const marks = (key: 'gap' | 'share', written: (value: number | null) => string) =>
    rows.map((row) => ({
      value: row[key],
      label: { formatter: written(row[key]) },
      says: `${row.year}\n${words[key][language]} ${written(row[key])}\n${casesSaid(row.n)}`,
      href: satisfactionTrend.link?.(row, here) ?? null,
    }))
  return {
    ...base,
    tooltip: saying,
    grid: [
      { left: 48, right: 16, top: shareOf(32, trendTall), height: shareOf(140, trendTall) },
      { left: 48, right: 16, top: shareOf(222, trendTall), height: shareOf(108, trendTall) },
    ],
    xAxis: yearAxes(rows),
    yAxis: [
      { ...namedAxis(0, words.gap[language] + bracketed(pointsUnit[language], language)), splitNumber: 3 },
      { ...namedAxis(1, words.share[language] + bracketed('%', language)), min: 0, max: 100, splitNumber: 2 },
    ],
    series: [
      {
        type: 'line',
        xAxisIndex: 0,
        yAxisIndex: 0,
        symbol: 'circle',
        symbolSize: 8,
        lineStyle: { width: 2.5 },
        label: {
          show: true,
          position: 'top',
          color: ink.text,
          textBorderColor: ink.surface,
          textBorderWidth: 3,
        },
        data: marks('gap', formatPoints),
      },
      {
        type: 'bar',
        xAxisIndex: 1,
        yAxisIndex: 1,
        barMaxWidth: 40,
        color: palette.pale,
        label: { show: true, position: 'inside', color: ink.text },
        data: marks('share', formatPercent),
      },
    ],
  }
}

/** The upper axis is the line of no gap; the lower one names the years and their n for both. */
function yearAxes(rows: readonly SatisfactionTrend[]) {
  const cases = new Map(rows.map(({ year, n }) => [String(year), casesSaid(n)]))
  const axis = { type: 'category' as const, data: [...cases.keys()], ...axisStyle }
  const formatter = (year: string) => `${year}\n${cases.get(year) ?? ''}`
  return [
    { ...axis, gridIndex: 0, axisLine: { lineStyle: { color: ink.muted } }, axisLabel: { show: false } },
    { ...axis, gridIndex: 1, axisLabel: { ...axisStyle.axisLabel, interval: 0, lineHeight: 16, formatter } },
  ]
}

const namedAxis = (gridIndex: number, name: string) => ({
  type: 'value' as const,
  gridIndex,
  ...axisStyle,
  axisLabel: { ...axisStyle.axisLabel, formatter: formatCount },
  name,
  nameLocation: 'end' as const,
  nameTextStyle: { ...axisStyle.nameTextStyle, align: 'left' as const },
})
