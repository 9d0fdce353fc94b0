import path from 'node:path'
import { type Scope, scopeKey } from '#app/domain/scope.ts'
import { environment } from '#app/env.server.ts'
import { type Answers, noAnswers } from './answers.server.ts'
import { openCluster } from './clickhouse.server.ts'
import { type Engine, openEmbedded } from './engine.server.ts'
import { checkVersion, checkWhole, foldersOf, type Manifest } from './generations.server.ts'

/** A generation, or a part of one, as this process serves it. */
export interface Served {
  manifest: Manifest
  answers: Answers
  /** How many requests under way are answered by it. */
  held: number
  retired: boolean
  /** Parts of it that someone has asked, each with its answers; those asked last are kept. */
  parts: Map<string, Promise<Served>>
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
  }
  return served
}

/** What of a generation lies within a scope: all of it, or a part that is made when it is first asked. */
export function partOf(served: Served, scope: Scope): Served | Promise<Served> {
  if (scope === 'everything') return served
  const { manifest, answers, parts } = served
  const key = scopeKey(scope)
  const part =
    parts.get(key) ??
    answers.engine.openPart(scope).then((engine) => serving(manifest, engine, bytesKept.part, answers.health))
  part.catch(() => parts.delete(key))
  parts.delete(key)
  parts.set(key, part)
  const [oldest] = parts
  if (parts.size > partsKept && oldest) {
    parts.delete(oldest[0])
    retirePart(oldest[1])
  }
  return part
}

/** Whoever was given a part has put the question by then. */
const retirePart = (part: Promise<Served>) =>
  void setTimeout(() => part.then(retire, absentPart), askedWithinMs).unref()
const absentPart = () => undefined

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

function closeIfUnused({ retired, held, answers, parts }: Served) {
  if (!retired || answers.running > 0 || held > 0) return
  for (const part of parts.values()) retirePart(part)
  answers.engine.close()
}
