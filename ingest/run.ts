import { readFile } from 'node:fs/promises'
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
import { forget } from './again.ts'
import { archived, archivedOnes, archiver } from './archive.ts'
import { auditAll } from './audit.ts'
import { keepingContents } from './contents.ts'
import type { Found } from './files.ts'
import type { Mapping } from './layouts/mapping.ts'
import { knownDocuments, loadBatch, loadDistricts, nextBatch } from './load.ts'
import { type Outcome, type Read, type Source, sha256, understand } from './pipeline.ts'
import type { Tally } from './progress.ts'
import type { Reference } from './reference.ts'
import type { KnownDocument } from './summary.ts'

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
  /** What people have said of documents' columns. */
  mappings?: readonly Mapping[]
  /** Called once for every document, in order; the outcome is null for one that is `known` from before. */
  report(outcome: Outcome | null, tally: Tally, known?: KnownDocument): void
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
  for await (const outcome of outcomesOf(sourcesOf(found, effects.unpack), effects))
    tell(outcome, tally, effects)
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
    const fresh = await archiveNew(dataDir, sourcesOf(found, effects.unpack), known, (document) => {
      tally[document.status === 'quarantined' ? 'quarantined' : 'alreadyLoaded'] += 1
      effects.report(null, tally, document)
    })
    if (fresh.length === 0 && !outdated) return { tally, manifest: null }
    const sources = outdated ? archived(dataDir, effects.mappings ?? []) : sourcesOf(fresh)
    const base = outdated ? 'empty' : 'newest'
    return { tally, manifest: await publish(dataDir, { sources, base }, tally, effects) }
  })
}

/** Archives what is not known yet, the same bytes once; for what is, says what became of it. */
async function archiveNew(
  dataDir: string,
  sources: AsyncIterable<Source>,
  known: Map<string, string>,
  skip: (document: KnownDocument) => void,
) {
  const fresh: Found[] = []
  const keep = await archiver(dataDir)
  for await (const source of sources) {
    const id = sha256(source.bytes)
    const status = known.get(id)
    if (status !== undefined) {
      skip({ path: source.path, sha256: id, status })
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
        { sources: archived(dataDir, effects.mappings ?? []), base: 'empty' },
        tally,
        effects,
      ),
    }
  })
}

/** Reads archived documents anew, as what people have said of their columns has it now. */
export async function readAgain(
  dataDir: string,
  documents: readonly string[],
  effects: Effects,
): Promise<Ingested> {
  return withWriterLock(dataDir, async () => {
    const tally = nothingYet()
    const again = { sources: archivedOnes(dataDir, documents), base: 'newest' as const, documents }
    return { tally, manifest: await publish(dataDir, again, tally, effects) }
  })
}

/** What a generation is made of: documents to read, the rows it starts with, and those to be taken out first. */
interface Build {
  sources: AsyncIterable<Source>
  base: 'newest' | 'empty'
  documents?: readonly string[]
}

async function publish(
  dataDir: string,
  { sources, base, documents = [] }: Build,
  tally: Tally,
  effects: Effects,
): Promise<Manifest> {
  return publishGeneration(dataDir, base, async (connection) => {
    await loadDistricts(connection, effects.reference)
    for (const document of documents) await forget(connection, document)
    let batch: Outcome[] = []
    let number = await nextBatch(connection)
    const kept = { ...effects, read: keepingContents(dataDir, effects.read) }
    for await (const outcome of outcomesOf(sources, kept)) {
      tell(outcome, tally, effects)
      batch.push(outcome)
      if (batch.length < batchSize) continue
      await loadBatch(connection, number, batch)
      number += 1
      batch = []
    }
    if (batch.length > 0) await loadBatch(connection, number, batch)
    await auditAll(connection, effects.reference)
  })
}

function tell(outcome: Outcome, tally: Tally, { report }: Effects) {
  tally[outcome.quarantined === null ? 'loaded' : 'quarantined'] += 1
  report(outcome, tally)
}

async function* sourcesOf(
  found: readonly Found[],
  unpack: Effects['unpack'] = alone,
): AsyncGenerator<Source> {
  for (const { file, path: known } of found) yield* unpack({ path: known, bytes: await readFile(file) })
}

async function* alone(file: Source): AsyncGenerator<Source> {
  yield file
}

/** Outcomes in the order of their sources, while the next few are already being read. */
async function* outcomesOf(sources: AsyncIterable<Source>, { read, reference, mappings }: Effects) {
  const waiting: Promise<Outcome>[] = []
  for await (const source of sources) {
    const outcome = understand(source, read, reference, mappings)
    outcome.catch(() => undefined)
    waiting.push(outcome)
    const first = waiting.length > ahead ? waiting.shift() : undefined
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
