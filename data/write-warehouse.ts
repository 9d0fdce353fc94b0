import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { append, type Connection, createSchema, openForBuilding } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { tables } from '#app/warehouse/schema.ts'
import { fingerprintOf } from '#ingest/audit.ts'
import { loadReference, noteNew } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'
import { fillAtScale } from './portfolio/at-scale.ts'

/** About how many indicators an invented country has, and what it is drawn from. */
interface Size {
  rows: number
  seed: number
}

async function fill(connection: Connection, size: Size): Promise<number> {
  // Nothing else is in memory while a country is made, and the engine writes with both hands only where it has room.
  await connection.run("set memory_limit = '768MB'")
  await connection.run('set threads = 2')
  const reference = readReference()
  await loadReference(connection, reference)
  // Its findings stand as the audit's own: what is loaded later is audited alone.
  await append(connection, 'audited', [{ rules: fingerprintOf(reference) }])
  return fillAtScale(connection, size)
}

/** Publishes an invented country as the next generation of a data folder; says what it did. */
export async function publishAtScale(size: Size, dataDir: string): Promise<string> {
  let rows = 0
  const { generation } = await withWriterLock(dataDir, () =>
    publishGeneration(dataDir, 'empty', async (connection, number) => {
      rows = await fill(connection, size)
      await noteNew(connection, number)
    }),
  )
  return `${rows} indicators published as generation ${generation} of ${dataDir}`
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Writes an invented country's tables as files, one each; says what it did. */
export async function writeTables(size: Size, folder: string, format: 'parquet' | 'csv'): Promise<string> {
  await mkdir(folder, { recursive: true })
  const aside = await mkdtemp(join(folder, 'build-'))
  const instance = await openForBuilding(join(aside, 'all.duckdb'))
  const connection = await instance.connect()
  try {
    await createSchema(connection)
    const rows = await fill(connection, size)
    for (const table of Object.keys(tables))
      await connection.run(
        `copy ${table} to ${literal(join(folder, `${table}.${format}`))} (format ${format}${format === 'csv' ? ', header' : ''})`,
      )
    return `${rows} indicators written to ${folder}, a ${format} file for each table`
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(aside, { recursive: true, force: true })
  }
}
