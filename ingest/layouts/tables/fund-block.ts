import type { Problem } from '#app/domain/problem.ts'
import { type DraftFundPart, type DraftFunds, type DraftMoney, noFunds } from '../draft.ts'
import { blank, filledCells, type Grid, lineOf, ownCells, placeIn, plain, type Row } from '../grid.ts'
import { headingOf, isKnownWord, isTask, moneyUnitIn, moneyUnitsIn, type Sum, sums } from '../headings.ts'
import { once } from '../once.ts'
import { areColumnNumbers, type Columns, cellAt, columnsOf, textAt } from './columns.ts'
import { columnsOfTwo } from './headings-in-two-rows.ts'
import { isFigure, moneyIn, mostLines, withMoneyApart } from './money-apart.ts'
import { linesAligned } from './ragged-rows.ts'
import { weightAndScore } from './row-values.ts'

/** What a fund block says: its total line, the lines that add up to it, and what was odd. */
export interface FundBlock {
  funds: DraftFunds
  parts: DraftFundPart[]
  problems: Problem[]
}

/** The fund block of a form (资金情况): its heading, the lines below it, and the unit of its figures. */
interface Block {
  grid: Grid
  columns: Columns
  heading: number
  /** Indices of the lines that hold figures. */
  lines: readonly number[]
  total: number | null
  unit: string | null
}

/** The fund block of a form, found by its headings; null where a table has none. `unitAbove` is the page's own. */
export function fundBlock(grid: Grid, unitAbove: string | null): FundBlock | null {
  const block = blockIn(grid)
  return block === null ? null : fundsOf({ ...block, unit: block.unit ?? unitAbove })
}

const blockIn = once((grid: Grid): Block | null => {
  const blocks = grid.rows.map((_, row) => blockAt(grid, row)).filter((block) => block !== null)
  const worth = ({ columns, total }: Block) =>
    Number(columns.has('executionRate')) + Number(columns.has('score')) + Number(total !== null)
  return blocks.reduce<Block | null>((best, one) => (best && worth(best) >= worth(one) ? best : one), null)
})

function blockAt(written: Grid, row: number): Block | null {
  const grid = withMoneyApart(written, row)
  const cells = withoutLabel(grid.rows[row] ?? [])
  const own = withoutProject(cells)
  // 年初预算数 | 120 | 全年预算数 | 130 are labels beside their figures, and head nothing.
  if (!isFundHeading(own) || cells.some(({ text }) => isFigure(text))) return null
  const below = grid.rows[row + 1]
  const two = below ? columnsOfTwo(cells, below) : null
  const heading = two && isFundHeading(two) ? row + 1 : row
  const columns = withInitialBudget(grid, heading, two && isFundHeading(two) ? two : own)
  const aligned = grid.ragged ? linesAligned(grid, heading, columns) : grid
  const lines = linesBelow(aligned, heading, columns)
  if (lines.length === 0) return null
  const total = totalLine(aligned, lines, columns)
  if (total === null && cells.some(({ text }) => isTask(text))) return null
  return { grid: aligned, columns, heading, lines, total, unit: unitOf(grid, row) }
}

/** 年度预算（元） left of 年初数 | 调整后数 and down beside their figures is the label of the block, and heads none of them. */
function withoutLabel(cells: Row): Row {
  const [label, ...others] = filledCells(cells)
  if (label === undefined || label.rowSpan < 2) return cells
  const field = headingOf(label.text)?.field
  const isAgain = field !== undefined && others.some(({ text }) => headingOf(text)?.field === field)
  return isAgain ? cells.map((cell) => (cell === label ? blank : cell)) : cells
}

/** 资金名称 or 资金项目 beside the label of the whole block heads its lines, and no list of projects. */
function withoutProject(cells: Row): Columns {
  const columns = columnsOf(cells)
  const { from = 0, heading = '' } = columns.get('project') ?? {}
  const beside = cells[from - 1]
  if (!/^资金(?:名称|项目)$/.test(plain(heading)) || beside === undefined || beside.rowSpan < 2)
    return columns
  return new Map([...columns].filter(([field]) => field !== 'project'))
}

/** A heading of money names at least two of the sums and their rate, and no indicator and no project. */
export function isFundHeading(columns: Columns): boolean {
  const named = sums.filter((field) => columns.has(field)).length + Number(columns.has('executionRate'))
  const others = (['name', 'level1', 'level2', 'level3', 'project', 'target'] as const).some((field) =>
    columns.has(field),
  )
  return named >= 2 && !others
}

/** 预算数 beside 调整后预算数 is the initial budget, where figures stand below it and not the lines' names. */
function withInitialBudget(grid: Grid, heading: number, columns: Columns): Columns {
  if (columns.has('budget') || !/调整|全年/.test(columns.get('adjusted')?.heading ?? '')) return columns
  const cells = grid.rows[heading] ?? []
  const from = cells.findIndex(({ text }) =>
    /^(?:年度|项目)?预算(?:数|金额)$/.test(plain(text).replace(/\([^()]*\)/g, '')),
  )
  const below = grid.rows.slice(heading + 1, heading + 3).some((row) => isFigure(row[from]?.text ?? null))
  if (from < 0 || !below) return columns
  const heads = cells[from]?.text ?? ''
  return new Map([...columns, ['budget', { from, to: from, unit: moneyUnitIn(heads), heading: heads }]])
}

const firstOf = (columns: Columns) =>
  Math.min(...sums.map((sum) => columns.get(sum)?.from ?? Number.POSITIVE_INFINITY))

/** The lines below the heading that hold a figure or are the total line, as far as the block reaches. */
function linesBelow(grid: Grid, heading: number, columns: Columns): number[] {
  const lines: number[] = []
  for (let index = heading + 1; index < Math.min(grid.rows.length, heading + mostLines); index += 1) {
    const row = grid.rows[index] ?? []
    const own = columnsOf(row)
    if (areColumnNumbers(ownCells(grid, index))) continue
    if (own.has('level1') || own.has('target') || own.has('project') || isGoalLine(grid, index)) break
    if (isPointsLine(grid, index)) break
    const figures = sums.some((field) => columns.has(field) && isFigure(textAt(row, columns, field)))
    if (figures || isTotalLine(grid, index, columns)) lines.push(index)
  }
  return lines
}

/** 总分 closes a form whose money stands at its end. */
const isPointsLine = (grid: Grid, row: number) =>
  headingOf(ownCells(grid, row)[0]?.text ?? '')?.field === 'total'

const isGoalLine = (grid: Grid, row: number) =>
  ownCells(grid, row).some(
    ({ text }) => /^(?:年度|项目)?(?:总体|绩效|年度)?目标/.test(plain(text)) && plain(text).length < 12,
  )

/** Words of the line that holds the whole, the surest first. */
const totalWords = [/总额|总金额|合计|总计|总量|总数|总资金|^总?预算$/, /^年度资金|小计/]
export const sourceWords =
  /拨款|财政|本级|结转|结余|其他|其它|自筹|单位资金|专户|中央|省级|市级|县级|区级|地方|上级/

/** The line that holds the whole: by its words, else the first above 其中, above sources, or of figures that the others add up to. */
function totalLine(grid: Grid, lines: readonly number[], columns: Columns): number | null {
  for (const pattern of totalWords) {
    const named = lines.find((line) => isCalled(pattern, grid, line, columns))
    if (named !== undefined) return named
  }
  const [first = '', ...others] = lines.map((line) => labelsOf(grid, line, columns).join(''))
  const isWhole =
    /^其中/.test(others[0] ?? '') ||
    (!sourceWords.test(first) && others.every((label) => sourceWords.test(label))) ||
    isSumOfOthers(grid, lines, columns)
  return isWhole || others.length === 0 ? (lines[0] ?? null) : null
}

/** Whether each figure of the first line is the sum of those below it: of one other alone it would be its equal. */
function isSumOfOthers(grid: Grid, lines: readonly number[], columns: Columns): boolean {
  return (
    lines.length > 2 &&
    sums
      .filter((field) => columns.has(field))
      .every((field) => {
        const [first = 0, ...others] = lines.map((line) =>
          amountOf({ text: textAt(grid.rows[line] ?? [], columns, field) ?? '' }),
        )
        return Math.abs(others.reduce((sum, one) => sum + one, 0) - first) < 1e-6
      })
  )
}

/** What stands left of a line's figures and begins there. */
const labelsOf = (grid: Grid, row: number, columns: Columns) =>
  (grid.rows[row] ?? [])
    .slice(0, firstOf(columns))
    .filter((cell) => cell.row === grid.firstRow + row)
    .map(({ text }) => plain(text))

const isTotalLine = (grid: Grid, row: number, columns: Columns) =>
  totalWords.some((pattern) => isCalled(pattern, grid, row, columns))

const isCalled = (pattern: RegExp, grid: Grid, row: number, columns: Columns) =>
  labelsOf(grid, row, columns).some((label) => pattern.test(label) && !/^(?:其中|[-—])/.test(label))

/** 万元 or 元 as the block's own heading says, else the nearest line above or the table's name. */
function unitOf(grid: Grid, heading: number): string | null {
  const unitsIn = (from: number, to: number) =>
    grid.rows
      .slice(Math.max(0, from), to)
      .flatMap((row) => moneyUnitsIn(filledCells(row).map(({ text }) => text)))
  const near = [...unitsIn(heading, heading + 3), ...unitsIn(heading - 4, heading).reverse()]
  const all = [...near, ...unitsIn(0, heading - 4).reverse(), moneyUnitIn(grid.name ?? '')]
  return all.find((unit) => unit !== null) ?? null
}

function fundsOf(block: Block): FundBlock {
  const { grid, columns, total, lines } = block
  const problems: Problem[] = []
  const row = grid.rows[total ?? lines[0] ?? -1] ?? []
  const points = pointsOf(block)
  const said = total === null ? null : { ...weightAndScore(row, columns), ...rateIn(row, columns) }
  const funds: DraftFunds = {
    ...noFunds,
    executionRate: withSign(said?.executionRate ?? null, columns.get('executionRate')?.heading ?? ''),
    weight: said?.weight ?? points,
    score: said?.score ?? null,
  }
  for (const field of sums) funds[field] = sumOf(block, field, problems)
  for (const cell of filledCells(grid.rows[block.heading] ?? []))
    if (moneyIn(cell).length > 0)
      problems.push({
        at: placeIn(grid, block.heading, cell),
        code: 'heading-unknown',
        message: plain(cell.text),
      })
  return { funds, parts: addends(block), problems }
}

/** The rate of execution; one cell may hold the points for it too. */
function rateIn(row: Row, columns: Columns): RateSaid {
  const stated = textAt(row, columns, 'executionRate')
  return rateAndPoints(stated ?? textAt(row, columns, 'score') ?? '') ?? { executionRate: stated }
}

type RateSaid = Pick<DraftFunds, 'executionRate'> & Partial<Pick<DraftFunds, 'weight' | 'score'>>

/** A rate with the points for it, 100%/10, or 98%（满分10分，得9.8分）; null where a text is no such thing. */
export function rateAndPoints(text: string): RateSaid | null {
  const [, executionRate, weight, score] = rateWithPoints.exec(plain(text)) ?? []
  if (executionRate === undefined || score === undefined) return null
  return { executionRate, score, ...(weight === undefined ? {} : { weight }) }
}
const rateWithPoints =
  /^(\d+(?:\.\d+)?%)[/,;(]?(?:(?:满分|分值|权重|按)?:?(\d+(?:\.\d+)?)分计?[,;、])?(?:得分?:?)?(\d+(?:\.\d+)?)分?\)?$/

/** The lines that add up to the total; none where the block names fewer than two, which need not be all. */
function addends(block: Block): DraftFundPart[] {
  const { grid, columns, total } = block
  if (total === null || sourceLines(block).length < 2) return []
  const parts = new Map<number, DraftFundPart>()
  for (const field of sums) {
    const whole = moneyAt(block, total, field)
    if (whole === null || isNothing(whole.text)) continue
    for (const { line, money } of topmost(block, partsOf(block, field), amountOf(whole))) {
      const labels = labelsOf(grid, line, columns)
      const label = labels.findLast((one) => !/^(?:[小合]计)?$/.test(one)) ?? labels.at(-1) ?? ''
      const part = parts.get(line) ?? { ...noSums, label, at: placeIn(grid, line, null) }
      part[field] = money
      parts.set(line, part)
    }
  }
  return [...parts.values()]
}

export const noSums = { budget: null, adjusted: null, arrived: null, spent: null }

/** The lines that name where the money comes from, filled or not. */
function sourceLines({ grid, columns, heading, total }: Block): number[] {
  const lines: number[] = []
  for (let row = heading + 1; row < Math.min(grid.rows.length, heading + mostLines); row += 1) {
    const names = labelsOf(grid, row, columns)
    if (row !== total && !names.some((name) => sourceWords.test(name))) break
    if (row !== total) lines.push(row)
  }
  return lines
}

/** Under 执行率(%) a bare 98.5 is per cent. */
export const withSign = (text: string | null, heading: string) =>
  text !== null && /[%％]/.test(heading.replace(/100[%％]/, '')) && /^\d+(?:\.\d+)?$/.test(text)
    ? `${text}%`
    : text

/** Points that the block's own label gives: 预算执行情况（20分）, 得分（满分10分）. */
function pointsOf({ grid, columns, heading }: Block): string | null {
  const row = grid.rows[heading] ?? []
  const labels = [...row.slice(0, firstOf(columns)), ...row.slice(columns.get('score')?.from ?? row.length)]
  return (
    labels
      .map(({ text }) => /\((?:满分|总分|分值|权重|共)?:?(\d+(?:\.\d+)?)分/.exec(plain(text))?.[1])
      .find((found) => found !== undefined) ?? null
  )
}

const isNothing = (text: string | null) =>
  text === null || /^(?:0+(?:\.0+)?(?:万?元)?|[-—/]+)$/.test(plain(text))

/** The total line's figure; where it is empty or 0 above real figures, the sum of the lines below, reported. */
function sumOf(block: Block, field: Sum, problems: Problem[]): DraftMoney | null {
  const stated = block.total === null ? null : moneyAt(block, block.total, field)
  if (stated !== null && !isNothing(stated.text)) return stated
  const parts = topmost(block, partsOf(block, field), null)
  const [first] = parts
  if (!first || parts.some(({ amount }) => Number.isNaN(amount))) return stated
  problems.push({
    at: first.money.at,
    code: 'fund-total-missing',
    message: `${sumWords[field]}: the total line is empty or 0 above figures; their sum is used`,
  })
  const own = /[亿万千]?元$/.exec(plain(first.money.text))?.[0] ?? null
  const sum = Number(parts.reduce((total, { amount }) => total + amount, 0).toFixed(6))
  return { ...first.money, text: String(sum), unit: own ?? first.money.unit }
}

interface Part {
  line: number
  money: DraftMoney
  amount: number
}

function partsOf(block: Block, field: Sum): Part[] {
  return block.lines
    .filter((line) => line !== block.total)
    .flatMap((line) => {
      const money = moneyAt(block, line, field)
      if (money === null || isNothing(money.text)) return []
      return [{ line, money, amount: amountOf(money) }]
    })
}

export const amountOf = ({ text }: Pick<DraftMoney, 'text'>) =>
  Number(plain(text).replaceAll(/[,，¥￥]|[亿万千]?元$/g, ''))

const byGovernment = /中央|省|市|县|区|旗|上级|本级|地方|一般公共|基金/

/** Leaves out lines that only divide the line above them: 财政拨款 90, of which 中央 50, 地方 40. */
function topmost({ grid, columns }: Block, parts: readonly Part[], whole: number | null): Part[] {
  const sum = parts.reduce((all, { amount }) => all + amount, 0)
  if (whole !== null && Math.abs(sum - whole) < 1e-6) return [...parts]
  const label = ({ line }: Part) =>
    (grid.rows[line] ?? [])
      .slice(0, firstOf(columns))
      .map(({ text }) => plain(text))
      .join('')
  const first = parts.findIndex((part) => byGovernment.test(label(part)))
  const last = parts.findLastIndex((part) => byGovernment.test(label(part)))
  const above = parts[first - 1]
  const divided = parts.slice(first, last + 1).reduce((all, { amount }) => all + amount, 0)
  if (above === undefined || first < 1 || Math.abs(divided - above.amount) > 1e-6) return [...parts]
  return [...parts.slice(0, first), ...parts.slice(last + 1)]
}

const sumWords: Record<Sum, string> = {
  budget: '年初预算数',
  adjusted: '全年预算数',
  arrived: '资金到位数',
  spent: '全年执行数',
}

function moneyAt({ grid, columns, unit }: Block, line: number, field: Sum): DraftMoney | null {
  const cell = cellAt(grid.rows[line] ?? [], columns, field)
  const text = lineOf(cell?.text)
  if (cell === null || text === null || isKnownWord(text)) return null
  return { text, unit: columns.get(field)?.unit ?? unit, at: placeIn(grid, line, cell) }
}
