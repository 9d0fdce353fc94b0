import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import ExcelJS from 'exceljs'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { costChangeView } from '#app/charts/cost-change.ts'
import type { View } from '#app/charts/view.ts'
import { answerOf, mostRows, periodOf } from '#app/exports/answer.ts'
import { citations } from '#app/exports/citations.ts'
import { docxBytes } from '#app/exports/docx.ts'
import { attachment, fileName } from '#app/exports/file-name.ts'
import { panelsOf } from '#app/exports/panels.ts'
import { pngBytes } from '#app/exports/png.ts'
import { pptxBytes } from '#app/exports/pptx.ts'
import type { Provenance } from '#app/exports/provenance.ts'
import { svgText } from '#app/exports/svg.ts'
import { views } from '#app/exports/views.ts'
import { xlsxBytes } from '#app/exports/xlsx.ts'
import { noFilters } from '#app/queries/filters.ts'
import { loader } from '#app/routes/export.$file.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { w } from '#app/words.ts'
import { filesUnder } from '#ingest/files.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { ingest } from '#ingest/run.ts'
import { shownRows, tablesOf } from './readers-made.ts'

interface Invented {
  project: string
  year: number | null
  spent: number | null
  gap: number | null
  n: number | null
}

const invented: View<Invented> = {
  name: 'invented',
  title: w('支出与满意度：区县 × 年度', 'Spending and satisfaction: district × year'),
  note: w('按指标简单平均。', 'Plain means.'),
  columns: [
    { key: 'project', heading: w('项目', 'Project'), format: 'text' },
    { key: 'year', heading: w('年度', 'Year'), format: 'year' },
    { key: 'spent', heading: w('支出', 'Spent'), format: 'money' },
    { key: 'gap', heading: w('差距', 'Gap'), format: 'points' },
    { key: 'n', heading: w('项数', 'Cases'), format: 'count' },
  ],
  option: () => ({ series: [] }),
  height: () => 120,
}
const answer = answerOf(
  invented,
  [
    { project: '=1+1', year: 2019, spent: 816_000.5, gap: -19.25, n: 1234 },
    { project: 'http://example.com', year: 2020, spent: null, gap: 1 / 3, n: null },
    { project: '@SUM(A1)', year: null, spent: 0, gap: null, n: 0 },
  ],
  { language: 'zh', filters: noFilters },
)
const provenance: Provenance = {
  language: 'zh',
  conditions: [{ field: 'district', values: ['鹿鸣区', '望澜区'] }],
  generation: 7,
  published: '2025-03-01T01:30:00.000Z',
  sample: true,
}

async function workbookOf(bytes: Uint8Array<ArrayBuffer>) {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.buffer)
  return workbook
}

/** What a second sheet says, by its first column. */
function notesOf(workbook: ExcelJS.Workbook): Record<string, string> {
  const notes: Record<string, string> = {}
  workbook.getWorksheet('说明')?.eachRow((row) => {
    notes[row.getCell(1).text] = row.getCell(2).text
  })
  return notes
}

describe('xlsx', () => {
  test('holds figures as numbers in full and text as text, never as a formula or a link', async () => {
    const sheet = (await workbookOf(await xlsxBytes(answer, provenance))).worksheets[0]
    const values = [2, 3, 4].map((row) =>
      [1, 2, 3, 4, 5].map((column) => sheet?.getCell(row, column).value ?? null),
    )
    expect(values).toEqual(answer.rows)
    expect(sheet?.getCell('A2').type).toBe(ExcelJS.ValueType.String)
    expect(sheet?.getCell('A3').type).toBe(ExcelJS.ValueType.String)
    expect(sheet?.getCell('C2').type).toBe(ExcelJS.ValueType.Number)
  })

  test('keeps its head in view, filters, fits Chinese, and writes years without separators', async () => {
    const sheet = (await workbookOf(await xlsxBytes(answer, provenance))).worksheets[0]
    expect(sheet?.name).toBe('支出与满意度-区县×年度')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet?.autoFilter).toBe('A1:E4')
    expect(sheet?.getCell('B2').numFmt).toBe('0')
    expect(sheet?.getCell('E2').numFmt).toBe('#,##0')
    expect(sheet?.getColumn(4).width).toBeGreaterThanOrEqual('差距（个百分点）'.length * 2)
  })

  test('prints on A4 with its head on every page, and says there what it is of', async () => {
    const bytes = await xlsxBytes(answer, provenance)
    const sheet = (await workbookOf(bytes)).worksheets[0]
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, fitToWidth: 1, fitToHeight: 0 })
    const workbook = strFromU8(unzipSync(bytes)['xl/workbook.xml'] ?? new Uint8Array())
    expect(workbook).toMatch(/_xlnm\.Print_Titles[^>]*>[^<]*\$1:\$1</)
    expect(sheet?.headerFooter.oddHeader).toContain('区县 鹿鸣区、望澜区')
    expect(sheet?.getCell('A2').font.name).toBe('微软雅黑')
  })

  test('reads back with our own reader as it is shown', async () => {
    const [rows, notes] = tablesOf(await read(await xlsxBytes(answer, provenance), 'a.xlsx')).map(shownRows)
    expect(rows).toEqual([
      ['项目', '年度', '支出（元）', '差距（个百分点）', '项数'],
      ['=1+1', '2019', '816000.5', '-19.3', '1234'],
      ['http://example.com', '2020', '+0.3'],
      ['@SUM(A1)', '0', '0'],
    ])
    expect(notes).toContainEqual(['筛选条件', '区县 鹿鸣区、望澜区'])
  })

  test('says on its second sheet what it is of, from which generation, and that it is invented', async () => {
    expect(notesOf(await workbookOf(await xlsxBytes(answer, provenance)))).toMatchObject({
      标题: answer.title,
      口径: '按指标简单平均。',
      筛选条件: '区县 鹿鸣区、望澜区',
      数据年度: '2019–2020',
      单位: '支出（元）；差距（个百分点）',
      行数: '3',
      数据版本: '数据版本 7，发布于 2025-03-01 09:30',
      数据性质: '示例数据：虚构的城市与项目，仅用于演示',
    })
  })

  test('that was cut says so in its notes and in its name', async () => {
    const cut = { ...answer, cut: true }
    const notes = notesOf(await workbookOf(await xlsxBytes(cut, provenance)))
    expect(notes.行数).toContain(`只含前 ${mostRows} 行`)
    expect(fileName(cut, provenance, 'xlsx')).toContain('前50000行')
  })
})

/** The words of an SVG; throws where it is not well-formed XML. */
function wordsOf(svg: string): string {
  const words: string[] = []
  const parser = new SaxesParser()
  parser.on('text', (text) => words.push(text))
  parser.on('error', (error) => {
    throw error
  })
  parser.write(svg).close()
  return words.join('')
}

/** A PNG's pixels, decoded by another's decoder. */
function pixelsOf(png: Uint8Array) {
  const bytes = Buffer.from(png)
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const image = `data:image/png;base64,${bytes.toString('base64')}`
  const drawn = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${image}"/></svg>`,
  ).render()
  return { width, height, pixels: drawn.pixels }
}

const shareOfInk = (pixels: Buffer) =>
  pixels.reduce((sum, level, n) => sum + (n % 4 === 0 && level < 200 ? 1 : 0), 0) / (pixels.length / 4)

describe('pictures', () => {
  test('an svg is well-formed and holds its title, filters, source and generation as text', () => {
    const words = wordsOf(svgText(answer, provenance) ?? '')
    for (const part of [answer.title, '鹿鸣区、望澜区', '数据版本 7', '绩尺 Yardstick', '示例数据'])
      expect(words).toContain(part)
  })

  test('what a document says can neither break an svg nor become markup', () => {
    const title = '<script>alert(1)</script>&"\0\ud800￾满意度'
    expect(wordsOf(svgText({ ...answer, title }, provenance) ?? '')).toContain(
      '<script>alert(1)</script>&"满意度',
    )
  })

  test('an svg says what its rows say, how many cases they have, and the units of what it draws alone', () => {
    const drawing: View<Invented> = {
      ...invented,
      sentence: () => w('甲的差距最大', 'One gap is the widest'),
      columns: [
        { key: 'project', heading: w('项目', 'Project'), format: 'text' },
        { key: 'gap', heading: w('差距', 'Gap'), format: 'points' },
        { key: 'spent', heading: w('执行率', 'Execution'), format: 'percent' },
        { key: 'n', heading: w('项数', 'Cases'), format: 'count' },
      ],
      option: (rows) => ({
        xAxis: { type: 'category', data: ['甲', '乙'] },
        yAxis: { type: 'value' },
        series: [{ type: 'bar', data: rows.map(({ gap }) => gap ?? '-') }],
      }),
    }
    const rows = [
      { project: '甲', year: 2019, spent: 98, gap: -19, n: 3 },
      { project: '乙', year: 2019, spent: 97, gap: -2, n: 12 },
    ]
    const drawn = answerOf(drawing, rows, { language: 'zh', filters: noFilters })
    const words = wordsOf(svgText(drawn, provenance) ?? '')
    expect(words).toContain('甲的差距最大')
    expect(words).toContain('单位：差距（个百分点）；项数：3–12（* 不足 5 个，只列示，不作判断）')
  })

  test('an svg whose cases no column counts does not count the rows of a table that it does not have', () => {
    expect(wordsOf(svgText(answer, provenance) ?? '')).not.toMatch(/\d 行/)
  })

  test('a long note breaks into lines that stay within the picture', () => {
    const note = '各区县满意度指标差距的简单平均，每项指标计一次。'.repeat(8)
    const [lines] = [
      [...(svgText({ ...answer, note }, provenance) ?? '').matchAll(/font-size="12"[^>]*>([^<]*)</g)],
    ]
    expect(lines.map(([, text]) => text).join('')).toBe(note)
    for (const [, text] of lines) expect(text?.length).toBeLessThanOrEqual(80)
    expect(lines.length).toBeGreaterThan(2)
  })

  test('a png is twice the size of the svg and mostly white, with ink on it', async () => {
    const svg = svgText(answer, provenance) ?? ''
    const { width, height, pixels } = pixelsOf((await pngBytes(answer, provenance)) ?? new Uint8Array())
    expect(svg).toContain(`width="${width / 2}" height="${height / 2}"`)
    expect(shareOfInk(pixels)).toBeGreaterThan(0.005)
    expect(shareOfInk(pixels)).toBeLessThan(0.2)
  })

  test('every character has a glyph of its own, where a face without it would draw the same box', async () => {
    const characters = [...'满意区县绩尺龑≥≤①▲℃−×％Aa9\ue000']
    const drawn = await Promise.all(
      characters.map((title) => pngBytes({ ...answer, title, note: null }, provenance)),
    )
    expect(new Set(drawn.map((png) => Buffer.from(png ?? []).toString('base64'))).size).toBe(
      characters.length,
    )
  })

  test('a view without a chart has no picture', async () => {
    expect(await pngBytes({ ...answer, chart: null }, provenance)).toBeNull()
  })
})

const hostile = {
  ...answer,
  title: '<b>&"满意度\0\ud800\ufffe',
  sentence: '=HYPERLINK("http://example.com")\u0007&<a:t>',
}

describe('slides and briefings', () => {
  const slideOf = (bytes: Uint8Array) =>
    strFromU8(unzipSync(bytes)['ppt/slides/slide1.xml'] ?? new Uint8Array())

  test('what a document says stays text: no markup, no formula, no character that XML cannot hold', async () => {
    const slide = wordsOf(slideOf(await pptxBytes([{ answer: hostile, provenance }])))
    expect(slide).toContain('=HYPERLINK("http://example.com")&<a:t>')
    expect(slide).toContain('@SUM(A1)')
    const document = unzipSync(await docxBytes([{ answer: hostile, provenance }]))['word/document.xml']
    expect(wordsOf(strFromU8(document ?? new Uint8Array()))).toContain('<b>&"满意度')
  })

  test('a slide prints its table as the page does, with one unit for a column', async () => {
    const slide = wordsOf(slideOf(await pptxBytes([{ answer: { ...answer, chart: null }, provenance }])))
    for (const part of [
      '支出（万元）',
      '81.60',
      '−19.3',
      '1,234',
      '筛选条件：区县 鹿鸣区、望澜区',
      '数据版本 7',
    ])
      expect(slide).toContain(part)
  })

  test('a table that is longer than its room says how many rows are left out', async () => {
    const rows = Array.from({ length: 100 }, () => answer.rows[0] ?? [])
    const long = { ...answer, chart: null, rows }
    const slide = wordsOf(slideOf(await pptxBytes([{ answer: long, provenance }])))
    expect(slide).toMatch(/表中列前 \d+ 行，共 100 行，其余 \d+ 行见 xlsx 或 csv/)
    const document = unzipSync(await docxBytes([{ answer: long, provenance }]))['word/document.xml']
    expect(wordsOf(strFromU8(document ?? new Uint8Array()))).toContain(
      '表中列前 60 行，共 100 行，其余 40 行',
    )
  })

  test('an empty view is a slide and a briefing all the same', async () => {
    const empty = { ...answer, rows: [], chart: null, sentence: null }
    expect(wordsOf(slideOf(await pptxBytes([{ answer: empty, provenance }])))).toContain(answer.title)
    expect((await docxBytes([{ answer: empty, provenance }])).length).toBeGreaterThan(1000)
  })
})

describe('a chart as office programs have it', () => {
  test('keeps gaps, reads horizontal bars from above, and takes nought for a figure', () => {
    const [panel] =
      panelsOf(
        {
          xAxis: { type: 'value' },
          yAxis: { type: 'category', data: ['下', '中', '上'] },
          series: [{ type: 'bar', name: '甲', color: '#1f5d88', data: [1, { value: 0 }, '-'] }],
        },
        'zh',
      ) ?? []
    expect(panel).toMatchObject({
      kind: 'bars',
      horizontal: true,
      categories: ['上', '中', '下'],
      series: [{ name: '甲', values: [null, 0, 1] }],
    })
  })

  test('tells series of one name apart, since a workbook must', () => {
    const line = { type: 'line' as const, name: '鼓楼区', data: [1] }
    const [panel] =
      panelsOf(
        {
          xAxis: { type: 'category', data: ['2019'] },
          yAxis: { type: 'value' },
          series: [line, line],
        },
        'zh',
      ) ?? []
    expect(panel).toMatchObject({ series: [{ name: '鼓楼区' }, { name: '鼓楼区 (2)' }] })
  })

  test('has its money in the unit that its axis names, and parts as what they say, each in its colour', () => {
    const part = { prices: null, yearBefore: 2022, yearAfter: 2023, n: 8 }
    const rows = [
      { ...part, part: 'before' as const, amount: 5_272_700, low: 0, high: 5_272_700 },
      { ...part, part: 'volume' as const, amount: -389_600, low: 4_883_100, high: 5_272_700 },
      { ...part, part: 'price' as const, amount: 403_700, low: 4_883_100, high: 5_286_800 },
      { ...part, part: 'after' as const, amount: 5_286_800, low: 0, high: 5_286_800 },
    ]
    const option = costChangeView.option?.(rows, { language: 'zh', filters: noFilters }) ?? {}
    const [panel] = panelsOf(option, 'zh') ?? []
    expect(panel).toMatchObject({
      title: '万元',
      stacked: false,
      instead: 'steps',
      series: [{ values: [527.27, -38.96, 40.37, 528.68] }],
    })
    expect(new Set(panel?.kind === 'bars' ? panel.series[0]?.colours : []).size).toBe(3)
  })

  test('has ranks from above, and its parts in the order of their schema', async () => {
    const option = {
      xAxis: { type: 'category' as const, data: ['2018', '2019'] },
      yAxis: { type: 'value' as const, inverse: true, min: 1, max: 9 },
      series: [{ type: 'line' as const, name: '甲', data: [1, 9] }],
    }
    const deck = await pptxBytes([
      { answer: { ...answer, chart: { option, height: 300, reads: new Set() } }, provenance },
    ])
    const xml = strFromU8(unzipSync(deck)['ppt/charts/chart1.xml'] ?? new Uint8Array())
    expect(xml).toMatch(/<c:valAx>.*<c:orientation val="maxMin"\/>/s)
    expect(xml).toMatch(/<c:catAx>.*<c:crosses val="max"\/>.*<c:valAx>/s)
    expect(xml).toMatch(/<c:lineChart><c:grouping val="standard"\/>/)
    expect(xml).toMatch(/<c:marker>.*<c:dLbls>.*<c:cat>.*<c:val>.*<\/c:ser>/s)
    expect(xml).not.toContain('invertIfNegative')
    expect(xml.match(/<c:axId /g)).toHaveLength(4)
  })

  test('is nothing that they have where they have nothing like it', () => {
    expect(panelsOf({ series: [{ type: 'pie', data: [] }] }, 'zh')).toBeNull()
    expect(panelsOf({}, 'zh')).toBeNull()
  })
})

test('years are told as runs, so that a year between them that is not covered is not claimed', () => {
  expect(periodOf('asked', [2022, 2018, 2020, 2019, 2019], 'zh')).toEqual({
    years: '2018–2020、2022',
    told: 'asked',
  })
  expect(periodOf('rows', [2019], 'en')?.years).toBe('2019')
  expect(periodOf('loaded', [], 'zh')).toBeNull()
})

test('rows are cited until they are of too many projects to ask about at once', async () => {
  const view: View<Invented> = {
    ...invented,
    origin: ({ project, year }) => ({ projectId: project, year, kind: null, table: null, row: null }),
  }
  const rows = Array.from({ length: 2_400 }, (_, place) => ({
    project: String(Math.floor(place / 2)),
    year: 2019,
    spent: null,
    gap: null,
    n: null,
  }))
  const cited = await citations(view, rows, async () => [], 'zh')
  expect(cited).toHaveLength(2_000)
  const long = { ...answerOf(view, rows, { language: 'zh', filters: noFilters }), cited }
  const notes = notesOf(await workbookOf(await xlsxBytes(long, provenance)))
  expect(notes.出处).toBe('只列前 2000 行的出处；请缩小筛选范围后分次导出')
})

test('money is written to the fen, without the noise of sums; unit costs keep their decimals', () => {
  const columns = invented.columns.map((column) =>
    column.key === 'gap' ? { ...column, format: 'unitCost' as const } : column,
  )
  const noisy = { project: '甲', year: null, spent: 34.46999999973923, gap: 104.16666666666667, n: null }
  const rows = [noisy, { ...noisy, spent: -1e-9 }]
  const { rows: cells } = answerOf({ ...invented, columns }, rows, { language: 'zh', filters: noFilters })
  expect(cells.map(([, , spent, cost]) => [spent, cost])).toEqual([
    [34.47, 104.16666666666667],
    [0, 104.16666666666667],
  ])
})

test('a file is named after title, scope and period, for old browsers and new', () => {
  const name = fileName(answer, provenance, 'csv')
  expect(name).toBe('支出与满意度-区县×年度-鹿鸣区、望澜区-2019-2020.csv')
  const header = attachment(name, 'invented.csv')
  expect(header).toMatch(/^attachment; filename="invented\.csv"; filename\*=UTF-8''[\w%.-]+$/)
  expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(name)
})

const list = `年度,区县,预算单位,项目名称,年初预算数(万元),全年执行数(万元),一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分
2019,临澜区,临澜区中小企业服务中心,中小企业网上服务经费,110.55,110.55,产出指标,数量指标,支持中小企业数量,不少于6700户,6600户,10,9.9
2019,临澜区,临澜区中小企业服务中心,中小企业网上服务经费,110.55,110.55,满意度指标,服务对象满意度指标,企业满意度,≥95%,76%,10,8
2019,望澜区,望澜区民政局,居家养老服务补贴,50,48,成本指标,经济成本指标,人均补贴标准,400元/人,400元/人,20,20
2019,望澜区,望澜区民政局,居家养老服务补贴,50,48,产出指标,数量指标,补贴老人数,≥1200人,1200人,20,20
2019,望澜区,望澜区民政局,居家养老服务补贴,50,48,满意度指标,服务对象满意度指标,老人满意度,≥90%,92.5%,10,10
`

describe('the route', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-exports-'))
    const file = path.join(folder, '自评指标明细.csv')
    await writeFile(file, list)
    process.env.YARDSTICK_DATA = path.join(folder, 'data')
    await ingest(path.join(folder, 'data'), await filesUnder([file]), {
      read: async (bytes, name) => read(bytes, name),
      reference: readReference(),
      report: () => undefined,
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const fetched = (file: string, search = '') =>
    loader({
      request: new Request(`http://localhost/export/${file}${search}`),
      params: { file },
      context: {},
    })

  test('gives a view as csv, under its name', async () => {
    const response = await fetched('satisfaction-by-district.csv')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Content-Disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('满意度差距-区县×年度-2019.csv')}`,
    )
    const [headings, first] = (await response.text()).split('\r\n')
    expect(headings).toContain('差距（个百分点）')
    expect(first).toContain('临澜区,2019,95,76,-19')
  })

  test('filters as the page does, names what it filtered by, and speaks the page’s language', async () => {
    const response = await fetched('satisfaction-by-district.csv', '?district=990103&lang=en&sector=')
    const [headings, ...rows] = (await response.text()).trim().split('\r\n')
    expect(headings).toContain('Gap (pp)')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain('望澜区,2019,90,92.5,2.5')
    const name = encodeURIComponent('Satisfaction gap-district×year-望澜区-2019.csv')
    expect(response.headers.get('Content-Disposition')).toContain(name)
  })

  test('says which years it covers: those of its rows, else those asked for, else all that are loaded', async () => {
    const svgOf = async (search: string) =>
      wordsOf(await (await fetched('satisfaction-ranking.svg', search)).text())
    expect(await svgOf('')).toContain('数据年度：2019（已载入的全部年度）；筛选条件：无')
    expect(await svgOf('?year=2019')).toContain('数据年度：2019；筛选条件：年度 2019')
    const response = await fetched('satisfaction-ranking.xlsx')
    expect(decodeURIComponent(response.headers.get('Content-Disposition') ?? '')).toContain('实际-2019.xlsx')
    const workbook = await workbookOf(new Uint8Array(await response.arrayBuffer()))
    expect(notesOf(workbook).数据年度).toBe('2019（已载入的全部年度）')
    expect(workbook.worksheets[0]?.headerFooter.oddHeader).toContain('数据年度：2019')
    const nothing = await fetched('satisfaction-ranking.xlsx', '?department=无此部门')
    expect(notesOf(await workbookOf(new Uint8Array(await nothing.arrayBuffer()))).数据年度).toBe('无')
  })

  test('rows that are single cases end with where they were read; rows that gather several do not', async () => {
    const lines = async (file: string) => (await (await fetched(file)).text()).trim().split('\r\n')
    const [headings, first] = await lines('satisfaction-gaps.csv')
    expect(headings).toMatch(/,出处$/)
    expect(first).toMatch(/,自评指标明细\.csv，第 \d+ 行$/)
    expect((await lines('satisfaction-by-district.csv')).at(0)).not.toContain('出处')
    expect((await lines('widest-overshoots.csv')).at(0)).toMatch(/,出处$/)
    const [, reported] = await lines('projects.csv')
    expect(reported).toMatch(/,已报,.*自评指标明细\.csv$/)
  })

  test('a filter that the view does not know is not said to have been applied', async () => {
    const response = await fetched(
      'satisfaction-by-district.xlsx',
      '?year=2018&rule=total-is-sum&district=abc',
    )
    const workbook = await workbookOf(new Uint8Array(await response.arrayBuffer()))
    expect(notesOf(workbook).筛选条件).toBe('无')
  })

  test.each([...views.keys()])('%s can be had in every form', async (name) => {
    const csv = await fetched(`${name}.csv`)
    expect(csv.status).toBe(200)
    const [headings] = (await csv.text()).split('\r\n')
    const xlsx = await fetched(`${name}.xlsx`)
    const workbook = await workbookOf(new Uint8Array(await xlsx.arrayBuffer()))
    expect(workbook.worksheets[0]?.actualColumnCount).toBe(headings?.split(',').length)
    const svg = await fetched(`${name}.svg`)
    expect([200, 404]).toContain(svg.status)
    if (svg.status === 200) expect(wordsOf(await svg.text())).toContain('数据版本 1')
  })

  test('a view that chooses a programme by itself says which', async () => {
    const workbook = await workbookOf(
      new Uint8Array(await (await fetched('unit-cost-by-district.xlsx')).arrayBuffer()),
    )
    expect(notesOf(workbook).筛选条件).toBe('项目类别 居家养老服务补贴；计量单位 人')
  })

  test('a project’s file names the project, and the year of the report that is shown', async () => {
    const [report] = await ask(
      {
        name: 'any-project',
        row: z.object({ id: z.string() }),
        sql: () => sql`select min(project_id) as id from v_evaluation where programme like '居家%'`,
      },
      undefined,
    )
    const response = await fetched('project-indicators.xlsx', `?id=${report?.id}&year=2030`)
    const notes = notesOf(await workbookOf(new Uint8Array(await response.arrayBuffer())))
    expect(notes.筛选条件).toBe('项目 居家养老服务补贴；单位 望澜区民政局；年度 2019')
    expect(notes.行数).toBe('3')
  })

  test('draws the chart', async () => {
    const svg = await (await fetched('satisfaction-by-district.svg')).text()
    expect(wordsOf(svg)).toContain('临澜区')
    const png = new Uint8Array(await (await fetched('satisfaction-by-district.png')).arrayBuffer())
    expect(shareOfInk(pixelsOf(png).pixels)).toBeGreaterThan(0.01)
  })

  test.each(['nothing.csv', 'satisfaction-by-district.exe', 'satisfaction-by-district', '__proto__.csv', ''])(
    'says which files there are where %s is asked for',
    async (file) => {
      const response = await fetched(file)
      expect(response.status).toBe(404)
      const sentence = await response.text()
      expect(sentence).toContain('satisfaction-by-district')
      expect(sentence).toMatch(
        /没有这样的导出文件.+\nThere is no such export.+csv, xlsx, parquet, arrow, pptx, docx, svg, png/,
      )
    },
  )

  test('has no picture where the filters leave nothing', async () => {
    const response = await fetched('satisfaction-by-district.svg', '?department=无此部门')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('没有数据可画')
  })
})
