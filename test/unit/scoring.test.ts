import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportedOf, type Sketch } from '#app/audit/sketch.ts'
import type { Evaluation } from '#app/domain/evaluation.ts'
import { bandOf, type RuleSet, RuleSets, ruleSetFor } from '#app/domain/rule-set.ts'
import { executionRateOf, gradeOfTotal, recomputed } from '#app/domain/scoring.ts'
import { robustZs } from '#app/domain/statistics.ts'
import { weightSum } from '#app/domain/weights.ts'

const ruleSets = RuleSets.parse(
  JSON.parse(readFileSync(new URL('../../data/reference/scoring.json', import.meta.url), 'utf8')),
)
const [national] = ruleSets
if (national === undefined) throw new Error('scoring.json holds no rule set')

const evaluationOf = (sketch: Sketch): Evaluation => reportedOf(sketch).evaluation
const scored = (rows: string, ruleSet: RuleSet = national) => recomputed(evaluationOf({ rows }), ruleSet)
const first = (rows: string, ruleSet: RuleSet = national) => scored(rows, ruleSet).rows[0]

describe('a score is recomputed from the figures alone', () => {
  test.each([
    ['满意度指标 | 受益对象满意度 | 95% | 76% | 10 | 8', 8, '76% ÷ 95% × 10 分 = 8 分'],
    ['数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10', 10, '达到目标，得满分 10 分'],
    ['质量指标 | 投诉率 | ≤5% | 8% | 10', 6.25, '5% ÷ 8% × 10 分 = 6.25 分'],
    ['成本指标 | 补助标准 | 170元/户 | 187元/户 | 10', 9, '90% × 10 分 = 9 分'],
    ['成本指标 | 项目总成本 | ≤90万元 | 1000000元 | 10', 9, '90万元 ÷ 1,000,000元 × 10 分 = 9 分'],
    ['质量指标 | 空气优良天数 | 90%-95% | 81% | 10', 9, '90% × 10 分 = 9 分'],
    ['数量指标 | 事故 | 0起 | 2起 | 10', 0, '0起 ÷ 2起 × 10 分 = 0 分'],
    ['时效指标 | 完成时限 | 6月底前 | 2019年5月2日 | 10', 10, '达到目标，得满分 10 分'],
    ['预算执行率 | 预算执行率 | 100% | 102.59% | 10', 10, '达到目标，得满分 10 分'],
    ['预算执行率 | 预算执行率 |  | 95.4% | 10', 9.54, '95.4% × 10 分 = 9.54 分'],
  ])('%s: %d', (row, score, words) => {
    expect(first(row)).toMatchObject({ score, reason: null, words: { zh: words } })
  })

  test.each([
    ['数量指标 | 培训人数 | 300人 | 310人', 'no-weight'],
    ['数量指标 | 培训人数 |  | 310人 | 10', 'no-target'],
    ['数量指标 | 培训人数 | 300人 | / | 10', 'no-actual'],
    ['社会效益指标 | 办事环境 | 明显改善 | 明显改善 | 10', 'qualitative'],
    ['成本指标 | 总成本 | ≤30万元 | 已完成 | 10', 'qualitative'],
    ['数量指标 | 工程 | 新建3座，改造5座 | 8座 | 10', 'several'],
    ['质量指标 | 覆盖率 | 100% | 4800户 | 10', 'units'],
    ['时效指标 | 完成时限 | 6月底前 | 2019年9月2日 | 10', 'late'],
    ['经济效益指标 | 成本变化 | 下降5% | 下降3% | 10', 'no-base'],
  ])('%s is never invented: %s', (row, reason) => {
    const again = first(row)
    expect(again).toMatchObject({ score: null, reason })
    expect(again?.words.zh).not.toBe('')
  })

  test('a total with a part that cannot be computed is unknown, and says of how many points it is known', () => {
    const again = scored(
      '数量指标 | 培训人数 | 300人 | 270人 | 60 | 60\n社会效益指标 | 环境 | 改善 | 改善 | 40 | 40',
    )
    expect(again).toMatchObject({ total: null, grade: null, open: 1 })
    expect(again.computable).toEqual({ weight: 60, claimed: 60, score: 54 })
  })
})

describe('points that are stated for a first level only', () => {
  const weights = (rows: string) => scored(rows).rows.map(({ weight }) => [weight.points, weight.basis])

  test.each<[string, string, (readonly [number | null, string])[]]>([
    ['belong to the one indicator under it', '满意度指标 | 满意度 | 95% | 76% | /10 | 8', [[10, 'group']]],
    [
      'are the scores, where these add up to them',
      '数量指标 | 户数 | 4000户 | 4800户 | /40 | 25\n质量指标 | 合格率 | 95% | 96% | /40 | 15',
      [
        [25, 'full'],
        [15, 'full'],
      ],
    ],
    [
      'are spread evenly',
      '数量指标 | 户数 | 4000户 | 4800户 | /40 | 20\n质量指标 | 合格率 | 95% | 76% | /40 | 16',
      [
        [20, 'distributed'],
        [20, 'distributed'],
      ],
    ],
    [
      'are spread in whole points as those who reached their target show',
      '数量指标 | 户数 | 40户 | 48户 | /50 | 17\n数量指标 | 次数 | 4次 | 4次 | /50 | 17\n质量指标 | 合格率 | 95% | 76% | /50 | 12.8',
      [
        [17, 'distributed'],
        [17, 'distributed'],
        [16, 'distributed'],
      ],
    ],
    [
      'stay open, where the scores show that they are uneven',
      '数量指标 | 户数 | 40户 | 48户 | /40 | 25\n质量指标 | 合格率 | 95% | 76% | /40 | 12',
      [
        [null, 'unknown'],
        [null, 'unknown'],
      ],
    ],
    [
      'leave out the rows of parts',
      '数量指标 | 户数 | 40户 | 48户 | /40 | 40\n数量指标 | 其中：小微 | 20户 | 19户 | /40',
      [
        [40, 'group'],
        [null, 'unknown'],
      ],
    ],
  ])('%s', (_, rows, expected) => expect(weights(rows)).toEqual(expected))

  test('count once in the sum of all points', () => {
    const rows =
      '数量指标 | 户数 | 40户 | 48户 | /40\n质量指标 | 合格率 | 95% | 76% | /40\n满意度指标 | 满意度 | 95% | 76% | 10/10'
    expect(weightSum(evaluationOf({ rows }).indicators)).toBe(50)
    expect(weightSum(evaluationOf({ rows: '数量指标 | 户数 | 40户 | 48户' }).indicators)).toBeNull()
  })
})

describe('properties of a recomputed score', () => {
  const amount = fc.integer({ min: 0, max: 20_000 })
  const target = fc.integer({ min: 1, max: 20_000 })
  const weight = fc.integer({ min: 1, max: 40 })
  const directions = ['≥', '≤', ''] as const
  const direction = fc.constantFrom(...directions)
  const ruleSet = fc.constantFrom<RuleSet>(
    ...ruleSets,
    { ...national, inverse: 'nothing' },
    { ...national, overshoot: { thresholdPercent: 30, deduction: 'proportional' } },
    { ...national, missed: { method: 'steps', steps: [{ fromPercent: 80, sharePercent: 60 }] } },
  )
  const scoreOf = (row: string, rules: RuleSet = national) => first(row, rules)?.score ?? Number.NaN

  test('lies within its weight under every rule set', () => {
    fc.assert(
      fc.property(target, amount, weight, direction, ruleSet, (planned, reached, points, sign, rules) => {
        const score = scoreOf(`数量指标 | 数量 | ${sign}${planned}户 | ${reached}户 | ${points}`, rules)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(points)
      }),
    )
  })

  test('never falls as the outcome gets better', () => {
    fc.assert(
      fc.property(target, amount, amount, fc.constantFrom('≥', '≤'), (planned, one, other, sign) => {
        const [worse, better] = (sign === '≥' ? [one, other] : [other, one]).sort((a, b) =>
          sign === '≥' ? a - b : b - a,
        )
        const score = (reached: number | undefined) =>
          scoreOf(`数量指标 | 数量 | ${sign}${planned}户 | ${reached}户 | 10`)
        expect(score(better)).toBeGreaterThanOrEqual(score(worse))
      }),
    )
  })

  test('never falls as the outcome comes nearer to a standard', () => {
    fc.assert(
      fc.property(target, fc.nat(500), fc.nat(500), (planned, one, other) => {
        const score = (off: number) =>
          scoreOf(`成本指标 | 补助标准 | ${planned}元/户 | ${planned + off}元/户 | 10`)
        expect(score(Math.min(one, other))).toBeGreaterThanOrEqual(score(Math.max(one, other)))
      }),
    )
  })

  test('does not depend on 元, 万元 or 亿元', () => {
    fc.assert(
      fc.property(target, amount, (planned, reached) => {
        const row = (unit: string, value: number) =>
          `成本指标 | 总成本 | ≤${planned}万元 | ${value}${unit} | 10`
        const inWan = scoreOf(row('万元', reached))
        expect(scoreOf(row('元', reached * 10_000))).toBeCloseTo(inWan, 6)
        expect(scoreOf(row('亿元', reached / 10_000))).toBeCloseTo(inWan, 6)
      }),
    )
  })

  const cell = fc.record({ planned: target, reached: amount, score: fc.integer({ min: 0, max: 10 }) })
  const table = fc.array(fc.tuple(fc.constantFrom('数量指标', '社会效益指标'), cell), {
    minLength: 1,
    maxLength: 7,
  })

  test('is the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(table, fc.boolean(), (rows, isGrouped) => {
        const lines = rows.map(
          ([level2, { planned, reached, score }], index) =>
            `${level2} | 指标${index}号 | ${planned}户 | ${reached}户 | ${isGrouped ? '/40' : '10'} | ${score}`,
        )
        const forward = scored(lines.join('\n'))
        const backward = scored(lines.toReversed().join('\n'))
        expect(backward.total).toBe(forward.total)
        expect(backward.rows.map(({ score }) => score).reverse()).toEqual(
          forward.rows.map(({ score }) => score),
        )
      }),
    )
  })
})

describe('the rule set that applies', () => {
  const chosen = (code: string | null, year: number, rows = '数量指标 | 数量 | 1户 | 1户') => {
    const evaluation = evaluationOf({ rows, year })
    return ruleSetFor({ ...evaluation, district: { code, name: '某地' } }, ruleSets).id
  }
  const withCost = '成本指标/经济成本指标 | 总成本 | ≤10万元 | 9万元\n数量指标 | 数量 | 1户 | 1户'

  test.each([
    ['990102', 2019, undefined, 'national-2020'],
    [null, 2019, undefined, 'national-2020'],
    ['130102', 2019, undefined, 'shijiazhuang-2013'],
    ['130202', 2019, undefined, 'national-2020'],
    ['420111', 2022, undefined, 'hubei'],
    ['110105', 2021, undefined, 'beijing-district'],
    ['990102', 2022, withCost, 'cost-first-level-2021'],
    ['990102', 2019, withCost, 'national-2020'],
  ])('%s in %d: %s %s', (code, year, rows, id) => expect(chosen(code, year, rows)).toBe(id))

  test('is by default the national one, whose bands are those of every grade', () => {
    for (const total of [100, 90, 89.99, 80, 60, 59.9, 0, 101, null])
      expect(bandOf(total, national)?.grade ?? null).toBe(gradeOfTotal(total))
  })
})

test('budget execution is scored by its rate where the fund block has the points', () => {
  const sketch = {
    rows: '数量指标 | 户数 | 40户 | 40户 | 90 | 90',
    funds: { adjusted: 800, spent: 600, weight: 10, score: 9 },
  }
  const evaluation = evaluationOf(sketch)
  expect(executionRateOf(evaluation)).toBe(75)
  expect(recomputed(evaluation, national)).toMatchObject({
    execution: { score: 7.5, claimed: 9 },
    total: 97.5,
    grade: 'excellent',
    computable: { weight: 100, claimed: 99, score: 97.5 },
  })
})

test('robust z stands on the median; where most values are equal, on the mean deviation', () => {
  expect(robustZs([1, 2, 3, 4, 100])?.map((z) => Number(z.toFixed(2)))).toEqual([
    -1.35, -0.67, 0, 0.67, 65.43,
  ])
  expect(robustZs([5, 5, 5, 5, 9])?.[4]).toBeCloseTo(4 / (1.253314 * 0.8), 6)
  expect(robustZs([5, 5, 5])).toBeNull()
  expect(robustZs([])).toBeNull()
})
