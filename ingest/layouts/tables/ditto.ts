import type { Cell, Content, Table } from '#ingest/readers/table.ts'

const ditto = /^\s*(?:同上|〃|″|＂)\s*$/

/** The document with 同上 in a cell replaced by what stands above it. */
export function withDittos(content: Content): Content {
  const blocks = content.blocks.map((block) =>
    block.kind === 'table' && block.cells.some(({ text }) => ditto.test(text)) ? filled(block) : block,
  )
  return blocks.some((block, at) => block !== content.blocks[at]) ? { ...content, blocks } : content
}

function filled(table: Table): Table {
  const above = new Map<number, string>()
  const cells = table.cells.map((cell): Cell => {
    const text = ditto.test(cell.text) ? (above.get(cell.column) ?? cell.text) : cell.text
    if (text.trim() !== '') above.set(cell.column, text)
    return text === cell.text ? cell : { ...cell, text }
  })
  return { ...table, cells }
}
