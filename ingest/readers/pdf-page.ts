import { withAlignedTables } from './pdf-columns.ts'
import { type Box, type Grid, gridsOf, withoutSlivers } from './pdf-grid.ts'
import type { Area, Marks } from './pdf-marks.ts'
import { type Chunk, chunksOf, joinedText, type Line, linesOf } from './pdf-text.ts'

export type PageCell = Box & { text: string }

/** A table on one page: where its columns part, where lines part its rows, and its cells. */
export type PageTable = {
  kind: 'table'
  top: number
  columns: number[]
  rowLines: number[]
  rows: number
  cells: PageCell[]
}
export type PageLine = Line & { kind: 'line'; top: number }

/** What a page holds from the top, and the edges of its text outside tables. */
export type Page = {
  parts: (PageTable | PageLine)[]
  left: number
  right: number
  top: number
  bottom: number
}

const LARGEST_PADDING = 8

/** A page taken apart: text between ruling lines as tables, the rest line by line. */
export function pageOf({ glyphs, rules, width }: Marks): Page {
  const chunks = chunksOf(glyphs)
  const grids = gridsOf(rules)
  const held = new Map<Box, Chunk[]>()
  const outside = chunks.filter((chunk) => {
    const box = boxAround(grids, chunk)
    if (box) held.set(box, [...(held.get(box) ?? []), chunk])
    return box === null
  })
  const tables = grids.filter(({ boxes }) => boxes.some((box) => held.has(box)))
  const lines = linesOf(outside).map((line) => ({ ...line, kind: 'line' as const, top: line.baseline }))
  return {
    parts: [...tables.map((grid) => tableOf(grid, held)), ...withAlignedTables(lines)].sort(
      (a, b) => a.top - b.top,
    ),
    ...edgesOf(lines, width),
    top: Math.min(...chunks.map(({ baseline }) => baseline)),
    bottom: Math.max(...chunks.map(({ baseline }) => baseline)),
  }
}

/** Text without the gaps that stand between columns. */
const isProse = ({ glyphs, size }: Line) =>
  glyphs.every(({ left, right, text }, n) =>
    text === ' ' ? right - left < size : left - (glyphs[n - 1]?.right ?? left) < size,
  )

/** Pages have margins alike on both sides, give or take this much; lines that end before that were not full. */
const MARGIN_SLACK = 40

/** Where lines of text usually begin and end, give or take a character: what hangs over does not count. */
function edgesOf(lines: Line[], width: number): { left: number; right: number } {
  const prose = lines.filter(isProse)
  const widest = prose.reduce((most, { left, right }) => Math.max(most, right - left), 0)
  const long = prose.filter(({ left, right }) => (right - left) * 2 > widest)
  const usual = (side: 'left' | 'right') => {
    const voted = long.map((line) => ({
      edge: line[side],
      votes: long.filter((other) => Math.abs(other[side] - line[side]) <= other.size).length,
    }))
    const most = voted.reduce((best, { votes }) => Math.max(best, votes), 0)
    return voted.filter(({ votes }) => votes * 3 >= most && (votes > 1 || most === 1)).map(({ edge }) => edge)
  }
  const [left, right] = [Math.min(...usual('left')), Math.max(...usual('right'))]
  return { left, right: right < width - left - MARGIN_SLACK ? width - left : right }
}

/** The cell that a chunk was kept to, else the one its middle lies in, of the smallest table there. */
function boxAround(grids: Grid[], chunk: Chunk): Box | null {
  const { left, right, baseline, size } = chunk
  const clip = chunk.glyphs[0]?.clip
  const kept = clip ? boxAt(grids, (clip.left + clip.right) / 2, (clip.top + clip.bottom) / 2) : null
  if (clip && kept && fits(clip, kept)) return kept
  return boxAt(grids, (left + right) / 2, baseline - size * 0.3)
}

const NEAR = 4

function fits(inner: Area, outer: Area): boolean {
  return (
    inner.left >= outer.left - NEAR &&
    inner.right <= outer.right + NEAR &&
    inner.top >= outer.top - NEAR &&
    inner.bottom <= outer.bottom + NEAR
  )
}

function boxAt(grids: Grid[], x: number, y: number): Box | null {
  const within = (box: Area) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
  const found = grids.flatMap(({ rows, columns, boxes }) => {
    const [top = 0, bottom = 0] = [rows[0], rows.at(-1)]
    const [left = 0, right = 0] = [columns[0], columns.at(-1)]
    const box = within({ left, right, top, bottom }) ? boxes.find(within) : undefined
    return box ? [{ box, area: (bottom - top) * (right - left) }] : []
  })
  return found.sort((a, b) => a.area - b.area)[0]?.box ?? null
}

function tableOf(grid: Grid, held: Map<Box, Chunk[]>): PageTable {
  const { rows, columns, boxes } = withoutSlivers(grid, (box) => held.has(box))
  const filled = boxes.map((box) => ({ box, lines: linesOf(held.get(box) ?? []) }))
  const gaps = filled.flatMap(({ box, lines }) =>
    lines.flatMap(({ left, right }) => [left - box.left, box.right - right]),
  )
  // A few texts hang over; most keep the distance that makes others wrap.
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 10)] ?? 0
  const padding = Math.min(LARGEST_PADDING, Math.max(0, usual))
  return {
    kind: 'table',
    top: rows[0] ?? 0,
    columns,
    rowLines: rows,
    rows: rows.length - 1,
    cells: filled.map(({ box, lines }) => ({
      ...box,
      text: joinedText(lines, box.right - box.left - 2 * padding),
    })),
  }
}
