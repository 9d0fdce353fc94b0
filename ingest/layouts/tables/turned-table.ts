import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { type Grid, gridsOf } from '../grid.ts'
import { type Field, headingOf, indicatorFields, isKnownWord, moneyFields } from '../headings.ts'
import { once } from '../once.ts'

/**
 * The document with every table upright: where headings stand one below the other and an indicator or a project in
 * each column beside them, rows and columns change places; what stands above and below is a table of its own.
 */
export const withTurnedTables = once((content: Content): Content => {
  const grids = gridsOf(content).values()
  const blocks = content.blocks.flatMap((block): Content['blocks'] => {
    const grid = block.kind === 'table' ? grids.next().value : undefined
    const run =
      grid === undefined ? null : (headingsDown(grid, ofIndicators) ?? headingsDown(grid, ofProjects))
    return block.kind !== 'table' || run === null ? [block] : turned(block, run)
  })
  const isTurned = blocks.some((block, at) => block !== content.blocks[at])
  return isTurned ? { ...content, blocks } : content
})

/** What the rows of a table that lies on its side mean: those that name things, those that say values, and others. */
interface Meanings {
  names: readonly Field[]
  values: readonly Field[]
  all: readonly Field[]
}

const ofIndicators: Meanings = {
  names: ['level3', 'level4', 'name'],
  values: ['target', 'actual'],
  all: indicatorFields,
}
const results: readonly Field[] = ['total', 'score', 'grade']
const ofProjects: Meanings = {
  names: ['project'],
  values: results,
  all: ['project', 'unit', 'reporter', 'department', 'year', 'district', ...moneyFields, ...results],
}

/** The rows whose first cells are such headings, from the first to the last of them. */
interface Run {
  from: number
  to: number
  /** Columns that the headings take. */
  width: number
}

/** A form on its side is a few rows high; below so many rows nobody looks for one. */
const headingsWithin = 200
const leastFields = 4
const leastNames = 2

function headingsDown({ rows, firstRow }: Grid, { names, values, all }: Meanings): Run | null {
  const labels = rows
    .slice(0, headingsWithin)
    .map(([label], at) => (label?.row === firstRow + at ? label : null))
  const found = labels.flatMap((label, row) => {
    const field = label === null ? undefined : headingOf(label.text)?.field
    return field === undefined || field === 'ignored' || !all.includes(field)
      ? []
      : [{ row, field, width: label?.columnSpan ?? 1 }]
  })
  const name = found.find(
    ({ row, field, width }) => names.includes(field) && isFilled(rows[row] ?? [], width),
  )
  if (name === undefined) return null
  // A heading that nobody knows may stand between two others.
  const at = found.indexOf(name)
  const isApart = (one: number, other: number) => (found[other]?.row ?? 0) - (found[one]?.row ?? 0) > 2
  let first = at
  while (first > 0 && !isApart(first - 1, first)) first -= 1
  let last = at
  while (last < found.length - 1 && !isApart(last, last + 1)) last += 1
  const run = found.slice(first, last + 1)
  const fields = new Set<Field>(run.map(({ field }) => field))
  const isWhole = fields.size >= leastFields && values.some((field) => fields.has(field))
  return isWhole && fields.size >= run.length - 1
    ? { from: run[0]?.row ?? 0, to: run.at(-1)?.row ?? 0, width: name.width }
    : null
}

/** Names stand beside their heading, and no other headings. */
function isFilled(row: readonly Cell[], width: number): boolean {
  const cells = [...new Set(row.slice(width))].filter(({ text }) => text.trim() !== '')
  return cells.length >= leastNames && !cells.some(({ text }) => isKnownWord(text))
}

function turned(table: Table, { from, to, width }: Run): Content['blocks'] {
  const whole = cutTable(table, from, to + 1)
  const cells = whole.cells.map(({ row, column, rowSpan, columnSpan, text }) => ({
    row: column < width ? 0 : column - width + 1,
    column: row,
    rowSpan: column < width ? 1 : columnSpan,
    columnSpan: rowSpan,
    text,
  }))
  const middle: Table = {
    ...whole,
    rows: table.columns - width + 1,
    columns: whole.rows,
    cells: cells.sort((one, other) => one.row - other.row || one.column - other.column),
  }
  const below = cutTable(table, to + 1, table.rows)
  return [...titled(cutTable(table, 0, from)), middle, ...(isEmpty(below) ? [] : [below])]
}

const isEmpty = ({ cells }: Table) => cells.every(({ text }) => text.trim() === '')

/** Rows of one text each over the headings are a title, which stands above its table. */
function titled(above: Table): Content['blocks'] {
  const texts = above.cells.filter(({ text }) => text.trim() !== '')
  const areLines = new Set(texts.map(({ row }) => row)).size === texts.length
  if (!areLines) return [above]
  return texts.map(({ text }) => ({ kind: 'paragraph', text }))
}

/** Some rows of a table as one of their own. */
function cutTable(table: Table, from: number, to: number): Table {
  const cells = table.cells
    .filter(({ row }) => row >= from && row < to)
    .map((cell) => ({ ...cell, row: cell.row - from, rowSpan: Math.min(cell.rowSpan, to - cell.row) }))
  return { ...table, rows: to - from, cells }
}
