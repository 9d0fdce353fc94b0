import type { Problem } from '#app/domain/problem.ts'
import type { Cell } from '#ingest/readers/table.ts'
import { type Columns, cellAt, columnsOf, textAt } from './columns.ts'
import { type DraftFunds, type DraftMoney, noFunds } from './draft.ts'
import { filledCells, type Grid, lineOf, placeOf, plain } from './grid.ts'
import { type Field, headingOf, moneyUnitIn } from './headings.ts'

const sums = ['budget', 'adjusted', 'arrived', 'spent'] as const
type Sum = (typeof sums)[number]

/** The fund block of a form (资金情况), found by its headings; null where a table has none. */
export function fundBlock(grid: Grid): { funds: DraftFunds; problems: Problem[] } | null {
  const index = grid.rows.findIndex((row) => isFundHeading(columnsOf(row)))
  if (index < 0) return null
  const heading = grid.rows[index] ?? []
  const columns = columnsOf(heading)
  const rows = fundRows(grid, index, columns)
  const total = rows.find((row) => isTotalLine(row, columns)) ?? rows[0]
  if (total === undefined) return null
  const unit = unitOfBlock(grid, index)
  const problems: Problem[] = []
  const funds: DraftFunds = {
    ...noFunds,
    executionRate: textAt(total, columns, 'executionRate'),
    weight: textAt(total, columns, 'weight'),
    score: textAt(total, columns, 'score'),
  }
  for (const field of sums) funds[field] = sumOf({ grid, rows, total, columns, unit }, field, problems)
  return { funds, problems }
}

function isFundHeading(columns: Columns): boolean {
  const named = sums.filter((field) => columns.has(field)).length + Number(columns.has('executionRate'))
  return named >= 2 && !columns.has('name') && !columns.has('project')
}

/** The lines below the heading: each begins with a label and holds at least one figure or an empty line. */
function fundRows(grid: Grid, index: number, columns: Columns): (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = []
  for (const row of grid.rows.slice(index + 1, index + 12)) {
    const own = columnsOf(row)
    if (own.has('name') || own.has('level1') || own.has('target') || isGoalLine(row)) break
    if (
      sums.some((field) => columns.has(field) && figureIn(textAt(row, columns, field))) ||
      isTotalLine(row, columns)
    )
      rows.push(row)
  }
  return rows
}

const isGoalLine = (row: readonly Cell[]) =>
  filledCells(row).some(
    (cell) => /^(?:年度)?(?:总体|绩效)?目标/.test(plain(cell.text)) && plain(cell.text).length < 12,
  )

const figureIn = (text: string | null) =>
  text !== null && /^[¥￥]?[\d,，.]+(?:亿|万|千)?元?$/.test(plain(text))

function isTotalLine(row: readonly Cell[], columns: Columns): boolean {
  const first = Math.min(...[...columns.values()].map((column) => column.from))
  const labels = row.slice(0, first).map((cell) => plain(cell.text))
  return labels.some(
    (label) => /资金总额|总额|合计|总计|资金总量|^总?预算$/.test(label) && !/^其中/.test(label),
  )
}

/** 万元 or 元 as the block's own heading says, else the nearest line above or the table's name. */
function unitOfBlock(grid: Grid, index: number): string | null {
  const near = grid.rows.slice(Math.max(0, index - 4), index + 3)
  const inBlock = [grid.rows[index] ?? [], ...near].flatMap((row) =>
    row.map((cell) => moneyUnitIn(plain(cell.text))),
  )
  const anywhere = () =>
    grid.rows.slice(0, index).flatMap((row) => row.map((cell) => moneyUnitIn(plain(cell.text))))
  return inBlock.find((unit) => unit !== null) ?? anywhere().find((unit) => unit !== null) ?? null
}

interface Block {
  grid: Grid
  rows: readonly (readonly Cell[])[]
  total: readonly Cell[]
  columns: Columns
  unit: string | null
}

const isNothing = (text: string | null) => text === null || /^(?:0+(?:\.0+)?|[-—/]+)$/.test(plain(text))

/** The total line's figure; where it is empty or 0 above real figures, the sum of the lines below, reported. */
function sumOf(block: Block, field: Sum, problems: Problem[]): DraftMoney | null {
  const stated = moneyAt(block, block.total, field)
  const parts = block.rows
    .filter((row) => row !== block.total)
    .map((row) => moneyAt(block, row, field))
    .filter((part) => part !== null && !isNothing(part.text))
  if (parts.length === 0 || !isNothing(stated?.text ?? null)) return stated
  const amounts = parts.map((part) => Number(plain(part?.text ?? '').replaceAll(/[,，¥￥元万]/g, '')))
  const [first] = parts
  if (!first || amounts.some(Number.isNaN)) return stated
  problems.push({
    at: first.at,
    code: 'fund-total-missing',
    message: `${fundWords[field]}: the total line is empty or 0 above figures; their sum is used`,
  })
  return { ...first, text: String(Number(amounts.reduce((sum, amount) => sum + amount, 0).toFixed(6))) }
}

const fundWords: Record<Sum, string> = {
  budget: '年初预算数',
  adjusted: '全年预算数',
  arrived: '资金到位数',
  spent: '全年执行数',
}

function moneyAt({ grid, columns, unit }: Block, row: readonly Cell[], field: Sum): DraftMoney | null {
  const cell = cellAt(row, columns, field)
  const text = lineOf(cell?.text)
  if (cell === null || text === null || headingOf(text) !== null) return null
  return { text, unit: columns.get(field)?.unit ?? unit, at: placeOf(grid, cell) }
}

export const isFundField = (field: Field): field is Sum => sums.some((sum) => sum === field)
