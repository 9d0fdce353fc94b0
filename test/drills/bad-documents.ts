import { zipSync } from 'fflate'
import { quarantineOf } from '#app/charts/document-words.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { understand } from '#ingest/pipeline.ts'
import { openReader } from '#ingest/readers/fence.ts'
import { UnreadableCode } from '#ingest/readers/table.ts'
import { readReference } from '#ingest/reference.ts'
import { compoundOf, pdfOf, textAt } from '#test/integration/readers-containers.ts'
import { docxOf, p, packaged, tbl, tc, tr, xlsxOf } from '#test/integration/readers-made.ts'
import type { Drill } from './drill.ts'

type Made = readonly [name: string, bytes: Uint8Array]

const text = (words: string) => Buffer.from(words)
const noise = (random: Random, length: number) => Uint8Array.from({ length }, () => random.whole(0, 255))
const cell = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
const nested = (depth: number, inner: string): string =>
  `${'<w:tbl><w:tr><w:tc>'.repeat(depth)}${inner}${'</w:tc></w:tr></w:tbl>'.repeat(depth)}`

/** Documents as they should not be, each a little different every time. */
const kinds: Readonly<Record<string, (random: Random) => Made>> = {
  empty: () => ['a.docx', new Uint8Array()],
  'one byte': (random) => ['a.xlsx', noise(random, 1)],
  noise: (random) => ['a.doc', noise(random, random.whole(2, 50_000))],
  zeros: (random) => ['a.csv', new Uint8Array(random.whole(1, 8) * 1024 * 1024)],
  'a zip cut off': (random) => {
    const whole = docxOf(tbl([tr([tc('指标'), tc('值')])]))
    return ['a.docx', whole.slice(0, random.whole(4, whole.length - 1))]
  },
  'a docx that is called csv': () => ['a.csv', docxOf(p('自评报告'))],
  'a csv that is called docx': () => ['a.docx', text('年度,区县\n2021,长安区\n')],
  'rtf that is called doc': (random) => [
    'a.doc',
    text(`{\\rtf1\\ansi ${'x'.repeat(random.whole(1, 5000))}}`),
  ],
  'a page that is called doc': () => ['a.doc', text('<html><table><tr><td>指标</td></tr></table></html>')],
  'a document type': (random) => [
    'a.docx',
    packaged({
      'word/document.xml': `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(random.whole(1, 9000))}">]><w:document><w:body>&a;</w:body></w:document>`,
    }),
  ],
  'a password': (random) => [
    'a.xlsx',
    compoundOf({ EncryptedPackage: noise(random, 5000), EncryptionInfo: noise(random, 300) }),
  ],
  'a bomb': (random) => [
    'a.docx',
    zipSync({ 'word/document.xml': new Uint8Array(random.whole(70, 200) * 1024 * 1024) }, { level: 9 }),
  ],
  'a zip in a zip': (random) => {
    let inner = zipSync({ 'a.csv': text('a,b') })
    for (let n = random.whole(1, 30); n > 0; n -= 1) inner = zipSync({ 'a.zip': inner })
    return ['a.xlsx', inner]
  },
  'many sheets': (random) => [
    'a.xlsx',
    packaged(
      Object.fromEntries(
        Array.from({ length: random.whole(1000, 5000) }, (_, n) => [
          `xl/worksheets/sheet${n}.xml`,
          '<worksheet/>',
        ]),
      ),
    ),
  ],
  'a cell far away': (random) => {
    const row = random.whole(900_000, 1_048_576)
    return [
      'a.xlsx',
      xlsxOf({ sheet: `<sheetData><row r="${row}">${cell(`XFD${row}`, '远')}</row></sheetData>` }),
    ]
  },
  'a cell over everything': () => {
    const sheet = `<sheetData><row r="1">${cell('A1', '指标')}</row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`
    return ['a.xlsx', xlsxOf({ sheet })]
  },
  'tables in tables': (random) => ['a.docx', docxOf(nested(random.whole(50, 20_000), p('深')))],
  'elements in elements': (random) => {
    const depth = random.whole(5000, 100_000)
    return ['a.html', text(`${'<div>'.repeat(depth)}x`)]
  },
  'a wide span': (random) => [
    'a.html',
    text(`<table><tr><td rowspan="${random.whole(1e6, 1e9)}" colspan="1000000">指标</td></tr></table>`),
  ],
  'a line without end': (random) => ['a.csv', text('甲'.repeat(random.whole(100_000, 3_000_000)))],
  'columns without end': (random) => ['a.csv', text(`${'a,'.repeat(random.whole(20_000, 300_000))}\n1,2\n`)],
  'a quotation mark left open': (random) => [
    'a.csv',
    text(`年度,区县,项目名称\n2021,"长安区,${'x,y\n'.repeat(random.whole(1, 50_000))}`),
  ],
  'a pdf without pages': () => ['a.pdf', text('%PDF-1.7\n%%EOF')],
  'a pdf of pictures': (random) => [
    'a.pdf',
    pdfOf(Array.from({ length: random.whole(1, 200) }, () => ({ content: '0 0 100 100 re f' }))),
  ],
  'a pdf of many pages': (random) => [
    'a.pdf',
    pdfOf(Array.from({ length: random.whole(500, 3000) }, (_, n) => ({ content: textAt(50, 700, `${n}`) }))),
  ],
  'a pdf that goes in circles': () => [
    'a.pdf',
    text('%PDF-1.4\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]>>endobj\n%%EOF'),
  ],
  'letters of another prototype': () => [
    'a.xlsx',
    packaged({ '__proto__/x': '1', 'xl/workbook.xml': '<workbook constructor="__proto__"/>' }),
  ],
}

const reasons = new Set<string>([...UnreadableCode.options, 'no-rows', 'no-layout', 'no-table'])
/** A document's ten seconds, and a child that has to start first on a machine that has other things to do. */
const longestMs = 10_000 + 30_000

export const badDocuments: Drill = {
  what: 'documents that are empty, cut off, bombs, locked, mislabelled or endless: loaded or kept aside with a reason that has words',
  counts: { full: 270, short: 9 },
  async *run({ count, seed }) {
    const random = randomFrom(seed, 'bad-documents')
    const reader = openReader()
    const reference = readReference()
    const names = random.shuffled(Object.keys(kinds))
    try {
      for (let trial = 0; trial < count; trial += 1) {
        const kind = names[trial % names.length] ?? ''
        const [path, bytes] = kinds[kind]?.(random) ?? ['', new Uint8Array()]
        const began = performance.now()
        const { quarantined } = await understand({ path, bytes }, reader.read, reference)
        const ms = Math.round(performance.now() - began)
        const faults: string[] = []
        if (quarantined !== null && !reasons.has(quarantined.reason))
          faults.push(`an unknown reason: ${quarantined.reason}`)
        if (quarantined !== null && quarantineOf(quarantined.reason) === quarantineOf('none of ours'))
          faults.push(`${quarantined.reason} has no words`)
        yield {
          what: `${kind}: ${quarantined?.reason ?? 'loaded'} after ${ms} ms`,
          faults,
          late: ms > longestMs ? [`it took ${ms} ms`] : [],
        }
      }
    } finally {
      await reader.close()
    }
  },
}
