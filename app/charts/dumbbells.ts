import type { EChartsOption } from 'echarts'
import { type Said, saying } from './marks.ts'
import { axisStyle, base, ink, labelsInside } from './theme.ts'

/** A target and an outcome on one line, and what stands at its two ends. */
interface Dumbbell extends Said {
  label: string
  beside: string
  target: number | null
  actual: number | null
}

/** Target and outcome of each row as two points with a stroke between them, in the order of the rows. */
export function dumbbellsOption(
  rows: readonly Dumbbell[],
  names: { target: string; actual: string },
  unit = '%',
): EChartsOption {
  return {
    ...base,
    legend: { ...base.legend, data: [names.target, names.actual] },
    tooltip: saying,
    grid: { left: 8, right: 8, top: 36, bottom: 4, ...labelsInside },
    xAxis: {
      type: 'value',
      scale: true,
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, hideOverlap: true, formatter: `{value}${unit}` },
    },
    yAxis: [labelsOf(rows), figuresOf(rows)],
    series: [
      strokesOf(rows),
      {
        type: 'scatter',
        name: names.target,
        symbol: 'diamond',
        symbolSize: 12,
        itemStyle: { color: ink.surface, borderColor: ink.muted, borderWidth: 2 },
        data: pointsOf(rows, 'target'),
      },
      {
        type: 'scatter',
        name: names.actual,
        symbol: 'circle',
        symbolSize: 11,
        color: ink.accent,
        data: pointsOf(rows, 'actual'),
      },
    ],
  }
}

const pointsOf = (rows: readonly Dumbbell[], side: 'target' | 'actual') =>
  rows.map(({ says, href, ...row }, place) => ({ value: [row[side], String(place)], says, href }))

/** A null between two rows breaks the line, so that each row has a stroke of its own. */
const strokesOf = (rows: readonly Dumbbell[]) => ({
  type: 'line' as const,
  silent: true,
  symbol: 'none',
  lineStyle: { width: 4, color: ink.line },
  data: rows.flatMap(({ target, actual }, place) =>
    [target, actual, null].map((value) => [value, String(place)]),
  ),
})

/** Rows go by their place, since two may have one name. */
const axisOf = (rows: readonly Dumbbell[]) => ({
  type: 'category' as const,
  inverse: true,
  data: rows.map((_, place) => String(place)),
  ...axisStyle,
  splitLine: { show: false },
})

const labelsOf = (rows: readonly Dumbbell[]) => ({
  ...axisOf(rows),
  axisLabel: {
    ...axisStyle.axisLabel,
    // A width is kept free even where every name is shorter; two lines stand within a row.
    ...(rows.some(({ label }) => label.length > 13)
      ? { width: 168, overflow: 'break' as const, lineHeight: 14 }
      : {}),
    formatter: (key: string) => rows[Number(key)]?.label ?? '',
  },
})

const figuresOf = (rows: readonly Dumbbell[]) => ({
  ...axisOf(rows),
  position: 'right' as const,
  axisLine: { show: false },
  axisLabel: {
    ...axisStyle.axisLabel,
    color: ink.text,
    formatter: (key: string) => rows[Number(key)]?.beside ?? '',
  },
})
