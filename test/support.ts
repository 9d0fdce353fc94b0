import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { currentManifest, foldersOf } from '#app/warehouse/generations.server.ts'
import type { Sql } from '#app/warehouse/sql.ts'
import { filesUnder } from '#ingest/files.ts'
import type { Outcome } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { type Effects, ingest } from '#ingest/run.ts'

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The real reader without its child process, and a list of what it came to. */
export function effectsWithOutcomes(): Effects & { outcomes: (Outcome | null)[] } {
  const outcomes: (Outcome | null)[] = []
  return {
    outcomes,
    read: async (bytes, name) => read(bytes, name),
    reference: readReference(),
    report: (outcome) => outcomes.push(outcome),
  }
}

/** Loads files and folders into a data folder, as the command line does. */
export async function load(dataDir: string, ...named: string[]) {
  return ingest(dataDir, await filesUnder(named), effectsWithOutcomes())
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
