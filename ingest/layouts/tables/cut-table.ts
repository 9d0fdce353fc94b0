import { blank, type Grid, type Row } from '../grid.ts'

const mostEmptyColumns = 2

/** Where a row's cells begin, each merged cell once. */
const startsOf = (row: Row) =>
  row.flatMap((cell, column) => (column > 0 && cell !== blank && cell === row[column - 1] ? [] : [column]))

/**
 * A table that goes on under another's heading, laid on that heading's columns: each part of a cut table has
 * merged its own, so the cells of its fullest row are told by their order. Empty columns may be gone, at the right or
 * as many as `left` at the left; null where more is missing, or something is over.
 */
export function underHeading(grid: Grid, heading: Row, left = 0): Grid | null {
  const places = startsOf(heading)
  const starts = grid.rows.map(startsOf).reduce((most, row) => (row.length > most.length ? row : most), [])
  const missing = places.length - starts.length
  if (missing < left || missing > mostEmptyColumns) return null
  const order = heading.map((_, column) => places.findLastIndex((place) => place <= column))
  const rows = grid.rows.map((row) => order.map((place) => row[starts[place - left] ?? row.length] ?? blank))
  return { ...grid, rows, lengths: rows.map((row) => row.length) }
}
