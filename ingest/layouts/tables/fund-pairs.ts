import type { EvaluationKind } from '#app/domain/evaluation.ts'
import type { Problem } from '#app/domain/problem.ts'
import type { Cell } from '#ingest/readers/table.ts'
import { type DraftFundPart, type DraftFunds, type DraftMoney, noFunds } from '../draft.ts'
import { filledCells, type Grid, lineOf, partOf, placeIn, plain, type Row } from '../grid.ts'
import { headingOf, moneyUnitIn, moneyUnitsIn, type Sum, sums } from '../headings.ts'
import { budgetPoints, labelsWithValues } from '../labels.ts'
import { amountOf, type FundBlock, noSums, rateAndPoints, sourceWords, withSign } from './fund-block.ts'
import { indicatorBlocks } from './indicator-rows.ts'

const figure = /^[¥￥]?-?\d[\d,，]*(?:\.\d+)?(?:亿元|万元|千元|元|亿|万)?$/
const rate = /^\d+(?:\.\d+)?[%％]?$/
const requested =
  /^(?:年度|项目|申请|申报|本年|当年)?(?:资金|预算)?(?:申请|安排)?(?:资金|预算)?(?:总额|总计|合计)$|^年度金额$/

/** Money that a form gives above its indicators as label and figure, side by side or one over the other: 年度资金总额 | 50 | 其中：财政拨款 | 50. */
export function fundPairs(whole: Grid, unitAbove: string | null, kind: EvaluationKind): FundBlock | null {
  const grid = partOf(whole, 0, indicatorBlocks(whole)[0]?.heading.row)
  const funds: DraftFunds = { ...noFunds }
  const surest = new Map<Said, number>()
  const problems: Problem[] = []
  const saidBy = new Map<string, string>()
  const pairs = grid.rows.flatMap((_, row) => pairsOf(grid, row))
  const rated = new Set(
    pairs.flatMap(({ label, row }) => (ofRate.includes(sumOfLabel(label, kind)) ? [row] : [])),
  )
  for (const { label, value, row } of pairs) {
    const field = sumOfLabel(label, kind) ?? (rated.has(row) ? pointsOfLabel(label) : null)
    if (field === null || value === null || !holds(field, value)) continue
    const before = saidBy.get(withoutValue(label.text)) ?? value
    if (plain(before) !== plain(value) && amountOf({ text: before }) !== amountOf({ text: value }))
      problems.push({
        at: placeIn(grid, row, label),
        code: 'money-twice',
        message: `${withoutValue(label.text)}: ${before}, ${value}`,
      })
    saidBy.set(withoutValue(label.text), before)
    // 全年预算数 holds before 调整预算数, which may be what was added.
    const rank = headingOf(withoutValue(label.text))?.rank ?? 0
    if (rank >= (surest.get(field) ?? Number.POSITIVE_INFINITY)) continue
    surest.set(field, rank)
    if (field === 'executionRate')
      Object.assign(funds, rateAndPoints(value) ?? { executionRate: withSign(value, label.text) })
    else if (field === 'weight' || field === 'score') funds[field] = value
    else funds[field] = moneyOf(grid, row, { label, value, unitAbove })
  }
  return surest.size === 0 ? null : { funds, parts: partsAcross(grid, unitAbove, kind), problems }
}

/** Each label of a row with the figure beside it or, in a row of labels alone, below it. */
function pairsOf(grid: Grid, row: number): { label: Cell; value: string | null; row: number }[] {
  const over = labelsWithValues(grid, row)
  if (over.length > 0) return over.map(({ label, value }) => ({ label, value: lineOf(value.text), row }))
  const cells = filledCells(grid.rows[row] ?? [])
  return cells.flatMap((cell, at) =>
    pairsIn(cell).map((label) => ({
      label,
      value: figureBeside(label, cells[at + 1]) ?? rateBelow(grid, row, cell),
      row,
    })),
  )
}

/** The rate of all that stands below a label: 执行率 over 98%, right of the lines of money. */
function rateBelow(grid: Grid, row: number, { text, column, rowSpan }: Cell): string | null {
  const below = grid.rows[row + rowSpan]?.[column]?.text.trim() ?? ''
  return headingOf(text)?.field === 'executionRate' && /^\d+(?:\.\d+)?[%％]$/.test(below) ? below : null
}

const holds = (field: Said, value: string) =>
  (sums.some((sum) => sum === field) ? figure : rate).test(plain(value)) ||
  (field === 'executionRate' && rateAndPoints(value) !== null)

const withoutValue = (text: string) => plain(text).replace(/[:：].*$/, '')

type Said = Sum | 'executionRate' | 'weight' | 'score'

/** What says that a row is of the execution: its rate, or its points. */
const ofRate: readonly (Said | null)[] = ['executionRate', 'weight', 'score']

function sumOfLabel(cell: Cell, kind: EvaluationKind): Said | null {
  const label = withoutValue(cell.text)
  const own = budgetPoints.exec(label.replace(/\([^()]*\)/g, ''))
  if (own !== null) return own.groups?.weight === undefined ? 'score' : 'weight'
  const field = headingOf(label)?.field
  if (field === 'executionRate') return field
  // 支出 and 截至6月底支出 beside a figure are what was spent of the project's money.
  if (field === 'outgo' && /支出$/.test(label.replace(/\([^()]*\)/g, ''))) return 'spent'
  const sum = sums.find((one) => one === field)
  if (sum !== undefined) return sum
  // Before the year the sum that is asked for is the initial budget.
  return kind === 'target' && requested.test(label.replace(/\([^()]*\)/g, '')) ? 'budget' : null
}

/** 分值 and 得分 in one row behind 执行率 are the execution's. */
function pointsOfLabel({ text }: Cell): 'weight' | 'score' | null {
  const field = headingOf(withoutValue(text))?.field
  return field === 'weight' || field === 'score' ? field : null
}

/** One cell may hold several labels, each with its figure: 年初预算数：50万元；全年执行数：48万元. */
const pairsIn = (cell: Cell): Cell[] =>
  cell.text.split(betweenPairs).map((text) => (text === cell.text ? cell : { ...cell, text }))
const betweenPairs = /[;；,，。\s]+(?=\p{Script=Han}{2,12}(?:[(（][^()（）]{1,8}[)）])?[:：])/u

/** The figure beside a label, or behind its colon in the same cell. */
function figureBeside(label: Cell, next: Cell | undefined): string | null {
  const inside = lineOf(/[:：]\s*(.+?)(?<=\S)(?:[(（][^()（）]*[)）])?[;；。,，]?$/.exec(label.text)?.[1])
  return inside ?? (next && next.row <= label.row + label.rowSpan ? lineOf(next.text) : null)
}

function moneyOf(
  grid: Grid,
  row: number,
  { label, value, unitAbove }: { label: Cell; value: string; unitAbove: string | null },
): DraftMoney {
  const before = grid.rows
    .slice(0, row + 1)
    .flatMap((cells) => moneyUnitsIn(filledCells(cells).map(({ text }) => text)))
  const unit = moneyUnitIn(label.text) ?? before.at(-1) ?? unitAbove
  return { text: value, unit, at: placeIn(grid, row, label) }
}

/**
 * The sources that stand side by side over their figures, right of the whole: 资金总额 | 财政拨款 | 其他资金, and
 * 年初预算数 left of a row of them. None where one row of them does not add up.
 */
function partsAcross(grid: Grid, unitAbove: string | null, kind: EvaluationKind): DraftFundPart[] {
  const heading = grid.rows.findIndex((row) => sourcesIn(row).length >= 2)
  const sources = sourcesIn(grid.rows[heading] ?? [])
  const [first] = sources
  const total = filledCells(grid.rows[heading] ?? []).findLast(({ column }) => column < (first?.column ?? 0))
  if (total === undefined) return []
  const lines = linesAcross(grid, heading, [total, ...sources], kind)
  if (!lines.every(addsUp)) return []
  return sources.flatMap((source, at): DraftFundPart[] => {
    const own = lines.flatMap(({ row, label, field, cells }): [Sum, DraftMoney][] => {
      const cell = cells[at + 1]
      const value = cell?.text.trim() ?? ''
      if (cell === undefined || value === '') return []
      const money = moneyOf(grid, row, { label, value, unitAbove })
      return [[field, { ...money, at: placeIn(grid, row, cell) }]]
    })
    const part = { label: plain(source.text), ...noSums, at: placeIn(grid, heading, source) }
    return own.length === 0 ? [] : [{ ...part, ...Object.fromEntries(own) }]
  })
}

/** A sum's label with the figures right of it: of the whole first, then of each source. */
interface LineAcross {
  row: number
  label: Cell
  field: Sum
  cells: readonly (Cell | undefined)[]
}

/** The rows below a heading of sources that give a sum of the whole and of each. */
function linesAcross(
  grid: Grid,
  heading: number,
  heads: readonly Cell[],
  kind: EvaluationKind,
): LineAcross[] {
  const from = heads[0]?.column ?? 0
  return grid.rows.slice(heading + 1).flatMap((row, at): LineAcross[] => {
    const label = row.slice(0, from).findLast(({ text }) => text.trim() !== '')
    const field = sums.find((sum) => label && sum === sumOfLabel(label, kind))
    const cells = heads.map(({ column }) => row[column])
    const isLine = cells.every((cell) => !cell?.text.trim() || (field && holds(field, cell.text.trim())))
    return label && field && isLine ? [{ row: heading + 1 + at, label, field, cells }] : []
  })
}

function addsUp({ cells }: LineAcross): boolean {
  const [all = 0, ...others] = cells.map((cell) => amountOf({ text: cell?.text.trim() ?? '' }))
  return Math.abs(others.reduce((sum, one) => sum + one, 0) - all) <= 1e-6
}

const sourcesIn = (row: Row) =>
  filledCells(row).filter(({ text }) => text.length <= 12 && sourceWords.test(plain(text)))
