import {
  AlignmentType,
  BorderStyle,
  FootnoteReferenceRun,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { ink } from '#app/charts/theme.ts'
import type { Language } from '#app/words.ts'
import { type Answer, pageCells } from './answer.ts'
import { columnShares, pageHeadings } from './columns.ts'

/** Chinese type that Office brings: 宋体 to read, 黑体 to find; Latin letters and figures beside them. */
export const reading = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: '宋体',
}
export const heading = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '黑体' }

/** The documents that rows were read from, as the footnotes of a briefing, in order. */
export type Footnotes = string[]

const rule = { style: BorderStyle.SINGLE, size: 4, color: ink.line.slice(1) }
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }

interface Cell {
  words: string
  isNumber: boolean
  isHeading?: boolean
  /** The document that the cell's row was read from. */
  note?: string | null
}

interface Look {
  /** Columns' shares of the width. */
  shares: readonly number[]
  /** In half points. */
  size: number
  /** Of the whole table, in twentieths of a point. */
  width: number
}

/** The first rows as the page prints them; the first cell of each refers to the document that it was read from. */
export function briefingTable(
  answer: Answer,
  {
    most,
    width,
    language,
    footnotes,
  }: { most: number; width: number; language: Language; footnotes: Footnotes },
): Table {
  const { columns, cited } = answer
  const headings = pageHeadings(answer, language)
  const rows = answer.rows.slice(0, most).map((row) => pageCells(answer, row))
  if (rows.length === 1 && columns.length > 6) return listOf(headings, rows[0] ?? [], width, footnotes)
  const isNumber = (place: number) => columns[place]?.page.numeric ?? false
  const head = headings.map((words, place) => ({ words, isNumber: isNumber(place), isHeading: true }))
  const body = rows.map((cells, at) =>
    cells.map((words, place) => ({
      words,
      isNumber: isNumber(place),
      note: place === 0 ? (cited?.[at] ?? null) : null,
    })),
  )
  // As small as figures need to stay in one line each.
  const room = width / columns.length
  const size = room > 1_200 ? 18 : room > 850 ? 15 : 12
  return tableOf([head, ...body], { shares: columnShares([headings, ...rows]), size, width }, footnotes)
}

/** One row of many figures is read as a list. */
function listOf(
  headings: readonly string[],
  cells: readonly string[],
  width: number,
  footnotes: Footnotes,
): Table {
  const rows = headings.map((words, place) => [
    { words, isNumber: false },
    { words: cells[place] ?? '', isNumber: true },
  ])
  return tableOf(rows, { shares: [0.7, 0.3], size: 18, width }, footnotes)
}

/** A table whose head is repeated on every page, and whose rows stay whole. */
function tableOf(
  rows: readonly (readonly Cell[])[],
  { shares, size, width }: Look,
  footnotes: Footnotes,
): Table {
  const widths = shares.map((share) => Math.floor(share * width))
  const cellOf = ({ words, isNumber, isHeading = false, note = null }: Cell, place: number) =>
    new TableCell({
      width: { size: widths[place] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      borders: { top: none, left: none, right: none, bottom: rule },
      children: [
        new Paragraph({
          alignment: isNumber ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [
            new TextRun({ text: words, size, font: isHeading ? heading : reading }),
            ...(note === null ? [] : [new FootnoteReferenceRun(footnotes.push(note))]),
          ],
        }),
      ],
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: rule,
      bottom: rule,
      left: none,
      right: none,
      insideHorizontal: rule,
      insideVertical: none,
    },
    rows: rows.map(
      (cells) =>
        new TableRow({
          tableHeader: cells.every(({ isHeading = false }) => isHeading),
          cantSplit: true,
          children: cells.map(cellOf),
        }),
    ),
  })
}
