import { gb18030Bytes } from './gb18030.ts'
import { type Page, type PageTable, placedCells } from './page.ts'

/** A table as word processors save it to text: one cell a line after a tab, empty below a merged cell. */
function tableLines(table: PageTable): string[] {
  const cells = placedCells(table)
  return table.rows.flatMap((_, row) => {
    const covering = cells.filter((cell) => cell.row <= row && row < cell.row + cell.rowSpan)
    const ordered = covering.toSorted((left, right) => left.column - right.column)
    return [...ordered.map((cell) => `\t${cell.row === row ? cell.text : ''}`), '']
  })
}

/** A page as text, its tables one cell a line. */
export function txtBytes(page: Page): Uint8Array {
  const lines = page.flatMap((block) => {
    if (block.kind === 'table') return [...tableLines(block), '']
    if (block.style === 'title') return ['', block.text]
    return [block.style === 'heading' ? `    ${block.text}` : block.text]
  })
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

/** A cell as csv writes it. */
export const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export type CsvEncoding = 'utf8' | 'utf8-bom' | 'gb18030'

/** A page as comma-separated text; a paragraph is a row of one cell. */
export function csvBytes(page: Page, encoding: CsvEncoding): Uint8Array {
  const lines = page.flatMap((block) =>
    block.kind === 'table'
      ? block.rows.map((cells) => cells.map((cell) => quoted(cell.text)).join(','))
      : [quoted(block.text)],
  )
  const text = `${lines.join('\r\n')}\r\n`
  if (encoding === 'gb18030') return gb18030Bytes(text)
  return new TextEncoder().encode(encoding === 'utf8-bom' ? `\ufeff${text}` : text)
}
