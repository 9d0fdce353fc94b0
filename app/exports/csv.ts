import { setImmediate as turn } from 'node:timers/promises'
import { type Cell, type Heading, headingLine } from './answer.ts'
import type { Provenance } from './provenance.ts'

/** Excel takes a csv for UTF-8 only when it begins so. */
const byteOrderMark = '\ufeff'

/** What a spreadsheet would run, or skip over to find something to run; full-width forms count in Chinese Excel. */
const live = /^'*\s*[=+\-@\t\r\n\0＝＋－＠]/

/** Text that no spreadsheet runs: a leading apostrophe where it would; taking that away restores the text. */
const guarded = (text: string) => (live.test(text) ? `'${text}` : text)

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Numbers are written in full and never guarded: a negative one is no formula. */
function field(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'number' ? String(cell) : quoted(guarded(cell))
}

interface Table {
  columns: readonly Pick<Heading, 'text' | 'unit'>[]
  rows: readonly (readonly Cell[])[]
}

const rowsATurn = 1_000

/** Rows as RFC 4180 has them: headings with their units first, money in yuan, unknown as an empty field. */
function* parts({ columns, rows }: Table, { language }: Pick<Provenance, 'language'>): Generator<string> {
  const line = (row: readonly Cell[]) => `${row.map(field).join(',')}\r\n`
  yield byteOrderMark + line(columns.map((column) => headingLine(column, language)))
  for (let from = 0; from < rows.length; from += rowsATurn)
    yield rows
      .slice(from, from + rowsATurn)
      .map(line)
      .join('')
}

export const csvText = (table: Table, provenance: Pick<Provenance, 'language'>): string =>
  [...parts(table, provenance)].join('')

/** The same, sent as it is written: others get their turn in between. */
export function csvStream(
  table: Table,
  provenance: Pick<Provenance, 'language'>,
): ReadableStream<Uint8Array> {
  const written = parts(table, provenance)
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = written.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
      await turn()
    },
  })
}
