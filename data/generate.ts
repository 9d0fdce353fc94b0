import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { append, type Connection, createSchema, openForBuilding } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { tables } from '#app/warehouse/schema.ts'
import { fingerprintOf } from '#ingest/audit.ts'
import { loadReference, noteNew } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'
import { fillAtScale } from './portfolio/at-scale.ts'
import { changanCase } from './portfolio/changan.ts'
import { documents } from './portfolio/documents.ts'
import { expectedReading } from './portfolio/expected.ts'
import { unreadableDocuments } from './portfolio/unreadable.ts'
import { portfolio } from './portfolio.ts'

const usage = `npm run generate -- --evaluations N --out DIR [--seed S] [--sample] [--expected FILE]
       npm run generate -- --rows N --generation DIR [--seed S]
       npm run generate -- --rows N --tables DIR [--format parquet|csv] [--seed S]

Writes an invented portfolio: N self-evaluations as reports, national forms and lists in Word, Excel, CSV and
text, and the ledgers of their money. The same N and seed give the same files, byte by byte. Files of the same
name are replaced; other files in DIR stay.

  --evaluations N   how many evaluations, from 1 to 200000
  --out DIR         the folder to write to; it is made where it is missing
  --seed S          a whole number; 2023 where it is left out
  --sample          adds the real case of 2019 and two documents that cannot be read
  --expected FILE   also writes what a perfect reader makes of each document, one JSON object a line
  --rows N          instead of documents a warehouse of an invented country with about N indicators, up to 100000000
  --generation DIR  publishes it as the next generation of this data folder, in place of what is there
  --tables DIR      writes its tables as files, one each: parquet, or csv with --format csv
  --help            this text

The portfolio in data/sample:  npm run generate -- --evaluations 330 --out data/sample --sample`

class UsageError extends Error {}

interface Documents {
  evaluations: number
  out: string
  seed: number
  sample: boolean
  expected: string | null
}

/** A warehouse instead of documents: about so many indicators, for a data folder or as files. */
interface AtScale {
  rows: number
  seed: number
  to: { generation: string } | { tables: string; format: 'parquet' | 'csv' }
}

const mostEvaluations = 200_000
const mostRows = 100_000_000

function wholeNumber(text: string | undefined, name: string, [low, high]: readonly [number, number]): number {
  const value = Number(text)
  if (text === undefined) throw new UsageError(`${name} is missing: say how many, as in ${name} ${low + 329}`)
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new UsageError(`${name} ${text} is not a whole number from ${low} to ${high}`)
  }
  return value
}

function options(args: string[]): Documents | AtScale | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      evaluations: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '2023' },
      sample: { type: 'boolean', default: false },
      expected: { type: 'string' },
      rows: { type: 'string' },
      generation: { type: 'string' },
      tables: { type: 'string' },
      format: { type: 'string', default: 'parquet' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  if (values.rows !== undefined) return atScale(values)
  if (!values.out)
    throw new UsageError('--out is missing: name the folder to write to, as in --out var/portfolio')
  return {
    evaluations: wholeNumber(values.evaluations, '--evaluations', [1, mostEvaluations]),
    out: values.out,
    seed: wholeNumber(values.seed, '--seed', [0, 4_294_967_295]),
    sample: values.sample,
    expected: values.expected ?? null,
  }
}

interface AskedAtScale {
  rows?: string
  seed?: string
  generation?: string
  tables?: string
  format?: string
}

function atScale({ rows, seed, generation, tables, format }: AskedAtScale): AtScale {
  const size = {
    rows: wholeNumber(rows, '--rows', [1, mostRows]),
    seed: wholeNumber(seed, '--seed', [0, 4_294_967_295]),
  }
  if (generation !== undefined) return { ...size, to: { generation } }
  if (tables === undefined)
    throw new UsageError('--rows needs --generation or --tables: name the folder to write to')
  if (format !== 'parquet' && format !== 'csv')
    throw new UsageError(`--format ${format} is neither parquet nor csv`)
  return { ...size, to: { tables, format } }
}

const progressEvery = 1000

async function writeBytes(folder: string, path: string, bytes: Uint8Array): Promise<number> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, bytes)
  return bytes.length
}

async function writePortfolio({ evaluations, out, seed, sample, expected }: Documents): Promise<string> {
  const written = documents(portfolio({ evaluations, seed }))
  const readings: string[] = []
  let size = 0
  for (const [index, document] of written.entries()) {
    if (index > 0 && index % progressEvery === 0) console.error(`${index} of ${written.length} documents`)
    const bytes = await document.bytes()
    size += await writeBytes(out, document.path, bytes)
    if (expected) readings.push(JSON.stringify(expectedReading(document, bytes)))
  }
  const extras = sample ? [changanCase, ...unreadableDocuments] : []
  for (const extra of extras) size += await writeBytes(out, extra.path, await extra.bytes())
  if (expected) await writeFile(expected, `${readings.join('\n')}\n`)
  const flows = written.reduce((sum, document) => sum + document.flows.length, 0)
  const files = written.length + extras.length
  return `${evaluations} evaluations and ${flows} fund movements in ${files} documents (${(size / 1e6).toFixed(1)} MB) written to ${out}`
}

async function fill(connection: Connection, size: Pick<AtScale, 'rows' | 'seed'>): Promise<number> {
  const reference = readReference()
  await loadReference(connection, reference)
  // Its findings stand as the audit's own: what is loaded later is audited alone.
  await append(connection, 'audited', [{ rules: fingerprintOf(reference) }])
  return fillAtScale(connection, size)
}

async function publishAtScale(size: AtScale, dataDir: string): Promise<string> {
  let rows = 0
  const { generation } = await withWriterLock(dataDir, () =>
    publishGeneration(dataDir, 'empty', async (connection, number) => {
      rows = await fill(connection, size)
      await noteNew(connection, number)
    }),
  )
  return `${rows} indicators published as generation ${generation} of ${dataDir}`
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

async function writeTables(size: AtScale, folder: string, format: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const aside = await mkdtemp(join(folder, 'build-'))
  const instance = await openForBuilding(join(aside, 'all.duckdb'))
  const connection = await instance.connect()
  try {
    await createSchema(connection)
    const rows = await fill(connection, size)
    for (const table of Object.keys(tables))
      await connection.run(
        `copy ${table} to ${literal(join(folder, `${table}.${format}`))} (format ${format}${format === 'csv' ? ', header' : ''})`,
      )
    return `${rows} indicators written to ${folder}, a ${format} file for each table`
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(aside, { recursive: true, force: true })
  }
}

function write(chosen: Documents | AtScale): Promise<string> {
  if ('out' in chosen) return writePortfolio(chosen)
  return 'generation' in chosen.to
    ? publishAtScale(chosen, chosen.to.generation)
    : writeTables(chosen, chosen.to.tables, chosen.to.format)
}

async function main(args: string[]) {
  const chosen = options(args)
  console.log(chosen === 'help' ? usage : await write(chosen))
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  console.error(`${message}\n\nnpm run generate -- --help shows how it is used.`)
  process.exitCode = 1
}
