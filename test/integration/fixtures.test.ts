import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { dryRunsOf } from '#ingest/dry-run.ts'
import { understand } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'

const folder = new URL('../fixtures/documents/', import.meta.url)
const reference = readReference()

const Json = z.json()
type Json = z.infer<typeof Json>
const Fields = z.record(z.string(), Json)

/** The dry run of the pure pipeline, without a child process and without a warehouse; of problems, their codes. */
async function dryRun(name: string): Promise<Json> {
  const bytes = readFileSync(new URL(name, folder))
  const outcome = await understand({ path: name, bytes }, async (one, named) => read(one, named), reference)
  const [found] = dryRunsOf([outcome], reference)
  const told = { ...found, problems: found?.problems.map(({ code }) => code) }
  return Json.parse(JSON.parse(JSON.stringify(told)))
}

/** What was found, cut to what is expected: fields that the expected JSON leaves out are not compared. */
function stated(found: Json, expected: Json): Json {
  if (Array.isArray(found) && Array.isArray(expected))
    return found.map((one, at) => (expected[at] === undefined ? one : stated(one, expected[at])))
  const [has, wants] = [Fields.safeParse(found), Fields.safeParse(expected)]
  if (Array.isArray(found) || Array.isArray(expected) || !has.success || !wants.success) return found
  const entries = Object.entries(wants.data)
  return Object.fromEntries(entries.map(([key, value]) => [key, stated(has.data[key] ?? null, value)]))
}

const documents = readdirSync(folder).filter((name) => !name.endsWith('.json'))

describe('every fixture reads as its expected JSON says', () => {
  test.each(documents)('%s', async (name) => {
    const expectedFile = new URL(`${name}.expected.json`, folder)
    const changedFile = new URL(`${name}.changed.json`, folder)
    const reading = await dryRun(name)
    // A new document's reading is written once, to be checked by hand; a missing one fails where nobody looks.
    if (!existsSync(expectedFile) && !process.env.CI)
      writeFileSync(expectedFile, `${JSON.stringify(reading, null, 1)}\n`)
    const expected = Json.parse(JSON.parse(readFileSync(expectedFile, 'utf8')))
    const found = stated(reading, expected)
    rmSync(changedFile, { force: true })
    if (JSON.stringify(found) !== JSON.stringify(expected))
      writeFileSync(changedFile, `${JSON.stringify(found, null, 1)}\n`)
    expect(found).toEqual(expected)
  })
})

test('the persons and telephone numbers that stand in forms are not passed on', async () => {
  const readings = await Promise.all(documents.map(dryRun))
  for (const reading of readings)
    expect(JSON.stringify(reading)).not.toMatch(/某|\d{3,4}-\d{7,8}|1[3-9]\d{9}/)
})

const Quantities = z.object({
  evaluations: z.array(z.object({ indicators: z.array(z.object({ target: Json, actual: Json })) })),
})

test('one evaluation has the same quantities as text, as a Word file, and as a form in Word and in Excel', async () => {
  const names = documents.filter((name) => name.startsWith('same-'))
  const readings = await Promise.all(names.map(dryRun))
  const quantities = readings.map((reading) =>
    Quantities.parse(reading).evaluations.flatMap(({ indicators }) => indicators),
  )
  expect(names).toHaveLength(4)
  for (const one of quantities) expect(one).toEqual(quantities[0])
})
