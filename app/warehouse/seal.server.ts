import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** In bytes: of so many each has a sum in the manifest, and reading by as many wastes no turns. */
const pieceSize = 4 * 1024 * 1024

/** A file piece by piece, the next one read while one is in use; a piece is gone when the next is asked for. */
export async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  const opened = await open(file)
  try {
    let [one, other] = [Buffer.allocUnsafeSlow(pieceSize), Buffer.allocUnsafeSlow(pieceSize)]
    let next = filled(opened, one)
    for (;;) {
      const piece = await next
      if (piece.length === 0) return
      next = filled(opened, other)
      // A fault is told when its turn comes.
      next.catch(() => undefined)
      yield piece
      ;[one, other] = [other, one]
    }
  } finally {
    await opened.close()
  }
}

/**
 * Bytes of a file, the next ones or those from a place on: all that there is room for, unless the file ends, however few
 * a disk gives at once.
 */
async function filled(opened: FileHandle, room: Buffer, from?: number): Promise<Buffer> {
  let length = 0
  while (length < room.length) {
    const position = from === undefined ? null : from + length
    const { bytesRead } = await opened.read(room, length, room.length - length, position)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return room.subarray(0, length)
}

/** What tells a file from a damaged one: see {@link sealOf}. */
export interface Seal {
  digest: string
  sums: readonly number[]
  bytes: number
}

/**
 * The CRC-32s of a file's pieces, its size, and the sha256 of the sums, in hex. A sha256 of gigabytes takes eight times
 * as long, at each publication and whenever a server opens one, and guards no better against disks: who could forge a
 * CRC could write the manifest too. Only for files that this process has not opened as a database that others read.
 */
export async function sealOf(file: string): Promise<Seal> {
  const sums: number[] = []
  let bytes = 0
  for await (const piece of piecesOf(file)) {
    sums.push(crc32(piece))
    bytes += piece.length
  }
  return { digest: createHash('sha256').update(`${bytes} ${sums}`).digest('hex'), sums, bytes }
}

export const digestOf = async (file: string) => (await sealOf(file)).digest

/**
 * Whether what a file is sealed with that began as an unchecked copy of another can be trusted: its pieces have the
 * sums that the other was sealed with, or were written since. Written they were where the other still has its own.
 */
export async function isTaken(
  from: string,
  { sums }: Pick<Seal, 'sums'>,
  into: Pick<Seal, 'sums'>,
): Promise<boolean> {
  const opened = await open(from)
  const room = Buffer.allocUnsafeSlow(pieceSize)
  try {
    for (const [place, sum] of sums.entries()) {
      if (into.sums[place] === sum) continue
      if (crc32(await filled(opened, room, place * pieceSize)) !== sum) return false
    }
    return true
  } finally {
    await opened.close()
  }
}
