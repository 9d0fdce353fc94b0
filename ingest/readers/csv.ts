import { trailing, unclosed } from './csv-records.ts'
import { tableOfRows } from './grid.ts'
import type { Content } from './table.ts'

const DELIMITERS = [',', '\t', ';', '|', '，']
const SAMPLE = 65_536

/** A delimited text as one table; rows may differ in length. */
export function readCsv(text: string): Content {
  const rows = recordsOf(text, delimiterOf(text)?.delimiter ?? ',')
  while (rows.at(-1)?.every((cell) => cell === '')) rows.pop()
  return { format: 'csv', blocks: [tableOfRows(rows)] }
}

/** Whether a text without the name of a csv has the build of one: every line with the same three or more fields. */
export function isDelimited(text: string): boolean {
  const found = delimiterOf(text)
  return (
    found !== null &&
    /[,;]/.test(found.delimiter) &&
    found.fields >= 3 &&
    found.records >= 3 &&
    found.share === 1
  )
}

/**
 * Records of trimmed cells. A quotation mark that begins a cell ends it too, and is written twice within; any other
 * stands for itself.
 */
export function recordsOf(text: string, delimiter: string): string[][] {
  const rowEnd = rowEndOf(text)
  const [nextDelimiter, nextRowEnd] = [finder(text, delimiter), finder(text, rowEnd)]
  const cellEnd = (from: number) => Math.min(nextDelimiter(from), nextRowEnd(from))
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length || row.length > 0; ) {
    let end = cellEnd(at)
    let cell = text.slice(at, end).trim()
    if (cell.startsWith('"')) {
      const quoted = unquoted(text, text.indexOf('"', at) + 1)
      if (quoted === null) throw unclosed(rows.length + 1)
      end = cellEnd(quoted.end)
      if (text.slice(quoted.end, end).trim() !== '') throw trailing(rows.length + 1)
      cell = quoted.cell
    }
    row.push(cell)
    if (text.startsWith(delimiter, end)) at = end + delimiter.length
    else {
      rows.push(row)
      row = []
      at = end + rowEnd.length
    }
  }
  return rows
}

/** How the first row ends: within quotation marks it may hold other line ends. */
const rowEndOf = (text: string) =>
  /^(?:"[^"]*"|[^"\r\n])*(\r\n?|\n)/.exec(text.slice(0, SAMPLE))?.[1] ?? /\r\n?|\n/.exec(text)?.[0] ?? '\n'

/** Where a word next stands, asked with places that never go back; the text's end where it stands no more. */
function finder(text: string, word: string) {
  let found = -1
  return (from: number) => {
    if (found < from) found = text.indexOf(word, from)
    if (found < 0) found = text.length
    return found
  }
}

/** What stands between quotation marks, and where its cell goes on behind them; null where they do not close. */
function unquoted(text: string, from: number): { cell: string; end: number } | null {
  let cell = ''
  for (let at = from; ; ) {
    const mark = text.indexOf('"', at)
    if (mark < 0) return null
    cell += text.slice(at, mark)
    if (text[mark + 1] !== '"') return { cell, end: mark + 1 }
    cell += '"'
    at = mark + 2
  }
}

type Build = { delimiter: string; fields: number; records: number; share: number }

/** The delimiter that cuts the most records into the same number of fields; null where none cuts any. */
export function delimiterOf(text: string): Build | null {
  const sample = text.slice(0, SAMPLE)
  const builds = DELIMITERS.map((delimiter) => buildOf(sample, delimiter)).filter(({ fields }) => fields > 1)
  return builds.sort((a, b) => b.share - a.share || b.fields - a.fields)[0] ?? null
}

function buildOf(sample: string, delimiter: string): Build {
  const counts = fieldCounts(sample, delimiter)
  const tally = new Map<number, number>()
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1)
  const [fields, times] = [...tally].sort(([a, n], [b, m]) => m - n || b - a)[0] ?? [0, 0]
  return { delimiter, fields, records: counts.length, share: times / counts.length }
}

/** Fields of each non-empty record; delimiters and line ends between quotes do not count. */
function fieldCounts(sample: string, delimiter: string): number[] {
  const counts: number[] = []
  let fields = 1
  let quoted = false
  let empty = true
  for (const character of `${sample}\n`) {
    if (character === '"') quoted = !quoted
    if (character === '\n' && !quoted) {
      if (!empty) counts.push(fields)
      fields = 1
      empty = true
    } else if (character === delimiter && !quoted) fields++
    if (!/\s/.test(character)) empty = false
  }
  return counts
}
