import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { generationInUse } from '#app/warehouse/ask.server.ts'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import type { Sql } from '#app/warehouse/sql.ts'

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Rows of the newest generation, asked past the door. */
export async function rowsIn(dataDir: string, question: Sql) {
  const manifest = await currentManifest(dataDir)
  if (manifest === null) throw new Error(`nothing is published in ${dataDir}`)
  const instance = await openReadOnly(path.join(foldersOf(dataDir).generations, manifest.file), os.tmpdir())
  const connection = await instance.connect()
  try {
    return await rowsOf(connection, question)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Until the door answers from what was published last: it looks for that now and then, and opens it first. */
export async function noticed(dataDir: string) {
  const { generation } = (await currentManifest(dataDir)) ?? {}
  await expect
    .poll(async () => (await generationInUse(dataDir)).generation, { timeout: 60_000 })
    .toBe(generation)
}
