import type { Paragraph, Table } from './table.ts'

export type Block = Paragraph | Table

/** The text of a block; of a table its rows, cells parted by tabs. */
export function textOf(block: Block): string {
  if (block.kind === 'paragraph') return block.text
  const rows: string[][] = []
  for (const { row, text } of block.cells) {
    const across = rows[row] ?? []
    across.push(text)
    rows[row] = across
  }
  return rows.map((across) => across.join('\t')).join('\n')
}

/** The blocks that no earlier one repeats: first, odd and even pages usually share one header. */
export function withoutRepeats(blocks: Block[]): Block[] {
  const seen = new Set<string>()
  return blocks.filter((block) => {
    const text = textOf(block)
    return !seen.has(text) && seen.add(text)
  })
}
