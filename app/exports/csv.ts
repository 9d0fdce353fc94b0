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

/** Rows as RFC 4180 has them: headings with their units first, money in yuan, unknown as an empty field. */
export function csvText(
  {
    columns,
    rows,
  }: { columns: readonly Pick<Heading, 'text' | 'unit'>[]; rows: readonly (readonly Cell[])[] },
  { language }: Pick<Provenance, 'language'>,
): string {
  const headings = columns.map((column) => headingLine(column, language))
  return byteOrderMark + [headings, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}
