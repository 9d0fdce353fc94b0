import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { endWith, given, wholeNumber } from '#app/command-line.ts'
import { dryRunsOf } from '#ingest/dry-run.ts'
import { filesUnder } from '#ingest/files.ts'
import { openReader } from '#ingest/readers/fence.ts'
import { readReference } from '#ingest/reference.ts'
import { dryRun } from '#ingest/run.ts'

const help = `Usage: npm run score -- [--misses N] EXPECTED.jsonl PATH…

Reads documents and compares them with expected JSON in the dry run's form, one object a document, matched by
the end of its source path. Only what the expected JSON states is compared. Prints precision and recall for each
field, the share of indicator rows with every field right, and the first N misses (default 200).
`

const Fields = z.record(z.string(), z.unknown())
const Expected = z.object({
  source: z.object({ path: z.string() }),
  evaluations: z.array(Fields.and(z.object({ indicators: z.array(Fields).optional() }))),
})
type Row = z.infer<typeof Fields>

interface Tally {
  expected: number
  found: number
  right: number
}

const tallies = new Map<string, Tally>()
const misses: string[] = []
let rows = 0
let rowsRight = 0

/** Every leaf of an object under its dotted name: target.value, funds.spent. */
function leaves(value: unknown, name = ''): [string, unknown][] {
  const nested = Fields.safeParse(value)
  if (!nested.success || Array.isArray(value)) return [[name, value]]
  return Object.entries(nested.data).flatMap(([key, inner]) =>
    leaves(inner, name === '' ? key : `${name}.${key}`),
  )
}

const same = (a: unknown, b: unknown) =>
  typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a))
    : JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Compares what is expected with what was found; true where every stated field is right. */
function compare(where: string, expected: Row, found: Row): boolean {
  const known = new Map(leaves(found))
  let right = true
  for (const [field, value] of leaves(expected)) {
    const tally = tallies.get(field) ?? { expected: 0, found: 0, right: 0 }
    tallies.set(field, tally)
    const actual = known.get(field) ?? null
    const equal = same(value, actual)
    tally.expected += Number(value !== null)
    tally.found += Number(actual !== null)
    tally.right += Number(equal && value !== null)
    if (equal) continue
    right = false
    misses.push(`${where} ${field}: expected ${JSON.stringify(value)}, found ${JSON.stringify(actual)}`)
  }
  return right
}

const likeness = (a: Row, b: Row, fields: readonly string[]) =>
  fields.filter((field) => same(a[field], b[field])).length

/** Takes the most alike of what is left; an empty record where nothing is. */
function takeNearest(wanted: Row, left: Row[], fields: readonly string[]): Row {
  const best = left.reduce<Row | null>(
    (found, one) => (found && likeness(wanted, found, fields) >= likeness(wanted, one, fields) ? found : one),
    null,
  )
  if (best) left.splice(left.indexOf(best), 1)
  return best ?? {}
}

function scoreDocument(file: string, expected: z.infer<typeof Expected>, found: readonly Row[]) {
  const left = [...found]
  for (const { indicators, ...who } of expected.evaluations) {
    const evaluation = takeNearest(who, left, ['project', 'unit', 'year'])
    const where = `${file} «${String(who.project)}»`
    compare(where, who, evaluation)
    const inner = z.array(Fields).catch([]).parse(evaluation.indicators)
    for (const indicator of indicators ?? []) {
      rows += 1
      const row = takeNearest(indicator, inner, ['name', 'level2', 'level1', 'weight'])
      rowsRight += Number(compare(`${where} «${String(indicator.name)}»`, indicator, row))
    }
    for (const extra of inner) misses.push(`${where}: a row that is not expected: ${String(extra.name)}`)
  }
  for (const extra of left)
    misses.push(`${file}: an evaluation that is not expected: ${String(extra.project)}`)
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`

const { values, positionals } = given(
  {
    allowPositionals: true,
    options: { misses: { type: 'string', default: '200' }, help: { type: 'boolean', default: false } },
  },
  help,
)
const [truth, ...paths] = positionals
if (values.help || truth === undefined || paths.length === 0) {
  process.stdout.write(help)
  process.exit(values.help ? 0 : 1)
}
const lines = (await readFile(truth, 'utf8').catch(endWith)).split('\n').filter((line) => line.trim() !== '')
const expected = lines.map((line) => Expected.parse(JSON.parse(line)))
const reference = readReference()
const reader = openReader()
const found = new Map<string, readonly Row[]>()
await dryRun(await filesUnder(paths), {
  read: reader.read,
  unpack: reader.unpack,
  reference,
  report: (outcome) => {
    if (outcome)
      found.set(
        outcome.source.path,
        z.array(Fields).parse(JSON.parse(JSON.stringify(dryRunsOf([outcome], reference)[0]?.evaluations))),
      )
  },
})
reader.close()
for (const one of expected) {
  const file = [...found.keys()].find(
    (known) =>
      known === one.source.path ||
      known.endsWith(`/${one.source.path}`) ||
      path.basename(known) === path.basename(one.source.path),
  )
  scoreDocument(one.source.path, one, file === undefined ? [] : (found.get(file) ?? []))
}
for (const [field, tally] of tallies)
  console.log(
    `${field.padEnd(24)} precision ${percent(tally.right, tally.found).padStart(9)}  recall ${percent(tally.right, tally.expected).padStart(9)}  n ${tally.expected}`,
  )
for (const miss of misses.slice(0, wholeNumber(values.misses, '--misses'))) console.log(miss)
console.log(`${misses.length} misses`)
console.log(`indicator rows with every field right: ${percent(rowsRight, rows)} (${rowsRight} of ${rows})`)
