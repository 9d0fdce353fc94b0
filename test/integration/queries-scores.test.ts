import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Filters, noFilters } from '#app/queries/filters.ts'
import {
  scoreCases,
  scoreDistribution,
  scoreSummary,
  scoresByDistrict,
  scoreTies,
} from '#app/queries/scores.ts'
import {
  scoresNotReweighted,
  scoresReweighted,
  weightedRuleSets,
  weightingSummary,
} from '#app/queries/weighting.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import type { Query } from '#app/warehouse/sql.ts'
import { load } from '#test/load.ts'

interface Report {
  district: string
  unit: string
  /** Claimed points of 产出 50, 效益 30, 满意度 10 and 执行 10; null for a row that is not there. */
  scores: readonly (number | null)[]
  total: number | null
}

const levels = [
  ['产出指标', '数量指标', '服务户数', '100户', '100户', 50],
  ['效益指标', '社会效益指标', '受益户数', '100户', '100户', 30],
  ['满意度指标', '服务对象满意度指标', '群众满意度', '90%', '72%', 10],
  ['预算执行率', '预算执行率', '预算执行率', '100%', '90%', 10],
] as const

const reports: readonly Report[] = [
  { district: '临澜区', unit: '甲', scores: [50, 30, 10, 10], total: 100 },
  { district: '临澜区', unit: '乙', scores: [50, 30, 10, 10], total: 100 },
  // 91 of its own; at 40/30/20/10: 40 + 30 + 4 + 9 = 83.
  { district: '望澜区', unit: '丙', scores: [50, 30, 2, 9], total: 91 },
  // 89.5 of its own; 32.4 + 30 + 20 + 9 = 91.4.
  { district: '望澜区', unit: '丁', scores: [40.5, 30, 10, 9], total: 89.5 },
  { district: '望澜区', unit: '戊', scores: [50, 30, null, 9.75], total: 99.75 },
  { district: '砚湖区', unit: '己', scores: [50, 30, 8, 9], total: null },
]

const heading = '年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,总分'

const rowsOf = ({ district, unit, scores, total }: Report) =>
  levels.flatMap(([level1, level2, name, target, actual, weight], place) => {
    const score = scores[place]
    if (score === null) return []
    return [
      `2021,${district},${unit}中心,${unit}项目,${level1},${level2},${name},${target},${actual},${weight},${score},${total ?? ''}`,
    ]
  })

let dataDir = ''

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-scores-'))
  const list = path.join(dataDir, '自评.csv')
  await writeFile(list, [heading, ...reports.flatMap(rowsOf)].join('\n'))
  await load(dataDir, list)
})

afterAll(() => rm(dataDir, { recursive: true, force: true }))

const asked = <Row>(query: Query<Filters, Row>, scope: Partial<Filters> = {}) =>
  ask(query, { ...noFilters, ...scope }, dataDir)

describe('totals', () => {
  test('in figures: quartiles, ties, and what is claimed above what can be computed', async () => {
    const [found] = await asked(scoreSummary)
    expect(found).toMatchObject({
      n: 6,
      without: 0,
      lowest: 89.5,
      highest: 100,
      full: 2,
      tied: 2,
      distinct: 5,
    })
    expect(found?.median).toBeCloseTo((97 + 99.75) / 2, 9)
    expect(found?.from95).toBeCloseTo((100 * 4) / 6, 9)
    // All comes to 50, 30, 8 and 9: 甲 and 乙 claim 3 more, 戊 0.75, the others no more in all.
    expect(found).toMatchObject({ compared: 6, inflated: 3 })
  })

  test('by half points where most are: every total stands in one bar, and 100 alone', async () => {
    const bars = await asked(scoreDistribution)
    expect(bars.reduce((sum, { n }) => sum + n, 0)).toBe(6)
    expect(bars.filter(({ n }) => n > 0).map(({ from, to, n }) => [from, to, n])).toEqual([
      [80, 90, 1],
      [91, 91.5, 1],
      [97, 97.5, 1],
      [99.5, 100, 1],
      [100, 100, 2],
    ])
    expect(bars.at(-1)?.below).toBeCloseTo(100, 9)
    const counted = await Promise.all(
      bars.map(async ({ from, to }) => (await asked(scoreCases, { score: `${from}-${to}` })).length),
    )
    expect(counted).toEqual(bars.map(({ n }) => n))
  })

  test('that several have are told, and the most overstated come first', async () => {
    expect(await asked(scoreTies)).toEqual([{ total: 100, n: 2, share: (100 * 2) / 6 }])
    const cases = await asked(scoreCases)
    expect(cases.map(({ inflation }) => inflation)).toEqual([3, 3, 0.75, 0, -6, -7.5])
    expect(cases.slice(2).map(({ project, tied }) => [project, tied])).toEqual([
      ['戊项目', 1],
      ['己项目', 1],
      ['丙项目', 1],
      ['丁项目', 1],
    ])
    const places = await asked(scoresByDistrict)
    expect(places.map(({ districtName, n, full }) => [districtName, n, full])).toEqual([
      ['临澜区', 2, 2],
      ['望澜区', 3, 0],
      ['砚湖区', 1, 0],
    ])
  })
})

describe('another weighting', () => {
  const weight = ['output:40', 'benefit:30', 'satisfaction:20', 'execution:10']

  test('shows first whose grade falls, then whose rises, with the ranks before and after', async () => {
    const found = await asked(scoresReweighted, { weight })
    expect(
      found.map(({ project, before, after, verdict, rankBefore, rankAfter }) => [
        project,
        before,
        after,
        verdict,
        rankBefore,
        rankAfter,
      ]),
    ).toEqual([
      ['丙项目', 91, 83, 'falls', 4, 5],
      ['丁项目', 89.5, 91.4, 'rises', 5, 4],
      ['己项目', 97, 95, 'stays', 3, 3],
      expect.arrayContaining([100, 100, 'stays', 1, 1]),
      expect.arrayContaining([100, 100, 'stays', 1, 1]),
    ])
    expect((await asked(weightingSummary, { weight }))[0]).toMatchObject({
      n: 5,
      leftOut: 1,
      falls: 1,
      rises: 1,
      points: 100,
    })
  })

  test('leaves out those that lack a level it asks for, and says which', async () => {
    const leftOut = await asked(scoresNotReweighted, { weight })
    expect(leftOut.map(({ project, reason }) => [project, reason])).toEqual([['戊项目', 'satisfaction']])
    expect(await asked(scoresNotReweighted, { weight: ['output:90', 'benefit:10'] })).toEqual([])
    const cost = await asked(scoresNotReweighted, { weight: ['cost:100'] })
    expect(cost.map(({ reason }) => reason)).toEqual(reports.map(() => 'cost'))
  })

  test('that is their own changes nothing; the default is the first rule set’s; sums need not be 100', async () => {
    const own = ['output:50', 'benefit:30', 'satisfaction:10', 'execution:10']
    const changesOf = async (some: string[]) =>
      (await asked(scoresReweighted, { weight: some })).map(({ project, change }) => [project, change])
    expect(new Set((await changesOf(own)).map(([, change]) => change))).toEqual(new Set([0]))
    expect(await changesOf([])).toEqual(await changesOf(own))
    expect(await changesOf(['output:20', 'benefit:15', 'satisfaction:10', 'execution:5'])).toEqual(
      await changesOf(weight),
    )
  })

  test('can be taken from a rule set whose weights are complete', async () => {
    const sets = await asked({ ...weightedRuleSets, sql: () => weightedRuleSets.sql() })
    expect(sets[0]).toMatchObject({ id: 'national-2020', weights: { output: 50, execution: 10 } })
    for (const { weights } of sets)
      expect(Object.values(weights).reduce((sum, points) => sum + points, 0)).toBe(100)
  })
})
