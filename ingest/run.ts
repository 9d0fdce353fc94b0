import os from 'node:os'
import path from 'node:path'
import { openReadOnly } from '#app/warehouse/duckdb.server.ts'
import {
  currentManifest,
  foldersOf,
  type Manifest,
  publishGeneration,
  withWriterLock,
} from '#app/warehouse/generations.server.ts'
import { schemaVersion } from '#app/warehouse/schema.ts'
import { archived, archiver, sourceAt } from './archive.ts'
import { auditAll } from './audit.ts'
import type { Found } from './files.ts'
import { knownDocuments, loadBatch, loadDistricts, nextBatch } from './load.ts'
import { hashOf, type Outcome, type Read, type Source, sha256, understand } from './pipeline.ts'
import type { Tally } from './progress.ts'
import type { Reference } from './reference.ts'

/** Documents to a transaction: few enough to hold in memory, enough to make each one cheap. */
const batchSize = 200
/** Documents read ahead of the one being loaded, so that the reader never waits. */
const ahead = 4

/** What an ingest does outside itself; tests pass their own. */
export interface Effects {
  read: Read
  /** The documents a file holds, where archives are to be opened; without it a file is one document. */
  unpack?: (file: Source) => AsyncIterable<Source>
  reference: Reference
  /** In bytes: from where on a csv is read where it lies; tests set it low. */
  longFrom?: number | undefined
  /** Called once for every document, in order; null for one that is loaded already. */
  report(outcome: Outcome | null, tally: Tally): void
}

/** What an ingest came to; the manifest is null where nothing had to be published. */
export interface Ingested {
  tally: Tally
  manifest: Manifest | null
}

const nothingYet = (): Tally => ({ loaded: 0, quarantined: 0, alreadyLoaded: 0 })

/** Reads documents without loading anything. */
export async function dryRun(found: readonly Found[], effects: Effects): Promise<Ingested> {
  const tally = nothingYet()
  for await (const outcome of outcomesOf(sourcesOf(found, effects), effects)) {
    tell(outcome, tally, effects)
    await outcome.long?.close()
  }
  return { tally, manifest: null }
}

/**
 * Loads documents into the next generation of a data folder. What is loaded already is passed over; where
 * the newest generation has an older schema, it is built again from the archived documents.
 */
export async function ingest(dataDir: string, found: readonly Found[], effects: Effects): Promise<Ingested> {
  return withWriterLock(dataDir, async () => {
    const manifest = await currentManifest(dataDir)
    const outdated = manifest !== null && manifest.schema !== schemaVersion
    const known = outdated || manifest === null ? new Map<string, string>() : await knownTo(dataDir, manifest)
    const tally = nothingYet()
    const fresh = await archiveNew(dataDir, sourcesOf(found, effects), known, (status) => {
      tally[status === 'quarantined' ? 'quarantined' : 'alreadyLoaded'] += 1
      effects.report(null, tally)
    })
    if (fresh.length === 0 && !outdated) return { tally, manifest: null }
    const { longFrom } = effects
    const sources = outdated ? archived(dataDir, longFrom) : sourcesOf(fresh, { longFrom })
    const base = outdated ? 'empty' : 'newest'
    return { tally, manifest: await publish(dataDir, { sources, base }, tally, effects) }
  })
}

/** Archives what is not known yet, the same bytes once; for what is, says what became of it. */
async function archiveNew(
  dataDir: string,
  sources: AsyncIterable<Source>,
  known: Map<string, string>,
  skip: (status: string) => void,
) {
  const fresh: Found[] = []
  const keep = await archiver(dataDir)
  for await (const source of sources) {
    const id = source.file === undefined ? sha256(source.bytes) : await hashOf(source.file)
    const status = known.get(id)
    if (status !== undefined) {
      skip(status)
      continue
    }
    known.set(id, 'loaded')
    await keep(source)
    fresh.push({ file: path.join(foldersOf(dataDir).blobs, id), path: source.path })
  }
  return fresh
}

/** Applies the rules as they stand now to what is loaded, without reading a document. */
export async function audit(dataDir: string, { reference }: Pick<Effects, 'reference'>): Promise<Ingested> {
  return withWriterLock(dataDir, async () => {
    const manifest = await publishGeneration(dataDir, 'newest', (connection) =>
      auditAll(connection, reference),
    )
    return { tally: nothingYet(), manifest }
  })
}

/** Builds the generation again from the archived documents alone. */
export async function rebuild(dataDir: string, effects: Effects): Promise<Ingested> {
  return withWriterLock(dataDir, async () => {
    const tally = nothingYet()
    return {
      tally,
      manifest: await publish(
        dataDir,
        { sources: archived(dataDir, effects.longFrom), base: 'empty' },
        tally,
        effects,
      ),
    }
  })
}

async function publish(
  dataDir: string,
  { sources, base }: { sources: AsyncIterable<Source>; base: 'newest' | 'empty' },
  tally: Tally,
  effects: Effects,
): Promise<Manifest> {
  return publishGeneration(dataDir, base, async (connection) => {
    await loadDistricts(connection, effects.reference)
    let batch: Outcome[] = []
    let number = await nextBatch(connection)
    for await (const outcome of outcomesOf(sources, effects)) {
      tell(outcome, tally, effects)
      batch.push(outcome)
      if (batch.length < batchSize && outcome.long === null) continue
      await loadBatch(connection, { number, outcomes: batch }, effects.reference)
      number += 1
      batch = []
    }
    if (batch.length > 0) await loadBatch(connection, { number, outcomes: batch }, effects.reference)
    await auditAll(connection, effects.reference)
  })
}

function tell(outcome: Outcome, tally: Tally, { report }: Effects) {
  tally[outcome.quarantined === null ? 'loaded' : 'quarantined'] += 1
  report(outcome, tally)
}

async function* sourcesOf(
  found: readonly Found[],
  { unpack = alone, longFrom }: Pick<Effects, 'unpack' | 'longFrom'>,
): AsyncGenerator<Source> {
  for (const { file, path: known } of found) yield* unpack(await sourceAt(file, known, longFrom))
}

async function* alone(file: Source): AsyncGenerator<Source> {
  yield file
}

/** Outcomes in the order of their sources, while the next few are already being read. */
async function* outcomesOf(sources: AsyncIterable<Source>, { read, reference }: Effects) {
  const waiting: Promise<Outcome>[] = []
  for await (const source of sources) {
    // A long list takes the place of many documents.
    if (source.file !== undefined) for (const outcome of waiting.splice(0)) yield await outcome
    const outcome = understand(source, read, reference)
    outcome.catch(() => undefined)
    waiting.push(outcome)
    const most = source.file === undefined ? ahead : 0
    const first = waiting.length > most ? waiting.shift() : undefined
    if (first) yield await first
  }
  for (const outcome of waiting) yield await outcome
}

async function knownTo(dataDir: string, manifest: Manifest): Promise<Map<string, string>> {
  const instance = await openReadOnly(path.join(foldersOf(dataDir).generations, manifest.file), os.tmpdir())
  const connection = await instance.connect()
  try {
    return await knownDocuments(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
