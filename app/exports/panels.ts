import type { EChartsOption } from 'echarts'
import { z } from 'zod'
import { ink, series as palette } from '#app/charts/theme.ts'
import { grouped } from '#app/domain/statistics.ts'
import type { Language } from '#app/words.ts'
import { type Axis, type DrawnSeries, Option } from './drawn-option.ts'
import { flowPanels } from './flow-panels.ts'
import type { Bounds, CategoryPanel, GridPanel, Panel, PointPanel, Series } from './panel.ts'

/** A chart as panels that stand one below the other; null where office programs have nothing like it. */
export function panelsOf(option: EChartsOption, language: Language): readonly Panel[] | null {
  const flow = flowPanels(option, language)
  if (flow !== null) return flow
  const read = Option.safeParse(option)
  if (!read.success) return null
  const drawn = read.data.series.filter(({ silent }) => !silent)
  const grids = [...grouped(drawn, ({ xAxisIndex, yAxisIndex }) => `${xAxisIndex} ${yAxisIndex}`).values()]
  const panels = grids.map((together) => panelOf(together, read.data, grids.length > 1))
  return panels.length === 0 || panels.includes(null) ? null : panels.filter((panel) => panel !== null)
}

function panelOf(drawn: readonly DrawnSeries[], option: Option, amongOthers: boolean): Panel | null {
  const [first] = drawn
  const [x, y] = [option.xAxis[first?.xAxisIndex ?? 0], option.yAxis[first?.yAxisIndex ?? 0]]
  if (!first || !x || !y) return null
  if (first.type === 'heatmap') return gridOf(first, x, y, option)
  if (!drawn.every(({ type }) => ['bar', 'line', 'scatter'].includes(type))) return null
  if (x.type === 'value' && y.type === 'value') return first.type === 'scatter' ? pointsOf(drawn, x, y) : null
  return categoriesOf(drawn, x, y, amongOthers)
}

function categoriesOf(
  drawn: readonly DrawnSeries[],
  x: Axis,
  y: Axis,
  amongOthers: boolean,
): CategoryPanel | null {
  const horizontal = y.type === 'category'
  const [along, across] = horizontal ? [y, x] : [x, y]
  if (along.type !== 'category') return null
  const keys = (along.data ?? []).map(String)
  // A hidden axis leaves the words to the marks.
  const labels = along.show
    ? keys.map((key, place) => axisWords(along, key, place))
    : markWords(drawn[0], keys)
  const series = drawn.map((one, place) => ({
    name: one.name ?? across.name ?? '',
    colour: colourOf(one, place),
    colours: coloursOf(one),
    values: keys.map((key, at) => {
      const value = valueAt(one, key, at, horizontal)
      return value === null ? null : value / across.divisor
    }),
  }))
  // What a page draws from below upwards is read from above downwards, as are lists.
  const downwards = <Value>(values: readonly Value[]) =>
    horizontal && !along.inverse ? values.toReversed() : values
  return {
    kind: drawn.every(({ type }) => type === 'line') ? 'lines' : 'bars',
    title: amongOthers ? (across.name ?? drawn[0]?.name ?? null) : (across.name ?? null),
    categories: downwards(labels),
    series: unlike(series).map((one) => ({
      ...one,
      colours: one.colours && downwards(one.colours),
      values: downwards(one.values),
    })),
    horizontal,
    // What parts come to stands beside them, not on them.
    stacked:
      drawn.filter(({ stack }) => stack != null).length > 1 && drawn.every(({ type }) => type !== 'scatter'),
    inverse: !horizontal && across.inverse,
    instead: insteadOf(drawn),
    bounds: boundsOf(
      across,
      series.flatMap((one) => one.values),
    ),
    numberFormat: numberFormatOf(
      series,
      `${across.name ?? ''}${String(across.axisLabel?.formatter ?? '')}${drawn[0]?.name ?? ''}`,
    ),
  }
}

/** What the page draws that stands as bars here. */
function insteadOf(drawn: readonly DrawnSeries[]): CategoryPanel['instead'] {
  if (drawn.some(({ type }) => type === 'scatter')) return 'points'
  return drawn.some(({ data }) => data.some((item) => Stepped.safeParse(item).success)) ? 'steps' : null
}

/** Words that an axis writes for a key, in one line. */
function axisWords({ axisLabel }: Axis, key: string, place: number): string {
  const formatter = axisLabel?.formatter
  return typeof formatter === 'function' ? oneLine(String(formatter(key, place))) : key
}

/** What each mark is labelled with; its first line, without the marks of rich text. */
const markWords = (drawn: DrawnSeries | undefined, keys: readonly string[]) =>
  keys.map((key, place) => {
    const label = Labelled.safeParse(drawn?.data[place]).data?.label.formatter
    return label === undefined
      ? key
      : oneLine(label.split('\n')[0]?.replace(/\{\w+\|([^}]*)\}/g, '$1 ') ?? key)
  })

const Labelled = z.looseObject({ label: z.looseObject({ formatter: z.string() }) })

/** Lines of a label as one: a word that was parted, and Chinese, which has no spaces, are joined. */
const oneLine = (text: string) =>
  text
    .replace(/-\n|(?<=\p{Script=Han})\n(?=\p{Script=Han})/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Charts write a mark as its figure, or as an object that holds it; a step's length is not what it says. */
function figureIn(item: unknown): unknown {
  const step = Stepped.safeParse(item)
  if (step.success) return step.data.figure
  return typeof item === 'object' && item !== null && 'value' in item ? item.value : item
}

const Stepped = z.looseObject({ figure: z.number() })
const Coloured = z.looseObject({ itemStyle: z.looseObject({ color: z.string() }) })

/** The colours of marks that each have their own. */
function coloursOf({ data }: DrawnSeries): string[] | null {
  const colours = data.map((item) => Coloured.safeParse(item).data?.itemStyle.color ?? null)
  return colours.every((one) => one !== null && hex.test(one)) && new Set(colours).size > 1
    ? colours.filter((one) => one !== null)
    : null
}

const Figure = z.number().nullable().catch(null)
const Pair = z.tuple([z.unknown(), z.unknown()])

/** A figure of a series at a category: by its place, or by the key that it carries. */
function valueAt({ data }: DrawnSeries, key: string, at: number, horizontal: boolean): number | null {
  const keyed = data.map((item) => Pair.safeParse(figureIn(item)).data).filter((pair) => pair !== undefined)
  if (keyed.length === 0) return Figure.parse(figureIn(data[at] ?? null))
  const [own, other] = horizontal ? ([1, 0] as const) : ([0, 1] as const)
  const found = keyed.find((pair) => (typeof pair[own] === 'number' ? pair[own] === at : pair[own] === key))
  return Figure.parse(found?.[other] ?? null)
}

function pointsOf(drawn: readonly DrawnSeries[], x: Axis, y: Axis): PointPanel {
  const Point = z.tuple([z.number(), z.number()])
  const series = drawn.map((one, place) => ({
    name: one.name ?? '',
    colour: colourOf(one, place),
    points: one.data.flatMap((item) => {
      const point = Point.safeParse(figureIn(item)).data
      return point ? [point] : []
    }),
  }))
  const heights = series.flatMap((one) => one.points.map(([, up]) => up))
  const bounds = boundsOf({ ...y, scale: true }, heights)
  return { kind: 'points', x: x.name ?? '', y: y.name ?? '', series: unlike(series), bounds }
}

const CrossedCell = z.looseObject({
  value: z.tuple([z.unknown(), z.unknown(), z.number().nullable()]),
  label: z.looseObject({ formatter: z.string(), color: z.string() }),
})

function gridOf({ data }: DrawnSeries, x: Axis, y: Axis, { visualMap }: Option): GridPanel | null {
  if (!visualMap) return null
  const { min, max, inRange, text } = visualMap
  const cells = new Map(
    data.flatMap((item) => {
      const cell = CrossedCell.safeParse(item).data
      return cell ? [[`${cell.value[0]}\n${cell.value[1]}`, cell]] : []
    }),
  )
  const [columns, rows] = [x, y].map(({ data: keys }) => (keys ?? []).map(String))
  if (!columns || !rows) return null
  return {
    kind: 'grid',
    columns: columns.map((key, place) => axisWords(x, key, place)),
    rows: rows.map((row, place) => ({
      label: axisWords(y, row, place),
      cells: columns.map((column) => {
        const cell = cells.get(`${column}\n${row}`)
        const value = cell?.value[2] ?? null
        if (!cell || value === null) return null
        const colour = between(inRange.color, (value - min) / (max - min || 1))
        return { text: cell.label.formatter, colour, ink: cell.label.color }
      }),
    })),
    scale: { lowest: text[1] ?? '', highest: text[0] ?? '', colours: inRange.color },
  }
}

/** The colour at a share of the way through a scale, as charts mix it. */
function between(colours: readonly string[], share: number): string {
  const along = Math.min(1, Math.max(0, share)) * (colours.length - 1)
  const [from, to] = [Math.floor(along), Math.ceil(along)].map((at) => partsOf(colours[at] ?? ink.surface))
  const mixed = (from ?? []).map((part, n) => Math.round(part + ((to?.[n] ?? part) - part) * (along % 1)))
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const partsOf = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

const hex = /^#[0-9a-f]{6}$/i

/** A colour that office programs can take; else the one that a series at this place has. */
function colourOf({ color, itemStyle, lineStyle, type }: DrawnSeries, place: number): string {
  const own = type === 'line' ? (color ?? lineStyle?.color ?? itemStyle?.color) : (color ?? itemStyle?.color)
  // White points with a dark rim would be white bars.
  const found = [own, itemStyle?.borderColor].find(
    (one) => one !== undefined && hex.test(one) && one.toLowerCase() !== ink.surface,
  )
  return found ?? palette[(place + 1) % palette.length] ?? ink.muted
}

/** An axis begins at a round figure below its lowest where it may, and ends where the page's does. */
function boundsOf({ scale, min, max, divisor }: Axis, values: readonly (number | null)[]): Bounds {
  const known = values.filter((value) => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const step = 10 ** Math.floor(Math.log10(most - least || 1))
  const beginning = scale && known.length > 0 ? Math.floor(least / step) * step : null
  return {
    min: typeof min === 'number' ? min / divisor : beginning,
    max: typeof max === 'number' ? max / divisor : null,
  }
}

/** Series of one name, such as two districts called alike, are told apart: a workbook's columns must be. */
function unlike<Named extends { name: string }>(series: readonly Named[]): Named[] {
  const seen = new Map<string, number>()
  return series.map((one) => {
    const times = (seen.get(one.name) ?? 0) + 1
    seen.set(one.name, times)
    return times === 1 ? one : { ...one, name: `${one.name} (${times})` }
  })
}

/** Whole numbers as they are, rates with one digit, all else with two. */
function numberFormatOf(series: readonly Series[], words: string): string {
  const values = series.flatMap((one) => one.values).filter((value) => value !== null)
  if (values.every(Number.isInteger)) return '#,##0'
  return /%|百分点|pp\b/.test(words) ? '0.0' : '#,##0.00'
}
