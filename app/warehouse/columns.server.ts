import { DOUBLE, type DuckDBDataChunk, DuckDBTableFunction, INTEGER } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { z } from 'zod'
import type { Connection } from './duckdb.server.ts'

/** Columns of whole numbers or of figures, and how many rows of them count. */
export interface Columns {
  rows: number
  columns: readonly (Int32Array | Float64Array)[]
}

const Scan = z.object({ at: z.number() })
const types = { INTEGER, DOUBLE }
let offered = 0

/**
 * Lets SQL read columns that this process fills: the name returned stands for a table, `from name()`, of whatever
 * `given` gives when it is read. The columns are copied a few thousand rows at a time, while this process is idle.
 */
export function offerColumns(
  connection: Connection,
  shape: Record<string, keyof typeof types>,
  given: () => Columns,
): string {
  offered += 1
  const name = `offered_columns_${offered}`
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name,
      bindFunction(info) {
        for (const [column, type] of Object.entries(shape)) info.addResultColumn(column, types[type])
        info.setCardinality(given().rows, true)
      },
      initFunction(info) {
        info.setInitData({ at: 0 })
        info.setMaxThreads(2)
      },
      mainFunction(info, chunk) {
        const scan = info.initData
        const { at } = Scan.parse(scan)
        const written = write(given(), at, chunk)
        if (scan) Object.assign(scan, { at: at + written })
      },
    }),
  )
  return name
}

function write({ rows, columns }: Columns, from: number, chunk: DuckDBDataChunk): number {
  const count = Math.min(duckdb.vector_size(), rows - from)
  chunk.rowCount = count
  if (count === 0) return 0
  for (const [index, column] of columns.entries()) {
    const part = column.subarray(from, from + count)
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, index)
    // The arrays are made here, of memory that no other thread shares.
    if (part.buffer instanceof ArrayBuffer)
      duckdb.copy_data_to_vector(vector, 0, part.buffer, part.byteOffset, part.byteLength)
  }
  return count
}
