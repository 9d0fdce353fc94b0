import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import { scratchFolder } from '#app/scratch.ts'
import {
  type CatalogueColumn,
  databaseStatement,
  type Place,
  settledStatements,
  tableStatements,
} from './clickhouse-tables.ts'
import { type Connection, openAside, rowsOf } from './duckdb.server.ts'
import { sql } from './sql.ts'

/** A column of the generation; views are tables on ClickHouse, so that what pages ask stands by district and year. */
const Column = z.object({ table: z.string(), name: z.string(), type: z.string() })

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/**
 * Loads a generation's file into a database, table by table; nothing where that was done already. It may be broken off
 * and begun again, and two servers may do it at once: a piece that is there is not taken in a second time.
 */
export async function load(client: ClickHouseClient, place: Place, file: string) {
  await client.command({ query: databaseStatement(place) })
  for (const query of tableStatements(place, 'loaded', [{ name: 'id', type: 'VARCHAR' }]))
    await client.command({ query })
  if ((await countOf(client, place, 'loaded')) > 0) return
  const folder = await scratchFolder('load')
  const instance = await openAside(path.join(folder, 'spill'))
  const connection = await instance.connect()
  try {
    await connection.run(`attach ${literal(file)} as whole (read_only)`)
    await connection.run('use whole')
    for (const [table, columns] of await tablesOf(connection)) {
      for (const query of tableStatements(place, table, columns)) await client.command({ query })
      const pieces = await written(connection, { table, columns, folder: path.join(folder, table) })
      for (const piece of pieces) await insert(client, place, table, piece)
      for (const query of settledStatements(place, table)) await client.command({ query })
      await compare(connection, { client, place, table })
      await rm(path.join(folder, table), { recursive: true })
    }
    await client.insert({
      table: `${place.database}.loaded`,
      values: [{ id: place.database }],
      format: 'JSONEachRow',
    })
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Every table and view of the generation with its columns. */
async function tablesOf(connection: Connection): Promise<Map<string, CatalogueColumn[]>> {
  const rows = await rowsOf(
    connection,
    sql`select table_name as "table", column_name as name, data_type as type from duckdb_columns()
      where database_name = 'whole' and not internal order by table_name, column_index`,
  )
  const tables = new Map<string, CatalogueColumn[]>()
  for (const { table, name, type } of Column.array().parse(rows))
    tables.set(table, [...(tables.get(table) ?? []), { name, type }])
  return tables
}

interface Table {
  table: string
  columns: readonly CatalogueColumn[]
  folder: string
}

/** A table in Parquet files of a size that one request carries. */
async function written(connection: Connection, { table, columns, folder }: Table): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const listed = columns.map(({ name, type }) =>
    type === 'HUGEINT' ? `"${name}"::bigint as "${name}"` : `"${name}"`,
  )
  await connection.run(
    `copy (select ${listed.join(', ')} from ${table}) to ${literal(folder)}
      (format parquet, compression zstd, file_size_bytes '64MB', overwrite_or_ignore true)`,
  )
  const names = await readdir(folder)
  return names.sort().map((name) => path.join(folder, name))
}

const insert = (client: ClickHouseClient, { database }: Place, table: string, piece: string) =>
  client.insert({
    table: `${database}.${table}`,
    values: createReadStream(piece),
    format: 'Parquet',
    clickhouse_settings: {
      async_insert: 0,
      distributed_foreground_insert: 1,
      insert_deduplication_token: `${table}/${path.basename(piece)}`,
    },
  })

async function countOf(client: ClickHouseClient, { database }: Place, table: string): Promise<number> {
  const result = await client.query({
    query: `select toUInt32(count()) as n from ${database}.${table}`,
    format: 'JSONEachRow',
  })
  const [counted] = await result.json<{ n: number }>()
  return counted?.n ?? 0
}

interface Loaded {
  client: ClickHouseClient
  place: Place
  table: string
}

/** Nothing is served of which a part did not arrive. */
async function compare(connection: Connection, { client, place, table }: Loaded) {
  const [rows] = await rowsOf(connection, { text: `select count(*)::integer as n from ${table}`, values: [] })
  const arrived = await countOf(client, place, table)
  if (arrived !== rows?.n)
    throw new Error(`${arrived} of ${rows?.n} rows of ${table} are in ${place.database}`)
}
