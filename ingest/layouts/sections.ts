import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import { blank, filledCells, type Grid, gridsOf, isOneText, lineOf, partOf, plain, type Row } from './grid.ts'
import { headingOf, isKnownWord } from './headings.ts'
import { labelOf } from './labels.ts'
import { once } from './once.ts'
import { isTotalLabel } from './tables/columns.ts'
import { indicatorBlocks } from './tables/indicator-rows.ts'
import { isLevelText } from './tables/levels.ts'

/** A table, or a part of one that holds a whole form, and the lines of text that stand above it. */
export interface Section {
  above: readonly string[]
  grid: Grid
  /** Lines after the document's last table. */
  below: readonly string[]
}

/** The tables of a document with the text above each; several forms in one table are parted. */
export const sectionsOf = once((content: Content): Section[] => {
  const grids = gridsOf(content).values()
  const sections: Section[] = []
  let above: string[] = []
  for (const [at, block] of content.blocks.entries()) {
    if (block.kind === 'paragraph') {
      above.push(...linesIn(block.text))
      continue
    }
    const grid = grids.next().value
    if (grid === undefined) break
    if (isFrame(block, content.blocks[at + 1])) continue
    const [first, ...others] = sideBySide(grid).flatMap(formsIn)
    if (first) sections.push({ above, grid: first, below: [] })
    for (const form of others) sections.push({ above: [], grid: form, below: [] })
    above = []
  }
  const last = sections.at(-1)
  return last ? [...sections.slice(0, -1), { ...last, below: above }] : sections
})

/** A table of one cell around the table that follows holds its words once more. */
function isFrame({ cells }: Table, next: Content['blocks'][number] | undefined): boolean {
  const [only, another] = cells
  if (only === undefined || another !== undefined || next?.kind !== 'table') return false
  return next.cells.length > 1 && next.cells.every(({ text }) => only.text.includes(text))
}

const linesIn = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

/** All lines of text of a document, trimmed. */
export const linesOf = (content: Content) =>
  content.blocks
    .flatMap((block) => (block.kind === 'paragraph' ? linesIn(block.text) : []))
    .map((line) => line.trim())

/**
 * Forms that stand beside each other in one table: the project is named twice in a row, and the headings come twice.
 * Where one project has outcomes under both, its indicators go on in the right half.
 */
function sideBySide(grid: Grid): Grid[] {
  const top = grid.rows.slice(0, longestHead)
  const columns = top.map((row) => headingsAgain(filledCells(row)))
  const heading = columns.findIndex((found) => found !== null)
  const column = columns[heading] ?? null
  if (column === null) return [grid]
  const areNamed = top.some((row) => {
    const labels = filledCells(row).filter(({ text }) => labelOf(text) === 'project')
    return labels.length === 2 && labels[1]?.column === column
  })
  if (!areNamed && !filledCells(top[heading] ?? []).some(({ text }) => isOutcome(text))) return [grid]
  // 产出指标 | 效益指标 over the headings say what each half is of.
  const isHeaded = filledCells(top[heading - 1] ?? []).some(
    (cell) => cell.column === column && isLevelText(cell.text),
  )
  const from = areNamed ? 0 : heading - Number(isHeaded)
  const right = partOf(grid, from)
  return [
    { ...grid, rows: grid.rows.map((row, at) => (at < from ? row : row.slice(0, column))) },
    { ...right, rows: right.rows.map((row) => rightOf(row, column)) },
  ]
}

/** A row right of a column; a total's label may stand at the very left of its figures. */
function rightOf(row: Row, column: number): Row {
  const [label, figure] = filledCells(row, 2)
  const isTotal = label && figure && isTotalLabel(label.text) && figure.column >= column
  return isTotal ? row : row.map((cell, at) => (at < column ? blank : cell))
}

const isOutcome = (text: string) => ['actual', 'score'].includes(headingOf(text)?.field ?? '')

/** Headings stand among the first rows of a form. */
const longestHead = 60

/** Where a row of headings that begins with a level comes again, word for word; null where it does not. */
function headingsAgain(cells: readonly Cell[]): number | null {
  const half = cells.length / 2
  const second = cells[half]
  const isAgain =
    half >= 3 &&
    second !== undefined &&
    /^(?:level\d|name)$/.test(headingOf(second.text)?.field ?? '') &&
    cells.slice(half).every(({ text }, at) => plain(text) === plain(cells[at]?.text ?? ''))
  return isAgain ? second.column : null
}

/** Forms that stand one below the other in one table; each begins with its title or its project's name. */
function formsIn(grid: Grid): Grid[] {
  const heads = grid.rows.flatMap((_, row) => (isHead(grid, row) ? [row] : []))
  if (heads.length < 2) return [grid]
  const starts: number[] = [0]
  for (const [at, head] of heads.entries()) {
    const before = heads[at - 1]
    if (before === undefined) continue
    const blocks = indicatorBlocks(partOf(grid, before, head))
    const end = blocks.at(-1)?.endRow
    if (end !== undefined) starts.push(startOfForm(grid, before + 1, head))
  }
  return starts.map((start, at) => partOf(grid, start, starts[at + 1]))
}

/** A row that begins with 项目名称, or with it behind a label of the whole head, and gives the name. */
function isHead(grid: Grid, row: number): boolean {
  // Where merged cells were filled again, a label stands in each of the cells that it covered.
  const cells = filledCells(grid.rows[row] ?? []).filter(
    ({ text }, at, all) => at === 0 || text !== all[at - 1]?.text,
  )
  const at = cells.slice(0, 2).findIndex(({ text }) => labelOf(text.split(/[:：]/, 1)[0] ?? '') === 'project')
  const label = cells[at]
  const value = cells[at + 1]
  if (label === undefined || label.row !== grid.firstRow + row) return false
  return value === undefined ? /[:：]/.test(label.text) : !isKnownWord(value.text)
}

const formTitle = /自评表|目标表|申报表|监控表|评价表|情况表/

/** Titles above a form's head belong to it: they stand alone in their rows, right above. */
function startOfForm(grid: Grid, from: number, head: number): number {
  let start = head
  while (start > from && head - start < mostTitles && isAlone(grid, start - 1)) start -= 1
  const title = grid.rows
    .slice(start, head)
    .findIndex((row) => formTitle.test(plain(filledCells(row)[0]?.text ?? '')))
  return title < 0 ? start : start + title
}

const isAlone = (grid: Grid, row: number) => {
  const [only, another] = filledCells(grid.rows[row] ?? [], 2)
  return another === undefined && only?.row === grid.firstRow + row
}

/** The lines of text that belong to each form: between two forms the second's begin with its title. */
export function proseOf(forms: readonly (readonly Section[])[]): string[][] {
  const prose = forms.map((): string[] => [])
  forms.forEach((sections, index) => {
    sections.forEach(({ above, below }, at) => {
      const start = at === 0 && index > 0 ? titleStart(above) : 0
      prose[index - 1]?.push(...above.slice(0, start))
      prose[index]?.push(...above.slice(start), ...below)
    })
  })
  return prose.map((lines) => lines.map((line) => line.trim()))
}

/** Where the title begins among the lines above a form: after the last sentence that stands there. */
function titleStart(lines: readonly string[]): number {
  const title = lines.findLastIndex((line) => formTitle.test(plain(line)) && line.length <= longestTitle)
  const end = title < 0 ? lines.length : title
  return lines.slice(0, end).findLastIndex((line) => /[。；;]$/.test(line.trim())) + 1
}

const longestTitle = 60
const mostTitles = 12

/** The title over a form: the short lines above it, and the rows that stand alone at its top. */
export function titleOf({ above, grid }: Section): string {
  const alone = grid.rows
    .slice(0, 6)
    .flatMap((row) => (isOneText(row) ? filledCells(row, 1) : titleInParts(row)))
    .flatMap(({ text }) => linesIn(text))
  return [...titleLines(above), ...titleLines(alone), ...(grid.name === null ? [] : [grid.name])]
    .map((line) => lineOf(line))
    .filter((line) => line !== null)
    .join('\n')
}

/** A title whose year stands in a cell of its own: 2020年度 | 项目支出绩效自评表. */
function titleInParts(row: Row): Cell[] {
  const cells = filledCells(row, 4)
  const isTitle =
    cells.length < 4 &&
    cells.some(({ text }) => formTitle.test(plain(text))) &&
    !cells.some(({ text }) => isKnownWord(text) || /[:：]/.test(text))
  return isTitle ? cells : []
}

/** The short lines a text begins with; where they are no title, those it ends with, right over its table. */
export function titleLines(lines: readonly string[]): string[] {
  const top = shortLines(lines)
  if (top.some((line) => /绩效|自评|评价|监控|目标/.test(plain(line)))) return top
  return [...top, ...shortLines([...lines.slice(top.length)].reverse()).reverse()]
}

/** Short lines that are no sentences. */
function shortLines(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => line.trim().length > longestTitle || /[。；;]$/.test(line.trim()))
  return lines.slice(0, end < 0 ? mostTitles : Math.min(end, mostTitles))
}
