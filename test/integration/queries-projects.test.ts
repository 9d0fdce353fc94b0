import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectsView } from '#app/charts/projects.ts'
import { citations } from '#app/exports/citations.ts'
import { choices, choicesFound, placeName } from '#app/queries/choices.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import {
  type ProjectList,
  projectCount,
  projectListOf,
  projects,
  reportingByDistrict,
  reportingByYear,
} from '#app/queries/projects.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { load } from '#test/load.ts'
import { noticed } from '#test/support.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,全年预算数（万元）,全年执行数（万元）,总分'

/** Invented reports, targets and a ledger, few enough to follow by hand; 万元. */
const documents = {
  '2022.csv': `${heading}
2022,临澜区,企业服务中心,网上服务经费,产出指标,数量指标,服务企业数,4000户,4800户,20,20,90,75,96
2022,望澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,100公里,60公里,50,30,100,100,75
2022,望澜区,图书馆,免费开放,产出指标,数量指标,开放天数,300天,300天,10,10,30,30,98`,
  '2023.csv': `${heading}
2023,临澜区,企业服务中心,网上服务经费,产出指标,数量指标,服务企业数,4000户,4800户,20,20,58,58,98
2023,临澜区,企业服务中心,网上服务经费,产出指标,质量指标,合格率,95%,96%,20,20,58,58,98`,
  '2023-targets.csv': `年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,分值,全年预算数（万元）
2023,望澜区,文化馆,惠民演出,产出指标,数量指标,演出场次,10场,10,20`,
  'ledger.csv': `日期,年度,区县,预算单位,项目名称,资金环节,资金来源,金额(万元)
2023-01-20,2023,望澜区,公路中心,农村公路养护,预算下达,市级财政,80
2023-12-01,2023,望澜区,公路中心,农村公路养护,支出,市级财政,61
2023-01-20,2023,临澜区,水利站,小型水库维修,预算下达,区县财政,12
2024-01-20,2024,临澜区,水利站,小型水库维修,预算下达,区县财政,15`,
}

let dataDir = ''

async function send(files: Readonly<Record<string, string>>) {
  const sent = await mkdtemp(path.join(dataDir, 'sent-'))
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(sent, name), text)
  const { tally } = await load(dataDir, sent)
  expect(tally).toMatchObject({ loaded: Object.keys(files).length, quarantined: 0 })
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-projects-'))
  await mkdir(dataDir, { recursive: true })
  await send(documents)
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const inScope = (scope: Partial<Filters> = {}): Filters => ({ ...noFilters, ...scope })
const listOf = (asked: Partial<ProjectList> = {}): ProjectList => ({
  ...projectListOf(new URLSearchParams()).list,
  ...asked,
})
const listed = async (asked: Partial<ProjectList> = {}) =>
  (await ask(projects, listOf(asked), dataDir)).map(
    ({ year, project, reporting, because, reportedBefore, planned }) =>
      [year, project, reporting, because, reportedBefore, planned] as const,
  )

describe('the list of projects', () => {
  test('begins with what a ledger or a declaration says is due, the most money first, and says why', async () => {
    expect(await listed()).toEqual([
      [2023, '农村公路养护', 'due', 'ledger', 2022, 800_000],
      [2023, '小型水库维修', 'due', 'ledger', null, 120_000],
      [2023, '惠民演出', 'due', 'declared', null, null],
      [2023, '网上服务经费', 'reported', null, null, 580_000],
      [2022, '农村公路养护', 'reported', null, null, 1_000_000],
      [2022, '网上服务经费', 'reported', null, null, 900_000],
      [2022, '免费开放', 'reported', null, null, 300_000],
      [2023, '免费开放', 'unseen', 'before', 2022, null],
    ])
  })

  test('holds nothing to be due in a year that nobody has reported yet', async () => {
    expect(await listed({ filters: inScope({ year: [2024] }) })).toEqual([])
  })

  test('is narrowed, searched and ordered, and counts what it holds', async () => {
    const names = async (asked: Partial<ProjectList>) => (await listed(asked)).map(([, project]) => project)
    expect(await names({ reporting: 'unseen' })).toEqual(['免费开放'])
    expect(await names({ filters: inScope({ q: '水利' }) })).toEqual(['小型水库维修'])
    expect(await names({ sort: 'planned', dir: 'desc', filters: inScope({ year: [2023] }) })).toEqual([
      '农村公路养护',
      '网上服务经费',
      '小型水库维修',
      '惠民演出',
      '免费开放',
    ])
    expect(await ask(projectCount, listOf(), dataDir)).toEqual([{ due: 3, unseen: 1, reported: 4, pages: 1 }])
    const filters = inScope({ district: ['990103'], year: [2023] })
    expect(await ask(projectCount, listOf({ filters, reporting: 'due' }), dataDir)).toEqual([
      { due: 2, unseen: 1, reported: 0, pages: 1 },
    ])
  })

  test('is cited by what says of each year that it was, or should be, reported', async () => {
    const rows = await ask(projects, listOf(), dataDir)
    const cited = await citations(projectsView, rows, (query, asked) => ask(query, asked, dataDir), 'zh')
    expect(rows.map(({ project, year }, at) => [project, year, cited?.[at]])).toEqual([
      ['农村公路养护', 2023, 'ledger.csv'],
      ['小型水库维修', 2023, 'ledger.csv'],
      ['惠民演出', 2023, '2023-targets.csv'],
      ['网上服务经费', 2023, '2023.csv'],
      ['农村公路养护', 2022, '2022.csv'],
      ['网上服务经费', 2022, '2022.csv'],
      ['免费开放', 2022, '2022.csv'],
      ['免费开放', 2023, '2022.csv'],
    ])
  })

  test('names what of its address it cannot mean', () => {
    const { list, ignored } = projectListOf(new URLSearchParams('reporting=late&sort=money&page=0'))
    expect(list).toMatchObject({ reporting: null, sort: 'reporting', page: 1 })
    expect(ignored).toEqual(['reporting=late', 'sort=money', 'page=0'])
  })
})

describe('reporting', () => {
  test('is what came of what was due, as far as ledgers or other documents tell, with the money that nobody accounts for', async () => {
    expect(await ask(reportingByYear, noFilters, dataDir)).toEqual([
      {
        year: 2022,
        reported: 3,
        due: 0,
        told: 0,
        expected: null,
        rate: null,
        booked: null,
        bookedN: 0,
        unseen: 0,
      },
      {
        year: 2023,
        reported: 1,
        due: 3,
        told: 3,
        expected: 4,
        rate: 25,
        booked: 920_000,
        bookedN: 2,
        unseen: 1,
      },
    ])
    const districts = await ask(reportingByDistrict, inScope({ year: [2023] }), dataDir)
    expect(
      districts.map(({ districtName, reported, due, unseen }) => [districtName, reported, due, unseen]),
    ).toEqual([
      ['临澜区', 1, 1, 0],
      ['望澜区', 0, 2, 1],
    ])
  })

  test('changes with what is sent later', async () => {
    await send({
      'late.csv': `${heading}
2023,望澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,100公里,90公里,50,45,80,61,88`,
    })
    await noticed(dataDir)
    expect(await listed({ reporting: 'due' })).toEqual([
      [2023, '小型水库维修', 'due', 'ledger', null, 120_000],
      [2023, '惠民演出', 'due', 'declared', null, null],
    ])
    await send({
      'next.csv': `${heading}
2024,望澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,100公里,90公里,50,45,80,61,88`,
    })
    await noticed(dataDir)
    expect(await listed({ filters: inScope({ year: [2024] }) })).toEqual([
      [2024, '小型水库维修', 'due', 'ledger', null, 150_000],
      [2024, '农村公路养护', 'reported', null, null, 800_000],
      [2024, '网上服务经费', 'unseen', 'before', 2023, null],
    ])
  })
  test('of a city itself is told apart from that of its districts, which a filter by it holds too', async () => {
    await send({
      'city.csv': `${heading}
2023,澜城市,澜城市防汛中心,防汛物资储备,产出指标,数量指标,储备批次,4批,4批,50,50,20,20,90`,
    })
    await noticed(dataDir)
    const filters = inScope({ year: [2023], district: ['990100'] })
    const districts = await ask(reportingByDistrict, filters, dataDir)
    expect(districts.map(({ districtName, reported }) => [districtName, reported])).toEqual([
      ['澜城市本级', 1],
      ['临澜区', 1],
      ['望澜区', 1],
    ])
    const [row] = await ask(projects, listOf({ filters: inScope({ q: '防汛' }) }), dataDir)
    expect(row?.districtName).toBe('澜城市本级')
    const offered = await ask(choices, noFilters, dataDir)
    expect(offered).toContainEqual(expect.objectContaining({ value: '990100', label: '澜城市' }))
    expect(offered).toContainEqual(expect.objectContaining({ value: '990100own', label: '澜城市本级', n: 1 }))
    const own = await ask(reportingByDistrict, inScope({ year: [2023], district: ['990100own'] }), dataDir)
    expect(own).toEqual(districts.slice(0, 1))
    expect(await ask(choicesFound, { field: 'district', find: '本级' }, dataDir)).toMatchObject([
      { value: '990100own', label: '澜城市本级', n: 1 },
    ])
    expect(await ask(placeName, '990100own', dataDir)).toEqual([{ name: '澜城市本级' }])
  })
})
