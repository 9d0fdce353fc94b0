import type { PageLine } from './pdf-parts.ts'

/** Gaps between words, those that are shown by different instructions, and gutters between columns, as shares of the size of a character. */
const CHINESE_GAP = 0.5
const BETWEEN_RUNS = 0.35
const LATIN_GAP = 1
const GUTTER = 0.35

export type Span = { left: number; right: number }
export type Word = Span & { text: string; baseline: number }
export type WordLine = { line: PageLine; words: Word[] }

const isChinese = (text: string) => /[^\0-\u02ff]/.test(text)

/** The words of a line, with where each stands. */
export function wordsOf({ glyphs, size }: PageLine): Word[] {
  const words: Word[] = []
  let lastRun: number | undefined
  for (const { text, left, right, baseline, run } of glyphs) {
    const word = words.at(-1)
    if (text.trim() === '') continue
    const gap = word ? left - word.right : 0
    const isLatin = !isChinese(text) && !isChinese(word?.text.slice(-1) ?? '')
    const areFigures = /\d$/.test(word?.text ?? '') && /\d/.test(text)
    const within = lastRun === run || areFigures ? CHINESE_GAP : BETWEEN_RUNS
    const share = isLatin && !areFigures ? LATIN_GAP : within
    lastRun = run
    if (word && gap < size * share) {
      word.text += isLatin && gap > size * 0.2 ? ` ${text}` : text
      word.right = Math.max(word.right, right)
    } else words.push({ left, right, text, baseline })
  }
  return words
}

/** What the words of all lines cover, from the left; between two such columns lies a gutter. */
export function columnsOf(lines: { words: Span[] }[], size: number): Span[] {
  const columns: Span[] = []
  for (const { left, right } of lines.flatMap(({ words }) => words).sort((a, b) => a.left - b.left)) {
    const last = columns.at(-1)
    if (last && left - last.right < size * GUTTER) last.right = Math.max(last.right, right)
    else columns.push({ left, right })
  }
  return columns
}
