import type { Cell } from '#ingest/readers/table.ts'
import { lineOf, plain } from './grid.ts'
import { type Field, headingOf } from './headings.ts'

/** Where each field stands in the rows below a heading: first and last column, and the heading's money unit. */
export interface Column {
  from: number
  to: number
  unit: string | null
}
export type Columns = ReadonlyMap<Field, Column>

/** Reads a row of headings; unknown words are passed over, and the first of two equal headings wins. */
export function columnsOf(row: readonly Cell[]): Map<Field, Column> {
  const columns = new Map<Field, Column>()
  row.forEach((cell, index) => {
    const heading = headingOf(cell.text)
    if (heading === null) return
    const known = columns.get(heading.field)
    if (known === undefined) columns.set(heading.field, { from: index, to: index, unit: heading.unit })
    else if (row[known.to] === cell && known.to === index - 1) known.to = index
  })
  return columns
}

/**
 * Headings in two rows: where a heading of the first spans columns that the second names one by one,
 * the second row's names hold (度量单位 under a merged 年度指标值).
 */
export function columnsOfTwo(first: readonly Cell[], second: readonly Cell[]): Map<Field, Column> | null {
  const below = columnsOf(second.map((cell, index) => (cell === first[index] ? blank : cell)))
  if (below.size < 2) return null
  const columns = columnsOf(first)
  for (const [field, column] of [...columns])
    if ([...below.values()].some((named) => named.from >= column.from && named.to <= column.to))
      columns.delete(field)
  for (const [field, column] of below) columns.set(field, column)
  return columns
}

const blank: Cell = { row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: '' }

/** The cell of a field in a row; where its heading spans several columns, the first that holds text. */
export function cellAt(row: readonly Cell[], columns: Columns, field: Field): Cell | null {
  const column = columns.get(field)
  if (column === undefined) return null
  const cells = row.slice(column.from, column.to + 1)
  return cells.find((cell) => cell.text.trim() !== '') ?? cells[0] ?? null
}

/** The text of a field in a row on one line; the cells under a spanning heading are read as one. */
export function textAt(row: readonly Cell[], columns: Columns, field: Field): string | null {
  const column = columns.get(field)
  if (column === undefined) return null
  const cells = [...new Set(row.slice(column.from, column.to + 1))]
  return lineOf(cells.map((cell) => cell.text).join(''))
}

/** True for a row that only repeats its table's headings, as tables do on each new page. */
export function repeatsHeadings(row: readonly Cell[], columns: Columns): boolean {
  const again = [...columns].filter(([field, { from }]) => headingOf(row[from]?.text ?? '')?.field === field)
  return again.length >= 2 && again.length >= columns.size / 2
}

/** 总分, 合计 and their kin at the head of a row. */
export const isTotalLabel = (text: string) =>
  /^(?:自评|评价|项目)?(?:总分|总得分|合计|总计|得分合计|分值合计|总评分|合计得分)/.test(plain(text))
