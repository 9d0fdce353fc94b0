import type { Cell } from '#ingest/readers/table.ts'
import {
  type Columns,
  cellAt,
  columnsOf,
  columnsOfTwo,
  isTotalLabel,
  repeatsHeadings,
  textAt,
} from './columns.ts'
import type { DraftIndicator } from './draft.ts'
import { filledCells, type Grid, lineOf, placeOf, plain } from './grid.ts'

/** The indicators under one heading row, and the total that closes them. */
export interface IndicatorBlock {
  columns: Columns
  headingRow: number
  endRow: number
  indicators: DraftIndicator[]
  total: string | null
}

/** Every block of indicators in a table, found by its heading words. */
export function indicatorBlocks(grid: Grid): IndicatorBlock[] {
  const blocks: IndicatorBlock[] = []
  for (let row = 0; row < grid.rows.length; row += 1) {
    const columns = indicatorColumns(grid, row)
    if (columns === null) continue
    const block = readBlock(grid, row, columns)
    blocks.push(block)
    row = block.endRow - 1
  }
  return blocks
}

function indicatorColumns(grid: Grid, row: number): Columns | null {
  const cells = grid.rows[row] ?? []
  const below = grid.rows[row + 1]
  const columns =
    (below && isIndicatorHeading(columnsOf(cells)) && columnsOfTwo(cells, below)) || columnsOf(cells)
  return isIndicatorHeading(columns) ? columns : null
}

/** A heading of indicators names levels, and a value, a weight or a score. */
function isIndicatorHeading(columns: Columns): boolean {
  const levels = (['level1', 'level2', 'name'] as const).filter((field) => columns.has(field)).length
  const values = (['target', 'actual', 'weight', 'score'] as const).filter((field) =>
    columns.has(field),
  ).length
  return (levels >= 2 && values >= 1) || (columns.has('name') && values >= 2)
}

/** The level that rows belong to until another is named: merged cells come empty from plain text. */
interface Levels {
  level1: string | null
  level1Weight: string | null
  level2: string | null
}

function readBlock(grid: Grid, headingRow: number, columns: Columns): IndicatorBlock {
  const block: IndicatorBlock = { columns, headingRow, endRow: grid.rows.length, indicators: [], total: null }
  let levels: Levels = { level1: null, level1Weight: null, level2: null }
  for (let index = headingRow + 1; index < grid.rows.length; index += 1) {
    const row = grid.rows[index] ?? []
    const filled = filledCells(row)
    const first = filled[0]
    if (first === undefined || repeatsHeadings(row, columns) || isSecondHeadingRow(row, columns)) continue
    if (endsBlock(grid, index, columns)) return { ...block, endRow: index }
    if (isTotalLabel(first.text)) {
      block.total = totalOf(row, filled, columns)
      continue
    }
    levels = nextLevels(row, columns, levels)
    const indicator = indicatorOf(grid, row, columns, levels)
    if (indicator !== null) block.indicators.push(indicator)
  }
  return block
}

/** Under a two-row heading, the second row's own cells stand as the headings of single columns. */
const isSecondHeadingRow = (row: readonly Cell[], columns: Columns) => {
  const own = columnsOf(row)
  return own.size >= 2 && [...own].every(([field, column]) => columns.get(field)?.from === column.from)
}

function endsBlock(grid: Grid, index: number, columns: Columns): boolean {
  const row = grid.rows[index] ?? []
  const own = columnsOf(row)
  if (own.has('project') || own.has('adjusted') || own.has('spent')) return !columns.has('project')
  return isIndicatorHeading(own)
}

function totalOf(row: readonly Cell[], filled: readonly Cell[], columns: Columns): string | null {
  const scored = textAt(row, columns, 'score')
  if (scored !== null && /^\d/.test(plain(scored))) return scored
  const numbers = filled.map((cell) => plain(cell.text)).filter((text) => /^\d+(?:\.\d+)?分?$/.test(text))
  return numbers.at(-1) ?? null
}

/** Splits 产出指标（40分） into its name and its points; line breaks down a merged cell fall away. */
export function levelOf(text: string | null): { name: string | null; weight: string | null } {
  if (text === null) return { name: null, weight: null }
  const whole = plain(text)
  const weight = /[(（](?:权重|分值)?[:：]?(\d+(?:\.\d+)?)(?:分|%)?[)）]|(?<=\D)(\d+(?:\.\d+)?)分$/.exec(
    whole,
  )
  const name = whole.replace(/[(（][^()（）]*[)）]|\d+(?:\.\d+)?分$/g, '')
  return { name: name === '' ? null : name, weight: weight?.[1] ?? weight?.[2] ?? null }
}

function nextLevels(row: readonly Cell[], columns: Columns, before: Levels): Levels {
  const level1 = levelOf(textAt(row, columns, 'level1'))
  const level2 = levelOf(textAt(row, columns, 'level2')).name
  if (level1.name !== null && level1.name !== before.level1)
    return { level1: level1.name, level1Weight: level1.weight, level2 }
  return { ...before, level2: level2 ?? before.level2 }
}

function indicatorOf(
  grid: Grid,
  row: readonly Cell[],
  columns: Columns,
  levels: Levels,
): DraftIndicator | null {
  const target = targetText(row, columns)
  const actual = textAt(row, columns, 'actual')
  const score = textAt(row, columns, 'score')
  const weight = textAt(row, columns, 'weight')
  const own = nameOf(textAt(row, columns, 'name'))
  if (own === null && target === null && actual === null && score === null) return null
  const name =
    own ?? levelOf(textAt(row, columns, 'level2')).name ?? levelOf(textAt(row, columns, 'level1')).name
  const note = filledCells(row).length === 1 && target === own
  if (name === null || note) return null
  const cell = cellAt(row, columns, own === null ? 'level2' : 'name') ?? row[0]
  return {
    level1: levels.level1,
    level2: levels.level2,
    name,
    target,
    actual,
    weight,
    level1Weight: levels.level1Weight,
    score,
    reason: lineOf(textAt(row, columns, 'reason') ?? undefined),
    at: { ...(cell ? placeOf(grid, cell) : placeOf(grid, row[0] ?? emptyCell)), row: rowNumber(grid, row) },
  }
}

const emptyCell: Cell = { row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: '' }
const rowNumber = (grid: Grid, row: readonly Cell[]) => grid.rows.indexOf(row) + 1

/** Drops the template's own 指标1： before a name. */
function nameOf(text: string | null): string | null {
  if (text === null) return null
  return lineOf(text.replace(/^(?:指标)?\s*\d{1,2}\s*[:：.、．]\s*(?=\D)/, '').replace(/^指标\d*[:：]/, ''))
}

/** A target over one column or three: 指标性质 + 指标值 + 度量单位 read as one text. */
function targetText(row: readonly Cell[], columns: Columns): string | null {
  const value = textAt(row, columns, 'target')
  if (value === null) return null
  const operator = textAt(row, columns, 'operator')
  const unit = textAt(row, columns, 'targetUnit')
  const sign = operator !== null && /^[<>=≥≤≧≦＞＜＝]+$/.test(plain(operator)) ? operator : ''
  const measured = unit !== null && /\d$/.test(value) && !/^(?:定性|无|\/|-+)$/.test(plain(unit)) ? unit : ''
  return `${sign}${value}${measured}`
}
