import { createHash, randomUUID } from 'node:crypto'
import { chmod, constants, copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import {
  type Connection,
  countRows,
  createSchema,
  keep,
  openForBuilding,
  openReadOnly,
  rowsOf,
  threadsFor,
} from './duckdb.server.ts'
import { addedTo, type Changed, type Since } from './due-rows.ts'
import { absent, foldersOf, sync, writeWhole } from './files.server.ts'
import { schemaVersion } from './schema.ts'
import { digestOf, isTaken, sealOf } from './seal.server.ts'
import { sql } from './sql.ts'

/** CURRENT.json: which file is served, and what it must hold; the database cannot vouch for itself. */
export const Manifest = z.object({
  generation: z.number().int().positive(),
  file: z.string(),
  /** Of the file, see {@link sealOf}; manifests of schemas before 9 have none. */
  digest: z.string().default(''),
  sums: z.array(z.number().int()).readonly().default([]),
  bytes: z.number().int(),
  schema: z.number().int(),
  rows: z.record(z.string(), z.number().int()),
  previous: z.number().int().nullable(),
  published: z.string(),
})
export type Manifest = z.infer<typeof Manifest>

const kept = 5

/** A file of the data folder is not as it was written; the message says which, and what to do. */
export class Damaged extends Error {}

/** A generation whose tables are those of another version; the message says which, and what to do. */
export class OtherVersion extends Error {}

/** Nothing is read or added to where the tables are others: figures would be missing or wrong. */
export function checkVersion({ generation, schema }: Manifest) {
  if (schema > schemaVersion)
    throw new OtherVersion(
      `generation ${generation} was written by a newer Yardstick (schema ${schema}, this one has ${schemaVersion}): start that version again, or run npm run ingest -- --rebuild to make one of this version from the archived documents`,
    )
  if (schema < schemaVersion)
    throw new OtherVersion(
      `generation ${generation} was written by an older Yardstick (schema ${schema}, this one has ${schemaVersion}): run npm run ingest -- --rebuild, which makes it anew from the archived documents`,
    )
}

/** The manifest of the generation in use; null where nothing was published yet. */
export async function currentManifest(dataDir: string): Promise<Manifest | null> {
  const { pointer } = foldersOf(dataDir)
  const text = await readFile(pointer, 'utf8').catch(absent)
  if (text === null) return null
  const manifest = manifestIn(text)
  if (manifest === null)
    throw new Damaged(
      `${pointer} is damaged: copy the newest whole gen-*.duckdb.json beside it over it, or run npm run ingest -- --rebuild`,
    )
  return manifest
}

function manifestIn(text: string): Manifest | null {
  try {
    return Manifest.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What was published and is still kept, the newest first. */
export async function keptManifests(dataDir: string): Promise<Manifest[]> {
  const { generations } = foldersOf(dataDir)
  const names = ((await readdir(generations).catch(absent)) ?? []).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(
    names
      .filter((name) => numberOf(name) > 0)
      .map((name) => readFile(path.join(generations, name), 'utf8').catch(() => '')),
  )
  return texts
    .flatMap((text) => manifestIn(text) ?? [])
    .sort((left, right) => right.generation - left.generation)
}

/** Whether two manifests say the same. */
export const isSame = (one: Manifest, other: Manifest) => JSON.stringify(one) === JSON.stringify(other)

/** Whether a file is what was published, with nothing beside it that an engine would add to it. */
export async function checkWhole(dataDir: string, manifest: Manifest) {
  const named = await checkNamed(dataDir, manifest)
  const found = await digestOf(named).catch(absent)
  if (found !== manifest.digest) throw differing(manifest)
}

/** The file that a manifest names, which is there with nothing beside it that does not belong to it. */
async function checkNamed(dataDir: string, manifest: Manifest): Promise<string> {
  const { file } = manifest
  const beside = (await keptManifests(dataDir)).find((kept) => kept.file === file)
  if (beside !== undefined && !isSame(beside, manifest))
    throw new Damaged(`${foldersOf(dataDir).pointer} differs from ${file}.json: copy that over it`)
  const named = path.join(foldersOf(dataDir).generations, file)
  if ((await stat(`${named}.wal`).catch(absent)) !== null)
    throw new Damaged(`a log that is not ours lies beside ${file}: remove ${file}.wal`)
  if ((await stat(named).catch(absent)) === null) throw new Damaged(`${file} is gone: ${repairOf(manifest)}`)
  return named
}

const repairOf = ({ previous }: Manifest) =>
  `point back to generation ${previous ?? 'none'}, or run npm run ingest -- --rebuild`

const differing = (manifest: Manifest) =>
  new Damaged(`${manifest.file} differs from its manifest: ${repairOf(manifest)}`)

export class AlreadyRunning extends Error {}

/** Holds the one writer's place; the socket dies with its process, so no stale lock can stay. */
export async function withWriterLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dataDir, { recursive: true })
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 24)
  const server = net.createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new AlreadyRunning(`another ingest is writing to ${dataDir}`) : error,
      ),
    )
    server.listen(lockAddress(name), resolve)
  })
  try {
    return await work()
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** Linux: an abstract socket; Windows: a pipe; elsewhere a port derived from the name, on loopback. */
function lockAddress(name: string): net.ListenOptions {
  if (process.platform === 'linux') return { path: `\0yardstick-${name}` }
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\yardstick-${name}` }
  return {
    host: '127.0.0.1',
    port: 20_000 + (Number.parseInt(name.slice(0, 6), 16) % 20_000),
    exclusive: true,
  }
}

/**
 * Writes what is new into a build that is to be the generation of that number. Gives the reports that it may have
 * changed where no row went of evaluations and what was read of them; otherwise all are compared.
 */
type Fill = (connection: Connection, generation: number) => Promise<Changed | undefined> | Promise<void>

/**
 * Builds the next generation apart from what is served and publishes it by moving the pointer.
 * `fill` gets a connection to a copy of the newest generation, or to an empty one, with the number that the new one
 * will have, and writes its batches in transactions.
 * A crash at any instant leaves the old generation whole; a dead build is thrown away, never replayed.
 * Call within {@link withWriterLock}.
 */
export async function publishGeneration(
  dataDir: string,
  from: 'newest' | 'empty',
  fill: Fill,
): Promise<Manifest> {
  const { build: builds } = foldersOf(dataDir)
  await rm(builds, { recursive: true, force: true })
  try {
    return await published(dataDir, from, fill)
  } finally {
    // A build that failed holds what the next one needs, on a full disk above all.
    await rm(builds, { recursive: true, force: true })
  }
}

/** What a new generation starts from; what is built anew does not mind what became of the last one. */
async function baseOf(dataDir: string, from: 'newest' | 'empty'): Promise<Manifest | null> {
  if (from === 'newest') return currentManifest(dataDir)
  return currentManifest(dataDir).catch(damagedIsNone)
}

/** Takes a damaged pointer for none. */
export function damagedIsNone(error: unknown): null {
  if (error instanceof Damaged) return null
  throw error
}

async function published(dataDir: string, from: 'newest' | 'empty', fill: Fill): Promise<Manifest> {
  const folders = foldersOf(dataDir)
  const job = path.join(folders.build, randomUUID())
  await mkdir(job, { recursive: true })
  await mkdir(folders.generations, { recursive: true })
  const base = await baseOf(dataDir, from)
  const generation = (await highestGeneration(folders.generations)) + 1
  const file = `gen-${String(generation).padStart(6, '0')}.duckdb`
  const built = path.join(job, file)
  const taken = from === 'newest' ? base : null
  const source = taken && (await copyOfBase(dataDir, taken, built))
  const explained = async (fault: unknown): Promise<never> => {
    // Whatever it says, damage in what was copied is what is to be mended.
    if (taken) await checkWhole(dataDir, taken)
    throw fault
  }
  const { rows, since } = await build(built, taken?.rows ?? {}, (connection) =>
    fill(connection, generation),
  ).catch(explained)
  const [seal] = await Promise.all([sealOf(built), verify(built, job, { rows, since }), sync(built)]).catch(
    explained,
  )
  // Damage in what was copied would be sealed into the new one.
  if (taken && source && !(await isTaken(source, taken, seal))) throw differing(taken)
  const manifest: Manifest = {
    generation,
    file,
    ...seal,
    schema: schemaVersion,
    rows,
    previous: base?.generation ?? null,
    published: new Date().toISOString(),
  }
  await chmod(built, 0o444)
  await rename(built, path.join(folders.generations, file))
  const text = JSON.stringify(manifest, null, 2)
  // Kept beside it, for when a later one is damaged; then the pointer, which makes it the one in use.
  await writeWhole(path.join(folders.generations, `${file}.json`), text)
  await writeWhole(folders.pointer, text)
  await dropOld(folders.generations, manifest)
  return manifest
}

/** Copies the generation that a new one grows from, and gives its file; what is in it is looked at when all is built. */
async function copyOfBase(dataDir: string, base: Manifest, built: string): Promise<string> {
  checkVersion(base)
  const source = await checkNamed(dataDir, base)
  await copyFile(source, built, constants.COPYFILE_FICLONE)
  await chmod(built, 0o644)
  return source
}

/** What a build comes to: the rows of its tables, and where it is known what changed, what did. */
interface Built {
  rows: Record<string, number>
  since: Since | undefined
}

async function build(
  file: string,
  had: Record<string, number>,
  fill: (connection: Connection) => ReturnType<Fill>,
): Promise<Built> {
  const fresh = (await stat(file).catch(absent)) === null
  const instance = await openForBuilding(file)
  const connection = await instance.connect()
  try {
    if (fresh) await createSchema(connection)
    const changed = await fill(connection)
    const since = changed ? { ...changed, rows: had } : undefined
    await keep(connection, since)
    await connection.run('checkpoint')
    return { rows: await countRows(connection), since }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Opens the closed file as readers will, and lets it prove that what came to it is whole. */
async function verify(file: string, spillDir: string, { rows: expected, since }: Built) {
  if ((await stat(`${file}.wal`).catch(absent)) !== null)
    throw new Error(`${file} was closed with a WAL beside it`)
  const instance = await openReadOnly(file, spillDir, threadsFor((await stat(file)).size))
  const connection = await instance.connect()
  try {
    const counted = await countRows(connection)
    for (const [table, n] of Object.entries(expected))
      if (counted[table] !== n)
        throw new Error(`${table}: ${n} rows were written, ${counted[table]} are there`)
    for (const { what, query } of invariants(since?.rows)) {
      const [row] = await rowsOf(connection, query)
      if (row?.n !== 0) throw new Error(`${what}: ${row?.n}`)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Each document is looked up once and each report by its first indicator: its others stand under the same id. */
const invariants = (since?: Since['rows']) => [
  {
    what: 'documents loaded twice',
    query: sql`select (count(*) - count(distinct id))::integer as n from document`,
  },
  {
    what: 'documents of evaluations that are not there',
    query: sql`select count(*)::integer as n from (select distinct document from evaluation where ${addedTo('evaluation', since)}) e
      anti join document d on d.id = e.document`,
  },
  {
    what: 'indicators without an evaluation',
    query: sql`select count(*)::integer as n from (
      select evaluation from indicator where ordinal = 0 and ${addedTo('indicator', since)}) i
      anti join evaluation e on e.id = i.evaluation`,
  },
  {
    what: 'documents of fund flows that are not there',
    query: sql`select count(*)::integer as n from (select distinct document from fund_flow where ${addedTo('fund_flow', since)}) f
      anti join document d on d.id = f.document`,
  },
]

const numberOf = (file: string) => Number(/^gen-(\d+)\.duckdb/.exec(file)?.[1] ?? 0)

/** Counts files, not the pointer: a name once used is never used again. */
async function highestGeneration(folder: string) {
  return Math.max(0, ...(await readdir(folder)).map(numberOf))
}

async function dropOld(folder: string, { generation }: Manifest) {
  const old = (await readdir(folder)).filter(
    (file) => numberOf(file) > 0 && numberOf(file) <= generation - kept,
  )
  for (const file of old) await rm(path.join(folder, file), { force: true })
}
