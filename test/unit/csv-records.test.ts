import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { eachRecord } from '#ingest/readers/csv-records.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'yardstick-records-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function recordsOf(text: string, leading = 0): Promise<string[][]> {
  const file = path.join(folder, 'list.csv')
  writeFileSync(file, text)
  const records: string[][] = []
  await eachRecord(
    file,
    { delimiter: ',', from: 0, leading },
    ({ bytes, starts, ends, cells }) =>
      records.push(Array.from({ length: cells }, (_, n) => bytes.toString('utf8', starts[n], ends[n]))),
    () => undefined,
  )
  return records
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const cell = fc.oneof(
  fc.constantFrom('', ' 空格 ', '4,800户', 'ab"c', '多\n行', '≥95%', '""'),
  fc.string({ maxLength: 8, unit: fc.constantFrom('a', '户', ' ', ',', '"', '\n') }),
)
const written = fc
  .tuple(cell, fc.boolean())
  .map(([text, always]) => (always || /[",\n]/.test(text) ? quoted(text) : text))

describe('records of a csv, one after another', () => {
  test('are those of the csv reader, whatever stands between quotation marks', async () => {
    const rows = fc.array(fc.array(written, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), fc.nat(3), async (some, end, leading) => {
        // Rows that begin alike are what a list is made of.
        const cells = some.flatMap((row) => [row, row.with(-1, 'z'), row])
        const text = cells.map((row) => row.join(',')).join(end) + end
        const expected = parse(text, {
          record_delimiter: end,
          relax_column_count: true,
          relax_quotes: true,
          trim: true,
        })
        expect(await recordsOf(text, leading)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('go on over the end of a block', async () => {
    const row = `${'维修校舍,'.repeat(50)}"10所"`
    const records = await recordsOf(`${row}\n`.repeat(9000))
    expect(records).toHaveLength(9000)
    expect(new Set(records.map((cells) => cells.join()))).toHaveLength(1)
  })

  test('a quotation mark that nothing closes is told with its row', async () => {
    await expect(recordsOf('a,b\nc,"d\ne,f\n')).rejects.toThrow(/^row 2: a quotation mark/)
    await expect(recordsOf('a,b\nc,"d" e\n')).rejects.toThrow(/^row 2: text stands behind/)
  })
})
