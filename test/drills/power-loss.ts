import { copyFile, cp, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import type { Drill } from './drill.ts'
import { documentsIn, faultsOf } from './oracle.ts'
import { loadYears } from './some-generations.ts'
import { type Step, traced } from './traced.ts'

/**
 * What a disk may hold when the power fails after so many steps: a name is safe once its folder was flushed after it was
 * given, a file's content once it was flushed itself; of all else the disk took what it liked.
 */
async function leaveAsPowerDid(order: readonly Step[], until: number, random: Random) {
  const contents = new Map<string, string>()
  for (const [place, { what, of, to, copy }] of order.slice(0, until).entries()) {
    if (what === 'sync' && copy !== '') contents.set(of, copy)
    if (what !== 'rename') continue
    const isNameSafe = order
      .slice(place + 1, until)
      .some((later) => later.what === 'sync' && later.of === path.dirname(to))
    if (!isNameSafe && random.chance(0.5)) continue
    const content = contents.get(of)
    await mkdir(path.dirname(to), { recursive: true })
    await rm(to, { force: true })
    if (content === undefined) await writeFile(to, '')
    else {
      await copyFile(content, to)
      contents.set(to, content)
    }
  }
}

/** A build that was never flushed is there in part. */
async function leaveBuild(dataDir: string, from: string, random: Random) {
  const { build } = foldersOf(dataDir)
  await mkdir(path.join(build, 'dead'), { recursive: true })
  const file = path.join(build, 'dead', 'gen-000002.duckdb')
  await copyFile(from, file)
  await truncate(file, random.whole(0, 4096))
}

export const powerLoss: Drill = {
  what: 'power lost at any step of an ingest, each file and name that was not flushed there or not: whole all the same',
  counts: { full: 500, short: 20 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'power-loss')
    const [start, dataDir] = [path.join(root, 'start'), path.join(root, 'data')]
    try {
      await loadYears(start, '2018')
      const before = await currentManifest(start)
      await cp(start, dataDir, { recursive: true })
      const named = 'data/sample/2019/鹿鸣区'
      const { order } = await traced(['ingest/main.ts', '--data', dataDir, named], path.join(root, 'trace'))
      const after = await documentsIn(dataDir)
      const pointed = order.findLastIndex(({ what, to }) => what === 'rename' && to.endsWith('CURRENT.json'))
      const built = order.findIndex(({ what, to }) => what === 'rename' && /gen-\d+\.duckdb$/.test(to))
      yield {
        what: 'each name is given to what was flushed, and its folder flushed before the pointer moves',
        faults: [
          ...(built < pointed ? [] : ['the pointer moves before its file is there']),
          ...order.flatMap(({ what, of, to }, place) =>
            what === 'rename' && !order.slice(0, place).some((one) => one.what === 'sync' && one.of === of)
              ? [`${to} was given its name before it was flushed`]
              : [],
          ),
        ],
      }
      for (let trial = 1; trial < count; trial += 1) {
        await rm(dataDir, { recursive: true, force: true })
        await cp(start, dataDir, { recursive: true })
        const until = random.whole(0, order.length)
        await leaveAsPowerDid(order, until, random)
        if (random.chance(0.5))
          await leaveBuild(dataDir, path.join(foldersOf(start).generations, before?.file ?? ''), random)
        const faults = await faultsOf(dataDir)
        const held = await documentsIn(dataDir).catch(() => [])
        if (held.length !== before?.rows.document && held.length !== after.length)
          faults.push(`${held.length} documents are there`)
        // The command says that it is done after the last step alone.
        if (until === order.length && held.length !== after.length)
          faults.push('what was acknowledged is lost')
        yield { what: `after step ${until} of ${order.length}`, faults }
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
