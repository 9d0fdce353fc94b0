import type { Content } from '#ingest/readers/table.ts'
import { filledCells, gridOf, lineOf } from './grid.ts'

const enough = 400

/** The words above the first table, and those of its first row when it stands alone: a document's title. */
export function titleOf(content: Content): string {
  const lines: string[] = []
  for (const block of content.blocks) {
    if (block.kind === 'table') {
      const grid = gridOf(block, 1)
      for (const row of grid.rows.slice(0, 3)) {
        const cells = filledCells(row)
        if (cells.length === 1 && cells[0]) lines.push(cells[0].text)
      }
      if (grid.name !== null) lines.push(grid.name)
      break
    }
    lines.push(block.text)
    if (lines.join('').length > enough) break
  }
  return lines
    .map((line) => lineOf(line))
    .filter((line) => line !== null)
    .join('\n')
    .slice(0, enough)
}
