import type { EChartsOption } from 'echarts'
import { formatPoints } from '#app/format.ts'
import { type Here, pageLink } from '#app/links.ts'
import type { SatisfactionByDistrict } from '#app/queries/satisfaction.ts'
import { w } from '#app/words.ts'
import { axisStyle, base, gapColours, ink } from './theme.ts'
import type { View } from './view.ts'

/** The satisfaction gap of every district and year, side by side. */
export const satisfactionMatrix: View<SatisfactionByDistrict> = {
  name: 'satisfaction-by-district',
  title: w('满意度差距：区县 × 年度', 'Satisfaction gap: district × year'),
  columns: [
    { key: 'districtName', heading: w('区县', 'District'), format: 'text' },
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'target', heading: w('目标均值', 'Mean target'), format: 'percent' },
    { key: 'actual', heading: w('实际均值', 'Mean actual'), format: 'percent' },
    { key: 'gap', heading: w('差距', 'Gap'), format: 'points' },
    { key: 'missed', heading: w('未达标项数', 'Missed'), format: 'count' },
    { key: 'n', heading: w('指标数 n', 'Rates n'), format: 'count' },
  ],
  link: ({ district, year }, here) =>
    pageLink(here, '/compare/satisfaction', {
      district: [district].flatMap((code) => code ?? []),
      year: [year].flatMap((y) => y ?? []),
    }),
  option: matrixOption,
  height: (rows) => 90 + 34 * new Set(rows.map(({ district }) => district)).size,
}

function matrixOption(rows: readonly SatisfactionByDistrict[], here: Here): EChartsOption {
  const years = [...new Set(rows.map(({ year }) => String(year)))].sort()
  const districts = [...new Set(rows.map(({ districtName }) => districtName ?? '?'))].reverse()
  const widest = Math.max(5, ...rows.map(({ gap }) => Math.abs(gap ?? 0)))
  return {
    ...base,
    grid: { left: 8, right: 16, top: 8, bottom: 48, containLabel: true },
    xAxis: { type: 'category', data: years, ...axisStyle, splitLine: { show: false } },
    yAxis: { type: 'category', data: districts, ...axisStyle, splitLine: { show: false } },
    visualMap: {
      min: -widest,
      max: widest,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 160,
      precision: 1,
      inRange: { color: gapColours },
      textStyle: { color: ink.muted },
    },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: ink.surface, borderWidth: 2 },
        label: { show: true, color: ink.text, formatter: ({ data }) => labelOf(data) },
        data: rows.map((row) => ({
          value: [String(row.year), row.districtName ?? '?', row.gap ?? '-'],
          label: { color: Math.abs(row.gap ?? 0) > widest * 0.7 ? ink.surface : ink.text },
          href: satisfactionMatrix.link?.(row, here) ?? null,
        })),
      },
    ],
  }
}

function labelOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('value' in item) || !Array.isArray(item.value)) return ''
  const [, , gap]: unknown[] = item.value
  return typeof gap === 'number' ? formatPoints(gap) : ''
}
