import { givenFields } from '#app/domain/given.ts'
import { gridsOf } from './layouts/grid.ts'
import { fields } from './layouts/heading-words.ts'
import { headingOf } from './layouts/headings.ts'
import { contentRead } from './layouts/index.ts'
import { type Given, isSame, type Mapping, moneyUnits, Reading } from './layouts/mapping.ts'
import { columnsOf } from './layouts/tables/columns.ts'
import type { Content } from './readers/table.ts'

const counted = (text: string | null, most: number) => {
  const value = /^[1-9]\d{0,6}$/.test(text ?? '') ? Number(text) : null
  return value !== null && value <= most ? value : null
}

const widest = 200
/** Headings are looked for this far down a table. */
const headingWithin = 60

/**
 * A reading as a form says it: `table` and `heading`, what each column means (`c1`, `c2`…), `money`, and what is
 * given by hand, as text (`g-project`) or as a cell of the table (`r-project`, `k-project`). What the form leaves
 * open is taken from a mapping that fits, else guessed from the headings.
 */
export function readingOf(content: Content, form: URLSearchParams, mapping: Mapping | null): Reading {
  const grids = gridsOf(contentRead(content))
  const guess = mapping === null ? guessed(content) : placed(content, mapping)
  const table = counted(form.get('table'), grids.length) ?? guess.table
  const rows = grids[table - 1]?.rows ?? []
  const heading =
    counted(form.get('heading'), rows.length) ?? (table === guess.table ? guess.heading : headingRow(rows))
  const row = rows[heading - 1] ?? []
  const known =
    mapping !== null && table === guess.table && heading === guess.heading ? mapping.reading.columns : null
  const columns = row
    .slice(0, widest)
    .map((cell, column) =>
      form.has('c1')
        ? (fields.find((field) => field === form.get(`c${column + 1}`)) ?? null)
        : (known?.[column] ?? fieldOf(cell.text)),
    )
  const moneyUnit =
    moneyUnits.find((unit) => unit === form.get('money')) ??
    (form.has('money') ? null : (mapping?.reading.moneyUnit ?? null))
  return Reading.parse({ table, heading, columns, moneyUnit, given: givenIn(form, table) })
}

const fieldOf = (text: string) => {
  const field = headingOf(text)?.field
  return field === undefined || field === 'ignored' ? null : field
}

/** The row of a table that most looks like its heading: known words first, else the first with many cells. */
function headingRow(rows: readonly (readonly { text: string }[])[]): number {
  const first = rows.slice(0, 30)
  const known = first.map(
    (row) => new Set(row.map(({ text }) => fieldOf(text)).filter((one) => one !== null)).size,
  )
  const most = Math.max(0, ...known)
  if (most >= 2) return known.indexOf(most) + 1
  const widths = first.map(
    (row) => new Set(row.map(({ text }) => text.trim()).filter((text) => text !== '')).size,
  )
  return Math.max(0, widths.indexOf(Math.max(0, ...widths))) + 1
}

function guessed(content: Content): { table: number; heading: number } {
  const grids = gridsOf(contentRead(content))
  const sizes = grids.map(({ rows }) => {
    const row = headingRow(rows)
    return columnsOf(rows[row - 1] ?? []).size * 1000 + Math.min(999, rows.length)
  })
  const table = Math.max(0, sizes.indexOf(Math.max(0, ...sizes)))
  return { table: table + 1, heading: headingRow(grids[table]?.rows ?? []) }
}

/** Where a mapping's headings stand in another document. */
function placed(content: Content, { headings }: Mapping): { table: number; heading: number } {
  for (const { rows, number } of gridsOf(contentRead(content))) {
    const row = rows.slice(0, headingWithin).findIndex((cells) => isSame(cells, headings))
    if (row >= 0) return { table: number, heading: row + 1 }
  }
  return guessed(content)
}

function givenIn(form: URLSearchParams, table: number): Reading['given'] {
  const given: Partial<Record<(typeof givenFields)[number], Given>> = {}
  for (const field of givenFields) {
    const text = form.get(`g-${field}`)?.trim().slice(0, 200) ?? ''
    const [row, column] = [counted(form.get(`r-${field}`), 1e6), counted(form.get(`k-${field}`), widest)]
    if (text !== '') given[field] = { text }
    else if (row !== null && column !== null) given[field] = { table, row, column }
  }
  return given
}
