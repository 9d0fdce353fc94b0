import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { scratchFolder } from '#app/scratch.ts'
import { appendRows, openAside } from './duckdb.server.ts'

/** A column of a file: its type in the engine, and its values; money in fen. */
export interface FileColumn {
  name: string
  type: 'VARCHAR' | 'INTEGER' | 'DOUBLE' | 'DECIMAL(18,2)'
  values: readonly (string | number | null)[]
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
const rowsATurn = 2_000

/** A Parquet file by the engine's own writer, which writes to disk only: a private folder, gone when it is read. */
export async function parquetBytes(
  columns: readonly FileColumn[],
  metadata: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await scratchFolder('parquet')
  const instance = await openAside(path.join(folder, 'spill'))
  const connection = await instance.connect()
  try {
    const file = path.join(folder, 'rows.parquet')
    await connection.run(
      `create table rows (${columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ')})`,
    )
    const types = columns.map(({ type }) => type)
    const all = columns[0]?.values.length ?? 0
    for (let from = 0; from < all; from += rowsATurn) {
      const places = Array.from({ length: Math.min(rowsATurn, all - from) }, (_, n) => from + n)
      appendRows(
        await connection.createAppender('rows'),
        types,
        places.map((at) => columns.map(({ values }) => values[at] ?? null)),
      )
      await turn()
    }
    const notes = Object.entries(metadata).map(([key, text]) => `${identifier(key)}: ${literal(text)}`)
    await connection.run(
      `copy rows to ${literal(file)} (format parquet, compression zstd, kv_metadata {${notes.join(', ')}})`,
    )
    return new Uint8Array(await readFile(file))
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}
