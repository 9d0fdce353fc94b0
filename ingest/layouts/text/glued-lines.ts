import { type Column, levelsIn, type Tries, type Way, waysOf } from './glued-row.ts'

/** What a line's rows are tried with. */
interface Form {
  columns: readonly Column[]
  isShort: boolean
  tries: Tries
}

/** The rows that a line holds one behind the other: each begins behind the points of the one before, and comes apart by itself. */
export function rowsInLine(line: string, form: Form): string[] {
  const last = form.columns.at(-1)
  if (last !== 'score' && last !== 'weight') return [line]
  const starts = startsIn(line)
  if (starts.length === 0 || starts.length > mostStarts) return [line]
  const levelled = cutAt(
    line,
    starts.filter((at) => levelsIn(line.slice(at), false).second !== ''),
  )
  const isWhole = (row: string) => bestOf(row, form) !== null
  const rows = levelled.every(isWhole) ? levelled : levelled.flatMap((part) => partsOf(part, form))
  return rows.length > 1 && rows.every(isWhole) ? rows : [line]
}

/** Where a row may begin: words behind a figure. */
const startsIn = (text: string) =>
  [...text.matchAll(/(?<=\d)(?=\p{Script=Han}{4})/gu)].map(({ index }) => index)

const mostStarts = 24
/** One parting must be likelier than any other by as much as a value that reads as one. */
const leastLead = 2

/** A part that is no row as the two rows that it is in one way alone. */
function partsOf(part: string, form: Form): string[] {
  if (bestOf(part, form)) return [part]
  const found = startsIn(part)
    .flatMap((at) => {
      const rows = cutAt(part, [at])
      const ways = rows.map((row) => bestOf(row, form))
      return ways.every((way) => way !== null)
        ? [{ rows, worth: ways.reduce((sum, way) => sum + way.worth, 0) }]
        : []
    })
    .sort((one, other) => other.worth - one.worth)
  const [best, next] = found
  return best && best.worth - (next?.worth ?? 0) >= leastLead ? best.rows : [part]
}

const bestOf = (row: string, { columns, isShort, tries }: Form): Way | null =>
  waysOf(row, columns, isShort, tries)[0] ?? null

const cutAt = (line: string, starts: readonly number[]) =>
  [0, ...starts].map((at, index) => line.slice(at, starts[index]))
