import { given, wholeNumber } from '#app/command-line.ts'
import type { Engine } from '#app/warehouse/engine.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { askedAtRandom, poolsOf } from './asked.ts'
import { onBoth, startClickHouse } from './engines.ts'
import { allQuestions, type Question } from './questions.ts'

const help = `Usage: npm run differential -- [--data DIR] [--seed S] [--count N] [--only NAME] [--part CODE] [--verbose]

Asks every query of the product for N things at random, of the same generation on DuckDB and on ClickHouse, and
compares the answers row by row: the same rows in the same order, figures to the last bits of a sum.

  --data DIR   the data folder (default: var/sample, as npm start loads it)
  --seed S     the same seed asks the same (default: 2023)
  --count N    how often each query is asked (default: 10)
  --only NAME  one query, or those whose names begin so
  --part CODE  what those see whose scope is a district's code, and nothing else
  --verbose    how long answers took, and where they differ what was asked and both of them
`

const { values } = given(
  {
    options: {
      data: { type: 'string', default: 'var/sample' },
      seed: { type: 'string', default: '2023' },
      count: { type: 'string', default: '10' },
      only: { type: 'string', default: '' },
      part: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  },
  help,
)
const count = wholeNumber(values.count, '--count')

/** What two ways of adding up the same floats may differ by, of the larger. */
const lastBits = 1e-12

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number')
    return Math.abs(one - other) <= lastBits * Math.max(1, Math.abs(one), Math.abs(other))
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((entry, place) => isSame(entry, other[place]))
  if (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null) {
    const names = Object.keys(one)
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => isSame(Reflect.get(one, name), Reflect.get(other, name)))
    )
  }
  return Object.is(one, other) || (one === 0 && other === 0)
}

/** The answer of an engine as the product checks it, or why there is none. */
async function answer(engine: Engine, { query }: Question, asked: unknown): Promise<unknown> {
  try {
    return query.row.array().parse(await engine.rowsOf(query.sql(asked), AbortSignal.timeout(60_000)))
  } catch (error) {
    return shortened(String(error).replace(/In scope .*?(?=Maybe you meant|$)/s, ''))
  }
}

/** The first rows that differ, or what else does. */
function difference(one: unknown, other: unknown): string {
  if (!Array.isArray(one) || !Array.isArray(other))
    return `DuckDB ${Array.isArray(one) ? 'answers' : one}; ClickHouse ${Array.isArray(other) ? 'answers' : other}`
  const place = one.findIndex((row, index) => !isSame(row, other[index]))
  const at = place === -1 ? Math.min(one.length, other.length) : place
  return `${one.length} and ${other.length} rows; row ${at}: ${JSON.stringify(one[at])} and ${JSON.stringify(other[at])}`
}

const shortened = (text: string) => (values.verbose ? text : text.slice(0, 600))

/** Both engines as those see them whose scope it is. */
async function withinScope(both: Record<'duckdb' | 'clickhouse', Engine>) {
  if (values.part === undefined) return both
  const part = { districts: [values.part], unit: null }
  return { duckdb: await both.duckdb.openPart(part), clickhouse: await both.clickhouse.openPart(part) }
}

async function compare(): Promise<boolean> {
  const questions = (await allQuestions()).filter(({ name }) => name.startsWith(values.only))
  const { address, stop } = await startClickHouse()
  try {
    const began = performance.now()
    const { duckdb, clickhouse } = await withinScope(await onBoth(values.data, address))
    console.log(`loaded in ${Math.round((performance.now() - began) / 1000)} s; seed ${values.seed}`)
    const pools = await poolsOf(duckdb)
    const counts = { passed: 0, failed: 0, agree: 0 }
    for (const question of questions) {
      const failed = await compareOne(question, { duckdb, clickhouse, pools })
      counts.failed += failed
      counts.passed += count - failed
      counts.agree += failed === 0 ? 1 : 0
    }
    console.log(`${counts.agree} of ${questions.length} queries agree`)
    console.log(`${counts.passed} passed, ${counts.failed} failed`)
    return counts.failed === 0
  } finally {
    stop()
  }
}

interface Both {
  duckdb: Engine
  clickhouse: Engine
  pools: Awaited<ReturnType<typeof poolsOf>>
}

/** How many of a question's answers differ. */
async function compareOne(question: Question, { duckdb, clickhouse, pools }: Both): Promise<number> {
  let failed = 0
  const spent = { duckdb: 0, clickhouse: 0 }
  for (let place = 0; place < count; place += 1) {
    const asked = askedAtRandom(question, randomFrom(values.seed, question.name, place), pools)
    const began = performance.now()
    const one = await answer(duckdb, question, asked)
    const between = performance.now()
    const other = await answer(clickhouse, question, asked)
    spent.duckdb = Math.max(spent.duckdb, between - began)
    spent.clickhouse = Math.max(spent.clickhouse, performance.now() - between)
    if (Array.isArray(one) && isSame(one, other)) continue
    if (failed === 0) console.log(shortened(`${question.name} ${place}: ${difference(one, other)}`))
    if (values.verbose) console.log(`  asked ${JSON.stringify(asked)}`)
    failed += 1
  }
  if (values.verbose)
    console.log(`${question.name}: at most ${spent.duckdb.toFixed()} and ${spent.clickhouse.toFixed()} ms`)
  return failed
}

if (values.help) process.stdout.write(help)
else process.exitCode = (await compare()) ? 0 : 1
