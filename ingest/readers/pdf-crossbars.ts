import type { Rule } from './pdf-paths.ts'

/* Tables with lines between their rows alone, drawn cell by cell: the ends of the pieces are the edges of cells. */

/** Ends nearer than this, in points, are one. */
const NEAR = 4
const FEWEST_PIECES = 3
const FEWEST_LINES = 3

/** Larger than this many times the size of most text is the title of another table. */
const LARGER = 1.1

/** Glyphs nearer to each other than this share of their size are of one text. */
const GAP = 0.5

type Text = { left: number; right: number; baseline: number; size: number }
type Line = { at: number; pieces: Rule[] }

/**
 * The edges that such lines imply on a page without any line down it: at each end of a piece, from one line to the next,
 * but where text runs over it, as in a cell that spans several columns, or a title stands between two tables.
 */
export function edgesImplied(rules: readonly Rule[], texts: readonly Text[]): Rule[] {
  if (rules.some(({ horizontal, from, to }) => !horizontal && to - from > NEAR)) return []
  const lines = linesIn(rules.filter(({ horizontal }) => horizontal))
  const whole = lines.filter(({ pieces }) => pieces.length >= FEWEST_PIECES)
  if (whole.length < FEWEST_LINES) return []
  const sizes = texts.map(({ size }) => size).sort((a, b) => a - b)
  const largest = (sizes[Math.floor(sizes.length / 2)] ?? 0) * LARGER
  return lines.flatMap((line, n) => {
    const next = lines[n + 1]
    if (next === undefined) return []
    const between = texts.filter(({ baseline }) => baseline > line.at && baseline < next.at)
    if (between.some(({ size }) => size > largest)) return []
    const isFree = (at: number) => !between.some((text) => runsOver(text, at, between))
    return endsOf([...line.pieces, ...next.pieces])
      .filter(isFree)
      .map((at): Rule => ({ horizontal: false, at, from: line.at, to: next.at }))
  })
}

/** Whether a text lies over a place, alone or with the one that goes on right behind it. */
function runsOver({ left, right, baseline, size }: Text, at: number, others: readonly Text[]): boolean {
  if (left >= at - 1) return false
  return (
    right > at + 1 ||
    others.some((next) => next.baseline === baseline && next.left >= at - 1 && next.left - right < size * GAP)
  )
}

function linesIn(across: readonly Rule[]): Line[] {
  const lines: Line[] = []
  for (const piece of [...across].sort((a, b) => a.at - b.at)) {
    const last = lines.at(-1)
    if (last && piece.at - last.at <= NEAR) last.pieces.push(piece)
    else lines.push({ at: piece.at, pieces: [piece] })
  }
  return lines
}

/** Where pieces begin and end, from the left, each place once. */
function endsOf(pieces: readonly Rule[]): number[] {
  const ends = pieces.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b)
  return ends.filter((end, n) => n === 0 || end - (ends[n - 1] ?? 0) > NEAR)
}
