import { withLabelsOnTop } from './drawn-levels.ts'
import { rowsOfLines } from './drawn-wraps.ts'
import { unparted } from './pdf-wraps.ts'

/*
 * Tables in plain text whose lines are drawn with characters, or whose columns stand one below the other
 * with nothing but spaces between.
 */

const bar = /[│┃║┆┇┊┋]/g
const rule = /^[\s|+=─━═┄┅┈┉╌╍│┃║┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯╞╪╡╟╫╢-]{3,}$/
const joint = /[+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯╞╪╡╟╫╢]/

const isDrawnRule = (line: string) => rule.test(line) && joint.test(line)

/** A line of a drawn table: its frame, or cells between upright strokes. */
export function isDrawn(line: string | undefined): boolean {
  const text = line?.trim() ?? ''
  return isDrawnRule(text) || /^[│┃║].*[│┃║]$/.test(text)
}

/** The same line with plain pipes for its upright strokes. */
const withPipes = (line: string) => line.replace(bar, '|')

const drawnCells = (line: string) =>
  withPipes(line)
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

/** The rows of a drawn table; where each row is framed, the lines in one frame are one row. */
export function drawnRows(lines: readonly string[]): string[][] {
  const framed: string[][] = []
  let rules = 0
  for (const line of lines) {
    if (isDrawnRule(line.trim())) {
      rules += 1
      framed.push([])
    } else (framed.at(-1) ?? framed[framed.push([]) - 1])?.push(line)
  }
  const frames = framed.filter((frame) => frame.length > 0)
  const isEachFramed = rules > 3
  return frames.flatMap((frame) => {
    const rows = frame.map(drawnCells)
    const [first] = rows
    if (!isEachFramed || first === undefined || rows.some(({ length }) => length !== first.length))
      return rows
    return [first.map((_, column) => joined(rows.map((row) => row[column] ?? '')))]
  })
}

/** What was cut at a cell's edge goes on without a space, unless words of Latin letters meet. */
const joined = (parts: readonly string[]) =>
  parts.reduce(
    (whole, part) => (/\w$/.test(whole) && /^\w/.test(part) ? `${whole} ${part}` : whole + part),
    '',
  )

interface Placed {
  start: number
  text: string
}

const gap = /(?<=\S)(?: {2,}|[\u3000 ]*\u3000[\u3000 ]*)(?=\S)/

/** A line whose words stand apart by more than one space, and by nothing else. */
export const isSpacedOut = (line: string | undefined) =>
  gap.test(line ?? '') && !/\t|[|｜].*[|｜]/.test(line ?? '')

/** How wide a text is; signs as ≥, ± and Ⅲ take one column in some editors and two in others. */
type Measure = (text: string) => number

const measureWith =
  (narrow: RegExp): Measure =>
  (text) =>
    [...text].reduce((sum, one) => sum + (narrow.test(one) ? 1 : 2), 0)

const measures = [measureWith(/[ -~]/), measureWith(/[ -~\u00a0-\u2e7f]/)] as const

function placed(line: string, widthOf: Measure, words = /\S+(?: \S+)*/g): Placed[] {
  const cells: Placed[] = []
  for (const found of line.matchAll(words))
    cells.push({ start: widthOf(line.slice(0, found.index)), text: found[0] })
  return cells
}

/** Where words begin right below one another and none runs across, though a single space parts them from the last. */
function closeColumns(lines: readonly string[], widthOf: Measure): number[] {
  const words = lines.map((line) => placed(line, widthOf, /\S+/g))
  const times = new Map<number, number>()
  for (const { start } of words.flat()) times.set(start, (times.get(start) ?? 0) + 1)
  const isAcross = (at: number) =>
    words.some((line) => line.some(({ start, text }) => start < at && start + widthOf(text) >= at))
  // Each word of the headings heads a column of its own, however little stands below it.
  const headings = words.find((line) => line.length >= leastHeadings)?.map(({ start }) => start) ?? []
  return [...times].flatMap(([start, count]) =>
    (count >= leastBelow || headings.includes(start)) && start > 0 && !isAcross(start) ? [start] : [],
  )
}

const leastBelow = 3
const leastHeadings = 4

/** The same cells, parted where another column begins inside them. */
const parted = (cells: readonly Placed[], columns: readonly number[], widthOf: Measure) =>
  cells.flatMap(({ start, text }) => {
    const parts: Placed[] = []
    for (const word of placed(text, widthOf, /\S+/g)) {
      const last = parts.at(-1)
      const at = start + word.start
      if (last === undefined || columns.includes(at)) parts.push({ start: at, text: word.text })
      else last.text = `${last.text} ${word.text}`
    }
    return parts
  })

const leastRows = 4

/** Rows whose cells begin right below one another; null where they do not, so that no telling which is which. */
export function alignedRows(lines: readonly string[]): string[][] | null {
  const found = inLine(lines)
  return found && rowsOfLines(withLabelsOnTop(found.rows), found.widthOf).map((row) => [...row])
}

/** The lines as cells of columns, and the measure by which they stand in line. */
function inLine(lines: readonly string[]): { rows: string[][]; widthOf: Measure } | null {
  const [one, other] = measures.map((widthOf) => ({ widthOf, found: columnsBy(lines, widthOf) }))
  if (one === undefined || other === undefined) return null
  const { found, widthOf } = isClearer(other.found, one.found) ? other : one
  const rows = rowsOf(found)
  return rows && { rows, widthOf }
}

interface InColumns {
  rows: Placed[][]
  columns: number[]
  /** Cells that begin where no other does. */
  strays: number
}

function columnsBy(lines: readonly string[], widthOf: Measure): InColumns {
  const close = closeColumns(lines, widthOf)
  const rows = lines.map((line) => parted(placed(line, widthOf), close, widthOf))
  const times = new Map<number, number>()
  for (const { start } of rows.flat()) times.set(start, (times.get(start) ?? 0) + 1)
  // The last heading may stand over empty cells alone.
  const most = Math.max(...rows.map(({ length }) => length))
  const last = rows.find(({ length }) => length === most)?.at(-1)?.start
  const isColumn = ([start, count]: [number, number]) => count > 1 || start === last
  const columns = [...times]
    .filter(isColumn)
    .map(([start]) => start)
    .sort((a, b) => a - b)
  return { rows, columns, strays: rows.flat().filter(({ start }) => !columns.includes(start)).length }
}

/** The width is the right one by which the cells begin in fewer places. */
const isClearer = (one: InColumns, other: InColumns) =>
  one.columns.length + one.strays < other.columns.length + other.strays

function rowsOf({ rows, columns, strays }: InColumns): string[][] | null {
  // Two columns a single sign apart are one that a sign of unknown width moved: which is which, nobody can tell.
  if (columns.some((at, n) => at - (columns[n - 1] ?? -2) < 2)) return null
  const wide = rows.filter(({ length }) => length > 2).length
  if (wide < leastRows || columns.length < 3 || columns.length > mostColumns) return null
  if (strays > rows.flat().length * mostStrays) return null
  const cells = rows.map((row) => inColumns(row, columns))
  return cells.every((row) => row !== null) ? cells : null
}

const mostColumns = 30
/** A cell that is set in by a few spaces begins where no other does. */
const mostStrays = 0.05

/** The cells of a row, each in the column that begins there or before; null where one stands left of all. */
function inColumns(row: readonly Placed[], columns: readonly number[]): string[] | null {
  const cells = columns.map(() => '')
  for (const { start, text } of row) {
    const column = columns.findLastIndex((left) => left <= start)
    if (column < 0) return null
    const own = cells[column] ?? ''
    // Two figures are two cells, though the last stands a little left of its column.
    if (isFigure(own) && isFigure(text) && cells[column + 1] === '') cells[column + 1] = text
    // Another gap inside a cell is no end of it.
    else cells[column] = own ? `${own} ${text}` : text
  }
  return cells
}

const isFigure = (text: string) => /^\d+(?:\.\d+)?[%％分]?$/.test(text)

/** Rows whose cells wrap, each a group of lines; null where the lines of all groups do not stand in columns. */
export function wrappedRows(groups: readonly (readonly string[])[]): string[][] | null {
  const found = inLine(groups.flat())
  if (found === null) return null
  const { rows, widthOf } = found
  const width = Math.max(...rows.map(([first = '']) => widthOf(first)))
  /** 项目名称 over 主管部门: what goes on in the first column though it had room is another row. */
  const hadRoom = ([above = '']: string[], [below = '']: string[]) =>
    above !== '' && below !== '' && widthOf(above) + widthOf(unparted(below)) <= width
  let from = 0
  return groups.flatMap(({ length }) => {
    const own = rows.slice(from, from + length)
    from += length
    if (own.some((row, at) => hadRoom(own[at - 1] ?? [], row))) return own
    return [(own[0] ?? []).map((_, column) => joined(own.map((row) => row[column] ?? '')))]
  })
}
