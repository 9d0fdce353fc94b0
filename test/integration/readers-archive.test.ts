import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#app/warehouse/sql.ts'
import type { Outcome } from '#ingest/pipeline.ts'
import { entriesOf } from '#ingest/readers/archive.ts'
import { openReader, type Reader } from '#ingest/readers/fence.ts'
import { soffice } from '#ingest/readers/soffice.ts'
import { dryRun, ingest } from '#ingest/run.ts'
import { effectsWithOutcomes } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'
import { packaged, shownRows, tablesOf } from './readers-made.ts'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/readers/${name}`, import.meta.url))
const list = (score: number) =>
  `年度,区县,预算单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分
2021,长安区,石家庄市长安区教育局,校舍维修,产出指标,数量指标,维修校舍,10所,9所,10,${score}
`
const pathsOf = (bytes: Uint8Array) => entriesOf(bytes)?.map(({ path: name }) => name) ?? null

let reader: Reader
beforeAll(() => {
  reader = openReader()
})
afterAll(() => reader.close())

async function unpacked(file: string, bytes: Uint8Array) {
  const found: string[] = []
  for await (const { path: name } of reader.unpack({ path: file, bytes })) found.push(name)
  return found
}

/** A bomb: a megabyte of blanks and more, packed a thousandfold. */
const bomb = packaged({ '一.txt': ' '.repeat(2 << 20), '二.txt': '甲' })

describe('archives', () => {
  test('hold their documents in order, without what systems leave there', () => {
    const archive = packaged({
      '二/b.docx': '',
      '一/a.csv': '',
      '__MACOSX/._a.csv': '',
      '.DS_Store': '',
      '~$a.docx': '',
      'Thumbs.db': '',
      '空/': '',
    })
    expect(pathsOf(archive)).toEqual(['一/a.csv', '二/b.docx'])
  })

  test('name their documents in the older Chinese encoding too', () => {
    const archive = Buffer.from(packaged({ aabb: 'x' }))
    const gbk = Buffer.from('cfeec4bf', 'hex')
    for (let at = archive.indexOf('aabb'); at >= 0; at = archive.indexOf('aabb')) gbk.copy(archive, at)
    expect(pathsOf(archive)).toEqual(['项目'])
  })

  test('name nothing outside themselves', () => {
    expect(
      pathsOf(packaged({ '../../etc/passwd.txt': '', '/abs/b.txt': '', 'c:\\d\u0007.txt': '' })),
    ).toEqual(['etc/passwd.txt', 'abs/b.txt', 'c:/d.txt'])
  })

  test.each(['form.docx', 'form.xlsx', 'form.xls', 'report.pdf'])('%s is none', (name) => {
    expect(entriesOf(fixture(name))).toBeNull()
  })

  test('unpack behind the fence into documents named by both, another file into itself', async () => {
    const archive = zipSync({ '长安区/自评.docx': fixture('form.docx'), 'b.csv': strToU8(list(9)) })
    expect(await unpacked('报送/一批.zip', archive)).toEqual([
      '报送/一批.zip/b.csv',
      '报送/一批.zip/长安区/自评.docx',
    ])
    expect(await unpacked('a.docx', fixture('form.docx'))).toEqual(['a.docx'])
    expect(await unpacked('a.zip', fixture('form.docx'))).toEqual(['a.zip'])
  })

  test('that do not unpack whole come last, as what cannot be read', async () => {
    const broken = Buffer.from(
      zipSync({ 'a.csv': [strToU8(list(9)), { level: 0 }], 'b.csv': [strToU8(list(8)), { level: 0 }] }),
    )
    broken.write('2020', broken.lastIndexOf('2021,长安区'))
    expect(await unpacked('x.zip', broken)).toEqual(['x.zip/a.csv', 'x.zip'])
    await expect(reader.read(broken, 'x.zip')).rejects.toMatchObject({ code: 'damaged' })
    expect(await unpacked('x.zip', bomb)).toEqual(['x.zip'])
    await expect(reader.read(bomb, 'x.zip')).rejects.toMatchObject({ code: 'too-large' })
    expect(await unpacked('x.zip', packaged({}))).toEqual(['x.zip'])
  })

  test('within an archive are unpacked too, those deeper are refused', async () => {
    const inner = zipSync({ 'a.csv': strToU8(list(9)) })
    const packed = zipSync({ 'y.zip': inner, 'z.zip': zipSync({ 'deep.zip': inner }) })
    expect(await unpacked('x.zip', packed)).toEqual(['x.zip/y.zip/a.csv', 'x.zip/z.zip/deep.zip'])
    await expect(reader.read(inner, 'x.zip/z.zip/deep.zip')).rejects.toMatchObject({
      code: 'unsupported-format',
    })
  })
})

describe('an ingest of archives', () => {
  const effects = () => ({ ...effectsWithOutcomes(), unpack: reader.unpack })
  const names = (outcomes: (Outcome | null)[]) =>
    outcomes.map((outcome) => path.basename(outcome?.source.path ?? ''))

  test('loads each document once, and keeps aside what is none', async () => {
    const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
    const file = path.join(folder, 'a.zip')
    await writeFile(
      file,
      zipSync({
        'one.csv': strToU8(list(9)),
        'two.zip': zipSync({ 'x.zip': zipSync({ 'x.csv': strToU8(list(8)) }) }),
      }),
    )
    await writeFile(path.join(folder, 'b.zip'), bomb)
    const found = [file, path.join(folder, 'b.zip')].map((one) => ({ file: one, path: path.basename(one) }))
    const first = await ingest(dataDir, found, effects())
    expect(first.tally).toEqual({ loaded: 1, quarantined: 2, alreadyLoaded: 0 })
    expect(await rowsIn(dataDir, sql`select path, reason from document order by path`)).toEqual([
      { path: 'a.zip/one.csv', reason: null },
      { path: 'a.zip/two.zip/x.zip', reason: 'unsupported-format' },
      { path: 'b.zip', reason: 'too-large' },
    ])
    const again = await ingest(dataDir, found, effects())
    expect(again).toEqual({ tally: { loaded: 0, quarantined: 2, alreadyLoaded: 1 }, manifest: null })
  })

  test('is tried out the same way', async () => {
    const file = path.join(await temporaryFolder(), 'a.zip')
    await writeFile(file, zipSync({ 'one.csv': strToU8(list(9)), 'two.csv': strToU8(list(8)) }))
    const tried = effects()
    await dryRun([{ file, path: 'a.zip' }], tried)
    expect(names(tried.outcomes)).toEqual(['one.csv', 'two.csv'])
  })
})

describe('formats that no reader covers', () => {
  const rtf = Buffer.from(
    '{\\rtf1\\ansi\\trowd\\cellx3000\\cellx6000\\intbl \\u25351?\\u26631?\\cell \\u20540?\\cell\\row\\trowd\\cellx3000\\cellx6000\\intbl \\u25968?\\u37327?\\cell 8\\cell\\row\\pard\\par}',
  )

  // LibreOffice is no part of the product: where it is missing, there is nothing to try.
  test.runIf(soffice !== undefined)(
    'are converted where LibreOffice is installed',
    { timeout: 90_000 },
    async () => {
      const content = await reader.read(rtf, 'a.rtf')
      expect(shownRows(tablesOf(content)[0])).toEqual([
        ['指标', '值'],
        ['数量', '8'],
      ])
    },
  )

  test.runIf(soffice === undefined)('are refused where LibreOffice is missing', async () => {
    await expect(reader.read(rtf, 'a.rtf')).rejects.toMatchObject({ code: 'unsupported-format' })
  })

  test('are not asked for where it could make nothing of them', async () => {
    await expect(reader.read(packaged({ 'OFD.xml': '<ofd/>' }), 'a.ofd')).rejects.toMatchObject({
      code: 'unsupported-format',
    })
    expect(Object.keys(unzipSync(fixture('form.docx')))).toContain('word/document.xml')
  })
})
