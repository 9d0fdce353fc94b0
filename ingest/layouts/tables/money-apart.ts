import type { Cell } from '#ingest/readers/table.ts'
import { blank, type Grid, plain } from '../grid.ts'
import { headingOf, isKnownWord, sums } from '../headings.ts'

/** A fund block has no more lines than these. */
export const mostLines = 16

/** Whether a text is a sum of money, with its unit or in brackets what it is of. */
export const isFigure = (text: string | null) =>
  text !== null && /^[¥￥]?-?\d[\d,，.]*(?:亿|万|千)?元?(?:\(.*\))?$/.test(plain(text))

/** The headings of money that a cell holds side by side. */
export function moneyIn({ text }: Cell): string[] {
  const words = text.trim().split(/\s+/)
  const isMoney = (word: string) => isKnownWord(word) && sums.some((sum) => sum === headingOf(word)?.field)
  return words.length > 1 && words.every(isMoney) ? words : []
}

/** 年初预算数 全年预算数 in one cell over 120 130 in another, each in a column of its own. */
export function withMoneyApart(grid: Grid, heading: number): Grid {
  const counts = (grid.rows[heading] ?? []).map((cell) => moneyIn(cell).length)
  const partsOf = (cell: Cell | undefined, count: number) => {
    const parts = cell?.text.trim().split(/\s+/) ?? []
    return parts.length === count ? parts.map((text) => ({ ...blank, ...cell, text })) : null
  }
  const lines = grid.rows.slice(heading + 1, heading + mostLines)
  const isApart = counts.map(
    (count, at) =>
      count > 1 && lines.some((row) => partsOf(row[at], count)?.every(({ text }) => isFigure(text))),
  )
  if (!isApart.includes(true)) return grid
  const rows = grid.rows.map((row) =>
    row.flatMap((cell, at): Cell[] => {
      const count = counts[at] ?? 0
      if (!isApart[at]) return [cell]
      const isMerged = row[at - 1] === cell || row[at + 1] === cell
      return partsOf(cell, count) ?? [cell, ...Array<Cell>(count - 1).fill(isMerged ? cell : blank)]
    }),
  )
  return { ...grid, rows }
}
