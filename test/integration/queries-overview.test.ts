import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import { type IndicatorList, indicatorCount, indicatorListOf, indicators } from '#app/queries/indicators.ts'
import {
  executionAgainstScore,
  gradesByDistrict,
  overviewFigures,
  yearlyTrend,
} from '#app/queries/overview.ts'
import { watchList } from '#app/queries/watch-list.ts'
import { ask, NothingLoaded } from '#app/warehouse/ask.server.ts'
import { createSchema, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { filesUnder } from '#ingest/files.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { ingest } from '#ingest/run.ts'
import { rowsIn } from '#test/support.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因,全年预算数（万元）,全年执行数（万元）,总分,等级'

/** Invented reports whose figures are few enough to add up by hand. */
const documents = {
  '2022.csv': `${heading}
2022,临澜区,企业服务中心,网上服务经费,满意度指标,服务对象满意度,企业满意度,≥90%,92%,10,10,,50,40,88,良`,
  '2023.csv': `${heading}
2023,临澜区,企业服务中心,网上服务经费,产出指标,数量指标,服务企业数,4000户,4800户,20,20,,50,50,98,优
2023,临澜区,企业服务中心,网上服务经费,产出指标,成本指标,户均补助,170元/户,170元/户,30,30,,50,50,98,优
2023,临澜区,企业服务中心,网上服务经费,满意度指标,服务对象满意度,企业满意度,≥95%,76%,10,8,电话无人接听,50,50,98,优
2023,望澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,100公里,60公里,50,30,,100,60,75.5,中
2023,望澜区,公路中心,农村公路养护,产出指标,质量指标,优良路率,≥90%,80%,,20,雨季施工,100,60,75.5,中
2023,望澜区,文化馆,惠民演出,产出指标,数量指标,演出场次,10场,12场,10,,,20,22,,
2023,临澜区,图书馆,免费开放,满意度指标,服务对象满意度,读者满意度,≥90%,90%,10,9,,,,92,优`,
  '2024-targets.csv': `年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,分值,全年预算数（万元）
2024,临澜区,图书馆,免费开放,满意度指标,服务对象满意度,读者满意度,≥92%,10,30`,
}

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-overview-'))
  const sent = path.join(dataDir, 'sent')
  await mkdir(sent)
  for (const [name, text] of Object.entries(documents)) await writeFile(path.join(sent, name), text)
  const { tally } = await ingest(dataDir, await filesUnder([sent]), {
    read: async (bytes, name) => read(bytes, name),
    reference: readReference(),
    report: () => undefined,
  })
  expect(tally).toMatchObject({ loaded: 3, quarantined: 0 })
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const inScope = (scope: Partial<Filters>): Filters => ({ ...noFilters, ...scope })
const figuresOf = async (scope: Partial<Filters> = {}) =>
  (await ask(overviewFigures, inScope(scope), dataDir))[0]

describe('key figures', () => {
  test('are of the latest year with self-evaluations; declared targets are not outcomes', async () => {
    expect(await figuresOf()).toMatchObject({ year: 2023, yearBefore: 2022, projects: 4, evaluations: 4 })
  })

  test('add money up, and divide its sums rather than average its rates', async () => {
    const figures = await figuresOf()
    expect(figures).toMatchObject({ planned: 1_700_000, spent: 1_320_000, plannedN: 3, spentN: 3 })
    expect(figures?.executionRate).toBeCloseTo((100 * 132) / 170)
    expect(figures?.executionN).toBe(3)
    expect(figures?.executionRateChange).toBeCloseTo((100 * 132) / 170 - 80)
    expect(figures?.plannedChangePercent).toBeCloseTo(240)
  })

  test('average only the totals that are known', async () => {
    expect(await figuresOf()).toMatchObject({ meanTotal: 88.5, totalN: 3, meanTotalChange: 0.5 })
  })

  test('tell how many satisfaction rates kept their promise, and by how far the widest missed', async () => {
    expect(await figuresOf()).toMatchObject({
      satisfactionMet: 50,
      satisfactionN: 2,
      meanGap: -9.5,
      meanGapChange: -11.5,
      widestGap: -19,
      widestProject: '网上服务经费',
    })
  })

  test('count the projects whose unit cost contradicts the money; nothing to compare is unknown, not none', async () => {
    expect(await figuresOf()).toMatchObject({ contradicted: 1, comparableN: 1, contradictedChange: null })
    expect(await figuresOf({ year: [2022] })).toMatchObject({ contradicted: null, comparableN: 0 })
  })

  test('of a chosen year are compared with the year before it, which may have no report', async () => {
    expect(await figuresOf({ year: [2022] })).toMatchObject({
      year: 2022,
      yearBefore: null,
      projectsChange: null,
      executionRate: 80,
    })
  })

  test('of a city cover the districts within it, and of a district itself alone', async () => {
    expect(await figuresOf({ district: ['990100'] })).toMatchObject({ projects: 4 })
    expect(await figuresOf({ district: ['990103'] })).toMatchObject({
      projects: 2,
      satisfactionN: 0,
      meanGap: null,
    })
    expect(await figuresOf({ district: ['130102'] })).toBeUndefined()
  })

  test('of every year make the trend, whichever year is chosen', async () => {
    const trend = await ask(yearlyTrend, inScope({ year: [2022] }), dataDir)
    expect(trend.map(({ year, meanGap }) => [year, meanGap])).toEqual([
      [2022, 2],
      [2023, -9.5],
    ])
  })
})

test('grades are counted by district in administrative order, those without one apart', async () => {
  const grades = await ask(gradesByDistrict, noFilters, dataDir)
  expect(grades).toEqual([
    {
      district: '990102',
      districtName: '临澜区',
      year: 2023,
      excellent: 2,
      good: 0,
      fair: 0,
      poor: 0,
      ungraded: 0,
      n: 2,
    },
    {
      district: '990103',
      districtName: '望澜区',
      year: 2023,
      excellent: 0,
      good: 0,
      fair: 1,
      poor: 0,
      ungraded: 1,
      n: 2,
    },
  ])
})

test('a report without money or without a total has no place in execution against score', async () => {
  const marks = await ask(executionAgainstScore, noFilters, dataDir)
  expect(marks.map(({ project, executionRate, total, n }) => [project, executionRate, total, n])).toEqual([
    ['农村公路养护', 60, 75.5, 2],
    ['网上服务经费', 100, 98, 2],
  ])
})

describe('the watch list', () => {
  test('puts the highest risk first, which its rules add up to', async () => {
    const watched = await ask(watchList, noFilters, dataDir)
    const risks = watched.map(({ risk }) => risk)
    expect(risks).toEqual([...risks].sort((a, b) => b - a))
    for (const { risk, risks: parts } of watched)
      expect(parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(risk, 9)
  })

  test('weighs what its figures say, and lists what cannot be true whatever they say', async () => {
    const watched = await ask(watchList, noFilters, dataDir)
    expect(Object.fromEntries(watched.map(({ project, severity }) => [project, severity]))).toEqual({
      农村公路养护: 5,
      网上服务经费: 5,
      惠民演出: 3,
      免费开放: 0,
    })
    expect(watched.find(({ project }) => project === '免费开放')?.risks).toContainEqual({
      rule: 'total-is-sum',
      points: 20,
    })
  })

  test('leaves out what only findings spoke of, once they are all dismissed', async () => {
    const found = await rowsIn(dataDir, sql`select id, figures from v_finding where project = '免费开放'`)
    const decisions = JSON.stringify(
      found.map(({ id, figures }) => ({
        ...{ finding: id, state: 'dismissed', note: '', by: '甲', at: '2026-01-01T00:00:00Z' },
        figures,
      })),
    )
    const watched = await ask(watchList, { ...noFilters, decisions }, dataDir)
    expect(watched.map(({ project }) => project)).not.toContain('免费开放')
    expect(watched).toHaveLength(3)
  })

  test('carries the figures that its reasons are told with', async () => {
    const watched = await ask(watchList, noFilters, dataDir)
    const of = (name: string) => watched.find(({ project }) => project === name)
    expect(of('网上服务经费')).toMatchObject({
      contradicts: true,
      reportedCost: 170,
      quantity: 4800,
      claimed: 816_000,
      unexplained: 316_000,
      dissatisfied: true,
      gap: -19,
      overspent: false,
      slow: false,
    })
    expect(of('农村公路养护')).toMatchObject({
      slow: true,
      lowTotal: true,
      unexplainedMisses: 1,
      worstMiss: '养护里程',
      gap: null,
    })
    expect(of('惠民演出')).toMatchObject({
      overspent: true,
      overspentBy: 20_000,
      total: null,
      lowTotal: false,
    })
  })
})

describe('the list of indicators', () => {
  const listed = (change: Partial<IndicatorList> = {}) =>
    ask(indicators, { ...indicatorListOf(new URLSearchParams()).list, ...change }, dataDir)
  const namesOf = async (change: Partial<IndicatorList> = {}) =>
    (await listed(change)).map(({ name }) => name)

  test('opens on the lowest scoring, equal ones the weightiest first, those without a rate last', async () => {
    const rows = await listed({ filters: inScope({ year: [2023] }) })
    expect(rows.map(({ name, scoreRate }) => [name, scoreRate])).toEqual([
      ['养护里程', 60],
      ['企业满意度', 80],
      ['读者满意度', 90],
      ['户均补助', 100],
      ['服务企业数', 100],
      ['演出场次', null],
      ['优良路率', null],
    ])
  })

  test('keeps unknown values last in either direction', async () => {
    const rates = (await listed({ dir: 'desc' })).map(({ scoreRate }) => scoreRate)
    expect(rates.slice(0, 3)).toEqual([100, 100, 100])
    expect(rates.at(-1)).toBeNull()
  })

  test('searches project, unit and indicator, and takes no letter for a wildcard', async () => {
    expect(await namesOf({ filters: inScope({ q: '公路中心' }) })).toHaveLength(2)
    expect(await namesOf({ filters: inScope({ q: '演出场次' }) })).toEqual(['演出场次'])
    expect(await namesOf({ filters: inScope({ q: '%' }) })).toEqual([])
  })

  test('narrows to a first level, and shows values as they were written', async () => {
    const rows = await listed({ filters: inScope({ year: [2022], level1: ['satisfaction'] }) })
    expect(rows).toMatchObject([{ target: '≥90%', actual: '92%', weight: 10, score: 10 }])
  })

  test('narrows to completions below a per cent, where what has no completion is no less than anything', async () => {
    const under = (completion: string | null) => listed({ page: null, filters: inScope({ completion }) })
    const all = await under(null)
    for (const bound of [60, 80, 100]) {
      const kept = all.filter(({ completion }) => completion !== null && completion < bound)
      expect(await under(`under:${bound}`)).toEqual(kept)
    }
    expect((await under('under:100')).length).toBeGreaterThan(0)
    const { list, ignored } = indicatorListOf(new URLSearchParams('completion=under:60&completion=under:-3'))
    expect(list.filters.completion).toBe('under:60')
    expect(ignored).toEqual(['completion=under:-3'])
  })

  test('counts what it holds, beyond the page that is shown', async () => {
    expect(await ask(indicatorCount, noFilters, dataDir)).toEqual([{ n: 9, unrated: 3, pages: 1 }])
    expect(await listed({ page: 2 })).toEqual([])
    expect(await listed({ page: null })).toHaveLength(9)
  })

  test('is asked for by the URL; what cannot be meant is named and left out', () => {
    const { list, ignored } = indicatorListOf(new URLSearchParams('sort=money&dir=desc&page=0&q=公路'))
    expect(list).toMatchObject({ sort: 'scoreRate', dir: 'desc', page: 1, filters: { q: '公路' } })
    expect(ignored).toEqual(['sort=money', 'page=0'])
  })
})

describe('an empty warehouse', () => {
  const list = indicatorListOf(new URLSearchParams('q=x&sort=name&page=3')).list
  const filters = inScope({ year: [2023], district: ['990100'], sector: ['教育'] })
  const questions: [string, Sql][] = [
    ...[overviewFigures, yearlyTrend, gradesByDistrict, executionAgainstScore, watchList, indicatorCount].map(
      (query): [string, Sql] => [query.name, query.sql(filters)],
    ),
    [indicators.name, indicators.sql(list)],
  ]

  test.each(questions)('answers %s with no rows', async (_name, { text, values }) => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await createSchema(connection)
    await rowsOf(connection, { text: `explain ${text}`, values })
    connection.closeSync()
    instance.closeSync()
  })

  test('says that nothing was loaded, in a way that HTTP understands', async () => {
    const answer = await ask(overviewFigures, noFilters, path.join(dataDir, 'nowhere')).catch(
      (thrown: unknown) => thrown,
    )
    expect(answer).toBeInstanceOf(NothingLoaded)
    expect(answer).toMatchObject({ status: 503 })
  })
})
