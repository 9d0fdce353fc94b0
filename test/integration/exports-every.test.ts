import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { tableFromIPC } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { withOrigins } from '#app/exports/citations.ts'
import { views } from '#app/exports/views.ts'
import { formatScore } from '#app/format.ts'
import { noDecisions } from '#app/queries/decisions.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { loader } from '#app/routes/export.$file.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { loadOnce } from '#test/load.ts'

/** Every view of the sample portfolio in every form, opened by readers that are not the writers. */
let folder = ''
let project = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-exports-'))
  process.env.YARDSTICK_DATA = folder
  await loadOnce(folder, ['data/sample'])
  const [report] = await ask(
    {
      name: 'a-project-of-several-years',
      row: z.object({ id: z.string() }),
      sql: () => sql`select project_id as id from v_evaluation group by 1 order by count(*) desc, 1 limit 1`,
    },
    undefined,
  )
  project = report?.id ?? ''
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fetched(file: string, search = '') {
  const asked = file.startsWith('project-') ? `?id=${project}` : search
  const response = await loader({
    request: new Request(`http://localhost/export/${file}${asked}`),
    params: { file },
    context: {},
  })
  expect(response.status, file).toBe(200)
  return new Uint8Array(await response.arrayBuffer())
}

async function answerOf(name: string, language: 'zh' | 'en' = 'zh') {
  const search = new URLSearchParams(name.startsWith('project-') ? { id: project } : {})
  const asked = { search, here: { language, filters: filtersOf(search).filters }, decisions: noDecisions }
  const found = await views.get(name)?.answer(ask, asked)
  if (!found) throw new Error(`no view ${name}`)
  return found.answer
}

/** The words of an XML part, in order, by the element that they stand in; throws where it is not well-formed. */
function wordsOf(xml: string, element: string): string[] {
  const words: string[] = []
  let inside = false
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    if (name === element) words.push('')
    inside = name === element
  })
  parser.on('closetag', () => {
    inside = false
  })
  parser.on('text', (text) => {
    if (inside) words.push((words.pop() ?? '') + text)
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
  return words
}

/** The parts of an office file, its XML as text that was found well-formed. */
function partsOf(bytes: Uint8Array) {
  const parts = Object.entries(unzipSync(bytes))
  for (const [name, part] of parts) if (/\.(?:xml|rels)$/.test(name)) wordsOf(strFromU8(part), '')
  return new Map(parts)
}

const names = [...views.keys()]

describe.each(names)('%s', (name) => {
  test('holds the same rows as csv, xlsx, parquet and arrow', async () => {
    const { columns, rows } = withOrigins(await answerOf(name), 'zh')
    const records = z
      .array(z.array(z.string()))
      .parse(parse(Buffer.from(await fetched(`${name}.csv`)), { bom: true }))
    expect(records).toHaveLength(rows.length + 1)

    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await fetched(`${name}.xlsx`)).buffer)
    const sheet = workbook.worksheets[0]
    rows.slice(0, 50).forEach((row, place) => {
      expect(columns.map((_, at) => sheet?.getCell(place + 2, at + 1).value ?? null)).toEqual(row)
    })

    const money = columns.map(({ format }) => format === 'money')
    const toFen = (cell: unknown, at: number) =>
      money[at] && typeof cell === 'number' ? Math.round(cell * 100) : cell
    const expected = rows.slice(0, 50).map((row) => row.map(toFen))

    const arrow = tableFromIPC(await fetched(`${name}.arrow`))
    expect(arrow.numRows).toBe(rows.length)
    expect(arrow.schema.fields.map((field) => field.name)).toEqual(columns.map(({ key }) => key))
    const read = expected.map((_, place) =>
      columns.map(({ key }, at) => {
        const cell: unknown = arrow.getChild(key)?.get(place) ?? null
        return cell !== null && money[at] ? Number(cell) : cell
      }),
    )
    expect(read).toEqual(expected)

    const file = path.join(folder, `${name}.parquet`)
    await writeFile(file, await fetched(`${name}.parquet`))
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const parquet = await connection.runAndReadAll(`select * from '${file}' limit 50`)
    const cells = parquet
      .getRowsJson()
      .map((row) =>
        row.map((cell, at) => (money[at] && cell !== null ? Math.round(Number(cell) * 100) : cell)),
      )
    expect(cells).toEqual(expected)
    expect(
      parquet
        .columnTypes()
        .map(String)
        .filter((_, at) => money[at]),
    ).toEqual(money.filter(Boolean).map(() => 'DECIMAL(18,2)'))
    connection.closeSync()
    instance.closeSync()
  })

  test('is a slide with its sentence as title, its sources below, and a chart that keeps its figures in a workbook', async () => {
    const { sentence, title, chart, rows } = await answerOf(name)
    const parts = partsOf(await fetched(`${name}.pptx`))
    const slide = wordsOf(strFromU8(parts.get('ppt/slides/slide1.xml') ?? new Uint8Array()), 'a:t')
    expect(slide[0]).toBe(sentence ?? title)
    expect(slide.join('\n')).toMatch(/数据版本 1，发布于/)
    expect(slide.join('\n')).toMatch(
      rows.length > 0 ? /数据年度：20\d\d.*；筛选条件：/ : /数据年度：.+；筛选条件：/,
    )
    const charts = [...parts.keys()].filter((part) => /^ppt\/charts\/chart\d+\.xml$/.test(part))
    const isTable = strFromU8(parts.get('ppt/slides/slide1.xml') ?? new Uint8Array()).includes('<a:tbl>')
    expect(charts.length > 0 || isTable || rows.length === 0).toBe(true)
    if (chart === null) expect(charts).toEqual([])
    for (const part of charts) {
      const xml = strFromU8(parts.get(part) ?? new Uint8Array())
      expect(xml).not.toMatch(/<c:v><\/c:v>|NaN|Infinity/)
      const number = /\d+/.exec(part)?.[0]
      const book = parts.get(`ppt/embeddings/Microsoft_Excel_Worksheet${number}.xlsx`)
      const kept = new ExcelJS.Workbook()
      await kept.xlsx.load(new Uint8Array(book ?? []).buffer)
      const cached = cachedFigures(xml)
      expect(cached.size).toBeGreaterThan(0)
      for (const [cell, value] of cached) expect(kept.worksheets[0]?.getCell(cell).value, cell).toBe(value)
    }
  })

  test('is a briefing with its title, its table as the page prints it, and footnotes to documents', async () => {
    const { title, sentence, rows, cited, chart } = await answerOf(name)
    const parts = partsOf(await fetched(`${name}.docx`))
    const body = strFromU8(parts.get('word/document.xml') ?? new Uint8Array())
    const words = wordsOf(body, 'w:t')
    expect(words[0]).toBe(title)
    if (sentence !== null) expect(words[1]).toBe(sentence)
    expect(body).toMatch(/w:w="11906" w:h="16838"|w:w="16838" w:h="11906"/)
    expect([...parts.keys()].some((part) => part.endsWith('.png'))).toBe(chart !== null)
    expect(words.join('\n')).toMatch(/数据年度：.+；筛选条件：/)
    if (rows.length > 60) expect(words.join('')).toContain(`其余 ${rows.length - 60} 行`)
    const notes = wordsOf(strFromU8(parts.get('word/footnotes.xml') ?? new Uint8Array()), 'w:t')
    expect(notes).toEqual((cited ?? []).slice(0, 60).filter((note) => note !== null))
    expect(body.match(/<w:footnoteReference /g) ?? []).toHaveLength(notes.length)
  })

  test.each(['zh', 'en'] as const)(
    'says nothing in its sentence (%s) that its rows do not hold',
    async (language) => {
      const search = new URLSearchParams(name.startsWith('project-') ? { id: project } : {})
      const values = new Set<unknown>()
      // Ranks are another drawing of what sides come to year by year.
      const own = name.replace('-ranks-', '-years-')
      const noting: typeof ask = async (query, params) => {
        const rows = await ask(query, params)
        if (query.name === own)
          for (const row of rows) for (const value of Object.values(row ?? {})) values.add(value)
        return rows
      }
      const asked = { search, here: { language, filters: filtersOf(search).filters }, decisions: noDecisions }
      const { sentence } = (await views.get(name)?.answer(noting, asked))?.answer ?? { sentence: null }
      const known = new Set([...values].flatMap(writings))
      for (const figure of sentence?.match(figures) ?? [])
        expect(known, `${figure} in ${sentence}`).toContain(figure)
    },
  )
})

/** A figure in words: 1,234.5. */
const figures = /\d+(?:,\d{3})*(?:\.\d+)?/g

const exactly = [0, 1, 2, 3].map(
  (digits) =>
    new Intl.NumberFormat('zh-CN', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)
const atMostTwo = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })

/** Every way in which the product writes a value: in full, rounded, in 万, 亿 and millions; and figures within words. */
function writings(value: unknown): string[] {
  if (typeof value === 'string') return value.match(figures) ?? []
  if (typeof value !== 'number') return []
  const sizes = [1, 1e4, 1e6, 1e8].map((divisor) => Math.abs(value) / divisor)
  return [
    ...sizes.flatMap((size) => exactly.map((format) => format.format(size))),
    String(value),
    atMostTwo.format(Math.abs(value)),
    // Scores, as pages round them.
    formatScore(Math.abs(value)),
  ]
}

/** What a chart keeps of its figures, by the cells that it says they come from. */
function cachedFigures(xml: string): Map<string, number> {
  const cached = new Map<string, number>()
  for (const [, column, cache] of xml.matchAll(
    /<c:f>Sheet1!\$([A-Z]+)\$2:[^<]*<\/c:f>\s*<c:numCache>([\s\S]*?)<\/c:numCache>/g,
  ))
    for (const [, place, value] of (cache ?? '').matchAll(/<c:pt idx="(\d+)"><c:v>([^<]*)<\/c:v>/g))
      cached.set(`${column}${Number(place) + 2}`, Number(value))
  return cached
}
