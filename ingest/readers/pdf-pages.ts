import type { Block } from './block.ts'
import { isProse, type Page } from './pdf-page.ts'
import type { PageCell, PageLine, PageTable } from './pdf-parts.ts'
import { wholeSheets } from './pdf-sheets.ts'
import { isFull, readable, textOf, wrapGap } from './pdf-text.ts'
import type { Cell, Table } from './table.ts'

/** Column lines of two pages nearer than this, in points, are the same. */
const NEAR = 4

/** Headers and footers lie within this share of the page's text, at its top and bottom. */
const MARGIN_SHARE = 0.12

const PAGE_NUMBER = /^[-—–－~·\s]*第?\s*\d{1,4}\s*页?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页)?[-—–－~·\s]*$/

/** The paragraphs and tables of all pages; what goes on over a page's end is one. */
export function blocksOf(pages: Page[]): Block[] {
  const blocks: Block[] = []
  let table: PageTable | null = null
  let paragraph: { text: string; last: PageLine; page: Page } | null = null
  const endTable = () => {
    if (table) blocks.push(finished(table))
    table = null
  }
  const endParagraph = () => {
    if (paragraph) blocks.push({ kind: 'paragraph', text: readable(paragraph.text) })
    paragraph = null
  }
  for (const page of withoutMargins(wholeSheets(pages)).map(untilPageEnd)) {
    const parts: Page['parts'] = table ? withoutHead(page.parts, table) : page.parts
    for (const [n, part] of parts.entries()) {
      if (part.kind === 'table') {
        endParagraph()
        if (n === 0 && table && continues(table, part)) table = appended(table, part)
        else {
          endTable()
          table = part
        }
      } else {
        endTable()
        const shown = textOf(part)
        if (paragraph && goesOn(paragraph, part, page))
          paragraph.text += wrapGap(paragraph.text, shown) + shown
        else {
          endParagraph()
          paragraph = { text: shown, last: part, page }
        }
        paragraph.last = part
        paragraph.page = page
      }
    }
  }
  endTable()
  endParagraph()
  return blocks
}

/** A table whose rows only places told stays lines where more of its lines may stand on the next page. */
function untilPageEnd(page: Page, n: number, pages: Page[]): Page {
  const last = page.parts.at(-1)
  const [next] = pages[n + 1]?.parts ?? []
  if (last?.kind !== 'table' || last.lines.length === 0 || next?.kind !== 'line') return page
  return /\s/.test(textOf(next).trim())
    ? { ...page, parts: [...page.parts.slice(0, -1), ...last.lines] }
    : page
}

/** Pages without their numbers and footers, and without the headers that earlier pages had. */
function withoutMargins(pages: Page[]): Page[] {
  const times = new Map<string, number>()
  for (const page of pages)
    for (const key of page.parts.map((part, n) => marginKey(page, part, n)))
      if (key) times.set(key, (times.get(key) ?? 0) + 1)
  const seen = new Set<string>()
  return pages.map((page) => ({
    ...page,
    parts: page.parts.filter((part, n) => {
      const key = marginKey(page, part, n)
      if (key === null || part.kind === 'table') return true
      if (PAGE_NUMBER.test(textOf(part).trim())) return false
      if ((times.get(key) ?? 0) < 2) return true
      const isFirst = n === 0 && !seen.has(key)
      seen.add(key)
      return isFirst
    }),
  }))
}

/** What a page's first or last line says, and where, but for the numbers in it; null for what is no such line. */
function marginKey(page: Page, part: Page['parts'][number], n: number): string | null {
  const isEdge = n === 0 || n === page.parts.length - 1
  const margin = (page.bottom - page.top) * MARGIN_SHARE
  const isMargin = part.top < page.top + margin || part.top > page.bottom - margin
  if (part.kind === 'table' || !isEdge || !isMargin) return null
  return `${Math.round(part.top / NEAR)} ${textOf(part).trim().replace(/\d+/g, '0')}`
}

/** Lines nearer than this share of their size are not one below the other: they are of cells side by side. */
const LEAST_LEADING = 0.8

/** How headings, items of lists and labels begin, and levels alone: each is a paragraph, however long the one above; 未完成 above 原因： is one label, and so is 质 above 量指标：. */
const BEGINS_ANEW =
  /^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[①-⑳☐☑□■]|【[^】]{2,20}】|附[件表]|第[一二三四五六七八九十]+[章节部条]|(?!原因|措施|[量效本益出响]指标|[济会态]效益|意度)\p{Script=Han}{2,10}[：:]|\p{Script=Han}{2,8}指标\s*$)/u

/** Whether a line goes on with the paragraph above: that one was full, and this one is not indented. */
function goesOn({ last, page: before }: { last: PageLine; page: Page }, line: PageLine, page: Page): boolean {
  const below = (line.baseline - last.baseline) / last.size
  const isNear = before !== page || (below > LEAST_LEADING && below < 2.6)
  const isAlike = Math.abs(line.size - last.size) < 1
  if (!isNear || !isAlike || !endsInProse(last, before) || BEGINS_ANEW.test(textOf(line))) return false
  const width = before.right - before.left
  if (line.left > page.left + line.size) return areCentred(last, line) && isFull(last, [line], width)
  return (
    isOneDate(textOf(last), textOf(line)) ||
    isFull({ ...last, left: before.left }, [line], width) ||
    (isHanging(last, line) && last.right > before.right - MOST_LEFT_OVER * last.size)
  )
}

/** A title that wraps stands in the middle in both its lines. */
const areCentred = (last: PageLine, line: PageLine) =>
  last.left < line.left && Math.abs(last.left + last.right - line.left - line.right) < line.size

/** A paragraph's first line stands in by two characters; what lies left of it is no beginning, though a font's widths leave room. */
const isHanging = (last: PageLine, line: PageLine) =>
  Math.abs(last.left - line.left - 2 * line.size) < line.size / 4

/** How many characters a line may fall short of the right edge, as fonts that are not there are drawn. */
const MOST_LEFT_OVER = 3

/** Whether a line is prose, or what stands behind its last gap is: 主管部门：水利局　　资金：年初预算50万元，全年…. */
function endsInProse(line: PageLine, { left, right }: Page): boolean {
  const gap = line.glyphs.findLastIndex((glyph) => !isProse({ ...line, glyphs: [glyph] }))
  const end = { ...line, glyphs: line.glyphs.slice(gap + 1) }
  const isLong = (line.right - (end.glyphs[0]?.left ?? line.right)) * 2 > right - left
  return isProse(line) || (isLong && /[，；。]/.test(textOf(end)))
}

/** 2024年 above 6月18日: no paragraph ends within a date. */
const isOneDate = (above: string, below: string) => /20\d\d年\s*$/.test(above) && /^\s*\d{1,2}月/.test(below)

/** Whether a page begins with more of the table that the one before ended with: their column lines agree. */
function continues({ columns }: PageTable, next: PageTable): boolean {
  const has = (edge: number) => columns.some((column) => Math.abs(column - edge) <= NEAR)
  const inner = next.columns.slice(1, -1)
  const sameEdges = [
    [columns[0], next.columns[0]],
    [columns.at(-1), next.columns.at(-1)],
  ].every(([one = 0, other = 0]) => Math.abs(one - other) <= NEAR)
  return sameEdges && inner.filter(has).length * 2 >= inner.length
}

/** What stands above a table that goes on: the sheet's title, and the number of the page. */
const MOST_LINES_ABOVE = 2
const LONGEST_LINE_ABOVE = 30

/** A page's parts without the headings and the title above them that stand within a merged cell of the page before. */
function withoutHead(parts: Page['parts'], table: PageTable): Page['parts'] {
  const at = parts.findIndex((part) => part.kind === 'table')
  const next = parts[at]
  const isTitle = parts
    .slice(0, at)
    .every((part) => part.kind === 'line' && textOf(part).trim().length <= LONGEST_LINE_ABOVE)
  if (next?.kind !== 'table' || at > MOST_LINES_ABOVE || !isTitle || !continues(table, next)) return parts
  const heads = headsOf(next)
  if (!goesOnBelow(next, heads) || !repeatsHeads(table, next, heads)) return parts
  const cells = next.cells.flatMap((cell) => (cell.row < heads ? [] : [{ ...cell, row: cell.row - heads }]))
  return [{ ...next, rows: next.rows - heads, cells }, ...parts.slice(at + 1)]
}

/** How many rows of headings a table would begin with, if it does: those beside its tallest first cell. */
const headsOf = ({ cells }: PageTable) =>
  Math.max(...cells.map(({ row, rowSpan }) => (row === 0 ? rowSpan : 1)))

/** Whether the first cell below a table's headings is empty, as what is left of one merged on the page before. */
const goesOnBelow = ({ cells, columns }: PageTable, heads: number) =>
  cells.some(
    ({ row, left, text }) => row === heads && text === '' && Math.abs(left - (columns[0] ?? 0)) <= NEAR,
  )

/** Whether a table begins with headings that another has too, cell by cell. */
function repeatsHeads(table: PageTable, next: PageTable, heads: number): boolean {
  const textsFrom = ({ cells }: PageTable, from: number) =>
    cells.filter(({ row }) => row >= from && row < from + heads).map(({ text }) => text)
  const texts = textsFrom(next, 0)
  if (texts.length < 3 || texts.includes('')) return false
  return Array.from({ length: table.rows }).some(
    (_, row) => textsFrom(table, row).join('\n') === texts.join('\n'),
  )
}

/** One table of two; a row that the page's end tore apart is one row again. */
function appended(table: PageTable, next: PageTable): PageTable {
  const columns = [...table.columns]
  for (const edge of next.columns)
    if (!columns.some((one) => Math.abs(one - edge) <= NEAR)) columns.push(edge)
  // Headings again are no rest of the cells that the page before ends with.
  const isHeaded = repeatsHeads(table, next, headsOf(next))
  const torn = isHeaded ? [] : tornCells(table, next)
  for (const [upper, lower] of torn) upper.text = [upper.text, lower.text].filter(Boolean).join('')
  const skipped = torn.length > 0 ? 1 : 0
  const shift = table.rows - skipped
  const lower = next.cells.flatMap((cell) => {
    if (cell.row + cell.rowSpan <= skipped) return []
    const top = Math.max(cell.row, skipped)
    return [{ ...cell, row: top + shift, rowSpan: cell.row + cell.rowSpan - top }]
  })
  const upper = [...table.cells]
  const added = lower.filter(
    (cell) => isHeaded || cell.row > table.rows || !lengthens(upper, cell, table.rows),
  )
  return {
    ...table,
    columns: columns.sort((a, b) => a - b),
    rows: table.rows + next.rows - skipped,
    cells: [...upper, ...added],
  }
}

const sameColumns = (one: PageCell, other: PageCell) =>
  Math.abs(one.left - other.left) <= NEAR && Math.abs(one.right - other.right) <= NEAR

/** A cell merged downwards goes on below the page's end; its text stands in one of its parts. */
function lengthens(upper: PageCell[], cell: PageCell, end: number): boolean {
  if (cell.row !== end) return false
  const ending = upper.filter((one) => one.row + one.rowSpan === end)
  const above = ending.find((one) => sameColumns(one, cell))
  if (above?.text && cell.text) return false
  const rowEnd = Math.min(...ending.map(({ bottom }) => bottom))
  const isOpen = above?.openBottom && ending.some(({ openBottom }) => !openBottom)
  const isMerged = above && (above.rowSpan > 1 || cell.rowSpan > 1 || above.bottom > rowEnd + NEAR || isOpen)
  if (!isMerged) return false
  above.rowSpan += cell.rowSpan
  above.text ||= cell.text
  return true
}

/**
 * The cells of the last row that go on in the first row of the next page: there only some hold text, each
 * below one that does, and none of the row's own.
 */
function tornCells(table: PageTable, next: PageTable): [PageCell, PageCell][] {
  const last = table.cells.filter((cell) => cell.row + cell.rowSpan === table.rows)
  const first = next.cells.filter((cell) => cell.row === 0)
  const own = first.filter(({ rowSpan }) => rowSpan === 1)
  const written = own.filter(({ text }) => text !== '')
  const pairs = written.flatMap((cell) => {
    const above = last.find((one) => sameColumns(one, cell))
    const pair: [PageCell, PageCell][] = above?.text ? [[above, cell]] : []
    return pair
  })
  const isTorn = first.length >= 3 && written.length * 2 < own.length && pairs.length === written.length
  return isTorn ? pairs : []
}

/** A table's cells on the columns of all its pages. */
function finished({ columns, rows, cells }: PageTable): Table {
  const columnAt = (edge: number) =>
    columns.reduce(
      (best, column, n) => (Math.abs(column - edge) < Math.abs((columns[best] ?? 0) - edge) ? n : best),
      0,
    )
  const placed: Cell[] = cells.map(({ row, rowSpan, left, right, text }) => {
    const column = columnAt(left)
    return { row, column, rowSpan, columnSpan: Math.max(1, columnAt(right) - column), text }
  })
  return {
    kind: 'table',
    name: null,
    rows,
    columns: Math.max(1, columns.length - 1),
    cells: placed.sort((a, b) => a.row - b.row || a.column - b.column),
  }
}
