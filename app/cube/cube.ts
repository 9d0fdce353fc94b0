import type { Table } from '@uwdata/flechette'
import type { Cell } from '#app/queries/cube.ts'
import { summed } from '#app/queries/cube-sums.ts'

type NumberName = { [Name in keyof Cell]: Cell[Name] extends number ? Name : never }[keyof Cell]
type TextName = Exclude<keyof Cell, NumberName>

/** A column of text: a code for each cell, and what the codes say. */
export interface Texts {
  codes: Int32Array
  values: readonly (string | null)[]
}

/** The sums of a scope by everything that it can be filtered by, in columns. */
export interface Cube {
  size: number
  numbers: Readonly<Record<NumberName, Float64Array>>
  texts: Readonly<Record<TextName, Texts>>
}

const textNames = [
  'district',
  'districtName',
  'sector',
  'department',
  'programme',
  'grade',
  'others',
  'widestProject',
  'widestProjectId',
  'comparableOthers',
  'contradictedOthers',
] as const satisfies TextName[]
const numberNames = [
  'year',
  'executionBand',
  'scoreBand',
  'widestGap',
  'widestPlace',
  ...summed,
] as const satisfies NumberName[]

/** A cube out of an Arrow table. */
export function cubeOf(table: Table): Cube {
  const numbers = numberNames.map((name) => {
    const values: ArrayLike<number> = table.getChild(name).toArray()
    return [name, new Float64Array(values)]
  })
  const texts = textNames.map((name) => [name, coded(table.getChild(name).toArray())])
  return {
    size: table.numRows,
    numbers: Object.fromEntries(numbers),
    texts: Object.fromEntries(texts),
  }
}

function coded(texts: ArrayLike<string | null>): Texts {
  const places = new Map<string | null, number>()
  const codes = Int32Array.from(texts, (text) => {
    const place = places.get(text) ?? places.size
    places.set(text, place)
    return place
  })
  return { codes, values: [...places.keys()] }
}
