import { blank, type Grid, plain, type Row } from '../grid.ts'
import { type Field, headingOf } from '../headings.ts'
import { type Columns, isTotalLabel, textAt } from './columns.ts'
import { columnsOfTwo } from './headings-in-two-rows.ts'
import { isLevelText, isLevelWord, isNumberedName, isWholeLevel, leafOf } from './levels.ts'

/** How a row may be missing cells at its left: a page saved as text loses those merged from the rows above. */
export function rowAligned(
  grid: Grid,
  index: number,
  { columns, width }: { columns: Columns; width: number },
): Row {
  const leaf = leafOf(columns)
  const missing = width - (grid.lengths[index] ?? 0)
  const most = Math.min(missing, leaf ? (columns.get(leaf)?.from ?? 0) : 0)
  const length = grid.rows[index]?.length ?? 0
  // A row that is then just as wide as its headings has lost nothing at its right.
  const fits = (shifted: Row) => Number(missing > 0 && shifted.length - length === missing)
  return mostLike(grid.rows[index] ?? [], most, (shifted) => likeness(shifted, columns) + fits(shifted))
}

function mostLike(cells: Row, most: number, worth: (row: Row) => number): Row {
  let best: Row = cells
  let bestWorth = worth(cells)
  for (let shift = 1; shift <= most; shift += 1) {
    const shifted = [...Array.from({ length: shift }, () => blank), ...cells]
    const found = worth(shifted)
    if (found > bestWorth) {
      best = shifted
      bestWorth = found
    }
  }
  return best
}

/** The rows below a heading of money, with the cells that were merged from above put back as empty ones. */
export function linesAligned(grid: Grid, heading: number, columns: Columns): Grid {
  const isIn = (row: Row, field: Field, form: RegExp) => form.test(plain(textAt(row, columns, field) ?? ''))
  const worth = (row: Row) =>
    fundFields.filter((field) => isIn(row, field, /^(?:-?\d[\d,.]*(?:[万亿]?元)?|[-—/]+)$/)).length +
    Number(isIn(row, 'executionRate', /%$/)) * 2
  const width = grid.lengths[heading] ?? 0
  const rows = grid.rows.map((row, index) =>
    index > heading ? mostLike(row, Math.min(2, width - (grid.lengths[index] ?? 0)), worth) : row,
  )
  return { ...grid, rows }
}

const fundFields = ['budget', 'adjusted', 'arrived', 'spent', 'weight', 'score'] as const

function levelWorth(text: string, field: 'level1' | 'level2'): number {
  if (text === '' || isTotalLabel(text)) return 0
  if (isWholeLevel(text, field)) return 2
  return isLevelText(text) ? 0.5 : -2
}

/** How much a row looks like what its headings announce: points are figures, names and levels are words. */
export function likeness(row: Row, columns: Columns): number {
  const isFigure = (text: string | null) => text !== null && /^-?\d+(?:\.\d+)?分?$/.test(plain(text))
  let sum = 0
  for (const field of ['weight', 'score'] as const)
    if (columns.has(field)) sum += isFigure(textAt(row, columns, field)) ? 2 : 0
  for (const field of ['level1', 'level2'] as const)
    sum += levelWorth(row[columns.get(field)?.from ?? -1]?.text ?? '', field)
  const leaf = leafOf(columns)
  const name = leaf && textAt(row, columns, leaf)
  if (name) sum += isFigure(name) || (/^[≥≤<>=]?\d/.test(plain(name)) && !isNumberedName(name)) ? -2 : 1
  if (columns.has('target') && textAt(row, columns, 'target') !== null) sum += 1
  return sum
}

/** Two rows of headings, each cell in the columns that it heads. */
interface HeadingRows {
  first: Row
  second: Row
}

/**
 * Two heading rows of a table saved as text, where 年度指标值 is one cell above the three that divide it. Either
 * the second row keeps an empty cell below each heading that it does not divide, or it has only its own.
 */
export function headingsAligned(grid: Grid, index: number): HeadingRows | null {
  const first = (grid.rows[index] ?? []).slice(0, grid.lengths[index])
  const second = (grid.rows[index + 1] ?? []).slice(0, grid.lengths[index + 1])
  const runs = runsOf(second)
  if (second.length === 0 || first.length < 2) return null
  if (runs.every(({ named }) => named)) return dividing(first, second, widthBelow(grid, index))
  if (first.length >= second.length) return null
  const divided = runs.filter(({ named }) => named)
  const blanks = second.length - divided.reduce((sum, { length }) => sum + length, 0)
  const spare = first.length - blanks - divided.length
  if (divided.length === 0 || spare < 0) return null
  const longest = Math.max(...divided.map(({ length }) => length))
  const headings = first.values()
  const next = () => headings.next().value ?? blank
  const over = runs.flatMap(({ named, length }) => {
    if (!named) return Array.from({ length }, next)
    const heading = next()
    if (length === longest) for (let more = 0; more < spare; more += 1) next()
    return Array.from({ length }, () => heading)
  })
  return { first: over, second }
}

/** How wide the first row below two of headings is, with the label that is merged down at its left. */
function widthBelow(grid: Grid, index: number): number {
  const [label] = grid.rows[index] ?? []
  const [level] = grid.rows[index + 2] ?? []
  const isLost = label && level && headingOf(label.text)?.field !== 'level1' && isLevelWord(level)
  return (grid.lengths[index + 2] ?? 0) + Number(isLost ?? false)
}

/** Which one, two or three headings the second row divides: those that make the rows below as wide as they are. */
function dividing(first: Row, second: Row, width: number): HeadingRows | null {
  let best: HeadingRows | null = null
  for (const spans of [1, 2, 3])
    for (let from = 0; from + spans <= first.length; from += 1) {
      const blanks = (length: number) => Array.from({ length }, () => blank)
      const over = Array.from({ length: second.length }, () => first[from] ?? blank)
      const rest = first.slice(from + spans)
      const found = {
        first: [...first.slice(0, from), ...over, ...rest],
        second: [...blanks(from), ...second, ...blanks(rest.length)],
      }
      const named = (rows: HeadingRows) => columnsOfTwo(rows.first, rows.second)?.size ?? 0
      if (width === found.first.length && named(found) >= (best ? named(best) : 1)) best = found
    }
  return best
}

/** Neighbouring cells of a row that are all filled or all empty. */
function runsOf(row: Row): { named: boolean; length: number }[] {
  const runs: { named: boolean; length: number }[] = []
  for (const { text } of row) {
    const named = text.trim() !== ''
    const last = runs.at(-1)
    if (last?.named === named) last.length += 1
    else runs.push({ named, length: 1 })
  }
  return runs
}
