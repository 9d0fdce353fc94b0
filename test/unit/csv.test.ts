import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Cell, Heading } from '#app/exports/answer.ts'
import { csvText } from '#app/exports/csv.ts'

const Records = z.array(z.array(z.string()))
const name = { text: '项目名称', unit: null }
const spent = { text: '全年执行数', unit: '元' }

const written = (columns: Pick<Heading, 'text' | 'unit'>[], rows: Cell[][]) =>
  csvText({ columns, rows }, { language: 'zh' })
const readBack = (csv: string) =>
  Records.parse(parse(csv, { bom: true, record_delimiter: '\r\n', skip_empty_lines: false }))

/** What Excel, WPS and LibreOffice would take for a formula. */
const isLive = (text: string) =>
  /^[\t\r\n\0]/.test(text) || /^[=+\-@＝＋－＠]/.test(text.replaceAll('\0', '').trim())

/** The text before it was guarded. */
const freed = (text: string) => (/^''*\s*[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? text.slice(1) : text)

const hostile = fc.constantFrom(
  '=1+1',
  '=HYPERLINK("http://example.com","点击")',
  "=cmd|'/c calc'!A1",
  '@SUM(1)',
  '+8613800000000',
  '-2+3',
  '\t=1',
  '\r=1',
  '\n=1',
  '\0=1',
  '  =1',
  '\u3000＝1',
  '＋1',
  '－1',
  '＠a',
  "'=1",
  "''=1",
  "'",
  '',
  '不低于95%，"优"\r\n第二行',
)
const anyText = fc.oneof(
  hostile,
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n\0\'", \u3000a绩') }),
)

test('no text of a document runs in a spreadsheet, and taking the guard away restores it', () => {
  fc.assert(
    fc.property(anyText, fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), (text, figure) => {
      const [headings, row] = readBack(written([name, spent], [[text, figure]]))
      expect(headings).toEqual(['项目名称', '全年执行数（元）'])
      expect(isLive(row?.[0] ?? '=')).toBe(false)
      expect(freed(row?.[0] ?? '')).toBe(text)
      expect(row?.[1]).toBe(figure === null ? '' : String(figure))
    }),
    { numRuns: 10_000 },
  )
})

test('an Excel that opens the file knows it for UTF-8, and its lines end as RFC 4180 has them', () => {
  expect(written([name], [['绩尺']])).toBe('\ufeff项目名称\r\n绩尺\r\n')
})

test.each<[Cell, string]>([
  [816_000, '816000'],
  [-19.25, '-19.25'],
  [1 / 3, '0.3333333333333333'],
  [2019, '2019'],
  [0, '0'],
  [null, ''],
])('a figure is written in full and bare: %s as "%s"', (cell, text) => {
  expect(written([spent], [[cell]])).toBe(`\ufeff全年执行数（元）\r\n${text}\r\n`)
})
