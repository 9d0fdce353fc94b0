import { readFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { read } from '#ingest/readers/index.ts'
import { Content, Unreadable } from '#ingest/readers/table.ts'
import { bytesMutated, randomFrom } from './readers-damage.ts'
import {
  docxOf,
  p,
  packaged,
  paragraphsOf,
  shownRows,
  tablesOf,
  tbl,
  tc,
  tr,
  xlsxOf,
} from './readers-made.ts'

async function codeOf(document: Uint8Array, name = 'a'): Promise<string> {
  try {
    return (await read(document, name)).format
  } catch (fault) {
    if (fault instanceof Unreadable) return fault.code
    throw fault
  }
}

/** Writes a number into every entry of the list of parts, `at` bytes from the entry's start. */
function relisted(zip: Uint8Array, at: number, value: number, width: 2 | 4 = 4): Uint8Array {
  const archive = Buffer.from(zip)
  const entry = Buffer.from([0x50, 0x4b, 1, 2])
  for (let n = archive.indexOf(entry); n >= 0; n = archive.indexOf(entry, n + 4))
    archive.writeUIntLE(value, n + at, width)
  return archive
}

const docx = docxOf(p('正文') + tbl([tr([tc('甲'), tc('乙', '<w:gridSpan w:val="2"/>')])]))
const strings = '<si><t>一级指标</t></si><si><t>4000户</t></si>'
const sheetData =
  '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>0.95</v></c></row></sheetData>'
const xlsx = xlsxOf({ sheet: `${sheetData}<mergeCells><mergeCell ref="A1:A3"/></mergeCells>`, strings })
const text = readFileSync(new URL('../fixtures/readers/cell-lines.txt', import.meta.url))
const csv = Buffer.from('项目,预算,执行\n"补贴\n（一）",36,36\n助餐,20,18\n')

describe('archives', () => {
  const UNPACKED_SIZE = 24
  const CHECKSUM = 16
  const FLAGS = 8
  const METHOD = 10
  const OFFSET = 42

  test.each([
    [
      'a part that unpacks a thousandfold',
      packaged({ 'word/document.xml': ' '.repeat(2 << 20) }),
      'too-large',
    ],
    ['a part that claims 4 GB', relisted(docx, UNPACKED_SIZE, 0xfffffff0), 'too-large'],
    ['a part that claims more than it has', relisted(docx, UNPACKED_SIZE, 900_000), 'damaged'],
    ['a part that has more than it claims', relisted(docx, UNPACKED_SIZE, 10), 'damaged'],
    ['a part that claims to be empty', relisted(docx, UNPACKED_SIZE, 0), 'damaged'],
    ['a wrong checksum', relisted(docx, CHECKSUM, 7), 'damaged'],
    ['a part outside the file', relisted(docx, OFFSET, 1 << 30), 'damaged'],
    ['an unknown packing method', relisted(docx, METHOD, 14, 2), 'damaged'],
    ['a password', relisted(docx, FLAGS, 1, 2), 'encrypted'],
    [
      'more parts than any document',
      packaged(Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`word/${n}`, '']))),
      'too-large',
    ],
    [
      'two parts of one name',
      packaged({ 'word/document.xml': '<a/>', 'WORD/document.xml': '<a/>' }),
      'damaged',
    ],
    ['no document', packaged({ 'word/other.xml': '<a/>' }), 'damaged'],
    ['names that climb', packaged({ '../../word/document.xml': '<a/>' }), 'unsupported-format'],
    [
      'an archive in the archive',
      packaged({ 'word/document.xml': Buffer.from(docx).toString('latin1') }),
      'damaged',
    ],
  ])('%s', async (_, document, code) => {
    expect(await codeOf(document)).toBe(code)
  })

  test('many parts that are small one by one are too large together', async () => {
    const noise = Buffer.from(Array.from({ length: 700_000 }, (_, n) => (n * 2654435761) >>> 24))
    const parts = Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`word/${n}`, noise]))
    expect(await codeOf(relisted(zipSync(parts, { level: 0 }), UNPACKED_SIZE, 60 << 20))).toBe('too-large')
  })

  test('an archive cut anywhere is damaged', async () => {
    for (let length = 4; length < docx.length; length += 7)
      expect(await codeOf(docx.subarray(0, length))).toBe('damaged')
  })

  test('a name with backslashes or another case is the same part', async () => {
    const part = `<w:document xmlns:w="w"><w:body>${p('甲')}</w:body></w:document>`
    expect(paragraphsOf(await read(packaged({ 'Word\\Document.xml': part }), 'a'))).toEqual(['甲'])
  })
})

describe('xml', () => {
  const doctype = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  const deep = (levels: number) => `${'<w:r>'.repeat(levels)}${'</w:r>'.repeat(levels)}`

  test.each([
    [
      'a document type',
      packaged({ 'word/document.xml': `${doctype}<w:document>&a;</w:document>` }),
      'xml-doctype',
    ],
    [
      'a document type in another part',
      docxOf(p('甲'), { '_rels/.rels': `${doctype}<Relationships/>` }),
      'xml-doctype',
    ],
    [
      'a document type in UTF-16',
      zipSync({ 'word/document.xml': Buffer.from(`\ufeff${doctype}<a/>`, 'utf16le') }),
      'xml-doctype',
    ],
    ['an unknown entity', docxOf(p('&nbsp;')), 'damaged'],
    ['deep nesting', docxOf(deep(200)), 'too-large'],
    ['unclosed elements', packaged({ 'word/document.xml': '<w:document>' }), 'damaged'],
    [
      'bytes that are no text',
      zipSync({ 'word/document.xml': new Uint8Array([0x3c, 0xff, 0xfe]) }),
      'damaged',
    ],
    [
      'a span of a billion columns',
      docxOf(tbl([tr([tc('甲', '<w:gridSpan w:val="1000000000"/>')])])),
      'damaged',
    ],
  ])('%s', async (_, document, code) => {
    expect(await codeOf(document)).toBe(code)
  })

  test('nested tables end where nesting ends', async () => {
    const nested = Array.from({ length: 20 }).reduce(
      (inner) => tbl([tr([`<w:tc>${inner}${p('甲')}</w:tc>`, tc('乙')])]),
      '',
    )
    expect(tablesOf(await read(docxOf(String(nested)), 'a'))).toHaveLength(20)
  })

  test('a part may not lead outside', async () => {
    const links =
      '<Relationships><Relationship Id="1" Type="x/header" Target="http://example.test/h.xml" TargetMode="External"/></Relationships>'
    const content = await read(docxOf(p('甲'), { 'word/_rels/document.xml.rels': links }), 'a')
    expect(paragraphsOf(content)).toEqual(['甲'])
  })
})

describe('sheets', () => {
  const cell = (address: string) => `<c r="${address}" t="str"><v>甲</v></c>`

  test('one far cell makes numbers big, and nothing else', async () => {
    const sheet = `<sheetData><row>${cell('A1')}</row><row>${cell('XFD1048576')}</row></sheetData>`
    const [table] = tablesOf(await read(xlsxOf({ sheet }), 'a'))
    expect(table).toMatchObject({ rows: 1_048_576, columns: 16_384 })
    expect(table?.cells).toHaveLength(2)
  })

  test('a merged range over the whole sheet ends with the last written cell', async () => {
    const sheet = `<sheetData><row>${cell('A1')}${cell('B1')}</row><row>${cell('C5')}</row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`
    const [table] = tablesOf(await read(xlsxOf({ sheet }), 'a'))
    expect(table).toMatchObject({ rows: 5, columns: 3 })
    expect(shownRows(table)[0]).toEqual(['甲[5x3]'])
  })

  test('more merged columns than any sheet has are too large', async () => {
    const merges = Array.from({ length: 60_000 }, (_, n) => `<mergeCell ref="A${n + 1}:XFD${n + 1}"/>`).join(
      '',
    )
    const sheet = `<sheetData><row>${cell('XFD60001')}</row></sheetData><mergeCells>${merges}</mergeCells>`
    expect(await codeOf(xlsxOf({ sheet }))).toBe('too-large')
  })

  test.each([
    ['a cell beyond the sheet', `<sheetData><row>${cell('XFE1')}</row></sheetData>`],
    ['a row beyond the sheet', `<sheetData><row>${cell('A1048577')}</row></sheetData>`],
    ['row zero', `<sheetData><row r="0">${cell('A0')}</row></sheetData>`],
    ['an address that is none', `<sheetData><row>${cell('__proto__')}</row></sheetData>`],
    ['a merged range upside down', `${sheetData}<mergeCells><mergeCell ref="B2:A1"/></mergeCells>`],
    ['a shared text that is not there', '<sheetData><row><c t="s"><v>9</v></c></row></sheetData>'],
  ])('%s is damage', async (_, sheet) => {
    expect(await codeOf(xlsxOf({ sheet, strings }))).toBe('damaged')
  })
})

describe('encodings', () => {
  const written = '项目名称,预算数,执行数\n社区助餐补贴（2021年）,36万元,≥95%\n'
  // Made once by another program, as Node writes neither GB18030 nor Big5.
  const gb18030 =
    'cfeec4bfc3fbb3c62cd4a4cbe3cafd2cd6b4d0d0cafd0ac9e7c7f8d6fab2cdb2b9ccf9a3a832303231c4eaa3a92c3336cdf2d4aa2ca1dd3935250a'
  const big5 = 'b6b5a5d8a6e6ba7e2cb977bae2bcc62cb0f5a6e6bcc60aaac0b0cf55c07550b8c9b64b0a'

  test.each([
    ['UTF-8', Buffer.from(written)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${written}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${written}`, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`\ufeff${written}`, 'utf16le').swap16()],
    ['GB18030', Buffer.from(gb18030, 'hex')],
  ])('%s is read', async (_, bytes) => {
    expect(shownRows(tablesOf(await read(bytes, 'a.csv'))[0])).toEqual([
      ['项目名称', '预算数', '执行数'],
      ['社区助餐补贴（2021年）', '36万元', '≥95%'],
    ])
  })

  test.each([
    ['Big5', Buffer.from(big5, 'hex'), 'encoding-unknown'],
    ['UTF-8 with a broken character', Buffer.from(written).fill(0xff, 4, 5), 'encoding-unknown'],
    ['UTF-8 cut within a character', Buffer.from(written.trim()).subarray(0, 50), 'encoding-unknown'],
    ['UTF-16 without a mark', Buffer.from(written, 'utf16le'), 'unknown-format'],
    ['UTF-16 of odd length', Buffer.from(`\ufeff${written}`, 'utf16le').subarray(0, 31), 'unknown-format'],
    ['text with zero bytes', Buffer.from(`${written}\0`), 'unknown-format'],
  ])('%s is refused, never misread', async (_, bytes, code) => {
    expect(await codeOf(bytes, 'a.csv')).toBe(code)
  })
})

describe('texts', () => {
  test.each([
    ['lines', '甲乙\n'],
    ['paragraphs', '甲乙\n\n'],
    ['indented lines', '\t甲\n'],
    ['torn cells', '\t甲\n\n丁\n\t乙\n\n'],
    ['rows between tabs', '甲\t乙\t丙\n'],
    ['rows between pipes', '|甲|乙|\n'],
    ['long rules', `|${'-'.repeat(50_000)}甲|\n`],
  ])('many %s take time in proportion', async (_, line) => {
    const lines = line.length > 100 ? 20 : 120_000 / (line.split('\n').length - 1)
    expect(await codeOf(Buffer.from(line.repeat(lines)), 'a.txt')).toBe('txt')
  })

  test('more lines than any report has are too large', async () => {
    expect(await codeOf(Buffer.from('甲\n'.repeat(200_001)), 'a.txt')).toBe('too-large')
  })
})

describe('damage', () => {
  const MUTANTS = 500
  const TOKENS = [
    '__proto__',
    'A1:XFD1048576',
    '99999999999',
    '-1',
    '1e309',
    '&#0;',
    ']]>',
    '<!--',
    '\ufffe',
    '"',
    '\t',
    '\n\n',
    '',
  ]

  /** Damages the XML and packs it again, so that the damage gets past the checksums. */
  function partsMutated(bytes: Uint8Array, random: () => number): Uint8Array {
    const parts = Object.entries(unzipSync(bytes))
    const [name = '', part] = parts[Math.floor(random() * parts.length)] ?? []
    const pieces = new TextDecoder().decode(part).split(/(?<=>)|(?=<)|\b/)
    const at = Math.floor(random() * pieces.length)
    const token = TOKENS[Math.floor(random() * TOKENS.length)] ?? ''
    const changed = [
      pieces.slice(0, at),
      random() < 0.5 ? token : pieces.slice(at, at + 4),
      pieces.slice(at + (random() < 0.5 ? 1 : 0)),
    ]
    return zipSync({ ...Object.fromEntries(parts), [name]: strToU8(changed.flat().join('')) })
  }

  test.each([
    ['docx', docx, bytesMutated],
    ['xlsx', xlsx, bytesMutated],
    ['docx parts', docx, partsMutated],
    ['xlsx parts', xlsx, partsMutated],
    ['csv', csv, bytesMutated],
    ['txt', text, bytesMutated],
  ])('every damaged %s gives its content or a reason', async (name, bytes, mutated) => {
    const random = randomFrom(20_191)
    for (let n = 0; n < MUTANTS; n++) {
      const mutant = mutated(bytes, random)
      try {
        Content.parse(await read(mutant, `a.${name}`))
      } catch (fault) {
        if (!(fault instanceof Unreadable)) throw new Error(`mutant ${n} of ${name}`, { cause: fault })
      }
    }
  })
})
