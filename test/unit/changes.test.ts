import { describe, expect, test } from 'vitest'
import { changesBetween } from '#app/domain/changes.ts'
import type { Evaluation } from '#app/domain/evaluation.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'

const row = (name: string, target: string, actual: string, score: number, at = 2): Indicator => ({
  level1: '产出指标',
  level2: '数量指标',
  name,
  target: readQuantity(target, { year: 2022 }).quantity,
  actual: readQuantity(actual, { year: 2022 }).quantity,
  weight: 10,
  level1Weight: null,
  score,
  reason: null,
  at: { table: 1, row: at, column: 1 },
})

const report = (indicators: Indicator[], more: Partial<Evaluation> = {}): Evaluation => ({
  project: '农村公路养护',
  programme: '农村公路养护',
  unit: '公路中心',
  department: null,
  sector: null,
  district: null,
  year: 2022,
  kind: 'selfEvaluation',
  funds: {
    budgetFen: null,
    adjustedFen: 100_000_000,
    arrivedFen: null,
    spentFen: 60_000_000,
    executionRate: 60,
    weight: 10,
    score: 6,
  },
  indicators,
  total: { score: 75, grade: '中' },
  ...more,
})

describe('changes between two reports', () => {
  const first = report([row('养护里程', '≥100公里', '60公里', 6), row('合格率', '≥95%', '95%', 10, 3)])

  test('are none where only the rows moved', () => {
    const moved = report(first.indicators.map((one) => ({ ...one, at: { ...one.at, row: 9 } })))
    expect(changesBetween(first, moved)).toEqual([])
  })

  test('tell money in yuan, total, grade, and row by row from what to what', () => {
    const second = report(
      [row('养护 里程', '≥100公里', '80公里', 8, 5), row('优良路率', '≥90%', '92%', 10, 6)],
      {
        funds: { ...first.funds, spentFen: 80_000_000, executionRate: 80 },
        total: { score: 85, grade: '良' },
      },
    )
    expect(changesBetween(first, second)).toMatchObject([
      { kind: 'changed', field: 'spent', from: 600_000, to: 800_000 },
      { kind: 'changed', field: 'executionRate', from: 60, to: 80 },
      { kind: 'changed', field: 'total', from: 75, to: 85 },
      { kind: 'changed', field: 'grade', from: '中', to: '良' },
      {
        kind: 'changed',
        field: 'actual',
        indicator: '养护 里程',
        from: '60公里',
        to: '80公里',
        at: { row: 5 },
      },
      { kind: 'changed', field: 'score', indicator: '养护 里程', from: 6, to: 8 },
      { kind: 'added', indicator: '优良路率', at: { row: 6 } },
      { kind: 'removed', indicator: '合格率', at: { row: 3 } },
    ])
  })

  test('pair rows of one name in their order', () => {
    const twice = (second: string) =>
      report([row('满意度', '≥90%', '91%', 10), row('满意度', '≥90%', second, 10, 3)])
    expect(changesBetween(twice('92%'), twice('93%'))).toMatchObject([
      { field: 'actual', from: '92%', to: '93%', at: { row: 3 } },
    ])
  })
})
