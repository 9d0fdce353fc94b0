import type { Grid, Row } from '../grid.ts'
import { type Columns, columnsOf, level1WeightColumn } from './columns.ts'
import { withContent } from './columns-by-content.ts'
import { headingsFolded } from './headings-in-two-rows.ts'
import { leafOf } from './levels.ts'
import { headingsAligned } from './ragged-rows.ts'

/** How a table's indicators are laid out: enough to read on in a table that continues it. */
export interface IndicatorHeading {
  columns: Columns
  /** Index of the heading's last row. */
  row: number
  /** The heading's own cells, for what they do not say. */
  cells: Row
  /** How many cells a whole row has. */
  width: number
  level1Weight: number | null
}

/** The heading of indicators that begins in a row, in up to three rows; null where the row is none. */
export function indicatorHeading(grid: Grid, row: number): IndicatorHeading | null {
  const cells = grid.rows[row] ?? []
  const known = columnsOf(withHeadingsAbove(grid, row))
  const own = withContent(grid, { columns: known, row, cells }).columns
  const isOwn = isIndicatorHeading(own)
  if (!isOwn && !own.has('target') && !own.has('score')) return null
  if (!isOwn && isWhole(columnsOf(grid.rows[row + 1] ?? []))) return null
  const torn = grid.ragged ? headingsAligned(grid, row) : null
  const first = torn?.first ?? cells
  const second = torn?.second ?? grid.rows[row + 1]
  const two = second ? headingsFolded(first, second) : null
  if (two && (isOwn || torn) && isIndicatorHeading(columnsOf(two))) {
    const third = foldedUnderLeaf(two, grid.rows[row + 2])
    const cells = (second ?? []).map((cell, at) => (cell.text.trim() === '' ? (first[at] ?? cell) : cell))
    const heading = {
      columns: columnsOf(third ?? two),
      row: row + (third ? 2 : 1),
      cells: third ?? cells,
      width: first.length,
      level1Weight: null,
    }
    return forIndicators(withContent(grid, heading))
  }
  if (!isOwn) return null
  const width = grid.lengths[row] ?? cells.length
  return forIndicators({ columns: own, row, cells, width, level1Weight: level1WeightColumn(cells) })
}

/** A third row of headings, beside which the one of the names still reaches down; null where there is none. */
function foldedUnderLeaf(two: Row, third: Row | undefined): Row | null {
  const columns = columnsOf(two)
  const from = columns.get(leafOf(columns) ?? 'name')?.from ?? 0
  return third !== undefined && third[from] === two[from] ? headingsFolded(two, third) : null
}

/** A row that heads all of an indicator by itself is no lower half of a heading: 预期目标 | 实际完成情况 above it is of the goal. */
const isWhole = (columns: Columns) =>
  (['level1', 'target', 'actual', 'score'] as const).every((field) => columns.has(field)) &&
  leafOf(columns) !== null

/** A heading merged over two rows stands in the first alone where a table was saved as text. */
function withHeadingsAbove(grid: Grid, row: number): Row {
  const cells = grid.rows[row] ?? []
  const above = grid.rows[row - 1]
  if (above === undefined || cells.every(({ text }) => text !== '')) return cells
  const [own, over] = [columnsOf(cells), columnsOf(above)]
  if (!own.has('level1') || leafOf(own) === null) return cells
  const missing = (['target', 'actual', 'weight', 'score', 'reason'] as const).flatMap((field) => {
    const column = own.has(field) ? undefined : over.get(field)
    return column === undefined || column.from !== column.to ? [] : [column.from]
  })
  return missing.length === 0
    ? cells
    : cells.map((cell, at) => (cell.text === '' && missing.includes(at) ? (above[at] ?? cell) : cell))
}

/** A heading of indicators names levels, and a value, a weight or a score. */
export function isIndicatorHeading(columns: Columns): boolean {
  const levels = (['level1', 'level2', 'level3', 'level4', 'name'] as const).filter((field) =>
    columns.has(field),
  )
  const values = (['target', 'actual', 'weight', 'score'] as const).filter((field) => columns.has(field))
  if (columns.has('project') && !columns.has('level1')) return false
  return (levels.length >= 2 && values.length >= 1) || (leafOf(columns) !== null && values.length >= 2)
}

/** Among indicators 1-7月执行数 is what was achieved, not money. */
function forIndicators(heading: IndicatorHeading): IndicatorHeading {
  const { columns } = heading
  if (!columns.has('spent') || columns.has('actual')) return heading
  const renamed = [...columns].map(
    ([field, column]) => [field === 'spent' ? 'actual' : field, column] as const,
  )
  return { ...heading, columns: new Map(renamed) }
}
