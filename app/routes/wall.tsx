import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { followingTheme } from '#app/charts/night.ts'
import { svgOf } from '#app/charts/render.ts'
import { Wall } from '#app/components/wall.tsx'
import { type Answer, type Cell, headingLine } from '#app/exports/answer.ts'
import { type Condition, conditionsInWords } from '#app/exports/provenance.ts'
import { views } from '#app/exports/views.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { savedViews } from '#app/state/views.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { stopsOf } from '#app/wall-stops.ts'
import { isLanguage, type Language, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '大屏 Wall · 绩尺 Yardstick' }]

const At = z.coerce.number().int().positive().catch(1)
/** Seconds that a view stays. */
const Every = z.coerce.number().int().min(5).max(3_600).catch(30)

/** A drawing this wide fills a screen, so that its words can be read from across a room. */
const drawnWidth = 1_080
const drawnHeights = { least: 470, most: 900 }
/** As many as are taken in at a glance. */
const most = { figures: 12, rows: 8, columns: 6 }

export async function loader({ request }: LoaderFunctionArgs) {
  const { ask, name, scope, generation: inUse } = await visitorOf(request)
  const search = new URL(request.url).searchParams
  const asked = search.get('lang')
  const language = isLanguage(asked) ? asked : 'zh'
  const stops = stopsOf(
    search,
    savedViews(name).filter(({ by }) => scope === 'everything' || by === name),
  )
  const { generation, published } = await inUse()
  const place = (At.parse(search.get('at') ?? 1) - 1) % stops.length
  const stop = stops[place]
  const own = new URLSearchParams(stop?.item.search.map(([name, value]) => [name, value]))
  const found = await views.get(stop?.item.view ?? '')?.answer(ask, {
    search: own,
    here: { language, filters: filtersOf(own).filters },
    decisions: decisionsStanding(),
  })
  return {
    at: place + 1,
    of: stops.length,
    every: Every.parse(search.get('every') ?? 30),
    kept: { item: search.getAll('item'), saved: search.getAll('saved') },
    page: stop?.page ?? null,
    generation,
    published,
    shown: found ? shownOf(found.answer, language) : null,
    conditions: found ? conditionsOf(found.answer, found.conditions, language) : null,
  }
}

/** The years that a view is of, and what else was chosen. */
function conditionsOf(answer: Answer, conditions: readonly Condition[], language: Language): string | null {
  const years = answer.period?.years
  const parts = [
    ...(years === undefined ? [] : [w(`${years} 年`, years)[language]]),
    ...(conditions.length === 0 ? [] : [conditionsInWords(conditions, language)]),
  ]
  return parts.length === 0 ? null : parts.join(' · ')
}

/** A view from afar: its drawing, else its figures where it has one row, else its first rows. */
function shownOf(answer: Answer, language: Language) {
  const { title, sentence, note, chart, columns, rows } = answer
  const [first] = rows
  const single = rows.length === 1 && first !== undefined ? first : null
  return {
    title,
    sentence,
    note,
    drawing: chart && followingTheme(drawingOf(chart, title)),
    figures: single === null ? [] : figuresOf(answer, single).slice(0, most.figures),
    table: {
      headings: columns.slice(0, most.columns).map(({ text, page }) => ({
        words: headingLine({ text, unit: page.unit }, language),
        isNumber: page.numeric,
      })),
      rows: rows
        .slice(0, most.rows)
        .map((row) => columns.slice(0, most.columns).map(({ page }, place) => page.cell(row[place] ?? null))),
      left: Math.max(0, rows.length - most.rows),
    },
  }
}

/** A row's figures, each with the number of cases that stands after it. */
function figuresOf({ columns }: Answer, row: readonly Cell[]) {
  const isCases = (place: number) => columns[place]?.key.endsWith('N') ?? false
  return columns.flatMap(({ text, format, counted, page }, place) => {
    const value = row[place] ?? null
    if (!page.numeric || value === null || isCases(place)) return []
    const after = columns.findIndex((_, other) => other > place && isCases(other))
    // What is counted is of no cases, unless they stand right beside it.
    const isOf = after > 0 && (format !== 'count' || after === place + 1)
    const n = isOf ? (columns[after]?.page.cell(row[after] ?? null) ?? null) : null
    return [{ label: text, value: page.cell(value), unit: page.unit ?? counted, n }]
  })
}

function drawingOf({ option, height }: NonNullable<Answer['chart']>, title: string): string {
  const { least, most: tallest } = drawnHeights
  return svgOf(option, { width: drawnWidth, height: Math.min(tallest, Math.max(least, height)) }, title)
}

export default function WallPage() {
  return <Wall {...useLoaderData<typeof loader>()} />
}
