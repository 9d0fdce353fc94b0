import type { Problem } from '#app/domain/problem.ts'
import type { Cell } from '#ingest/readers/table.ts'
import type { DraftIndicator } from '../draft.ts'
import { isFooterText, isPageNumber } from '../footers.ts'
import { filledCells, type Grid, isOneText, lineOf, ownCells, placeIn, plain, type Row } from '../grid.ts'
import { headingOf } from '../headings.ts'
import { once } from '../once.ts'
import {
  areColumnNumbers,
  type Columns,
  cellAt,
  columnsOf,
  isSubtotalLabel,
  reasonAt,
  repeatsHeadings,
  textAt,
} from './columns.ts'
import { underHeading } from './cut-table.ts'
import { isFundHeading } from './fund-block.ts'
import { isFigure as isFigureText } from './headings-in-two-rows.ts'
import { type IndicatorHeading, indicatorHeading, isIndicatorHeading } from './indicator-heading.ts'
import {
  isLevelWord,
  isOneOf,
  isWholeLevel,
  type Levels,
  leafOf,
  leftOverIn,
  levelBesideHeadings,
  levelOf,
  levelsBehind,
  levelsInName,
  levelsOf,
  nameIn,
  nameWithPoints,
  nameWithTarget,
  noLevels,
  numberingOf,
  secondLevelName,
} from './levels.ts'
import { rowAligned } from './ragged-rows.ts'
import {
  doubtsIn,
  isNothing,
  pointsBehind,
  sharedPoints,
  targetAndActual,
  weightAndScore,
  withPoints,
} from './row-values.ts'
import { rowsWithin } from './rows-within.ts'
import { underHeadings } from './shifted-columns.ts'
import { closingBelow, closingOf, isTotalRow } from './total-row.ts'

/** The indicators under one heading, and the total that closes them. */
export interface IndicatorBlock {
  heading: IndicatorHeading
  /** What stands left of the levels: 年度绩效指标, 长期绩效指标. */
  label: string | null
  endRow: number
  indicators: DraftIndicator[]
  levels: Levels
  total: string | null
  /** The grade, where it stands in the total's row. */
  grade: string | null
  /** Where a row of a table saved as text goes on beyond its headings, what stands there, which may be another row. */
  beyond: string[]
  /** What its rows leave in doubt, each once. */
  doubts: Map<string, Problem>
}

/** Every block of indicators in a table, found by its heading words. */
export const indicatorBlocks = once((grid: Grid): readonly IndicatorBlock[] => {
  const blocks: IndicatorBlock[] = []
  for (let row = 0; row < grid.rows.length; row += 1) {
    const heading = indicatorHeading(grid, row)
    if (heading === null) continue
    const block = asSecondLevels(withFirstLevels(readBlock(grid, heading, noLevels)))
    blocks.push(block)
    row = Math.max(row, block.endRow - 1)
  }
  return blocks
})

/**
 * A table without headings that goes on where the one before it was cut: as wide, or by the order of its cells, and
 * with levels in their place. One that has lost columns at the left is told.
 */
export function continuedBlock(cut: Grid, before: IndicatorBlock): IndicatorBlock | null {
  const { cells } = before.heading
  if (cut.rows[0]?.length === cells.length) return blockUnder(cut, before)
  const [block = null, ...lost] = [0, 1, 2].map((left) => {
    const grid = underHeading(cut, cells, left)
    return grid && blockUnder(grid, before)
  })
  if (block === null || !holdsValuesForNames(block)) return block
  const chosen = lost.find((one) => one !== null && !holdsValuesForNames(one)) ?? block
  const [first] = chosen.indicators
  if (first) chosen.doubts.set('rows-guessed', { at: first.at, code: 'rows-guessed', message: first.name })
  return chosen
}

const holdsValuesForNames = ({ indicators }: IndicatorBlock) =>
  indicators.filter(({ name }) => isFigureText(name)).length > indicators.length / 2

function blockUnder(grid: Grid, before: IndicatorBlock): IndicatorBlock | null {
  const { columns } = before.heading
  const isClosing = (index: number) => {
    const own = ownCells(grid, index)
    return isTotalRow(own) || isFooterText(own[0]?.text ?? '')
  }
  const closing = grid.rows.findIndex((_, index) => isClosing(index))
  const inPlace = grid.rows.slice(0, closing < 0 ? undefined : closing).every((row) => {
    const level = cellAt(row, columns, 'level1')
    return !level || level.text === '' || isLevelWord(level)
  })
  if (before.total !== null || !inPlace) return null
  const block = readBlock(grid, { ...before.heading, row: -1 }, before.levels)
  const valued = block.indicators.filter(({ target, actual, score }) => target ?? actual ?? score)
  return valued.length > 0 && valued.length >= block.indicators.length / 2 ? block : null
}

function readBlock(grid: Grid, heading: IndicatorHeading, levels: Levels): IndicatorBlock {
  const { columns } = heading
  const label = labelOfBlock(grid, heading.row, columns)
  const block: IndicatorBlock = {
    heading,
    label,
    endRow: grid.rows.length,
    indicators: [],
    levels: levelBesideHeadings(label, columns) ?? levels,
    total: null,
    grade: null,
    beyond: [],
    doubts: new Map(),
  }
  let before: Row = []
  for (let index = heading.row + 1; index < grid.rows.length; index += 1) {
    const own = ownCells(grid, index)
    const [first] = own
    const written = grid.rows[index] ?? []
    if (isAside(grid, index, columns) || first === undefined) continue
    if (repeatsHeadings(written, columns)) {
      if (isNamedAlike(labelOfBlock(grid, index, columns), block)) continue
      return { ...block, endRow: index }
    }
    const row = grid.ragged ? rowAligned(grid, index, heading) : underHeadings(written, heading.cells)
    if (isTotalRow(own)) {
      Object.assign(block, closingOf(row, own, { block, isRagged: grid.ragged }))
      if (block.indicators.length > 0) return { ...block, endRow: index + 1 }
      continue
    }
    if (endsBlock(own, written, columns))
      return { ...block, ...closingBelow(grid, index, block), endRow: index }
    const further = grid.ragged ? filledCells(written.slice(heading.width)) : []
    if (further.length >= 3) block.beyond.push(further.map(({ text }) => text).join(' '))
    addRow(block, { grid, index, row, before })
    before = row
  }
  return block
}

/** Rows above the first level that a column names are of it: text saved from a page has a merged cell's words halfway down. */
function withFirstLevels(block: IndicatorBlock): IndicatorBlock {
  const first = block.indicators.findIndex(({ level1 }) => level1 !== null)
  const { level1 = null, level2 = null } = block.indicators[first] ?? {}
  const above = block.indicators.slice(0, Math.max(first, 0))
  const next = above.find((one) => one.level2 !== null)?.level2 ?? level2
  const areOfIt = above.every((one) => isOneOf(level1 ?? '', one.level2 ?? next ?? ''))
  if (above.length === 0 || !areOfIt || block.levels.isHeaded === true) return block
  let before = next
  const indicators = block.indicators.map((one, at) => {
    if (at > first && (one.level1 !== level1 || one.level2 !== null)) before = null
    const own = one.level2 ?? before
    if (at <= first) before = own
    return at < first || before !== null ? { ...one, level1, level2: own } : one
  })
  return { ...block, indicators }
}

/** 指标类别 may head what others call second levels, 数量指标 among them; then all below it are. */
function asSecondLevels(block: IndicatorBlock): IndicatorBlock {
  const { heading, indicators } = block
  const isOnly = heading.columns.has('level1') && !heading.columns.has('level2')
  const isSecond = ({ level1, level2 }: DraftIndicator) =>
    level1 !== null && level2 === null && isWholeLevel(level1, 'level2')
  if (!isOnly || indicators.length === 0 || !indicators.every(isSecond)) return block
  if (indicators.every(({ level1 }) => isWholeLevel(level1 ?? '', 'level1'))) return block
  return {
    ...block,
    indicators: indicators.map((one) => ({ ...one, level1: null, level2: one.level1 })),
  }
}

interface Place {
  grid: Grid
  index: number
  row: Row
  before: Row
}

/** What a row adds to its block: a first level over the rows to come, an indicator, or nothing. */
function addRow(block: IndicatorBlock, { grid, index, row, before }: Place) {
  const section = sectionIn(row, block.levels)
  if (section === null && isRemark(grid, index)) return
  block.levels = section ?? levelsAfter(block, row)
  if (section !== null || isSameIndicator(row, before, block.heading.columns)) return
  const { rows, shared } = rowsWithin(row, block.heading.columns)
  const indicators = rows.flatMap((one) => {
    block.levels = levelsAfter(block, one)
    return indicatorOf(grid, index, one, block) ?? []
  })
  const [first] = indicators
  if (first === undefined) return
  block.indicators.push(...indicators)
  const doubts = doubtsIn(row, block.heading.cells, block.heading.columns)
  for (const { text } of shared) doubts.push({ code: 'value-shared', message: text })
  for (const doubt of doubts) block.doubts.set(`${doubt.code}${doubt.message}`, { at: first.at, ...doubt })
}

/** A line across the table, in the first cell alone or, where merged cells were filled again, in all. */
function isRemark(grid: Grid, index: number): boolean {
  const written = grid.rows[index] ?? []
  if (!isOneText(written)) return false
  return ownCells(grid, index).length > 1 || (grid.ragged && grid.lengths[index] === 1)
}

const isNamedAlike = (label: string | null, block: IndicatorBlock) => label === null || label === block.label

/** A first level may head its indicators in a row of its own, 一、产出指标（50分）, and a second one below it; 1.1 may have its own cell. */
function sectionIn(row: Row, before: Levels): Levels | null {
  const filled = filledCells(row)
  const number =
    filled.length > 1 && /^\d{1,2}(?:\.\d{1,2})?$/.test(filled[0]?.text ?? '') ? filled.shift() : null
  const [first, ...others] = filled
  if (first === undefined || others.some(({ text }) => text !== first.text)) return null
  const { name, weight } = levelOf(first.text)
  const numbering = numberingOf(number?.text ?? first.text)
  // （四）成本指标 below 一、产出指标 is numbered as second levels are.
  const isBelow = before.isHeaded === true && numbering !== before.numbering
  const isFirst = isWholeLevel(first.text, 'level1')
  if (before.isHeaded && (isBelow || !isFirst) && isWholeLevel(first.text, 'level2'))
    return { ...before, level2: name }
  return isFirst ? { level1: name, level1Weight: weight, level2: null, isHeaded: true, numbering } : null
}

const levelsAfter = ({ heading: { columns, level1Weight }, levels }: IndicatorBlock, row: Row) =>
  levels.isHeaded
    ? withinSection(row, columns, levels)
    : withPoints(levelsOf(row, columns, levels), row, level1Weight)

/** Under such a row a column of levels names second ones, whatever its heading. */
function withinSection(row: Row, columns: Columns, before: Levels): Levels {
  const named = textAt(row, columns, 'level2') ?? textAt(row, columns, 'level1')
  return { ...before, level2: levelOf(named).name ?? before.level2 }
}

/** A sum or a remark in the middle of the table, the number of a page, or the numbers of the columns. */
function isAside(grid: Grid, index: number, columns: Columns): boolean {
  const own = ownCells(grid, index)
  const [first] = own
  if (first === undefined || isSubtotalLabel(first.text) || areColumnNumbers(own)) return true
  if (own.length === 1 && isPageNumber(first.text)) return true
  return isFooter(first, columns) && goesOn(grid, index + 1, columns)
}

function labelOfBlock(grid: Grid, row: number, columns: Columns): string | null {
  const first = Math.min(...[...columns.values()].map(({ from }) => from))
  return lineOf(
    plain(
      (grid.rows[row] ?? [])
        .slice(0, first)
        .map(({ text }) => text)
        .join(''),
    ),
  )
}

/** A remark begins left of the indicators' names; 电话接听率 and 说明 as a name do not. */
function isFooter(cell: Cell, columns: Columns): boolean {
  const leaf = leafOf(columns)
  const names = leaf === null ? null : (columns.get(leaf)?.from ?? null)
  const isLeft = names === null || names === 0 || cell.column < names
  return isLeft && isFooterText(cell.text) && !isLevelWord(cell)
}

/** A remark between two rows of indicators ends nothing: the next row begins with a level and names an indicator. */
function goesOn(grid: Grid, index: number, columns: Columns): boolean {
  const row = grid.rows[index] ?? []
  const filled = (['target', 'actual'] as const).map((field) => cellAt(row, columns, field))
  const levels = (['level1', 'level2'] as const).flatMap((field) => cellAt(row, columns, field) ?? [])
  const isNew = levels.some((cell) => isLevelWord(cell) && ownCells(grid, index).includes(cell))
  return isNew && nameIn(row, columns) !== null && filled.some((cell) => cell && cell.text.trim() !== '')
}

function endsBlock(own: readonly Cell[], row: Row, columns: Columns): boolean {
  const [first] = own
  if (first && isFooter(first, columns)) return true
  const found = columnsOf(row)
  if (first && headingOf(first.text)?.field === 'project') return !columns.has('project')
  // 产出指标 | 效益指标 | 满意度指标 beside each other head their sums.
  const levels = new Set(own.flatMap(({ text }) => (isWholeLevel(text, 'level1') ? levelOf(text).name : [])))
  return levels.size > 2 || (isFundHeading(found) && !row.some(isFigure)) || isIndicatorHeading(found)
}

/** 预算执行率 | 支出数/预算数 | 100% | 90% is a row of figures and heads none. */
const isFigure = ({ text }: Cell) => /^\d+(?:\.\d+)?[%％]?$/.test(text.trim())

/** An indicator whose reason takes several lines may be several rows high. */
function isSameIndicator(row: Row, before: Row, columns: Columns): boolean {
  const leaf = leafOf(columns)
  const same = (field: 'target' | 'actual' | 'score') => {
    const column = columns.get(field)
    return column === undefined || row[column.from] === before[column.from]
  }
  const name = leaf && cellAt(row, columns, leaf)
  return name?.text !== '' && name !== null && name === cellAt(before, columns, leaf ?? 'name')
    ? same('target') && same('actual') && same('score')
    : false
}

function indicatorOf(grid: Grid, index: number, row: Row, block: IndicatorBlock): DraftIndicator | null {
  const { columns } = block.heading
  const leaf = leafOf(columns)
  const named = leaf && cellAt(row, columns, leaf)
  if (named && named.text !== '' && named === cellAt(row, columns, 'target')) return null
  // 预算执行率（10分） may be merged over all levels: then it is a level's name.
  const isLevel =
    named !== null && (named === cellAt(row, columns, 'level1') || named === cellAt(row, columns, 'level2'))
  const own = isLevel ? null : nameIn(row, columns)
  const both = targetAndActual(row, columns)
  const values = { ...both, ...weightAndScore(row, columns), ...pointsBehind(both, columns) }
  if (own === null && [values.target, values.actual, values.score].every(isNothing)) return null
  if (filledCells(row).length === 1 && named?.text === '') return null
  const leftOver = leftOverIn(row, columns)
  const name =
    own ??
    secondLevelName(row, columns) ??
    levelOf(textAt(row, columns, 'level1')).name ??
    (leftOver === null ? null : block.levels.level2)
  if (name === null) return null
  const isPath = !columns.has('level2') && block.levels.isHeaded !== true
  const path = isPath ? (levelsInName(name) ?? levelsBehind(name)) : null
  const said = saidInName(path?.name ?? name, values.target, columns)
  const cell = cellAt(row, columns, own === null ? 'level2' : (leaf ?? 'name'))
  const { levels } = block
  return {
    ...values,
    target: said.target,
    level1: path?.level1 ?? levels.level1,
    level2: path?.level2 ?? levels.level2,
    name: said.name,
    weight: values.weight ?? said.weight,
    level1Weight: levels.level1Weight ?? sharedPoints(row, columns),
    reason: reasonAt(row, columns),
    leftOver,
    at: placeIn(grid, index, cell),
  }
}

/** A name with the target or the points that stand behind it where they have no cell or column of their own. */
function saidInName(name: string, target: string | null, columns: Columns) {
  const heading = columns.get(leafOf(columns) ?? 'name')?.heading ?? ''
  const aimed = isNothing(target) ? nameWithTarget(name, heading) : null
  if (aimed !== null) return { ...aimed, weight: null }
  return { target, ...(columns.has('weight') ? { name, weight: null } : nameWithPoints(name)) }
}
