import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'

/** A stretch of an answer, and the same deflated so that anything may follow it. */
export interface Piece {
  raw: Buffer
  deflated: Buffer
}

const deflate = promisify(deflateRaw)

export const pieceOf = async (raw: Buffer): Promise<Piece> => ({
  raw,
  // Flushed in full: what follows refers to nothing in it.
  deflated: await deflate(raw, { level: 5, finishFlush: constants.Z_FULL_FLUSH }),
})

const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
const lastBlock = Buffer.from([1, 0, 0, 0xff, 0xff])

/** A block of deflate that holds its text as it is. */
function stored(text: Buffer): Buffer {
  const lengths = Buffer.alloc(5)
  lengths.writeUInt16LE(text.length, 1)
  lengths.writeUInt16LE(0xffff - text.length, 3)
  return Buffer.concat([lengths, text])
}

/** One gzip file of pieces with a short text between them: the pieces need not be deflated again for another text. */
export function gzipOf(pieces: readonly Piece[], text: Buffer): Buffer {
  const tail = Buffer.alloc(8)
  // Of nothing the library says 0, whatever came before.
  const raws = alternating(
    pieces.map(({ raw }) => raw),
    text,
  )
  tail.writeUInt32LE(
    raws.reduce((sum, raw) => (raw.length === 0 ? sum : crc32(raw, sum)), 0),
    0,
  )
  tail.writeUInt32LE(raws.reduce((sum, { length }) => sum + length, 0) % 2 ** 32, 4)
  const deflated = alternating(
    pieces.map((piece) => piece.deflated),
    stored(text),
  )
  return Buffer.concat([head, ...deflated, lastBlock, tail])
}

/** The same without gzip. */
export const plainOf = (pieces: readonly Piece[], text: Buffer): Buffer =>
  Buffer.concat(
    alternating(
      pieces.map(({ raw }) => raw),
      text,
    ),
  )

const alternating = (parts: readonly Buffer[], between: Buffer): Buffer[] =>
  parts.flatMap((part, place) => (place === 0 ? [part] : [between, part]))

/** The stretches of a text before, between and after each place where a mark stands. */
export function splitAt(text: Buffer, mark: string): Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, from)) {
    parts.push(text.subarray(from, at))
    from = at + mark.length
  }
  return [...parts, text.subarray(from)]
}
