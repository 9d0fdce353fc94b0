import { createHash } from 'node:crypto'
import { cp, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { absent } from '#app/warehouse/files.server.ts'
import { filesUnder } from '#ingest/files.ts'
import type { Outcome } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { type Effects, ingest } from '#ingest/run.ts'

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

async function loadAll(dataDir: string, batches: readonly (readonly string[])[]) {
  for (const named of batches) await load(dataDir, ...named)
}

/**
 * Loads files and folders that never change, a generation for each batch of them. Within `npm test` the same are read
 * once, and who asks for them after that has a copy.
 */
export async function loadOnce(dataDir: string, ...batches: readonly (readonly string[])[]) {
  const { YARDSTICK_LOADED: root } = process.env
  if (root === undefined) return loadAll(dataDir, batches)
  const kept = path.join(root, createHash('sha256').update(JSON.stringify(batches)).digest('hex'))
  if ((await stat(kept).catch(absent)) === null) {
    const making = await mkdtemp(`${kept}-`)
    await loadAll(making, batches)
    // Another may have been sooner.
    await rename(making, kept).catch(() => rm(making, { recursive: true, force: true }))
  }
  await cp(kept, dataDir, { recursive: true })
}
