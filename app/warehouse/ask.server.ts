import { createHash } from 'node:crypto'
import { mkdtemp, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { type Scope, scopeKey } from '#app/domain/scope.ts'
import { openReadOnly, rowsOf } from './duckdb.server.ts'
import { absent, currentManifest, foldersOf, type Manifest, sha256Of } from './generations.server.ts'
import { openPart } from './part.server.ts'
import type { Ask, Query, Sql } from './sql.ts'

/** A generation as this process serves it, with the answers already given on it. */
interface Served {
  manifest: Manifest
  instance: DuckDBInstance
  running: number
  retired: boolean
  answers: Map<string, Promise<readonly unknown[]>>
  /** Parts of it that someone has asked, each with its answers; those asked last are kept. */
  parts: Map<string, Promise<Served>>
}

interface Door {
  served: Served | null
  checkedAt: number
  pointerSeen: number
  opening: Promise<void> | null
  fault: string | null
}

declare global {
  // One owner a process and data folder: a reloading dev server must not open a file twice.
  var yardstickDoors: Map<string, Door> | undefined
}

globalThis.yardstickDoors ??= new Map()
const doors = globalThis.yardstickDoors

const recheckMs = 500
const deadlineMs = 10_000
const answersKept = 2_000
const partsKept = 32

/** No generation was published yet; as an answer, so that every page and file says so in one way, with 503. */
export class NothingLoaded extends Response {
  constructor() {
    super('Nothing was loaded yet: npm run ingest -- PATH…', { status: 503, statusText: 'Nothing loaded' })
  }
}

function doorTo(dataDir: string): Door {
  const door = doors.get(dataDir) ?? {
    served: null,
    checkedAt: 0,
    pointerSeen: 0,
    opening: null,
    fault: null,
  }
  doors.set(dataDir, door)
  return door
}

/** Moves to the newest generation if the pointer moved; keeps the old one if the new one is damaged. */
async function refresh(door: Door, dataDir: string) {
  const pointer = await stat(foldersOf(dataDir).pointer).catch(absent)
  if (pointer === null || pointer.mtimeMs === door.pointerSeen) return
  const manifest = await currentManifest(dataDir)
  if (manifest === null) return
  if (manifest.generation !== door.served?.manifest.generation) {
    try {
      const next = await openGeneration(dataDir, manifest)
      if (door.served) retire(door.served)
      door.served = next
      door.fault = null
    } catch (error) {
      if (!door.served) throw error
      door.fault = String(error)
      console.error(`generation ${manifest.generation} is not served: ${error}`)
    }
  }
  door.pointerSeen = pointer.mtimeMs
}

async function openGeneration(dataDir: string, manifest: Manifest): Promise<Served> {
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  if ((await sha256Of(file)) !== manifest.sha256)
    throw new Error(
      `${manifest.file} differs from its manifest: restore it or point back to ${manifest.previous}`,
    )
  const spill = await mkdtemp(path.join(os.tmpdir(), 'yardstick-spill-'))
  return serving(manifest, await openReadOnly(file, spill))
}

const serving = (manifest: Manifest, instance: DuckDBInstance): Served => ({
  manifest,
  instance,
  running: 0,
  retired: false,
  answers: new Map(),
  parts: new Map(),
})

/** What of a generation lies within a scope: all of it, or a part that is made when it is first asked. */
function partOf(served: Served, scope: Scope, dataDir: string): Served | Promise<Served> {
  if (scope === 'everything') return served
  const key = scopeKey(scope)
  const file = path.join(foldersOf(dataDir).generations, served.manifest.file)
  const part =
    served.parts.get(key) ?? openPart(file, scope).then((instance) => serving(served.manifest, instance))
  part.catch(() => served.parts.delete(key))
  served.parts.delete(key)
  served.parts.set(key, part)
  const [oldest] = served.parts
  if (served.parts.size > partsKept && oldest) {
    served.parts.delete(oldest[0])
    retirePart(oldest[1])
  }
  return part
}

/** Whoever was given a part has put the question by then. */
const retirePart = (part: Promise<Served>) =>
  void setTimeout(() => part.then(retire, absentPart), deadlineMs).unref()
const absentPart = () => undefined

function retire(served: Served) {
  for (const part of served.parts.values()) retirePart(part)
  served.retired = true
  if (served.running === 0) served.instance.closeSync()
}

async function servedGeneration(dataDir: string): Promise<Served> {
  const door = doorTo(dataDir)
  if (Date.now() - door.checkedAt > recheckMs || !door.served) {
    door.opening ??= refresh(door, dataDir).finally(() => {
      door.checkedAt = Date.now()
      door.opening = null
    })
    await door.opening
  }
  if (!door.served) throw new NothingLoaded()
  return door.served
}

/** The folder whose generations are served: YARDSTICK_DATA, or the sample's. */
export const dataDirOf = (env: NodeJS.ProcessEnv = process.env) =>
  path.resolve(env.YARDSTICK_DATA ?? 'var/data')

/** Which generation answers, for pages, exports and the health check. */
export async function generationInUse(dataDir = dataDirOf()) {
  const { manifest } = await servedGeneration(dataDir)
  return { ...manifest, fault: doorTo(dataDir).fault }
}

/** The door for those who see a scope: what lies outside is as if it had never been loaded. */
export const askWithin =
  (scope: Scope, dataDir = dataDirOf()): Ask =>
  (query, params) =>
    ask(query, params, dataDir, scope)

/**
 * The one door to the warehouse: runs a query on the newest generation, checks its rows, and keeps the
 * answer for as long as the generation is served. Identical questions in flight run once.
 */
export async function ask<Params, Row>(
  query: Query<Params, Row>,
  params: Params,
  dataDir = dataDirOf(),
  scope: Scope = 'everything',
): Promise<readonly Row[]> {
  const served = await partOf(await servedGeneration(dataDir), scope, dataDir)
  const statement = query.sql(params)
  const key = keyOf(query.name, statement)
  const known = served.answers.get(key)
  const answer = known ?? run(served, query.name, statement)
  if (!known) remember(served, key, answer)
  return query.row.array().parse(await answer)
}

/** A question as one short text: values may be long, and thousands of answers are kept. */
const keyOf = (name: string, { text, values }: Sql) =>
  createHash('sha256')
    .update(JSON.stringify([name, values, text]))
    .digest('base64')

function remember(served: Served, key: string, answer: Promise<readonly unknown[]>) {
  served.answers.set(key, answer)
  answer.catch(() => served.answers.delete(key))
  const oldest = served.answers.keys().next()
  if (served.answers.size > answersKept && !oldest.done) served.answers.delete(oldest.value)
}

async function run(served: Served, name: string, statement: Sql) {
  served.running += 1
  const connection = await served.instance.connect()
  const deadline = setTimeout(() => connection.interrupt(), deadlineMs)
  try {
    return await rowsOf(connection, statement)
  } catch (error) {
    throw new Error(`query ${name} failed: ${statement.text}`, { cause: error })
  } finally {
    clearTimeout(deadline)
    connection.closeSync()
    served.running -= 1
    if (served.retired && served.running === 0) served.instance.closeSync()
  }
}
