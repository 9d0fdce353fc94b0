import type { Page } from './pdf-page.ts'
import type { PageCell, PageTable } from './pdf-parts.ts'
import { textOf } from './pdf-text.ts'
import { Unreadable } from './table.ts'

/** Rows of two pages nearer than this, in points, are the same. */
const NEAR = 1.5
const FEWEST_ROWS = 3
const FURTHEST_PAGES = 50

/** Pages with those put together that are one sheet, printed side by side because it was too wide. */
export function wholeSheets(pages: Page[]): Page[] {
  const whole: Page[] = []
  for (const page of pages) {
    const table = onlyTable(page)
    const left = table && whole.slice(-FURTHEST_PAGES).find((one) => isLeftOf(onlyTable(one), table))
    if (left && table) putBeside(left, page, table)
    else whole.push(page)
  }
  if (whole.filter(({ isCut }) => isCut).length > 1)
    throw new Unreadable(
      'damaged',
      'a sheet cut over pages side by side: send the workbook it was printed from',
    )
  return whole
}

function onlyTable({ parts }: Page): PageTable | null {
  const tables = parts.flatMap((part) => (part.kind === 'table' ? [part] : []))
  const [only] = tables
  return only && tables.length === 1 ? only : null
}

/** Whether rows lie at the same heights, but columns differ: the same form filled in twice has both alike. */
function isLeftOf(left: PageTable | null, right: PageTable): boolean {
  if (!left || left.rowLines.length !== right.rowLines.length || right.rowLines.length <= FEWEST_ROWS)
    return false
  const sameRows = left.rowLines.every((line, n) => Math.abs(line - (right.rowLines[n] ?? 0)) < NEAR)
  const sameColumns =
    left.columns.length === right.columns.length &&
    left.columns.every((line, n) => Math.abs(line - (right.columns[n] ?? 0)) < NEAR)
  return sameRows && !sameColumns
}

/** Puts a page's table to the right of another's; of its text, only what the other does not say. */
function putBeside(page: Page, right: Page, table: PageTable): void {
  const left = onlyTable(page)
  if (!left) return
  const shift = (left.columns.at(-1) ?? 0) - (table.columns[0] ?? 0)
  const known = [...page.parts.map((part) => (part.kind === 'line' ? textOf(part) : '')), ...textsOf(left)]
  const lines = right.parts.filter(
    (part) => part.kind === 'line' && !known.some((text) => text.includes(textOf(part).trim())),
  )
  const moved = table.cells.map((cell) => ({ ...cell, left: cell.left + shift, right: cell.right + shift }))
  left.columns = [...left.columns, ...table.columns.slice(1).map((line) => line + shift)]
  left.cells = [...left.cells, ...moved.filter((cell) => !widens(left.cells, cell))]
  page.parts = [...page.parts, ...lines].sort((a, b) => a.top - b.top)
}

function textsOf({ cells }: PageTable): string[] {
  return cells.map(({ text }) => text)
}

/** A cell merged sideways goes on beyond the cut, where nothing is written in it, or the same again. */
function widens(cells: PageCell[], cell: PageCell): boolean {
  const before = cells.find(
    (one) =>
      one.openRight &&
      one.row === cell.row &&
      one.rowSpan === cell.rowSpan &&
      Math.abs(one.right - cell.left) < NEAR,
  )
  if (!before || ![before.text, ''].includes(cell.text)) return false
  before.right = cell.right
  before.openRight = cell.openRight
  return true
}
