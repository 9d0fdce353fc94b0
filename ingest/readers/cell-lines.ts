import { tableOfRows } from './grid.ts'
import type { Paragraph, Table } from './table.ts'

/*
 * Word processors save a table as text with a cell a line: a tab starts a cell, an empty line ends a row,
 * two end the table. But a paragraph inside a cell is also set off by an empty line, and cells hidden by a
 * sideways merge are missing. Only the widths of the rows tell which is which.
 */

type Block = Paragraph | Table

/** Lines that stand together, and how many empty lines stand before them. */
export type Group = { gap: number; lines: string[] }

/** A group as cells, with the lines that stand before its first cell. */
type Piece = { gap: number; lead: string[]; cells: string[] }

/** A cell that holds several paragraphs holds few. */
const MOST_PARAGRAPHS = 5
const LOOKAHEAD = 6

export function startsCells(group: Group | undefined): boolean {
  const led = group?.lines.filter((line) => line.startsWith('\t')) ?? []
  const single = led.filter((line) => !line.slice(1).trimEnd().includes('\t'))
  return single.length > 0 && single.length > led.length / 2
}

/** The table that begins in a group, or its paragraphs if the lines are only indented; `next` is the group after. */
export function cellLineBlocks(groups: Group[], start: number): { blocks: Block[]; next: number } {
  const { lead, cells } = pieceOf(groups[start])
  const rows = [cells]
  let next = start + 1
  for (let taken = 1; taken > 0; next += taken) taken = takeGroups(rows, groups, next)
  return { blocks: [...paragraphs(lead), ...tableOrParagraphs(rows)], next }
}

/** Adds what the next groups hold to the rows; returns how many groups that were, 0 where the table has ended. */
function takeGroups(rows: string[][], groups: Group[], at: number): number {
  const last = rows.at(-1)
  const { gap, lead, cells } = pieceOf(groups[at])
  if (!last || !groups[at]) return 0
  if (lead.length > 0) return takeTornCell(last, widest(rows), groups, at)
  const width = widest(rows)
  if (gap > 1 && cells.length !== width) return 0
  const completes = last.length < width && gap === 1 && last.length + cells.length === width
  // A total stands short at the end; a short row amid full ones was torn by an empty line in a cell.
  if (completes && fullRowFollows(groups, at + 1, width)) last.push(...cells)
  else rows.push(cells)
  return 1
}

function fullRowFollows(groups: Group[], from: number, width: number): boolean {
  return groups.slice(from, from + LOOKAHEAD).some((group) => {
    const { lead, cells } = pieceOf(group)
    return lead.length === 0 && cells.length === width
  })
}

/** Text behind an empty line belongs to the cell before it only if the cells that follow complete the row. */
function takeTornCell(last: string[], width: number, groups: Group[], at: number): number {
  const ahead = groups.slice(at, at + MOST_PARAGRAPHS).map(pieceOf)
  const until = ahead.findIndex(({ cells }) => cells.length > 0)
  const torn = ahead.slice(0, until + 1)
  const rest = torn.at(-1)?.cells ?? []
  const follows = pieceOf(groups[at + torn.length])
  // A heading and the header of another table look alike, but that table's next row has the header's width.
  const isOther = follows.lead.length === 0 && follows.cells.length === rest.length
  const completes = rest.length > 0 && last.length + rest.length === width
  if (!completes || isOther || torn.some(({ gap }) => gap !== 1)) return 0
  const text = [last.pop(), ...torn.filter(({ lead }) => lead.length > 0).map(({ lead }) => lead.join('\n'))]
  last.push(text.join('\n\n'), ...rest)
  return torn.length
}

function pieceOf(group: Group | undefined): Piece {
  const lead: string[] = []
  const cells: string[] = []
  for (const line of group?.lines ?? []) {
    if (line.startsWith('\t')) cells.push(line.trim())
    else if (cells.length === 0) lead.push(line.trim())
    else cells.push(`${cells.pop()}\n${line.trim()}`)
  }
  return { gap: group?.gap ?? 0, lead, cells }
}

function widest(rows: string[][]): number {
  return rows.reduce((width, { length }) => Math.max(width, length), 0)
}

function tableOrParagraphs(rows: string[][]): Block[] {
  const [first = [], ...others] = rows
  const width = widest(others)
  const repeated = others.filter(({ length }) => length === width).length
  // A heading indented by a tab, right above the table, looks like a cell too many in its first row.
  const headings = first.length > width && repeated >= 2 ? first.splice(0, first.length - width) : []
  return [...paragraphs(headings), ...(isTable(rows) ? [tableOfRows(rows)] : paragraphs(rows.flat()))]
}

/** Indented paragraphs are no table: a table repeats its width, and few of its cells are sentences. */
function isTable(rows: string[][]): boolean {
  const width = widest(rows)
  const full = rows.filter(({ length }) => length === width).length
  const cells = rows.flat()
  const sentences = cells.filter((cell) => cell.endsWith('。') || cell.length > 100).length
  return (
    sentences < cells.length / 4 && (width > 2 ? full >= 2 : width === 2 && full === rows.length && full >= 3)
  )
}

/** Every line that says something, as a paragraph. */
export function paragraphs(lines: string[]): Paragraph[] {
  return lines.flatMap((line) => (line.trim() ? [{ kind: 'paragraph' as const, text: line.trim() }] : []))
}
