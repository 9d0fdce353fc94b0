import { MOST_CELLS } from './grid.ts'
import { type Cell, type Table, Unreadable } from './table.ts'

/** A row's cells with their spans as written; rows of one section end each other's spans of zero. */
export type Row = {
  section: number
  cells: { text: string; rowSpan: string | undefined; columnSpan: string | undefined }[]
}

/** The largest spans that browsers follow. */
const WIDEST = 1000
const TALLEST = 65_534
const MOST_COLUMNS = 4096

/** The table of written rows, cells in the columns that those above leave free; none where nothing is written. */
export function htmlTable(rows: Row[]): Table[] {
  const cells: Cell[] = []
  /** For each column, the last row that a cell from above reaches. */
  const coveredTo: number[] = []
  const sectionEnds = new Map(rows.map(({ section }, row) => [section, row]))
  let places = 0
  for (const [row, { cells: across, section }] of rows.entries()) {
    let column = 0
    for (const { text, rowSpan, columnSpan } of across) {
      while ((coveredTo[column] ?? -1) >= row) column++
      const wanted = spanOf(columnSpan, WIDEST) || 1
      let width = 1
      while (width < wanted && (coveredTo[column + width] ?? -1) < row) width++
      const tall = spanOf(rowSpan, TALLEST)
      const last = Math.min(rows.length - 1, tall === 0 ? (sectionEnds.get(section) ?? row) : row + tall - 1)
      for (let n = 0; n < width; n++) coveredTo[column + n] = last
      places += width
      if (places > MOST_CELLS || column + width > MOST_COLUMNS)
        throw new Unreadable('too-large', 'more cells than fit')
      cells.push({ row, column, rowSpan: last - row + 1, columnSpan: width, text })
      column += width
    }
  }
  if (cells.every(({ text }) => text === '')) return []
  return [{ kind: 'table', name: null, rows: rows.length, columns: coveredTo.length, cells }]
}

/** A span as written, 1 where nothing or nonsense is. */
function spanOf(written: string | undefined, most: number): number {
  const span = Number.parseInt(written ?? '1', 10)
  return Number.isNaN(span) || span < 0 ? 1 : Math.min(span, most)
}
