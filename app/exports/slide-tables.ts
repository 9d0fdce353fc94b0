import type PptxGenJS from 'pptxgenjs'
import { type Language, w } from '#app/words.ts'
import { type Answer, pageCells } from './answer.ts'
import { cellPadding, columnShares, pageHeadings, widthOf } from './columns.ts'
import type { GridPanel } from './panel.ts'
import { leftOut } from './provenance.ts'
import { type Box, colour, inks, officeFace, type Slide, sheet } from './slide-look.ts'

const rule = { type: 'solid', pt: 0.5, color: inks.line } satisfies PptxGenJS.BorderProps
const none = { type: 'none' } satisfies PptxGenJS.BorderProps
const cellLook = {
  fontFace: officeFace,
  color: inks.text,
  valign: 'middle',
  margin: [2, 5, 2, 5],
  border: [none, none, rule, none],
} satisfies PptxGenJS.TableCellProps
const headLook = {
  ...cellLook,
  bold: true,
  color: inks.muted,
  valign: 'bottom',
} satisfies PptxGenJS.TableCellProps

/** As many rows of a matrix as a slide has room for. */
const mostGridRows = 18
const labelWidth = 2.2

/** A matrix as a table with shaded cells; returns what to remark about it. */
export function addGrid(
  slide: Slide,
  { columns, rows, scale }: GridPanel,
  box: Box,
  language: Language,
): string[] {
  const shown = rows.slice(0, mostGridRows)
  const fontSize = shown.length > 12 ? 9 : 11
  const look = { ...cellLook, fontSize, border: { ...rule, color: 'FFFFFF' } }
  const head: PptxGenJS.TableRow = ['', ...columns].map((label) => ({
    text: label,
    options: { ...headLook, fontSize, align: 'center' },
  }))
  const body = shown.map(
    ({ label, cells }): PptxGenJS.TableRow => [
      { text: label, options: look },
      ...cells.map((cell) =>
        cell === null
          ? { text: '', options: look }
          : {
              text: cell.text,
              options: {
                ...look,
                align: 'center',
                fill: { color: colour(cell.colour) },
                color: colour(cell.ink),
              },
            },
      ),
    ],
  )
  const each = Math.min(1.6, (box.w - labelWidth) / columns.length)
  slide.addTable([head, ...body], {
    x: box.x,
    y: box.y,
    w: labelWidth + each * columns.length,
    colW: [labelWidth, ...columns.map(() => each)],
    rowH: Math.min(0.42, box.h / (shown.length + 1)),
  })
  const remark = w(
    `页面上为矩阵图，此处为可编辑的着色表格；颜色由 ${scale.lowest} 至 ${scale.highest}`,
    `A matrix on the page; here a table with shaded cells, from ${scale.lowest} to ${scale.highest}`,
  )
  return [remark[language], ...leftOut(shown.length, rows.length, language)]
}

/** A cell's longest text, in characters; the whole of it is in the workbook. */
const longestCell = 36
/** The first rows as a table, printed as on the page; returns what to remark about it. */
export function addRows(slide: Slide, answer: Answer, language: Language): string[] {
  const { columns, rows } = answer
  const headings = pageHeadings(answer, language)
  // One row of many figures is read as a list.
  if (rows.length === 1 && columns.length > 6)
    return addList(slide, headings, pageCells(answer, rows[0] ?? []))
  const fontSize = columns.length > 9 ? 8 : columns.length > 6 ? 9 : 10
  const printed = rows.slice(0, mostRows).map((row) => pageCells(answer, row).map(shortened))
  const colW = columnShares([headings, ...printed]).map((share) => share * sheet.width)
  const shown = printed.slice(0, fitting([headings, ...printed], colW, fontSize) - 1)
  const row = (cells: readonly string[], look: PptxGenJS.TableCellProps): PptxGenJS.TableRow =>
    cells.map((cell, place) => ({
      text: cell,
      options: { ...look, fontSize, align: columns[place]?.page.numeric ? 'right' : 'left' },
    }))
  slide.addTable([row(headings, headLook), ...shown.map((cells) => row(cells, cellLook))], {
    x: sheet.left,
    y: sheet.bodyTop,
    w: sheet.width,
    colW,
  })
  return leftOut(shown.length, rows.length, language)
}

/** More than a slide could hold of the lowest rows. */
const mostRows = 20

/** How many rows stand on a slide, in the wider and taller faces too that stand in for ours: a long cell takes several lines. */
function fitting(rows: readonly (readonly string[])[], colW: readonly number[], fontSize: number): number {
  const halfWidths = colW.map((inches) => (inches * 72) / (fontSize * 0.55) - cellPadding)
  let height = 0
  const tooMuch = rows.findIndex((cells) => {
    const lines = Math.max(...cells.map((cell, place) => Math.ceil(widthOf(cell) / (halfWidths[place] ?? 1))))
    height += (lines * fontSize * 1.42 + 5) / 72
    return height > sheet.bodyHeight
  })
  return tooMuch < 0 ? rows.length : tooMuch
}

function addList(slide: Slide, headings: readonly string[], cells: readonly string[]): string[] {
  const look = { fontSize: 11 }
  const row = (heading: string, place: number): PptxGenJS.TableRow => [
    { text: heading, options: { ...headLook, ...look } },
    { text: cells[place] ?? '', options: { ...cellLook, ...look, align: 'right' } },
  ]
  const half = Math.ceil(headings.length / 2)
  const rows = headings.map(row)
  const place = { y: sheet.bodyTop, w: 5.7, colW: [3.9, 1.8] }
  slide.addTable(rows.slice(0, half), { ...place, x: sheet.left })
  slide.addTable(rows.slice(half), { ...place, x: sheet.left + 6.4 })
  return []
}

function shortened(cell: string): string {
  const letters = [...cell]
  return letters.length > longestCell ? `${letters.slice(0, longestCell - 1).join('')}…` : cell
}
