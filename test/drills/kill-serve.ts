import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { append } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { serve } from '#test/browser/product.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'
import { faultOfPage, signedIn, workedBy } from './served.ts'
import { together, unitsOfThree } from './small-documents.ts'
import { loadYears } from './some-generations.ts'

const pages = ['/_root.data', '/findings.data', '/export/findings.csv', '/documents.data', '/funds.data']
/** From its start to its first answer: what it works, and how long others on the machine may keep it waiting. */
const longest = { worked: 5_000, waited: 120_000 }

export const killServe: Drill = {
  what: 'kill -9 of the server while people click and generations change: it comes back, sessions last, no file is hurt',
  counts: { full: 1000, short: 1 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'kill-serve')
    const publish = (number: number) =>
      withWriterLock(dataDir, () =>
        publishGeneration(dataDir, 'newest', (connection) =>
          together(connection, () => append(connection, 'document', unitsOfThree(number))),
        ),
      )
    try {
      await loadYears(dataDir, '2019')
      const cookie = await signedIn(dataDir)
      for (let kill = 1; kill <= count; kill += 1) {
        const began = performance.now()
        const product = await serve(dataDir, 'app/server.ts')
        const first = await faultOfPage(product, '/_root.data', cookie)
        const ms = Math.round(performance.now() - began)
        const worked = await workedBy(product)
        const clicks = Array.from({ length: 20 }, (_, n) =>
          faultOfPage(product, pages[n % pages.length] ?? '/', cookie),
        )
        const publishing = kill % 4 === 0 ? publish(kill) : null
        const after = random.whole(0, 400)
        await pause(after)
        process.kill(product.pid, 'SIGKILL')
        await Promise.all([...clicks, publishing, product.stop()])
        const faults = await faultsOf(dataDir)
        if (first !== null) faults.push(`the session or the page did not last: ${first}`)
        const isInTime = worked <= longest.worked && ms <= longest.waited
        yield {
          what: `back after ${ms} ms, ${worked} of them worked; killed ${after} ms later`,
          faults,
          late: isInTime ? [] : ['the first answer took too long'],
        }
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
