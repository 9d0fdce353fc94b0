import type { EChartsOption } from 'echarts'
import { type Column, type Format, type Printed, printed, type View } from '#app/charts/view.ts'
import type { Here } from '#app/links.ts'
import type { Language } from '#app/words.ts'

/** A value as files hold it: money in yuan, rates in per cent, null where no document says. */
export type Cell = string | number | null

/** A column as files head it; the unit is null for words, years and counts. */
export interface Heading {
  /** Its name for programs; the same in every language. */
  key: string
  text: string
  unit: string | null
  format: Format
  /** What a count counts, 个 or 项; null where its heading alone says it. */
  counted: string | null
  /** True for a number of cases. */
  marksFew: boolean
  /** How a page prints it: money in the unit that suits the whole column. */
  page: Printed
}

/** A view with its rows in one language, as every writer takes it. */
export interface Answer {
  name: string
  title: string
  /** What the figures are of, in a sentence. */
  note: string | null
  /** What the rows say, in a sentence; null where the view has none, or no rows. */
  sentence: string | null
  columns: readonly Heading[]
  rows: readonly (readonly Cell[])[]
  /** The document and row that each of the first rows was read from, in words; empty where rows gather several. */
  cited: readonly (string | null)[]
  /** True where there are more rows than a file may hold. */
  cut: boolean
  /** Null where the view has no picture, or nothing to draw. */
  chart: { option: EChartsOption; height: number } | null
}

/** The most rows a file may hold; more would hold up everyone else's pages. */
export const mostRows = 50_000

/** The rows of a view, freed of their type. */
export function answerOf<Row extends object>(view: View<Row>, rows: readonly Row[], here: Here): Answer {
  const { name, title, note, sentence, option, height } = view
  const kept = rows.slice(0, mostRows)
  const columns = view.columns.map((column) => columnOf(column, kept, here.language))
  return {
    name,
    title: title[here.language],
    note: note?.[here.language] ?? null,
    sentence: sentence?.(rows, here)?.[here.language] ?? null,
    columns: columns.map(({ heading }) => heading),
    rows: kept.map((row) => columns.map(({ cell }) => cell(row))),
    cited: [],
    cut: rows.length > mostRows,
    chart: option === null || rows.length === 0 ? null : { option: option(rows, here), height: height(rows) },
  }
}

/** A column as files have it: codes in words as on the page, but figures in full, and money in yuan. */
function columnOf<Row>(column: Column<Row>, rows: readonly Row[], language: Language) {
  const { key, format, marksFew = false } = column
  // Money is in yuan, as a unit cost is, in the prices that its rows say.
  const shown = printed(format === 'money' ? { ...column, format: 'unitCost' } : column, rows, language)
  const page = printed(column, rows, language)
  const counted = column.counted?.[language] ?? null
  const heading: Heading = { key, text: shown.heading, unit: shown.unit, format, counted, marksFew, page }
  const cell = (row: Row): Cell => {
    const value = row[key]
    if (format === 'text') return typeof value === 'string' ? shown.cell(value) : null
    return typeof value === 'number' ? value : null
  }
  return { heading, cell }
}

/** A heading in one line, with its unit: 差距（个百分点）. */
export function headingLine({ text, unit }: Pick<Heading, 'text' | 'unit'>, language: Language): string {
  if (unit === null) return text
  return language === 'zh' ? `${text}（${unit}）` : `${text} (${unit})`
}

/** The years that the rows are of: 2019, or 2018–2023; null where no column says. */
export function yearsOf({ columns, rows }: Answer): string | null {
  const places = columns.flatMap(({ format }, place) => (format === 'year' ? [place] : []))
  return span(rows.flatMap((row) => places.flatMap((place) => row[place] ?? [])).map(Number))
}

/** The first and the last of some years. */
export function span(years: readonly number[]): string | null {
  const ordered = [...new Set(years)].sort((a, b) => a - b)
  if (ordered.length === 0) return null
  return ordered.length === 1 ? `${ordered[0]}` : `${ordered[0]}–${ordered.at(-1)}`
}

/** A row's cells as a page prints them. */
export const pageCells = ({ columns }: Pick<Answer, 'columns'>, row: readonly Cell[]): string[] =>
  columns.map(({ page }, place) => page.cell(row[place] ?? null))
