import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { filesUnder } from '#ingest/files.ts'
import { load } from '#test/load.ts'

/** A folder for one drill, gone when it ends. */
export async function inFolder<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
  try {
    return await work(root)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** Loads the sample's files of some years, a generation for each. */
export async function loadYears(dataDir: string, ...years: readonly string[]) {
  for (const year of years)
    await load(dataDir, ...(await filesUnder([`data/sample/${year}`])).slice(0, 6).map(({ file }) => file))
}
