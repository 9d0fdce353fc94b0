/** Writes em-square.ttf: one empty glyph, an em wide, for every Chinese character and full-width sign. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** Radicals to ideographs, compatibility ideographs, full-width forms. */
const ranges = [
  [0x2e80, 0x9fff],
  [0xf900, 0xfaff],
  [0xff01, 0xff60],
] as const

const u16 = (...values: number[]) => Buffer.from(values.flatMap((value) => [(value >> 8) & 255, value & 255]))
const u32 = (...values: number[]) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)))
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])

function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0
  return sum
}

const em = 1000
/** Those of Noto Sans SC. */
const [ascent, descent] = [1160, 288]

const groups = Buffer.concat(ranges.map(([from, to]) => u32(from, to, 1)))
// Format 13: many characters, one glyph.
const characters = Buffer.concat([u16(13, 0), u32(16 + groups.length, 0, ranges.length), groups])

/** The name as Windows asks for it: family, style, identity, whole name, version, PostScript name. */
function names(): Buffer {
  const said = ['Em Square', 'Regular', 'Em Square', 'Em Square', 'Version 1.0', 'EmSquare']
  const texts = said.map((text) => Buffer.from(text, 'utf16le').swap16())
  let at = 0
  const records = texts.map((text, index) => {
    const record = u16(3, 1, 0x409, index + 1, text.length, at)
    at += text.length
    return record
  })
  return Buffer.concat([u16(0, said.length, 6 + 12 * said.length), ...records, ...texts])
}

const tables: Readonly<Record<string, Buffer>> = {
  'OS/2': Buffer.concat([
    u16(4, em, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
    Buffer.alloc(10),
    // Ideographs, of the ranges that a face can tell of itself.
    u32(0, 1 << 27, 0, 0),
    Buffer.from('NONE'),
    u16(0x40, ranges[0][0], 0xff60, ascent, -descent & 0xffff, 0, ascent, descent),
    u32(1 << 18, 0),
    u16(500, 700, 0, 32, 0),
  ]),
  cmap: Buffer.concat([u16(0, 1, 3, 10), u32(12), characters]),
  glyf: Buffer.alloc(4),
  head: Buffer.concat([
    u32(0x10000, 0x10000, 0, 0x5f0f3cf5),
    u16(0x3, em),
    Buffer.alloc(16),
    u16(0, 0, 0, 0, 0, 8, 2, 0, 0),
  ]),
  hhea: Buffer.concat([
    u32(0x10000),
    u16(ascent, -descent & 0xffff, 0, em, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
  ]),
  hmtx: u16(em, 0, 0),
  loca: u16(0, 0, 0),
  maxp: Buffer.concat([u32(0x10000), u16(2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
  name: names(),
  post: u32(0x30000, 0, 0, 0, 0, 0, 0, 0),
}

const tags = Object.keys(tables)
let at = 12 + 16 * tags.length
const directory = tags.map((tag) => {
  const bytes = tables[tag] ?? Buffer.alloc(0)
  const entry = Buffer.concat([Buffer.from(tag), u32(checksum(padded(bytes)), at, bytes.length)])
  at += padded(bytes).length
  return entry
})
const power = 2 ** Math.floor(Math.log2(tags.length))
const whole = Buffer.concat([
  u32(0x10000),
  u16(tags.length, power * 16, Math.log2(power), (tags.length - power) * 16),
  ...directory,
  ...Object.values(tables).map(padded),
])
const head =
  12 +
  16 * tags.length +
  ['OS/2', 'cmap', 'glyf'].reduce((sum, tag) => sum + padded(tables[tag] ?? Buffer.alloc(0)).length, 0)
whole.writeUInt32BE((0xb1b0afba - checksum(whole)) >>> 0, head + 8)
writeFileSync(path.join(import.meta.dirname, 'em-square.ttf'), whole)
