import { writeSync } from 'node:fs'
import type { ListField } from './columns.ts'

/** What a row's entry holds beside the texts of these fields, each as its number within its column. */
export const kept = [
  'level1',
  'level2',
  'target',
  'operator',
  'targetUnit',
  'actual',
  'weight',
  'score',
  'reason',
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'executionRate',
  'total',
  'grade',
  'reportedOn',
] as const satisfies readonly ListField[]

/** Where an entry keeps its row's number, its flags, the words of its name, and its texts; an entry is so wide. */
export const place = { row: 0, flags: 1, name: 2, leftOver: 3, texts: 4, width: 4 + kept.length } as const

/** Where an entry keeps the text of a field. */
export const textAt = (field: (typeof kept)[number]) => place.texts + kept.indexOf(field)

export const flag = {
  /** An indicator. */
  indicator: 1,
  /** The score of this row is the project's total. */
  total: 2,
  /** The row ends before the indicator's name. */
  short: 4,
} as const

export const entriesAtOnce = 16_384

/** Writes entries to an open file, many at a time. */
export function entryWriter(descriptor: number) {
  const block = new Int32Array(place.width * entriesAtOnce)
  let used = 0
  const flush = () => {
    writeWhole(descriptor, new Uint8Array(block.buffer, 0, used * 4))
    used = 0
  }
  return {
    flush,
    write(
      [row, flags, name, leftOver]: readonly [number, number, number, number],
      keptAt: Int32Array,
      numbers: Int32Array,
    ) {
      block[used + place.row] = row
      block[used + place.flags] = flags
      block[used + place.name] = name
      block[used + place.leftOver] = leftOver
      for (let n = 0; n < kept.length; n += 1) block[used + place.texts + n] = numbers[keptAt[n] ?? 0] ?? 0
      used += place.width
      if (used === block.length) flush()
    },
  }
}

function writeWhole(descriptor: number, bytes: Uint8Array) {
  for (let written = 0; written < bytes.length; )
    written += writeSync(descriptor, bytes, written, bytes.length - written)
}
