import { describe, expect, test } from 'vitest'
import {
  executionAgainstScoreView,
  gradesByDistrictView,
  overviewFiguresView,
  yearlyTrendView,
} from '#app/charts/overview.ts'
import { svgOf } from '#app/charts/render.ts'
import { reasonsOf } from '#app/charts/watch-list.ts'
import { changeWords } from '#app/components/figure.tsx'
import { sumChange } from '#app/components/key-figures.tsx'
import type { Here } from '#app/links.ts'
import { noFilters } from '#app/queries/filters.ts'
import type { Watched } from '#app/queries/watch-list.ts'
import { w } from '#app/words.ts'

const here: Here = { language: 'zh', filters: noFilters }

const calm: Watched = {
  projectId: 'p1',
  project: '网上服务经费',
  unit: '企业服务中心',
  district: '990102',
  districtName: '临澜区',
  year: 2023,
  planned: 500_000,
  spent: 500_000,
  executionRate: 100,
  total: 98,
  grade: 'excellent',
  gap: null,
  satisfactionTarget: null,
  satisfactionActual: null,
  reportedCost: null,
  impliedCost: null,
  per: null,
  quantity: null,
  claimed: null,
  unexplained: null,
  overspentBy: null,
  unexplainedMisses: 0,
  worstMiss: null,
  worstCompletion: null,
  contradicts: false,
  overspent: false,
  slow: false,
  lowTotal: false,
  dissatisfied: false,
  impossible: false,
  severity: 0,
  risk: 0,
  risks: [],
  n: 1,
}

const cost = { reportedCost: 170, impliedCost: 104.1667, per: '户', quantity: 4800, claimed: 816_000 }

describe('a reason to look at a project says its figures', () => {
  test.each<[string, Partial<Watched>, string]>([
    [
      'more claimed than paid',
      { ...cost, unexplained: 316_000, contradicts: true },
      '单位成本与支出不符：170.00 元/户 × 4,800 户 = 81.60 万元，比支出 50.00 万元多 31.60 万元；按支出折算为 104.17 元/户',
    ],
    [
      'less claimed than paid',
      { ...cost, claimed: 400_000, unexplained: -100_000, contradicts: true },
      '单位成本与支出不符：170.00 元/户 × 4,800 户 = 40.00 万元，比支出 50.00 万元少 10.00 万元；按支出折算为 104.17 元/户',
    ],
    [
      'overspent',
      { spent: 520_000, overspentBy: 20_000, overspent: true },
      '支出 52.00 万元，超出预算 50.00 万元，多支 2.00 万元',
    ],
    [
      'a promise missed by far',
      { gap: -19, satisfactionTarget: 95, satisfactionActual: 76, dissatisfied: true },
      '满意度 76.0%，目标 95.0%，差距 −19.0 个百分点，自评等级仍为优',
    ],
    [
      'money left',
      { executionRate: 60, spent: 300_000, slow: true },
      '预算执行率 60.0%：预算 50.00 万元，支出 30.00 万元',
    ],
    ['a low total', { total: 75.5, lowTotal: true }, '总分 75.5，低于 80 分'],
    [
      'targets missed in silence',
      { unexplainedMisses: 2, worstMiss: '养护里程', worstCompletion: 60 },
      '2 项指标未达标且未说明原因（最低为养护里程，完成率 60.0%）',
    ],
    ['a miss that cannot be measured', { unexplainedMisses: 1 }, '1 项指标未达标且未说明原因'],
  ])('%s', (_case, change, words) => {
    expect(reasonsOf({ ...calm, ...change }).map((reason) => reason.words.zh)).toEqual([words])
  })

  test('mark as grave what the audit holds to be impossible, and nothing else', () => {
    const gravityOf = (change: Partial<Watched>) =>
      reasonsOf({ ...calm, ...change }).map(({ rule, grave }) => [rule, grave])
    expect(gravityOf({ contradicts: true, slow: true })).toEqual([
      ['unit-cost', false],
      ['execution', false],
    ])
    expect(gravityOf({ contradicts: true, slow: true, impossible: true })).toEqual([
      ['unit-cost', true],
      ['execution', false],
    ])
    expect(gravityOf({ slow: true, impossible: true })).toEqual([
      ['impossible', true],
      ['execution', false],
    ])
  })

  test('and a project without one is not talked about', () => {
    expect(reasonsOf(calm)).toEqual([])
  })
})

describe('a change on the year before', () => {
  const size = (change: number) => w(`${change.toFixed(1)} 个百分点`, `${change.toFixed(1)} pp`)
  const years = { year: 2023, before: 2022 }

  test.each([
    [1.25, '较 2022 年 ↑ 增加 1.3 个百分点'],
    [-2, '较 2022 年 ↓ 减少 2.0 个百分点'],
    [0.01, '与 2022 年持平'],
    [null, '2022 年没有可比的数'],
  ])('%s', (change, words) => {
    expect(changeWords(change, years, size).zh.replaceAll('\u00a0', ' ')).toBe(words)
  })

  test.each([
    [59, 59, '较 2022 年 ↑ 增加 4.3%'],
    [60, 58, '较 2022 年 ↑ 增加 4.3%'],
    [44, 59, '自评比 2022 年少 15 份，合计不宜直接比'],
    [70, 59, '自评比 2022 年多 11 份，合计不宜直接比'],
  ])('of a sum over %s reports and %s before', (evaluations, evaluationsBefore, words) => {
    const covered = { year: 2023, yearBefore: 2022, evaluations, evaluationsBefore }
    expect(sumChange(covered, 4.3).zh.replaceAll('\u00a0', ' ')).toBe(words)
  })
})

describe('pictures', () => {
  const grades = [
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
      district: null,
      districtName: null,
      year: 2023,
      excellent: 0,
      good: 0,
      fair: 1,
      poor: 0,
      ungraded: 1,
      n: 2,
    },
  ]
  const marks = [
    {
      projectId: 'p1',
      project: '农村公路养护',
      unit: null,
      districtName: '望澜区',
      year: 2023,
      executionRate: 60,
      total: 75.5,
      grade: 'fair' as const,
      n: 1,
    },
  ]

  test('name districts in words, and the open one too', () => {
    const option = gradesByDistrictView.option?.(grades, here) ?? {}
    const drawn = svgOf(option, { width: 600, height: 200 }, '等级')
    expect(drawn).toContain('临澜区')
    expect(drawn).toContain('区县不明')
    expect(drawn).not.toContain('差')
  })

  test('lead from every mark to what it stands for', () => {
    expect(JSON.stringify(gradesByDistrictView.option?.(grades, here))).toContain(
      '/indicators?year=2023&district=990102',
    )
    expect(JSON.stringify(executionAgainstScoreView.option?.(marks, here))).toContain(
      '/projects/p1?year=2023',
    )
  })

  test('of key figures are none: numbers say them better', () => {
    expect(overviewFiguresView.option).toBeNull()
    expect(yearlyTrendView.option).not.toBeNull()
  })
})
