import type { Place } from '#app/domain/problem.ts'
import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { once } from './once.ts'

export type Row = readonly Cell[]

/** A table, or some of its rows, as a matrix: a merged cell stands, as the same object, wherever it reaches. */
export interface Grid {
  /** 1 for the document's first table. */
  number: number
  name: string | null
  /** Rows of its table that stand before the first one here. */
  firstRow: number
  rows: readonly Row[]
  /** Cells written in each row; plain text loses those that were merged away. */
  lengths: readonly number[]
  /** Whether rows may lack the cells that were merged from above, as tables do that were saved as text. */
  ragged: boolean
}

/** Spans are followed only this far: a rectangle over a whole sheet is decoration, not data. */
const widest = 200
const mostPlaces = 4_000_000

export const blank: Cell = { row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: '' }

/** A table of texts, as wide as its longest row. */
export function tableOf(rows: readonly (readonly string[])[]): Table {
  const cells = rows.flatMap((texts, row) => texts.map((text, column) => ({ ...blank, row, column, text })))
  const columns = rows.reduce((longest, { length }) => Math.max(longest, length), 0)
  return { kind: 'table', name: null, rows: rows.length, columns, cells }
}

/** Lays a table out as a matrix, no larger than the cells that hold text. */
function gridOf(table: Table, number: number): Grid {
  const { height, width } = extentOf(table)
  const lengths: number[] = new Array(height).fill(0)
  const rows: Cell[][] = []
  const empty: Cell[] = new Array<Cell>(width).fill(blank)
  let merged = false
  let places = 0
  for (const cell of table.cells) {
    const right = Math.min(width, cell.column + cell.columnSpan)
    const bottom = places > mostPlaces ? cell.row + 1 : cell.row + cell.rowSpan
    for (let row = cell.row; row < Math.min(height, bottom); row += 1) {
      const line = rows[row] ?? empty.slice()
      rows[row] = line
      if (cell.columnSpan === 1 && right > cell.column) line[cell.column] = cell
      else line.fill(cell, cell.column, right)
      lengths[row] = Math.max(lengths[row] ?? 0, cell.column + cell.columnSpan)
    }
    if (cell.rowSpan === 1 && cell.columnSpan === 1) continue
    merged = true
    places += cell.rowSpan * width
  }
  for (let row = 0; row < height; row += 1) rows[row] ??= empty
  const ragged = table.name === null && !merged && lengths.some((length) => length !== lengths[0])
  return { number, name: table.name, firstRow: 0, rows, lengths, ragged }
}

function extentOf({ cells }: Table): { height: number; width: number } {
  let height = 0
  let width = 0
  for (const { row, column, text } of cells) {
    if (column >= widest || text === '' || text.trim() === '') continue
    if (row >= height) height = row + 1
    if (column >= width) width = column + 1
  }
  return { height, width }
}

/** The tables of a document as matrices, numbered from 1. */
export const gridsOf = once((content: Content): Grid[] =>
  content.blocks.filter((block) => block.kind === 'table').map((table, index) => gridOf(table, index + 1)),
)

/** Some rows of a grid as a grid of their own; places still count from the table's first row. */
export function partOf(grid: Grid, from: number, to = grid.rows.length): Grid {
  return {
    ...grid,
    firstRow: grid.firstRow + from,
    rows: grid.rows.slice(from, to),
    lengths: grid.lengths.slice(from, to),
  }
}

/** Where a row's cell stands, as people count. */
export const placeIn = (grid: Grid, row: number, cell: Cell | null): Place => ({
  table: grid.number,
  row: grid.firstRow + row + 1,
  column: cell === null || cell === blank ? null : cell.column + 1,
})

/** The row's cells from left to right, each merged cell once, empty ones left out; at most so many. */
export function filledCells(row: Row, most = Number.POSITIVE_INFINITY): Cell[] {
  const filled: Cell[] = []
  let before: Cell | null = null
  for (const cell of row) {
    if (cell !== before && cell.text !== '' && cell.text.trim() !== '') filled.push(cell)
    if (filled.length >= most) break
    before = cell
  }
  return filled
}

/** Whether one text is all that a row holds; where merged cells were filled again it stands in each of them. */
export function isOneText(row: Row): boolean {
  const [first, second] = filledCells(row, 2)
  return (
    second === undefined ||
    (first?.text === second.text && filledCells(row).every(({ text }) => text === first.text))
  )
}

/** The filled cells that begin in this row: merged cells that reach down from above are left out. */
export function ownCells(grid: Grid, row: number): Cell[] {
  return filledCells(grid.rows[row] ?? []).filter((cell) => beginsIn(grid, row, cell))
}

/** The first filled cell that begins in this row. */
export const firstOwnCell = (grid: Grid, row: number): Cell | undefined =>
  grid.rows[row]?.find((cell) => cell.text !== '' && beginsIn(grid, row, cell) && cell.text.trim() !== '')

const beginsIn = (grid: Grid, row: number, cell: Cell) => cell.row === grid.firstRow + row

/** Width, spaces and line breaks out of the way: what two spellings of one text have in common. */
export const plain = (text: string) =>
  alreadyPlain.test(text) ? text : text.normalize('NFKC').replace(/\s+/g, '')

/** Letters, digits and signs of one width, and Chinese characters that have no other form. */
const alreadyPlain = /^[!-~\u4e00-\u9fff]*$/

/** A cell's text on one line; null where it is empty. */
export function lineOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  const line = /\s/.test(text) ? text.replace(/\s+/g, ' ').trim() : text
  return line === '' ? null : line
}

const wrapped = /(?<=[^ -~])[^\S\n]*\n\s*(?=[^ -~])/g

/** A name or a sentence on one line: where it wraps within Chinese words, nothing stands between them. */
export const nameOf = (text: string | null | undefined) =>
  lineOf(text?.includes('\n') ? text.replace(wrapped, '') : (text ?? undefined))
