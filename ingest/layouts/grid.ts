import type { Place } from '#app/domain/problem.ts'
import type { Cell, Table } from '#ingest/readers/table.ts'

/** A table as a matrix: a merged cell stands, as the same object, in every place it covers. */
export interface Grid {
  /** 1 for the document's first table. */
  number: number
  name: string | null
  rows: readonly (readonly Cell[])[]
}

/** Spans are followed only this far: a rectangle over a whole sheet is decoration, not data. */
const widest = 200

/** Lays a table out as a matrix, no larger than the cells that hold text. */
export function gridOf(table: Table, number: number): Grid {
  const filled = table.cells.filter((cell) => cell.text.trim() !== '' && cell.column < widest)
  const height = Math.max(0, ...filled.map((cell) => cell.row + 1))
  const width = Math.max(0, ...filled.map((cell) => cell.column + 1))
  const rows: Cell[][] = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => ({ row, column, rowSpan: 1, columnSpan: 1, text: '' })),
  )
  for (const cell of table.cells) {
    const bottom = Math.min(height, cell.row + cell.rowSpan)
    const right = Math.min(width, cell.column + cell.columnSpan)
    for (let row = cell.row; row < bottom; row += 1) rows[row]?.fill(cell, cell.column, right)
  }
  return { number, name: table.name, rows }
}

/** Where a cell stands, as people count. */
export const placeOf = (grid: Grid, cell: Cell): Place => ({
  table: grid.number,
  row: cell.row + 1,
  column: cell.column + 1,
})

/** The row's cells from left to right, each merged cell once, empty ones left out. */
export function filledCells(row: readonly Cell[]): Cell[] {
  return [...new Set(row)].filter((cell) => cell.text.trim() !== '')
}

/** Width, spaces and line breaks out of the way: what two spellings of one text have in common. */
export const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

/** A cell's text on one line; null where it is empty. */
export function lineOf(text: string | undefined): string | null {
  const line = (text ?? '').replace(/\s+/g, ' ').trim()
  return line === '' ? null : line
}
