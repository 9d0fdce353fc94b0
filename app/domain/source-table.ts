/** A cell as it was read: counted from 0, a merged cell once, at its top left. */
interface ReadCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  text: string
}

/** A table as it was read; a structural part of what readers give. */
export interface ReadTable {
  name: string | null
  cells: readonly ReadCell[]
  /** How many rows and columns hold text, where the cells are not all here. */
  filled?: { rows: number; columns: number }
}

/** A cell as a page draws it: counted from 1, its spans cut to what is shown. */
export interface ShownCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  text: string
}

/** Some rows and columns of a table, ready to be drawn: every place is covered by exactly one cell. */
export interface Stretch {
  /** 1 for the document's first table. */
  number: number
  name: string | null
  /** Rows and columns that hold text, in the whole table. */
  rows: number
  columns: number
  /** First and last row, first and last column of what is shown. */
  from: number
  to: number
  left: number
  right: number
  lines: readonly { row: number; cells: readonly ShownCell[] }[]
}

/** How many rows and columns of a table hold text. */
export function extentOf({ cells, filled }: ReadTable): { rows: number; columns: number } {
  if (filled !== undefined) return filled
  let rows = 0
  let columns = 0
  for (const { row, column, text } of cells) {
    if (text.trim() === '') continue
    if (row >= rows) rows = row + 1
    if (column >= columns) columns = column + 1
  }
  return { rows, columns }
}

const widest = 40
const longestText = 2000

/**
 * The rows from `from` to `to` of a table, no wider than a page can show, with `column` among its columns.
 * Merged cells that begin above or left of it are shown where they reach in.
 */
export function stretchOf(
  table: ReadTable,
  number: number,
  { from, to, column = null }: { from: number; to: number; column?: number | null },
): Stretch {
  const { rows, columns } = extentOf(table)
  const last = Math.min(to, rows)
  const left = column !== null && column > widest ? column - widest / 2 : 1
  const right = Math.min(columns, left + widest - 1)
  const window: Window = { from, last, left, right }
  const owners = ownersIn(table, window)
  const shown = (row: number, at: number): ShownCell | null => {
    const cell = owners.get(placeOf(window, row, at))
    if (cell === undefined) return { row, column: at, rowSpan: 1, columnSpan: 1, text: '' }
    const own = (there: number, across: number) => owners.get(placeOf(window, there, across)) === cell
    if ((row > from && own(row - 1, at)) || (at > left && own(row, at - 1))) return null
    let [rowSpan, columnSpan] = [1, 1]
    while (row + rowSpan <= last && own(row + rowSpan, at)) rowSpan += 1
    while (at + columnSpan <= right && own(row, at + columnSpan)) columnSpan += 1
    return { row, column: at, rowSpan, columnSpan, text: cell.text.slice(0, longestText) }
  }
  const lines = []
  for (let row = from; row <= last; row += 1) {
    const cells: ShownCell[] = []
    for (let at = left; at <= right; at += 1) {
      const cell = shown(row, at)
      if (cell) cells.push(cell)
    }
    lines.push({ row, cells })
  }
  return { number, name: table.name, rows, columns, from, to: last, left, right, lines }
}

/** First and last row and column of a stretch, counted from 1. */
interface Window {
  from: number
  last: number
  left: number
  right: number
}

const placeOf = ({ left }: Window, row: number, column: number) => row * (widest + 1) + column - left

/** Which cell stands at each place of a window. */
function ownersIn({ cells }: ReadTable, window: Window): ReadonlyMap<number, ReadCell> {
  const { from, last, left, right } = window
  const owners = new Map<number, ReadCell>()
  const places = (last - from + 1) * (right - left + 1)
  for (const cell of cells) {
    if (owners.size >= places) break
    const covered = placesOf(cell, window)
    // Cells that overlap are a fault of the file: the later one keeps its own place at most.
    const free = covered.some((place) => owners.has(place)) ? covered.slice(0, 1) : covered
    for (const place of free) if (!owners.has(place)) owners.set(place, cell)
  }
  return owners
}

/** The places of a window that a cell covers, its own first. */
function placesOf(cell: ReadCell, window: Window): number[] {
  const places: number[] = []
  const bottom = Math.min(window.last, cell.row + cell.rowSpan)
  const end = Math.min(window.right, cell.column + cell.columnSpan)
  for (let row = Math.max(window.from, cell.row + 1); row <= bottom; row += 1)
    for (let column = Math.max(window.left, cell.column + 1); column <= end; column += 1)
      places.push(placeOf(window, row, column))
  return places
}
