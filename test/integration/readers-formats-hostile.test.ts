import { readFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { entriesOf } from '#ingest/readers/archive.ts'
import { openReader } from '#ingest/readers/fence.ts'
import { read } from '#ingest/readers/index.ts'
import { Content, Unreadable } from '#ingest/readers/table.ts'
import { compoundOf, pdfOf, ruledTable, textAt } from './readers-containers.ts'
import { bytesMutated, randomFrom } from './readers-damage.ts'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/readers/${name}`, import.meta.url))
const text = '一、项目概况。本项目为辖区老年人提供助餐服务，资金由区级财政安排。'
const table = ruledTable(
  [50, 130, 300],
  [800, 780, 760],
  [
    ['指标', '值'],
    ['数量', '8'],
  ],
)
const pdf = pdfOf([{ content: textAt(50, 820, text) + table }, { content: table + textAt(50, 700, text) }])
const html = Buffer.from(
  `<html><meta charset="utf-8"><body><table><tr><td rowspan=2>甲<td colspan="2">乙<tr><td>${text}<td><table><tr><td>丙<td>丁</table></table><p>&nbsp;戊<a href=x>己</a></html>`,
)
const archive = zipSync({
  '长安区/a.csv': strToU8('甲,乙\n1,2\n'),
  'b.txt': strToU8(text),
  'c.zip': new Uint8Array(40),
})

/** What became of a document; anything but a content or a refusal fails the test. */
async function outcomeOf(reading: Promise<unknown>, name: string): Promise<string> {
  try {
    return Content.parse(await reading).format
  } catch (fault) {
    if (fault instanceof Unreadable) return fault.code
    throw new Error(name, { cause: fault })
  }
}

describe('damage', () => {
  test.each([
    ['pdf', pdf, 300],
    ['pdf with fonts', fixture('form.pdf'), 60],
    ['html', html, 500],
    ['doc', fixture('form.doc'), 300],
    ['nested doc', fixture('nested.doc'), 300],
  ])('every damaged %s gives its content or a reason', { timeout: 180_000 }, async (name, bytes, count) => {
    const random = randomFrom(20_192)
    for (let n = 0; n < count; n++)
      await outcomeOf(read(bytesMutated(bytes, random), name), `mutant ${n} of ${name}`)
  })

  test('every damaged archive unpacks or gives a reason', async () => {
    const random = randomFrom(20_193)
    for (let n = 0; n < 500; n++) {
      const mutant = bytesMutated(archive, random)
      const unpacking = async () => {
        for (const { bytes, path } of entriesOf(mutant) ?? [])
          await outcomeOf(read(bytes(), path), `mutant ${n}`)
        return { format: 'txt', blocks: [] }
      }
      await outcomeOf(unpacking(), `mutant ${n} of zip`)
    }
  })

  // The package that reads xls may hang or run out of memory: its fence is part of the promise.
  test('every damaged xls gives its content or a reason, behind the fence', {
    timeout: 300_000,
  }, async () => {
    const reader = openReader({ workers: 2, deadlineMs: 5000 })
    const random = randomFrom(20_194)
    const mutants = Array.from({ length: 200 }, () => bytesMutated(fixture('form.xls'), random))
    const outcomes = await Promise.all(
      mutants.map((mutant, n) => outcomeOf(reader.read(mutant, 'a.xls'), `mutant ${n}`)),
    )
    await reader.close()
    expect(outcomes).toContain('xls')
    expect(outcomes).toContain('damaged')
  })
})

describe('compound files', () => {
  const file = compoundOf({ WordDocument: new Uint8Array(5000), Data: new Uint8Array(5000) })
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(file)
    copy.writeUInt32LE(value, at)
    return copy
  }
  const TABLE = 512
  const FIRST_ENTRY = 1024

  test.each([
    ['a chain that bites its tail', changed(TABLE + 3 * 4, 2)],
    ['a chain out of the file', changed(TABLE + 2 * 4, 1 << 20)],
    ['a list of streams in circles', changed(TABLE + 1 * 4, 1)],
    ['a table of chains outside', changed(76, 1 << 20)],
    ['more tables of chains than sectors', changed(68, 3)],
    ['sectors of a gigabyte', changed(30, 30)],
    ['a stream larger than the file', changed(FIRST_ENTRY + 128 + 120, 1 << 30)],
    ['entries that lead to themselves', changed(FIRST_ENTRY + 128 + 72, 1)],
  ])('%s ends as damage or as nothing known', async (_, document) => {
    const code = await outcomeOf(read(document, 'a'), 'compound')
    expect(['damaged', 'unsupported-format', 'unknown-format']).toContain(code)
  })
})

describe('bombs', () => {
  test('lines and spans that grow end in time', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, n) => `${50 + n / 10} 0 m ${50 + n / 10} 800 l S 0 ${n / 4} m 500 ${n / 4} l S`,
    ).join('\n')
    expect(await outcomeOf(read(pdfOf([{ content: lines + textAt(50, 700, text) }]), 'a'), 'lines')).toMatch(
      /pdf|too-large/,
    )
    const rows = `<table>${'<tr><td rowspan=65000>甲'.repeat(20_000)}</table>`
    expect(await outcomeOf(read(Buffer.from(rows), 'a'), 'rows')).toMatch(/html|too-large/)
  })
})
