import { setImmediate as turn } from 'node:timers/promises'
import {
  type Data,
  Decimal,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  Schema,
  Table,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import type { Answer } from './answer.ts'
import type { Provenance } from './provenance.ts'
import { metadataOf, type TypedColumn, typedColumns } from './typed.ts'

/** An Arrow stream: typed columns, repeated text once, money as exact decimals; what it is of in its metadata. */
export async function arrowBytes(answer: Answer, provenance: Provenance): Promise<Uint8Array<ArrayBuffer>> {
  const columns = typedColumns(answer)
  const vectors: Record<string, Vector> = {}
  for (const column of columns) {
    vectors[column.name] = vectorOf(column)
    // Others get their turn.
    await turn()
  }
  const fields = columns.map(({ name, heading, unit }) => {
    const about = new Map([['heading', heading], ...(unit === null ? [] : [['unit', unit] as const])])
    return new Field(name, vectors[name]?.type ?? new Utf8(), true, about)
  })
  const schema = new Schema(fields, new Map(Object.entries(metadataOf(answer, provenance))))
  return new Uint8Array(tableToIPC(new Table(schema, vectors), 'stream'))
}

function vectorOf({ type, values }: TypedColumn): Vector {
  if (type === 'DECIMAL(18,2)') return new Vector([decimalsOf(values)])
  if (type === 'VARCHAR') return vectorFromArray(values, new Dictionary(new Utf8(), new Int32()))
  return vectorFromArray(values, type === 'INTEGER' ? new Int32() : new Float64())
}

const [scale, precision, bits] = [2, 18, 128]
const words = bits / 32

/** Fen as 128-bit numbers, the lowest word first: the builder of the library would round them through doubles. */
function decimalsOf(fen: TypedColumn['values']): Data<Decimal> {
  const data = new Uint32Array(fen.length * words)
  const nullBitmap = new Uint8Array(Math.ceil(fen.length / 8))
  for (const [place, one] of fen.entries()) {
    if (typeof one !== 'number') continue
    nullBitmap[place >> 3] = (nullBitmap[place >> 3] ?? 0) | (1 << (place & 7))
    const exact = BigInt(one)
    for (let word = 0; word < words; word += 1)
      data[place * words + word] = Number(BigInt.asUintN(32, exact >> BigInt(32 * word)))
  }
  return makeData({ type: new Decimal(scale, precision, bits), length: fen.length, nullBitmap, data })
}
