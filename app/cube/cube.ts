import type { Table } from '@uwdata/flechette'
import type { Cell } from '#app/queries/cube.ts'
import { summed } from '#app/queries/cube-sums.ts'
import { half, upper } from '#app/queries/cubes.ts'
import { rounded } from './rounded.ts'

type NumberName<Row> = { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row]
type TextName<Row> = Exclude<keyof Row, NumberName<Row>>

/** A column of text: a code for each cell, and what the codes say. */
export interface Texts {
  codes: Int32Array
  values: readonly (string | null)[]
}

/** Cells in columns. */
export interface Columns<Row> {
  size: number
  numbers: Readonly<Record<NumberName<Row>, Float64Array>>
  texts: Readonly<Record<TextName<Row>, Texts>>
}

/** The sums of a scope by everything that it can be filtered by, in columns. */
export type Cube = Columns<Cell>

const textNames = [
  'district',
  'districtName',
  'sector',
  'department',
  'programme',
  'grade',
  'others',
  'widestProject',
  'comparableOthers',
  'contradictedOthers',
] as const satisfies TextName<Cell>[]
const numberNames = [
  'year',
  'executionBand',
  'scoreBand',
  'widestGap',
  'widestPlace',
  ...summed,
] as const satisfies NumberName<Cell>[]

/** A cube out of an Arrow table. */
export function cubeOf(table: Table): Cube {
  const cube = columnsOf<Cell>(table, numberNames, textNames)
  const { gap, widestGap, planned, spent } = cube.numbers
  addTo(spent, (cell) => planned[cell] ?? 0)
  addTo(gap, (cell) => rounded((widestGap[cell] ?? 0) * 10_000))
  return cube
}

/** Adds what a column was sent without, since it follows from others. */
export function addTo(column: Float64Array, more: (cell: number) => number) {
  for (let cell = 0; cell < column.length; cell += 1) column[cell] = (column[cell] ?? 0) + more(cell)
}

/** These columns out of an Arrow table. */
export function columnsOf<Row>(
  table: Table,
  numberNames: readonly (NumberName<Row> & string)[],
  textNames: readonly (TextName<Row> & string)[],
): Columns<Row> {
  const numbers = numberNames.map((name) => [name, numbersOf(table, name)])
  const texts = textNames.map((name) => [name, coded(table.getChild(name).toArray())])
  return {
    size: table.numRows,
    numbers: Object.fromEntries(numbers),
    texts: Object.fromEntries(texts),
  }
}

/** A column of numbers; one too great for its type comes in halves. */
function numbersOf(table: Table, name: string): Float64Array {
  const values: ArrayLike<number> = table.getChild(name).toArray()
  const column = new Float64Array(values)
  const isHalved = table.schema.fields.some((field) => field.name === upper(name))
  if (!isHalved) return column
  const uppers: ArrayLike<number> = table.getChild(upper(name)).toArray()
  addTo(column, (cell) => (uppers[cell] ?? 0) * half)
  return column
}

/** A column of text as codes. */
export function coded(texts: ArrayLike<string | null>): Texts {
  const places = new Map<string | null, number>()
  const codes = Int32Array.from(texts, (text) => {
    const place = places.get(text) ?? places.size
    places.set(text, place)
    return place
  })
  return { codes, values: [...places.keys()] }
}
