import { groupsOf, type Label } from './pdf-levels.ts'

/*
 * A label merged over several rows stands at their middle where a page was printed, between two of them in a line of
 * its own where they are even: what its place tells is written in the first of its rows.
 */

type Lines = readonly (readonly string[])[]

/** The lines with such labels beside the first of their rows; the lines themselves where their places do not tell. */
export function withLabelsOnTop(lines: Lines): Lines {
  const filled = (line: readonly string[]) => line.filter((text) => text !== '').length
  const most = Math.max(...lines.map((line) => (line.some(hasFigure) ? 0 : filled(line))))
  const heading = lines.findIndex((line) => filled(line) === most && !line.some(hasFigure))
  const [first, second, name] = (lines[heading] ?? []).flatMap((text, column) =>
    text === '' ? [] : [column],
  )
  if (first === undefined || second === undefined || name === undefined || most < leastHeadings) return lines
  const isClosing = (line: readonly string[]) =>
    line[first] !== '' && line[second] === '' && line[name] === '' && filled(line) > 1
  const end = lines.findIndex((line, at) => at > heading && isClosing(line))
  const body = lines.slice(heading + 1, end < 0 ? undefined : end).map((line) => [...line])
  for (const column of [first, second]) if (!movedUp(body, column, name)) return lines
  return [
    ...lines.slice(0, heading + 1),
    ...body.filter((line) => filled(line) > 0),
    ...(end < 0 ? [] : lines.slice(end)),
  ]
}

const leastHeadings = 5
const hasFigure = (text: string) => /\d/.test(text)

/** Moves the labels of a column up to their first rows where the first row has none; false where that cannot be told. */
function movedUp(body: string[][], column: number, name: number): boolean {
  const rows = body.flatMap((line, at) => (line[name] === '' ? [] : [{ at, top: at, bottom: at + 1 }]))
  if (rows[0] === undefined || body[rows[0].at]?.[column] !== '') return true
  const labels = body.flatMap((line, at): (Label & { at: number })[] =>
    line[column] ? [{ at, top: at, bottom: at + 1, text: line[column] }] : [],
  )
  const [groups] = groupsOf([labels], rows, 1) ?? []
  if (groups === undefined) return false
  for (const { at } of labels) (body[at] ?? [])[column] = ''
  for (const { label, from } of groups) (body[rows[from]?.at ?? 0] ?? [])[column] = label.text
  return true
}
