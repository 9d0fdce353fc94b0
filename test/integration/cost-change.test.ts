import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { robustZs } from '#app/domain/statistics.ts'
import {
  changesApart,
  costChange,
  costChangeByDistrict,
  costChangeCases,
  costChanges,
} from '#app/queries/cost-change.ts'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import { unitCostMeasure } from '#app/queries/unit-cost.ts'
import { unitCostLeftOut } from '#app/queries/unit-cost-cases.ts'
import { unitCostPeers } from '#app/queries/unit-cost-peers.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import type { Query } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'
import { temporaryFolder } from '#test/support.ts'

/** What one unit spent and served in one year; fen, and null where its report does not say. */
interface Report {
  spentFen: number | null
  served: number | null
}

interface Project {
  programme: string
  district: string
  unit: string
  reports: ReadonlyMap<number, Report>
}

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,全年预算数（元）,全年执行数（元）'

const rowsOf = ({ programme, district, unit, reports }: Project) =>
  [...reports].flatMap(([year, { spentFen, served }]) => {
    const place = `${year},${district},${unit},${programme}`
    const money = `1000000,${spentFen === null ? '' : (spentFen / 100).toFixed(2)}`
    return [
      `${place},产出指标,数量指标,服务企业数,1000户,${served === null ? '' : `${served}户`},${money}`,
      `${place},产出指标,成本指标,补助标准,150元/户,150元/户,${money}`,
    ]
  })

/** Loads these reports, and asks about them. */
async function reported(projects: readonly Project[]) {
  const folder = await temporaryFolder()
  const list = path.join(folder, '自评明细.csv')
  await writeFile(list, [heading, ...projects.flatMap(rowsOf)].join('\n'))
  const dataDir = path.join(folder, 'data')
  await load(dataDir, list)
  return <Row>(query: Query<Filters, Row>, scope: Partial<Filters>) =>
    ask(query, { ...noFilters, ...scope }, dataDir)
}

const project = (
  district: string,
  unit: string,
  reports: Record<number, [number | null, number | null]>,
) => ({
  programme: '企业上网补贴',
  district,
  unit,
  reports: new Map(
    Object.entries(reports).map(([year, [yuan, served]]) => [
      Number(year),
      { spentFen: yuan === null ? null : yuan * 100, served },
    ]),
  ),
})

const fen = (some: number | null | undefined) => Math.round((some ?? 0) * 100)

test('a change in spending is what more served would have cost, and what each cost more', async () => {
  const asked = await reported([
    project('临澜区', '临澜中心', { 2021: [15_000, 100], 2022: [19_200, 120] }),
    project('望澜区', '望澜中心', { 2021: [5_000, 50] }),
    project('砚湖区', '砚湖中心', { 2022: [7_000, 70] }),
    project('鹿鸣区', '鹿鸣中心', { 2021: [1_000, null], 2022: [1_500, 10] }),
    project('桐溪区', '桐溪中心', { 2021: [2_000, 20], 2022: [null, 30] }),
  ])
  const parts = await asked(costChange, {})
  expect(parts.map(({ part, amount, n }) => [part, amount, n])).toEqual([
    ['before', 23_000, 4],
    ['volume', 3_000, 1],
    ['price', 1_200, 1],
    ['entered', 7_000, 1],
    ['departed', -7_000, 2],
    ['unsplit', 500, 1],
    ['after', 27_700, 3],
  ])
  expect(parts.map(({ low, high }) => [low, high])).toEqual([
    [0, 23_000],
    [23_000, 26_000],
    [26_000, 27_200],
    [27_200, 34_200],
    [27_200, 34_200],
    [27_200, 27_700],
    [0, 27_700],
  ])
  const [whole, ...districts] = await asked(costChangeByDistrict, {})
  expect(whole).toMatchObject({ all: true, change: 4_700, unknownN: 1 })
  expect(districts.map(({ districtName, change, unknownN }) => [districtName, change, unknownN])).toEqual([
    ['临澜区', 4_200, 0],
    ['望澜区', -5_000, 0],
    ['砚湖区', 7_000, 0],
    ['鹿鸣区', 500, 0],
    ['桐溪区', -2_000, 1],
  ])
})

test('two years are asked for by name; one is held against the year before', async () => {
  const asked = await reported([
    project('临澜区', '临澜中心', { 2019: [100, 1], 2021: [200, 1], 2022: [400, 1], 2023: [800, 1] }),
  ])
  const spanOf = async (year: number[]) =>
    (await asked(costChangeByDistrict, { year })).map(({ yearBefore, yearAfter, before, after }) => [
      yearBefore,
      yearAfter,
      before,
      after,
    ])[0]
  expect(await spanOf([])).toEqual([2022, 2023, 400, 800])
  expect(await spanOf([2022])).toEqual([2021, 2022, 200, 400])
  expect(await spanOf([2023, 2019])).toEqual([2019, 2023, 100, 800])
})

test('in the prices of one year a cost that grew as prices did has not grown; nothing is converted unasked', async () => {
  const asked = await reported([
    project('临澜区', '临澜中心', { 2021: [10_000, 100], 2022: [12_100, 110], 2023: [9_000, 90] }),
  ])
  expect((await asked(unitCostMeasure, { year: [2021] }))[0]).toMatchObject({ implied: 100, prices: null })
  const scope = { index: '2021:100,2022:110', base: 2022 }
  expect((await asked(unitCostMeasure, { ...scope, year: [2021] }))[0]).toMatchObject({ prices: 2022 })
  expect((await asked(unitCostMeasure, { ...scope, year: [2021] }))[0]?.implied).toBeCloseTo(110, 9)
  const parts = await asked(costChange, { ...scope, year: [2021, 2022] })
  expect(parts.map(({ part, amount }) => [part, amount])).toEqual([
    ['before', 11_000],
    ['volume', 1_100],
    ['price', 0],
    ['entered', 0],
    ['departed', 0],
    ['unsplit', 0],
    ['after', 12_100],
  ])
  const leftOut = await asked(unitCostLeftOut, scope)
  expect(leftOut.map(({ year, reason }) => [year, reason])).toEqual([[2023, 'no-index']])
})

const districts = ['临澜区', '望澜区', '砚湖区', '鹿鸣区']
const someReport = fc.record({
  spentFen: fc.option(fc.integer({ min: 0, max: 50_000_000_000 }), { freq: 12 }),
  served: fc.option(fc.integer({ min: 1, max: 99_999 }), { freq: 8 }),
})
const someProject = fc.record({
  district: fc.constantFrom(...districts),
  before: fc.option(someReport, { freq: 6 }),
  after: fc.option(someReport, { freq: 6 }),
})
const someProgrammes = fc.array(fc.array(someProject, { minLength: 1, maxLength: 7 }), {
  minLength: 24,
  maxLength: 24,
})

test('the parts of any change add up to it to the fen, for every project, district and programme', async () => {
  await fc.assert(
    fc.asyncProperty(someProgrammes, async (programmes) => {
      const projects = programmes.flatMap((members, place) =>
        members.map(({ district, before, after }, at): Project => {
          const years = [before && ([2021, before] as const), after && ([2022, after] as const)]
          const reports = new Map(years.filter((one) => one !== null))
          return {
            programme: `补贴${'甲乙丙丁'[place % 4]}${'一二三四五六'[Math.floor(place / 4)]}`,
            district,
            unit: `中心${place}${at}`,
            reports,
          }
        }),
      )
      const asked = await reported(projects)
      for (const [at, programme] of [...new Set(projects.map((one) => one.programme))].entries()) {
        const isIndexed = at % 2 === 1
        const prices = isIndexed ? { index: '2021:100,2022:103.7' } : {}
        const scope = { ...prices, programme: [programme], year: [2021, 2022] }
        const [whole, ...places] = await asked(costChangeByDistrict, scope)
        const cases = await asked(costChangeCases, scope)
        const change = await asked(costChange, scope)
        expect(changesApart(await asked(costChanges, scope))).toEqual({
          change,
          byDistrict: whole ? [whole, ...places] : [],
          changeCases: cases,
        })
        const parts = new Map(change.map(({ part, amount }) => [part, fen(amount)]))
        for (const row of [...(whole ? [whole] : []), ...places, ...cases]) {
          const split = [row.volume, row.price, row.entered, row.departed, row.unsplit].map(fen)
          expect(split.reduce((sum, one) => sum + one, 0)).toBe(fen(row.change))
          expect(fen(row.after) - fen(row.before)).toBe(fen(row.change))
        }
        for (const key of ['before', 'volume', 'price', 'entered', 'departed', 'unsplit', 'after'] as const) {
          expect(places.reduce((sum, row) => sum + fen(row[key]), 0)).toBe(fen(whole?.[key]))
          expect(cases.reduce((sum, row) => sum + fen(row[key]), 0)).toBe(fen(whole?.[key]))
          expect(parts.get(key) ?? 0).toBe(fen(whole?.[key]))
        }
        if (isIndexed || whole === undefined) continue
        const spentIn = (year: number) =>
          projects
            .filter((one) => one.programme === programme)
            .reduce((sum, { reports }) => sum + (reports.get(year)?.spentFen ?? 0), 0)
        expect([fen(whole.before), fen(whole.after)]).toEqual([spentIn(2021), spentIn(2022)])
      }
    }),
    // One load serves as many programmes as four did; it is most of what this costs.
    { numRuns: 1 },
  )
})

test('cases are held against their programme and year by the same statistics as the audit’s', async () => {
  const costs = [118, 120, 121.5, 123, 119, 210]
  const asked = await reported([
    ...costs.map((cost, at) => project(districts[at % 4] ?? '', `中心${at}`, { 2021: [cost * 1000, 1000] })),
    ...[100, 100, 100, 300].map((cost, at) =>
      project(districts[at] ?? '', `站${at}`, { 2022: [cost * 1000, 1000] }),
    ),
  ])
  const peers = await asked(unitCostPeers, {})
  const of2021 = peers.filter(({ year }) => year === 2021)
  const zs = new Map(robustZs(of2021.map(({ implied }) => implied))?.map((z, at) => [of2021[at], z]))
  for (const one of of2021) expect(one.z).toBeCloseTo(zs.get(one) ?? Number.NaN, 9)
  expect(of2021.map(({ verdict }) => verdict)).toEqual(['far', 'usual', 'usual', 'usual', 'usual', 'usual'])
  expect(of2021[0]).toMatchObject({ implied: 210, peers: 6 })
  const of2022 = peers.filter(({ year }) => year === 2022)
  expect(of2022.map(({ z, verdict, peers: n }) => [z, verdict, n])).toEqual(
    of2022.map(() => [null, 'few', 4]),
  )
  const alone = await asked(unitCostPeers, { district: ['990102'], year: [2021] })
  expect(alone.map(({ peers: n }) => n)).toEqual([6, 6])
})
