import { readFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { understand } from '#ingest/pipeline.ts'
import { openCompound } from '#ingest/readers/compound.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { compoundOf } from './readers-containers.ts'

const reference = readReference()
const fixture = (name: string) => readFileSync(new URL(`../fixtures/readers/${name}`, import.meta.url))
const withParts = (name: string, parts: Record<string, string>) =>
  zipSync({
    ...unzipSync(fixture(name)),
    ...Object.fromEntries(Object.entries(parts).map(([part, text]) => [part, strToU8(text)])),
  })

describe('what a document holds beside text and tables', () => {
  test.each([
    ['form.docx', 'word/vbaProject.bin', ['macros']],
    ['form.xlsx', 'xl/vbaProject.bin', ['macros']],
    ['form.xlsx', 'xl/macrosheets/sheet1.xml', ['macros']],
    ['form.docx', 'word/embeddings/oleObject1.bin', ['objects']],
    ['form.docx', 'word/activeX/activeX1.xml', ['objects']],
    ['form.docx', 'word/embeddings/Microsoft_Excel_Sheet1.xlsx', undefined],
    ['form.xlsx', 'xl/media/image1.png', undefined],
  ])('%s with %s says %j', async (name, part, holds) => {
    const content = await read(withParts(name, { [part]: 'x' }), name)
    const { holds: _, ...plain } = content
    expect(content.holds).toEqual(holds)
    expect(plain).toEqual(await read(fixture(name), name))
  })

  test('macros and objects of an older workbook are told too', async () => {
    const Workbook = openCompound(fixture('form.xls')).stream('Workbook') ?? Buffer.alloc(0)
    const holding = async (names: string[]) =>
      (
        await read(
          compoundOf({ Workbook, ...Object.fromEntries(names.map((name) => [name, Buffer.from('x')])) }),
          'a',
        )
      ).holds
    expect(await holding([])).toBeUndefined()
    expect(await holding(['_VBA_PROJECT_CUR'])).toEqual(['macros'])
    expect(await holding(['MBD0001A2B3'])).toEqual(['objects'])
  })

  test('what was neither run nor read is a problem of the document', async () => {
    const bytes = withParts('form.docx', {
      'word/vbaProject.bin': 'x',
      'word/embeddings/oleObject1.bin': 'x',
    })
    const plain = await understand({ path: 'form.docx', bytes: fixture('form.docx') }, read, reference)
    const told = await understand({ path: 'form.docx', bytes }, read, reference)
    expect(told.problems.slice(0, 2).map(({ code }) => code)).toEqual(['holds-macros', 'holds-objects'])
    expect(told.problems.slice(2)).toEqual(plain.problems)
    expect(told.evaluations).toEqual(plain.evaluations)
  })

  test('a document with the mark of a state secret is kept aside whatever its format', async () => {
    const marked = Buffer.from('机密★10年\n项目支出绩效自评报告\n一、项目概况')
    await expect(read(marked, 'a.txt')).rejects.toMatchObject({ code: 'classified' })
    await expect(read(Buffer.from('密级,秘密\n,\n项目,指标\n'), 'a.csv')).rejects.toMatchObject({
      code: 'classified',
    })
  })
})
