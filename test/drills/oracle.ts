import { readdir, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { absent, foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest, type Manifest } from '#app/warehouse/generations.server.ts'
import { tables } from '#app/warehouse/schema.ts'
import { digestOf } from '#app/warehouse/seal.server.ts'

/** What is wrong with the published generation; nothing where it is whole. */
export async function faultsOf(dataDir: string): Promise<string[]> {
  const manifest = await currentManifest(dataDir)
  if (manifest === null) return ['no generation is published']
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  if ((await stat(file).catch(absent))?.size !== manifest.bytes) return [`${manifest.file} has another size`]
  if ((await digestOf(file)) !== manifest.digest) return [`${manifest.file} differs from its manifest`]
  const beside = await readdir(foldersOf(dataDir).generations)
  const wal = beside.filter((name) => name.endsWith('.wal'))
  return [...wal.map((name) => `${name} lies in the serving folder`), ...(await miscounts(file, manifest))]
}

/** Reads every column of every table, so that all blocks prove their sums, and counts. */
async function miscounts(file: string, { rows }: Manifest): Promise<string[]> {
  const instance = await openReadOnly(file, os.tmpdir())
  const connection = await instance.connect()
  const one = async (text: string) => (await rowsOf(connection, { text, values: [] }))[0] ?? {}
  const faults: string[] = []
  try {
    for (const [table, expected] of Object.entries(rows)) {
      const read = Object.keys(tables).includes(table) ? `, bit_xor(hash(t)) as read` : ''
      const { n } = await one(`select count(*)::integer as n${read} from ${table} t`)
      if (n !== expected) faults.push(`${table}: ${n} rows, the manifest says ${expected}`)
    }
    const { n } = await one('select (count(*) - count(distinct id))::integer as n from document')
    if (n !== 0) faults.push(`${n} documents are there twice`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
  return faults
}

/** The documents that the published generation holds, by their sha256. */
export async function documentsIn(dataDir: string): Promise<string[]> {
  const manifest = await currentManifest(dataDir)
  if (manifest === null) return []
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  const instance = await openReadOnly(file, os.tmpdir())
  const connection = await instance.connect()
  const rows = await rowsOf(connection, { text: 'select id from document order by rowid', values: [] })
  connection.closeSync()
  instance.closeSync()
  return rows.map(({ id }) => String(id))
}
