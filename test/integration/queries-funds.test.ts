import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import { fundCoverage } from '#app/queries/fund-coverage.ts'
import { fundProgress } from '#app/queries/fund-progress.ts'
import { type FundBand, fundSankey } from '#app/queries/fund-sankey.ts'
import { fundsByDistrict } from '#app/queries/funds-by-district.ts'
import { fundsBySource } from '#app/queries/funds-by-source.ts'
import { fundsLeft } from '#app/queries/funds-left.ts'
import { ledgerDifferences } from '#app/queries/ledger-differences.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import {
  append,
  type Connection,
  createSchema,
  keep,
  openForBuilding,
  rowsOf,
} from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { load } from '#test/load.ts'

/** An invented ledger and the reports beside it, few enough to add up by hand; 万元. */
const documents = {
  'ledger.csv': `日期,年度,区县,预算单位,项目名称,资金环节,资金来源,金额(万元)
2022-01-20,2022,临澜区,企业服务中心,网上服务经费,预算下达,省级财政,60
2022-01-21,2022,临澜区,企业服务中心,网上服务经费,预算下达,区县财政,40
2022-02-10,2022,临澜区,企业服务中心,网上服务经费,指标下达,省级财政,60
2022-02-11,2022,临澜区,企业服务中心,网上服务经费,指标下达,区县财政,30
2022-03-01,2022,临澜区,企业服务中心,网上服务经费,资金到位,省级财政,60
2022-03-02,2022,临澜区,企业服务中心,网上服务经费,资金到位,区县财政,12
2022-03-31,2022,临澜区,企业服务中心,网上服务经费,支出,省级财政,30
2022-08-05,2022,临澜区,企业服务中心,网上服务经费,预算调整,区县财政,-10
2022-10-15,2022,临澜区,企业服务中心,网上服务经费,支出,省级财政,45
2022-12-30,2022,临澜区,企业服务中心,网上服务经费,结余收回,区县财政,5
2023-01-20,2023,临澜区,企业服务中心,网上服务经费,预算下达,上年结转,8
2023-01-20,2023,临澜区,企业服务中心,网上服务经费,预算下达,区县财政,50
2023-06-30,2023,临澜区,企业服务中心,网上服务经费,支出,区县财政,20
,2023,临澜区,企业服务中心,网上服务经费,支出,区县财政,45
2022-01-20,2022,望澜区,公路中心,农村公路养护,预算下达,市级财政,100
2022-12-01,2022,望澜区,公路中心,农村公路养护,支出,市级财政,100
2022-05-01,2022,望澜区,文化馆,惠民演出,资金到位,单位自筹,20
2022-06-30,2022,望澜区,文化馆,惠民演出,支出,单位自筹,12`,
  'reports.csv': `年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,全年预算数（万元）,全年执行数（万元）
2022,临澜区,企业服务中心,网上服务经费,产出指标,数量指标,服务企业数,4000户,4800户,20,20,90,75
2023,临澜区,企业服务中心,网上服务经费,产出指标,数量指标,服务企业数,4000户,4800户,20,20,58,58
2022,望澜区,公路中心,农村公路养护,产出指标,数量指标,养护里程,100公里,60公里,50,30,100,100.9
2022,望澜区,图书馆,免费开放,产出指标,数量指标,开放天数,300天,300天,10,10,30,30`,
}

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-funds-'))
  const sent = path.join(dataDir, 'sent')
  await mkdir(sent)
  for (const [name, text] of Object.entries(documents)) await writeFile(path.join(sent, name), text)
  const { tally } = await load(dataDir, sent)
  expect(tally).toMatchObject({ loaded: 2, quarantined: 0 })
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const inScope = (scope: Partial<Filters> = {}): Filters => ({ ...noFilters, ...scope })
const wan = 10_000

/** The amounts of bands in 万元, by side and node. */
const amountsOf = (bands: readonly FundBand[]) =>
  Object.fromEntries(bands.map(({ side, node, amount }) => [`${side} ${node}`, amount / wan]))

describe('the flow of funds', () => {
  test('goes from each source through the district to what became of it', async () => {
    const bands = await ask(fundSankey, inScope({ district: ['990102'] }), dataDir)
    expect(amountsOf(bands)).toEqual({
      'in province': 60,
      'in district': 80,
      'in carryOver': 8,
      'in unfunded': 7,
      'out spent': 140,
      'out returned': 5,
      'out carried': 8,
      'out leftOpen': 2,
    })
  })

  test('takes what arrived for the money in where a ledger books no budget', async () => {
    const bands = await ask(fundSankey, inScope({ district: ['990103'] }), dataDir)
    expect(amountsOf(bands)).toEqual({
      'in city': 100,
      'in own': 20,
      'out spent': 112,
      'out awaited': 8,
    })
  })

  test('knows what was carried into a year that is not asked for', async () => {
    const bands = await ask(fundSankey, inScope({ district: ['990102'], year: [2022] }), dataDir)
    expect(amountsOf(bands)).toMatchObject({ 'out carried': 8, 'out leftOpen': 2 })
  })

  test('has no band where nothing is in scope', async () => {
    expect(await ask(fundSankey, inScope({ district: ['130102'] }), dataDir)).toEqual([])
  })
})

describe('any ledger', () => {
  let connection: Connection
  let close = (): void => undefined

  beforeAll(async () => {
    const instance = await openForBuilding(':memory:')
    connection = await instance.connect()
    close = () => {
      connection.closeSync()
      instance.closeSync()
    }
    await createSchema(connection)
    await connection.run("insert into document (id, status, batch) values ('d', 'loaded', 1)")
  })

  afterAll(() => close())

  const flow = fc
    .record({
      project: fc.integer({ min: 1, max: 40 }),
      year: fc.integer({ min: 2020, max: 2023 }),
      stage: fc.constantFrom(...FundStage.options),
      source: fc.constantFrom(...FundSource.options),
      amount: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 1_000_000_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: -1_000_000_000, max: 0 }) },
      ),
    })
    .map(
      ({ project, ...rest }): Row<'fund_flow'> => ({
        ...rest,
        document: 'd',
        project_id: `p${project}`,
        project: `项目${project}`,
        unit: null,
        district: project % 7 === 0 ? null : String(990_100 + (project % 30)),
        district_name: null,
        date: null,
        table_no: 1,
        row_no: 1,
      }),
    )

  test('balances in every district to the fen, and no band is negative', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(flow, { minLength: 1, maxLength: 60 }), async (flows) => {
        await connection.run('delete from fund_flow')
        await append(connection, 'fund_flow', flows)
        await connection.run('update document set batch = batch + 1')
        await keep(connection)
        const bands = fundSankey.row.array().parse(await rowsOf(connection, fundSankey.sql(noFilters)))
        const fenLeftOver = new Map<string | null, number>()
        for (const { district, side, amount } of bands) {
          expect(amount).toBeGreaterThan(0)
          const fen = Math.round(amount * 100)
          fenLeftOver.set(district, (fenLeftOver.get(district) ?? 0) + (side === 'in' ? fen : -fen))
        }
        expect([...fenLeftOver.values()].filter((fen) => fen !== 0)).toEqual([])
        expect(fenLeftOver.size).toBeLessThanOrEqual(25)
      }),
      { numRuns: 60 },
    )
  })
})

describe('execution through the year', () => {
  test('adds up payments to the end of each month against the whole-year budget', async () => {
    const rows = await ask(fundProgress, inScope(), dataDir)
    const monthOf = (month: number) => rows.find((row) => row.year === 2022 && row.month === month)
    expect(monthOf(1)).toMatchObject({ spent: 0, budget: 210 * wan, rate: 0, n: 3 })
    expect(monthOf(3)).toMatchObject({ spent: 30 * wan })
    expect(monthOf(6)).toMatchObject({ spent: 42 * wan })
    expect(monthOf(12)).toMatchObject({ spent: 187 * wan, time: 100 })
    expect(monthOf(12)?.rate).toBeCloseTo((100 * 187) / 210)
    expect(monthOf(3)?.time).toBeCloseTo((100 * 90) / 365)
    expect(monthOf(3)?.ahead).toBeCloseTo((100 * 30) / 210 - (100 * 90) / 365)
  })

  test('leaves out a project-year with an undated payment, and says how many', async () => {
    const rows = await ask(fundProgress, inScope(), dataDir)
    expect(rows.filter(({ year }) => year === 2023)).toEqual([])
    const [coverage] = await ask(fundCoverage, inScope(), dataDir)
    expect(coverage).toMatchObject({ undatedPayments: 1, undatedYears: 1 })
  })
})

describe('sums of the ledgers', () => {
  test('by district divide sums by sums, and end in their total', async () => {
    const rows = await ask(fundsByDistrict, inScope(), dataDir)
    expect(rows.map(({ districtName }) => districtName)).toEqual(['临澜区', '望澜区', 'total'])
    const [first, second, total] = rows
    expect(first).toMatchObject({ budget: 158 * wan, adjusted: 148 * wan, spent: 140 * wan, left: 8 * wan })
    expect(first).toMatchObject({ projects: 1, n: 2 })
    expect(first?.executionRate).toBeCloseTo((100 * 140) / 148)
    expect(first?.arrivalRate).toBeCloseTo((100 * 72) / 90)
    expect(second).toMatchObject({ adjusted: 120 * wan, spent: 112 * wan, arrivalRate: null })
    expect(total).toMatchObject({ adjusted: 268 * wan, spent: 252 * wan, projects: 3, n: 4 })
  })

  test('by source keep a stage that was never booked apart from a zero', async () => {
    const rows = await ask(fundsBySource, inScope(), dataDir)
    const of = (source: string) => rows.find((row) => row.source === source)
    expect(of('district')).toMatchObject({ budget: 90 * wan, change: -10 * wan, spent: 65 * wan })
    expect(of('own')).toMatchObject({ budget: null, change: null, arrived: 20 * wan })
    expect(rows.at(-1)).toMatchObject({ source: 'total', movements: 18, n: 4 })
  })

  test('say of the most money left what became of it', async () => {
    const [first] = await ask(fundsLeft, inScope(), dataDir)
    expect(first).toMatchObject({
      project: '网上服务经费',
      year: 2022,
      left: 15 * wan,
      returned: 5 * wan,
      carried: 8 * wan,
      leftOpen: 2 * wan,
    })
  })
})

describe('ledger and self-evaluation', () => {
  test('disagree where they differ by more than one per cent, and not below', async () => {
    const rows = await ask(ledgerDifferences, inScope(), dataDir)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      project: '网上服务经费',
      year: 2023,
      measure: 'spent',
      ledger: 65 * wan,
      reported: 58 * wan,
      difference: 7 * wan,
    })
    expect(rows[0]?.rate).toBeCloseTo((100 * 7) / 58)
  })

  test('are counted where they meet, and where only one of them speaks', async () => {
    const [coverage] = await ask(fundCoverage, inScope(), dataDir)
    expect(coverage).toMatchObject({
      movements: 18,
      projects: 3,
      n: 4,
      withoutBudget: 0,
      withoutSpending: 0,
      reportedOnly: 1,
      compared: 3,
      differing: 1,
    })
  })
})
