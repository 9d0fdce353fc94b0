import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { askAhead } from './answers.server.ts'
import { absent, foldersOf } from './files.server.ts'
import { currentManifest, damagedIsNone, isSame, keptManifests } from './generations.server.ts'
import { inherit, openGeneration, retire, type Served } from './served.server.ts'

/** What this process serves of a data folder, and what it last saw there. */
interface Door {
  served: Served | null
  movedAt: number
  checkedAt: number
  pointerSeen: number
  opening: Promise<void> | null
  openingSince: number
  fault: string | null
}

declare global {
  // One owner a process and data folder: a reloading dev server must not open a file twice.
  var yardstickDoors: Map<string, Door> | undefined
}

globalThis.yardstickDoors ??= new Map()
const doors = globalThis.yardstickDoors

const recheckMs = 500
/** How long a newer generation may take before the one in use goes on answering meanwhile. */
const patienceMs = 400
/**
 * Where generations follow each other within seconds and so many requests are under way that most wait, one stays in use
 * for so long at the least: with each move all answers that are kept are worked out anew.
 */
const shortestInUseMs = 30_000
const manyUnderWay = 24

/** No generation was published yet. */
export class NothingYet extends Error {}

function doorTo(dataDir: string): Door {
  const door = doors.get(dataDir) ?? {
    served: null,
    movedAt: 0,
    checkedAt: 0,
    pointerSeen: 0,
    opening: null,
    openingSince: 0,
    fault: null,
  }
  doors.set(dataDir, door)
  return door
}

/** Why the newest generation is not the one that is served; null where it is. */
export const faultOf = (dataDir: string): string | null => doorTo(dataDir).fault

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
    await askAhead(next.answers, door.served.answers)
    inherit(next, door.served)
    retire(door.served)
  }
  door.served = next
  door.movedAt = Date.now()
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
  if (!door.served?.answers.health.damaged || door.opening !== null) return
  retire(door.served)
  door.served = null
  door.pointerSeen = 0
}

/** Whether it is time to look for a newer generation than the one in use. */
function isDue({ served, movedAt, checkedAt }: Door, underWay: number): boolean {
  if (!served) return true
  const now = Date.now()
  return now - checkedAt > recheckMs && (underWay < manyUnderWay || now - movedAt > shortestInUseMs)
}

/** The newest generation that is whole, or for a moment the one before it; longer where many requests are under way. */
export async function newestServed(dataDir: string, underWay = 0): Promise<Served> {
  const door = doorTo(dataDir)
  leaveDamaged(door)
  if (isDue(door, underWay)) {
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
