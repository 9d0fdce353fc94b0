import { cellLineBlocks, endsByTwo, paragraphs, startsCells } from './cell-lines.ts'
import { alignedRows, drawnRows, isDrawn, isSpacedOut, wrappedRows } from './drawn.ts'
import { withoutFixedWidth } from './fixed-width.ts'
import { tableOfRows } from './grid.ts'
import { type Group, groupsOf } from './groups.ts'
import { type Content, type Paragraph, type Table, Unreadable } from './table.ts'

type Block = Paragraph | Table

/** A report has thousands of lines; more is no report, and takes minutes. */
const MOST_LINES = 200_000

/** Plain text with the tables that survive in it: a cell a line, tabs, pipes or drawn lines between cells, or cells in line. */
export function readTxt(text: string): Content {
  const lines = text.match(/\r\n|\r|\n/g)?.length ?? 0
  if (lines > MOST_LINES) throw new Unreadable('too-large', `${lines} lines`)
  const paged = withoutFixedWidth(withoutPageEnds(withoutQuotes(withoutMarkup(text))))
  const asWritten = blocksOf(paged)
  // Some editors turn the leading tab into spaces; only a table that comes out whole proves it.
  const retabbed = /^\t/m.test(paged) ? null : blocksOf(paged.replace(/^(?: {4}|\u3000{1,2})/gm, '\t'))
  const holdsWhole = (blocks: Block[]) => blocks.some((block) => block.kind === 'table' && isWhole(block))
  const isBetter = retabbed !== null && !holdsWhole(asWritten) && holdsWhole(retabbed)
  return { format: 'txt', blocks: isBetter ? retabbed : asWritten }
}

/** Lines without the sign of a mail that was passed on, > before each, and words without the stars that make them bold. */
function withoutMarkup(text: string): string {
  const passedOn = text.match(/^> (?![\d=])/gm)?.length ?? 0
  return (passedOn < fewestPassedOn ? text : text.replace(/^(?:>[ ]?)+(?![\d=])/gm, '')).replace(
    /(?<=^|[\s|])\*\*(\p{Script=Han}[^*\n|]{0,40})\*\*(?=[\s:：|]|$)/gmu,
    '$1',
  )
}
const fewestPassedOn = 3

/** Cells that a spreadsheet put in quotes because their text has lines: "产出⏎指标" between tabs is one cell of one line. */
const withoutQuotes = (text: string) =>
  text.includes('\t')
    ? text.replace(/(?<=^|\t)"((?:[^"]|""){1,2000})"(?=\t|\r?$)/gm, (_, cell: string) =>
        cell.replaceAll('""', '"').replace(/\s*[\r\n]\s*/g, ''),
      )
    : text

/** At least three rows and columns, and hardly a short row: what chance does not do. */
function isWhole({ rows, columns, cells }: Table): boolean {
  return (
    rows >= 3 &&
    columns >= 3 &&
    cells.length >= rows * columns * 0.9 &&
    cells.every(({ text }) => text.length < 60)
  )
}

/** The number of a page, alone in its line: 第 1 页 共 2 页, — 1 —; right before the end of its page it needs no mark. */
const pageNumber =
  /^(?:[-—–－~·\s]*第?\s*\d{1,4}\s*页(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页)?[-—–－~·\s]*|[-—–－·]+\s*\d{1,4}\s*[-—–－·]+)$/

/** A table that goes on over a page's end in one piece: what stands between is the page's number, and its headings again. */
function withoutPageEnds(text: string): string {
  const lines = text.replace(/^[ \t]*\d{1,4}[ \t]*(?=(?:\r?\n)+\f)/gm, '').split(/\r\n|\r|\n/)
  const isEnd = (line: string) => line.startsWith('\f') || pageNumber.test(line.trim())
  if (!lines.some(isEnd)) return text
  const kept: string[] = []
  const seen = new Set<string>()
  /** Where the last page's own lines end, once its end was met and nothing else since. */
  let end: number | null = null
  let last = 0
  for (const line of lines) {
    const words = line.trim().replace(/\s+/g, ' ')
    if (isEnd(line)) end ??= last
    if (words !== '' && !pageNumber.test(words)) {
      const isAgain = end !== null && seen.has(words) && words.split(' ').length > 2
      const isNext = end !== null && goesOnAs(kept[end - 1], line)
      if (isAgain || isNext) kept.length = end ?? kept.length
      end = null
      seen.add(words)
      if (isAgain) continue
      last = kept.length + 1
    }
    kept.push(line)
  }
  return kept.join('\n')
}

/** Whether two lines are rows of one table: cells that pipes, tabs or gaps part, or one that begins below the first cells. */
const goesOnAs = (line: string | undefined, next: string) =>
  builds.some(({ is }) => is(line) && is(next.replace(/^\s+/, '')))

function blocksOf(text: string): Block[] {
  const groups = groupsOf(text)
  const all = groups.flatMap(({ lines }) => lines)
  const known = all.some(isFrame)
    ? builds.map((build) => (build.is === isDrawn ? { ...build, is: isDrawnWithPipes } : build))
    : hasOpenPipes(all)
      ? builds.filter(({ is }) => is !== isPiped)
      : builds
  const byTwo = endsByTwo(groups)
  const blocks: Block[][] = []
  for (let n = 0; n < groups.length; ) {
    const group = groups[n]
    const { blocks: found, next } = startsCells(group)
      ? cellLineBlocks(groups, n, byTwo)
      : (wrappedBlocks(groups, n) ?? spacedBlocks(groups, n, known))
    blocks.push(found)
    n = next
  }
  return blocks.flat()
}

const fewestWrapped = 4

/** A table whose rows are groups of lines, since their cells wrap, with an empty line between; null where none begins. */
function wrappedBlocks(groups: readonly Group[], from: number): { blocks: Block[]; next: number } | null {
  const first = groups[from]?.lines.findIndex(isSpacedOut) ?? -1
  if (first < 0) return null
  let next = from + 1
  while (isSpacedOut(groups[next]?.lines[0])) next += 1
  const lines = groups.slice(from, next).map((group, n) => (n === 0 ? group.lines.slice(first) : group.lines))
  if (lines.length < fewestWrapped || lines.every(({ length }) => length === 1)) return null
  if (lines.some((group) => group.filter((line) => figuresIn(line) >= leastFigures).length > 1)) return null
  const rows = wrappedRows(lines)
  if (rows === null) return null
  return { blocks: [...paragraphs(groups[from]?.lines.slice(0, first) ?? []), tableOfRows(rows)], next }
}

/** No row has its figures in two lines: weight and score of the one, weight and score of the next. */
const leastFigures = 2
const cellsIn = (line = '') => line.trim().split(/ {2,}|\u3000+/)
const figuresIn = (line: string) => cellsIn(line).filter((cell) => /^\d+(?:\.\d+)?%?$/.test(cell)).length

/** Rows of a line each, those too that an empty line parts from their headings. */
function spacedBlocks(groups: readonly Group[], from: number, known: typeof builds) {
  const own = groups[from]?.lines ?? []
  const headings = cellsIn(own.at(-1))
  const isHeading = (cell: string) => /^\p{Script=Han}[^\d]*$/u.test(cell)
  const isHeaded = (group: Group | undefined) =>
    group !== undefined && group.gap <= mostBetween && cellsIn(group.lines[0]).length * 2 > headings.length
  let next = from + 1
  if (isSpacedOut(own.at(-1)) && headings.length >= leastHeadings && headings.every(isHeading))
    while (isHeaded(groups[next])) next += 1
  return {
    blocks: rowLineBlocks(
      groups.slice(from, next).flatMap(({ lines }) => lines),
      known,
    ),
    next,
  }
}
const leastHeadings = 5

/** Tables of one line a row, among paragraphs of one line each. */
function rowLineBlocks(lines: string[], known: typeof builds): Block[] {
  const blocks: Block[][] = []
  for (let from = 0; from < lines.length; ) {
    const build = known.find((one) => one.is(lines[from]))
    let to = from + 1
    const goesOn = (line: string | undefined) =>
      build?.is(line) && known.find((one) => one.is(line)) === build
    for (let next = to; build !== undefined && next - to <= mostBetween; next += 1)
      if (goesOn(lines[next]) && (next === to || build.spans(lines.slice(from, to), lines[next] ?? '')))
        to = next + 1
      else if (!isBand(lines[next])) break
    const own = lines.slice(from, to)
    const rows = build?.rows(own) ?? null
    const rest =
      rows && build?.is === isSpacedOut
        ? restOfRows(lines.slice(to), (more) => build.rows([...own, ...more]), rows)
        : null
    blocks.push(rows === null ? paragraphs(own) : [tableOfRows(rest?.rows ?? rows)])
    from = to + (rest?.lines ?? 0)
  }
  return blocks.flat()
}

/** Rows of one cell, each rank of levels in its own, stand one below the other: 产出指标, 数量指标. */
const mostBetween = 2
const isBand = (line: string | undefined) => line !== undefined && /^\s*\S{1,20}\s*$/.test(line)

const mostRest = 3

/** The lines below a table that hold what wrapped out of one cell of its last row: with them it has no more rows. */
function restOfRows(
  lines: readonly string[],
  rowsWith: (more: string[]) => string[][] | null,
  { length }: string[][],
): { rows: string[][]; lines: number } | null {
  const end = lines.findIndex((line) => !/^\s{2,}\S+$/.test(line))
  const most = Math.min(end < 0 ? lines.length : end, mostRest)
  for (let count = most; count > 0; count -= 1) {
    const rows = rowsWith(lines.slice(0, count))
    if (rows?.length === length) return { rows, lines: count }
  }
  return null
}

/** The ways a row stands in one line, and what such lines are as a table; null where they are none. */
const builds: readonly {
  is(line: string | undefined): boolean
  rows(lines: string[]): string[][] | null
  /** Whether rows may go on with another below lines of one cell, which look like lines of text. */
  spans(lines: string[], next: string): boolean
}[] = [
  { is: isDrawn, rows: (lines) => (lines.length < 2 ? null : drawnRows(lines)), spans: () => false },
  {
    is: isPiped,
    rows: (lines) => (lines.length < 2 ? null : lines.filter((line) => !isRule(line)).map(pipedCells)),
    spans: () => false,
  },
  {
    is: isTabbed,
    rows: (lines) =>
      lines.filter((line) => line.trimEnd().split('\t').length > 2).length < 2
        ? null
        : lines.map(tabbedCells),
    // The last cells of a row may be empty.
    spans: (lines, next) => {
      const width = Math.max(...lines.map((line) => tabbedCells(line).length))
      const { length } = tabbedCells(next)
      return length > 2 && length <= width && length * 2 > width
    },
  },
  { is: isSpacedOut, rows: alignedRows, spans: () => true },
]

/** A frame of plain signs, +----+----+, in which pipes are its upright strokes. */
const isFrame = (line: string) => /^\s*\+(?:[-=]{2,}\+)+\s*$/.test(line)

const isDrawnWithPipes = (line: string | undefined) => isDrawn(line) || isPiped(line)

function isPiped(line: string | undefined): boolean {
  const text = line?.trim() ?? ''
  return text.length > 1 && /^[|｜]/.test(text) && /[|｜]/.test(text.slice(-1))
}

/** Whether pipes stand behind the cells, not around them: then a row with a pipe at both ends begins with an empty cell. */
function hasOpenPipes(lines: string[]): boolean {
  const open = lines.filter((line) => !isPiped(line) && /[|｜].*[|｜]/.test(line))
  return open.length > 0 && open.length >= lines.filter(isPiped).length
}

/** The line of dashes that Markdown draws below a header. */
function isRule(line: string): boolean {
  return line.includes('-') && /^[\s|｜:+-]+$/.test(line)
}

function isTabbed(line: string | undefined): boolean {
  // A row may hold its first cell alone, before the tabs of those that are empty.
  return line !== undefined && (line.trimEnd().includes('\t') || /\S\t{2,}$/.test(line))
}

function pipedCells(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/[|｜]/)
    .map((cell) => cell.replace(/<br ?\/?>/gi, '\n').trim())
}

function tabbedCells(line: string): string[] {
  return line
    .trimEnd()
    .split('\t')
    .map((cell) => cell.trim())
}
