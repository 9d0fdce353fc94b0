import { TextDecoder } from 'node:util'
import { CONTROL } from '#ingest/readers/encoding.ts'
import { Unreadable } from '#ingest/readers/table.ts'

/** How much room all the different texts of a list may take, with what is kept of each beside it, in bytes. */
const mostRoom = 512 * 1024 * 1024
/** What is kept of a text beside its bytes. */
const roomBeside = 160

/** The room that the columns of one list share. */
export class Room {
  private left = mostRoom

  take(bytes: number, row: number) {
    this.left -= bytes + roomBeside
    if (this.left < 0)
      throw new Unreadable(
        'too-large',
        `up to row ${row} there are more different texts than can be held: send the list in parts, one a year or a district`,
      )
  }
}

/** The different texts of one column, each numbered when it is first met; 0 is the empty one. */
export class Texts {
  private readonly decoder: TextDecoder
  private arena = Buffer.allocUnsafeSlow(4096)
  private view = new DataView(this.arena.buffer, this.arena.byteOffset, this.arena.byteLength)
  private used = 0
  private from = new Float64Array(256)
  private hashes = new Int32Array(256)
  private slots = new Int32Array(512)
  size = 1

  constructor(
    encoding: string,
    private readonly room: Room,
  ) {
    this.decoder = new TextDecoder(encoding, { fatal: true })
  }

  /** The number of the text that lies in these bytes of a record. */
  numberOf(bytes: Buffer, view: DataView, start: number, end: number, row: number): number {
    if (start === end) return 0
    const hash = hashOf(view, start, end)
    const mask = this.slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = this.slots[slot] ?? 0
      if (known === 0) return this.add(bytes.subarray(start, end), hash, slot, row)
      if (this.hashes[known] === hash && this.is(known, view, start, end)) return known
    }
  }

  text(number: number): string {
    return number === 0
      ? ''
      : this.decoder.decode(this.arena.subarray(this.from[number], this.from[number + 1]))
  }

  private is(number: number, view: DataView, start: number, end: number): boolean {
    const from = this.from[number] ?? 0
    const length = end - start
    if ((this.from[number + 1] ?? 0) - from !== length) return false
    let at = 0
    for (; at + 4 <= length; at += 4)
      if (this.view.getInt32(from + at) !== view.getInt32(start + at)) return false
    for (; at < length; at += 1) if (this.view.getUint8(from + at) !== view.getUint8(start + at)) return false
    return true
  }

  private add(bytes: Buffer, hash: number, slot: number, row: number): number {
    this.check(bytes, row)
    this.room.take(bytes.length, row)
    const number = this.size
    this.size += 1
    this.grow(bytes.length)
    this.arena.set(bytes, this.used)
    this.from[number] = this.used
    this.used += bytes.length
    this.from[number + 1] = this.used
    this.hashes[number] = hash
    this.slots[slot] = number
    if (this.size * 2 > this.slots.length) this.rehash()
    return number
  }

  /** A new text is looked at once: whether its bytes are of the list's encoding, and text at all. */
  private check(bytes: Buffer, row: number) {
    const text = this.decodedAt(bytes, row)
    if (CONTROL.test(text))
      throw new Unreadable('unknown-format', `row ${row}: control characters, as no text has them`)
  }

  private decodedAt(bytes: Buffer, row: number): string {
    try {
      return this.decoder.decode(bytes)
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault
      const name = this.decoder.encoding.toUpperCase()
      throw new Unreadable(
        'encoding-unknown',
        `row ${row}: bytes that are not ${name}, as the rows before are; save the file as UTF-8 and send it again`,
      )
    }
  }

  private grow(more: number) {
    if (this.used + more > this.arena.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(this.arena.length * 2, this.used + more))
      this.arena.copy(wider, 0, 0, this.used)
      this.arena = wider
      this.view = new DataView(wider.buffer, wider.byteOffset, wider.byteLength)
    }
    if (this.size + 1 < this.from.length) return
    this.from = doubled(this.from, new Float64Array(this.from.length * 2))
    this.hashes = doubled(this.hashes, new Int32Array(this.hashes.length * 2))
  }

  private rehash() {
    this.slots = new Int32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let number = 1; number < this.size; number += 1) {
      let slot = (this.hashes[number] ?? 0) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = number
    }
  }
}

/** What was there before, at the front of something larger. */
export function doubled<Numbers extends Int32Array | Float64Array>(
  before: Numbers,
  larger: Numbers,
): Numbers {
  larger.set(before)
  return larger
}

function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; at < end; at += 1) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
