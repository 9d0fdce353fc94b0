import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import mammoth from 'mammoth'
import { given } from '#app/command-line.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import { gradesByDistrict, overviewFigures } from '#app/queries/overview.ts'
import { satisfactionByDistrict } from '#app/queries/satisfaction.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import type { Query, Sql } from '#app/warehouse/sql.ts'
import { filesUnder } from '#ingest/files.ts'
import { understand } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { load } from '#test/load.ts'
import { auditedAgainstRead } from './audit.ts'
import { chosenToRepainted } from './choose.ts'
import { benchCrowd, mixes } from './crowd.ts'
import { ingestedInChild, writeDocuments } from './ingest.ts'
import { loadedAgainstCopied } from './long-list.ts'

import { benchPages } from './pages.ts'
import { benchScale, fill, thousands } from './scale.ts'
import { benchTable } from './table.ts'

const help = `Usage: npm run bench -- [--documents N] [--evaluations N] [--list N] [--rows N,N…] [--users N] [--seconds N]
       npm run bench -- --choose
       npm run bench -- --crowd sample|N [--users N] [--seconds N] [--seed N] [--mix even|usual]
       npm run bench -- --pages sample|N

Measures speed as ratios within one run, and ends with the table of them as the README has it; wants a build.

  --documents N    generated documents to ingest with the command itself (default 300; the whole is 10000)
  --evaluations N  evaluations to audit (default 3000; the whole is 100000)
  --list N         indicators of one csv to load (default 100000; the whole is 10000000)
  --file FILE      the csv to load, where there is one already
  --rows N,N…      warehouses to fill and ask, by their indicators (default 200000,1000000; the whole is
                   1000000,10000000,50000000); pages are those of the last build
  --users N        people at once on the largest of them (default 200)
  --seconds N      for how long (default 20)
  --seed N         what they look at (default 1)
  --mix MIX        all pages and choices alike, or a few of them mostly, as people do (default even)
  --crowd OF       only those people, on the sample or on N invented indicators; wants a build
  --pages OF       only every page's data, on the same
  --choose         only the work from a choice to its repaint, in a browser on 100000 cells; wants a build
`
const { values: options } = given(
  {
    options: {
      documents: { type: 'string', default: '300' },
      evaluations: { type: 'string', default: '3000' },
      list: { type: 'string', default: '100000' },
      file: { type: 'string' },
      rows: { type: 'string', default: '200000,1000000' },
      users: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      mix: { type: 'string', default: 'even' },
      crowd: { type: 'string' },
      pages: { type: 'string' },
      choose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  },
  help,
)
if (options.help) {
  process.stdout.write(help)
  process.exit()
}

if (options.choose) {
  const { brush, first, choice, later, after, programme, city, firstViewKilobytes } =
    await chosenToRepainted(100_000)
  const said = ({ median, p95 }: typeof brush) => `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`
  process.stdout.write(
    `brush to repaint on 100000 cells: ${said(brush)} of 16.7 ms
choice to repaint: ${said(choice)}, the first ${first.toFixed(1)} ms; the dearest frame after it, in which lists, the URL, filters and tables follow: ${said(later)}; all of them: ${said(after)}
with programmes: brush ${said(programme.brush)}; choice ${said(programme.choice)}, the first ${programme.first.toFixed(1)} ms; the dearest frame after it ${said(programme.later)}; all of them ${said(programme.after)}
cube, compressed: ${city.kilobytes.toFixed(0)} kB a city of 20 districts, ${city.reports} reports in ${city.cells} cells
scripts of the first view, compressed: ${firstViewKilobytes.toFixed(0)} kB
`,
  )
  process.exit()
}

/** Speed as ratios within one run: machines are shared, and seconds of one mean nothing on another. */
const rounds = 5

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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const { tell, written } = benchTable()

const people = {
  users: Number(options.users),
  seconds: Number(options.seconds),
  seed: Number(options.seed),
  mix: mixes.find((mix) => mix === options.mix) ?? 'even',
}

const alone = options.crowd ?? options.pages
if (alone !== undefined) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-'))
  try {
    await (alone === 'sample' ? load(dataDir, 'data/sample') : fill(dataDir, Number(alone)))
    if (options.crowd !== undefined) await benchCrowd(dataDir, people, tell)
    if (options.pages !== undefined) await benchPages(dataDir, thousands(alone), tell)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
  process.stdout.write(written())
  process.exit()
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

const portfolioDir = path.join(os.tmpdir(), `yardstick-bench-${process.pid}-documents`)
const generated = await writeDocuments(portfolioDir, Number(options.documents))
const run = await ingestedInChild(portfolioDir)
const understood = await timed(async () => {
  for (const { file, path: named } of generated)
    await understand({ path: named, bytes: await readFile(file) }, readWhole, reference)
})
await rm(portfolioDir, { recursive: true, force: true })
tell(
  `${generated.length} generated documents by the command, ${Math.round((1000 * generated.length) / run.milliseconds)} a second, peak ${Math.round(run.peakMiB)} MiB`,
  [run.milliseconds, 'ms'],
  'understanding alone',
  understood,
)

const audited = await auditedAgainstRead(Number(options.evaluations), reference)
tell(
  `${options.evaluations} evaluations audited, ${Math.round((1000 * Number(options.evaluations)) / audited.auditMs)} a second`,
  [audited.auditMs, 'ms'],
  'reading their records back',
  audited.readMs,
)

const list = await loadedAgainstCopied(Number(options.list), reference, options.file)
tell(
  `${options.list} indicators of one csv loaded, peak ${Math.round(list.loadMiB)} MiB; audited in ${Math.round(list.auditing.milliseconds / 1000)} s, peak ${Math.round(list.peakMiB)} MiB`,
  [list.loading.milliseconds, 'ms'],
  'copied into a table',
  list.copying.milliseconds,
)
tell(
  'the same, of the processors',
  [list.loading.workedMs, 'ms'],
  'copied into a table',
  list.copying.workedMs,
)

const manifest = await currentManifest(dataDir)
const instance = await openReadOnly(
  path.join(foldersOf(dataDir).generations, manifest?.file ?? ''),
  os.tmpdir(),
)
const connection = await instance.connect()
const bare = (statement: Sql) => quickest(() => rowsOf(connection, statement))
async function asked<Row>(question: Query<Filters, Row>) {
  const plain = await bare(question.sql(noFilters))
  await ask(question, noFilters, dataDir)
  const answered = await quickest(() => ask(question, noFilters, dataDir))
  tell(`${question.name}, asked again`, [answered, 'ms'], 'the bare query', plain)
}
await asked(overviewFigures)
await asked(gradesByDistrict)
await asked(satisfactionByDistrict)
connection.closeSync()
instance.closeSync()
await benchScale(
  {
    rows: options.rows.split(',').map(Number),
    ...people,
  },
  tell,
)
const { brush, choice, later } = await chosenToRepainted(100_000)
tell('work from a brush to its repaint at p95, 100,000 cells', [brush.p95, 'ms'], 'a frame', 16.7)
tell('work from a choice to its repaint at p95', [choice.p95, 'ms'], 'a frame', 16.7)
tell('the dearest frame after it, with its lists, at p95', [later.p95, 'ms'], 'a frame', 16.7)
process.stdout.write(`\n${written()}`)
