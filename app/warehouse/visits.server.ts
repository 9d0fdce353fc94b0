import { randomUUID } from 'node:crypto'
import type { Told } from './answers.server.ts'
import { newestServed } from './newest.server.ts'
import { letGo, type Served } from './served.server.ts'

/** A request under way: the generation that answers all of it, once it asked something, and where answers came from. */
export interface Visit {
  served: Promise<Served> | null
  told: Told
}

declare global {
  // The server in front of the routes begins and ends what they ask.
  var yardstickVisits: Map<string, Visit> | undefined
}

globalThis.yardstickVisits ??= new Map()
const visits = globalThis.yardstickVisits

/** A request begins; it is known by the id until it leaves. */
export function arrive(): string {
  const id = randomUUID()
  visits.set(id, { served: null, told: { rollups: 0, rows: 0 } })
  return id
}

/** A request was answered: it lets go of its generation. */
export function leave(id: string) {
  const opening = visits.get(id)?.served
  visits.delete(id)
  opening?.then(letGo, () => undefined)
}

export const visitOf = (id: string | null): Visit | undefined => visits.get(id ?? '')

/** Where the answers to a request came from so far. */
export const toldOf = (id: string | null): Told => ({ rollups: 0, rows: 0, ...visitOf(id)?.told })

/** What answers a request from its first question on, whatever is published meanwhile. */
export function heldFor(visit: Visit, dataDir: string): Promise<Served> {
  const opening = visit.served ?? held(dataDir)
  visit.served = opening
  opening.catch(() => {
    visit.served = null
  })
  return opening
}

async function held(dataDir: string): Promise<Served> {
  const served = await newestServed(dataDir, visits.size)
  if (served.retired) return held(dataDir)
  served.held += 1
  return served
}
