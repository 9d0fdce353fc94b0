import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { views } from '#app/exports/views.ts'
import { noDecisions } from '#app/queries/decisions.ts'
import { type Filters, filtersOf, noFilters } from '#app/queries/filters.ts'
import { satisfaction } from '#app/queries/satisfaction.ts'
import { sideBySide, sideCases, sideChoices, sideYears } from '#app/queries/side-by-side.ts'
import { completion } from '#app/queries/targets.ts'
import { unitCostMeasure } from '#app/queries/unit-cost.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import type { Query } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,全年预算数（元）,全年执行数（元）,总分'

/** Year, district, spent, served, satisfaction and total; each plans to spend 20,000 on 100. */
const reports = [
  [2021, '临澜区', 15_000, 100, 90, 90],
  [2021, '望澜区', 10_000, 100, 95, 96],
  [2021, '砚湖区', 20_000, 100, 80, 98],
  [2022, '临澜区', 18_000, 150, 92, 97],
  [2022, '望澜区', 12_000, 100, 85, 96],
] as const

const rows = reports.flatMap(([year, district, spent, served, satisfied, total]) => {
  const place = `${year},${district},${district.slice(0, 2)}中心,企业上网补贴`
  const money = `20000,${spent},${total}`
  return [
    `${place},产出指标,数量指标,服务企业数,100户,${served}户,${money}`,
    `${place},产出指标,成本指标,补助标准,150元/户,150元/户,${money}`,
    `${place},满意度指标,服务对象满意度指标,企业满意度,≥90%,${satisfied}%,${money}`,
  ]
})

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-sides-'))
  const list = path.join(dataDir, '自评.csv')
  await writeFile(list, [heading, ...rows].join('\n'))
  await load(dataDir, list)
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const asked = <Row>(query: Query<Filters, Row>, scope: Partial<Filters> = {}) =>
  ask(query, { ...noFilters, ...scope }, dataDir)

const [lin, wang] = ['990102', '990103']

describe('side by side', () => {
  test('those that were picked stand in their order, by every measure, with n', async () => {
    const sides = await asked(sideBySide, { pick: [wang, lin] })
    expect(
      sides.map(({ label, n, spent, execution, unitCost, per, total, gap }) => [
        label,
        n,
        spent,
        execution,
        unitCost,
        per,
        total,
        gap,
      ]),
    ).toEqual([
      ['望澜区', 2, 22_000, 55, 110, '户', 96, 0],
      ['临澜区', 2, 33_000, 82.5, 132, '户', 93.5, 1],
    ])
    expect(await asked(sideBySide, { pick: ['990199'] })).toEqual([])
  })

  test('a side has the same figures as on the pages of each measure', async () => {
    const [side] = await asked(sideBySide, { pick: [lin] })
    const alone = { district: [lin] }
    expect((await asked(unitCostMeasure, alone))[0]?.implied).toBe(side?.unitCost)
    expect((await asked(satisfaction, alone))[0]?.gap).toBe(side?.gap)
    expect((await asked(completion, alone))[0]?.share).toBe(side?.met)
  })

  test('nobody picked: those with most self-evaluations; of years the newest', async () => {
    expect((await asked(sideBySide)).map(({ label }) => label)).toEqual(['临澜区', '望澜区', '砚湖区'])
    expect((await asked(sideBySide, { by: 'year' })).map(({ label, n }) => [label, n])).toEqual([
      ['2021', 3],
      ['2022', 2],
    ])
    expect((await asked(sideChoices, { by: 'unit' })).map(({ label, n }) => [label, n])).toEqual([
      ['临澜中心', 2],
      ['望澜中心', 2],
      ['砚湖中心', 1],
    ])
  })

  test('a year is held against the year before, the median of its kind and the best of them', async () => {
    const years = await asked(sideYears('unitCost'), { pick: [lin] })
    expect(years).toMatchObject([
      { year: 2021, value: 150, before: null, change: null, median: 150, peers: 3, best: 100, rank: 2 },
      {
        year: 2022,
        value: 120,
        before: 150,
        change: -30,
        changePercent: -20,
        median: 120,
        peers: 2,
        rank: 1,
      },
    ])
    expect(years[0]).toMatchObject({ bestLabel: '望澜区', toBest: 50, toMedian: 0 })
    expect(years[1]?.rankBefore).toBe(2)
    const scores = await asked(sideYears('total'), { pick: [lin, wang], year: [2022] })
    expect(scores.map(({ label, year, rank }) => [label, year, rank])).toEqual([
      ['临澜区', 2021, 3],
      ['临澜区', 2022, 1],
      ['望澜区', 2021, 2],
      ['望澜区', 2022, 2],
    ])
  })

  test('of spending neither end is best; years are each other’s kind', async () => {
    const spent = await asked(sideYears('spent'), { by: 'year' })
    expect(
      spent.map(({ label, value, change, best, median }) => [label, value, change, best, median]),
    ).toEqual([
      ['2021', 45_000, null, null, 37_500],
      ['2022', 30_000, -15_000, null, 37_500],
    ])
  })

  test('the cases behind a side add up to it', async () => {
    const cases = await asked(sideCases('total'), { pick: [lin, wang] })
    expect(cases.map(({ label, year, value, n, median }) => [label, year, value, n, median])).toEqual([
      ['临澜区', 2022, 97, 2, 93.5],
      ['临澜区', 2021, 90, 2, 93.5],
      ['望澜区', 2021, 96, 2, 96],
      ['望澜区', 2022, 96, 2, 96],
    ])
    expect(await asked(sideCases('unitCost'), { pick: [lin], year: [2022] })).toMatchObject([
      { value: 120, per: '户', n: 1 },
    ])
  })

  test('in the prices of one year spending is converted, and its share of the budget stays what it was', async () => {
    const scope = { pick: [lin], index: '2021:100,2022:120', year: [2021] }
    expect((await asked(sideBySide, scope))[0]).toMatchObject({
      prices: 2022,
      spent: 18_000,
      spentN: 1,
      execution: 75,
      unitCost: 180,
    })
  })
})

const searches = [
  'year=2021',
  'year=2021&year=2022&district=990102&sector=x&department=y',
  'programme=企业上网补贴&per=户&index=2021:100,2022:103&base=2021',
  'programme=企业上网补贴&index=2021:0.01,2022:1000000&base=2022',
  'by=unit&pick=990102 临澜中心',
  'by=programme&year=2022&index=2021:100',
  'by=year&pick=2022&year=2021',
  'weight=output:60&weight=satisfaction:40&score=90-96',
  'district=110101',
]

test.each(searches)('every comparison answers when asked for %s', async (text) => {
  const search = new URLSearchParams(text)
  const here = { language: 'zh' as const, filters: filtersOf(search).filters }
  for (const [name, view] of views) {
    if (name.startsWith('report-') || name.startsWith('project-')) continue
    const { answer } = await view.answer((query, params) => ask(query, params, dataDir), {
      search,
      here,
      decisions: noDecisions,
    })
    expect(answer.name).toBe(name)
  }
})

test('a file says in whose prices its money is, and every year that it is of', async () => {
  const search = new URLSearchParams('year=2021&year=2022&index=2021:100,2022:103')
  const here = { language: 'zh' as const, filters: filtersOf(search).filters }
  const change = await views
    .get('cost-change')
    ?.answer((query, params) => ask(query, params, dataDir), { search, here, decisions: noDecisions })
  const money = change?.answer.columns.find(({ format }) => format === 'money')
  expect(money).toMatchObject({ text: '金额', unit: '元，2022 年价' })
  expect(change?.answer.period).toEqual({ years: '2021–2022', told: 'rows' })
})
