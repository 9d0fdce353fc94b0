import os from 'node:os'
import path from 'node:path'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { choices } from '#app/queries/choices.ts'
import { noFilters } from '#app/queries/filters.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import type { Sql } from '#app/warehouse/sql.ts'
import type { Tell } from './table.ts'

type Loader = (asked: LoaderFunctionArgs) => Promise<unknown>

const pages: Readonly<Record<string, () => Promise<{ loader: Loader }>>> = {
  overview: () => import('#app/routes/_index.tsx'),
  targets: () => import('#app/routes/compare.targets.tsx'),
  'unit cost': () => import('#app/routes/compare.unit-cost.tsx'),
  satisfaction: () => import('#app/routes/compare.satisfaction.tsx'),
  scores: () => import('#app/routes/compare.scores.tsx'),
  'side by side': () => import('#app/routes/compare.side-by-side.tsx'),
  funds: () => import('#app/routes/funds.tsx'),
  findings: () => import('#app/routes/findings.tsx'),
  projects: () => import('#app/routes/projects._index.tsx'),
  indicators: () => import('#app/routes/indicators.tsx'),
  documents: () => import('#app/routes/documents.tsx'),
}

/** What people ask first, then narrower. */
const searches = ['', '?year=2022', '?district=130000', '?sector=教育', '?year=2021&district=440000']

/** What some work took the processors of this process, in milliseconds: others on the machine take none of it. */
async function worked(work: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

const p95 = (times: readonly number[]) =>
  times.toSorted((one, other) => one - other)[Math.ceil(0.95 * times.length) - 1] ?? Number.NaN

const slowest = (times: readonly number[]) => Math.max(...times)

/** Every question that was asked of the folder's generation so far, under its key. */
const asked = (dataDir: string): ReadonlyMap<string, { question: { statement: Sql } }> =>
  globalThis.yardstickDoors?.get(path.resolve(dataDir))?.served?.answers.kept ?? new Map()

/** Every page's data, asked first and again, against the bare statements that it comes from; in processor time. */
export async function benchPages(dataDir: string, size: string, tell: Tell) {
  const manifest = await currentManifest(dataDir)
  const file = path.join(foldersOf(dataDir).generations, manifest?.file ?? '')
  const instance = await openReadOnly(file, os.tmpdir())
  const connection = await instance.connect()
  const before = process.env.YARDSTICK_DATA
  process.env.YARDSTICK_DATA = dataDir
  await ask(choices, noFilters, dataDir)
  const known = new Set(asked(dataDir).keys())
  const all: { cold: number[]; again: number[] } = { cold: [], again: [] }
  try {
    for (const [name, load] of Object.entries(pages)) {
      const { loader } = await load()
      const [cold, again, bare]: [number[], number[], number[]] = [[], [], []]
      for (const search of searches) {
        const request = new Request(`http://127.0.0.1/${search}`)
        const page = () => loader({ request, params: {}, context: {} })
        cold.push(await worked(page))
        again.push(await worked(page))
        let plain = 0
        for (const [key, { question }] of asked(dataDir)) {
          if (known.has(key)) continue
          known.add(key)
          plain += await worked(() => rowsOf(connection, question.statement))
        }
        bare.push(plain)
      }
      all.cold.push(...cold)
      all.again.push(...again)
      tell(
        `${name}: data asked first, ${size}, the dearest of ${searches.length} scopes`,
        [slowest(cold), 'ms'],
        'the bare queries',
        slowest(bare),
      )
    }
    tell(`every page's data asked first, ${size}, p95`, [p95(all.cold), 'ms'], 'the bound', 50)
    tell('the same, asked again', [p95(all.again), 'ms'], 'the bound', 5)
  } finally {
    process.env.YARDSTICK_DATA = before
    connection.closeSync()
    instance.closeSync()
  }
}
