import type { EChartsOption } from 'echarts'
import { type Said, saying } from './marks.ts'
import { axisStyle, base, ink, labelsInside, palette } from './theme.ts'

/** What a row or column of a matrix stands for: two districts of one name are still two. */
interface Label {
  key: string
  label: string
}

/** A cell: coloured by its value, written as its text; null stays a gap. */
interface Cell extends Said {
  row: Label
  column: Label
  value: number | null
  text: string
}

/** How values become colours, and what the two ends of the scale are called. */
interface Scale {
  colours: readonly string[]
  min: number
  max: number
  lowest: string
  highest: string
  /** True where a cell is too dark for dark letters. */
  isDark(value: number): boolean
}

/**
 * Two things crossed, as a heat map with its figures in the cells: rows as they first appear, columns in the
 * order of `columnKeys`, since the first row need not have them all.
 */
export function matrixOption(
  cells: readonly Cell[],
  columnKeys: readonly string[],
  scale: Scale,
): EChartsOption {
  // A column of gaps says nothing; a row of them says that a place has nothing to compare.
  const columns = wordsOf(cells.filter(({ value }) => value !== null).map(({ column }) => column))
  const rows = wordsOf(cells.map(({ row }) => row))
  return {
    ...base,
    tooltip: saying,
    grid: { left: 8, right: 8, top: 8, bottom: 44, ...labelsInside },
    xAxis: { ...axisOf(columns, columnKeys), position: 'top' },
    yAxis: { ...axisOf(rows, [...rows.keys()]), inverse: true },
    visualMap: {
      hoverLink: false,
      min: scale.min,
      max: scale.max,
      dimension: 2,
      text: [scale.highest, scale.lowest],
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 12,
      itemHeight: 120,
      inRange: { color: [...scale.colours] },
      textStyle: { color: ink.muted },
    },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: ink.surface, borderWidth: 2 },
        label: { show: true },
        data: cells.map(({ row, column, value, text, says, href }) => ({
          value: [column.key, row.key, value],
          label: {
            formatter: text,
            // Black, not ink: between light and dark cells nothing less can be read well.
            color: value !== null && scale.isDark(value) ? ink.surface : palette.black,
          },
          says,
          href,
        })),
      },
    ],
  }
}

const wordsOf = (labels: readonly Label[]) => new Map(labels.map(({ key, label }) => [key, label]))

function axisOf(words: ReadonlyMap<string, string>, keys: readonly string[]) {
  return {
    type: 'category' as const,
    data: keys.filter((key) => words.has(key)),
    ...axisStyle,
    axisLine: { show: false },
    axisLabel: {
      ...axisStyle.axisLabel,
      interval: 0,
      lineHeight: 15,
      formatter: (key: string) => words.get(key) ?? key,
    },
    splitLine: { show: false },
  }
}

/** The height of a matrix with these rows. */
export const matrixHeight = (rows: readonly unknown[]) => 92 + 34 * new Set(rows).size
