import { type CellObject, read, SSF, set_cptable, type WorkSheet } from '@e965/xlsx'
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { told } from './active.ts'
import type { Compound } from './compound.ts'
import { MOST_CELLS } from './grid.ts'
import { builtInFormat, type Shown, shownBy } from './number-format.ts'
import { tableOfWritten, tidy, type Unseen, type Written } from './sheet.ts'
import { type Content, Unreadable } from './table.ts'
import { toldOfSheets } from './xlsx.ts'

const ROWS = 65_536
const COLUMNS = 256
const FORMATS = 392

const ERRORS: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

set_cptable(codepages)

/** Every visible sheet of an Excel 5 to 2003 workbook as a table of its own, in the order of the tabs. */
export function readXls(file: Compound): Content {
  const stream = file.stream('Workbook') ?? file.stream('Book')
  if (!stream) throw new Unreadable('damaged', 'no workbook inside')
  const book = parsed(stream)
  const shown = formatter(book.Workbook?.WBProps?.date1904 ?? false)
  let left = MOST_CELLS
  const sheets = book.SheetNames.flatMap((name, n) => {
    const sheet = book.Sheets[name]
    if (!sheet || (book.Workbook?.Sheets?.[n]?.Hidden ?? 0) !== 0) return []
    const written = writtenIn(sheet, shown)
    left -= written.cells.length
    if (left < 0) throw new Unreadable('too-large', 'more cells than fit')
    return [tableOfWritten(name, written)]
  })
  return told(toldOfSheets('xls', sheets), { calls: callsProgram(stream) })
}

const BEGINS_BOOK = 0x09

function parsed(stream: Buffer) {
  // Of anything else the package would try what other format it may be.
  if (stream[0] !== BEGINS_BOOK || (stream[1] ?? 9) > 8) throw new Unreadable('damaged', 'no workbook inside')
  // The package keeps formats from one workbook to the next, and does not know the Chinese built-in ones.
  for (let id = 0; id < FORMATS; id++) SSF.load(builtInFormat(id), id)
  try {
    return read(stream, {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellStyles: true,
      codepage: 936,
    })
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault
    if (/password|encrypt/i.test(fault.message)) throw new Unreadable('encrypted', 'a password protects it')
    throw new Unreadable('damaged', fault.message)
  }
}

/** What a person sees in a cell; each format is taken apart once. */
function formatter(date1904: boolean): (cell: CellObject) => string {
  const formats = new Map<string, Shown>()
  const shownAs = (code: string) => {
    const known = formats.get(code) ?? shownBy(code, date1904)
    formats.set(code, known)
    return known
  }
  return ({ t, v, z }) => {
    if (t === 'e') return ERRORS[Number(v)] ?? '#N/A'
    if (typeof v === 'boolean') return v ? 'TRUE' : 'FALSE'
    if (typeof v === 'number') return Number.isFinite(v) ? shownAs(String(z ?? 'General'))(v) : ''
    return typeof v === 'string' ? tidy(v) : ''
  }
}

function writtenIn(sheet: WorkSheet, shown: (cell: CellObject) => string): Written {
  const cells: Written['cells'] = []
  // Rows and cells that were never written are holes, which `forEach` passes over.
  sheet['!data']?.forEach((across, row) => {
    across.forEach((cell, column) => {
      if (row >= ROWS || column >= COLUMNS) throw new Unreadable('damaged', `cell ${row + 1}/${column + 1}`)
      const text = shown(cell)
      if (text) cells.push({ row, column, rowSpan: 1, columnSpan: 1, text })
    })
  })
  const merges = sheet['!merges'] ?? []
  return {
    cells,
    unseen: unseenIn(sheet),
    // Excel saves a value with each of its formulas.
    uncalculated: false,
    merges: merges.map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c })),
  }
}

function unseenIn(sheet: WorkSheet): Unseen {
  const unseen: Unseen = {
    rows: new Set(),
    columns: new Set(),
    foldedRows: new Set(),
    isFiltered: sheet['!autofilter'] !== undefined,
  }
  sheet['!rows']?.forEach(({ hidden, level = 0 }, row) => {
    if (hidden) (level > 0 ? unseen.foldedRows : unseen.rows).add(row)
  })
  sheet['!cols']?.forEach(({ hidden }, column) => {
    if (hidden) unseen.columns.add(column)
  })
  return unseen
}

const OTHER_BOOK = 0x01ae
const ITS_NAME = 5
/** A book's name begins with this mark where it is a file's. */
const FILE_MARK = 1
/** Parts a program from what it is asked, in a name that is no file's. */
const PROGRAM_MARK = 3

/** Whether a workbook has a link that starts a program (DDE): records are gone through by their lengths. */
function callsProgram(stream: Buffer): boolean {
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = stream.readUInt16LE(at + 2)
    const record = stream.subarray(at + 4, at + 4 + length)
    const name = stream.readUInt16LE(at) === OTHER_BOOK ? record.subarray(ITS_NAME) : null
    if (name?.includes(PROGRAM_MARK) && name[0] !== FILE_MARK) return true
    at += 4 + length
  }
  return false
}
