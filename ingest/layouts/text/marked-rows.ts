import type { Content } from '#ingest/readers/table.ts'
import { tableOf } from '../grid.ts'
import { type Field, headingOf, indicatorFields } from '../headings.ts'
import { labelOf } from '../labels.ts'
import { type Levels, levelsFrom } from '../level-lines.ts'
import { linesOf } from '../sections.ts'
import { isTotalLabel } from '../tables/columns.ts'
import { isWholeLevel } from '../tables/levels.ts'
import { isSum } from './text-funds.ts'
import { fieldOf, fundFields, isFigure, runOf } from './text-stream.ts'

/*
 * Text whose cells are parted by a mark, a row a line: 产出指标；数量指标；培训人数；≥500人；520人；10；10. Merged cells
 * may be left empty or left out. Each row must fit its headings in one way, or all of them are read otherwise.
 */

const wideSpace = / {2,}|\u3000+/

/** What parts the cells, and how it is written inside a reason, which may hold it too. */
const marks = [
  [/／/, '／'],
  [/\s+\/\s+/, '/'],
  [/(?<!元)\//, '/'],
  [/[;；]/, '；'],
  [/\t/, ' '],
  [/，/, '，'],
  [/(?<!\d),|,(?!\d{3}(?!\d))/, ','],
  [/、/, '、'],
  [wideSpace, ' '],
  [/ +/, ' '],
] as const
/** What ends a row where all of them stand in one line. */
const rowEnd = /[;；。]/
const leastColumns = 5
const leastRows = 3
const mostLines = 3000

/** The document with such forms as tables; null where it has none, or a row that does not fit. */
export function withMarkedRows(content: Content): Content | null {
  if (content.blocks.some((block) => block.kind === 'table')) return null
  const written = linesOf(content)
  if (written.length > mostLines) return null
  for (const [mark, sign] of marks) {
    const blocks = blocksOf(markedLines(written, mark, sign), sign)
    if (blocks?.some(({ kind }) => kind === 'table')) return { format: content.format, blocks }
  }
  return null
}

interface Line {
  text: string
  cells: readonly string[]
}

/** The lines in their cells; rows that stand in one line have one each. */
function markedLines(written: readonly string[], mark: RegExp, sign: string): Line[] {
  const cellsOf = (line: string) =>
    isSpreadOut(line)
      ? [line]
      : line.split(mark).flatMap((cell) => (mark === wideSpace ? partedLevel(cell.trim()) : [cell.trim()]))
  const lines = written.flatMap((line) => {
    const parts = line.split(rowEnd)
    return parts.length > leastRows && areHeadings(cellsOf(parts[0] ?? ''))
      ? parts.filter(Boolean)
      : (rowsOfOne(cellsOf(line))?.map((row) => row.join(sign)) ?? [line])
  })
  // A mark may end every line too.
  const isEnded = lines.some((line) => areHeadings(cellsOf(line).slice(0, -1)) && cellsOf(line).at(-1) === '')
  return lines.map((text) => {
    const cells = cellsOf(text)
    return { text, cells: isEnded && cells.length > 1 && cells.at(-1) === '' ? cells.slice(0, -1) : cells }
  })
}

/** （ 2022 年度）, 绩 效 自 评 表: a title's signs stand apart and are no cells. */
const isSpreadOut = (line: string) =>
  /^[(（]\s*20\d\d\s*年度?\s*[)）]$/.test(line.trim()) ||
  /^\p{Script=Han}(?:\s+\p{Script=Han}){3,}$/u.test(line.trim())

/** 服务对象满意度指标 沿河群众满意度: a level so long that it leaves one space is a cell of its own. */
function partedLevel(cell: string): string[] {
  const [, level, name] = /^(\S+指标) (?=\p{Script=Han})(.+)$/u.exec(cell) ?? []
  return level && name && (isWholeLevel(level, 'level1') || isWholeLevel(level, 'level2'))
    ? [level, ...partedLevel(name)]
    : [cell]
}

const isMarked = ({ cells }: Line) => cells.length > 1

/** The first form among the lines as a table, what stands around it, and the forms below; null where a row fits no column. */
function blocksOf(lines: readonly Line[], sign: string): Content['blocks'] | null {
  const paragraphs = (some: readonly Line[]) => some.map(({ text }) => ({ kind: 'paragraph' as const, text }))
  const heading = lines.findIndex(({ cells }) => areHeadings(cells))
  if (heading < 0) return paragraphs(lines)
  const isText = (line: Line) => !isMarked(line) || line.text.endsWith('。')
  const from = lines.slice(0, heading).findLastIndex(isText) + 1
  const form = rowsBelow(lines[heading]?.cells ?? [], lines.slice(heading + 1), sign)
  const rows = form && laidOut(lines[heading]?.cells ?? [], form.rows, sign)
  const below = form && blocksOf(lines.slice(heading + 1 + form.length), sign)
  if (!rows || !below) return null
  const head = rightAligned(withWholeLabels(lines.slice(from, heading).map(({ cells }) => cells)))
  return [...paragraphs([...lines.slice(0, from), ...form.aside]), tableOf([...head, ...rows]), ...below]
}

interface Form {
  rows: (readonly string[])[]
  /** What stands among the rows and is none of them: the number of a page, a title again. */
  aside: readonly Line[]
  length: number
}

/** The rows below a heading, up to the last that fits it; null where one right among them does not. */
function rowsBelow(heading: readonly string[], lines: readonly Line[], sign: string): Form | null {
  const fields = fieldsOf(heading)
  const keepsBlanks = lines.some(({ cells: [first, ...others] }) => first === '' && others.length > 0)
  const fits = (cells: readonly string[]) =>
    oneByOne(cells, fields, keepsBlanks).every((row) => placed(row, fields, keepsBlanks, sign) !== null)
  const form: Form = { rows: [], aside: [], length: 0 }
  let between: Line[] = []
  for (const [at, line] of lines.entries()) {
    const isNext = areHeadings(line.cells)
    // The headings again, with no other form's head above, stand at the top of the next page.
    if (isNext && (between.some(isOfHead) || line.cells.join() !== heading.join())) break
    const isRow =
      !isNext &&
      (isMarked(line)
        ? fits(line.cells)
        : isBand(line.text) ||
          (between.length === 0 && rest.test(line.text) && isMarked(lines[at + 1] ?? line)))
    if (!isRow) {
      // A row that fits nothing, right below one that does or by its level, says that the columns are others.
      if (isMarked(line) && !isNext && (between.length === 0 || beginsByLevel(line))) return null
      if (!isNext) between.push(line)
      continue
    }
    form.aside = [...form.aside, ...between]
    between = []
    form.rows.push(line.cells)
    form.length = at + 1
  }
  return form
}

const beginsByLevel = ({ cells: [first = ''] }: Line) =>
  isWholeLevel(first, 'level1') || isWholeLevel(first, 'level2')

/** 项目名称：城区绿化, or cells in a line, above the headings of another form. */
const isOfHead = (line: Line) => isMarked(line) || labelOf(line.text.split(/[:：]/, 1)[0] ?? '') !== null

/** 二、效益指标（30分） alone in its line stands over the rows of its level. */
const isBand = (text: string) => levelsFrom(text, { level1: '', level2: '' }) !== null

/** 项目资金 over （万元）, which begins the next row, is one label. */
const withWholeLabels = (rows: readonly (readonly string[])[]) =>
  rows.map((row, at) => {
    const [own = '', next = ''] = [row[0], rows[at + 1]?.[0]]
    const cells = at > 0 && unitAlone.test(own) ? row.slice(1) : row
    return unitAlone.test(next) ? [own + next, ...row.slice(1)] : cells
  })

/** Headings of money and the rows below with their figures under them: the labels before these have no headings. */
function rightAligned(rows: readonly (readonly string[])[]): (readonly string[])[] {
  const at = rows.findIndex(
    (row) => row.length >= leastHeadings && row.every((cell) => fundFields.includes(fieldOf(cell) ?? 'name')),
  )
  const { length } = rows[at] ?? []
  const isBelow = (row: readonly string[] | undefined) =>
    row !== undefined && row.length > length && row.slice(-length).every((cell) => isSum(cell))
  let end = at + 1
  while (at >= 0 && isBelow(rows[end])) end += 1
  const width = Math.max(...rows.slice(at, end).map((row) => row.length))
  return rows.map((row, n) =>
    n < at || n >= end ? row : [...Array.from({ length: width - row.length }, () => ''), ...row],
  )
}
const leastHeadings = 3

const unitAlone = /^[(（](?:亿|百万|万|千)?元[)）]$/

/** A whole form in one line: its headings, and behind them as many cells for each row. */
function rowsOfOne(cells: readonly string[]): (readonly string[])[] | null {
  const columns = cells.findIndex(
    (_, at) => at >= leastColumns && areHeadings(cells.slice(0, at)) && !areHeadings(cells.slice(0, at + 1)),
  )
  if (columns < 0 || cells.length % columns > 0) return null
  return Array.from({ length: cells.length / columns }, (_, at) =>
    cells.slice(at * columns, (at + 1) * columns),
  )
}

/** Cells that are all headings, from a level or a name to what was planned or done. */
function areHeadings(cells: readonly string[]): boolean {
  if (cells.length < leastColumns || cells.includes('')) return false
  const fields = fieldsOf(cells)
  return (
    fields.length === cells.length &&
    leads.has(fields[Number(isNumbered(cells))] ?? 'ignored') &&
    (fields.includes('level3') || fields.includes('name')) &&
    (fields.includes('target') || fields.includes('actual'))
  )
}

const leads: ReadonlySet<Field> = new Set(['level1', 'level2', 'level3', 'name'])

const isNumbered = ([first = '']: readonly string[]) => /^[序编]号$/.test(first)

const fieldsOf = (heading: readonly string[]) => runOf(heading, 0, indicatorFields).map(({ field }) => field)

/** The rows in their columns, below their heading; null where one fits none. */
function laidOut(
  heading: readonly string[],
  written: readonly (readonly string[])[],
  sign: string,
): string[][] | null {
  const fields = fieldsOf(heading)
  const keepsBlanks = written.some(([first]) => first === '')
  let levels: Levels = { level1: '', level2: '' }
  /** Levels alone in their lines, where they have no column of their own. */
  const led = !written.some(([text = '', ...others]) => others.length === 0 && isBand(text))
    ? []
    : levelHeadings.filter(([field]) => !fields.includes(field))
  const columnsOf = (named: Levels) => led.map(([level]) => named[level])
  const rows: string[][] = [[...led.map(([, label]) => label), ...heading]]
  const rests: { row: number; text: string }[] = []
  for (const cells of written.flatMap((row) => oneByOne(row, fields, keepsBlanks))) {
    const [first = ''] = cells
    if (cells.length === 1) {
      const named = levelsFrom(first, levels)
      if (named !== null) levels = named
      else rests.push({ row: rows.length - 1, text: first })
      continue
    }
    const row = placed(cells, fields, keepsBlanks, sign)
    if (row === null) return null
    rows.push(
      isTotalLabel(first) ? [first, ...blanks(led.length), ...row.slice(1)] : [...columnsOf(levels), ...row],
    )
  }
  return rows.length > leastRows ? withRests(rows, rests, [...led.map(([field]) => field), ...fields]) : null
}

const levelHeadings = [
  ['level1', '一级指标'],
  ['level2', '二级指标'],
] as const

/** A few characters alone in their line, which had no room in the cell that they belong to. */
const rest = /^[^\d\s。：:]{1,12}$/

/** The rows with what wrapped out of their cells; null where several cells had no more room, or none. */
function withRests(
  rows: readonly string[][],
  rests: readonly { row: number; text: string }[],
  fields: readonly Field[],
): string[][] | null {
  const widths = fields.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))))
  const whole = rows.map((row) => [...row])
  for (const { row, text } of rests) {
    const cells = whole[row] ?? []
    const goesOn = cells.map((cell, column) => {
      const field = fields[column]
      if (row === 0) return headingOf(cell + text)?.field === field && headingOf(text)?.field !== field
      if (field === 'level1' || field === 'level2') return isLevelIn(cell + text, field, fields)
      return cell !== '' && !isFigure(cell) && widthOf(cell) + 2 > (widths[column] ?? 0)
    })
    const column = goesOn.indexOf(true)
    if (column < 0 || (goesOn.lastIndexOf(true) > column && column > fields.indexOf('level2'))) return null
    cells[column] += text
  }
  return whole
}

const widthOf = (text: string) => [...text].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2), 0)

/** Several whole rows of one line, each in its columns. */
function oneByOne(cells: readonly string[], fields: readonly Field[], keepsBlanks: boolean) {
  const count = cells.length / fields.length
  if (count < 2 || !Number.isInteger(count)) return [cells]
  const rows = Array.from({ length: count }, (_, at) =>
    cells.slice(at * fields.length, (at + 1) * fields.length),
  )
  return rows.every((row) => rowOf(row, fields, keepsBlanks)) ? rows : [cells]
}

/** A reason at the end in one piece, where points before it show that it is one. */
function withWholeReason(cells: readonly string[], fields: readonly Field[], sign: string) {
  const last = fields.length - 1
  const isOpen = fields[last] === 'reason' && fields.includes('score')
  return isOpen && cells.length > fields.length
    ? [...cells.slice(0, last), cells.slice(last).join(sign)]
    : cells
}

/** A row or a total in its columns; null where it fits none. */
function placed(
  cells: readonly string[],
  fields: readonly Field[],
  keepsBlanks: boolean,
  sign: string,
): string[] | null {
  if (isTotalLabel(cells[0] ?? '')) return totalRow(cells, fields)
  if (fields[0] === 'ignored' && cells.length < fields.length) return null
  return rowOf(withWholeReason(cells, fields, sign), fields, keepsBlanks)
}

function rowOf(cells: readonly string[], fields: readonly Field[], keepsBlanks: boolean): string[] | null {
  const merged = keepsBlanks || cells.length === fields.length ? 0 : mergedBefore(cells, fields)
  const hasPoints = fields.includes('weight') || fields.includes('score')
  const missing = fields.length - merged - cells.length
  // An empty reason at the end may be left out with the mark before it.
  const mayEndEarly = fields.at(-1) === 'reason' && (keepsBlanks || hasPoints)
  if (missing < 0 || missing > Number(mayEndEarly)) return null
  const row = [...blanks(merged), ...cells, ...blanks(missing)]
  const isPlaced = fields.every((field, at) => {
    const text = row[at] ?? ''
    if (field === 'weight' || field === 'score') return text === '' ? keepsBlanks : isFigure(text)
    if (field === 'level1' || field === 'level2') return text === '' || isLevelIn(text, field, fields)
    return field === 'reason' || field === 'ignored' || text !== '' || (keepsBlanks && field !== 'name')
  })
  return isPlaced ? row : null
}

/** 指标类型 alone heads levels of either rank. */
const isLevelIn = (text: string, field: 'level1' | 'level2', fields: readonly Field[]) =>
  isWholeLevel(text, field) || (!fields.includes('level2') && isWholeLevel(text, 'level2'))

/** How many cells were left out because they go on from the row above: a row may begin with its second level, or its name. */
function mergedBefore([first = '', second = '']: readonly string[], fields: readonly Field[]): number {
  const level2 = fields.indexOf('level2')
  const leaf = fields.findIndex((field) => field === 'level3' || field === 'name')
  // 满意度指标 may be of either rank.
  if (isWholeLevel(first, 'level1') && (level2 < 0 || isWholeLevel(second, 'level2'))) return 0
  return level2 >= 0 && isWholeLevel(first, 'level2') ? level2 : leaf
}

const blanks = (count: number) => Array.from({ length: count }, () => '')

/** The points behind the total's label, however many cells that covers; null where they are not those of the columns. */
function totalRow(cells: readonly string[], fields: readonly Field[]): string[] | null {
  if (cells.length === fields.length) return [...cells]
  const points = cells.slice(1).filter((text) => text !== '')
  const places = fields.flatMap((field, at) => (field === 'weight' || field === 'score' ? [at] : []))
  if (points.length > places.length || !points.every(isFigure)) return null
  const row = fields.map(() => '')
  row[0] = cells[0] ?? ''
  for (const [index, place] of places.slice(-points.length || places.length).entries())
    row[place] = points[index] ?? ''
  return row
}
