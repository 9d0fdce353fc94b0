import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { type Grid, gridsOf } from '../grid.ts'
import { headingAmongIndicators, headingOf } from '../headings.ts'
import { columnsOf } from './columns.ts'
import { isIndicatorHeading } from './indicator-heading.ts'

/*
 * Some tables give an indicator two rows, its target in one and its outcome in the next, each behind the word for it:
 * 目标 | 28所 over 实际 | 29所.
 */

/** The document with each such pair of rows as one, the target and the outcome in columns of their own. */
export function withPairedRows(content: Content): Content {
  const grids = gridsOf(content).values()
  const blocks = content.blocks.map((block) => {
    const grid = block.kind === 'table' ? grids.next().value : undefined
    const pairs = grid === undefined ? null : pairsIn(grid)
    return block.kind === 'table' && grid && pairs ? (joined(block, grid, pairs) ?? block) : block
  })
  return blocks.some((block, at) => block !== content.blocks[at]) ? { ...content, blocks } : content
}

interface Pairs {
  heading: number
  /** Of the words for target and outcome; the values stand right of it. */
  column: number
  /** The rows of targets; the outcomes stand right below. */
  rows: readonly number[]
}

const headingWithin = 30
const leastPairs = 2

function pairsIn({ rows }: Grid): Pairs | null {
  const heading = rows
    .slice(0, headingWithin)
    .findIndex((row) => row.length > 3 && isIndicatorHeading(columnsOf(row)))
  for (const column of heading < 0 ? [] : (rows[heading] ?? []).keys()) {
    const meanings = rows.map((row, at) => (at > heading ? meaningOf(row[column]?.text ?? '') : null))
    const targets = meanings.flatMap((meaning, at) => (meaning === 'target' ? [at] : []))
    const arePaired = meanings.every(
      (meaning, at) => (meaning === 'target') === (meanings[at + 1] === 'actual'),
    )
    if (arePaired && targets.length >= leastPairs) return { heading, column, rows: targets }
  }
  return null
}

const meaningOf = (text: string) =>
  text === '' ? null : ((headingOf(text) ?? headingAmongIndicators(text))?.field ?? null)

/** The table with a row for each pair; null where both rows of one say something else in another column. */
function joined(table: Table, { rows }: Grid, { heading, column, rows: targets }: Pairs): Table | null {
  const textAt = (row: number, at: number) => rows[row]?.[at]?.text.trim() ?? ''
  const isAside = (at: number) => at !== column && at !== column + 1
  const isTwofold = (row: number) =>
    (rows[row] ?? []).some((_, at) => {
      const [own, below] = [textAt(row, at), textAt(row + 1, at)]
      return isAside(at) && own !== '' && below !== '' && own !== below
    })
  if (targets.some(isTwofold)) return null
  const gone = new Set(targets.map((row) => row + 1))
  const goneIn = (from: number, to: number) => [...gone].filter((row) => row >= from && row < to).length
  const textOf = ({ row, column: at, text }: Cell): string => {
    if (row === heading && !isAside(at)) return at === column ? '年度指标值' : '实际完成值'
    if (!targets.includes(row)) return text
    if (at === column) return textAt(row, column + 1)
    return at === column + 1 || text.trim() === '' ? textAt(row + 1, at) : text
  }
  const cells = table.cells
    .filter(({ row }) => !gone.has(row))
    .map((cell) => ({
      ...cell,
      text: textOf(cell),
      row: cell.row - goneIn(0, cell.row),
      rowSpan: cell.rowSpan - goneIn(cell.row, cell.row + cell.rowSpan),
    }))
  return { ...table, rows: table.rows - gone.size, cells }
}
