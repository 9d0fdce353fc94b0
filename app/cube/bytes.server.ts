import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  Bool,
  Dictionary,
  Float64,
  Int8,
  Int16,
  Int32,
  Table,
  tableToIPC,
  Uint16,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import { half, inJson, upper } from '#app/queries/cubes.ts'

type Value = number | string | boolean | null | readonly (object | number | null)[]
export type Cells = readonly Readonly<Record<string, Value>>[]

/** What a cube may weigh on its way to a browser, compressed. */
const mostBytes = 1_000_000

type Sent = Uint8Array<ArrayBuffer> | null

/** What was sent, by what it is of; so many at most, those asked last. */
const sent = new Map<string, Sent>()
const mostSent = 64

/** Of those who ask at once for the same cells each is given the same. */
const compressing = new WeakMap<Cells, Promise<Sent>>()

/** Cells compressed; null where there are none, or more than these. */
export async function sentCube(of: string, ask: () => Promise<Cells>, most: number): Promise<Sent> {
  const known = sent.get(of)
  const bytes = known === undefined ? await compressedOnce(await ask(), most) : known
  sent.delete(of)
  sent.set(of, bytes)
  const [oldest] = sent.keys()
  if (sent.size > mostSent && oldest !== undefined) sent.delete(oldest)
  return bytes
}

function compressedOnce(cells: Cells, most: number): Promise<Sent> {
  const begun = compressing.get(cells) ?? compressed(cells, most)
  compressing.set(cells, begun)
  return begun
}

async function compressed(cells: Cells, most: number) {
  if (cells.length === 0 || cells.length > most) return null
  const bytes = new Uint8Array(await promisify(gzip)(cubeBytes(cells)))
  return bytes.length > mostBytes ? null : bytes
}

/** Cells as an Arrow stream: text as dictionaries, figures as the narrowest numbers that hold them, null where they are. */
export function cubeBytes(cells: Cells): Uint8Array<ArrayBuffer> {
  const vectors = Object.keys(cells[0] ?? {}).flatMap((name, place) =>
    vectorsOf(
      name,
      cells.map((cell) => cell[name] ?? null),
      place,
    ),
  )
  return new Uint8Array(tableToIPC(new Table(Object.fromEntries(vectors)), 'stream'))
}

/** Dictionaries are numbered by their columns: the library's own numbers would differ from one answer to the next. */
function vectorsOf(name: string, values: readonly Value[], place: number): [string, Vector][] {
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    const texts = values.map((value) => JSON.stringify(value))
    return vectorsOf(inJson(name), texts, place)
  }
  const known = values.filter((value) => value !== null)
  if (known.length > 0 && known.every((value) => typeof value === 'boolean'))
    return [[name, vectorFromArray(values, new Bool())]]
  const numbers = known.filter((value) => typeof value === 'number')
  if (numbers.length < Math.max(1, known.length))
    return [
      [
        name,
        vectorFromArray(
          values,
          new Dictionary(new Utf8(), narrowest(new Set(values).size) ?? new Int32(), place),
        ),
      ],
    ]
  const isWhole = numbers.every(Number.isInteger)
  const most = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const narrow = isWhole ? narrowest(most) : new Float64()
  if (numbers.length < values.length) return [[name, vectorFromArray(values, narrow ?? new Float64())]]
  if (narrow !== null) return [[name, vectorFromArray(numbers, narrow)]]
  const uppers = numbers.map((value) => Math.floor(value / half))
  const lowers = numbers.map((value, cell) => value - (uppers[cell] ?? 0) * half)
  return [[name, vectorFromArray(lowers, new Uint16())], ...vectorsOf(upper(name), uppers, place)]
}

/** The type of the fewest bytes for whole numbers up to this. */
function narrowest(most: number) {
  if (most < 2 ** 7) return new Int8()
  if (most < 2 ** 15) return new Int16()
  return most < 2 ** 31 ? new Int32() : null
}
