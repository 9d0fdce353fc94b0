import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import mammoth from 'mammoth'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import { gradesByDistrict, overviewFigures } from '#app/queries/overview.ts'
import { satisfactionByDistrict } from '#app/queries/satisfaction.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { currentManifest, foldersOf } from '#app/warehouse/generations.server.ts'
import type { Query, Sql } from '#app/warehouse/sql.ts'
import { filesUnder } from '#ingest/files.ts'
import { understand } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { load } from '#test/load.ts'
import { measureLongList } from './long-list.ts'

/** Speed as ratios within one run: machines are shared, and seconds of one mean nothing on another. */
const rounds = 5

const { values: asked } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, list: { type: 'string' } },
})

/** A long list loaded, each phase told; texts stay as written, so the engine's copy as text is the like of it. */
async function benchList() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-list-'))
  try {
    const { archived, scanned, loaded, recorded, copied, peakMiB } = await measureLongList(
      folder,
      Number(asked.rows),
      asked.list,
    )
    const what = asked.list ?? `list of ${asked.rows} indicators`
    const ours = scanned + loaded - recorded
    tell(`${what} loaded, quantities understood`, [ours, 'ms'], "DuckDB's copy as text", copied.varchar)
    tell(
      `${what} loaded, quantities understood`,
      [ours, 'ms'],
      "DuckDB's copy, types guessed",
      copied.sniffed,
    )
    tell(
      `${what} loaded, with the audit's records`,
      [ours + recorded, 'ms'],
      "DuckDB's copy as text",
      copied.varchar,
    )
    console.log(
      `${what}: archived in ${archived.toFixed(0)} ms, gone through in ${scanned.toFixed(0)} ms, loaded in ${loaded.toFixed(0)} ms; at most ${peakMiB.toFixed(0)} MiB in memory`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The quickest of several rounds, in milliseconds. */
async function quickest(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now()
    await work()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

const table: { what: string; ours: string; bound: string; ratio: string }[] = []

function tell(what: string, [ours, unit]: readonly [number, string], against: string, bound: number) {
  table.push({
    what,
    ours: `${ours.toFixed(1)} ${unit}`,
    bound: `${against} ${bound.toFixed(1)} ${unit}`,
    ratio: (ours / bound).toFixed(2),
  })
}

const sample = await filesUnder(['data/sample'])
const documents = await Promise.all(
  sample.map(async ({ file, path: named }) => ({ path: named, bytes: await readFile(file) })),
)
const reference = readReference()
const words = documents.filter((document) => document.path.endsWith('.docx'))
const readWhole = async (bytes: Uint8Array, name: string) => read(bytes, name)
const ours = await quickest(async () => {
  for (const document of words) await understand(document, readWhole, reference)
})
const theirs = await quickest(async () => {
  for (const { bytes } of words) await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
})
tell(`${words.length} docx understood`, [ours, 'ms'], "mammoth's plain text", theirs)

const dataDir = path.join(os.tmpdir(), `yardstick-bench-${process.pid}`)
const began = performance.now()
await load(dataDir, 'data/sample')
const ingested = performance.now() - began
const all = await quickest(async () => {
  for (const document of documents) await understand(document, readWhole, reference)
})
tell(`${documents.length} documents loaded and audited`, [ingested, 'ms'], 'understanding alone', all)

const manifest = await currentManifest(dataDir)
const instance = await openReadOnly(
  path.join(foldersOf(dataDir).generations, manifest?.file ?? ''),
  os.tmpdir(),
)
const connection = await instance.connect()
const bare = (statement: Sql) => quickest(() => rowsOf(connection, statement))
async function askedAgain<Row>(question: Query<Filters, Row>) {
  const plain = await bare(question.sql(noFilters))
  await ask(question, noFilters, dataDir)
  const answered = await quickest(() => ask(question, noFilters, dataDir))
  tell(`${question.name}, asked again`, [answered, 'ms'], 'the bare query', plain)
}
await askedAgain(overviewFigures)
await askedAgain(gradesByDistrict)
await askedAgain(satisfactionByDistrict)
connection.closeSync()
instance.closeSync()
await benchList()
console.table(table)
