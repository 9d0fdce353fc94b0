import type { Rule } from './pdf-paths.ts'
import { Unreadable } from './table.ts'

/** Lines nearer than this, in points, are one: double lines, and cells that each draw their own. */
const NEAR = 4
const SHORTEST = 8
const MOST_CROSSINGS = 4_000_000
const MOST_PLACES = 200_000

/** A cell between ruling lines, and where it lies on the page. */
export type Box = {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  left: number
  right: number
  top: number
  bottom: number
  /** Whether no line closes it on the right, as where a page ends within a cell. */
  openRight: boolean
  /** Whether no line closes it below, as where a page ends within a merged cell. */
  openBottom: boolean
}

/**
 * Cells that lines draw: `rows` and `columns` are where its lines lie, from the top and from the left; `openTop`
 * and `openBottom` tell that no line closes it there, as where a page ends within a row.
 */
export type Grid = { rows: number[]; columns: number[]; boxes: Box[]; openTop: boolean; openBottom: boolean }

/** The grids that the lines of a page draw, from the top; a missing line between two cells makes them one. */
export function gridsOf(rules: Rule[]): Grid[] {
  const across = joined(rules.filter(({ horizontal }) => horizontal))
  const down = joined(rules.filter(({ horizontal }) => !horizontal))
  return connected(across, down)
    .map((lines) => gridOf(lines))
    .filter(({ boxes }) => boxes.length > 1)
    .sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
}

/** Lines drawn piece by piece as whole ones, each at the middle of those that nearly coincide. */
function joined(rules: Rule[]): Rule[] {
  const groups: Rule[][] = []
  for (const rule of [...rules].sort((a, b) => a.at - b.at)) {
    const group = groups.at(-1)
    if (group && rule.at - (group[0]?.at ?? 0) <= NEAR) group.push(rule)
    else groups.push([rule])
  }
  return groups.flatMap((group) => {
    const at = group.reduce((sum, rule) => sum + rule.at, 0) / group.length
    const whole: Rule[] = []
    for (const { horizontal, from, to } of group.sort((a, b) => a.from - b.from)) {
      const last = whole.at(-1)
      if (last && from <= last.to + NEAR) last.to = Math.max(last.to, to)
      else whole.push({ horizontal, at, from, to })
    }
    return whole.filter((rule) => rule.to - rule.from >= SHORTEST)
  })
}

type Lines = { across: Rule[]; down: Rule[] }

const meets = (one: Rule, other: Rule) =>
  other.at >= one.from - NEAR &&
  other.at <= one.to + NEAR &&
  one.at >= other.from - NEAR &&
  one.at <= other.to + NEAR

/** The lines that meet each other, directly or through others. */
function connected(across: Rule[], down: Rule[]): Lines[] {
  if (across.length * down.length > MOST_CROSSINGS)
    throw new Unreadable('too-large', `${across.length} by ${down.length} lines on a page`)
  const found: Lines[] = []
  const left = { across: new Set(across), down: new Set(down) }
  for (const start of across) {
    if (!left.across.delete(start)) continue
    const lines: Lines = { across: [start], down: [] }
    const waiting = [start]
    for (let line = waiting.pop(); line; line = waiting.pop()) {
      const [others, taken] = line.horizontal ? [left.down, lines.down] : [left.across, lines.across]
      for (const other of others) {
        if (!meets(line, other)) continue
        others.delete(other)
        taken.push(other)
        waiting.push(other)
      }
    }
    found.push(lines)
  }
  return found
}

/** Where lines lie, once each, and where they end beyond the last one that crosses: a side left open. */
function positions(lines: Rule[], crossing: Rule[]): number[] {
  const at = [...new Set(lines.map((line) => line.at))].sort((a, b) => a - b)
  const [first = 0, last = 0] = [at[0], at.at(-1)]
  const from = Math.min(...crossing.map((line) => line.from))
  const to = Math.max(...crossing.map((line) => line.to))
  return [...(from < first - 2 * NEAR ? [from] : []), ...at, ...(to > last + 2 * NEAR ? [to] : [])]
}

function gridOf({ across, down }: Lines): Grid {
  if (across.length < 2 || down.length === 0)
    return { rows: [], columns: [], boxes: [], openTop: false, openBottom: false }
  const rows = positions(across, down)
  const columns = positions(down, across)
  const [height, width] = [rows.length - 1, columns.length - 1]
  if (height * width > MOST_PLACES) throw new Unreadable('too-large', 'too many lines on a page')
  const regions = regionsOf(height, width, {
    /** Whether a line parts a place from the one on its right, or from the one below. */
    right: (row, column) => isDrawn(down, columns[column + 1], middle(rows, row)),
    below: (row, column) => isDrawn(across, rows[row + 1], middle(columns, column)),
  })
  const boxes = regions.map(({ top, left, bottom, right }) => ({
    row: top,
    column: left,
    rowSpan: bottom - top + 1,
    columnSpan: right - left + 1,
    left: columns[left] ?? 0,
    right: columns[right + 1] ?? 0,
    top: rows[top] ?? 0,
    bottom: rows[bottom + 1] ?? 0,
    openRight: !isDrawn(down, columns[right + 1], middle(rows, top)),
    openBottom: !isDrawn(across, rows[bottom + 1], middle(columns, left)),
  }))
  const isLine = (at: number | undefined) => across.some((line) => line.at === at)
  return { rows, columns, boxes, openTop: !isLine(rows[0]), openBottom: !isLine(rows.at(-1)) }
}

/** A row lower than this, in points, holds no text: two cells' borders that miss each other make it. */
const SLIVER = 10

/** A grid without rows that hold nothing of their own: slivers, empty ends of a page, ends of cells above. */
export function withoutSlivers(grid: Grid, isWritten: (box: Box) => boolean): Grid {
  const { rows, boxes, openTop, openBottom } = grid
  const isNeeded = rows.slice(1).map((bottom, row) => {
    const isEnd = (row === 0 && openTop) || (row === rows.length - 2 && openBottom)
    const isLow = bottom - (rows[row] ?? 0) < SLIVER
    const written = boxes.filter((box) => box.row <= row && box.row + box.rowSpan > row && isWritten(box))
    if (isEnd || isLow) return written.some(({ rowSpan }) => rowSpan === 1)
    return written.length === 0 || written.some((box) => box.row === row)
  })
  if (isNeeded.every(Boolean)) return grid
  const before = (row: number) => isNeeded.slice(0, row).filter(Boolean).length
  for (const box of boxes) {
    const end = before(box.row + box.rowSpan)
    box.row = before(box.row)
    box.rowSpan = end - box.row
  }
  return {
    ...grid,
    rows: [...rows.slice(0, -1).filter((_, row) => isNeeded[row]), rows.at(-1) ?? 0],
    boxes: boxes.filter(({ rowSpan }) => rowSpan > 0),
  }
}

function middle(positions: number[], n: number): number {
  return ((positions[n] ?? 0) + (positions[n + 1] ?? 0)) / 2
}

function isDrawn(lines: Rule[], at: number | undefined, along: number): boolean {
  return lines.some((line) => line.at === at && line.from <= along && line.to >= along)
}

type Region = { top: number; left: number; bottom: number; right: number }
type Borders = Record<'right' | 'below', (row: number, column: number) => boolean>

/** Places that no line parts, as rectangles in reading order; what is no rectangle falls apart into rows. */
function regionsOf(height: number, width: number, borders: Borders): Region[] {
  const seen = new Set<number>()
  const regions: Region[] = []
  for (let start = 0; start < height * width; start++) {
    if (seen.has(start)) continue
    const places = flooded(start, { height, width, borders, seen })
    const rows = places.map((place) => Math.floor(place / width))
    const columns = places.map((place) => place % width)
    const region = {
      top: rows.reduce((least, row) => Math.min(least, row), height),
      bottom: rows.reduce((most, row) => Math.max(most, row), 0),
      left: columns.reduce((least, column) => Math.min(least, column), width),
      right: columns.reduce((most, column) => Math.max(most, column), 0),
    }
    const area = (region.bottom - region.top + 1) * (region.right - region.left + 1)
    if (area === places.length) regions.push(region)
    else regions.push(...rowPieces(places, width))
  }
  return regions.sort((a, b) => a.top - b.top || a.left - b.left)
}

type Flood = { height: number; width: number; borders: Borders; seen: Set<number> }

function flooded(start: number, { height, width, borders, seen }: Flood): number[] {
  const places: number[] = []
  const waiting = [start]
  seen.add(start)
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    places.push(place)
    const [row, column] = [Math.floor(place / width), place % width]
    const neighbours = [
      column + 1 < width && !borders.right(row, column) ? place + 1 : -1,
      column > 0 && !borders.right(row, column - 1) ? place - 1 : -1,
      row + 1 < height && !borders.below(row, column) ? place + width : -1,
      row > 0 && !borders.below(row - 1, column) ? place - width : -1,
    ]
    for (const next of neighbours) {
      if (next < 0 || seen.has(next)) continue
      seen.add(next)
      waiting.push(next)
    }
  }
  return places
}

function rowPieces(places: number[], width: number): Region[] {
  const pieces: Region[] = []
  for (const place of [...places].sort((a, b) => a - b)) {
    const [row, column] = [Math.floor(place / width), place % width]
    const last = pieces.at(-1)
    if (last?.top === row && last.right === column - 1) last.right = column
    else pieces.push({ top: row, bottom: row, left: column, right: column })
  }
  return pieces
}
