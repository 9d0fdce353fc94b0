import type { EChartsOption } from 'echarts'
import { farZ, fewestPeers } from '#app/domain/statistics.ts'
import { type Words, w } from '#app/words.ts'
import { type Said, saying } from './marks.ts'
import { axisStyle, base, ink, labelsInside, nameFromLeft, palette } from './theme.ts'

/** A group of cases: from lowest to highest, the middle half as a box, the median as its stroke. */
export interface Box extends Said {
  key: string
  label: string
  lowest: number
  lower: number
  median: number
  upper: number
  highest: number
}

/** One case in its group. */
export interface BoxPoint extends Said {
  key: string
  value: number
  far: boolean
}

/** What an axis of values is called, and how its figures are written. */
export interface ValueAxis {
  name: string
  format: (value: number) => string
}

export const verdictWords: Readonly<Record<string, Words>> = {
  far: w('明显偏离', 'Far off'),
  usual: w(`未达偏离线（|z| < ${farZ}）`, `Not far off (|z| < ${farZ})`),
  few: w(`案例不足 ${fewestPeers} 个，不判断`, 'Too few to judge'),
}

const cases = { usual: w('案例', 'Case'), far: w('明显偏离的案例', 'Case far off') }

/** Boxes beside each other with their cases as points; groups go across, or down where their names are long. */
export function boxesOption(
  boxes: readonly Box[],
  points: readonly BoxPoint[],
  values: ValueAxis,
  language: 'zh' | 'en',
  down = false,
): EChartsOption {
  const labels = new Map(boxes.map(({ key, label }) => [key, label]))
  const groups = {
    type: 'category' as const,
    inverse: down,
    data: [...labels.keys()],
    ...axisStyle,
    splitLine: { show: false },
    axisLabel: {
      ...axisStyle.axisLabel,
      interval: 0,
      lineHeight: 16,
      // A width is kept free even where every name is shorter.
      ...(down && boxes.some(({ label }) => label.split('\n').some(({ length }) => length > 12))
        ? { width: 150, overflow: 'truncate' as const }
        : {}),
      formatter: (key: string) => labels.get(key) ?? key,
    },
  }
  const axis = {
    type: 'value' as const,
    scale: true,
    ...axisStyle,
    name: values.name,
    ...(down ? { nameLocation: 'middle' as const, nameGap: 28 } : { nameTextStyle: nameFromLeft }),
    axisLabel: { ...axisStyle.axisLabel, hideOverlap: true, formatter: values.format },
  }
  const marks = (far: boolean) =>
    points
      .filter((point) => point.far === far)
      .map(({ key, value, says, href }) => ({ value: down ? [value, key] : [key, value], says, href }))
  return {
    ...base,
    tooltip: saying,
    legend: {
      ...base.legend,
      show: points.length > 0,
      data: [cases.usual[language], ...(points.some(({ far }) => far) ? [cases.far[language]] : [])],
    },
    grid: {
      left: 8,
      right: 16,
      top: down ? (points.length > 0 ? 36 : 8) : 56,
      bottom: down ? 28 : 8,
      ...labelsInside,
    },
    xAxis: down ? axis : groups,
    yAxis: down ? groups : axis,
    series: [
      {
        type: 'boxplot',
        boxWidth: [8, 34],
        itemStyle: { color: palette.frost, borderColor: ink.accent, borderWidth: 1.5 },
        data: boxes.map(({ lowest, lower, median, upper, highest, says, href }) => ({
          value: [lowest, lower, median, upper, highest],
          says,
          href,
        })),
      },
      {
        type: 'scatter',
        name: cases.usual[language],
        symbolSize: 7,
        itemStyle: { color: ink.accent, opacity: 0.55 },
        data: marks(false),
      },
      {
        type: 'scatter',
        name: cases.far[language],
        symbol: 'triangle',
        symbolSize: 12,
        itemStyle: { color: palette.red },
        data: marks(true),
      },
    ],
  }
}
