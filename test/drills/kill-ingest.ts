import { cp, mkdtemp, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { absent, foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { filesUnder } from '#ingest/files.ts'
import { ingestOf } from './child.ts'
import type { Drill } from './drill.ts'
import { documentsIn, faultsOf } from './oracle.ts'
import { traced } from './traced.ts'

const documents = 'data/sample/2018/鹿鸣区'
/** Half of the kills come at a random moment, half at a step on the way to the disk. */
export const killIngest: Drill = {
  what: 'kill -9 of an ingest: the last generation stays whole, nothing acknowledged is lost, the next ingest completes',
  counts: { full: 1000, short: 2 },
  async *run({ count, seed }) {
    const files = await filesUnder([documents])
    const [first] = files
    if (first === undefined) throw new Error(`${documents} holds no document`)
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const [start, dataDir] = [path.join(root, 'start'), path.join(root, 'data')]
    const random = randomFrom(seed, 'kill-ingest')
    try {
      await ingestOf(start, [first.file])
      await cp(start, dataDir, { recursive: true })
      const began = performance.now()
      const { steps } = await traced(
        ['ingest/main.ts', '--data', dataDir, documents],
        path.join(root, 'trace'),
      )
      const wholeMs = performance.now() - began
      for (let kill = 1; kill <= count; kill += 1) {
        if ((await documentsIn(dataDir)).length > 1) {
          await rm(dataDir, { recursive: true, force: true })
          await cp(start, dataDir, { recursive: true })
        }
        const step = random.whole(1, steps)
        const how = random.pick(['before', 'after', 'amid'])
        const ms = Math.round(random.between(50, wholeMs * 1.1))
        const { code } =
          kill % 2 === 0
            ? await ingestOf(dataDir, [documents], { killAfterMs: ms })
            : await ingestOf(dataDir, [documents], {
                before: ['./test/drills/fs-steps.ts'],
                env: { DRILL_STEP: String(step), DRILL_HOW: how },
              })
        const faults = await faultsOf(dataDir)
        const held = (await documentsIn(dataDir)).length
        if (held !== 1 && held !== files.length) faults.push(`${held} of ${files.length} documents: half`)
        if (code === 0 && held < files.length) faults.push('an ingest was acknowledged and is not there')
        yield { what: `killed ${kill % 2 === 0 ? `after ${ms} ms` : `${how} step ${step}`}`, faults }
      }
      await ingestOf(dataDir, [documents])
      const faults = await faultsOf(dataDir)
      const loaded = (await currentManifest(dataDir))?.rows.document
      if (loaded !== files.length) faults.push(`${loaded} documents of ${files.length} are there`)
      if ((await stat(foldersOf(dataDir).build).catch(absent)) !== null)
        faults.push('a dead build was left behind')
      yield { what: `the next ingest completes with ${loaded} documents`, faults }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
