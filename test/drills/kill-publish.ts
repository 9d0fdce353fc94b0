import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { ran } from './child.ts'
import type { Drill } from './drill.ts'
import { documentsIn, faultsOf } from './oracle.ts'
import { traced } from './traced.ts'

/** What the generation holds of what was published: none of it half, none twice, all that was said to be. */
function halvesIn(documents: readonly string[], acknowledged: number): string[] {
  const held = new Map<string, number>()
  for (const id of documents) {
    const number = id.replace(/[abc]$/, '')
    held.set(number, (held.get(number) ?? 0) + 1)
  }
  const half = [...held].filter(([, n]) => n !== 3).map(([number, n]) => `${n} of 3 documents of ${number}`)
  const lost = Array.from({ length: acknowledged }, (_, number) => String(number)).filter(
    (number) => !held.has(number),
  )
  return [...half, ...lost.map((number) => `${number} was acknowledged and is lost`)]
}

export const killPublish: Drill = {
  what: 'kill -9 at each step of publishing, before, amid and after it: 0 lost, 0 half, 0 twice',
  counts: { full: 1000, short: 6 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const dataDir = path.join(root, 'data')
    const random = randomFrom(seed, 'kill-publish')
    const programs = { before: ['./test/drills/fs-steps.ts'] }
    try {
      await withWriterLock(dataDir, () => publishGeneration(dataDir, 'empty', async () => undefined))
      const { steps } = await traced(['test/drills/publish-some.ts', dataDir, '0'], path.join(root, 'trace'))
      let next = 3
      for (let kill = 1; kill <= count; kill += 1) {
        const step = ((kill - 1) % steps) + 1
        const how = random.pick(['before', 'after', 'amid'])
        const env = { DRILL_STEP: String(step), DRILL_HOW: how }
        const { out } = await ran(['test/drills/publish-some.ts', dataDir, String(next)], {
          ...programs,
          env,
        })
        const said = out.trim().split('\n').filter(Boolean).map(Number)
        const documents = await documentsIn(dataDir)
        const faults = [...(await faultsOf(dataDir)), ...halvesIn(documents, (said.at(-1) ?? next - 1) + 1)]
        next = documents.length / 3
        yield { what: `killed ${how} step ${step}`, faults }
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
