import { open } from 'node:fs/promises'
import { Unreadable } from './table.ts'

const BLOCK = 4 * 1024 * 1024
/** A record that does not fit is one whose quotation mark was never closed. */
const LONGEST = 1024 * 1024

const [TAB, NEWLINE, RETURN, SPACE, QUOTE] = [0x09, 0x0a, 0x0d, 0x20, 0x22]

/** One record of a csv: its cells, trimmed and unquoted, lie in `bytes` from `starts[n]` to `ends[n]`. */
export interface CsvRecord {
  bytes: Buffer
  view: DataView
  starts: Int32Array
  ends: Int32Array
  /** How many cells there are; no more than the arrays hold. */
  cells: number
  /** Counted from 1, empty lines included. */
  number: number
  /** Whether its leading cells, as many as were asked for, are those of the record before. */
  goesOn: boolean
}

const mostCells = 1000

/**
 * Goes through a csv of any length record by record, holding one block of it; `encoding` may be UTF-8 or GB18030,
 * whose bytes of Chinese never look like a comma, a semicolon, a tab or a quotation mark. The same record is filled
 * again for each call. Rejects with `Unreadable` where quotation marks do not pair.
 */
export async function eachRecord(
  file: string,
  { delimiter, from, leading }: { delimiter: string; from: number; leading: number },
  take: (record: CsvRecord) => void,
  block: (bytes: Buffer) => void,
): Promise<void> {
  const bytes = Buffer.allocUnsafeSlow(BLOCK + LONGEST)
  const record = recordIn(bytes)
  const parse = parserOf(record, delimiter.charCodeAt(0), leading)
  const handle = await open(file)
  try {
    let held = 0
    let position = from
    for (;;) {
      const { bytesRead } = await handle.read(bytes, held, BLOCK, position)
      position += bytesRead
      const end = held + bytesRead
      block(bytes.subarray(0, end))
      const isLast = bytesRead === 0
      let at = 0
      while (at < end) {
        const next = parse.next(at, end, isLast)
        if (next < 0) break
        at = next
        take(record)
        record.number += 1
      }
      if (isLast) return
      held = end - at
      if (held > LONGEST) throw unclosed(record.number)
      bytes.copyWithin(0, at, end)
      parse.forget()
    }
  } finally {
    await handle.close()
  }
}

function recordIn(bytes: Buffer): CsvRecord {
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    starts: new Int32Array(mostCells),
    ends: new Int32Array(mostCells),
    cells: 0,
    number: 1,
    goesOn: false,
  }
}

const unclosed = (row: number) =>
  new Unreadable(
    'damaged',
    `row ${row}: a quotation mark is opened and not closed; close it and send the file again`,
  )

const trailing = (row: number) =>
  new Unreadable(
    'damaged',
    `row ${row}: text stands behind a closing quotation mark; write a mark within a text twice and send the file again`,
  )

const isBlank = (byte: number, delimiter: number) =>
  (byte === SPACE || byte === TAB || byte === RETURN) && byte !== delimiter

/**
 * Fills the record from a place on and tells where the next begins; −1 where its end is not in the block yet. The
 * rows of a project begin alike: leading cells that lie there again, byte by byte, are not gone through again.
 */
function parserOf(record: CsvRecord, delimiter: number, leading: number) {
  const { bytes, view, starts, ends } = record
  const doubled = new Uint8Array(mostCells)
  /** Where the cell at hand ends, without quotation marks and blanks. */
  let stop = 0

  const afterBlanks = (from: number, end: number) => {
    let at = from
    while (at < end && isBlank(view.getUint8(at), delimiter)) at += 1
    return at
  }

  /** Where a cell without quotation marks gives way to the next; −1 where the block ends first. */
  const plainEnd = (start: number, end: number, isLast: boolean) => {
    let at = start
    for (; at < end; at += 1) {
      const byte = view.getUint8(at)
      if (byte === delimiter || byte === NEWLINE) break
    }
    if (at >= end && !isLast) return -1
    stop = at
    while (stop > start && isBlank(view.getUint8(stop - 1), delimiter)) stop -= 1
    return at
  }

  /** The same for a cell that begins behind a quotation mark. */
  const quotedEnd = (start: number, end: number, { isLast, cell }: { isLast: boolean; cell: number }) => {
    stop = closing(start, end, cell)
    if (stop < 0 && isLast) throw unclosed(record.number)
    if (stop < 0) return -1
    const at = afterBlanks(stop + 1, end)
    if (at >= end) return isLast ? at : -1
    if (view.getUint8(at) !== delimiter && view.getUint8(at) !== NEWLINE) throw trailing(record.number)
    return at
  }

  /** Where the quotation mark that was opened before `start` closes; −1 where the block ends first. */
  const closing = (start: number, end: number, cell: number) => {
    for (let at = start; at < end; at += 1) {
      if (view.getUint8(at) !== QUOTE) continue
      if (at + 1 >= end || view.getUint8(at + 1) !== QUOTE) return at
      doubled[cell] = 1
      at += 1
    }
    return -1
  }

  /** Where the leading cells of the record before lie. */
  const before = { from: 0, end: 0 }

  const isRepeated = (from: number, end: number) => {
    const length = before.end - before.from
    return (
      length > 0 &&
      from + length < end &&
      bytes.compare(bytes, before.from, before.end, from, from + length) === 0
    )
  }

  const shiftLeading = (by: number) => {
    for (let cell = 0; cell < leading; cell += 1) {
      starts[cell] = (starts[cell] ?? 0) + by
      ends[cell] = (ends[cell] ?? 0) + by
    }
  }

  /** Notes where the next cell lies, and tells where it gives way; −1 where the block ends first. */
  const takeCell = (from: number, end: number, { isLast, cell }: { isLast: boolean; cell: number }) => {
    let start = afterBlanks(from, end)
    doubled[cell] = 0
    const isQuoted = start < end && view.getUint8(start) === QUOTE
    if (isQuoted) start += 1
    const at = isQuoted ? quotedEnd(start, end, { isLast, cell }) : plainEnd(start, end, isLast)
    starts[cell] = start
    ends[cell] = stop
    return at
  }

  /** Writes doubled quotation marks once, and tells whether that changed a leading cell. */
  const undoubleFrom = (first: number) => {
    let isChanged = false
    for (let cell = first; cell < record.cells; cell += 1) {
      if (doubled[cell] !== 1) continue
      undouble(record, cell)
      isChanged ||= cell < leading
    }
    return isChanged
  }

  const next = (from: number, end: number, isLast: boolean): number => {
    record.goesOn = isRepeated(from, end)
    let at = from
    let cell = 0
    let leadingEnd = 0
    if (record.goesOn) {
      shiftLeading(from - before.from)
      cell = leading
      at = from + before.end - before.from
      leadingEnd = at
    }
    for (;;) {
      at = takeCell(at, end, { isLast, cell })
      if (at < 0) return -1
      if (cell < mostCells - 1) cell += 1
      if (at >= end || view.getUint8(at) === NEWLINE) break
      at += 1
      if (cell === leading) leadingEnd = at
    }
    record.cells = cell
    const isChanged = undoubleFrom(record.goesOn ? leading : 0)
    before.from = from
    before.end = isChanged ? from : Math.max(from, leadingEnd)
    return Math.min(at + 1, end)
  }
  return {
    next,
    /** What lay there before is there no more. */
    forget() {
      before.end = before.from
    },
  }
}

/** Writes each doubled quotation mark of a cell once. */
function undouble({ view, starts, ends }: CsvRecord, cell: number) {
  const stop = ends[cell] ?? 0
  let to = starts[cell] ?? 0
  for (let at = to; at < stop; at += 1) {
    const byte = view.getUint8(at)
    view.setUint8(to, byte)
    to += 1
    if (byte === QUOTE) at += 1
  }
  ends[cell] = to
}
