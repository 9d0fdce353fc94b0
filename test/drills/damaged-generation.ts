import { chmod, copyFile, cp, mkdtemp, open, rm, stat, truncate } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { documents } from '#app/queries/documents.ts'
import { portfolio } from '#app/queries/portfolio.ts'
import { ask, generationInUse } from '#app/warehouse/ask.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import type { Drill } from './drill.ts'
import { loadYears } from './some-generations.ts'

const shown = { q: null, status: null, lacks: null, page: 1 }

/** What pages would show of a folder, and which generation it is of. */
async function answersOf(dataDir: string) {
  const { generation, fault } = await generationInUse(dataDir)
  const rows = [await ask(portfolio, undefined, dataDir), await ask(documents, shown, dataDir)]
  return { generation, fault, rows: JSON.stringify(rows) }
}

/** Damages a file as disks, copies and hands do, and says how. */
export async function damage(file: string, random: Random): Promise<string> {
  await chmod(file, 0o644)
  const { size } = await stat(file)
  const how = random.pick(['a bit', '512 bytes', 'its end'])
  const at = random.whole(0, Math.max(0, size - 512))
  if (how === 'its end') await truncate(file, at)
  else {
    const opened = await open(file, 'r+')
    const bytes = Buffer.alloc(how === 'a bit' ? 1 : Math.min(512, size))
    await opened.read(bytes, 0, bytes.length, at)
    for (const [place, byte] of bytes.entries())
      bytes[place] = how === 'a bit' ? byte ^ (1 << random.whole(0, 7)) : byte ^ random.whole(1, 255)
    await opened.write(bytes, 0, bytes.length, at)
    await opened.close()
  }
  return `${how} at ${at} of ${size}`
}

/** What is wrong with what is shown of a damaged folder: it is right and soon there. */
async function faultsShown(dataDir: string, right: ReadonlyMap<number, string>): Promise<string[]> {
  const began = process.cpuUsage()
  // A question that met damage fails; the next is answered by the generation before.
  const seen = await answersOf(dataDir).catch(() => answersOf(dataDir).catch(() => null))
  const { user, system } = process.cpuUsage(began)
  // Of the processor's time: a busy machine is no fault of what is served.
  const ms = (user + system) / 1000
  if (seen === null) return ['nothing is served']
  return [
    ...(right.get(seen.generation) === seen.rows
      ? []
      : [`generation ${seen.generation} shows something else`]),
    ...(ms > 5000 ? [`it took ${Math.round(ms)} ms of work to be served`] : []),
  ]
}

/** Two generations, damage to the newest or to the pointer at it; what is shown then is right, or nothing is. */
export const damagedGeneration: Drill = {
  what: 'a damaged generation or pointer, before the start and while serving: noticed before a wrong number is shown',
  counts: { full: 300, short: 16 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'damaged-generation')
    const whole = path.join(root, 'whole')
    try {
      await loadYears(whole, '2018', '2019')
      const now = await answersOf(whole)
      const manifest = await currentManifest(whole)
      const before = path.join(root, 'before')
      await cp(whole, before, { recursive: true })
      await copyFile(
        path.join(foldersOf(whole).generations, 'gen-000001.duckdb.json'),
        foldersOf(before).pointer,
      )
      const older = await answersOf(before)
      const right = new Map([now, older].map(({ generation, rows }) => [generation, rows]))
      for (let trial = 1; trial <= count; trial += 1) {
        const dataDir = path.join(root, `trial-${trial}`)
        await cp(whole, dataDir, { recursive: true })
        const { generations, pointer } = foldersOf(dataDir)
        const serving = trial % 2 === 0
        const ofPointer = trial % 8 === 1
        const file = ofPointer ? pointer : path.join(generations, manifest?.file ?? '')
        // A file that is served was read already in part; the rest is still to come.
        if (serving) await generationInUse(dataDir)
        const how = await damage(file, random)
        const faults = await faultsShown(dataDir, right)
        const { generation, fault } = await generationInUse(dataDir)
        if (!serving && !ofPointer && (generation === now.generation || fault === null))
          faults.push('the damage was not noticed')
        yield { what: `${serving ? 'serving' : 'before'}, ${ofPointer ? 'pointer' : 'file'}: ${how}`, faults }
        globalThis.yardstickDoors?.delete(dataDir)
        await rm(dataDir, { recursive: true, force: true })
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
