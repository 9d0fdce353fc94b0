import { createWriteStream } from 'node:fs'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { changanCase } from './portfolio/changan.ts'
import { documents } from './portfolio/documents.ts'
import { expectedReading } from './portfolio/expected.ts'
import { longList } from './portfolio/long-list.ts'
import { unreadableDocuments } from './portfolio/unreadable.ts'
import { portfolio } from './portfolio.ts'

const usage = `npm run generate -- --evaluations N --out DIR [--seed S] [--sample] [--expected FILE]
       npm run generate -- --flat-csv-rows N --out FILE [--seed S]

Writes an invented portfolio: N self-evaluations as reports, national forms and lists in Word, Excel, CSV and
text, and the ledgers of their money. The same N and seed give the same files, byte by byte. Files of the same
name are replaced; other files in DIR stay.

  --evaluations N   how many evaluations, from 1 to 200000
  --flat-csv-rows N instead of a portfolio one csv, a list of N indicators of many units; up to 100000000
  --out DIR         the folder, or the csv, to write to; a folder is made where it is missing
  --seed S          a whole number; 2023 where it is left out
  --sample          adds the real case of 2019 and two documents that cannot be read
  --expected FILE   also writes what a perfect reader makes of each document, one JSON object a line
  --help            this text

The portfolio in data/sample:  npm run generate -- --evaluations 330 --out data/sample --sample`

class UsageError extends Error {}

interface Options {
  /** Evaluations of a portfolio, or rows of one list. */
  amount: { evaluations: number } | { rows: number }
  out: string
  seed: number
  sample: boolean
  expected: string | null
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

function options(args: string[]): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      evaluations: { type: 'string' },
      'flat-csv-rows': { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '2023' },
      sample: { type: 'boolean', default: false },
      expected: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  if (!values.out)
    throw new UsageError('--out is missing: name the folder to write to, as in --out var/portfolio')
  const rows = values['flat-csv-rows']
  return {
    amount:
      rows === undefined
        ? { evaluations: wholeNumber(values.evaluations, '--evaluations', [1, mostEvaluations]) }
        : { rows: wholeNumber(rows, '--flat-csv-rows', [1, mostRows]) },
    out: values.out,
    seed: wholeNumber(values.seed, '--seed', [0, 4_294_967_295]),
    sample: values.sample,
    expected: values.expected ?? null,
  }
}

const progressEvery = 1000

async function writeBytes(folder: string, path: string, bytes: Uint8Array): Promise<number> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, bytes)
  return bytes.length
}

async function writeList(rows: number, { out, seed }: Options): Promise<string> {
  await mkdir(dirname(out), { recursive: true })
  await pipeline(blocksOf(longList(rows, seed)), createWriteStream(out))
  return `${rows} indicators (${((await stat(out)).size / 1e6).toFixed(1)} MB) written to ${out}`
}

const linesToBlock = 2000

/** Lines joined into blocks that are worth a write each. */
function* blocksOf(lines: Iterable<string>): Generator<string> {
  let block: string[] = []
  for (const line of lines) {
    block.push(line, '\n')
    if (block.length < 2 * linesToBlock) continue
    yield block.join('')
    block = []
  }
  yield block.join('')
}

async function writePortfolio(
  evaluations: number,
  { out, seed, sample, expected }: Options,
): Promise<string> {
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

const write = (options: Options) =>
  'rows' in options.amount
    ? writeList(options.amount.rows, options)
    : writePortfolio(options.amount.evaluations, options)

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
