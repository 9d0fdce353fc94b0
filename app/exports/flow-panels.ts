import { z } from 'zod'
import { moneyScale } from '#app/format.ts'
import { type Language, w } from '#app/words.ts'
import type { CategoryPanel } from './panel.ts'

const Formatter = z.custom<(mark: { name: string }) => unknown>((value) => typeof value === 'function')
const Flow = z.looseObject({
  baseOption: z.looseObject({
    series: z.tuple([
      z.looseObject({
        type: z.literal('sankey'),
        data: z.array(z.looseObject({ name: z.string(), itemStyle: z.looseObject({ color: z.string() }) })),
        links: z.array(z.looseObject({ source: z.string(), target: z.string(), value: z.number() })),
      }),
    ]),
  }),
  // The narrow form of the chart names its nodes without their sums.
  media: z
    .array(
      z.looseObject({
        option: z.looseObject({
          series: z.tuple([z.looseObject({ label: z.looseObject({ formatter: Formatter }) })]),
        }),
      }),
    )
    .min(1),
})

/** Money that flows through places as two charts of stacked bars, in and out; null where it is no such chart. */
export function flowPanels(option: unknown, language: Language): readonly CategoryPanel[] | null {
  const read = Flow.safeParse(option)
  if (!read.success) return null
  const [{ data, links }] = read.data.baseOption.series
  const formatter = read.data.media[0]?.option.series[0].label.formatter
  const [from, to] = [new Set(links.map(({ source }) => source)), new Set(links.map(({ target }) => target))]
  const places = data.filter(({ name }) => from.has(name) && to.has(name))
  const named = (name: string) => String(formatter?.({ name }) ?? name)
  const { divisor, unit } = moneyScale(
    links.map(({ value }) => value),
    language,
  )
  const panel = (
    title: string,
    ends: typeof data,
    sumAt: (end: string, place: string) => number | null,
  ): CategoryPanel => ({
    kind: 'bars',
    title: `${title}${w(`（${unit}）`, ` (${unit})`)[language]}`,
    categories: places.map(({ name }) => named(name)),
    series: ends.map(({ name, itemStyle }) => ({
      name: named(name),
      colour: itemStyle.color,
      colours: null,
      values: places.map((place) => {
        const yuan = sumAt(name, place.name)
        return yuan === null ? null : yuan / divisor
      }),
    })),
    horizontal: true,
    stacked: true,
    inverse: false,
    instead: 'flow',
    bounds: { min: null, max: null },
    numberFormat: '#,##0.00',
  })
  const amount = (source: string, target: string) =>
    links.find((link) => link.source === source && link.target === target)?.value ?? null
  const [sources, outcomes] = [
    data.filter(({ name }) => !to.has(name)),
    data.filter(({ name }) => !from.has(name)),
  ]
  return [
    panel(w('流入', 'In')[language], sources, (source, place) => amount(source, place)),
    panel(w('流出', 'Out')[language], outcomes, (outcome, place) => amount(place, outcome)),
  ]
}
