import type { EChartsOption } from 'echarts'
import { grouped } from '#app/domain/statistics.ts'
import { bracketed, formatCount, formatPercent } from '#app/format.ts'
import { districtOf, type Here, pageLink, projectLink } from '#app/links.ts'
import type { CompletionByLevel, CompletionByYear, Reached } from '#app/queries/targets.ts'
import { type Language, level1Words, type Words, w } from '#app/words.ts'
import { isFew, literal, saying, symbols } from './marks.ts'
import { matrixHeight, matrixOption } from './matrix.ts'
import { districtColumn } from './report-columns.ts'
import { latestKept, leastKept, widestMiss, widestOvershoot } from './targets-sentences.ts'
import { axisStyle, base, gapColours, ink, labelsInside, palette, pointedAt, series } from './theme.ts'
import type { Column, View } from './view.ts'

const path = '/compare/targets'
const unclassified = w('未分级', 'Unclassified')
const levels: Readonly<Record<string, Words>> = {
  ...level1Words,
  none: unclassified,
  all: w('全部', 'All levels'),
}
const levelSaid = (level: string | null, language: Language) =>
  (levels[level ?? 'none'] ?? unclassified)[language]

const shareMet = w('达标率', 'Share met')
const medianCompletion = w('完成率中位数', 'Median completion')
const comparable = w('可比指标数 n', 'Comparable n')
const all = w('指标总数', 'All indicators')

/** From no target met, over half of them, to all. */
const keptColours = gapColours.slice(0, 3)

/** Share of targets met, by district and first level. */
export const completionMatrix: View<CompletionByLevel> = {
  name: 'completion-by-level',
  title: w('达标率：区县 × 一级指标', 'Share of targets met: district × level 1'),
  note: w(
    '格内为达标率（%）：达到目标的可比指标数 ÷ 可比指标数，每项指标计一次。* 表示可比指标不足 5 项，空白表示没有可比指标。预算执行率只有部分表式列为指标，单独成列，不计入合计（筛选时选定的除外）。',
    'Per cent of comparable indicators that met their target, each counted once. * fewer than 5; blank: none comparable. Only some forms list budget execution as an indicator: it stands apart, outside all totals unless it is chosen in the filters.',
  ),
  sentence: leastKept,
  columns: [
    districtColumn,
    { key: 'level', heading: w('一级指标', 'Level 1'), format: 'text', words: levels, absent: unclassified },
    { key: 'share', heading: shareMet, format: 'percent' },
    { key: 'completion', heading: medianCompletion, format: 'percent' },
    { key: 'met', heading: w('达标项数', 'Met'), format: 'count' },
    { key: 'n', heading: comparable, format: 'count', marksFew: true },
    { key: 'total', heading: all, format: 'count' },
  ],
  link: (row, here) =>
    pageLink(here, path, {
      district: districtOf(here, row),
      level1: row.level === null ? here.filters.level1 : [row.level],
    }),
  option: completionMatrixOption,
  height: (rows) => matrixHeight(rows.map(({ district }) => district)),
}

/** Headings that would run into each other over narrow cells. */
const narrow: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: {},
  en: { Satisfaction: 'Satis-\nfaction', 'Budget execution': 'Budget\nexec.' },
}

function completionMatrixOption(rows: readonly CompletionByLevel[], here: Here): EChartsOption {
  const { language } = here
  const lowest = Math.min(50, ...rows.map(({ share }) => share ?? 100))
  const cells = rows.map((row) => {
    const districtName = row.districtName ?? '–'
    const level = levelSaid(row.level, language)
    return {
      row: { key: row.district ?? districtName, label: districtName },
      column: { key: row.level ?? 'none', label: narrow[language][level] ?? level },
      value: row.share,
      text: `${isFew(row.n) ? '* ' : ''}${formatPercent(row.share, 0).replace('%', '')}`,
      says: [
        `${districtName} · ${level}`,
        `${shareMet[language]} ${formatPercent(row.share)}${bracketed(`${row.met}/${row.n}`, language)}`,
        `${medianCompletion[language]} ${formatPercent(row.completion)}`,
        `${all[language]} ${row.total}`,
      ].join('\n'),
      href: completionMatrix.link?.(row, here) ?? null,
    }
  })
  return matrixOption(cells, [...Object.keys(level1Words), 'none'], {
    colours: keptColours,
    min: lowest,
    max: 100,
    lowest: formatPercent(lowest, 0),
    highest: '100%',
    isDark: (share) => share < lowest + (100 - lowest) * 0.24,
  })
}

/** Share of targets met, by year and first level. */
export const completionTrend: View<CompletionByYear> = {
  name: 'completion-by-year',
  title: w('历年达标率', 'Share of targets met by year'),
  note: w(
    '各年可比指标中达到目标的比例，每项指标计一次；“全部”不含预算执行率（筛选时选定的除外）。不受年度筛选影响；某年没有可比指标则断开。',
    'Share of comparable indicators of each year that met their target, each counted once; "All levels" leaves out budget execution unless it is chosen in the filters. The year filter does not apply; a year without any is a gap.',
  ),
  sentence: latestKept,
  columns: [
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'level', heading: w('一级指标', 'Level 1'), format: 'text', words: levels },
    { key: 'share', heading: shareMet, format: 'percent' },
    { key: 'change', heading: w('较上年', 'Change on the year before'), format: 'points' },
    { key: 'completion', heading: medianCompletion, format: 'percent' },
    { key: 'met', heading: w('达标项数', 'Met'), format: 'count' },
    { key: 'n', heading: comparable, format: 'count', marksFew: true },
    { key: 'total', heading: all, format: 'count' },
  ],
  link: ({ year }, here) => pageLink(here, path, { year: [year] }),
  option: completionTrendOption,
  height: () => 430,
}

function completionTrendOption(rows: readonly CompletionByYear[], here: Here): EChartsOption {
  const { language } = here
  const lines = [...grouped(rows, ({ level }) => level)]
  return {
    ...base,
    grid: { left: 8, right: 20, top: 64, bottom: 8, ...labelsInside },
    tooltip: { ...pointedAt, trigger: 'axis', valueFormatter: (share) => shareSaid(share) },
    xAxis: { type: 'category', data: [...new Set(rows.map(({ year }) => String(year)))], ...axisStyle },
    yAxis: {
      type: 'value',
      scale: true,
      max: 100,
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, formatter: '{value}%' },
    },
    series: lines.map(([level, points], place) => ({
      type: 'line',
      name: levelSaid(level, language),
      color: level === 'all' ? ink.text : (series[(place - 1) % series.length] ?? ink.muted),
      lineStyle: { width: level === 'all' ? 3 : 1.5 },
      symbol: symbols[place % symbols.length] ?? 'circle',
      symbolSize: level === 'all' ? 8 : 6,
      emphasis: { focus: 'series' },
      z: level === 'all' ? 3 : 2,
      data: points.map((point) => ({
        value: point.share,
        href: completionTrend.link?.(point, here) ?? null,
      })),
    })),
  }
}

const shareSaid = (share: unknown) => formatPercent(typeof share === 'number' ? share : null)

const reachedColumns: readonly Column<Reached>[] = [
  { key: 'project', heading: w('项目', 'Project'), format: 'text' },
  districtColumn,
  { key: 'year', heading: w('年度', 'Year'), format: 'year' },
  { key: 'level', heading: w('一级指标', 'Level 1'), format: 'text', words: levels, absent: unclassified },
  { key: 'name', heading: w('指标', 'Indicator'), format: 'text' },
  { key: 'target', heading: w('目标值', 'Target'), format: 'text' },
  { key: 'actual', heading: w('实际完成值', 'Actual'), format: 'text' },
  { key: 'completion', heading: w('完成率', 'Completion'), format: 'percent' },
]

const noReason = w('未说明原因', 'No reason given')

const reason: Column<Reached> = {
  key: 'reason',
  heading: w('偏差原因', 'Reason given'),
  format: 'text',
  absent: noReason,
}

const toRow = ({ projectId, year, rowNo }: Reached, here: Here) => projectLink(here, projectId, year, rowNo)

/** The targets that were missed by most. */
export const missesList: View<Reached> = {
  name: 'widest-misses',
  title: w('缺口最大的指标', 'The widest misses'),
  note: w(
    '未达标指标中完成率最低的，最多列 20 项，不含预算执行率（筛选时选定的除外）。完成率：越高越好的指标为实际 ÷ 目标，越低越好的为目标 ÷ 实际，须等于目标的为 1 − 偏差 ÷ 目标。',
    'The missed targets of lowest completion, at most 20; budget execution is left out unless it is chosen in the filters. Completion is actual ÷ target where more is better, target ÷ actual where less is, 1 − deviation ÷ target where it must be equal.',
  ),
  sentence: widestMiss,
  origin: ({ projectId, year, rowNo }) => ({ projectId, year, kind: null, table: null, row: rowNo }),
  columns: [...reachedColumns, reason],
  link: toRow,
  option: (rows, here) => reachedOption(rows, here, { color: palette.red, max: 100 }),
  height: (rows) => 40 + 46 * rows.length,
}

/** The outcomes that were furthest above their targets. */
export const overshootsList: View<Reached> = {
  name: 'widest-overshoots',
  title: w('超额最多的指标', 'The widest overshoots'),
  note: w(
    '完成率在 130% 及以上的，最多列 20 项；越低越好的指标也在其中，如实际成本不到计划的 77%。超额只是信息，不是成绩：目标可能定得过松，宜结合历年实际值核定下年目标。',
    'Completions of 130% or more, at most 20. Where less is better they count too, such as costs below 77% of plan. An overshoot is information, not merit: the target may have been too loose.',
  ),
  sentence: widestOvershoot,
  origin: ({ projectId, year, rowNo }) => ({ projectId, year, kind: null, table: null, row: rowNo }),
  columns: [
    ...reachedColumns,
    { key: 'weight', heading: w('分值', 'Weight'), format: 'score' },
    { key: 'score', heading: w('得分', 'Score'), format: 'score' },
    reason,
  ],
  link: toRow,
  option: (rows, here) => reachedOption(rows, here, { color: ink.accent, max: null }),
  height: (rows) => 40 + 46 * rows.length,
}

const aboveBar = {
  show: true,
  position: [0, -34],
  align: 'left' as const,
  lineHeight: 15,
  color: ink.text,
  rich: {
    rate: { fontWeight: 600, width: 50, color: ink.text },
    indent: { width: 50 },
    muted: { color: ink.muted },
  },
}

/** Bars with their words above them, so that they can be read on a narrow screen too. */
function reachedOption(
  rows: readonly Reached[],
  here: Here,
  { color, max }: { color: string; max: number | null },
): EChartsOption {
  return {
    ...base,
    tooltip: saying,
    grid: { left: 2, right: 24, top: 32, bottom: 24 },
    xAxis: {
      type: 'value',
      min: 0,
      ...(max === null ? {} : { max }),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, formatter: '{value}%' },
    },
    yAxis: { type: 'category', inverse: true, show: false, data: rows.map((_, place) => String(place)) },
    series: [
      {
        type: 'bar',
        barWidth: 6,
        color,
        showBackground: max !== null,
        backgroundStyle: { color: ink.line },
        label: aboveBar,
        // A miss can be worse than nothing (a negative rate): its bar then has no length.
        data: rows.map((row) => ({
          value: row.completion,
          label: { formatter: labelOf(row, here) },
          says: saidOf(row, here),
          href: toRow(row, here),
        })),
      },
    ],
  }
}

/** As much of a name as has room on a bar. */
const shortened = (name: string) => (name.length > 18 ? `${name.slice(0, 17)}…` : name)

function labelOf(row: Reached, { language }: Here): string {
  const place = `${shortened(row.project ?? row.unit ?? '–')} · ${row.districtName ?? '–'} ${row.year ?? '–'}`
  const silent = row.reason === null && row.completion < 100 ? ` · ${noReason[language]}` : ''
  const written = `${row.target ?? '–'} → ${row.actual ?? '–'}`
  return `{rate|${formatPercent(row.completion)}}${literal(row.name)}：${literal(written)}\n{indent|}{muted|${literal(place + silent)}}`
}

function saidOf(row: Reached, { language }: Here): string {
  const weight = row.weight === null ? '' : ` · ${w('分值', 'weight')[language]} ${formatCount(row.weight)}`
  return [
    `${row.project ?? '–'}${bracketed(`${row.districtName ?? '–'} ${row.year ?? '–'}`, language)}`,
    row.unit ?? '–',
    `${row.name} · ${levelSaid(row.level, language)}${weight}`,
    `${row.target ?? '–'} → ${row.actual ?? '–'}${bracketed(formatPercent(row.completion), language)}`,
    row.reason ?? noReason[language],
  ].join('\n')
}
