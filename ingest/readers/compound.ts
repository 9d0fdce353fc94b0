import { Unreadable } from './table.ts'

/** Sector numbers from here on are marks: free, end of chain, sectors of the tables themselves. */
const LAST_SECTOR = 0xfffffffa
const ENTRY = 128
const STREAM = 2
const ROOT = 5

/** The streams of a compound file, the container of the older Office formats ([MS-CFB]). */
export type Compound = {
  /** Names of the streams and folders at its top; those of embedded objects lie deeper. */
  names: string[]
  /** The bytes of a stream at the top, or null where there is none of that name. */
  stream: (name: string) => Buffer | null
}

type Entry = { name: string; type: number; start: number; size: number }

/** Opens a compound file; chains that run in circles or out of the file are damage. */
export function openCompound(bytes: Buffer): Compound {
  if (bytes.length < 512) throw cutOff()
  const sectors = sectorsOf(bytes)
  const entries = topEntries(sectors.chain(bytes.readUInt32LE(48)))
  const root = entries.find(({ type }) => type === ROOT)
  if (!root) throw new Unreadable('damaged', 'no list of streams')
  const smallest = bytes.readUInt32LE(56)
  let small: Sectors | null = null
  const shortSectors = () => {
    small ??= shortSectorsOf(bytes, sectors, root)
    return small
  }
  return {
    names: entries.map(({ name }) => name),
    stream: (name) => {
      const entry = entries.find((one) => one.type === STREAM && one.name === name)
      if (!entry) return null
      const chain = (entry.size < smallest ? shortSectors() : sectors).chain(entry.start, entry.size)
      if (chain.length < entry.size) throw cutOff()
      return chain.subarray(0, entry.size)
    },
  }
}

function cutOff(): Unreadable {
  return new Unreadable('damaged', 'the file is cut off')
}

type Sectors = {
  /** The bytes of a chain of sectors, as far as `size` where it is known. */
  chain: (start: number, size?: number) => Buffer
}

function sectorsOf(bytes: Buffer): Sectors {
  const shift = bytes.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) throw new Unreadable('damaged', `sectors of 2^${shift} bytes`)
  const size = 2 ** shift
  const sector = (n: number) => bytes.subarray((n + 1) * size, (n + 2) * size)
  const most = Math.ceil(bytes.length / size)
  const table = Buffer.concat(tableSectors(bytes, size).map(sector))
  return chainsOf({ table, sector, size, most })
}

type Chains = { table: Buffer; sector: (n: number) => Buffer; size: number; most: number }

/** `most` is how many sectors there can be: a longer chain goes in circles. */
function chainsOf({ table, sector, size, most }: Chains): Sectors {
  return {
    chain: (start, length = Number.POSITIVE_INFINITY) => {
      const parts: Buffer[] = []
      let at = start
      for (let held = 0; at < LAST_SECTOR && held < length; held += size) {
        if (parts.length > most || at * 4 + 4 > table.length) throw cutOff()
        parts.push(sector(at))
        at = table.readUInt32LE(at * 4)
      }
      return Buffer.concat(parts)
    },
  }
}

/** The sectors that hold the table of chains: 109 are named in the header, more in sectors of their own. */
function tableSectors(bytes: Buffer, size: number): number[] {
  const named = Array.from({ length: 109 }, (_, n) => bytes.readUInt32LE(76 + n * 4))
  const most = Math.ceil(bytes.length / size)
  let next = bytes.readUInt32LE(68)
  for (let n = 0; next < LAST_SECTOR; n++) {
    const at = (next + 1) * size
    if (n > most || at + size > bytes.length) throw cutOff()
    for (let field = 0; field < size - 4; field += 4) named.push(bytes.readUInt32LE(at + field))
    next = bytes.readUInt32LE(at + size - 4)
  }
  const used = named.filter((n) => n < LAST_SECTOR)
  if (used.length > most) throw cutOff()
  return used
}

/** Short streams lie in sectors of 64 bytes, which together are one long stream. */
function shortSectorsOf(bytes: Buffer, sectors: Sectors, root: Entry): Sectors {
  const size = 64
  const held = sectors.chain(root.start, root.size)
  const table = sectors.chain(bytes.readUInt32LE(60))
  const sector = (n: number) => held.subarray(n * size, (n + 1) * size)
  return chainsOf({ table, sector, size, most: Math.ceil(held.length / size) })
}

/** The root and the entries directly below it, which stand in a binary tree. */
function topEntries(directory: Buffer): Entry[] {
  const found: Entry[] = []
  const waiting = [0]
  const seen = new Set<number>()
  for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
    const at = n * ENTRY
    if (at + ENTRY > directory.length || seen.has(n)) continue
    seen.add(n)
    const nameEnd = at + Math.min(64, Math.max(2, directory.readUInt16LE(at + 64))) - 2
    const type = directory.readUInt8(at + 66)
    found.push({
      name: directory.toString('utf16le', at, nameEnd),
      type,
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    })
    if (type === ROOT) waiting.push(directory.readUInt32LE(at + 76))
    else waiting.push(directory.readUInt32LE(at + 68), directory.readUInt32LE(at + 72))
  }
  return found
}
