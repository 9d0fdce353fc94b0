import { readFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { understand } from '#ingest/pipeline.ts'
import { openCompound } from '#ingest/readers/compound.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { compoundOf } from './readers-containers.ts'
import { docxOf, tablesOf, xlsxOf } from './readers-made.ts'

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

  test.each([
    ['DDEAUTO c:\\\\a.exe', ['calls']],
    [' LINK Excel.Sheet.8 "a.xls"', ['calls']],
    ['INCLUDETEXT "a.docx"', ['calls']],
    ['PAGEREF 目录', undefined],
    ['=SUM(ABOVE)', undefined],
  ])('a field that says %j is told as %j', async (instruction, holds) => {
    const [begin, end] = [instruction.slice(0, 3), instruction.slice(3)]
    const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
    const said = [begin, end].map(
      (text) => `<w:r><w:instrText>${text.replaceAll('"', '&quot;')}</w:instrText></w:r>`,
    )
    const field = `${mark('begin')}${said.join('')}${mark('separate')}<w:r><w:t>36万元</w:t></w:r>${mark('end')}`
    const content = await read(docxOf(`<w:p>${field}</w:p>`), 'a.docx')
    expect(content).toEqual({
      format: 'docx',
      blocks: [{ kind: 'paragraph', text: '36万元' }],
      ...(holds ? { holds } : {}),
    })
  })

  test('a workbook that links to a program says so, one that links to another does not', async () => {
    const link = (inside: string) =>
      withParts('form.xlsx', {
        'xl/externalLinks/externalLink1.xml': `<externalLink>${inside}</externalLink>`,
      })
    expect((await read(link('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'), 'a')).holds).toEqual(['calls'])
    expect((await read(link('<externalBook/>'), 'a')).holds).toBeUndefined()
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

  test.each([
    ['hidden="1"', '', ['甲', '丙'], ['hidden']],
    ['hidden="1" outlineLevel="1"', '', ['甲', '乙', '丙'], ['folded']],
    [
      'hidden="1"',
      '<autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>',
      ['甲', '乙', '丙'],
      ['folded'],
    ],
    ['hidden="0"', '', ['甲', '乙', '丙'], undefined],
  ])('a row with %s%s', async (row, after, texts, holds) => {
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
    const rows = `<row r="1">${cell('A1', '甲')}</row><row r="2" ${row}>${cell('A2', '乙')}</row><row r="3">${cell('A3', '丙')}</row>`
    const content = await read(xlsxOf({ sheet: `<sheetData>${rows}</sheetData>${after}` }), 'a.xlsx')
    expect(tablesOf(content)[0]?.cells.map(({ text }) => text)).toEqual(texts)
    expect(content.holds).toEqual(holds)
  })

  test('a formula whose value was not saved is told, and one with an empty value is not', async () => {
    const holds = async (cell: string) =>
      (
        await read(
          xlsxOf({
            sheet: `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c>${cell}</row></sheetData>`,
          }),
          'a.xlsx',
        )
      ).holds
    expect(await holds('<c r="B1"><f>C1*2</f></c>')).toEqual(['uncalculated'])
    expect(await holds('<c r="B1"><f>C1*2</f><v></v></c>')).toEqual(['uncalculated'])
    expect(await holds('<c r="B1"><f>C1*2</f><v>4</v></c>')).toBeUndefined()
    expect(await holds('<c r="B1" t="str"><f>IF(C1,C1,"")</f><v></v></c>')).toBeUndefined()
  })

  test('a merged cell that begins in a hidden row or column shows where it goes on', async () => {
    const cells = ['A1', 'B1', 'A2', 'B2'].map((at) => `<c r="${at}" t="inlineStr"><is><t>${at}</t></is></c>`)
    const rows = `<row r="1" hidden="true">${cells.slice(0, 2).join('')}</row><row r="2">${cells.slice(2).join('')}</row>`
    const merged = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    const content = await read(xlsxOf({ sheet: `<sheetData>${rows}</sheetData>${merged}` }), 'a.xlsx')
    expect(tablesOf(content)[0]?.cells).toMatchObject([{ text: 'A1', rowSpan: 2 }, { text: 'B2' }])
    const columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    const narrow = await read(
      xlsxOf({ sheet: `${columns}<sheetData>${rows}</sheetData>${merged}` }),
      'a.xlsx',
    )
    expect(tablesOf(narrow)[0]?.cells.map(({ text }) => text)).toEqual(['A1'])
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
