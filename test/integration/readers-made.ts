import { strToU8, zipSync } from 'fflate'
import type { Content, Table } from '#ingest/readers/table.ts'

/** A package of the parts given, as an Office program would zip it. */
export function packaged(parts: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])))
}

const WORD = 'xmlns:w="w" xmlns:m="m" xmlns:mc="mc" xmlns:v="v" xmlns:wps="wps"'

export function docxOf(body: string, parts: Record<string, string> = {}): Uint8Array {
  return packaged({
    'word/document.xml': `<w:document ${WORD}><w:body>${body}</w:body></w:document>`,
    ...parts,
  })
}

/** A paragraph, a cell and a row of Word's markup; `properties` go into the cell or row. */
export const p = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
export const tc = (text: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${p(text)}</w:tc>`
export const tr = (cells: string[], properties = '') =>
  `<w:tr><w:trPr>${properties}</w:trPr>${cells.join('')}</w:tr>`
export const tbl = (rows: string[]) => `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`

type Book = { sheet: string; strings?: string; styles?: string; properties?: string; sheets?: string }

export function xlsxOf({ sheet, strings = '', styles = '', properties = '', sheets }: Book): Uint8Array {
  const links = [
    'worksheet" Target="worksheets/sheet1.xml',
    'sharedStrings" Target="sharedStrings.xml',
    'styles" Target="/xl/styles.xml',
  ]
  return packaged({
    'xl/workbook.xml': `<workbook xmlns:r="r">${properties}<sheets>${sheets ?? '<sheet name="自评表" r:id="rId0"/>'}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${links.map((link, n) => `<Relationship Id="rId${n}" Type="http://x/${link}"/>`).join('')}</Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet>${sheet}</worksheet>`,
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
  })
}

export function tablesOf({ blocks }: Content): Table[] {
  return blocks.filter((block) => block.kind === 'table')
}

export function paragraphsOf({ blocks }: Content): string[] {
  return blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []))
}

/** A table's texts row by row, each with its span where it has one, such as `产出指标[4x1]`. */
export function shownRows(table: Table | undefined): string[][] {
  const rows: string[][] = Array.from({ length: table?.rows ?? 0 }, () => [])
  for (const { row, rowSpan, columnSpan, text } of table?.cells ?? [])
    rows[row]?.push(rowSpan * columnSpan > 1 ? `${text}[${rowSpan}x${columnSpan}]` : text)
  return rows
}
