import path from 'node:path'
import { scratchFolder } from '#app/scratch.ts'
import { append, type Connection, openReadOnly } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import {
  checkVersion,
  currentManifest,
  Damaged,
  damagedIsNone,
  type Manifest,
  publishGeneration,
  withWriterLock,
} from '#app/warehouse/generations.server.ts'
import { schemaVersion } from '#app/warehouse/schema.ts'
import { forget } from './again.ts'
import { archived, archivedOnes, archiver, sourceAt } from './archive.ts'
import { audit as auditRecords } from './audit.ts'
import type { Beside } from './beside.ts'
import { keepingContents } from './contents.ts'
import { askedEarly } from './early.ts'
import type { Found } from './files.ts'
import { followUp } from './follow-up.ts'
import type { Mapping } from './layouts/mapping.ts'
import {
  firstSeen,
  type KnownDocuments,
  knownDocuments,
  loadBatch,
  loadReference,
  nextBatch,
  noteNew,
} from './load.ts'
import { hashOf, type Outcome, type Read, type Source, understand } from './pipeline.ts'
import type { Tally } from './progress.ts'
import type { Reference } from './reference.ts'
import type { KnownDocument } from './summary.ts'

/** Documents to a transaction, and records: few enough to hold in memory, enough to make each one cheap. */
const batchSize = { documents: 200, records: 20_000 }
/** Documents read ahead of the one being loaded, and their bytes, so that no reader ever waits. */
const ahead = { documents: 128, bytes: 16 * 1024 * 1024 }
/** Documents archived together, and their bytes: they wait for the disk once. */
const archivedTogether = { documents: 64, bytes: 16 * 1024 * 1024 }

/** In bytes: what a dry run tells of row by row; of a longer list it says what it is. */
const longestHeld = 64 * 1024 * 1024

/** What an ingest does outside itself; tests pass their own. */
export interface Effects {
  read: Read
  /** Understands documents in a process of its own; without it they are understood in this one. */
  beside?: (dataDir: string) => Promise<Beside<Source, Outcome>>
  /** The documents a file holds, where archives are to be opened; without it a file is one document. */
  unpack?: (file: Source) => AsyncIterable<Source>
  reference: Reference
  /** What people have said of documents' columns. */
  mappings?: readonly Mapping[]
  /** In bytes: from where on a csv is read where it lies; tests set it low. */
  longFrom?: number
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
  const longFrom = effects.longFrom ?? longestHeld
  for await (const outcome of outcomesOf(sourcesOf(found, { ...effects, longFrom }), effects)) {
    tell(outcome, tally, effects)
    await outcome.long?.scanned.close()
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
    const outdated = manifest !== null && manifest.schema < schemaVersion
    if (manifest !== null && !outdated) checkVersion(manifest)
    const { known, givenUp } =
      outdated || manifest === null ? noDocuments() : await askedOf(dataDir, manifest, knownDocuments)
    const tally = nothingYet()
    const fresh = archiveNew(dataDir, sourcesOf(found, effects), known, (document) => {
      tally[document.status === 'quarantined' ? 'quarantined' : 'alreadyLoaded'] += 1
      effects.report(null, tally, document)
    })
    if (outdated) {
      for await (const _ of fresh);
      const sources = archived(dataDir, effects.mappings ?? [], effects.longFrom)
      return { tally, manifest: await publish(dataDir, { sources, base: 'empty' }, tally, effects) }
    }
    const first = await fresh.next()
    if (first.done) return { tally, manifest: null }
    const sources = startingWith(first.value, fresh)
    const build = { sources, base: 'newest' as const, anew: givenUp }
    return { tally, manifest: await publish(dataDir, build, tally, effects) }
  })
}

/** Archives what is not known yet, the same bytes once, and hands it on; for what is, says what became of it. */
async function* archiveNew(
  dataDir: string,
  sources: AsyncIterable<Source>,
  known: Map<string, string>,
  skip: (document: KnownDocument) => void,
): AsyncGenerator<Source> {
  const keep = await archiver(dataDir)
  for await (const group of askedEarly(groupsOf(unknown(sources, known, skip), keep))) yield* group
}

async function* unknown(
  sources: AsyncIterable<Source>,
  known: Map<string, string>,
  skip: (document: KnownDocument) => void,
): AsyncGenerator<Source> {
  for await (const source of sources) {
    const id = await hashOf(source)
    const status = known.get(id)
    known.set(id, status ?? 'loaded')
    if (status === undefined) yield source
    else skip({ path: source.path, sha256: id, status })
  }
}

/** Sources in groups, each once it is kept. */
async function* groupsOf(
  sources: AsyncIterable<Source>,
  keep: (group: readonly Source[]) => Promise<Source[]>,
): AsyncGenerator<Source[]> {
  let group: Source[] = []
  let bytes = 0
  for await (const source of sources) {
    group.push(source)
    bytes += source.bytes.length
    if (group.length < archivedTogether.documents && bytes < archivedTogether.bytes) continue
    yield await keep(group)
    group = []
    bytes = 0
  }
  yield await keep(group)
}

async function* startingWith(first: Source, rest: AsyncIterable<Source>): AsyncGenerator<Source> {
  yield first
  yield* rest
}

/** Applies the rules as they stand now to what is loaded, without reading a document. */
export async function audit(dataDir: string, { reference }: Pick<Effects, 'reference'>): Promise<Ingested> {
  return withWriterLock(dataDir, async () => {
    const manifest = await publishGeneration(dataDir, 'newest', async (connection, generation) => {
      await loadReference(connection, reference)
      await auditRecords(connection, reference, 0)
      await noteNew(connection, generation)
    })
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
        { sources: archived(dataDir, effects.mappings ?? [], effects.longFrom), base: 'empty' },
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
    const again = {
      sources: archivedOnes(dataDir, documents, effects.longFrom),
      base: 'newest' as const,
      anew: new Set(documents),
    }
    return { tally, manifest: await publish(dataDir, again, tally, effects) }
  })
}

/** What a generation is made of: documents to read, and the rows it starts with. */
interface Build {
  sources: AsyncIterable<Source>
  base: 'newest' | 'empty'
  /** Documents that take their own place where they are among those to read, by sha256. */
  anew?: ReadonlySet<string>
}

async function publish(
  dataDir: string,
  { sources, base, anew = new Set() }: Build,
  tally: Tally,
  effects: Effects,
): Promise<Manifest> {
  const seen = base === 'empty' ? await seenBefore(dataDir) : []
  const beside = await effects.beside?.(dataDir)
  const kept = { ...effects, read: keepingContents(dataDir, effects.read) }
  // Documents are understood while the newest generation is being copied.
  const outcomes = askedEarly(outcomesOf(sources, kept, beside))
  const built = publishGeneration(dataDir, base, async (connection, generation) => {
    await append(connection, 'first_seen', seen)
    await loadReference(connection, effects.reference)
    let batch: Outcome[] = []
    let records = 0
    let hadSome = false
    const since = await nextBatch(connection)
    let number = since
    for await (const outcome of outcomes) {
      tell(outcome, tally, effects)
      const { sha256 } = outcome.source
      if (anew.has(sha256) && (await forget(connection, sha256))) hadSome = true
      batch.push(outcome)
      records += recordsIn(outcome)
      const isFull = batch.length >= batchSize.documents || records >= batchSize.records
      if (!isFull && outcome.long === null) continue
      await loadBatch(connection, number, batch)
      number += 1
      batch = []
      records = 0
    }
    if (batch.length > 0) await loadBatch(connection, number, batch)
    // The audit wants the room that it takes.
    await beside?.close()
    // What is read anew may have left the group it was in: all are checked.
    const from = hadSome ? 0 : since
    await auditRecords(connection, effects.reference, from)
    await followUp(connection, from)
    await noteNew(connection, generation)
  })
  return built.finally(() => beside?.close())
}

const recordsIn = ({ evaluations, flows }: Outcome) =>
  flows.length + evaluations.reduce((sum, { indicators }) => sum + indicators.length, 0)

function tell(outcome: Outcome, tally: Tally, { report }: Effects) {
  tally[outcome.quarantined === null ? 'loaded' : 'quarantined'] += 1
  report(outcome, tally)
}

async function* sourcesOf(
  found: readonly Found[],
  { unpack = alone, longFrom }: Pick<Effects, 'unpack' | 'longFrom'>,
): AsyncGenerator<Source> {
  for (const { file, path: known } of found) {
    const source = sourceAt(file, known, longFrom)
    if (source.file === undefined) yield* unpack(source)
    else yield source
  }
}

async function* alone(file: Source): AsyncGenerator<Source> {
  yield file
}

/** Outcomes in the order of their sources, while the next few are already being read. */
async function* outcomesOf(
  sources: AsyncIterable<Source>,
  { read, reference, mappings }: Effects,
  beside?: Beside<Source, Outcome>,
) {
  const waiting: { outcome: Promise<Outcome>; bytes: number }[] = []
  let held = 0
  for await (const source of sources) {
    // A long list takes the place of many documents.
    if (source.file !== undefined) {
      for (const { outcome } of waiting.splice(0)) yield await outcome
      held = 0
    }
    const outcome =
      beside !== undefined && source.file === undefined
        ? beside.ask(source)
        : understand(source, read, reference, mappings)
    outcome.catch(() => undefined)
    waiting.push({ outcome, bytes: source.bytes.length })
    held += source.bytes.length
    while (waiting.length > ahead.documents || held > ahead.bytes || source.file !== undefined) {
      const first = waiting.shift()
      if (first === undefined) break
      held -= first.bytes
      yield await first.outcome
    }
  }
  for (const { outcome } of waiting) yield await outcome
}

const noDocuments = (): KnownDocuments => ({ known: new Map(), givenUp: new Set() })

/** What earlier generations had, of whatever version; one that is damaged or has no such table cannot tell. */
async function seenBefore(dataDir: string) {
  const manifest = await currentManifest(dataDir).catch(damagedIsNone)
  return manifest === null ? [] : askedOf(dataDir, manifest, firstSeen).catch(() => [])
}

async function askedOf<Answer>(
  dataDir: string,
  manifest: Manifest,
  question: (connection: Connection) => Promise<Answer>,
): Promise<Answer> {
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  const instance = await openReadOnly(file, await scratchFolder('spill')).catch((error: Error) => {
    throw new Damaged(
      `${manifest.file} cannot be opened (${error.message}): run npm run ingest -- --rebuild, which makes it anew from the archived documents`,
    )
  })
  const connection = await instance.connect()
  try {
    return await question(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
