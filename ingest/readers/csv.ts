import { CsvError, parse } from 'csv-parse/sync'
import { tableOfRows } from './grid.ts'
import { type Content, Unreadable } from './table.ts'

const DELIMITERS = [',', '\t', ';', '|', '，']
const SAMPLE = 65_536

/** A delimited text as one table; rows may differ in length. */
export function readCsv(text: string): Content {
  const rows = records(text, delimiterOf(text)?.delimiter ?? ',')
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

function records(text: string, delimiter: string): string[][] {
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
    })
    return rows
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    throw new Unreadable('damaged', fault.message)
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
