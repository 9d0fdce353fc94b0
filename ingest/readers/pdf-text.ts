import type { Glyph } from './pdf-marks.ts'
import { withoutRadicals } from './radicals.ts'
import { withSymbols } from './symbols.ts'

/** Glyphs on one line, from the left. */
export type Line = { glyphs: Glyph[]; left: number; right: number; baseline: number; size: number }

/** Glyphs that an instruction shows without a gap between them. */
export type Chunk = Line

/** Shares of the size of a character. */
const GAP = 0.25
const WIDE_GAP = 0.9
const SAME_LINE = 0.4
const SAME_PLACE = 0.25

/** How far above its baseline the middle of a character lies, as a share of its size. */
export const MIDDLE = 0.3

/** The glyphs as chunks in the order of drawing; what is drawn twice to look bold counts once. */
export function chunksOf(glyphs: Glyph[]): Chunk[] {
  const chunks: Chunk[] = []
  let last: Glyph | undefined
  for (const glyph of glyphs) {
    const chunk = chunks.at(-1)
    if (chunk && last && (goesOnAside(last, glyph) || goesOn(last, glyph))) chunk.glyphs.push(glyph)
    else chunks.push(lineOf([glyph]))
    last = glyph
  }
  return withoutRepeats(
    chunks.map(({ glyphs: together }) => upright(lineOf(together))).filter((chunk) => textOf(chunk).trim()),
  )
}

const goesOn = (last: Glyph, glyph: Glyph) =>
  last.run === glyph.run &&
  Math.abs(last.baseline - glyph.baseline) < glyph.size * GAP &&
  Math.abs(glyph.left - last.right) < glyph.size * GAP

/** Whether a glyph follows another up or down a line that lies on its side. */
const goesOnAside = (last: Glyph, { turn, left, baseline, size }: Glyph) =>
  turn % 2 === 1 &&
  last.turn === turn &&
  Math.abs(last.left - left) < size * GAP &&
  baseline > last.baseline === (turn === 1) &&
  Math.abs(baseline - last.baseline) < size * (1 + GAP)

/** A line on its side as one of the page's own, at its middle. */
function upright(chunk: Chunk): Chunk {
  const { glyphs, size } = chunk
  const [first, last] = [glyphs[0], glyphs.at(-1)]
  if (!first || !last || first.turn % 2 === 0) return chunk
  const baseline = (first.baseline + last.baseline) / 2 + size * MIDDLE
  return { ...chunk, baseline, glyphs: glyphs.map((glyph) => ({ ...glyph, baseline })) }
}

function lineOf(glyphs: Glyph[]): Line {
  const [first] = glyphs
  return {
    glyphs,
    left: glyphs.reduce((least, { left }) => Math.min(least, left), Number.POSITIVE_INFINITY),
    right: glyphs.reduce((most, { right }) => Math.max(most, right), Number.NEGATIVE_INFINITY),
    baseline: first?.baseline ?? 0,
    size: glyphs.reduce((most, { size }) => Math.max(most, size), 0),
  }
}

export function textOf({ glyphs }: Line): string {
  return glyphs.map(({ text }) => text).join('')
}

function withoutRepeats(chunks: Chunk[]): Chunk[] {
  const drawn = new Map<string, Chunk[]>()
  return chunks.filter((chunk) => {
    const text = textOf(chunk)
    const near = chunk.size * SAME_PLACE
    const before = drawn.get(text) ?? []
    drawn.set(text, [...before.slice(-50), chunk])
    return !before.some(
      ({ left, baseline }) =>
        Math.abs(left - chunk.left) < near && Math.abs(baseline - chunk.baseline) < near,
    )
  })
}

/** Chunks as lines from the top; gaps between words come back as spaces. */
export function linesOf(chunks: Chunk[]): Line[] {
  const lines: Chunk[][] = []
  for (const chunk of [...chunks].sort((a, b) => a.baseline - b.baseline)) {
    const line = lines.at(-1)
    const above = line?.[0]
    const near = Math.max(above?.size ?? 0, chunk.size) * SAME_LINE
    if (line && above && chunk.baseline - above.baseline <= near) line.push(chunk)
    else lines.push([chunk])
  }
  return lines.map((line) => spaced(line.sort((a, b) => a.left - b.left)))
}

const isWide = (glyph: Glyph | undefined) => /[^\0-\u02ff]/.test(glyph?.text ?? '')

function spaced(chunks: Chunk[]): Line {
  const glyphs: Glyph[] = []
  for (const chunk of chunks) {
    const [before, after] = [glyphs.at(-1), chunk.glyphs[0]]
    if (before && after) {
      const share = isWide(before) || isWide(after) ? WIDE_GAP : GAP
      const isApart = after.left - before.right > chunk.size * share
      if (isApart && before.text !== ' ' && after.text !== ' ')
        glyphs.push({ ...before, text: ' ', left: before.right, right: after.left })
    }
    for (const glyph of chunk.glyphs) glyphs.push(glyph)
  }
  return lineOf(glyphs)
}

/**
 * What must stay together at a line's start: an opening bracket, a character or a number with the bracket
 * that follows it, what closes it.
 */
const FIRST_TOKEN =
  /^[（《“‘「【[(]*(?:[≥≤≧≦<>=＜＞]?[\w０-９．.,%+\-/:~]+(?:[（(][^（）()]{1,4}(?=[）)]))?|[\s\S])[，。；：、）》”’」】！？％%)\]]*/u

/** What leads an item of a list, and nothing inside a line. */
const BULLET = /^[•●◆◇■□▪►]\s*\p{Script=Han}/u

/** Whether a line ended only because what follows had no room in the width there is; a token may itself be broken. */
export function isFull(line: Line, following: Line[], width: number): boolean {
  const text = following.map(textOf).join('').trimStart()
  if (BULLET.test(text)) return false
  const length = FIRST_TOKEN.exec(text)?.[0].length ?? 1
  let seen = 0
  let room = 0
  for (const next of following) {
    let right = next.left
    for (const glyph of next.glyphs) {
      if (seen >= length) break
      if (glyph.text.trim()) seen += glyph.text.length
      right = glyph.right
    }
    room += right - next.left
  }
  return line.right - line.left + room > width - line.size * GAP
}

/** The text of lines in a box: what had to wrap is joined, what was broken off stays so. */
export function joinedText(lines: Line[], width: number): string {
  let text = ''
  for (const [n, line] of lines.entries()) {
    const next = lines[n + 1]
    const shown = textOf(line)
    text += shown.trim()
    const wraps = next && (isOneFigure(shown, textOf(next)) || isFull(line, lines.slice(n + 1, n + 3), width))
    if (next) text += wraps ? wrapGap(shown, textOf(next)) : '\n'
  }
  return readable(text)
}

/** A figure and the unit below it are one, which some programs wrap before they must: 10000 above 元/公里. */
const isOneFigure = (before: string, after: string) =>
  /\d[百千万亿]?\s*$/.test(before) && /^\s*(?:[百千万亿]*元|[%％])/.test(after)

/** What stands where a line wrapped: a space between words, nothing between Chinese or within a number. */
export function wrapGap(before: string, after: string): string {
  const isWordBreak = /[A-Za-z]$/.test(before.trimEnd()) && /^[A-Za-z]/.test(after.trimStart())
  return isWordBreak || (/\w $/.test(before) && /^\w/.test(after)) ? ' ' : ''
}

/** A text with its signs and characters as such, and without blanks of other widths. */
export function readable(text: string): string {
  return withoutRadicals(withSymbols(text))
    .replace(/[\u00a0\u2002-\u200a]/g, ' ')
    .trim()
}
