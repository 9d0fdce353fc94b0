import { plain, type Shown } from './number-format.ts'
import { type Cell, type Table, Unreadable } from './table.ts'
import { type Attributes, localName, readXml } from './xml.ts'

const ROWS = 1_048_576
const COLUMNS = 16_384
const MOST_MERGES = 65_536
/** Sum of the widths of all merged ranges, each cut at the last written column. */
const WIDEST_MERGES = 16_000_000

/** What the sheets of a workbook share: `strings` that cells point to, `formats` by a cell's style. */
export type Book = { strings: string[]; formats: Shown[]; mostCells: number }

/** A rectangle of merged cells; rows and columns count from 0 and include both ends. */
export type Merge = { top: number; left: number; bottom: number; right: number }

/** The table of a sheet's part, and what the sheet hides. */
export function sheetTable(part: Uint8Array, name: string, book: Book): Sheet {
  return tableOfWritten(name, written(part, book))
}

/** A table, whether some of its cells were hidden and left out, or folded away and read, or have no value yet. */
export type Sheet = { table: Table; hidden: boolean; folded: boolean; uncalculated: boolean }

/** Rows and columns that a sheet does not show: hidden by hand, or folded or filtered away. */
export type Unseen = { rows: Set<number>; columns: Set<number>; foldedRows: Set<number>; isFiltered: boolean }

/** Cells as a sheet holds them, in any order, its merged ranges, what it does not show, and formulas without a value. */
export type Written = { cells: Cell[]; merges: Merge[]; unseen: Unseen; uncalculated: boolean }

/**
 * The table of a sheet's written cells. Rows and columns reach to the last cell with text, so that a blank
 * form's borders, or a merged range over the whole sheet, make nothing big.
 */
export function tableOfWritten(name: string, sheet: Written): Sheet {
  const { merges, unseen } = sheet
  if (merges.length > MOST_MERGES) throw new Unreadable('too-large', `${merges.length} merged ranges`)
  const seen = seenCells(sheet)
  const cells = inReadingOrder(seen)
  const rows = cells.reduce((most, { row }) => Math.max(most, row + 1), 0)
  const columns = cells.reduce((most, { column }) => Math.max(most, column + 1), 0)
  const hidden = seen.length < sheet.cells.length
  const folded = isFolding(unseen) && cells.some(({ row }) => isFolded(row, unseen))
  return {
    table: { kind: 'table', name, rows, columns, cells: spanned(cells, merges, { rows, columns }) },
    hidden,
    folded,
    uncalculated: sheet.uncalculated,
  }
}

const isFolding = ({ rows, foldedRows, isFiltered }: Unseen) =>
  foldedRows.size > 0 || (isFiltered && rows.size > 0)
const isFolded = (row: number, { rows, foldedRows, isFiltered }: Unseen) =>
  foldedRows.has(row) || (isFiltered && rows.has(row))

/**
 * The cells that a person sees, as of the rows of a list those that a filter or a group folds away: one click
 * brings them back. A merged cell that begins in a hidden row shows in the others.
 */
function seenCells({ cells, merges, unseen }: Written): Cell[] {
  const { rows, columns } = unseen
  const isHiddenRow = (row: number) => rows.has(row) && !isFolded(row, unseen)
  if (columns.size === 0 && (rows.size === 0 || unseen.isFiltered)) return cells
  const isHidden = ({ row, column }: Pick<Cell, 'row' | 'column'>) => isHiddenRow(row) || columns.has(column)
  const shown = new Set(
    merges
      .filter(({ top, left }) => isHidden({ row: top, column: left }))
      .filter(({ top, left, bottom, right }) => {
        let row = top
        while (row <= bottom && isHiddenRow(row)) row++
        let column = left
        while (column <= right && columns.has(column)) column++
        return row <= bottom && column <= right
      })
      .map(({ top, left }) => top * COLUMNS + left),
  )
  return cells.filter((cell) => !isHidden(cell) || shown.has(cell.row * COLUMNS + cell.column))
}

type Reading = { row: number; column: number; type: string; style: number; text: string[] }

function written(part: Uint8Array, book: Book): Written {
  const cells: Cell[] = []
  const merges: Merge[] = []
  const unseen: Unseen = { rows: new Set(), columns: new Set(), foldedRows: new Set(), isFiltered: false }
  const at: Reading = { row: -1, column: -1, type: 'n', style: 0, text: [] }
  let inValue = false
  let inPhonetic = false
  let isFormula = false
  let uncalculated = false
  readXml(part, {
    open: (name, attributes) => {
      const local = localName(name)
      if (local === 'v' || local === 't') {
        inValue = !inPhonetic
        isFormula &&= at.type !== 'str'
      } else if (local === 'f') isFormula = true
      else if (local === 'c') startCell(at, attributes)
      else if (local === 'row') startRow(at, attributes, unseen)
      else if (local === 'col' && isOn(attributes.hidden)) hideColumns(unseen, attributes)
      else if (local === 'filterColumn' || isOn(attributes.filterMode)) unseen.isFiltered = true
      else if (local === 'rPh') inPhonetic = true
      else if (local === 'mergeCell') merges.push(rectangle(attributes.ref ?? ''))
    },
    close: (name) => {
      const local = localName(name)
      if (local === 'v' || local === 't') inValue = false
      else if (local === 'rPh') inPhonetic = false
      if (local !== 'c') return
      // A program that wrote the formula and never worked it out saved no value with it, or a blank that is no text.
      uncalculated ||= isFormula && at.text.length === 0
      isFormula = false
      const text = shownText(at, book)
      if (text) cells.push({ row: at.row, column: at.column, rowSpan: 1, columnSpan: 1, text })
      if (cells.length > book.mostCells) throw new Unreadable('too-large', 'more cells than fit')
    },
    text: (text) => {
      if (inValue) at.text.push(text)
    },
  })
  return { cells, merges, unseen, uncalculated }
}

const isOn = (value: string | undefined) => value !== undefined && /^(?:1|true|on)$/.test(value)

/** Of columns hidden to the edge of the sheet none beyond the written ones matters. */
const MOST_HIDDEN = 1000

function hideColumns({ columns }: Unseen, { min, max }: Attributes): void {
  const last = Math.min(Number(max), Number(min) + MOST_HIDDEN)
  for (let column = Number(min); column <= last; column++) columns.add(column - 1)
}

/** Rows and cells may leave their address out: then they follow the one before. */
function startRow(at: Reading, { r, hidden, outlineLevel }: Attributes, unseen: Unseen): void {
  at.row = r === undefined ? at.row + 1 : Number(r) - 1
  at.column = -1
  if (!Number.isInteger(at.row) || at.row < 0 || at.row >= ROWS) throw new Unreadable('damaged', `row ${r}`)
  if (isOn(hidden)) (Number(outlineLevel ?? 0) > 0 ? unseen.foldedRows : unseen.rows).add(at.row)
}

function startCell(at: Reading, { r, t, s }: Attributes): void {
  if (r === undefined) at.column++
  else [at.row, at.column] = position(r)
  if (at.column >= COLUMNS || at.row < 0) throw new Unreadable('damaged', `cell ${r}`)
  at.type = t ?? 'n'
  at.style = Number(s ?? 0)
  at.text = []
}

/** Row and column, from 0, of an address such as `B12` or `$B$12`; a loop, as every cell of a sheet comes here. */
function position(address: string): [row: number, column: number] {
  let row = 0
  let column = 0
  for (let n = 0; n < address.length; n++) {
    const code = address.charCodeAt(n)
    if (code >= 48 && code <= 57) row = row * 10 + code - 48
    else if (row === 0 && code >= 65 && code <= 90) column = column * 26 + code - 64
    else if (row === 0 && code >= 97 && code <= 122) column = column * 26 + code - 96
    else if (code !== 36) throw new Unreadable('damaged', `cell ${address}`)
  }
  if (row < 1 || row > ROWS || column < 1 || column > COLUMNS)
    throw new Unreadable('damaged', `cell ${address}`)
  return [row - 1, column - 1]
}

function rectangle(reference: string): Merge {
  const [from = '', to = from] = reference.split(':')
  const [top, left] = position(from)
  const [bottom, right] = position(to)
  if (bottom < top || right < left) throw new Unreadable('damaged', `merged range ${reference}`)
  return { top, left, bottom, right }
}

/** What a person sees in the cell; formulas show the value they had when the file was saved. */
function shownText({ type, style, text }: Reading, { strings, formats }: Book): string {
  const value = text.join('')
  if (value === '') return ''
  if (type === 's') {
    const shared = strings[Number(value)]
    if (shared === undefined) throw new Unreadable('damaged', `no shared text ${value}`)
    return shared
  }
  if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
  const number = Number(value)
  if (type !== 'n' || !Number.isFinite(number)) return tidy(value)
  return (formats[style] ?? plain)(number)
}

/** Excel writes control characters as `_x000D_`, and a real underscore before such a text as `_x005F_`. */
export function tidy(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n?/g, '\n')
    .trim()
}

function inReadingOrder(cells: Cell[]): Cell[] {
  const follows = (a: Cell, b: Cell) => a.row - b.row || a.column - b.column
  const before = (n: number) => cells[n - 1] ?? { row: -1, column: -1 }
  if (
    cells.every(
      ({ row, column }, n) => row > before(n).row || (row === before(n).row && column > before(n).column),
    )
  )
    return cells
  const sorted = [...cells].sort(follows)
  return sorted.filter((cell, n) => n === 0 || follows(cell, sorted[n - 1] ?? cell) !== 0)
}

/** Gives merged cells their spans and drops the cells they hide, without touching the ranges cell by cell. */
function spanned(
  cells: Cell[],
  merges: Merge[],
  { rows, columns }: { rows: number; columns: number },
): Cell[] {
  const waiting = withinSheet(merges, { rows, columns }).values()
  const starts = new Map<number, Merge>()
  /** For each column, the last row that a merged range covers so far. */
  const coveredTo = new Int32Array(columns).fill(-1)
  let next = waiting.next()
  return cells.filter((cell) => {
    for (; !next.done && next.value.top <= cell.row; next = waiting.next()) {
      const { top, left, bottom, right } = next.value
      if (coveredTo.subarray(left, right + 1).some((row) => row >= top)) continue
      coveredTo.fill(bottom, left, right + 1)
      starts.set(top * COLUMNS + left, next.value)
    }
    const merge = starts.get(cell.row * COLUMNS + cell.column)
    if (!merge) return (coveredTo[cell.column] ?? -1) < cell.row
    cell.rowSpan = merge.bottom - merge.top + 1
    cell.columnSpan = merge.right - merge.left + 1
    return true
  })
}

/** Merged ranges in reading order, cut where the written sheet ends. */
function withinSheet(merges: Merge[], { rows, columns }: { rows: number; columns: number }): Merge[] {
  const within = merges
    .filter(({ top, left }) => top < rows && left < columns)
    .map((merge) => ({
      ...merge,
      bottom: Math.min(merge.bottom, rows - 1),
      right: Math.min(merge.right, columns - 1),
    }))
  const width = within.reduce((sum, { left, right }) => sum + right - left + 1, 0)
  if (width > WIDEST_MERGES) throw new Unreadable('too-large', `merged ranges ${width} columns wide`)
  return within.sort((a, b) => a.top - b.top || a.left - b.left)
}
