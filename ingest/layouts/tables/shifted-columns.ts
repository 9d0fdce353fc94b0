import type { Row } from '../grid.ts'

/** Where each cell of a row begins and ends. */
function spansOf(row: Row): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = []
  for (const [at, cell] of row.entries()) {
    const last = spans.at(-1)
    if (last && row[last.from] === cell) last.to = at
    else spans.push({ from: at, to: at })
  }
  return spans
}

/**
 * A row under its headings, cell by cell, where the edges of its cells were drawn a little left or right of theirs:
 * it has as many cells, and each reaches under its own heading. Any other row as it is.
 */
export function underHeadings(row: Row, headings: Row): Row {
  const [spans, heads] = [spansOf(row), spansOf(headings)]
  const isShifted = spans.some(({ from, to }, at) => from !== heads[at]?.from || to !== heads[at].to)
  const fits =
    spans.length === heads.length &&
    spans.every(({ from, to }, at) => from <= (heads[at]?.to ?? -1) && to >= (heads[at]?.from ?? row.length))
  if (!isShifted || !fits) return row
  return heads.flatMap(({ from, to }, at) => {
    const cell = row[spans[at]?.from ?? from]
    return cell === undefined ? [] : Array<typeof cell>(to - from + 1).fill(cell)
  })
}
