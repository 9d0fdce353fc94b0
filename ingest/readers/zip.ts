import { crc32, inflateRawSync } from 'node:zlib'
import { Unreadable } from './table.ts'

const MEBIBYTE = 1024 * 1024
const MOST_ENTRIES = 2000
const LARGEST_PART = 64 * MEBIBYTE
const LARGEST_SUM = 200 * MEBIBYTE
const HIGHEST_RATIO = 100

const STORED = 0
const DEFLATED = 8
const SEE_ZIP64 = 0xffffffff

type Part = { name: string; method: number; crc: number; packed: number; size: number; offset: number }

export type Zip = {
  /** Part names in lower case with forward slashes: keys, never paths. */
  names: string[]
  /** Part names as they were written. */
  written: string[]
  /** The bytes of a part, or null where the archive has none of that name. */
  part: (name: string) => Uint8Array | null
}

/** Opens an archive by its central directory alone; nothing is inflated before its declared size was judged. */
export function openZip(bytes: Uint8Array): Zip {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map<string, Part>()
  for (const entry of centralDirectory(archive)) {
    const key = keyOf(entry.name)
    if (entries.has(key)) throw new Unreadable('damaged', `two parts named ${key}`)
    entries.set(key, entry)
  }
  refuseBombs([...entries.values()])
  return {
    names: [...entries.keys()],
    written: [...entries.values()].map(({ name }) => name),
    part: (name) => {
      const entry = entries.get(keyOf(name))
      return entry ? inflate(archive, entry) : null
    },
  }
}

/** Part names are compared without case, and some writers use backslashes. */
function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}

function refuseBombs(entries: Part[]): void {
  const sum = entries.reduce((total, { size }) => total + size, 0)
  if (sum > LARGEST_SUM) throw new Unreadable('too-large', `${sum} bytes when unpacked`)
  for (const { name, size, packed } of entries) {
    if (size > LARGEST_PART) throw new Unreadable('too-large', `${name}: ${size} bytes when unpacked`)
    if (size > MEBIBYTE && size > packed * HIGHEST_RATIO)
      throw new Unreadable('too-large', `${name}: ${packed} bytes that unpack to ${size}`)
  }
}

function* centralDirectory(archive: Buffer): Generator<Part> {
  const { count, start } = directoryEnd(archive)
  if (count > MOST_ENTRIES) throw new Unreadable('too-large', `${count} parts`)
  let at = start
  for (let n = 0; n < count; n++) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== 0x02014b50)
      throw new Unreadable('damaged', 'the list of parts is cut off')
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28)
    const extraEnd = nameEnd + archive.readUInt16LE(at + 30)
    if (archive.readUInt16LE(at + 8) & 1) throw new Unreadable('encrypted', 'the archive has a password')
    yield {
      name: nameOf(archive.subarray(at + 46, nameEnd), archive.readUInt16LE(at + 8)),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      ...sizes(archive, at, archive.subarray(nameEnd, extraEnd)),
    }
    at = extraEnd + archive.readUInt16LE(at + 32)
  }
}

const UTF8_NAMES = 0x0800

/** Names are in UTF-8 where a flag says so, or where they read as such; Chinese Windows writes its own encoding. */
function nameOf(bytes: Buffer, flags: number): string {
  const name = bytes.toString('utf8')
  if (flags & UTF8_NAMES || !name.includes('\ufffd')) return name
  return new TextDecoder('gb18030').decode(bytes)
}

/** The record at the archive's end; the comment behind it may be up to 64 KiB long. */
function directoryEnd(archive: Buffer): { count: number; start: number } {
  const at = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (at < 0 || at + 22 > archive.length) throw new Unreadable('damaged', 'the archive is cut off')
  const count = archive.readUInt16LE(at + 10)
  const start = archive.readUInt32LE(at + 16)
  if (count !== 0xffff && start !== SEE_ZIP64) return { count, start }
  // Streaming writers use the 64-bit records even for small files.
  const locator = at - 20
  if (locator < 0 || archive.readUInt32LE(locator) !== 0x07064b50)
    throw new Unreadable('damaged', 'the archive is cut off')
  const record = Number(archive.readBigUInt64LE(locator + 8))
  if (record + 56 > locator || archive.readUInt32LE(record) !== 0x06064b50)
    throw new Unreadable('damaged', 'the archive is cut off')
  return {
    count: Number(archive.readBigUInt64LE(record + 32)),
    start: Number(archive.readBigUInt64LE(record + 48)),
  }
}

function sizes(archive: Buffer, at: number, extra: Buffer): Pick<Part, 'packed' | 'size' | 'offset'> {
  const wide = zip64Fields(extra)
  const widened = (value: number) => {
    if (value !== SEE_ZIP64) return value
    const next = wide.shift()
    if (next === undefined) throw new Unreadable('damaged', 'a part without its size')
    return next
  }
  // The 64-bit fields stand in this order, and only those whose 32-bit field is full.
  const size = widened(archive.readUInt32LE(at + 24))
  const packed = widened(archive.readUInt32LE(at + 20))
  const offset = widened(archive.readUInt32LE(at + 42))
  return { size, packed, offset }
}

function zip64Fields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    return Array.from({ length: Math.floor(field.length / 8) }, (_, n) =>
      Number(field.readBigUInt64LE(n * 8)),
    )
  }
  return []
}

function inflate(archive: Buffer, { name, method, crc, packed, size, offset }: Part): Uint8Array {
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== 0x04034b50)
    throw new Unreadable('damaged', `${name}: not where the list of parts says`)
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
  if (start + packed > archive.length) throw new Unreadable('damaged', `${name}: cut off`)
  const body = archive.subarray(start, start + packed)
  const bytes = method === STORED ? body : method === DEFLATED ? inflated(name, body, size) : null
  if (!bytes) throw new Unreadable('damaged', `${name}: packing method ${method}`)
  if (bytes.length !== size || crc32(bytes) !== crc)
    throw new Unreadable('damaged', `${name}: the checksum does not match`)
  return bytes
}

/** The declared size is also the limit, so a part that lies about its size stops there. */
function inflated(name: string, body: Buffer, size: number): Buffer {
  if (size === 0) return Buffer.alloc(0)
  try {
    return inflateRawSync(body, { maxOutputLength: size })
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault)) throw fault
    throw new Unreadable('damaged', `${name}: ${fault.message}`)
  }
}
