import { filesUnder } from '#ingest/files.ts'
import { loadOnce } from '#test/load.ts'

/** Loads some of the sample's files of some years, a generation for each. */
export async function loadYears(dataDir: string, ...years: readonly string[]) {
  const batches = years.map(async (year) =>
    (await filesUnder([`data/sample/${year}`])).slice(0, 6).map(({ file }) => file),
  )
  await loadOnce(dataDir, ...(await Promise.all(batches)))
}
