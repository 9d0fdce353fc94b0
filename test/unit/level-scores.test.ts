import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Evaluation, Funds } from '#app/domain/evaluation.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { levelScoresOf } from '#app/domain/level-scores.ts'
import { nowhere } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { recomputed } from '#app/domain/scoring.ts'
import { readReference } from '#ingest/reference.ts'

const [national] = readReference().ruleSets
const quantity = (text: string) => readQuantity(text, { year: 2021 }).quantity

const row = (level1: string | null, weight: number | null, score: number | null, rest = {}): Indicator => ({
  level1,
  level2: null,
  name: '走访',
  target: quantity('100次'),
  actual: quantity('80次'),
  weight,
  level1Weight: null,
  score,
  reason: null,
  at: nowhere,
  ...rest,
})

const noFunds: Funds = {
  budgetFen: null,
  adjustedFen: null,
  arrivedFen: null,
  spentFen: null,
  executionRate: null,
  weight: null,
  score: null,
}

function levelsOf(indicators: Indicator[], funds: Partial<Funds> = {}) {
  const evaluation: Evaluation = {
    project: null,
    programme: null,
    unit: null,
    department: null,
    sector: null,
    district: null,
    year: 2021,
    kind: 'selfEvaluation',
    funds: { ...noFunds, ...funds },
    indicators,
    total: { score: null, grade: null },
  }
  if (!national) throw new Error('there is no rule set')
  return levelScoresOf(evaluation, recomputed(evaluation, national))
}

describe('the score of a first level', () => {
  test('is the sum of its rows over the sum of their points, with what could be computed anew beside it', () => {
    const levels = levelsOf([
      row('产出指标', 20, 20),
      row('产出指标', 30, 24),
      row('满意度指标', 10, 9, { target: quantity('满意'), actual: quantity('满意') }),
    ])
    expect(levels).toEqual([
      {
        level: 'output',
        weight: 50,
        score: 44,
        rate: 0.88,
        computable: { weight: 50, claimed: 44, score: 40 },
      },
      {
        level: 'satisfaction',
        weight: 10,
        score: 9,
        rate: 0.9,
        computable: { weight: 0, claimed: 0, score: 0 },
      },
    ])
  })

  test('takes the points that are stated for the level as a whole', () => {
    const spread = { level1Weight: 50 }
    const [output] = levelsOf([row('产出指标', null, 20, spread), row('产出指标', null, 25, spread)])
    expect(output).toMatchObject({ weight: 50, score: 45, rate: 0.9 })
  })

  test.each([
    ['a row without points', [row('产出指标', 20, 20), row('产出指标', null, 5)]],
    ['a row without a score', [row('产出指标', 20, 20), row('产出指标', 10, null)]],
    ['more than its points', [row('产出指标', 20, 25)]],
  ])('has no rate with %s', (_, rows) => expect(levelsOf(rows)[0]?.rate).toBeNull())

  test('of rows that name no level stands apart', () =>
    expect(levelsOf([row(null, 20, 20)]).map(({ level }) => level)).toEqual([null]))
})

describe('budget execution', () => {
  test('is scored in its row, else in the fund block, else by its rate', () => {
    const inRow = levelsOf([row('预算执行率', 10, 9, { name: '预算执行率' })], { executionRate: 50 })
    expect(inRow).toMatchObject([{ level: 'execution', weight: 10, rate: 0.9 }])
    const inBlock = levelsOf([], { weight: 10, score: 8, executionRate: 80 })
    expect(inBlock).toMatchObject([
      {
        level: 'execution',
        weight: 10,
        score: 8,
        rate: 0.8,
        computable: { weight: 10, claimed: 8, score: 8 },
      },
    ])
    const unscored = levelsOf([], { adjustedFen: 200, spentFen: 250 })
    expect(unscored).toMatchObject([{ level: 'execution', weight: null, score: null, rate: 1 }])
    expect(levelsOf([])).toEqual([])
  })
})

test('a rate lies between 0 and 1, and does not depend on the order of the rows', () => {
  const rows = fc.array(
    fc
      .record({
        level: fc.constantFrom('产出指标', '效益指标', '满意度指标'),
        weight: fc.integer({ min: 1, max: 50 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ level, weight, share }) => row(level, weight, Number((weight * share).toFixed(2)))),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(rows, (some) => {
      const levels = levelsOf(some)
      for (const { rate } of levels) expect(rate !== null && rate >= 0 && rate <= 1).toBe(true)
      const again = new Map(levelsOf(some.toReversed()).map((one) => [one.level, one.rate]))
      for (const { level, rate } of levels) expect(again.get(level)).toBeCloseTo(rate ?? Number.NaN, 9)
    }),
  )
})
