import path from 'node:path'
import type { Scope } from '#app/domain/scope.ts'
import { answered, type Told } from './answers.server.ts'
import { OtherVersion } from './generations.server.ts'
import { faultOf, NothingYet, newestServed } from './newest.server.ts'
import { partOf, type Served } from './served.server.ts'
import type { Ask, Query } from './sql.ts'
import { heldFor, type Visit, visitOf } from './visits.server.ts'

export type { Told } from './answers.server.ts'
export { arrive, leave, toldOf } from './visits.server.ts'

/** No generation was published yet; as an answer, so that every page and file says so in one way, with 503. */
export class NothingLoaded extends Response {
  constructor() {
    super('Nothing was loaded yet: npm run ingest -- PATH…', { status: 503, statusText: 'Nothing loaded' })
  }
}

/** What is there was written by another version; as an answer, so that pages say what to do. */
class NotReadable extends Response {
  constructor(message: string) {
    super(message, { status: 503, statusText: 'Other version' })
  }
}

/** The folder whose generations are served: YARDSTICK_DATA, or the sample's. */
export const dataDirOf = (env: NodeJS.ProcessEnv = process.env) =>
  path.resolve(env.YARDSTICK_DATA ?? 'var/data')

const servedTo = (visit: Visit | undefined, dataDir: string): Promise<Served> =>
  (visit === undefined ? newestServed(dataDir) : heldFor(visit, dataDir)).catch(tellEach)

/** An answer can be read once: each question that waits for it is given one of its own. */
function tellEach(fault: unknown): never {
  if (fault instanceof NothingYet) throw new NothingLoaded()
  throw fault instanceof OtherVersion ? new NotReadable(fault.message) : fault
}

/** Which generation answers a request, or would answer now; for pages, exports and the health check. */
export async function generationInUse(dataDir = dataDirOf(), id: string | null = null) {
  const { manifest } = await servedTo(visitOf(id), dataDir)
  return { ...manifest, fault: faultOf(dataDir) }
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
    const visit = visitOf(id)
    const { answers } = await partOf(await servedTo(visit, dataDir), scope)
    return answered(answers, query, params, signal, visit ? [visit.told, told] : [told])
  }

/** The one door to the warehouse: the newest generation, or what of it lies within a scope, answers a query. */
export async function ask<Params, Row>(
  query: Query<Params, Row>,
  params: Params,
  dataDir = dataDirOf(),
  signal?: AbortSignal,
  scope: Scope = 'everything',
): Promise<readonly Row[]> {
  const { answers } = await partOf(await servedTo(undefined, dataDir), scope)
  return answered(answers, query, params, signal)
}
