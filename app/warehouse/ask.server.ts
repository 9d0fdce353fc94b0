import { createHash, randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Scope, scopeKey } from '#app/domain/scope.ts'
import { environment } from '#app/env.server.ts'
import { openCluster } from './clickhouse.server.ts'
import { type Engine, openEmbedded } from './engine.server.ts'
import {
  absent,
  checkVersion,
  checkWhole,
  currentManifest,
  damagedIsNone,
  foldersOf,
  isSame,
  keptManifests,
  type Manifest,
  OtherVersion,
} from './generations.server.ts'
import type { Ask, Query, Sql } from './sql.ts'

/** A generation as this process serves it, with the answers already given on it. */
interface Served {
  manifest: Manifest
  engine: Engine
  running: number
  /** Those of them that wait for their turn, who came first before the others. */
  waiting: (() => void)[]
  /** How many requests under way are answered by it. */
  held: number
  retired: boolean
  answers: Map<string, Answer>
  /** What the answers kept weigh, about, and what they may. */
  bytes: number
  mostBytes: number
  /** Parts of it that someone has asked, each with its answers; those asked last are kept. */
  parts: Map<string, Promise<Served>>
  /** Whether the engine met damage in it, or in a part of it. */
  health: { damaged: boolean }
}

/** An answer, given or on its way, and how many still want it. */
interface Answer {
  question: Question
  /** How often it was asked for. */
  asked: number
  rows: Promise<readonly unknown[]>
  wanted: number
  bytes: number
  cancel(): void
}

interface Door {
  served: Served | null
  checkedAt: number
  pointerSeen: number
  opening: Promise<void> | null
  openingSince: number
  fault: string | null
}

declare global {
  // One owner a process and data folder: a reloading dev server must not open a file twice.
  var yardstickDoors: Map<string, Door> | undefined
  // The server in front of the routes begins and ends what they ask.
  var yardstickVisits: Map<string, Visit> | undefined
}

globalThis.yardstickDoors ??= new Map()
const doors = globalThis.yardstickDoors
globalThis.yardstickVisits ??= new Map()
const visits = globalThis.yardstickVisits

const recheckMs = 500
const deadlineMs = 10_000
/** How long a newer generation may take before the one in use goes on answering meanwhile. */
const patienceMs = 400
/** How many questions a newer generation is asked before anyone else may ask it, and for how long. */
const askedAhead = { questions: 60, milliseconds: 3_000 }
/** What the answers kept may weigh, of each generation that is served, and of each part of one. */
const bytesKept = { whole: 64 * 1024 * 1024, part: 4 * 1024 * 1024 }
const partsKept = 32

/** No generation was published yet; as an answer, so that every page and file says so in one way, with 503. */
export class NothingLoaded extends Response {
  constructor() {
    super('Nothing was loaded yet: npm run ingest -- PATH…', { status: 503, statusText: 'Nothing loaded' })
  }
}

class NothingYet extends Error {}

/** What is there was written by another version; as an answer, so that pages say what to do. */
class NotReadable extends Response {
  constructor(message: string) {
    super(message, { status: 503, statusText: 'Other version' })
  }
}

function doorTo(dataDir: string): Door {
  const door = doors.get(dataDir) ?? {
    served: null,
    checkedAt: 0,
    pointerSeen: 0,
    opening: null,
    openingSince: 0,
    fault: null,
  }
  doors.set(dataDir, door)
  return door
}

/** Moves to the newest generation if the pointer moved; keeps the old one if the new one is damaged. */
async function refresh(door: Door, dataDir: string) {
  const pointer = await stat(foldersOf(dataDir).pointer).catch(absent)
  if (pointer === null || pointer.mtimeMs === door.pointerSeen) return
  try {
    const manifest = await currentManifest(dataDir)
    if (manifest === null) return
    if (manifest.generation !== door.served?.manifest.generation)
      await moveTo(door, await openGeneration(dataDir, manifest))
    door.fault = null
  } catch (error) {
    door.fault = String(error)
    console.error(`the newest generation is not served: ${error}`)
    if (!door.served) await moveTo(door, await openKept(dataDir, error))
  }
  door.pointerSeen = pointer.mtimeMs
}

async function moveTo(door: Door, next: Served) {
  if (door.served) {
    await askAhead(next, door.served)
    retire(door.served)
  }
  door.served = next
}

/** The newest of the generations before that is whole: rather figures that are older than none. */
async function openKept(dataDir: string, fault: unknown): Promise<Served> {
  const newest = await currentManifest(dataDir).catch(damagedIsNone)
  for (const manifest of await keptManifests(dataDir)) {
    if (newest !== null && (manifest.generation > newest.generation || isSame(manifest, newest))) continue
    const opened = await openGeneration(dataDir, manifest).catch(() => null)
    if (opened !== null) return opened
  }
  throw fault
}

/** Lets go of a generation in which the engine met damage: it is compared with its manifest again. */
function leaveDamaged(door: Door) {
  // While another is being opened it is seen to then, or by whoever asks next.
  if (!door.served?.health.damaged || door.opening !== null) return
  retire(door.served)
  door.served = null
  door.pointerSeen = 0
}

/** Asks a newer generation what the one before was asked most, so that nobody waits for it. */
async function askAhead(next: Served, { answers }: Served) {
  const until = Date.now() + askedAhead.milliseconds
  const most = [...answers].sort(([, a], [, b]) => b.asked - a.asked).slice(0, askedAhead.questions)
  for (const [key, { question }] of most) {
    if (Date.now() > until) return
    await begun(next, key, question).rows.catch(() => undefined)
  }
}

async function openGeneration(dataDir: string, manifest: Manifest): Promise<Served> {
  checkVersion(manifest)
  await checkWhole(dataDir, manifest)
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  const { YARDSTICK_CLICKHOUSE: cluster } = environment()
  const engine =
    cluster === undefined ? await openEmbedded(file) : await openCluster(cluster, { file, manifest })
  return serving(manifest, engine, bytesKept.whole)
}

const serving = (
  manifest: Manifest,
  engine: Engine,
  mostBytes: number,
  health = { damaged: false },
): Served => ({
  manifest,
  health,
  engine,
  running: 0,
  waiting: [],
  held: 0,
  retired: false,
  answers: new Map(),
  bytes: 0,
  mostBytes,
  parts: new Map(),
})

/** What of a generation lies within a scope: all of it, or a part that is made when it is first asked. */
function partOf(served: Served, scope: Scope): Served | Promise<Served> {
  if (scope === 'everything') return served
  const key = scopeKey(scope)
  const part =
    served.parts.get(key) ??
    served.engine
      .openPart(scope)
      .then((engine) => serving(served.manifest, engine, bytesKept.part, served.health))
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
  served.retired = true
  letGo(served)
}

/** Closes what is retired once nobody asks it any more. */
function letGo(served: Served) {
  if (!served.retired || served.running > 0 || served.held > 0) return
  for (const part of served.parts.values()) retirePart(part)
  served.engine.close()
}

async function servedGeneration(dataDir: string): Promise<Served> {
  const door = doorTo(dataDir)
  leaveDamaged(door)
  if (Date.now() - door.checkedAt > recheckMs || !door.served) {
    if (door.opening === null) {
      door.openingSince = Date.now()
      door.opening = refresh(door, dataDir).finally(() => {
        door.checkedAt = Date.now()
        door.opening = null
      })
      // Who comes later is told, should it fail; nobody may be waiting now.
      door.opening.catch(() => undefined)
    }
    const patience = patienceMs - (Date.now() - door.openingSince)
    if (!door.served) await door.opening
    else if (patience > 0) await Promise.race([door.opening, pause(patience, undefined, { ref: false })])
  }
  if (!door.served) throw new NothingYet()
  return door.served
}

/** The folder whose generations are served: YARDSTICK_DATA, or the sample's. */
export const dataDirOf = (env: NodeJS.ProcessEnv = process.env) =>
  path.resolve(env.YARDSTICK_DATA ?? 'var/data')

/** Answers by what they were read from: sums and lists that are kept with the generation, or rows. */
export interface Told {
  rollups: number
  rows: number
}

/** A request under way: the generation that answers all of it, once it asked something, and where answers came from. */
interface Visit {
  served: Promise<Served> | null
  told: Told
}

/** A request begins; it is known by the id until it leaves. */
export function arrive(): string {
  const id = randomUUID()
  visits.set(id, { served: null, told: { rollups: 0, rows: 0 } })
  return id
}

/** What a request is answered by from its first question on, whatever is published meanwhile. */
const servedTo = (visit: Visit | undefined, dataDir: string): Promise<Served> =>
  (visit === undefined ? servedGeneration(dataDir) : heldFor(visit, dataDir)).catch(tellEach)

/** An answer can be read once: each question that waits for it is given one of its own. */
function tellEach(fault: unknown): never {
  if (fault instanceof NothingYet) throw new NothingLoaded()
  throw fault instanceof OtherVersion ? new NotReadable(fault.message) : fault
}

function heldFor(visit: Visit, dataDir: string): Promise<Served> {
  const opening = visit.served ?? held(dataDir)
  visit.served = opening
  opening.catch(() => {
    visit.served = null
  })
  return opening
}

async function held(dataDir: string): Promise<Served> {
  const served = await servedGeneration(dataDir)
  if (served.retired) return held(dataDir)
  served.held += 1
  return served
}

/** A request was answered: it lets go of its generation. */
export function leave(id: string) {
  const opening = visits.get(id)?.served
  visits.delete(id)
  opening?.then(
    (served) => {
      served.held -= 1
      letGo(served)
    },
    () => undefined,
  )
}

/** Where the answers to a request came from so far. */
export const toldOf = (id: string | null): Told => ({ rollups: 0, rows: 0, ...visits.get(id ?? '')?.told })

/** Which generation answers a request, or would answer now; for pages, exports and the health check. */
export async function generationInUse(dataDir = dataDirOf(), id: string | null = null) {
  const { manifest } = await servedTo(visits.get(id ?? ''), dataDir)
  return { ...manifest, fault: doorTo(dataDir).fault }
}

/**
 * The door for those who see a scope: what lies outside is as if it had never been loaded. The questions of one
 * request, known by its id, are all answered by one generation. What one loader was told is counted for it alone, as
 * others of the request ask at the same time.
 */
export const askWithin =
  (
    scope: Scope,
    dataDir = dataDirOf(),
    signal?: AbortSignal,
    id: string | null = null,
    told: Told = { rollups: 0, rows: 0 },
  ): Ask =>
  async (query, params) => {
    const visit = visits.get(id ?? '')
    const served = await partOf(await servedTo(visit, dataDir), scope)
    return answered(served, query, params, signal, visit ? [visit.told, told] : [told])
  }

/**
 * The one door to the warehouse: runs a query on the newest generation, checks its rows, and keeps the
 * answer for as long as the generation is served. Identical questions in flight run once; one that nobody waits
 * for any more, since each signal was given, is cancelled.
 */
export async function ask<Params, Row>(
  query: Query<Params, Row>,
  params: Params,
  dataDir = dataDirOf(),
  signal?: AbortSignal,
  scope: Scope = 'everything',
): Promise<readonly Row[]> {
  return answered(await partOf(await servedTo(undefined, dataDir), scope), query, params, signal)
}

async function answered<Params, Row>(
  served: Served,
  query: Query<Params, Row>,
  params: Params,
  signal: AbortSignal | undefined,
  told: readonly Told[] = [],
): Promise<readonly Row[]> {
  signal?.throwIfAborted()
  // A page asks more at once than listeners are usual.
  if (signal) setMaxListeners(0, signal)
  const statement = query.sql(params)
  for (const count of told) count[statement.rollups ? 'rollups' : 'rows'] += 1
  const key = keyOf(query.name, statement)
  const check = (rows: readonly unknown[]) => query.row.array().parse(rows)
  const answer = served.answers.get(key) ?? begun(served, key, { name: query.name, statement, check })
  answer.asked += 1
  const rows = await wanting(answer, signal)
  return isOf(rows, query) ? rows : []
}

/** Answers are kept under their queries' names and were checked when they came, so that all are given the same rows. */
const isOf = <Params, Row>(_rows: readonly unknown[], _query: Query<Params, Row>): _rows is readonly Row[] =>
  true

/** Waits for an answer, and says so when it is wanted no longer. */
async function wanting(answer: Answer, signal: AbortSignal | undefined) {
  answer.wanted += 1
  const leave = () => {
    answer.wanted -= 1
    if (answer.wanted === 0) answer.cancel()
  }
  // One request asks many questions at once, which is no leak.
  if (signal) setMaxListeners(0, signal)
  signal?.addEventListener('abort', leave, { once: true })
  try {
    return await answer.rows
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

/** A question as one short text: values may be long, and thousands of answers are kept. */
const keyOf = (name: string, { text, values }: Sql) =>
  createHash('sha256')
    .update(JSON.stringify([name, values, text]))
    .digest('base64')

interface Question {
  name: string
  statement: Sql
  check(rows: readonly unknown[]): readonly unknown[]
}

function begun(served: Served, key: string, question: Question): Answer {
  const { rows, cancel } = run(served, question)
  const answer: Answer = {
    question,
    asked: 0,
    rows,
    wanted: 0,
    bytes: 0,
    cancel() {
      // Who asks from now on has it run anew.
      if (served.answers.get(key) === answer) served.answers.delete(key)
      cancel()
    },
  }
  served.answers.set(key, answer)
  rows.then(
    (given) => {
      answer.cancel = () => undefined
      if (served.answers.get(key) === answer) weigh(served, answer, given)
    },
    () => {
      if (served.answers.get(key) === answer) served.answers.delete(key)
    },
  )
  return answer
}

const weighed = 100
const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)

/** Adds an answer to what is kept, and lets go of the oldest beyond the bound. */
function weigh(served: Served, answer: Answer, rows: readonly unknown[]) {
  const some = rows.slice(0, weighed)
  answer.bytes = 2 * JSON.stringify(some, plain).length * (rows.length / Math.max(1, some.length))
  served.bytes += answer.bytes
  for (const [key, old] of served.answers) {
    if (served.bytes <= served.mostBytes) break
    if (old.bytes === 0) continue
    served.answers.delete(key)
    served.bytes -= old.bytes
  }
}

/** Waits until the engine has room: what a question may take is not counted while it stands in a queue. */
async function turnOf({ running, engine, waiting }: Served) {
  if (running > engine.most) await new Promise<void>((begin) => waiting.push(begin))
}

function run(served: Served, { name, statement, check }: Question) {
  const stop = new AbortController()
  const rows = (async () => {
    served.running += 1
    await turnOf(served)
    const deadline = setTimeout(() => stop.abort(), deadlineMs)
    try {
      return await served.engine.rowsOf(statement, stop.signal)
    } catch (error) {
      served.health.damaged ||= served.engine.isDamage(error)
      throw new Error(`query ${name} failed: ${statement.text}`, { cause: error })
    } finally {
      clearTimeout(deadline)
      served.waiting.shift()?.()
      served.running -= 1
      letGo(served)
    }
  })()
  return { rows: rows.then(check), cancel: () => stop.abort() }
}
