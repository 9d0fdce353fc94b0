import { tableOfRows } from './grid.ts'
import type { Group } from './groups.ts'
import type { Paragraph, Table } from './table.ts'

/*
 * Word processors save a table as text with a cell a line: a tab starts a cell, an empty line ends a row,
 * two end the table. But a paragraph inside a cell is also set off by an empty line, and cells hidden by a
 * sideways merge are missing. Only the widths of the rows tell which is which.
 */

type Block = Paragraph | Table

/** A cell that holds several paragraphs holds few. */
const MOST_PARAGRAPHS = 5
const LOOKAHEAD = 6

export function startsCells(group: Group | undefined): boolean {
  const led = group?.lines.filter((line) => line.startsWith('\t')) ?? []
  const single = led.filter((line) => !line.slice(1).trimEnd().includes('\t'))
  return single.length > 0 && single.length > led.length / 2
}

/** Whether text behind a table stands after two empty lines here: then one means that the cell goes on. */
export function endsByTwo(groups: Group[]): boolean {
  return groups.some(
    ({ gap, lines }, n) => gap > 1 && !lines[0]?.startsWith('\t') && startsCells(groups[n - 1]),
  )
}

/** The table that begins in a group, or its paragraphs if the lines are only indented; `next` is the group after. */
export function cellLineBlocks(
  groups: Group[],
  start: number,
  byTwo: boolean,
): { blocks: Block[]; next: number } {
  const { lead = [], cells = [] } = groups[start] ?? {}
  const rows = [[...cells]]
  let width = cells.length
  let next = start + 1
  for (let taken = 1; taken > 0; next += taken) {
    taken = takeGroups({ rows, width, byTwo }, groups, next)
    width = Math.max(width, rows.at(-1)?.length ?? 0)
  }
  return { blocks: [...paragraphs(lead), ...tableOrParagraphs(rows)], next }
}

/** The rows so far, the widest one's cells, and whether this text sets tables off by two empty lines. */
type Growing = { rows: string[][]; width: number; byTwo: boolean }

/** Adds what the next groups hold to the rows; returns how many groups that were, 0 where the table has ended. */
function takeGroups({ rows, width, byTwo }: Growing, groups: Group[], at: number): number {
  const last = rows.at(-1)
  const group = groups[at]
  if (!last || !group) return 0
  const { gap, lead, cells } = group
  if (lead.length > 0) {
    const torn = tornGroups(groups, at)
    const inside = isRestOfRow(torn, width - last.length, groups[at + torn.length])
      ? torn
      : byTwo
        ? leads(torn)
        : []
    rejoin(last, inside)
    return inside.length
  }
  if (gap > 1 && cells.length !== width) return 0
  const completes = last.length < width && gap === 1 && last.length + cells.length === width
  // A total stands short at the end; a short row amid full ones was torn by an empty line in a cell.
  if (completes && fullRowFollows(groups, at + 1, width)) for (const cell of cells) last.push(cell)
  else rows.push([...cells])
  return 1
}

function fullRowFollows(groups: Group[], from: number, width: number): boolean {
  return groups
    .slice(from, from + LOOKAHEAD)
    .some(({ lead, cells }) => lead.length === 0 && cells.length === width)
}

/** The groups behind one empty line each, up to the first that holds cells. */
function tornGroups(groups: Group[], at: number): Group[] {
  const torn: Group[] = []
  for (const group of groups.slice(at, at + MOST_PARAGRAPHS)) {
    if (group.gap !== 1) break
    torn.push(group)
    if (group.cells.length > 0) break
  }
  return torn
}

/** Text behind an empty line belongs to the cell before it if the cells that follow complete the row. */
function isRestOfRow(torn: Group[], missing: number, after: Group | undefined): boolean {
  const cells = torn.at(-1)?.cells ?? []
  // A heading and the header of another table look alike, but that table's next row has the header's width.
  const isOther = after?.lead.length === 0 && after.cells.length === cells.length
  return cells.length > 0 && cells.length === missing && !isOther
}

/** The groups that go on with a cell; a whole section of text is no cell. */
function leads(torn: Group[]): Group[] {
  const inside = torn.filter(({ lead }) => lead.length > 0)
  return inside.length < MOST_PARAGRAPHS ? inside : []
}

function rejoin(row: string[], torn: Group[]): void {
  for (const { lead, cells } of torn) {
    if (lead.length > 0) row.push([row.pop(), lead.join('\n')].join('\n\n'))
    for (const cell of cells) row.push(cell)
  }
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
