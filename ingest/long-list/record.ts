import { blank } from '#ingest/layouts/grid.ts'
import type { CsvRecord } from '#ingest/readers/csv-records.ts'
import type { LongList } from './open.ts'

/** The first cell from `from` on that holds more than blanks; −1 where there is none. */
export function firstFilled(
  { bytes, view, starts, ends, cells }: CsvRecord,
  { encoding }: LongList,
  from: number,
) {
  for (let cell = from; cell < cells; cell += 1) {
    const start = starts[cell] ?? 0
    const end = ends[cell] ?? 0
    if (start === end) continue
    const byte = view.getUint8(start)
    // Blanks of either encoding begin lower, or with one of these bytes.
    if (
      (byte > 0x20 && byte < 0x80) ||
      (byte >= 0xb0 && byte !== 0xc2 && byte !== 0xe2 && byte !== 0xe3 && byte !== 0xef)
    )
      return cell
    if (new TextDecoder(encoding).decode(bytes.subarray(start, end)).trim() !== '') return cell
  }
  return -1
}

/** A record as the row of a table. */
export function cellsOf({ bytes, starts, ends, cells }: CsvRecord, { encoding }: LongList) {
  const decoder = new TextDecoder(encoding)
  return Array.from({ length: cells }, (_, column) => ({
    ...blank,
    column,
    text: decoder.decode(bytes.subarray(starts[column], ends[column])),
  }))
}
