import { callsOut, told } from './active.ts'
import { type Block, withoutRepeats } from './block.ts'
import type { Compound } from './compound.ts'
import { type RowCell, runAt, type Standing, standingOf } from './doc-properties.ts'
import { DELETED_CELL_END, type DocText, docText } from './doc-text.ts'
import { type GridRow, tableOf } from './grid.ts'
import { withSymbols } from './symbols.ts'
import { type Content, type Table, Unreadable } from './table.ts'

/** Edges of cells nearer than this, in twentieths of a point, are one: rows drawn by hand miss each other. */
const NEAR_TWIPS = 40

/** The paragraphs and tables of a Word 97 file; headers come first, text boxes last, or above a table that begins the page. */
export function readDoc(file: Compound): Content {
  try {
    const text = docText(file)
    const { body, boxes } = text.parts
    const [written, boxed] = [body, boxes].map(([from, to]) => blocksOf(paragraphsIn(text, from, to)))
    const parts = written?.[0]?.kind === 'table' ? [boxed, written] : [written, boxed]
    const blocks = [...headersOf(text), ...parts.flatMap((part) => part ?? [])]
    return told({ format: 'doc', blocks }, { calls: text.instructions.some(callsOut) })
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault
    throw new Unreadable('damaged', 'it points outside of itself')
  }
}

const ENDS = new Set(['\r', '\x07', '\f', DELETED_CELL_END])

type Line = { text: string; mark: string; standing: Standing }

const PLAIN: Standing = { depth: 0, endsInnerCell: false, endsRow: false, row: [] }

/** Paragraphs and cells as they follow each other, and where each stands. */
function paragraphsIn({ text, pieces, paragraphRuns }: DocText, from: number, to: number): Line[] {
  const lines: Line[] = []
  const known = new Map<object, Standing>()
  let start = from
  let piece = 0
  for (let at = from; at < Math.min(to, text.length); at++) {
    const mark = text.charAt(at)
    if (!ENDS.has(mark)) continue
    while ((pieces[piece]?.end ?? Number.POSITIVE_INFINITY) <= at) piece++
    const { start: first = 0, at: place = 0, width = 1 } = pieces[piece] ?? {}
    const run = runAt(paragraphRuns, place + (at - first) * width)
    const standing = run ? (known.get(run) ?? standingOf(run.modifiers)) : PLAIN
    if (run) known.set(run, standing)
    lines.push({ text: readable(text.slice(start, at)), mark, standing })
    start = at + 1
  }
  if (start < to) lines.push({ text: readable(text.slice(start, to)), mark: '\r', standing: PLAIN })
  return lines
}

/** Text without marks of pictures, notes and soft hyphens. */
function readable(text: string): string {
  return (
    withSymbols(text)
      .replaceAll('\v', '\n')
      .replaceAll('\x0e', '\n')
      .replaceAll('\x1e', '-')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
      .replace(/[\0-\x08\x0f-\x1f]/g, '')
  )
}

type Row = { cells: string[]; edges: RowCell[] }
type OpenTable = { rows: Row[]; cells: string[]; lines: string[] }

function blocksOf(lines: Line[]): Block[] {
  const blocks: Block[] = []
  const inner: Table[] = []
  const open: OpenTable[] = []
  const closeTo = (depth: number) => {
    while (open.length > depth) {
      const { rows } = open.pop() ?? { rows: [] }
      const around = open.at(-1)
      if (rows.length === 0) continue
      if (around) around.lines.push(...rows.map(({ cells }) => cells.join('\t')))
      if (around) inner.push(tableOf(gridRows(rows)))
      else blocks.push(tableOf(gridRows(rows)), ...inner.splice(0))
    }
  }
  for (const line of lines) {
    closeTo(line.standing.depth)
    while (open.length < line.standing.depth) open.push({ rows: [], cells: [], lines: [] })
    const table = open.at(-1)
    if (table) addTo(table, line)
    else if (line.text.trim()) blocks.push({ kind: 'paragraph', text: line.text.trim() })
  }
  closeTo(0)
  return blocks
}

function addTo(table: OpenTable, { text, mark, standing }: Line): void {
  const isDeleted = mark === DELETED_CELL_END
  if (standing.endsRow) {
    // Programs mark an end as deleted with the words right before it: a deleted row has no others left.
    const isGone = isDeleted && table.cells.every((text) => text === '')
    if (!isGone) table.rows.push({ cells: table.cells, edges: standing.row })
    table.cells = []
    table.lines = []
    return
  }
  table.lines.push(text)
  if (mark !== '\x07' && !isDeleted && !standing.endsInnerCell) return
  table.cells.push(table.lines.join('\n').trim())
  table.lines = []
}

/** Rows on one grid: a cell spans the columns between its edges; where edges are missing, one. */
function gridRows(rows: Row[]): GridRow[] {
  const columns = columnEdges(rows)
  const columnAt = (edge: number) => columns.findLastIndex((column) => column <= edge + NEAR_TWIPS / 2)
  return rows.map(({ cells, edges }) => {
    const row: GridRow = { columnsBefore: 0, columnsAfter: 0, cells: [] }
    const known = edges.length === cells.length
    row.columnsBefore = known ? Math.max(0, columnAt(edges[0]?.left ?? 0)) : 0
    for (const [n, text] of cells.entries()) {
      const { left = 0, right = 0, merge = null, joinsLeft = false } = (known && edges[n]) || {}
      const columnSpan = known ? Math.max(1, columnAt(right) - columnAt(left)) : 1
      const before = row.cells.at(-1)
      if (joinsLeft && before) before.columnSpan += columnSpan
      else row.cells.push({ text, columnSpan, merge })
    }
    return row
  })
}

/** The edges of all cells from left to right, those that nearly meet as one. */
function columnEdges(rows: Row[]): number[] {
  const edges = rows.flatMap(({ edges }) => edges.flatMap(({ left, right }) => [left, right]))
  const columns: number[] = []
  for (const edge of [...new Set(edges)].sort((a, b) => a - b))
    if (edge - (columns.at(-1) ?? Number.NEGATIVE_INFINITY) > NEAR_TWIPS) columns.push(edge)
  return columns
}

/** Of each section's six headers and footers, behind six lines that part notes; the last two ends mark none. */
function headersOf(text: DocText): Block[] {
  const [from] = text.parts.headers
  const headers = text.headerEnds.slice(6, -2).flatMap((start, n) => {
    if (![0, 1, 4].includes(n % 6)) return []
    return blocksOf(paragraphsIn(text, from + start, from + (text.headerEnds[n + 7] ?? start)))
  })
  return withoutRepeats(headers)
}
