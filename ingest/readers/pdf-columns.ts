import type { PageCell, PageLine, PageTable } from './pdf-page.ts'
import { readable } from './pdf-text.ts'

/*
 * Tables without ruling lines: lines of words that leave the same gutters free. Only lists come out, whose rows
 * all begin with a word; a cell merged over several rows could belong to any of them, so that stays text.
 */

const FEWEST_COLUMNS = 3
const FEWEST_ROWS = 3

/** Gaps between words and gutters between columns, as shares of the size of a character. */
const CHINESE_GAP = 0.5
const LATIN_GAP = 1
const GUTTER = 0.5

/** Lines further apart than this many times their size belong to no common table. */
const APART = 3.5

/** A line nearer to a row than this share of the usual distance between rows is part of its cells. */
const PART_OF_ROW = 0.75

type Span = { left: number; right: number }
type Word = Span & { text: string }
type WordLine = { line: PageLine; words: Word[] }

/** The lines of a page with those that stand in columns as tables. */
export function withAlignedTables(lines: PageLine[]): (PageLine | PageTable)[] {
  const worded = lines.map((line) => ({ line, words: wordsOf(line) }))
  const parts: (PageLine | PageTable)[] = []
  for (let n = 0; n < worded.length; ) {
    const run = runFrom(worded, n)
    const table = alignedTable(run)
    const taken = Math.max(1, run.length)
    if (table) parts.push(table)
    else for (const { line } of worded.slice(n, n + taken)) parts.push(line)
    n += taken
  }
  return parts
}

const isChinese = (text: string) => /[^\0-\u02ff]/.test(text)

function wordsOf({ glyphs, size }: PageLine): Word[] {
  const words: Word[] = []
  for (const { text, left, right } of glyphs) {
    const word = words.at(-1)
    if (text.trim() === '') continue
    const gap = word ? left - word.right : 0
    const share = isChinese(text) || isChinese(word?.text.slice(-1) ?? '') ? CHINESE_GAP : LATIN_GAP
    if (word && gap < size * share) {
      word.text += gap > size * 0.2 ? ` ${text}` : text
      word.right = Math.max(word.right, right)
    } else words.push({ left, right, text })
  }
  return words
}

/** The lines from one on that leave at least two gutters free between them. */
function runFrom(lines: WordLine[], start: number): WordLine[] {
  const first = lines[start]
  if (!first || first.words.length < FEWEST_COLUMNS) return []
  const run = [first]
  let columns = columnsOf([first], first.line.size)
  for (const next of lines.slice(start + 1)) {
    const last = run.at(-1)?.line
    if (!last || next.line.baseline - last.baseline > last.size * APART) break
    const narrowed = columnsOf([{ words: columns }, next], first.line.size)
    if (narrowed.length < FEWEST_COLUMNS || narrowed.length < columns.length - 1) break
    columns = narrowed
    run.push(next)
  }
  return run
}

/** What the words of all lines cover, from the left; between two such columns lies a gutter. */
function columnsOf(lines: { words: Span[] }[], size: number): Span[] {
  const columns: Span[] = []
  for (const { left, right } of lines.flatMap(({ words }) => words).sort((a, b) => a.left - b.left)) {
    const last = columns.at(-1)
    if (last && left - last.right < size * GUTTER) last.right = Math.max(last.right, right)
    else columns.push({ left, right })
  }
  return columns
}

type Row = { baseline: number; texts: string[] }

/** The table that lines make, if its rows all begin with a word and fill most columns. */
function alignedTable(run: WordLine[]): PageTable | null {
  const columns = columnsOf(run, run[0]?.line.size ?? 0)
  const lines = run.map(({ line, words }) => ({ baseline: line.baseline, texts: textsIn(columns, words) }))
  const full = lines.filter(({ texts }) => texts.filter(Boolean).length * 2 >= columns.length)
  const led = full.filter(({ texts: [first] }) => first)
  if (columns.length < FEWEST_COLUMNS || full.length < FEWEST_ROWS || led.length < full.length) return null
  return tableOf(columns, rowsOf(lines, full))
}

function textsIn(columns: Span[], words: Word[]): string[] {
  return columns.map(({ left, right }) =>
    words
      .filter((word) => word.left >= left - 0.1 && word.right <= right + 0.1)
      .map(({ text }) => text)
      .join(' '),
  )
}

/** Full lines are rows; others, if near, are what wrapped in a row's cells, above or below its middle. */
function rowsOf(lines: Row[], full: Row[]): Row[] {
  const steps = full.slice(1).map(({ baseline }, n) => baseline - (full[n]?.baseline ?? 0))
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  const groups = new Map(full.map((row) => [row, [row]]))
  const rows = [...full]
  for (const line of lines) {
    if (groups.has(line)) continue
    const distance = (row: Row) => Math.abs(row.baseline - line.baseline)
    const near = full.filter((row) => distance(row) < usual * PART_OF_ROW)
    const owner = near.sort((a, b) => distance(a) - distance(b))[0]
    if (owner) groups.get(owner)?.push(line)
    else rows.push(line)
  }
  return rows.map((row) => joined(row, groups.get(row) ?? [row])).sort((a, b) => a.baseline - b.baseline)
}

function joined({ baseline, texts }: Row, parts: Row[]): Row {
  const inOrder = [...parts].sort((a, b) => a.baseline - b.baseline)
  return {
    baseline,
    texts: texts.map((_, column) => inOrder.map((part) => part.texts[column] ?? '').join('')),
  }
}

function tableOf(columns: Span[], rows: Row[]): PageTable {
  const edges = columns.map(({ left }) => left)
  const right = columns.at(-1)?.right ?? 0
  const [top, bottom] = [rows[0]?.baseline ?? 0, rows.at(-1)?.baseline ?? 0]
  const cells: PageCell[] = rows.flatMap(({ texts }, row) =>
    texts.map((text, column) => ({
      row,
      column,
      rowSpan: 1,
      columnSpan: 1,
      left: edges[column] ?? 0,
      right: edges[column + 1] ?? right,
      top,
      bottom,
      openRight: false,
      openBottom: false,
      text: readable(text),
    })),
  )
  return { kind: 'table', top, rowLines: [], columns: [...edges, right], rows: rows.length, cells }
}
