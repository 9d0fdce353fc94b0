import { type Cell, type Table, Unreadable } from './table.ts'

export const MOST_CELLS = 2_000_000

/** A cell as a word processor writes it; a cell merged downwards starts once and continues in each row below. */
export type GridCell = { text: string; columnSpan: number; merge: 'starts' | 'continues' | null }
export type GridRow = { columnsBefore: number; columnsAfter: number; cells: GridCell[] }

/** The table of a row-wise grid; cells that continue the one above lengthen it instead of standing alone. */
export function tableOf(grid: GridRow[]): Table {
  const cells: Cell[] = []
  let above = new Map<number, Cell>()
  let columns = 0
  for (const [row, { columnsBefore, columnsAfter, cells: across }] of grid.entries()) {
    const here = new Map<number, Cell>()
    let column = columnsBefore
    for (const { text, columnSpan, merge } of across) {
      const merged = merge === 'continues' ? above.get(column) : undefined
      if (merged?.columnSpan === columnSpan) {
        merged.rowSpan++
        here.set(column, merged)
      } else {
        const cell = { row, column, rowSpan: 1, columnSpan, text }
        cells.push(cell)
        if (merge) here.set(column, cell)
      }
      column += columnSpan
    }
    columns = Math.max(columns, column + columnsAfter)
    above = here
  }
  return { kind: 'table', name: null, rows: grid.length, columns, cells }
}

/** The table of plain rows, a cell a column. */
export function tableOfRows(rows: string[][]): Table {
  const cells = rows.flatMap((texts, row) =>
    texts.map((text, column) => ({ row, column, rowSpan: 1, columnSpan: 1, text })),
  )
  if (cells.length > MOST_CELLS) throw new Unreadable('too-large', `${cells.length} cells`)
  const columns = rows.reduce((widest, { length }) => Math.max(widest, length), 0)
  return { kind: 'table', name: null, rows: rows.length, columns, cells }
}
