import type { EChartsOption } from 'echarts'
import { BarChart, BoxplotChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { turnToNight } from './night.ts'
import { fontFamily } from './theme.ts'
import { isNight } from './theme-now.ts'

/** The parts of ECharts that our charts use; a new kind of chart adds its own here. */
const parts = [
  BarChart,
  BoxplotChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  SVGRenderer,
]

/** A chart as SVG text, drawn without a browser; `title` names it for those who cannot see it. */
export function svgOf(option: EChartsOption, size: { width: number; height: number }, title: string): string {
  echarts.use(parts)
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size })
  chart.setOption(option)
  const drawn = chart.renderToSVGString(asPicture)
  chart.dispose()
  return drawn.replace(/^<svg /, `<svg role="img" aria-label="${escaped(title)}" `)
}

/** Styles for what is pointed at would be half of the elements' work, and a live chart has its own. */
const asPicture = { useViewBox: true, cssEmphasis: false, cssAnimation: false }

let isPrepared = false

function prepare() {
  if (isPrepared) return
  isPrepared = true
  echarts.use(parts)
  // The library hands over a copy of each option before it draws.
  echarts.registerPreprocessor((option) => {
    if (isNight()) turnToNight(option)
  })
  // What is pointed at is told in rich text, for which it takes no face from the option: the system's has perhaps no Chinese.
  const { Text } = echarts.graphic
  const { makeFont } = Text
  Text.makeFont = (style) => {
    style.fontFamily ??= fontFamily
    return makeFont(style)
  }
}

/** A text as an attribute has it. */
export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Draws a live chart in place of the server's picture; by night its option turns dark, whenever it is set. */
export function drawIn(element: HTMLElement, option: EChartsOption): echarts.ECharts {
  prepare()
  // ECharts adds its chart below what is there.
  element.replaceChildren()
  const chart = echarts.init(element, null, { renderer: 'svg', locale: 'ZH' })
  chart.setOption(option)
  return chart
}
