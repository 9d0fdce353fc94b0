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
