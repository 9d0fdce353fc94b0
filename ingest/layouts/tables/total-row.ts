import type { Cell } from '#ingest/readers/table.ts'
import { type Grid, ownCells, plain, type Row } from '../grid.ts'
import { type Columns, columnsOf, isTotalLabel } from './columns.ts'
import { isFundHeading } from './fund-block.ts'
import { isIndicatorHeading } from './indicator-heading.ts'
import { weightAndScore } from './row-values.ts'

/** What the row that closes a block of indicators says. */
interface Closing {
  total: string | null
  grade: string | null
}

/** The indicators that a total closes, and the columns that they stand in. */
interface Closed {
  heading: { columns: Columns }
  indicators: readonly { weight: string | null }[]
}

/** The total and the grade of the row that closes a block; `own` are the cells that begin in it. */
export function closingOf(
  row: Row,
  own: readonly Cell[],
  { block, isRagged }: { block: Closed; isRagged: boolean },
): Closing {
  const words = own.map(
    ({ text }) => /(?:^|自评等级|评价等级|等级|等次)[:：]?(优秀|良好|优|良|中|差)$/.exec(plain(text))?.[1],
  )
  return {
    total: (isRagged ? besideWeights(own, block) : null) ?? totalOf(row, own, block),
    grade: words.find((word) => word !== undefined) ?? null,
  }
}

/** Whether a row is a total's, by its first words: 合计 | 98.47分, and 100 | 合计 where the weights stand left of all. */
export function isTotalRow([first, second]: readonly Cell[]): boolean {
  const label = first && second && figureIn(first.text) !== null ? second : first
  return label !== undefined && isTotalLabel(label.text)
}

/** The total of a table that sums up the levels' points and lists no indicators; null where it has none. */
export function totalOfLevels(grid: Grid): string | null {
  let columns: Columns | null = null
  for (const [index, row] of grid.rows.entries()) {
    const found = columnsOf(row)
    if (isIndicatorHeading(found) && (found.has('target') || found.has('actual'))) return null
    if (found.has('weight') && found.has('score')) columns = found
    const own = ownCells(grid, index)
    if (columns && isTotalRow(own))
      return closingOf(row, own, { block: { heading: { columns }, indicators: [] }, isRagged: grid.ragged })
        .total
  }
  return null
}

const remarks = 6

/** Some forms put remarks between the last indicator and the total; null where none follows. */
export function closingBelow(grid: Grid, from: number, block: Closed): Closing | null {
  for (let index = from; index < Math.min(grid.rows.length, from + remarks); index += 1) {
    const row = grid.rows[index] ?? []
    const own = ownCells(grid, index)
    const found = columnsOf(row)
    if (found.has('project') || isFundHeading(found) || isIndicatorHeading(found)) return null
    if (isTotalRow(own)) return closingOf(row, own, { block, isRagged: grid.ragged })
  }
  return null
}

/** A figure of points, whatever is remarked in brackets behind it: 99.4（含预算执行率9.8分）. */
export const figureIn = (text: string) =>
  /^\d+(?:\.\d+)?分?(?=$|\((?!\d)[^()]*\)$)/.exec(plain(text))?.[0] ?? null

/** Whether a figure is what can be had: 100, or what the indicators' weights add up to. */
const isSumOfWeights = (figure: string, { indicators }: Closed) =>
  [100, indicators.reduce((total, { weight }) => total + Number(weight ?? 0), 0)].includes(
    Number.parseFloat(figure),
  )

/** Where a row's empty cells are lost, 99 | 100 in either order: what is not the weights' sum is the total. */
function besideWeights(own: readonly Cell[], block: Closed): string | null {
  const { columns } = block.heading
  const figures = own.flatMap(({ text }) => figureIn(text) ?? [])
  const [first, second, more] = figures
  if (first === undefined || second === undefined || more !== undefined) return null
  if (!columns.has('weight') || !columns.has('score')) return null
  const isFirst = isSumOfWeights(first, block)
  return isFirst === isSumOfWeights(second, block) ? null : isFirst ? second : first
}

/** The total's own figure: 总分|100|96.5 has the points that can be had first, and they are not the total. */
function totalOf(row: Row, own: readonly Cell[], block: Closed): string | null {
  const { columns } = block.heading
  const stated = figureIn(weightAndScore(row, columns).score ?? '')
  if (stated) return stated
  const weight = columns.get('weight')
  const isUnderWeights = ({ text, column, columnSpan }: Cell) =>
    weight !== undefined &&
    columns.has('score') &&
    column >= weight.from &&
    column + columnSpan - 1 <= weight.to &&
    isSumOfWeights(text, block)
  const figures = own.filter((cell) => figureIn(cell.text) !== null && !isUnderWeights(cell))
  const inside = own.flatMap(({ text }) => {
    const said = plain(text)
    return (besideLabel.exec(said) ?? besideGrade.exec(said))?.[1] ?? []
  })
  return figures.map(({ text }) => figureIn(text)).at(-1) ?? inside[0] ?? null
}

/** 总分：96.5, or 总分96.5分，等级：优. */
const besideLabel =
  /(?:总分|得分|合计)[:：]?(\d+(?:\.\d+)?)分?(?:\([^()]*\))?(?:$|[,;。].*(?:等级|等次)|(?:自评|评价|绩效)?(?:等级|等次))/
/** 96.5分 等级：优 */
const besideGrade = /^(\d+(?:\.\d+)?)分?[,;。]?(?:自评|评价|绩效)?(?:等级|等次)/
