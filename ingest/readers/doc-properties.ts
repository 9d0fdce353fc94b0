import { Unreadable } from './table.ts'

/*
 * Word 97 keeps the properties of text apart from it, by position in the file: pages of 512 bytes hold runs,
 * and each run a list of modifiers ([MS-DOC] 2.4.6, 2.6).
 */

const PAGE = 512

/** A change of one property: its code and its operand. */
type Modifier = { code: number; operand: Buffer }

/** A stretch of the file with properties of its own. */
export type Run = { from: number; to: number; modifiers: Modifier[] }

type RunsOptions = {
  document: Buffer
  /** The list of pages: positions, then the number of the page of each. */
  pages: Buffer
  kind: 'paragraph' | 'character'
  /** The stream that holds what is too long for a page. */
  overflow: Buffer | null
}

/** The runs of a document in the order of the file. */
export function runsOf({ document, pages, kind, overflow }: RunsOptions): Run[] {
  const count = Math.floor((pages.length - 4) / 8)
  if (count > document.length / PAGE) throw new Unreadable('damaged', 'more pages of properties than fit')
  const runs: Run[] = []
  for (let n = 0; n < count; n++) {
    const number = pages.readUInt32LE((count + 1 + n) * 4) & 0x3fffff
    const page = document.subarray(number * PAGE, (number + 1) * PAGE)
    const used = page.readUInt8(PAGE - 1)
    for (let run = 0; run < used; run++) {
      const list = kind === 'paragraph' ? paragraphList(page, used, run) : characterList(page, used, run)
      const [from, to] = [page.readUInt32LE(run * 4), page.readUInt32LE(run * 4 + 4)]
      runs.push({ from, to, modifiers: modifiersIn(list, overflow) })
    }
  }
  return runs.sort((a, b) => a.from - b.from)
}

/** Behind the positions stands, for each run, where its list begins, in units of two bytes; 0 for none. */
function paragraphList(page: Buffer, used: number, run: number): Buffer {
  const at = page.readUInt8((used + 1) * 4 + run * 13) * 2
  if (at === 0) return Buffer.alloc(0)
  const odd = page.readUInt8(at)
  const [start, length] = odd === 0 ? [at + 2, page.readUInt8(at + 1) * 2] : [at + 1, odd * 2 - 1]
  // The number of the style comes first.
  return page.subarray(start + 2, start + length)
}

function characterList(page: Buffer, used: number, run: number): Buffer {
  const at = page.readUInt8((used + 1) * 4 + run) * 2
  return at === 0 ? Buffer.alloc(0) : page.subarray(at + 1, at + 1 + page.readUInt8(at))
}

/** Modifiers that only say where in the other stream the list goes on. */
const ELSEWHERE = new Set([0x6645, 0x6646, 0x646b])

function modifiersIn(list: Buffer, overflow: Buffer | null): Modifier[] {
  const modifiers: Modifier[] = []
  for (let at = 0; at + 2 < list.length; ) {
    const code = list.readUInt16LE(at)
    const [skipped, length] = operandOf(list, code, at + 2)
    const operand = list.subarray(at + 2 + skipped, at + 2 + skipped + length)
    at += 2 + skipped + length
    if (!ELSEWHERE.has(code)) modifiers.push({ code, operand })
    else if (overflow && operand.length === 4) {
      const start = operand.readUInt32LE(0)
      const rest = overflow.subarray(start + 2, start + 2 + overflow.readUInt16LE(start))
      modifiers.push(...modifiersIn(rest, null))
    }
  }
  return modifiers
}

const LENGTHS = [1, 1, 2, 4, 2, 2, 0, 3]
const VARIABLE = 6
const ROW_DEFINITION = 0xd608
const TAB_STOPS = 0xc615

/** How many bytes tell the operand's length, and that length. */
function operandOf(list: Buffer, code: number, at: number): [skipped: number, length: number] {
  const size = code >> 13
  if (size !== VARIABLE) return [0, LENGTHS[size] ?? 0]
  if (code === ROW_DEFINITION) return [2, Math.max(0, list.readUInt16LE(at) - 1)]
  const length = list.readUInt8(at)
  if (code === TAB_STOPS && length === 255) {
    const deleted = list.readUInt8(at + 1) * 4
    return [1, 2 + deleted + list.readUInt8(at + 2 + deleted) * 3]
  }
  return [1, length]
}

/** The run that a position of the file lies in. */
export function runAt(runs: Run[], position: number): Run | undefined {
  let low = 0
  let high = runs.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const run = runs[middle]
    if (!run || position < run.from) high = middle - 1
    else if (position >= run.to) low = middle + 1
    else return run
  }
  return undefined
}

/** Where a paragraph stands. */
export type Standing = {
  /** How many tables it lies within. */
  depth: number
  endsInnerCell: boolean
  endsRow: boolean
  /** The cells of the row that it ends. */
  row: RowCell[]
}

/** A cell's left and right edge in twentieths of a point, and how it is merged with others. */
export type RowCell = {
  left: number
  right: number
  merge: 'starts' | 'continues' | null
  joinsLeft: boolean
}

/** What the modifiers of a paragraph say about tables; later ones outrank earlier ones. */
export function standingOf(modifiers: Modifier[]): Standing {
  const standing: Standing = { depth: 0, endsInnerCell: false, endsRow: false, row: [] }
  for (const { code, operand } of modifiers) {
    const on = operand[0] === 1
    if (code === 0x2416) standing.depth = Math.max(standing.depth, Number(on))
    else if (code === 0x6649) standing.depth = Math.min(100, Math.max(0, operand.readInt32LE(0)))
    else if (code === 0x244b) standing.endsInnerCell = on
    else if (code === 0x2417 || code === 0x244c) standing.endsRow ||= on
    else if (code === ROW_DEFINITION) standing.row = rowCells(operand)
    else changeRow(standing.row, code, operand)
  }
  return standing
}

const CELL_BYTES = 20

function rowCells(operand: Buffer): RowCell[] {
  const count = operand.readUInt8(0)
  const flags = 1 + (count + 1) * 2
  return Array.from({ length: count }, (_, n) => {
    const at = flags + n * CELL_BYTES
    const bits = at + 2 <= operand.length ? operand.readUInt16LE(at) : 0
    return {
      left: operand.readInt16LE(1 + n * 2),
      right: operand.readInt16LE(3 + n * 2),
      merge: bits & 0x40 ? 'starts' : bits & 0x20 ? 'continues' : null,
      joinsLeft: (bits & 0x02) !== 0,
    }
  })
}

const MERGED_DOWN = 0xd62b
const MERGED_ACROSS = 0x5624
const SPLIT_ACROSS = 0x5625

function changeRow(row: RowCell[], code: number, operand: Buffer): void {
  if (code === MERGED_DOWN) {
    const cell = row[operand.readUInt8(0)]
    const flag = operand.readUInt8(1)
    if (cell) cell.merge = flag === 3 ? 'starts' : flag === 1 ? 'continues' : null
  } else if (code === MERGED_ACROSS || code === SPLIT_ACROSS)
    for (const cell of row.slice(operand.readUInt8(0) + Number(code === MERGED_ACROSS), operand.readUInt8(1)))
      cell.joinsLeft = code === MERGED_ACROSS
}
