import { chmod, cp, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { portfolio } from '#app/queries/portfolio.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { openForBuilding } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest, type Manifest } from '#app/warehouse/generations.server.ts'
import { schemaVersion } from '#app/warehouse/schema.ts'
import { sealOf } from '#app/warehouse/seal.server.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { ingestOf } from './child.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'
import { loadYears } from './some-generations.ts'

/** Changes the file that is served, and has its manifest say so: as another version would have written it. */
async function rewritten(
  dataDir: string,
  change: (file: string) => Promise<unknown>,
  said: Partial<Manifest>,
): Promise<void> {
  const manifest = await currentManifest(dataDir)
  if (manifest === null) throw new Error('nothing is published')
  const { generations, pointer } = foldersOf(dataDir)
  const file = path.join(generations, manifest.file)
  await chmod(file, 0o644)
  await change(file)
  const now = { ...manifest, ...said, ...(await sealOf(file)) }
  for (const place of [pointer, `${file}.json`]) await writeFile(place, JSON.stringify(now, null, 2))
}

async function inEngine(file: string, statement: string) {
  const instance = await openForBuilding(file)
  const connection = await instance.connect()
  await connection.run(statement)
  await connection.run('checkpoint')
  connection.closeSync()
  instance.closeSync()
}

/** A number of the storage that no engine has yet stands in the twelfth byte of the file. */
async function storedByLater(file: string) {
  const opened = await open(file, 'r+')
  await opened.write(Buffer.from([0xff, 0x03]), 0, 2, 12)
  await opened.close()
}

const others: Readonly<Record<string, (dataDir: string, random: Random) => Promise<void>>> = {
  'an older schema': (dataDir, random) =>
    rewritten(
      dataDir,
      (file) => inEngine(file, `drop table ${random.pick(['first_seen', 'audited', 'price_index'])}`),
      {
        schema: random.whole(1, schemaVersion - 1),
      },
    ),
  'a newer schema': (dataDir, random) =>
    rewritten(dataDir, (file) => inEngine(file, 'alter table document add column kept_since varchar'), {
      schema: schemaVersion + random.whole(1, 5),
    }),
  'a newer engine': (dataDir) => rewritten(dataDir, storedByLater, {}),
}

const answerOf = async (dataDir: string) => {
  globalThis.yardstickDoors?.delete(dataDir)
  return ask(portfolio, undefined, dataDir).then(
    (rows) => ({ rows: JSON.stringify(rows), refusal: null }),
    async (fault: unknown) => ({
      rows: null,
      refusal: fault instanceof Response ? await fault.text() : String(fault),
    }),
  )
}

/** What is wrong with how a folder of another version is treated, by pages and by ingests. */
async function faultsWith(dataDir: string, kind: string, right: string | null): Promise<string[]> {
  const faults: string[] = []
  const before = await readFile(foldersOf(dataDir).pointer, 'utf8')
  const { rows, refusal } = await answerOf(dataDir)
  if (rows !== null) faults.push('it was read as if it were ours')
  if (kind !== 'a newer engine' && !refusal?.includes('--rebuild')) faults.push(`it says: ${refusal}`)
  const next = await ingestOf(dataDir, ['data/sample/2020/鹿鸣区'])
  const isOlder = kind === 'an older schema'
  if (isOlder !== (next.code === 0)) faults.push(`an ingest ended with ${next.code}: ${next.err.slice(-300)}`)
  if (!isOlder && !/--rebuild/.test(next.err)) faults.push(`an ingest says: ${next.err.slice(-300)}`)
  if (!isOlder && (await readFile(foldersOf(dataDir).pointer, 'utf8')) !== before)
    faults.push('an ingest changed what it cannot read')
  if (!isOlder) {
    const rebuilt = await ingestOf(dataDir, ['--rebuild'])
    if (rebuilt.code !== 0)
      faults.push(`built anew it ended with ${rebuilt.code}: ${rebuilt.err.slice(-300)}`)
    else if ((await answerOf(dataDir)).rows !== right) faults.push('built anew it says something else')
  } else if ((await answerOf(dataDir)).rows === null) faults.push('built anew it is not served')
  return faults
}

export const otherVersion: Drill = {
  what: 'a generation that an older or newer version wrote: never read as if it were ours; the message says what to do, and that helps',
  counts: { full: 30, short: 1 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const whole = path.join(root, 'whole')
    const random = randomFrom(seed, 'other-version')
    const kinds = random.shuffled(Object.keys(others))
    try {
      await loadYears(whole, '2019')
      const right = (await answerOf(whole)).rows
      for (let trial = 0; trial < count; trial += 1) {
        const dataDir = path.join(root, `trial-${trial}`)
        await cp(whole, dataDir, { recursive: true })
        const kind = kinds[trial % kinds.length] ?? ''
        await others[kind]?.(dataDir, random)
        const faults = await faultsWith(dataDir, kind, right)
        yield {
          what: kind,
          faults: [...faults, ...(await faultsOf(dataDir).catch((fault) => [String(fault)]))],
        }
        globalThis.yardstickDoors?.delete(dataDir)
        await rm(dataDir, { recursive: true, force: true })
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
