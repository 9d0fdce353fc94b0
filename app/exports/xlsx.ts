import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import type { Format } from '#app/charts/view.ts'
import { type Language, w } from '#app/words.ts'
import { type Answer, type Cell, headingLine, mostRows } from './answer.ts'
import { widthOf as textWidth } from './columns.ts'
import { safeForFiles } from './file-name.ts'
import {
  conditionsLine,
  filtersHeading,
  type Provenance,
  periodHeading,
  periodWords,
  sampleWords,
  scopeLine,
  sourceWords,
  unitsLine,
  versionLine,
} from './provenance.ts'

/** Excel's own limits. */
const longestSheetName = 31
const longestText = 32_767
const narrowest = 8
const widest = 48
/** The room that a heading's filter button takes. */
const filterButton = '    '
const rowsMeasured = 1_000
const rowsATurn = 500

/** A face that Chinese Excel has on every system. */
const face = { name: '微软雅黑', size: 10 }

/** Excel reads & in heads and feet as the start of a code, and takes no more than 255 characters of them. */
const printedText = (text: string) =>
  text
    .replace(/[\p{Cc}]/gu, ' ')
    .slice(0, 100)
    .replaceAll('&', '&&')

/** How Excel shows a column; a plain `#.##` would leave a dot behind every whole number. */
const numberFormats: Record<Format, (whole: boolean) => string> = {
  text: () => '@',
  year: () => '0',
  count: (whole) => (whole ? '#,##0' : '#,##0.00'),
  percent: () => '0.0',
  points: () => '+0.0;-0.0;0.0',
  score: (whole) => (whole ? '0' : '0.00'),
  money: () => '#,##0.00',
  unitCost: () => '#,##0.00',
}

/** A workbook: the rows as typed cells under a fixed head, and a second sheet that says what they are. */
export async function xlsxBytes(answer: Answer, provenance: Provenance): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new PassThrough()
  const written = buffer(stream)
  // Written as it goes: put together in memory, 50,000 rows took 900 MB and held the process for ten seconds.
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: true })
  workbook.creator = 'Yardstick 绩尺'
  workbook.created = new Date(provenance.published)
  workbook.modified = workbook.created
  await addRows(workbook, answer, provenance)
  addNotes(workbook, answer, provenance)
  await workbook.commit()
  return new Uint8Array(await written)
}

async function addRows(workbook: ExcelJS.Workbook, answer: Answer, provenance: Provenance) {
  const { title, columns, rows } = answer
  const { language } = provenance
  const sheet = workbook.addWorksheet(safeForFiles(title).slice(0, longestSheetName), {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: {
      paperSize: 9,
      orientation: columns.length > 6 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:1',
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: {
      oddHeader: `&L${printedText(title)}&R${printedText(scopeLine(answer, provenance))}`,
      oddFooter: `&L${printedText(versionLine(provenance))}&R&P / &N`,
    },
  })
  const headings = columns.map((column) => headingLine(column, language))
  sheet.columns = headings.map((heading, place) => columnStyle(answer, place, heading))
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows.length + 1, column: columns.length } }
  const head = sheet.addRow(headings)
  head.font = { ...face, bold: true }
  head.alignment = { vertical: 'middle', wrapText: true }
  head.border = { bottom: { style: 'thin' } }
  head.commit()
  for (const [n, row] of rows.entries()) {
    sheet.addRow(row.map(asCell)).commit()
    // Others get their turn.
    if (n % rowsATurn === rowsATurn - 1) await turn()
  }
}

function columnStyle({ columns, rows }: Answer, place: number, heading: string): Partial<ExcelJS.Column> {
  const format = columns[place]?.format ?? 'text'
  const whole = rows.every((row) => row[place] === null || Number.isInteger(row[place]))
  const cells = rows.slice(0, rowsMeasured).map((row) => row[place] ?? null)
  return {
    width: widthOf([`${heading}${filterButton}`, ...cells], format),
    style: {
      font: face,
      numFmt: numberFormats[format](whole),
      alignment: { vertical: 'top', wrapText: format === 'text' },
    },
  }
}

/** Text goes in as text: never a formula, never a link; without the two characters that XML cannot write. */
const asCell = (cell: Cell) =>
  typeof cell === 'string' ? cell.replace(/[\ufffe\uffff]/g, '').slice(0, longestText) : cell

/** Wide enough for the longest cell; a Chinese character is as wide as two digits. */
function widthOf(cells: readonly Cell[], format: Format): number {
  const longest = cells.reduce((most: number, cell) => Math.max(most, lengthOf(cell, format)), 0)
  return Math.min(widest, Math.max(narrowest, longest + 2))
}

function lengthOf(cell: Cell, format: Format): number {
  if (cell === null) return 0
  if (typeof cell === 'string') return textWidth(cell)
  const whole = String(Math.trunc(Math.abs(cell))).length
  return format === 'year' ? whole : 1 + whole + Math.floor(whole / 3) + 3
}

const notesWidth = 90
/** In points, of the face that cells have. */
const lineHeight = 16

function addNotes(workbook: ExcelJS.Workbook, answer: Answer, provenance: Provenance) {
  const { language, sample } = provenance
  const sheet = workbook.addWorksheet(w('说明', 'Notes')[language], {
    pageSetup: { paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  sheet.columns = [{ width: 14 }, { width: notesWidth }]
  const lines = [
    [w('标题', 'Title'), answer.title],
    [w('口径', 'What it is of'), answer.note],
    [filtersHeading, conditionsLine(provenance)],
    [periodHeading, periodWords(answer, language)],
    [w('单位', 'Units'), unitsLine(answer.columns, language)],
    [w('行数', 'Rows'), rowsLine(answer, provenance)],
    [
      w('空白单元格', 'Empty cells'),
      w('材料未写明，不作为零处理', 'not stated by any document; not zero')[language],
    ],
    [w('数据版本', 'Data'), versionLine(provenance)],
    [w('来源', 'Source'), sourceWords[language]],
    [w('出处', 'Read from'), citedLine(answer, language)],
    [w('数据性质', 'Nature'), sample ? sampleWords[language] : null],
  ] as const
  for (const [heading, text] of lines) {
    if (text === null) continue
    const row = sheet.addRow([heading[language], text])
    row.alignment = { vertical: 'top', wrapText: true }
    // Not every program makes room for lines that are wrapped.
    row.height = lineHeight * Math.max(1, Math.ceil(textWidth(text) / (0.95 * notesWidth)))
    row.numFmt = '@'
    row.font = face
    row.getCell(1).font = { ...face, bold: true }
  }
}

function rowsLine({ rows, cut }: Answer, { language }: Provenance): string {
  if (!cut) return String(rows.length)
  return w(
    `本文件只含前 ${mostRows} 行，其余未列出；请缩小筛选范围后分次导出`,
    `the first ${mostRows} only; narrow the filters to get the rest`,
  )[language]
}

function citedLine({ cited, rows }: Answer, language: Language): string | null {
  if (cited === null || cited.length >= rows.length) return null
  return w(
    `只列前 ${cited.length} 行的出处；请缩小筛选范围后分次导出`,
    `of the first ${cited.length} rows only; narrow the filters to get the others`,
  )[language]
}
