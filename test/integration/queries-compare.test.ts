import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import {
  satisfaction,
  satisfactionAgainstScore,
  satisfactionByDistrict,
  satisfactionByProgramme,
  satisfactionGaps,
  satisfactionLeftOut,
  satisfactionRanking,
  satisfactionTrend,
} from '#app/queries/satisfaction.ts'
import {
  completion,
  completionByLevel,
  completionByYear,
  widestMisses,
  widestOvershoots,
} from '#app/queries/targets.ts'
import {
  unitCostByDistrict,
  unitCostCompared,
  unitCostMeasure,
  unitCostTrend,
} from '#app/queries/unit-cost.ts'
import { unitCostCases, unitCostLeftOut } from '#app/queries/unit-cost-cases.ts'
import { unitCostProgrammes } from '#app/queries/unit-cost-programmes.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import type { Query } from '#app/warehouse/sql.ts'
import { filesUnder } from '#ingest/files.ts'
import { read } from '#ingest/readers/index.ts'
import { readReference } from '#ingest/reference.ts'
import { ingest } from '#ingest/run.ts'

const heading =
  '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,偏差原因,全年预算数（万元）,全年执行数（万元）,总分,等级'

/** Invented reports whose figures are few enough to work out by hand. */
const documents = {
  // 临澜 2021: 15万 ÷ 1000 = 150; 望澜 2021: 20万 ÷ 2000 = 100; 临澜 2022: 30万 ÷ 1500 = 200; 望澜 2023: 120.
  'unit-cost.csv': `${heading}
2021,临澜区,临澜中心,企业上网补贴,产出指标,数量指标,服务企业数,1000户,1000户,,15,15,,
2021,临澜区,临澜中心,企业上网补贴,产出指标,成本指标,补助标准,150元/户,149元/户,,15,15,,
2021,望澜区,望澜中心,企业上网补贴,产出指标,数量指标,服务企业数,1000户,2000户,,20,20,,
2021,望澜区,望澜中心,企业上网补贴,产出指标,成本指标,补助标准,150元/户,150元/户,,20,20,,
2022,临澜区,临澜中心,企业上网补贴,产出指标,数量指标,服务企业数,2000户,1500户,,30,30,,
2022,临澜区,临澜中心,企业上网补贴,产出指标,成本指标,补助标准,160元/户,160元/户,,30,30,,
2023,望澜区,望澜中心,企业上网补贴,产出指标,数量指标,服务企业数,1000户,1000户,,12,12,,
2023,望澜区,望澜中心,企业上网补贴,产出指标,成本指标,补助标准,120元/户,120元/户,,12,12,,
2022,望澜区,望澜中心,企业上网补贴,产出指标,成本指标,补助标准,150元/户,150元/户,,20,20,,
2022,砚湖区,砚湖中心,企业上网补贴,产出指标,数量指标,服务企业数,500户,500户,,10,,,
2022,砚湖区,砚湖中心,企业上网补贴,产出指标,成本指标,补助标准,150元/户,150元/户,,10,,,
2022,鹿鸣区,鹿鸣中心,企业上网补贴,产出指标,数量指标,服务企业数,500户,500户,,10,10,,
2022,桐溪区,桐溪中心,企业上网补贴,产出指标,成本指标,补助标准,300元/人·月,300元/人·月,,10,10,,
2021,砚湖区,砚湖中心,技工培训补贴,产出指标,数量指标,高级工培训人数,100人,100人,,35,35,,
2021,砚湖区,砚湖中心,技工培训补贴,产出指标,数量指标,初级工培训人数,300人,300人,,35,35,,
2021,砚湖区,砚湖中心,技工培训补贴,产出指标,成本指标,高级工补贴标准,2000元/人,2000元/人,,35,35,,
2021,砚湖区,砚湖中心,技工培训补贴,产出指标,成本指标,初级工补贴标准,500元/人,500元/人,,35,35,,`,
  'targets.csv': `${heading}
2021,临澜区,路灯所,路灯维护,产出指标,数量指标,维护路灯数,100盏,50盏,,10,6,,
2021,临澜区,路灯所,路灯维护,产出指标,质量指标,完好率,≥90%,99%,,10,6,,
2021,临澜区,路灯所,路灯维护,产出指标,时效指标,完成时间,2021年12月31日前,2022年2月1日,,10,6,,
2021,临澜区,路灯所,路灯维护,成本指标,经济成本指标,维护成本,≤10万元,5万元,,10,6,,
2021,临澜区,路灯所,路灯维护,效益指标,社会效益指标,夜间出行改善,效果明显,效果明显,,10,6,,
2021,临澜区,路灯所,路灯维护,预算执行率,预算执行率,预算执行率,100%,60%,,10,6,,
2022,临澜区,路灯所,路灯维护,产出指标,数量指标,维护路灯数,100盏,100盏,,10,10,,
2022,临澜区,路灯所,路灯维护,效益指标,社会效益指标,报修办结率,≥95%,,,10,10,,
2022,望澜区,市政所,路灯维护,产出指标,数量指标,维护路灯数,200盏,180盏,雨季停工,20,20,,`,
  'satisfaction.csv': `${heading}
2021,临澜区,甲市场,菜市场改造,满意度指标,服务对象满意度,商户满意度,≥90%,80%,,10,10,95,优
2021,临澜区,乙市场,菜市场改造,满意度指标,服务对象满意度,商户满意度,≥90%,95%,,10,10,88,良
2021,望澜区,丙市场,菜市场改造,满意度指标,服务对象满意度,商户满意度,≥95%,92%,停水两天,10,10,93,优
2023,望澜区,丙市场,菜市场改造,满意度指标,服务对象满意度,商户满意度,≥90%,96%,,10,10,,
2021,砚湖区,丁市场,菜市场改造,产出指标,数量指标,改造市场数,1座,1座,,10,10,90,优`,
}

/** The report that the product began with: 4,800 served with 500,000 yuan, at 170 yuan each as reported. */
const changan = new URL('../../data/sample/长安区-2019-中小企业网上服务经费-自评报告.txt', import.meta.url)

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-compare-'))
  const sent = path.join(dataDir, 'sent')
  await mkdir(sent)
  for (const [name, text] of Object.entries(documents)) await writeFile(path.join(sent, name), text)
  await writeFile(path.join(sent, '长安区-2019-自评报告.txt'), await readFile(changan))
  const { tally } = await ingest(dataDir, await filesUnder([sent]), {
    read: async (bytes, name) => read(bytes, name),
    reference: readReference(),
    report: () => undefined,
  })
  expect(tally).toMatchObject({ loaded: 4, quarantined: 0 })
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const asked = <Row>(query: Query<Filters, Row>, scope: Partial<Filters>) =>
  ask(query, { ...noFilters, ...scope }, dataDir)

describe('unit cost', () => {
  const scope = { programme: ['企业上网补贴'] }

  test('the first report shows what was planned, what was reported, and what the money implies', async () => {
    const [found, ...others] = await asked(unitCostCases, { district: ['130102'] })
    expect(others).toEqual([])
    expect(found).toMatchObject({ year: 2019, per: '户', planned: 170, reported: 170, plannedImplied: 125 })
    expect(found?.implied).toBeCloseTo(104.17, 2)
    expect(found?.difference).toBeCloseTo(63.2, 1)
    expect(found?.unexplained).toBe(316_000)
  })

  test('districts and years are summed before they are divided', async () => {
    const [found] = await asked(unitCostMeasure, scope)
    expect(found).toMatchObject({ programme: '企业上网补贴', per: '户', n: 4, peers: 4, districts: 2 })
    expect(found?.implied).toBeCloseTo(770_000 / 5_500, 10)
    expect(found?.planned).toBeCloseTo((150 * 1000 + 150 * 2000 + 160 * 1500 + 120 * 1000) / 5_500, 10)
    expect(found?.reported).toBeCloseTo((149 * 1000 + 150 * 2000 + 160 * 1500 + 120 * 1000) / 5_500, 10)
    expect(found?.median).toBe(135)
    expect([found?.lowest, found?.highest]).toEqual([100, 200])
    expect(found).toMatchObject({ plannedN: 4, reportedN: 4 })
  })

  test('a standard that spending does not bear out by more than 5 % disagrees, with the money between them', async () => {
    const [found] = await asked(unitCostMeasure, scope)
    expect(found).toMatchObject({ disagreeing: 2, unexplained: 100_000 + 60_000 })
    const cases = await asked(unitCostCases, scope)
    expect(cases.map(({ districtName, year, unexplained }) => [districtName, year, unexplained])).toEqual([
      ['望澜区', 2021, 100_000],
      ['临澜区', 2022, -60_000],
      ['临澜区', 2021, -1_000],
      ['望澜区', 2023, 0],
    ])
  })

  test('a district without a comparable case in a year is unknown there, not zero', async () => {
    const cells = await asked(unitCostByDistrict, scope)
    expect(cells.map(({ districtName, year, implied, n }) => [districtName, year, implied, n])).toEqual([
      ['临澜区', 2021, 150, 1],
      ['临澜区', 2022, 200, 1],
      ['临澜区', 2023, null, 0],
      ['望澜区', 2021, 100, 1],
      ['望澜区', 2022, null, 0],
      ['望澜区', 2023, 120, 1],
    ])
    expect(cells[0]?.toMedian).toBeCloseTo((100 * 150) / 135, 10)
    expect(cells[2]?.toMedian).toBeNull()
  })

  test('a district is held against the median of the whole programme, also when it is looked at alone', async () => {
    const [found] = await asked(unitCostMeasure, { ...scope, district: ['990103'] })
    expect(found).toMatchObject({ n: 2, peers: 4, median: 135 })
  })

  test('the trend takes all districts together where there are several, and leaves gaps', async () => {
    const trend = await asked(unitCostTrend, scope)
    const together = trend.filter(({ all }) => all)
    expect(together.map(({ year, n }) => [year, n])).toEqual([
      [2021, 2],
      [2022, 1],
      [2023, 1],
    ])
    expect(together[0]?.implied).toBeCloseTo(350_000 / 3_000, 10)
    expect(trend.filter(({ implied }) => implied === null)).toHaveLength(2)
    const alone = await asked(unitCostTrend, { ...scope, district: ['990103'] })
    expect(alone.some(({ all }) => all)).toBe(false)
  })

  test('planned, reported and implied are compared in the newest year that the filters leave', async () => {
    const yearsOf = async (year: number[]) =>
      (await asked(unitCostCompared, { ...scope, year })).map(({ districtName, year: found }) => [
        districtName,
        found,
      ])
    expect(await yearsOf([])).toEqual([['望澜区', 2023]])
    expect(await yearsOf([2021, 2022])).toEqual([['临澜区', 2022]])
    expect(await yearsOf([2021])).toEqual([
      ['临澜区', 2021],
      ['望澜区', 2021],
    ])
  })

  test('what cannot be compared is left out with its reason', async () => {
    const leftOut = await asked(unitCostLeftOut, scope)
    expect(leftOut.map(({ districtName, reason }) => [districtName, reason])).toEqual([
      ['砚湖区', 'no-funds'],
      ['望澜区', 'no-quantity'],
      ['鹿鸣区', 'no-unit-cost'],
      ['桐溪区', 'other-unit'],
    ])
    expect(leftOut.map(({ otherPer }) => otherPer)).toEqual([null, null, null, '人·月'])
    expect(leftOut[0]?.inAll).toBe(4)
  })

  test('costs per 户 and per 人·月 are never in one answer; the unit asked for is shown', async () => {
    const [usual] = await asked(unitCostMeasure, scope)
    const [other] = await asked(unitCostMeasure, { ...scope, per: '人·月' })
    expect([usual?.per, other?.per]).toEqual(['户', '人·月'])
    expect(other).toMatchObject({ n: 0, implied: null, median: null })
    expect(await asked(unitCostCases, { ...scope, per: '人·月' })).toEqual([])
  })

  test('two standards of one report share its spending', async () => {
    const [found] = await asked(unitCostMeasure, { programme: ['技工培训补贴'] })
    expect(found).toMatchObject({ per: '人', n: 1, implied: 350_000 / 400 })
    expect(await asked(unitCostCases, { programme: ['技工培训补贴'] })).toHaveLength(2)
  })

  test('the list has every programme, whichever is chosen; the one with most cases is the default', async () => {
    const programmes = await asked(unitCostProgrammes, scope)
    expect(programmes.map(({ programme, per, n, evaluations }) => [programme, per, n, evaluations])).toEqual([
      ['企业上网补贴', '户', 4, 6],
      ['中小企业网上服务经费', '户', 1, 1],
      ['技工培训补贴', '人', 1, 1],
      ['企业上网补贴', '人·月', 0, 1],
    ])
    expect(programmes[0]).toMatchObject({ districts: 2, years: '2021–2023', median: 135, disagreeing: 2 })
    expect((await asked(unitCostMeasure, {}))[0]?.programme).toBe('企业上网补贴')
  })
})

describe('planned and actual', () => {
  const scope = { programme: ['路灯维护'] }

  test('counts what can be compared, what was met, and why the rest cannot be compared', async () => {
    expect((await asked(completion, scope))[0]).toEqual({
      total: 8,
      n: 6,
      met: 3,
      share: 50,
      completion: 100,
      incomplete: 1,
      qualitative: 1,
      unlike: 0,
      undated: 1,
      overshot: 1,
    })
  })

  test('by district and level, in the order of the form; a level of words alone has no share', async () => {
    const levels = await asked(completionByLevel, scope)
    expect(
      levels.map(({ districtName, level, met, n, total, share }) => [
        districtName,
        level,
        met,
        n,
        total,
        share,
      ]),
    ).toEqual([
      ['临澜区', 'output', 2, 4, 4, 50],
      ['临澜区', 'cost', 1, 1, 1, 100],
      ['临澜区', 'benefit', 0, 0, 2, null],
      ['临澜区', 'execution', 0, 1, 1, 0],
      ['望澜区', 'output', 0, 1, 1, 0],
    ])
    // 50, 110 and 100: the missed day has no completion.
    expect(levels[0]?.completion).toBe(100)
  })

  test('by year, with the change on the year before; a year without a comparable indicator is a gap', async () => {
    const years = await asked(completionByYear, scope)
    const of = (wanted: string) =>
      years
        .filter(({ level }) => level === wanted)
        .map(({ year, share, n }) => [year, share && Math.round(share), n])
    expect(of('all')).toEqual([
      [2021, 50, 4],
      [2022, 50, 2],
    ])
    expect(of('output')).toEqual([
      [2021, 33, 3],
      [2022, 50, 2],
    ])
    expect(of('execution')).toEqual([
      [2021, 0, 1],
      [2022, null, 0],
    ])
    expect(years.find(({ level, year }) => level === 'output' && year === 2022)?.change).toBeCloseTo(
      50 - 100 / 3,
      10,
    )
  })

  test('the widest misses come first, with both sides as written and a reason or none', async () => {
    const misses = await asked(widestMisses, scope)
    expect(
      misses.map(({ target, actual, completion: reached, reason }) => [target, actual, reached, reason]),
    ).toEqual([
      ['100盏', '50盏', 50, null],
      ['200盏', '180盏', 90, '雨季停工'],
    ])
    expect(misses[0]?.rowNo).toBeGreaterThan(0)
  })

  test('budget execution is a miss only where it is asked for, since few forms list it', async () => {
    const misses = await asked(widestMisses, { ...scope, level1: ['execution'] })
    expect(misses.map(({ name, completion: reached }) => [name, reached])).toEqual([['预算执行率', 60]])
  })

  test('a cost of half its ceiling is an overshoot of 200 %', async () => {
    const overshoots = await asked(widestOvershoots, scope)
    expect(overshoots.map(({ name, completion: reached }) => [name, reached])).toEqual([['维护成本', 200]])
  })
})

describe('satisfaction', () => {
  const scope = { programme: ['菜市场改造'] }

  test('in all: mean gap, share met, and excellent grades for those who fell 10 points short', async () => {
    expect((await asked(satisfaction, scope))[0]).toEqual({
      gap: -0.5,
      share: 50,
      n: 4,
      met: 2,
      wide: 1,
      praised: 1,
      evaluations: 5,
      without: 1,
    })
  })

  test('by district and year: plain means with their n', async () => {
    const cells = await asked(satisfactionByDistrict, scope)
    expect(
      cells.map(({ districtName, year, gap, n, missed }) => [districtName, year, gap, n, missed]),
    ).toEqual([
      ['临澜区', 2021, -2.5, 2, 1],
      ['望澜区', 2021, -3, 1, 1],
      ['望澜区', 2023, 6, 1, 0],
    ])
  })

  test('ranks districts, and the units of the one district that is chosen', async () => {
    const ranks = async (district: string[]) =>
      (await asked(satisfactionRanking, { ...scope, district })).map(({ place, gap, n, isUnit }) => [
        place,
        gap,
        n,
        isUnit,
      ])
    expect(await ranks([])).toEqual([
      ['临澜区', -2.5, 2, false],
      ['望澜区', 1.5, 2, false],
    ])
    expect(await ranks(['990102'])).toEqual([
      ['甲市场', -10, 1, true],
      ['乙市场', 5, 1, true],
    ])
    expect(await ranks(['990100'])).toHaveLength(2)
  })

  test('a year without a rate is a gap in the trend, and the year after has no change', async () => {
    const years = await asked(satisfactionTrend, scope)
    expect(years.map(({ year, n, met, change }) => [year, n, met, change])).toEqual([
      [2021, 3, 1, null],
      [2022, 0, 0, null],
      [2023, 1, 1, null],
    ])
    expect(years.map(({ gap }) => gap && Number(gap.toFixed(2)))).toEqual([-2.67, null, 6])
  })

  test('the widest gaps lead to their rows, with the score that was given all the same', async () => {
    const gaps = await asked(satisfactionGaps, scope)
    expect(gaps.map(({ unit, gap, total, praised, reason }) => [unit, gap, total, praised, reason])).toEqual([
      ['甲市场', -10, 95, true, null],
      ['丙市场', -3, 93, false, '停水两天'],
    ])
    const [seed] = await asked(satisfactionGaps, { district: ['130102'] })
    expect(seed).toMatchObject({
      target: 95,
      actual: 76,
      gap: -19,
      total: 98,
      grade: 'excellent',
      praised: true,
    })
  })

  test('within a programme: the middle, the spread, and how many were asked where a report says', async () => {
    const programmes = await asked(satisfactionByProgramme, {})
    expect(programmes.map(({ programme, n }) => [programme, n])).toEqual([
      ['菜市场改造', 4],
      ['中小企业网上服务经费', 1],
    ])
    expect(programmes[0]).toMatchObject({ lowest: -10, median: 1, highest: 6, mad: 4.5, met: 2, far: 0 })
    const [seed] = await asked(satisfactionGaps, { district: ['130102'] })
    expect(seed).toMatchObject({ peers: 1, z: null, verdict: 'few' })
  })

  test('an evaluation without a rate is left out with its reason', async () => {
    const leftOut = await asked(satisfactionLeftOut, scope)
    expect(leftOut.map(({ unit, reason, inAll }) => [unit, reason, inAll])).toEqual([
      ['丁市场', 'no-indicator', 1],
    ])
  })

  test('evaluations without a total are not set against a score', async () => {
    const points = await asked(satisfactionAgainstScore, scope)
    expect(points.map(({ gap, total }) => [gap, total])).toEqual([
      [-10, 95],
      [-3, 93],
      [5, 88],
    ])
  })
})
