import { withAlignedTables } from './pdf-columns.ts'
import { edgesImplied } from './pdf-crossbars.ts'
import { type Box, type Grid, gridsOf, withoutSlivers } from './pdf-grid.ts'
import type { Marks } from './pdf-marks.ts'
import type { PageLine, PageTable } from './pdf-parts.ts'
import type { Area } from './pdf-paths.ts'
import { type Chunk, chunksOf, joinedText, type Line, linesOf, MIDDLE } from './pdf-text.ts'
import { Unreadable } from './table.ts'

/** What a page holds from the top, and the edges of its text outside tables. */
export type Page = {
  /** Whether text runs over the page's edge, as where a sheet was too wide for it. */
  isCut: boolean
  parts: (PageTable | PageLine)[]
  left: number
  right: number
  top: number
  bottom: number
}

const LARGEST_PADDING = 8

/** Larger letters are a mark across the page. */
const LARGEST_TEXT = 20

/** A page taken apart: text between ruling lines as tables, the rest line by line. */
export function pageOf({ glyphs, rules, width }: Marks): Page {
  const drawn = chunksOf(glyphs)
  const chunks = drawn.filter((chunk) => isVisible(chunk, width))
  refuseOverprint(chunks)
  const grids = gridsOf([...rules, ...edgesImplied(rules, chunks)])
  const held = new Map<Box, Chunk[]>()
  const outside = chunks.filter((chunk) => {
    const box = boxAround(grids, chunk)
    if (box) held.set(box, [...(held.get(box) ?? []), chunk])
    return box === null
  })
  const tables = grids
    .filter(({ boxes }) => boxes.some((box) => held.has(box)))
    .map((grid) => tableOf(grid, held))
  const pageLines = (own: Chunk[]) =>
    linesOf(own).map((line) => ({ ...line, kind: 'line' as const, top: line.baseline }))
  const lines = pageLines(outside)
  const sides = sidesOf(tables, outside) ?? [{ tables, chunks: outside }]
  return {
    parts: sides.flatMap((side) =>
      [...side.tables, ...withAlignedTables(pageLines(side.chunks))].sort((a, b) => a.top - b.top),
    ),
    isCut: drawn.some(({ left, right, size }) => size < LARGEST_TEXT && (left < -2 || right > width + 2)),
    ...edgesOf(lines, width),
    top: Math.min(...chunks.map(({ baseline }) => baseline)),
    bottom: Math.max(...chunks.map(({ baseline }) => baseline)),
  }
}

type Side = { tables: PageTable[]; chunks: Chunk[] }

/** What stands left and right where all tables stand in pairs beside each other, and no text reaches over; null elsewhere. */
function sidesOf(tables: PageTable[], chunks: Chunk[]): Side[] | null {
  const [from, to] = [
    (table: PageTable) => table.columns[0] ?? 0,
    (table: PageTable) => table.columns.at(-1) ?? 0,
  ]
  const isBeside = (one: PageTable, other: PageTable) =>
    to(one) < from(other) && one.top < (other.rowLines.at(-1) ?? 0) && other.top < (one.rowLines.at(-1) ?? 0)
  const middle = tables.flatMap((one) =>
    tables.filter((other) => isBeside(one, other)).map((other) => (to(one) + from(other)) / 2),
  )[0]
  if (middle === undefined) return null
  const whole: { left: number; right: number }[] = [
    ...tables.map((table) => ({ left: from(table), right: to(table) })),
    ...chunks,
  ]
  if (whole.some(({ left, right }) => left < middle && right > middle)) return null
  const isLeft = ({ left }: { left: number }) => left < middle
  return [true, false].map((side) => ({
    tables: tables.filter((table) => isLeft({ left: from(table) }) === side),
    chunks: chunks.filter((chunk) => isLeft(chunk) === side),
  }))
}

/** Whether a chunk lies on the page, and its middle within what was free to be drawn on: a line cut in two shows once. */
function isVisible({ left, right, baseline, size, glyphs: [first] }: Chunk, width: number): boolean {
  const clip = first?.clip ?? { left: 0, right: width, top: baseline - size, bottom: baseline }
  const inside = { left: Math.max(0, clip.left), right: Math.min(width, clip.right) }
  const middle = baseline - size * MIDDLE
  return right > inside.left && left < inside.right && middle > clip.top && middle < clip.bottom
}

/** Shares of a character's size, of the narrower text, and of a page's texts. */
const CLOSE_LINES = 0.7
const COVERED = 0.5
const OVERPRINT_SHARE = 0.02
const FEWEST_OVERPRINTS = 3

/** Refuses a sheet whose rows were too low for their text: which line belongs where, nobody can tell. */
function refuseOverprint(chunks: Chunk[]): void {
  const sorted = [...chunks].sort((a, b) => a.baseline - b.baseline)
  let overprints = 0
  for (const [n, chunk] of sorted.entries()) {
    const below = sorted[n + 1]
    if (!below || below.baseline - chunk.baseline > chunk.size * CLOSE_LINES) continue
    const near = sorted.slice(n + 1, n + 20).filter((other) => covers(chunk, other))
    overprints += near.length
  }
  if (overprints >= FEWEST_OVERPRINTS && overprints > chunks.length * OVERPRINT_SHARE)
    throw new Unreadable('damaged', 'its lines are printed over each other: send the file it was made from')
}

function covers(one: Chunk, other: Chunk): boolean {
  const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const narrower = Math.min(one.right - one.left, other.right - other.left)
  const isClose = Math.abs(other.baseline - one.baseline) < one.size * CLOSE_LINES
  return isClose && Math.abs(one.size - other.size) < one.size * 0.2 && shared > narrower * COVERED
}

/** Text without the gaps that stand between columns. */
export const isProse = ({ glyphs, size }: Line) =>
  glyphs.every(({ left, right, text }, n) =>
    text === ' ' ? right - left < size : left - (glyphs[n - 1]?.right ?? left) < size,
  )

/** Pages have margins alike on both sides, give or take this much; lines that end before that were not full. */
const MARGIN_SLACK = 40

/** Where a line begins or ends; a comma or full stop may hang over the right margin. */
const edgeOf = (line: Line, side: 'left' | 'right') =>
  side === 'left'
    ? line.left
    : (line.glyphs.findLast(({ text }) => !/[，。；：、]/.test(text))?.right ?? line.right)

/** Where lines of text usually begin and end, give or take a character: what hangs over does not count. */
function edgesOf(lines: Line[], width: number): { left: number; right: number } {
  const prose = lines.filter(isProse)
  const widest = prose.reduce((most, { left, right }) => Math.max(most, right - left), 0)
  const long = prose.filter(({ left, right }) => (right - left) * 2 > widest)
  const usual = (side: 'left' | 'right') => {
    const voted = long.map((line) => ({
      edge: edgeOf(line, side),
      votes: long.filter((other) => Math.abs(edgeOf(other, side) - edgeOf(line, side)) <= other.size).length,
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
  return boxAt(grids, (left + right) / 2, baseline - size * MIDDLE)
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
    lines: [],
    cells: filled.map(({ box, lines }) => ({
      ...box,
      text: joinedText(lines, box.right - box.left - 2 * padding),
    })),
  }
}
