import { parseArgs } from 'node:util'
import { type Documents, writePortfolio } from './write-documents.ts'
import { writeList } from './write-list.ts'
import { publishAtScale, writeTables } from './write-warehouse.ts'

const usage = `npm run generate -- --evaluations N --out DIR [--seed S] [--sample] [--expected FILE]
       npm run generate -- --rows N --list FILE [--seed S]
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
  --rows N          instead of documents about N indicators, up to 100000000: one list, or an invented country
  --list FILE       writes one csv list of many units' indicators, a row each
  --generation DIR  publishes the country as the next generation of this data folder, in place of what is there
  --tables DIR      writes its tables as files, one each: parquet, or csv with --format csv
  --help            this text

The portfolio in data/sample:  npm run generate -- --evaluations 330 --out data/sample --sample`

class UsageError extends Error {}

/** Indicators instead of documents: about so many, as one list, for a data folder or as files of tables. */
interface AtScale {
  rows: number
  seed: number
  to: { list: string } | { generation: string } | { tables: string; format: 'parquet' | 'csv' }
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
      list: { type: 'string' },
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
  list?: string
  generation?: string
  tables?: string
  format?: string
}

function atScale({ rows, seed, list, generation, tables, format }: AskedAtScale): AtScale {
  const size = {
    rows: wholeNumber(rows, '--rows', [1, mostRows]),
    seed: wholeNumber(seed, '--seed', [0, 4_294_967_295]),
  }
  if (list !== undefined) return { ...size, to: { list } }
  if (generation !== undefined) return { ...size, to: { generation } }
  if (tables === undefined)
    throw new UsageError('--rows needs --list, --generation or --tables: name what to write')
  if (format !== 'parquet' && format !== 'csv')
    throw new UsageError(`--format ${format} is neither parquet nor csv`)
  return { ...size, to: { tables, format } }
}

function write(chosen: Documents | AtScale): Promise<string> {
  if ('out' in chosen) return writePortfolio(chosen)
  const { rows, seed, to } = chosen
  if ('list' in to) return writeList(rows, seed, to.list)
  return 'generation' in to
    ? publishAtScale({ rows, seed }, to.generation)
    : writeTables({ rows, seed }, to.tables, to.format)
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
