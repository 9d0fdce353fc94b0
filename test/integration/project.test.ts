import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { documentProjects } from '#app/queries/documents.ts'
import { project, projectReports, type ReportAsked, reportAskedOf } from '#app/queries/project.ts'
import { projectCosts, projectSatisfaction } from '#app/queries/project-costs.ts'
import { projectDocuments, projectProblems } from '#app/queries/project-documents.ts'
import { projectFlows, projectFunds } from '#app/queries/project-funds.ts'
import { projectIndicators } from '#app/queries/project-indicators.ts'
import { projectIndicatorYears, projectYears } from '#app/queries/project-years.ts'
import { loader as projectLoader } from '#app/routes/projects.$id.tsx'
import { ask } from '#app/warehouse/ask.server.ts'
import { load } from '#test/load.ts'

const realCase = 'data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因,全年预算数（万元）,全年执行数（万元）,总分,等级'

/** Invented documents of one project over three years, two of them of the same year. */
const sent = {
  '2021.csv': `${heading}
2021,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,110,50,50,,100,90,95,优
2021,临澜区,公路中心,农村公路养护,满意度指标,服务对象满意度,群众满意度,≥90%,92%,10,10,,100,90,95,优`,
  '2022-first.csv': `${heading}
2022,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,60公里,50,30,,100,60,75,中`,
  '2022-second.csv': `${heading}
2022,临澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,≥100公里,约80公里,50,40,雨季施工,100,80,85,良
2022,临澜区,公路中心,农村公路养护,产出指标,质量指标,优良路率,≥**%,80%,30,30,,100,80,85,良`,
  'ledger.csv': `日期,年度,区县,预算单位,项目名称,资金环节,资金来源,金额(万元)
2022-05-01,2022,临澜区,公路中心,农村公路养护,支出,市级财政,50
2022-01-20,2022,临澜区,公路中心,农村公路养护,预算下达,市级财政,100
,2022,临澜区,公路中心,农村公路养护,支出,市级财政,29
2023-02-01,2023,临澜区,公路中心,农村公路养护,预算下达,市级财政,120`,
}

let dataDir = ''
let id = ''
let realId = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-project-'))
  const folder = path.join(dataDir, 'sent')
  await mkdir(folder)
  for (const [name, text] of Object.entries(sent)) await writeFile(path.join(folder, name), text)
  const { tally } = await load(dataDir, folder, realCase)
  expect(tally).toMatchObject({ loaded: 5, quarantined: 0 })
  const held = await ask(documentProjects, { q: null, status: null, lacks: null, page: null }, dataDir)
  id = held.find(({ project }) => project === '农村公路养护')?.projectId ?? ''
  realId = held.find(({ project }) => project === '中小企业网上服务经费')?.projectId ?? ''
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

const report = (year: number | null = null): ReportAsked => ({ id, year, kind: null })
const real = (): ReportAsked => ({ id: realId, year: null, kind: null })

describe('which report is shown', () => {
  test('is the latest self-evaluation, though a ledger goes on after it', async () => {
    const [shown] = await ask(project, report(), dataDir)
    expect(shown).toMatchObject({
      project: '农村公路养护',
      districtName: '临澜区',
      year: 2022,
      totalStated: 85,
    })
  })

  test('is the one of the year that was asked for, else the latest', async () => {
    const [earlier] = await ask(project, report(2021), dataDir)
    expect(earlier).toMatchObject({ year: 2021, grade: 'excellent', executionRate: 90 })
    const [otherwise] = await ask(project, report(1999), dataDir)
    expect(otherwise).toMatchObject({ year: 2022 })
  })

  test('is the ledger alone for a year that has no report', async () => {
    const [shown] = await ask(project, report(2023), dataDir)
    expect(shown).toMatchObject({ year: 2023, evaluation: null, document: null, project: '农村公路养护' })
    expect(await ask(projectIndicators, report(2023), dataDir)).toEqual([])
  })

  test('is marked among all that the project has', async () => {
    expect(await ask(projectReports, report(2021), dataDir)).toEqual([
      { year: 2023, kind: null, chosen: false },
      { year: 2022, kind: 'selfEvaluation', chosen: false },
      { year: 2021, kind: 'selfEvaluation', chosen: true },
    ])
  })

  test.each([
    ['year=2021', 2021],
    ['year=2021%20or%201=1', null],
    ['year=99999', null],
    ['', null],
  ])('is read from the URL: %s', (search, year) => {
    expect(reportAskedOf(id, new URLSearchParams(search))).toEqual({ id, year, kind: null })
  })

  test('is none where the project is not known', async () => {
    expect(await ask(project, { id: "x' or '1'='1", year: null, kind: null }, dataDir)).toEqual([])
  })
})

describe('indicators', () => {
  test('stand in the order of the document, each with its table and row', async () => {
    const rows = await ask(projectIndicators, real(), dataDir)
    expect(rows.map(({ name }) => name)).toEqual([
      '支持中小企业数量',
      '受益对象覆盖率',
      '资金到位及时率',
      '补助标准',
      '预算执行率',
      '政策知晓率',
      '减轻参保企业负担',
      '受益对象满意度',
    ])
    const places = rows.map(({ table, row, anchor }) => [table, row, anchor])
    expect(new Set(places.map(String)).size).toBe(8)
    expect(rows.every(({ row, anchor }) => row === anchor)).toBe(true)
  })

  test('say what was understood: an assumed unit, an approximate figure, words that are no value', async () => {
    const [bare] = await ask(projectIndicators, report(2021), dataDir)
    expect(bare).toMatchObject({ actualText: '110', unitAssumed: true, met: true })
    expect(bare?.completion).toBeCloseTo(110)
    const [about, template] = await ask(projectIndicators, report(2022), dataDir)
    expect(about).toMatchObject({ approximate: true, actualValue: 80, met: false, reason: '雨季施工' })
    expect(template).toMatchObject({ targetKind: 'empty', completion: null, met: null })
  })
})

describe('the measures of the real report', () => {
  test('set 170 yuan × 4,800 enterprises = 816,000 against 500,000 spent', async () => {
    const [cost] = await ask(projectCosts, real(), dataDir)
    expect(cost).toMatchObject({
      planned: 170,
      reported: 170,
      plannedQuantity: 4000,
      actualQuantity: 4800,
      plannedTotal: 680_000,
      plannedExcess: 180_000,
      plannedAgrees: false,
      reportedTotal: 816_000,
      reportedExcess: 316_000,
      reportedAgrees: false,
      plannedImplied: 125,
      incomparable: null,
    })
    expect(cost?.implied).toBeCloseTo(104.17, 2)
  })

  test('find satisfaction 19 points short', async () => {
    expect(await ask(projectSatisfaction, real(), dataDir)).toMatchObject([
      { target: 95, actual: 76, gap: -19 },
    ])
  })
})

describe('money', () => {
  test('of the report stands beside the ledger, and neither fills in for the other', async () => {
    const sums = await ask(projectFunds, report(2022), dataDir)
    expect(sums).toEqual([
      { measure: 'budget', reported: null, ledger: 1_000_000, difference: null, disagrees: false },
      { measure: 'adjusted', reported: 1_000_000, ledger: 1_000_000, difference: 0, disagrees: false },
      { measure: 'spent', reported: 800_000, ledger: 790_000, difference: -10_000, disagrees: true },
    ])
  })

  test('moves by date, and entries without one come last', async () => {
    const flows = await ask(projectFlows, report(2022), dataDir)
    expect(flows.map(({ date, stage }) => [date, stage])).toEqual([
      ['2022-01-20', 'budget'],
      ['2022-05-01', 'spent'],
      [null, 'spent'],
    ])
  })
})

describe('earlier years', () => {
  test('stand beside this one, and a year of the ledger alone is no report', async () => {
    const years = await ask(projectYears, report(), dataDir)
    expect(years.map(({ year, spent, total, gap }) => [year, spent, total, gap])).toEqual([
      [2021, 900_000, 95, 2],
      [2022, 800_000, 85, null],
    ])
  })

  test('share the indicators that are named alike', async () => {
    const rows = await ask(projectIndicatorYears, report(), dataDir)
    expect(rows.map(({ name, year, actual }) => [name, year, actual])).toEqual([
      ['养护里程', 2021, '110'],
      ['养护里程', 2022, '约80公里'],
    ])
  })
})

describe('documents', () => {
  test('that reported the same year stay to be seen, marked as superseded', async () => {
    expect(await ask(projectDocuments, report(2022), dataDir)).toMatchObject([
      { documentName: '2022-first.csv', total: 75, spent: 600_000, superseded: true },
    ])
  })

  test('tell the problems of the report’s own rows', async () => {
    const problems = await ask(projectProblems, report(2022), dataDir)
    expect(problems).toMatchObject([{ code: 'placeholder', table: 1 }])
  })
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

test('a project that is not known is answered with 404', async () => {
  vi.stubEnv('YARDSTICK_DATA', dataDir)
  const answer = await answered(projectLoader(asking('/projects/nobody', { id: 'nobody' })))
  expect(answer.status).toBe(404)
})
