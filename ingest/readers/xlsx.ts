import { told } from './active.ts'
import { MOST_CELLS } from './grid.ts'
import { builtInFormat, type Shown, shownBy } from './number-format.ts'
import { mainPart, relationships } from './package.ts'
import { type Book, type Sheet, sheetTable, tidy } from './sheet.ts'
import { type Content, Unreadable } from './table.ts'
import { localName, readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** Every visible sheet of a workbook as a table of its own, in the order of the tabs. */
export function readXlsx(zip: Zip): Content {
  const main = mainPart(zip, 'xl/workbook.xml')
  if (main.endsWith('.bin')) throw new Unreadable('unsupported-format', 'xlsb: save as xlsx')
  const workbook = zip.part(main)
  if (!workbook) throw new Unreadable('damaged', 'no workbook inside')
  const links = relationships(zip, main)
  const linked = (type: string) => {
    const link = links.find((one) => one.type === type)
    return link ? zip.part(link.target) : null
  }
  const { sheets, date1904 } = contents(workbook)
  const book = {
    strings: sharedStrings(linked('sharedStrings')),
    formats: cellFormats(linked('styles'), date1904),
  }
  const read: Sheet[] = []
  for (const { name, id } of sheets) {
    const link = links.find((one) => one.id === id && one.type === 'worksheet')
    const part = link && zip.part(link.target)
    const cellsSoFar = read.reduce((sum, { table }) => sum + table.cells.length, 0)
    if (part) read.push(sheetTable(part, name, { ...book, mostCells: MOST_CELLS - cellsSoFar }))
  }
  return toldOfSheets('xlsx', read)
}

/** The tables of a workbook, and what its sheets hide. */
export const toldOfSheets = (format: 'xlsx' | 'xls', sheets: readonly Sheet[]): Content =>
  told(
    { format, blocks: sheets.map(({ table }) => table) },
    {
      hidden: sheets.some(({ hidden }) => hidden),
      folded: sheets.some(({ folded }) => folded),
      uncalculated: sheets.some(({ uncalculated }) => uncalculated),
    },
  )

function contents(workbook: Uint8Array): { sheets: { name: string; id: string }[]; date1904: boolean } {
  const sheets: { name: string; id: string }[] = []
  let date1904 = false
  readXml(workbook, {
    open: (name, attributes) => {
      const local = localName(name)
      if (local === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '')
      if (local !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return
      const id = Object.entries(attributes).find(([key]) => key.includes(':') && localName(key) === 'id')
      sheets.push({ name: attributes.name ?? '', id: id?.[1] ?? '' })
    },
  })
  return { sheets, date1904 }
}

/** The texts cells point to; the runs of a rich text are joined, its phonetic guides left out. */
function sharedStrings(part: Uint8Array | null): Book['strings'] {
  const strings: string[] = []
  if (!part) return strings
  let runs: string[] = []
  let inText = false
  let inPhonetic = false
  readXml(part, {
    open: (name) => {
      const local = localName(name)
      if (local === 'si') runs = []
      else if (local === 'rPh') inPhonetic = true
      else if (local === 't') inText = !inPhonetic
    },
    close: (name) => {
      const local = localName(name)
      if (local === 'si') strings.push(tidy(runs.join('')))
      else if (local === 'rPh') inPhonetic = false
      else if (local === 't') inText = false
    },
    text: (text) => {
      if (inText) runs.push(text)
    },
  })
  return strings
}

/** How each cell style shows a number. */
function cellFormats(part: Uint8Array | null, date1904: boolean): Book['formats'] {
  if (!part) return []
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCellStyles = false
  readXml(part, {
    open: (name, { numFmtId, formatCode }) => {
      const local = localName(name)
      if (local === 'numFmt') codes.set(Number(numFmtId), formatCode ?? 'General')
      else if (local === 'cellXfs') inCellStyles = true
      else if (local === 'xf' && inCellStyles) ids.push(Number(numFmtId ?? 0))
    },
    close: (name) => {
      if (localName(name) === 'cellXfs') inCellStyles = false
    },
  })
  const shown = new Map<number, Shown>()
  return ids.map((id) => {
    const known = shown.get(id) ?? shownBy(codes.get(id) ?? builtInFormat(id), date1904)
    shown.set(id, known)
    return known
  })
}
