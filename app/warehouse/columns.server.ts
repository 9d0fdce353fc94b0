import { DOUBLE, DuckDBDataChunk, INTEGER } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import type { Connection } from './duckdb.server.ts'

/** Columns of whole numbers or of figures, and how many rows of them count. */
export interface Columns {
  rows: number
  columns: readonly (Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>)[]
}

/** Appends rows of numbers that stand column by column, as they lie in memory: millions a second. */
export async function appendColumns(connection: Connection, table: string, { rows, columns }: Columns) {
  const appender = await connection.createAppender(table)
  const types = columns.map((column) => (column instanceof Int32Array ? INTEGER : DOUBLE))
  for (let from = 0; from < rows; from += duckdb.vector_size()) {
    const count = Math.min(duckdb.vector_size(), rows - from)
    const chunk = DuckDBDataChunk.create(types, count)
    for (const [index, column] of columns.entries()) {
      const { buffer, byteOffset, byteLength } = column.subarray(from, from + count)
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, index)
      duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset, byteLength)
    }
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}
