import {
  Dictionary,
  Float64,
  Int32,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import type { Cell } from '#app/queries/cube.ts'

/** Cells as an Arrow stream: text as dictionaries, sums as the narrowest whole numbers that hold them. */
export function cubeBytes(cells: readonly Cell[]): Uint8Array<ArrayBuffer> {
  const names = Object.keys(cells[0] ?? {}) as (keyof Cell)[]
  const vectors: Record<string, Vector> = {}
  for (const [place, name] of names.entries())
    vectors[name] = vectorOf(
      cells.map((cell) => cell[name]),
      place,
    )
  return new Uint8Array(tableToIPC(new Table(vectors), 'stream'))
}

/** Dictionaries are numbered by their columns: the library's own numbers would differ from one answer to the next. */
function vectorOf(values: readonly Cell[keyof Cell][], place: number): Vector {
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length < values.length)
    return vectorFromArray(values, new Dictionary(new Utf8(), new Int32(), place))
  const isNarrow = numbers.every((value) => value === (value | 0))
  return vectorFromArray(numbers, isNarrow ? new Int32() : new Float64())
}
