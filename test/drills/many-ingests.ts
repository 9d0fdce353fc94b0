import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { type Ended, ran } from './child.ts'
import type { Drill } from './drill.ts'
import { documentsIn, faultsOf } from './oracle.ts'

const publishing = 'test/drills/publish-some.ts'

export const manyIngests: Drill = {
  what: 'ten ingests at once, one killed: one at a time writes, the others say so, what was acknowledged is there, the place is free at once',
  counts: { full: 100, short: 1 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const dataDir = path.join(root, 'data')
    const random = randomFrom(seed, 'many-ingests')
    // A round by itself is a smaller one.
    const atOnce = count === 1 ? 4 : 10
    const acknowledged: string[] = []
    const noteFrom = ({ out }: Ended) => acknowledged.push(...out.trim().split('\n').filter(Boolean))
    try {
      await withWriterLock(dataDir, () => publishGeneration(dataDir, 'empty', async () => undefined))
      for (let round = 0; round < count; round += 1) {
        const killed = random.whole(0, atOnce - 1)
        const ms = random.whole(100, 1500)
        const ended = await Promise.all(
          Array.from({ length: atOnce }, (_, n) =>
            ran([publishing, dataDir, String(round * 100 + n), '1'], {
              ...(n === killed ? { killAfterMs: ms } : {}),
            }),
          ),
        )
        for (const one of ended) noteFrom(one)
        const faults = await faultsOf(dataDir)
        const odd = ended.filter(
          ({ code, err }) => code !== 0 && code !== null && !err.includes('another ingest is writing'),
        )
        faults.push(...odd.map(({ err }) => `one failed otherwise: ${err.slice(-300)}`))
        const next = await ran([publishing, dataDir, String(round * 100 + 99), '1'])
        noteFrom(next)
        if (next.code !== 0) faults.push(`the next one could not write: ${next.err.slice(-300)}`)
        const held = new Map<string, number>()
        for (const id of await documentsIn(dataDir)) {
          const number = id.replace(/[abc]$/, '')
          held.set(number, (held.get(number) ?? 0) + 1)
        }
        for (const [number, n] of held) if (n !== 3) faults.push(`${n} of 3 documents of ${number}`)
        for (const number of acknowledged) if (!held.has(number)) faults.push(`${number} is lost`)
        const wrote = ended.filter(({ code }) => code === 0).length
        yield { what: `${atOnce} at once, one killed after ${ms} ms: ${wrote} wrote`, faults }
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
