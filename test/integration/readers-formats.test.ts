import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { understand } from '#ingest/pipeline.ts'
import { read } from '#ingest/readers/index.ts'
import { type Content, Unreadable } from '#ingest/readers/table.ts'
import { readReference } from '#ingest/reference.ts'
import { compoundOf } from './readers-containers.ts'
import { paragraphsOf, shownRows, tablesOf } from './readers-made.ts'

/*
 * report.* is the real case of 长安区, form.* a national form of the sample; LibreOffice made doc, xls and pdf of
 * their docx and xlsx.
 */
const fixture = (name: string) => readFileSync(new URL(`../fixtures/readers/${name}`, import.meta.url))
const seed = readFileSync('data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt')
const bytesOf = (name: string) => (name === 'report.txt' ? seed : fixture(name))
const reference = readReference()

const codeOf = async (document: Uint8Array, name = 'a') =>
  read(document, name).then(
    ({ format }) => format,
    (fault) => (fault instanceof Unreadable ? fault.code : Promise.reject(fault)),
  )

/** Tables as a person compares them: a line's end within a cell may be the paper's. */
const shown = (content: Content) =>
  tablesOf(content).map((table) =>
    shownRows(table).map((row) => row.map((text) => text.replaceAll('\n', ''))),
  )

/** What was understood, without where it stood. */
async function recordsOf(name: string) {
  const { evaluations, flows, quarantined } = await understand(
    { path: 'a', bytes: bytesOf(name) },
    read,
    reference,
  )
  const text = JSON.stringify({ evaluations, flows, quarantined }, (key, value) =>
    key === 'at' ? undefined : typeof value === 'string' ? value.replace(/\s/g, '') : value,
  )
  return JSON.parse(text)
}

test('a pdf leaves the language as it was for the documents after it', async () => {
  const own = () => [JSON.parse, JSON.stringify, Array.prototype.push]
  const before = own()
  await read(fixture('report.pdf'), 'report.pdf')
  for (const [at, one] of own().entries()) expect(one).toBe(before[at])
})

describe('the same document in each format', () => {
  const outcomes = [
    ['一级指标', '二级指标', '三级指标', '预期指标值', '实际完成值', '自评得分'],
    ['产出指标（40分）[4x1]', '数量指标', '支持中小企业数量', '4000户', '4800户', '10'],
    ['质量指标', '受益对象覆盖率', '100%', '100%', '10'],
    ['时效指标', '资金到位及时率', '100%', '100%', '10'],
    ['成本指标', '补助标准', '170元/户', '170元/户', '10'],
    ['预算执行率指标（10分）', '预算执行率', '', '100%', '100%', '10'],
    ['效益指标（40分）[2x1]', '社会效益指标', '政策知晓率', '90%', '100%', '20'],
    ['经济效益指标', '减轻参保企业负担', '100%', '100%', '20'],
    ['满意度指标（10分）', '满意度指标', '受益对象满意度', '95%', '76%', '8'],
    ['总分[1x5]', '98'],
  ]

  test.each(['report.docx', 'report.doc', 'report.pdf'])('%s has the tables of the report', async (name) => {
    const [targets, results] = shown(await read(fixture(name), name))
    expect(targets).toHaveLength(9)
    expect(results).toEqual(outcomes)
  })

  test.each(['report.doc', 'report.pdf'])('%s has the paragraphs of the report', async (name) => {
    expect(paragraphsOf(await read(fixture(name), name))).toEqual(
      paragraphsOf(await read(fixture('report.docx'), 'a')),
    )
  })

  test.each(['form.doc', 'form.pdf'])('%s has the grid of the form', async (name) => {
    expect(shown(await read(fixture(name), name))).toEqual(shown(await read(fixture('form.docx'), 'a')))
  })

  test('form.xls has the grid and values of form.xlsx', async () => {
    const [xls, xlsx] = [await read(fixture('form.xls'), 'a'), await read(fixture('form.xlsx'), 'a')]
    expect(xls.blocks).toEqual(xlsx.blocks)
    expect(xls.format).toBe('xls')
  })

  test('a sheet that was printed over two pages side by side is whole', async () => {
    const content = await read(fixture('form-side-by-side.pdf'), 'a')
    expect(shown(content)).toEqual(shown(await read(fixture('form.docx'), 'a')))
    expect(paragraphsOf(content)).toHaveLength(3)
  })

  test.each(['report.doc', 'report.pdf', 'report.txt'])(
    '%s gives the quantities of report.docx',
    async (name) => {
      const records = await recordsOf(name)
      expect(records.evaluations[0].indicators).toHaveLength(8)
      expect(records).toEqual(await recordsOf('report.docx'))
    },
  )

  test.each(['form.doc', 'form.pdf', 'form.xlsx', 'form.xls', 'form-side-by-side.pdf'])(
    '%s gives the quantities of form.docx',
    async (name) => {
      const quantities = async (one: string) => {
        const { evaluations } = await recordsOf(one)
        return JSON.parse(
          // 78.40 in a text is 78.4 in a number's cell: only what it says may not differ.
          JSON.stringify(evaluations, (key, value) => (key === 'text' ? undefined : value)),
        )
      }
      expect(await quantities(name)).toEqual(await quantities('form.docx'))
    },
  )
})

describe('doc', () => {
  test('a doc keeps the ends of cells and rows whose last words were deleted, and no deleted words', async () => {
    const [rows] = shown(await read(fixture('deleted.doc'), 'a'))
    expect(rows?.filter((row) => row.some((text) => text !== ''))).toEqual([
      ['指标', '目标值', '得分'],
      ['道路', '3公里', '9'],
      ['路灯', '50盏', '7'],
    ])
  })

  test('nested tables, headers, symbols, fields and corrections come out as from docx', async () => {
    const doc = await read(fixture('nested.doc'), 'a')
    expect(doc.blocks).toEqual((await read(fixture('nested.docx'), 'a')).blocks)
    expect(paragraphsOf(doc)).toEqual([
      '河东区养老服务中心',
      '项目新名',
      '☑一次性项目☐经常性项目',
      '甲\t乙\n丙',
      '之后',
    ])
    expect(tablesOf(doc).map(shownRows)[0]).toEqual([
      ['一级指标', '三级指标[1x2]', '得分'],
      ['产出\n指标[3x1]', '数量[2x2]', '10'],
      ['9'],
      ['甲', '说明\n指标\t值\n数量\t8', ''],
      ['总分[1x3]', '98'],
    ])
  })

  const withHeader = (change: (header: Buffer) => void) => {
    const doc = Buffer.from(fixture('form.doc'))
    const header = doc.indexOf(Buffer.from([0xec, 0xa5]))
    change(doc.subarray(header))
    return doc
  }

  test.each([
    [
      'a password',
      withHeader((header) => header.writeUInt16LE(header.readUInt16LE(10) | 0x100, 10)),
      'encrypted',
    ],
    ['the mark of Word 95', withHeader((header) => header.writeUInt16LE(0xa5dc, 0)), 'unsupported-format'],
    ['a text outside the file', withHeader((header) => header.writeUInt32LE(1 << 30, 0x1a2)), 'damaged'],
    ['half of its bytes', fixture('form.doc').subarray(0, 15_000), 'damaged'],
    ['nothing behind its mark', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'damaged'],
  ])('%s is told', async (_, document, code) => {
    expect(await codeOf(document)).toBe(code)
  })

  test('Word XML of 2003 is read by whatever name', async () => {
    const cell = (text: string, properties = '') =>
      `<w:tc><w:tcPr>${properties}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
    const xml = `<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="w"><w:body><w:tbl><w:tr>${cell('产出', '<w:vmerge w:val="restart"/>')}${cell('数量')}</w:tr><w:tr>${cell('', '<w:vmerge/>')}${cell('质量')}</w:tr></w:tbl></w:body></w:wordDocument>`
    expect(shownRows(tablesOf(await read(Buffer.from(xml), 'a.doc'))[0])).toEqual([
      ['产出[2x1]', '数量'],
      ['质量'],
    ])
  })
})

describe('xls', () => {
  const record = (type: number, ...parts: Uint8Array[]) => {
    const body = Buffer.concat(parts)
    const head = Buffer.alloc(4)
    head.writeUInt16LE(type, 0)
    head.writeUInt16LE(body.length, 2)
    return Buffer.concat([head, body])
  }
  const words = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 2)
    for (const [n, value] of values.entries()) bytes.writeUInt16LE(value, n * 2)
    return bytes
  }
  const double = (value: number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleLE(value)
    return bytes
  }
  const END = record(0x0a)
  const HIDDEN = 1

  /** A workbook of Excel 5: cells as they come, in one visible and one hidden sheet. */
  function excel5(cells: Uint8Array[], globals: Uint8Array[] = []): Buffer {
    const version = (kind: number) => record(0x809, words(0x0500, kind, 0, 0))
    const sheetEntry = (at: number, hidden: number) =>
      record(0x85, words(at & 0xffff, at >>> 16, hidden), Buffer.from([2]), Buffer.from('b1ed', 'hex'))
    const globalsOf = (first: number, second: number) => [
      version(5),
      record(0x42, words(936)),
      ...globals,
      sheetEntry(first, 0),
      sheetEntry(second, HIDDEN),
      END,
    ]
    const sheet = Buffer.concat([version(0x10), ...cells, END])
    const start = Buffer.concat(globalsOf(0, 0)).length
    return compoundOf({ Book: Buffer.concat([...globalsOf(start, start + sheet.length), sheet, sheet]) })
  }

  const label = (row: number, column: number, gbk: string) => {
    const text = Buffer.from(gbk, 'hex')
    return record(0x204, words(row, column, 0, text.length), text)
  }
  const number = (row: number, column: number, format: number, value: number) =>
    record(0x203, words(row, column, format), double(value))
  const format = (id: number) => record(0xe0, words(0, id), Buffer.alloc(12))

  test('the older Chinese encoding is read, hidden sheets are not', async () => {
    const content = await read(excel5([label(0, 0, 'cfeec4bf'), label(0, 1, 'd4a4cbe3')]), 'a.xls')
    expect(tablesOf(content).map(shownRows)).toEqual([[['项目', '预算']]])
  })

  test.each([
    [9, 0.95, '95%'],
    [10, 0.955, '95.5%'],
    [14, 43592, '2019-05-07'],
    [31, 43592, '2019-05-07'],
    [57, 43592, '2019-05'],
    [22, 43592.25, '2019-05-07 06:00'],
    [4, 1234.5, '1234.5'],
    [0, 0.1 + 0.2, '0.3'],
  ])('the built-in format %i shows %d as %s, after other workbooks too', async (id, value, text) => {
    await read(fixture('form.xls'), 'a')
    const document = excel5([number(0, 0, 1, value)], [format(0), format(id)])
    expect(shownRows(tablesOf(await read(document, 'a'))[0])).toEqual([[text]])
  })

  test('one far cell makes numbers big, and nothing else', async () => {
    const [table] = tablesOf(await read(excel5([number(0, 0, 0, 1), number(65_535, 255, 0, 2)]), 'a'))
    expect(table).toMatchObject({ rows: 65_536, columns: 256 })
    expect(table?.cells).toHaveLength(2)
  })

  test.each([
    ['a password', excel5([], [record(0x2f, Buffer.alloc(6))]), 'encrypted'],
    ['a cell beyond the sheet', excel5([number(0, 300, 0, 1)]), 'damaged'],
    ['a stream that is no workbook', compoundOf({ Workbook: Buffer.from('PK\x03\x04') }), 'damaged'],
    ['half of its bytes', fixture('form.xls').subarray(0, 5000), 'damaged'],
  ])('%s is told', async (_, document, code) => {
    expect(await codeOf(document)).toBe(code)
  })
})
