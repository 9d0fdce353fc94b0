import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { documents } from '#app/queries/documents.ts'
import { loader as documentLoader } from '#app/routes/documents_.$id.tsx'
import { loader as projectLoader } from '#app/routes/projects.$id.tsx'
import { ask } from '#app/warehouse/ask.server.ts'
import { load } from '#test/load.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因,全年预算数（万元）,全年执行数（万元）,总分,等级'
const bridges = '2022,临澜区,公路中心,桥梁加固,产出指标,数量指标,加固桥梁,≥5座,5,50,50,,40,40,96,优'
const roads = (actual: string, score: number, spent: number, total: number, grade: string) =>
  `2022,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,${actual},50,${score},,100,${spent},${total},${grade}`

/** The same file sent three times, corrected; then one of its reports alone, under another name. */
const sent = [
  ['list.csv', `${heading}\n${roads('60公里', 30, 60, 75, '中')}\n${bridges}`],
  ['list.csv', `${heading}\n${roads('80公里', 40, 80, 85, '良')}`],
  [
    'list.csv',
    `${heading}\n${roads('80公里', 40, 80, 85, '良').replace('农村公路养护', '农村公路日常养护')}`,
  ],
  [
    'alone.csv',
    `${heading}\n${roads('81公里', 41, 80, 85, '良').replace('农村公路养护', '农村公路日常养护')}`,
  ],
] as const

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-changes-'))
  const folder = path.join(dataDir, 'sent')
  await mkdir(folder)
  for (const [name, text] of sent) {
    await writeFile(path.join(folder, name), text)
    await load(dataDir, path.join(folder, name))
  }
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))
beforeEach(() => vi.stubEnv('YARDSTICK_DATA', dataDir))
afterEach(() => vi.unstubAllEnvs())

const asking = (id: string) => ({ request: new Request('http://127.0.0.1/x'), params: { id }, context: {} })

async function inBatch(number: number) {
  const all = await ask(documents, { q: null, status: null, lacks: null, page: null }, dataDir)
  return documentLoader(asking(all.find(({ batch }) => batch === number)?.id ?? ''))
}

test('a file sent again tells what changed in each report, and which it holds no longer', async () => {
  const { reports } = await inBatch(2)
  expect(reports).toMatchObject([
    {
      project: '农村公路养护',
      isHeld: true,
      changes: [
        { field: 'spent', from: 600_000, to: 800_000 },
        { field: 'total', from: 75, to: 85 },
        { field: 'grade', from: '中', to: '良' },
        { field: 'actual', indicator: '养护里程', from: '60公里', to: '80公里' },
        { field: 'score', from: 30, to: 40 },
      ],
    },
    { project: '桥梁加固', isHeld: false, changes: [] },
  ])
})

test('a corrected name is a change of the same report', async () => {
  const { reports } = await inBatch(3)
  expect(reports).toMatchObject([
    { changes: [{ field: 'project', from: '农村公路养护', to: '农村公路日常养护' }] },
  ])
})

test('what was replaced stays readable, with its tables and what took its place', async () => {
  const { document, evaluations, tables } = await inBatch(1)
  expect(document).toMatchObject({ status: 'superseded', evaluations: 2, replaced: 2 })
  expect(evaluations.map(({ supersededByName }) => supersededByName)).toEqual(['list.csv', 'list.csv'])
  expect(tables?.indicators.map(({ actualText, superseded }) => [actualText, superseded])).toEqual([
    ['60公里', true],
    ['5', true],
  ])
})

test('the project’s page tells what its report changed', async () => {
  const { evaluations, reports } = await inBatch(4)
  expect(reports).toMatchObject([{ changes: [{ field: 'actual' }, { field: 'score', from: 40, to: 41 }] }])
  const { resent } = await projectLoader(asking(evaluations[0]?.projectId ?? ''))
  expect(resent).toEqual(reports)
})

test('a first report has nothing to be compared with', async () => {
  expect((await inBatch(1)).reports).toEqual([])
})
