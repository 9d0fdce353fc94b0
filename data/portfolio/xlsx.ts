import ExcelJS from 'exceljs'
import { timeless } from './archive.ts'
import { type Page, type PageParagraph, type PageTable, placedCells } from './page.ts'

const line = { style: 'thin' } as const
const border = { top: line, left: line, bottom: line, right: line }

function writeParagraph(sheet: ExcelJS.Worksheet, { style, text }: PageParagraph, columns: number) {
  const row = sheet.rowCount + 1
  const cell = sheet.getCell(row, 1)
  cell.value = text
  cell.font = { bold: style === 'title', size: style === 'title' ? 16 : 10 }
  cell.alignment = { horizontal: style === 'note' ? 'left' : 'center', vertical: 'middle' }
  if (columns > 1) sheet.mergeCells(row, 1, row, columns)
}

/** Plain lists get no lines and no wrapping: a ledger has hundreds of rows. */
function writeTable(sheet: ExcelJS.Worksheet, table: PageTable, lines: boolean) {
  const top = sheet.rowCount + 1
  for (const cell of placedCells(table)) {
    const [row, column] = [top + cell.row, cell.column + 1]
    const target = sheet.getCell(row, column)
    target.value = cell.typed ? cell.typed.value : cell.text === '' ? null : cell.text
    if (cell.typed) target.numFmt = cell.typed.format
    if (cell.bold) target.font = { bold: true }
    if (lines) {
      target.border = border
      target.alignment = { horizontal: cell.align ?? 'center', vertical: 'middle', wrapText: true }
    }
    if (cell.rowSpan > 1 || cell.columnSpan > 1) {
      sheet.mergeCells(row, column, row + cell.rowSpan - 1, column + cell.columnSpan - 1)
    }
  }
}

interface Sheet {
  name: string
  lines: boolean
}

/** A page as a workbook of one sheet, numbers as numbers; equal pages give equal bytes. */
export async function xlsxBytes(page: Page, { name, lines }: Sheet): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  book.creator = '示例数据'
  const sheet = book.addWorksheet(name)
  const widths = page.flatMap((block) => (block.kind === 'table' ? [block.widths] : []))[0] ?? []
  sheet.columns = widths.map((width) => ({ width }))
  for (const block of page) {
    if (block.kind === 'table') writeTable(sheet, block, lines)
    else writeParagraph(sheet, block, widths.length)
  }
  return timeless(new Uint8Array(await book.xlsx.writeBuffer()))
}
