import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { append } from '#app/warehouse/duckdb.server.ts'
import { currentManifest, publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { type Product, serve } from '#test/browser/product.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'
import { together, unitsOfThree } from './small-documents.ts'
import { loadYears } from './some-generations.ts'

const users = 12
const pages = [
  '/documents?lang=en',
  '/findings',
  '/',
  '/funds',
  '/export/documents.csv',
  '/documents?lang=en',
]

/** What is wrong with a page: not answered, or its list of documents is not of the generation that it names. */
async function faultIn({ address }: Product, url: string, documentsOf: ReadonlyMap<number, number>) {
  const answer = await fetch(`${address}${url}`, { signal: AbortSignal.timeout(30_000) }).catch(String)
  if (typeof answer === 'string') return `${url}: ${answer}`
  const body = await answer.text()
  if (answer.status !== 200) return `${url}: ${answer.status}`
  if (!url.startsWith('/documents')) return null
  const generation = Number(/generation (\d+)/i.exec(body.replace(/<!-- -->|<[^>]*>/g, ''))?.[1])
  const shown = Number(/All\s*(\d[\d,]*)/.exec(body.replace(/<!-- -->|<[^>]*>/g, ''))?.[1]?.replace(/,/g, ''))
  const meant = documentsOf.get(generation)
  return meant === shown
    ? null
    : `${url}: generation ${generation} has ${meant} documents, ${shown} are shown`
}

export const publishWhileAsked: Drill = {
  what: 'generations published one after another while twelve people click: every page is answered, and is of one generation',
  counts: { full: 200, short: 2 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'publish-while-asked')
    const documentsOf = new Map<number, number>()
    const note = async () => {
      const manifest = await currentManifest(dataDir)
      if (manifest) documentsOf.set(manifest.generation, manifest.rows.document ?? 0)
    }
    try {
      await loadYears(dataDir, '2019')
      await note()
      const product = await serve(dataDir)
      let on = true
      let answered = 0
      const faults: string[] = []
      const user = async (number: number) => {
        const own = randomFrom(seed, 'user', number)
        while (on) {
          // A generation is known here a moment before it can be served.
          const fault = await faultIn(product, own.pick(['/', ...pages]), documentsOf)
          if (fault !== null) faults.push(fault)
          answered += 1
          await pause(own.between(20, 200))
        }
      }
      const clicking = Promise.all(Array.from({ length: users }, (_, number) => user(number)))
      for (let trial = 1; trial <= count; trial += 1) {
        const before = answered
        const [last] = [...documentsOf].reverse()
        if (last) documentsOf.set(last[0] + 1, last[1] + 3)
        await withWriterLock(dataDir, () =>
          publishGeneration(dataDir, 'newest', (connection) =>
            together(connection, () => append(connection, 'document', unitsOfThree(trial))),
          ),
        )
        await note()
        await pause(random.between(300, 900))
        const own = [...faults.splice(0), ...(await faultsOf(dataDir))]
        yield { what: `generation ${trial + 1}: ${answered - before} pages`, faults: own.slice(0, 5) }
      }
      on = false
      await clicking
      yield { what: `${answered} pages in all`, faults }
      await product.stop()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
