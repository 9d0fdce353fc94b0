import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { problemWords, quarantineReasons } from '#app/charts/document-words.ts'
import {
  type DocumentsAsked,
  documentCounts,
  documentProblems,
  documentProjects,
  documentStatuses,
  documents,
  documentsAskedOf,
  documentsFound,
} from '#app/queries/documents.ts'
import { loader as originalLoader } from '#app/routes/documents.$id.original.ts'
import { loader as healthLoader } from '#app/routes/healthz.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { UnreadableCode } from '#ingest/readers/table.ts'
import { load } from '#test/load.ts'
import { temporaryFolder } from '#test/support.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'

const heading = '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分'

/** Invented documents: two that are loaded, one with something odd, two that nothing can be read from. */
const sent = {
  '2021 说明"（一）.csv': `${heading}
2021,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,110,50,50`,
  'odd.csv': `${heading}
2022,临澜区,公路中心,农村公路养护,产出指标,质量指标,优良路率,≥**%,80%,30,30`,
  'ledger.csv': `日期,年度,区县,预算单位,项目名称,资金环节,资金来源,金额(万元)
2022-01-20,2022,临澜区,公路中心,农村公路养护,预算下达,市级财政,100
2022-05-01,2022,临澜区,公路中心,农村公路养护,支出,市级财政,50`,
  'notice.txt': '关于召开会议的通知\n请各单位按时参加。',
  'empty.xlsx': '',
}

const everything: DocumentsAsked = { q: null, status: null, lacks: null, page: null }
let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-documents-'))
  const folder = path.join(dataDir, 'sent')
  await mkdir(folder)
  for (const [name, text] of Object.entries(sent)) await writeFile(path.join(folder, name), text)
  const { tally } = await load(dataDir, folder, realCase)
  expect(tally).toMatchObject({ loaded: 4, quarantined: 2 })
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

describe('the list of documents', () => {
  test('that were kept aside come first, with the reason', async () => {
    const rows = await ask(documents, everything, dataDir)
    expect(rows).toHaveLength(6)
    expect(rows.slice(0, 2).map(({ name, reason }) => [name, reason])).toEqual([
      ['empty.xlsx', 'empty-file'],
      ['notice.txt', 'no-table'],
    ])
  })

  test('are found by a part of their name, whatever its case and signs', async () => {
    const named = async (q: string) =>
      (await ask(documents, { ...everything, q }, dataDir)).map(({ name }) => name)
    expect(await named('LEDGER')).toEqual(['ledger.csv'])
    expect(await named('说明"（一）')).toEqual(['2021 说明"（一）.csv'])
    expect(await named('%')).toEqual([])
  })

  test('are counted by status whether or not there are any', async () => {
    expect(await ask(documentStatuses, everything, dataDir)).toEqual([
      { status: 'all', n: 6 },
      { status: 'quarantined', n: 2 },
      { status: 'loaded', n: 4 },
      { status: 'superseded', n: 0 },
    ])
    const counts = await ask(documentCounts, undefined, dataDir)
    expect(counts).toContainEqual(
      expect.objectContaining({ status: 'loaded', layout: 'ledger', format: 'csv', flows: 2 }),
    )
  })

  test('turn their pages on the server', async () => {
    const asked = { ...everything, status: 'loaded', page: 2 } as const
    expect(await ask(documents, asked, dataDir)).toEqual([])
    expect(await ask(documentsFound, { ...asked, page: 1 }, dataDir)).toEqual([
      { n: 4, first: 1, last: 4, pages: 1 },
    ])
  })

  test('show what was odd about each', async () => {
    const problems = await ask(documentProblems, { ...everything, q: 'odd' }, dataDir)
    expect(problems).toMatchObject([{ code: 'placeholder' }])
  })

  test('leads from each to the projects that it reports on', async () => {
    const held = await ask(documentProjects, { ...everything, status: 'loaded' }, dataDir)
    expect(held.map(({ project, year }) => [project, year]).sort()).toEqual([
      ['中小企业网上服务经费', 2019],
      ['农村公路养护', 2021],
      ['农村公路养护', 2022],
    ])
  })

  test('narrow to those with an evaluation of no known year', async () => {
    const held = await ask(documentProjects, { ...everything, page: null }, dataDir)
    const undated = new Set(held.filter(({ year }) => year === null).map(({ document }) => document))
    const rows = await ask(documents, { ...everything, lacks: 'year' }, dataDir)
    expect(new Set(rows.map(({ id }) => id))).toEqual(undated)
    const [found] = await ask(documentsFound, { ...everything, lacks: 'year' }, dataDir)
    expect(found?.n).toBe(undated.size)
  })

  test.each([
    ['status=quarantined&q=a&page=3', { q: 'a', status: 'quarantined', lacks: null, page: 3 }],
    ['status=nonsense&page=0&q=', { q: null, status: null, lacks: null, page: 1 }],
  ])('are asked for by the URL: %s', (search, asked) => {
    expect(documentsAskedOf(new URLSearchParams(search))).toEqual(asked)
  })
})

describe('words', () => {
  test.each([...UnreadableCode.options, 'no-text', 'no-table', 'no-layout', 'no-rows'])(
    'say of a document kept aside for %s why, in both languages',
    (reason) => {
      expect(quarantineReasons[reason]).toMatchObject({ zh: expect.any(String), en: expect.any(String) })
    },
  )

  test.each(['placeholder', 'unread', 'suspicious', 'yearMissing', 'unitMissing', 'flow-incomplete'])(
    'say what the problem %s is',
    (code) => {
      expect(problemWords[code]).toBeDefined()
    },
  )
})

const asking = (url: string, params: Record<string, string>) => ({
  request: new Request(`http://127.0.0.1${url}`),
  params,
  context: {},
})

/** What a loader throws or returns as an answer. */
const answered = async (loading: Promise<unknown>): Promise<Response> => {
  const answer = await loading.catch((thrown: unknown) => thrown)
  if (answer instanceof Response) return answer
  throw new Error(`no response: ${String(answer)}`)
}

describe('originals', () => {
  const download = (wanted: string) => {
    vi.stubEnv('YARDSTICK_DATA', dataDir)
    return answered(originalLoader(asking(`/documents/${wanted}/original`, { id: wanted })))
  }
  const idOf = async (q: string) => (await ask(documents, { ...everything, q }, dataDir))[0]?.id ?? ''

  test('come back byte for byte, to be saved and never run', async () => {
    const answer = await download(await idOf('长安区'))
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(await readFile(realCase))
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(answer.headers.get('Content-Type')).toBe('application/octet-stream')
    expect(answer.headers.get('Content-Disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent(path.basename(realCase))}`,
    )
  })

  test('keep a name with quotes and brackets from breaking out of its header', async () => {
    const answer = await download(await idOf('说明'))
    expect(answer.headers.get('Content-Disposition')).toBe(
      `attachment; filename="2021 ______.csv"; filename*=UTF-8''2021%20%E8%AF%B4%E6%98%8E%22%EF%BC%88%E4%B8%80%EF%BC%89.csv`,
    )
    await answer.arrayBuffer()
  })

  test('of quarantined documents can be had too', async () => {
    const answer = await download(await idOf('notice'))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(sent['notice.txt'])
  })

  test.each(['', 'x', '../../gens/CURRENT.json', '0'.repeat(64), 'A'.repeat(64)])(
    'are none for %j',
    async (wanted) => {
      expect((await download(wanted)).status).toBe(404)
    },
  )

  test('of bytes that no generation knows are not given out', async () => {
    const stray = 'f'.repeat(64)
    await writeFile(path.join(foldersOf(dataDir).blobs, stray), 'not loaded')
    expect((await download(stray)).status).toBe(404)
  })
})

describe('the health check', () => {
  test('names the generation in use', async () => {
    vi.stubEnv('YARDSTICK_DATA', dataDir)
    const answer = await healthLoader()
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ status: 'ok', generation: 1, rows: { document: 6 } })
  })

  test('says that nothing is loaded with 503', async () => {
    vi.stubEnv('YARDSTICK_DATA', await temporaryFolder())
    const answer = await healthLoader()
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ status: 'empty' })
  })
})
