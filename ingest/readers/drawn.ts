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

/** A line whose words stand apart by more than one space. */
export const isSpacedOut = (line: string | undefined) => gap.test(line ?? '') && !line?.includes('\t')

const widthOf = (text: string) => [...text].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2), 0)

function placed(line: string, words = /\S+(?: \S+)*/g): Placed[] {
  const cells: Placed[] = []
  for (const found of line.matchAll(words))
    cells.push({ start: widthOf(line.slice(0, found.index)), text: found[0] })
  return cells
}

/** Where words begin right below one another and none runs across, though a single space parts them from the last. */
function closeColumns(lines: readonly string[]): number[] {
  const words = lines.map((line) => placed(line, /\S+/g))
  const times = new Map<number, number>()
  for (const { start } of words.flat()) times.set(start, (times.get(start) ?? 0) + 1)
  const isAcross = (at: number) =>
    words.some((line) => line.some(({ start, text }) => start < at && start + widthOf(text) >= at))
  return [...times].flatMap(([start, count]) =>
    count >= leastBelow && start > 0 && !isAcross(start) ? [start] : [],
  )
}

const leastBelow = 3

/** The same cells, parted where another column begins inside them. */
const parted = (cells: readonly Placed[], columns: readonly number[]) =>
  cells.flatMap(({ start, text }) => {
    const parts: Placed[] = []
    for (const word of placed(text, /\S+/g)) {
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
  const close = closeColumns(lines)
  const rows = lines.map((line) => parted(placed(line), close))
  const times = new Map<number, number>()
  for (const { start } of rows.flat()) times.set(start, (times.get(start) ?? 0) + 1)
  const columns = [...times].flatMap(([start, count]) => (count > 1 ? [start] : [])).sort((a, b) => a - b)
  const strays = rows.flat().filter(({ start }) => !columns.includes(start)).length
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
    // A gap inside a cell is no end of it.
    cells[column] = cells[column] ? `${cells[column]} ${text}` : text
  }
  return cells
}
