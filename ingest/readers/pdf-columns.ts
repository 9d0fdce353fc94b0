import { type Extent, type Group, groupsOf, type Label } from './pdf-levels.ts'
import type { PageCell, PageLine, PageTable } from './pdf-parts.ts'
import { readable } from './pdf-text.ts'
import { columnsOf, type Span, type Word, type WordLine, wordsOf } from './pdf-words.ts'
import { type Piece, rowsOfWraps, type WrappedRow, wrappedIn } from './pdf-wraps.ts'

/*
 * Tables without ruling lines: lines of words that leave the same gutters free. Rows all begin with a word, but for
 * labels before it that stand once for several rows where their places tell which; what they do not tell stays text.
 */

const FEWEST_COLUMNS = 3
const FEWEST_ROWS = 3

/** Lines further apart than this many times their size belong to no common table. */
const APART = 3.5

/** Lines of one label are no further apart than this many times their size. */
const WRAPPED = 1.55

/** A line nearer to a row than this share of the usual distance between rows is part of its cells. */
const PART_OF_ROW = 0.75

/** The lines of a page with those that stand in columns as tables. */
export function withAlignedTables(lines: PageLine[]): (PageLine | PageTable)[] {
  const worded = lines.map((line) => ({ line, words: wordsOf(line) }))
  const parts: (PageLine | PageTable)[] = []
  for (let n = 0; n < worded.length; ) {
    const whole = runFrom(worded, n)
    const isLead = isLeadIn(whole, runFrom(worded, n + 1))
    const found = headedAbove(worded, n) ?? (isLead ? null : alignedTable(whole))
    const taken = found?.lines ?? linesBefore(worded, n, isLead ? 0 : whole.length)
    if (found) parts.push(found.table)
    else parts.push(...withSums(worded.slice(n, n + taken)))
    n += taken
  }
  return parts
}

/** A block of money has few lines, its headings among them. */
const MOST_OF_SUMS = 6

/** Lines above a table, the last of them as a table where they are headings over one row of sums. */
function withSums(lines: WordLine[]): (PageLine | PageTable)[] {
  for (let from = Math.max(0, lines.length - MOST_OF_SUMS); from < lines.length - 1; from++) {
    const table = wrappedWhole(lines.slice(from), isHeadOverSums)
    if (table) return [...lines.slice(0, from).map(({ line }) => line), table]
  }
  return lines.map(({ line }) => line)
}

/** A table, and how many lines it takes up. */
type Found = { table: PageTable; lines: number }

/** The table whose heading begins with lines of few words, which wrapped in narrow columns. */
function headedAbove(lines: WordLine[], start: number): Found | null {
  const [first, second] = [lines[start], lines[start + 1]]
  if (!first || !second || first.words.length >= FEWEST_COLUMNS) return null
  if (second.line.baseline - first.line.baseline > first.line.size * WRAPPED) return null
  return wrappedTable(runFrom(lines, start, 1))
}

/** How many of a run's lines are text: all, or those before a heading of its own that wraps or has labels below it. */
function linesBefore(lines: WordLine[], start: number, length: number): number {
  for (let at = 1; at < length; at++) {
    const isWider = (lines[start + at]?.words.length ?? 0) > (lines[start + at - 1]?.words.length ?? 0)
    const found = isWider ? alignedTable(runFrom(lines, start + at)) : headedAbove(lines, start + at)
    if (found && (!isWider || found.table.lines.length > 0)) return at
  }
  return Math.max(1, length)
}

/** The lines from one on that leave at least two gutters free between them. */
function runFrom(lines: WordLine[], start: number, fewest = FEWEST_COLUMNS): WordLine[] {
  const first = lines[start]
  if (!first || first.words.length < fewest) return []
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

/** Whether only the first line, as one of labels over a table, keeps two of the table's columns together. */
const isLeadIn = (run: WordLine[], next: WordLine[]) =>
  next.length >= run.length - 1 && widthOf(next) > widthOf(run)

const widthOf = (run: WordLine[]) => columnsOf(run, run[0]?.line.size ?? 0).length

type Row = { baseline: number; texts: string[] }
type JoinedRow = Row & Extent

/** Columns of labels before the word that each row begins with. */
const MOST_LEVELS = 3

/** The table that lines make, its cells wrapped or each on one line. */
function alignedTable(run: WordLine[]): Found | null {
  const plain = plainTable(run)
  const found = wrappedTable(run) ?? (plain && { table: plain, lines: run.length })
  const texts = run.findIndex(({ words }) => words.length > FEWEST_COLUMNS)
  const isFiner = (at: number) =>
    (headedAbove(run, at)?.table.columns.length ?? 0) > (found?.table.columns.length ?? 0)
  return found && Array.from({ length: Math.min(MOST_ABOVE, texts) }, (_, n) => n + 1).some(isFiner)
    ? null
    : found
}

/** Lines of text, of few words, over a heading that wraps which leave its gutters free by chance. */
const MOST_ABOVE = 3

/** Lines below a table that leave its gutters free by chance. */
const MOST_BELOW = 3

/** The table of cells that wrap, where their places tell which lines are one cell's. */
function wrappedTable(run: WordLine[]): Found | null {
  for (let below = 0; below <= MOST_BELOW && run.length - below >= FEWEST_ROWS; below++) {
    const table = wrappedWhole(run.slice(0, run.length - below))
    if (table !== null) return { table, lines: run.length - below }
    if ((run.at(-1 - below)?.words.length ?? 0) > FEWEST_COLUMNS) return null
  }
  return null
}

const areRows = (rows: WrappedRow[]) => rows.length >= FEWEST_ROWS || isHeadOverSums(rows)

function wrappedWhole(run: WordLine[], isWhole = areRows): PageTable | null {
  const size = run[0]?.line.size ?? 0
  const columns = columnsOf(run, size)
  if (sharesColumn(columns, run[0])) return null
  const pieces = columns.map((column) => run.flatMap((line) => pieceIn(column, line)))
  for (let levels = 0; levels <= Math.min(MOST_LEVELS, columns.length - FEWEST_COLUMNS); levels++) {
    const found = rowsOfWraps(pieces.slice(levels), size)
    if (found === null || !isWhole(found.rows) || endsAside(found.rows, size)) continue
    const shape = { size, pitch: Math.max(found.pitch, size * WRAPPED) }
    const labels = pieces.slice(0, levels).map((own) => wrappedIn(own, shape))
    const rows = withLabels(found.rows, labels)
    if (rows === null) continue
    return { ...tableOf(columns, ...rows), lines: levels === 0 ? [] : run.map(({ line }) => line) }
  }
  return null
}

/** Whether headings stand over one row that fills all of their columns with figures behind its label: a block of money. */
function isHeadOverSums([heading, sums, ...more]: WrappedRow[]): boolean {
  const [label, ...figures] = sums?.texts ?? []
  const areHeadings = heading?.texts.every((text) => text !== '' && !/\d/.test(text))
  return (
    Boolean(areHeadings && label && more.length === 0) &&
    figures.length >= FEWEST_COLUMNS &&
    figures.every((text) => /^[\d.,]+[%％]?$/.test(text))
  )
}

/** Whether the last row is a text over the last column alone, apart from the row above: the heading of what follows. */
function endsAside(rows: WrappedRow[], size: number): boolean {
  const [above, last] = rows.slice(-2)
  if (!above || !last || last.texts.findIndex(Boolean) < last.texts.length - 1) return false
  return last.top - above.bottom > size * WRAPPED
}

/** Rows with the labels before them: of the heading and of rows by themselves as texts, of several rows as groups. */
function withLabels(rows: WrappedRow[], labels: Label[][]): [JoinedRow[], Group[][]] | null {
  const [heading, ...below] = rows.map((row) => ({ ...row, baseline: (row.top + row.bottom) / 2 }))
  if (!heading || labels.length === 0) return [heading ? [heading, ...below] : [], []]
  const isBeside = (label: Label, row: JoinedRow) => label.bottom >= row.top && label.top <= row.bottom
  const filled = below.filter(({ texts }) => texts[0] !== '')
  const single = [heading, ...below.filter((row) => !filled.includes(row))]
  const columns = labels.map((own) => own.filter((label) => !single.some((row) => isBeside(label, row))))
  for (const row of single)
    row.texts.unshift(...labels.map((own) => own.find((label) => isBeside(label, row))?.text ?? ''))
  for (const row of filled) row.texts.unshift(...labels.map(() => ''))
  const steps = filled.slice(1).map(({ baseline }, n) => baseline - (filled[n]?.baseline ?? 0))
  const groups = heading.texts.every(Boolean) ? groupsOf(columns, filled, Math.min(...steps)) : null
  return groups === null ? null : [[heading, ...below], groups]
}

/** Whether two headings stand in one column: what lies below would be the cells of both. */
function sharesColumn(columns: Span[], heading: WordLine | undefined): boolean {
  const words = heading?.words.filter(({ text }) => text.length > 1) ?? []
  return columns.some(
    ({ left, right }) => words.filter((word) => word.left >= left && word.right <= right).length > 1,
  )
}

function pieceIn({ left, right }: Span, { words }: WordLine): Piece[] {
  const own = words.filter((word) => word.left >= left - 0.1 && word.right <= right + 0.1)
  const [first, last] = [own[0], own.at(-1)]
  const text = own.map((word) => word.text).join(' ')
  return first && last ? [{ text, left: first.left, right: last.right, baseline: first.baseline }] : []
}

/** The table that lines make, if its rows all begin with a word and fill most columns. */
function plainTable(run: WordLine[]): PageTable | null {
  const size = run[0]?.line.size ?? 0
  const columns = columnsOf(run, size)
  const lines = run.map(({ line, words }) => ({ baseline: line.baseline, texts: textsIn(columns, words) }))
  if (columns.length < FEWEST_COLUMNS || sharesColumn(columns, run[0])) return null
  for (let levels = 0; levels <= Math.min(MOST_LEVELS, columns.length - FEWEST_COLUMNS); levels++) {
    const table = tableWith(lines, { levels, columns, size })
    if (table) return { ...table, lines: levels === 0 ? [] : run.map(({ line }) => line) }
  }
  return null
}

type Shape = { levels: number; columns: Span[]; size: number }

/** The table whose first columns hold labels of several rows each. */
function tableWith(lines: Row[], { levels, columns, size }: Shape): PageTable | null {
  const own = lines.map((line) => ({ ...line, texts: line.texts.map((text, n) => (n < levels ? '' : text)) }))
  const full = own.filter(({ texts }) => texts.filter(Boolean).length * 2 >= columns.length - levels)
  if (full.length < FEWEST_ROWS) return null
  const step = usualStep(full)
  const rows = rowsOf(
    own.filter(({ texts }) => texts.some(Boolean)),
    full,
    step,
  )
  if (levels === 0) return full.every(({ texts: [first] }) => first) ? tableOf(columns, rows, []) : null
  const [heading, ...below] = rows
  const headed = lines.find(({ baseline }) => baseline === heading?.baseline)
  const filled = below.filter(({ texts }) => texts[levels] !== '')
  const isFull = (row: Row) => full.some(({ baseline }) => baseline === row.baseline)
  if (!headed?.texts.every(Boolean) || !below.filter(isFull).every((row) => filled.includes(row))) return null
  if (filled.some((row, n) => row !== below[n])) return null
  const labels = Array.from({ length: levels }, (_, column) =>
    labelsIn(column, lines.slice(lines.indexOf(headed) + 1), Math.min(size * WRAPPED, step * PART_OF_ROW)),
  )
  const others = rows.filter((row) => row !== heading && !filled.includes(row))
  const isBeside =
    ({ top }: Label) =>
    (row: Row) =>
      Math.abs(row.baseline - top) <= step / 4
  for (const [column, own] of labels.entries())
    for (const label of own) {
      const other = others.find(isBeside(label))
      if (other) other.texts[column] = label.text
    }
  if (heading) heading.texts = headed.texts
  const groups = groupsOf(
    labels.map((own) => own.filter((label) => !others.some(isBeside(label)))),
    filled,
    step,
  )
  return groups === null ? null : tableOf(columns, rows, groups)
}

/** A column's labels from the top, each with the lines that it wraps in. */
function labelsIn(column: number, lines: Row[], pitch: number): Label[] {
  const labels: Label[] = []
  for (const { baseline, texts } of lines) {
    const text = texts[column] ?? ''
    const last = labels.at(-1)
    if (text === '') continue
    if (last && baseline - last.bottom <= pitch) {
      last.text += text
      last.bottom = baseline
    } else labels.push({ text, top: baseline, bottom: baseline })
  }
  return labels
}

function textsIn(columns: Span[], words: Word[]): string[] {
  return columns.map(({ left, right }) =>
    words
      .filter((word) => word.left >= left - 0.1 && word.right <= right + 0.1)
      .map(({ text }) => text)
      .join(' '),
  )
}

/** The usual distance between rows. */
function usualStep(full: Row[]): number {
  const steps = full.slice(1).map(({ baseline }, n) => baseline - (full[n]?.baseline ?? 0))
  return [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
}

/** Full lines are rows; others, if near, are what wrapped in a row's cells, above or below its middle. */
function rowsOf(lines: Row[], full: Row[], usual: number): JoinedRow[] {
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

function joined({ baseline, texts }: Row, parts: Row[]): JoinedRow {
  const inOrder = [...parts].sort((a, b) => a.baseline - b.baseline)
  return {
    baseline,
    top: inOrder[0]?.baseline ?? baseline,
    bottom: inOrder.at(-1)?.baseline ?? baseline,
    texts: texts.map((_, column) => inOrder.map((part) => part.texts[column] ?? '').join('')),
  }
}

/** Cells in their columns; the groups of labels begin below the first row. */
function tableOf(columns: Span[], rows: JoinedRow[], grouped: Group[][]): PageTable {
  const edges = columns.map(({ left }) => left)
  const right = columns.at(-1)?.right ?? 0
  const [top, bottom] = [rows[0]?.baseline ?? 0, rows.at(-1)?.baseline ?? 0]
  const cells: PageCell[] = rows.flatMap(({ texts }, row) =>
    texts.flatMap((text, column) => {
      const group = grouped[column]?.find(({ from, to }) => from < row && row <= to + 1)
      if (group && group.from + 1 !== row) return []
      return {
        row,
        column,
        rowSpan: group ? group.to - group.from + 1 : 1,
        columnSpan: 1,
        left: edges[column] ?? 0,
        right: edges[column + 1] ?? right,
        top,
        bottom,
        openRight: false,
        openBottom: false,
        text: readable(group?.label.text ?? text),
      }
    }),
  )
  return { kind: 'table', top, rowLines: [], columns: [...edges, right], rows: rows.length, cells, lines: [] }
}
