import { filesUnder } from '#ingest/files.ts'
import { load } from '#test/load.ts'

/** Loads some of the sample's files of some years, a generation for each. */
export async function loadYears(dataDir: string, ...years: readonly string[]) {
  for (const year of years)
    await load(dataDir, ...(await filesUnder([`data/sample/${year}`])).slice(0, 6).map(({ file }) => file))
}
