import { unparted } from './pdf-wraps.ts'

/*
 * Rows in line whose cells wrap, with no empty line between: a line that holds a few cells alone is the rest of the
 * row above, or the start of the one below whose middle stands lower. What goes on had no room in the line before.
 */

/** Lines of rows, a cell for each column. */
type Lines = readonly (readonly string[])[]

interface Joined {
  /** How many lines with few cells stay rows of their own, and in how many ways the others can be joined. */
  own: number
  ways: number
  rows: Lines
}

/** Between two rows stand no more lines than this. */
const mostBetween = 12

/** The rows of lines whose cells wrap; the lines themselves where no way or several ways join them. */
export function rowsOfLines(lines: Lines, widthOf: (text: string) => number): Lines {
  const most = Math.max(...lines.map(filled))
  const isRow = (line: readonly string[]) =>
    filled(line) * 2 >= most || line.some(isFigure) || saysItself(line)
  const starts = lines.flatMap((line, at) => (isRow(line) ? [at] : []))
  const between = starts.map((start, n) => lines.slice(start + 1, starts[n + 1] ?? lines.length))
  if (between.every(({ length }) => length === 0) || between.some(({ length }) => length > mostBetween))
    return lines
  const body = lines.slice(lines.findIndex((line) => filled(line) === most)).filter(isRow)
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...body.map((line) => widthOf(line[column] ?? ''))),
  )
  const isFull = (text: string, next: string, column: number) =>
    widthOf(text) + widthOf(unparted(next)) > (widths[column] ?? 0)
  const known = new Map<string, Joined | null>()
  const from = (n: number, before: number): Joined | null => {
    const key = `${n} ${before}`
    const found = known.get(key)
    if (found !== undefined) return found
    const below = between[n] ?? []
    const above = n === 0 ? [] : (between[n - 1] ?? []).slice((between[n - 1] ?? []).length - before)
    const joined = Array.from({ length: below.length + 1 }, (_, after) => {
      const row = wholeRow({ above, line: lines[starts[n] ?? 0] ?? [], below: below.slice(0, after) }, isFull)
      if (row === null) return []
      return Array.from({ length: below.length - after + 1 }, (_, own) => {
        const rest = below.length - after - own
        if (n === starts.length - 1 && rest > 0) return []
        const next = n === starts.length - 1 ? nothing : from(n + 1, rest)
        const rows = [row, ...below.slice(after, after + own), ...(next?.rows ?? [])]
        return next === null ? [] : [{ own: own + next.own, ways: next.ways, rows }]
      }).flat()
    }).flat()
    const best = surest(joined)
    known.set(key, best)
    return best
  }
  const all = starts.length === 0 ? null : from(0, 0)
  return all === null || all.ways > 1 ? lines : [...lines.slice(0, starts[0]), ...all.rows]
}

const nothing: Joined = { own: 0, ways: 1, rows: [] }

const filled = (line: readonly string[]) => line.filter((text) => text !== '').length
const isFigure = (text: string) => /^-?\d+(?:\.\d+)?[%％分]?$/.test(text)

/** 总分 96.11, 填报人：李某, 主管部门 | 民政局: a label with what belongs to it. */
const saysItself = (line: readonly string[]) =>
  /[:：]|\d分?$/.test(line.find((text) => text !== '') ?? '') ||
  (/^.{2,}(?:名称|部门|单位)$/.test(line[0] ?? '') && filled(line) > 1)

function surest(joined: readonly Joined[]): Joined | null {
  const least = Math.min(...joined.map(({ own }) => own))
  const best = joined.filter(({ own }) => own === least)
  return best[0] ? { ...best[0], ways: best.reduce((sum, { ways }) => sum + ways, 0) } : null
}

/** 满意度 over 指标: no row says nothing else, however much room there was. */
const isRest = /^指标值?$/

/** A row with what stands above and below its line; null where a cell of those does not go on, or its middle lies elsewhere. */
function wholeRow(
  { above, line, below }: { above: Lines; line: readonly string[]; below: Lines },
  isFull: (text: string, next: string, column: number) => boolean,
): readonly string[] | null {
  const cells = line.map((own, column) => {
    const texts = [...above, line, ...below].map((one) => one[column] ?? '')
    const first = texts.findIndex((text) => text !== '')
    const end = texts.findLastIndex((text) => text !== '') + 1
    if (first < 0) return ''
    const parts = texts.slice(first, end).filter((text, at) => text !== '' || first + at !== above.length)
    const [over, under] = [above.length - first, end - 1 - above.length]
    const isPlaced = over > 0 ? Math.abs(over - under) <= Number(own !== '') : own !== ''
    const goesOn = parts.every(
      (text, at) => at === 0 || isRest.test(text) || isFull(parts[at - 1] ?? '', text, column),
    )
    return isPlaced && goesOn && !parts.includes('') ? parts.join('') : null
  })
  return cells.every((cell) => cell !== null) ? cells : null
}
