import type { EChartsOption } from 'echarts'
import { formatCount, type MoneyScale } from '#app/format.ts'

/**
 * The face of pages, charts and exports alike; served by ourselves. Single quotes, since ECharts writes it
 * into double-quoted attributes as it is.
 */
export const fontFamily = "'Noto Sans SC', sans-serif"

export const ink = {
  text: '#1d2733',
  muted: '#5f6b7a',
  line: '#dfe4e9',
  surface: '#ffffff',
  accent: '#1f5d88',
}

/** Every colour that a chart fills or draws with, by name; no other file writes one. */
export const palette = {
  blue: '#1f5d88',
  steel: '#3f7ea6',
  sky: '#6a9fc0',
  light: '#7fb2cf',
  pale: '#a9c6d9',
  frost: '#e3ecf3',
  mist: '#f1f5f8',
  teal: '#3f968b',
  violet: '#8476ad',
  orange: '#d08a2e',
  amber: '#e2b65f',
  red: '#a4493d',
  rose: '#e9c6b8',
  ivory: '#f3efe8',
  slate: '#8a95a1',
  grey: '#aab4be',
  faint: '#c3cad1',
  black: '#000000',
} as const

/** Series in order: told apart without colour vision, and in grey print by lightness. */
export const series: string[] = [
  palette.blue,
  palette.orange,
  palette.teal,
  palette.red,
  palette.violet,
  palette.grey,
]

/** 优 良 中 差, dark to warm: a judgement, not a rise or fall. */
export const gradeColours = {
  excellent: palette.blue,
  good: palette.light,
  fair: palette.amber,
  poor: palette.red,
} as const

export const ungradedColour = palette.faint

/** From far below the target, through none, to above it. */
export const gapColours = ['#8f3a2f', '#cf8a77', palette.ivory, '#8db6cd', palette.blue]

/** What appears beside a mark that is pointed at. */
export const pointedAt = {
  // Rich text, so that a document's words can never become markup.
  renderMode: 'richText' as const,
  backgroundColor: ink.surface,
  borderColor: ink.line,
  textStyle: { color: ink.text, fontSize: 12 },
  confine: true,
}

/** Keeps the labels of the axes within the chart. */
export const labelsInside = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const

/** What every chart has in common; an option spreads it first. */
export const base: EChartsOption = {
  animation: false,
  color: series,
  textStyle: { fontFamily, color: ink.text, fontSize: 12 },
  grid: { left: 8, right: 16, top: 40, bottom: 8, ...labelsInside },
  legend: { top: 4, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: ink.muted, fontFamily } },
  tooltip: pointedAt,
}

export const axisStyle = {
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  axisLabel: { color: ink.muted, fontFamily },
  splitLine: { lineStyle: { color: ink.line, type: 'dashed' as const } },
  nameTextStyle: { color: ink.muted, fontFamily },
}

/** Begins the name of an upright axis where its labels begin, so that a long one is not cut off. */
export const nameFromLeft = { ...axisStyle.nameTextStyle, align: 'left' as const }

/** A part of a chart drawn so tall, as a share of it: on a wall it grows with the chart. */
export const shareOf = (pixels: number, tall: number) => `${(100 * pixels) / tall}%`

/** An axis of yuan in the unit of their scale; whoever reads a chart again divides its figures by as much. */
export const moneyAxis = ({ divisor }: MoneyScale) => ({
  divisor,
  axisLabel: { ...axisStyle.axisLabel, formatter: (yuan: number) => formatCount(yuan / divisor) },
})
