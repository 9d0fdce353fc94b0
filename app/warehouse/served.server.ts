import path from 'node:path'
import { type Part, type Scope, scopeKey } from '#app/domain/scope.ts'
import { environment } from '#app/env.server.ts'
import { type Answers, noAnswers } from './answers.server.ts'
import { openCluster } from './clickhouse.server.ts'
import { type Engine, openEmbedded } from './engine.server.ts'
import { foldersOf } from './files.server.ts'
import { checkVersion, checkWhole, type Manifest } from './generations.server.ts'

/** A generation, or a part of one, as this process serves it. */
export interface Served {
  manifest: Manifest
  answers: Answers
  /** How many requests under way are answered by it. */
  held: number
  retired: boolean
  /** Parts of it that someone has asked, each with its answers; those asked last are kept. */
  parts: Map<string, Promise<Served>>
  /** Parts of the generation before, which may hold what those of this one would. */
  inherited: Map<string, Promise<Served>>
  /** Its parts, once the next generation has inherited them: for those who are answered by it still. */
  left: Map<string, Promise<Served>>
}

/** What the answers kept may weigh, of each generation that is served, and of each part of one. */
const bytesKept = { whole: 64 * 1024 * 1024, part: 4 * 1024 * 1024 }
const partsKept = 32
/** How long whoever was given a part may take to put a question to it. */
const askedWithinMs = 10_000

/** Opens a published generation, once it is known to be as it was published. */
export async function openGeneration(dataDir: string, manifest: Manifest): Promise<Served> {
  checkVersion(manifest)
  await checkWhole(dataDir, manifest)
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  const { YARDSTICK_CLICKHOUSE: cluster } = environment()
  const engine =
    cluster === undefined ? await openEmbedded(file) : await openCluster(cluster, { file, manifest })
  return serving(manifest, engine, bytesKept.whole)
}

function serving(manifest: Manifest, engine: Engine, mostBytes: number, health = { damaged: false }): Served {
  const ended = () => closeIfUnused(served)
  const served: Served = {
    manifest,
    answers: noAnswers({ engine, mostBytes, health, ended }),
    held: 0,
    retired: false,
    parts: new Map(),
    inherited: new Map(),
    left: new Map(),
  }
  return served
}

/** What of a generation lies within a scope: all of it, or a part that is made when it is first asked. */
export function partOf(served: Served, scope: Scope): Served | Promise<Served> {
  if (scope === 'everything') return served
  const { parts, left } = served
  const key = scopeKey(scope)
  const part = left.get(key) ?? parts.get(key) ?? inheritedOrMade(served, scope, key)
  if (left.has(key)) return part
  part.catch(() => parts.delete(key))
  parts.delete(key)
  parts.set(key, part)
  dropOldest(parts)
  return part
}

/** A part that no publication has touched is taken over with its answers: to write it anew takes twenty times as long. */
async function inheritedOrMade({ manifest, answers, inherited }: Served, scope: Part, key: string) {
  const earlier = inherited.get(key)
  inherited.delete(key)
  const known = await earlier?.catch(absentPart)
  if (earlier && known) {
    if (await answers.engine.isPart?.(scope, known.answers.engine).catch(isNot)) {
      known.answers.health = answers.health
      return known
    }
    retirePart(earlier)
  }
  return serving(manifest, await answers.engine.openPart(scope), bytesKept.part, answers.health)
}

/** A newer generation takes over the parts of the one before. */
export function inherit(next: Served, before: Served) {
  next.inherited = new Map([...before.inherited, ...before.parts])
  dropOldest(next.inherited)
  before.left = new Map([...before.left, ...before.parts])
  before.parts = new Map()
  before.inherited = new Map()
}

function dropOldest(parts: Map<string, Promise<Served>>) {
  for (const [key, part] of parts) {
    if (parts.size <= partsKept) return
    parts.delete(key)
    retirePart(part)
  }
}

/** Whoever was given a part has put the question by then. */
const retirePart = (part: Promise<Served>) =>
  void setTimeout(() => part.then(retire, absentPart), askedWithinMs).unref()
const absentPart = () => undefined
const isNot = () => false

/** Nobody is given it from now on. */
export function retire(served: Served) {
  served.retired = true
  closeIfUnused(served)
}

/** A request was answered by it, and needs it no longer. */
export function letGo(served: Served) {
  served.held -= 1
  closeIfUnused(served)
}

function closeIfUnused({ retired, held, answers, parts, inherited }: Served) {
  if (!retired || answers.running > 0 || held > 0) return
  for (const part of [...parts.values(), ...inherited.values()]) retirePart(part)
  answers.engine.close()
}
