import type { Compound } from './compound.ts'
import { type Run, runsOf } from './doc-properties.ts'
import { symbolShown } from './symbols.ts'
import { Unreadable } from './table.ts'

/** More characters than any report has; pieces may point to the same bytes again and again. */
const MOST_CHARACTERS = 20_000_000

const WORD_97 = 0xa5ec

const FIELD_BEGINS = '\x13'
const FIELD_RESULT = '\x14'
const FIELD_ENDS = '\x15'
const GONE = '\0'

/** The end of a cell that lies in deleted text. */
export const DELETED_CELL_END = '\x1c'

/** The parts of a document, one behind the other in its text. */
export type Part =
  | 'body'
  | 'footnotes'
  | 'headers'
  | 'macros'
  | 'notes'
  | 'endnotes'
  | 'boxes'
  | 'headerBoxes'
const PARTS = ['body', 'footnotes', 'headers', 'macros', 'notes', 'endnotes', 'boxes', 'headerBoxes'] as const

/** Characters that stand together in the file: `at` its position there, `start` that in the text. */
type Piece = { start: number; end: number; at: number; width: 1 | 2 }

export type DocText = {
  /** All parts; what a reader does not see is zero characters, so that positions still count. */
  text: string
  pieces: Piece[]
  /** Where each part begins and ends in the text. */
  parts: Record<Part, [from: number, to: number]>
  paragraphRuns: Run[]
  /** Where in the text each header or footer ends, in their fixed order. */
  headerEnds: number[]
  /** What the fields are told to do. */
  instructions: string[]
}

/** The text of a Word 97 file and where it lies in the file ([MS-DOC] 2.4.1). */
export function docText(file: Compound): DocText {
  const document = file.stream('WordDocument')
  if (!document || document.length < 0x1aa) throw new Unreadable('damaged', 'no text inside')
  if (document.readUInt16LE(0) !== WORD_97)
    throw new Unreadable('unsupported-format', 'Word 95 or older: save as docx')
  const flags = document.readUInt16LE(0x0a)
  if (flags & 0x0100) throw new Unreadable('encrypted', 'a password protects it')
  const table = file.stream(flags & 0x0200 ? '1Table' : '0Table')
  if (!table) throw new Unreadable('damaged', 'no table of pieces')
  /** A list whose place and length the header names. */
  const list = (field: number) => {
    const from = document.readUInt32LE(field)
    return table.subarray(from, from + document.readUInt32LE(field + 4))
  }
  const pieces = piecesIn(list(0x1a2))
  const overflow = file.stream('Data')
  const runs = runsOf({ document, pages: list(0xfa), kind: 'character', overflow })
  const text = shown(pieces, document, changesIn(runs, { fonts: fontsIn(list(0x112)), overflow }))
  const headers = list(0xf2)
  const instructions = text.split(FIELD_BEGINS).slice(1)
  return {
    text: withoutFields(text),
    pieces,
    instructions: instructions.map((one) => one.slice(0, longestInstruction)),
    parts: partsOf(document),
    paragraphRuns: runsOf({ document, pages: list(0x102), kind: 'paragraph', overflow }),
    headerEnds: Array.from({ length: Math.floor(headers.length / 4) }, (_, n) => headers.readUInt32LE(n * 4)),
  }
}

const longestInstruction = 40

function partsOf(document: Buffer): DocText['parts'] {
  const lengths = PARTS.map((_, n) => document.readUInt32LE(0x4c + n * 4))
  const range = (part: Part): [number, number] => {
    const at = PARTS.indexOf(part)
    const from = lengths.slice(0, at).reduce((sum, length) => sum + length, 0)
    return [from, from + (lengths[at] ?? 0)]
  }
  return {
    body: range('body'),
    footnotes: range('footnotes'),
    headers: range('headers'),
    macros: range('macros'),
    notes: range('notes'),
    endnotes: range('endnotes'),
    boxes: range('boxes'),
    headerBoxes: range('headerBoxes'),
  }
}

/** The table of pieces, behind the changes of fast saves. */
function piecesIn(list: Buffer): Piece[] {
  let at = 0
  while (list[at] === 1) at += 3 + list.readUInt16LE(at + 1)
  if (list[at] !== 2) throw new Unreadable('damaged', 'no table of pieces')
  const body = list.subarray(at + 5, at + 5 + list.readUInt32LE(at + 1))
  const count = Math.floor((body.length - 4) / 12)
  return Array.from({ length: Math.max(0, count) }, (_, n) => {
    const place = body.readUInt32LE((count + 1) * 4 + n * 8 + 2)
    const narrow = (place & 0x40000000) !== 0
    const start = body.readUInt32LE(n * 4)
    const end = body.readUInt32LE(n * 4 + 4)
    if (end < start || end > MOST_CHARACTERS) throw new Unreadable('damaged', 'pieces out of order')
    const position = place & 0x3fffffff
    return { start, end, at: narrow ? position / 2 : position, width: narrow ? 1 : 2 }
  })
}

/** What stands in the place of a run's characters. */
type Change = { from: number; to: number; by: string }

function shown(pieces: Piece[], document: Buffer, changes: Change[]): string {
  const latin = new TextDecoder('windows-1252')
  return pieces
    .map((piece) => {
      const { start, end, at, width } = piece
      const bytes = document.subarray(at, at + (end - start) * width)
      if (bytes.length < (end - start) * width) throw new Unreadable('damaged', 'the text is cut off')
      return changed(width === 2 ? bytes.toString('utf16le') : latin.decode(bytes), piece, changes)
    })
    .join('')
}

function changed(text: string, { start, end, at, width }: Piece, changes: Change[]): string {
  const length = end - start
  let done = 0
  let result = ''
  for (const { from, to, by } of changes) {
    const first = Math.max(done, Math.floor((from - at) / width))
    const last = Math.min(length, Math.ceil((to - at) / width))
    if (first >= last) continue
    result +=
      text.slice(done, first) + (by === GONE ? deleted(text.slice(first, last)) : by.repeat(last - first))
    done = last
  }
  return result + text.slice(done)
}

const deleted = (text: string) =>
  Array.from({ length: text.length }, (_, at) => (text[at] === '\x07' ? DELETED_CELL_END : GONE)).join('')

const DELETED = 0x0800
const SYMBOL = 0x6a09
const OBJECT_PLACE = 0x6a03

type Sources = { fonts: string[]; overflow: Buffer | null }

/** Runs that a reader sees otherwise than written: deleted text, symbols, ticks of form fields. */
function changesIn(runs: Run[], { fonts, overflow }: Sources): Change[] {
  return runs.flatMap(({ from, to, modifiers }) => {
    const find = (code: number) => modifiers.findLast((one) => one.code === code)?.operand
    const symbol = find(SYMBOL)
    const place = find(OBJECT_PLACE)
    const by =
      find(DELETED)?.[0] === 1
        ? GONE
        : symbol?.length === 4
          ? symbolShown(fonts[symbol.readUInt16LE(0)], symbol.readUInt16LE(2).toString(16))
          : place?.length === 4 && to - from <= 2
            ? tick(overflow, place.readUInt32LE(0))
            : undefined
    return by === undefined ? [] : [{ from, to, by }]
  })
}

const TICK_UNDEFINED = 25

/** The state of a check box field; undefined where something else lies there. */
function tick(overflow: Buffer | null, place: number): string | undefined {
  if (!overflow || place + 70 > overflow.length) return undefined
  const field = place + overflow.readUInt16LE(place + 4)
  if (field + 12 > overflow.length || overflow.readUInt32LE(field) !== 0xffffffff) return undefined
  const bits = overflow.readUInt16LE(field + 4)
  if ((bits & 3) !== 1) return undefined
  const state = (bits >> 2) & 0x1f
  const nameEnd = field + 12 + overflow.readUInt16LE(field + 10) * 2
  const ticked = state === TICK_UNDEFINED ? overflow[nameEnd] === 1 : state === 1
  return ticked ? '☑' : '☐'
}

function fontsIn(list: Buffer): string[] {
  const fonts: string[] = []
  for (let at = 4; at + 42 < list.length; at += list.readUInt8(at) + 1) {
    const name = list.toString('utf16le', at + 40, Math.min(list.length, at + list.readUInt8(at) + 1))
    fonts.push(name.slice(0, Math.max(0, name.indexOf('\0'))))
  }
  return fonts
}

/** What stays within a field's instructions: the box of a form, and where paragraphs and cells end. */
const KEPT = new Set(['☑', '☐', '\r', '\x07', '\f', DELETED_CELL_END])

/** Fields show their result; their instructions are kept from view. */
function withoutFields(text: string): string {
  if (!text.includes(FIELD_BEGINS)) return text
  const instructing: boolean[] = []
  let depth = 0
  let result = ''
  for (const character of text) {
    if (character === FIELD_BEGINS) {
      instructing.push(true)
      depth++
    } else if (character === FIELD_RESULT || character === FIELD_ENDS) {
      if (instructing.pop()) depth--
      if (character === FIELD_RESULT) instructing.push(false)
    }
    const isMark = character >= FIELD_BEGINS && character <= FIELD_ENDS
    const hidden = isMark || (depth > 0 && !KEPT.has(character))
    result += hidden ? GONE.repeat(character.length) : character
  }
  return result
}
