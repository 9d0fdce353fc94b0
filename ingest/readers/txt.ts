import { cellLineBlocks, type Group, paragraphs, startsCells } from './cell-lines.ts'
import { tableOfRows } from './grid.ts'
import type { Content, Paragraph, Table } from './table.ts'

type Block = Paragraph | Table

/** Plain text with the tables that survive in it: a cell a line, tab-separated rows, or rows between pipes. */
export function readTxt(text: string): Content {
  const asWritten = blocksOf(text)
  // Some editors turn the leading tab into spaces; only a table that comes out whole proves it.
  const retabbed = /^\t/m.test(text) ? null : blocksOf(text.replace(/^(?: {4}|\u3000{1,2})/gm, '\t'))
  const blocks = retabbed?.some((block) => block.kind === 'table' && isWhole(block)) ? retabbed : asWritten
  return { format: 'txt', blocks }
}

/** At least three rows and columns, and hardly a short row: what chance does not do. */
function isWhole({ rows, columns, cells }: Table): boolean {
  return (
    rows >= 3 &&
    columns >= 3 &&
    cells.length >= rows * columns * 0.9 &&
    cells.every(({ text }) => text.length < 60)
  )
}

function blocksOf(text: string): Block[] {
  const groups = groupsOf(text)
  const blocks: Block[] = []
  for (let n = 0; n < groups.length; ) {
    const { blocks: found, next } = startsCells(groups[n])
      ? cellLineBlocks(groups, n)
      : rowLineBlocks(groups, n)
    blocks.push(...found)
    n = next
  }
  return blocks
}

/** A line of nothing but a tab is an empty cell, not an empty line. */
function groupsOf(text: string): Group[] {
  const groups: Group[] = []
  let gap = 0
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '' && !line.includes('\t')) gap++
    else if (gap === 0 && groups.length > 0) groups.at(-1)?.lines.push(line)
    else {
      groups.push({ gap, lines: [line] })
      gap = 0
    }
  }
  return groups
}

/** Tables of one line a row, among paragraphs of one line each. */
function rowLineBlocks(groups: Group[], n: number): { blocks: Block[]; next: number } {
  const lines = groups[n]?.lines ?? []
  const blocks: Block[] = []
  for (let from = 0; from < lines.length; ) {
    const build = isPiped(lines[from]) ? isPiped : isTabbed(lines[from]) ? isTabbed : null
    let to = from + 1
    while (build?.(lines[to])) to++
    blocks.push(...rowsOrParagraphs(lines.slice(from, to), build === isPiped))
    from = to
  }
  return { blocks, next: n + 1 }
}

function rowsOrParagraphs(lines: string[], piped: boolean): Block[] {
  if (piped && lines.length >= 2)
    return [tableOfRows(lines.filter((line) => !/^[\s|｜:+-]*-[\s|｜:+-]*$/.test(line)).map(pipedCells))]
  if (!piped && lines.filter((line) => line.trimEnd().split('\t').length > 2).length >= 2)
    return [tableOfRows(lines.map(tabbedCells))]
  return paragraphs(lines)
}

function isPiped(line: string | undefined): boolean {
  return line !== undefined && /^\s*[|｜].*[|｜]\s*$/.test(line)
}

function isTabbed(line: string | undefined): boolean {
  return line?.trimEnd().includes('\t') ?? false
}

function pipedCells(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/[|｜]/)
    .map((cell) => cell.trim())
}

function tabbedCells(line: string): string[] {
  return line
    .trimEnd()
    .split('\t')
    .map((cell) => cell.trim())
}
