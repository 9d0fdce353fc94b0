import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Funds } from '#app/domain/evaluation.ts'
import { directionOf, type Indicator, level1Of, outcomeOf } from '#app/domain/indicator.ts'
import { nowhere } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { satisfactionGapsOf } from '#app/domain/satisfaction.ts'
import { gradeOfTotal, gradeOfWords } from '#app/domain/scoring.ts'
import { unitCostsOf, unitCostYuan } from '#app/domain/unit-cost.ts'

const quantity = (text: string) => readQuantity(text, { year: 2019 }).quantity

function indicator(
  name: string,
  target: string,
  actual: string,
  level1 = '产出指标',
  level2 = '数量指标',
): Indicator {
  return {
    level1,
    level2,
    name,
    target: quantity(target),
    actual: quantity(actual),
    weight: null,
    level1Weight: null,
    score: null,
    reason: null,
    at: nowhere,
  }
}

describe('direction: the operator first, then what is measured', () => {
  test.each([
    ['培训人次', '≥500人次', 'higher'],
    ['支持中小企业数量', '4000户', 'higher'],
    ['投诉次数', '≤10次', 'lower'],
    ['安全事故', '0起', 'lower'],
    ['补助标准', '170元/户', 'equal'],
    ['完成时限', '2019年12月底前', 'lower'],
    ['受益对象满意度', '95%', 'higher'],
    ['投诉率', '2%', 'lower'],
    ['成本下降率', '5%', 'higher'],
  ])('%s, target %s: %s', (name, target, direction) => {
    expect(directionOf(indicator(name, target, ''))).toBe(direction)
  })
})

describe('completion: per cent of the target, never clamped', () => {
  test.each([
    ['支持中小企业数量', '4000户', '4800户', 120, true],
    ['支持中小企业数量', '4000户', '4800余户', 120, true],
    ['支持中小企业数量', '4000户', '4800', 120, true],
    ['接待读者', '≥2.5万人次', '3', 120, true],
    ['接待读者', '≥2.5万人次', '30000', 120, true],
    ['接待读者', '≥5万人次', '300', 0.6, false],
    ['受益对象满意度', '95%', '76%', 80, false],
    ['受益对象满意度', '≥95%', '0.76', 80, false],
    ['投诉次数', '≤10次', '20次', 50, false],
    ['投诉次数', '≤10次', '5次', 200, true],
    ['补助标准', '170元/户', '170元/户', 100, true],
    ['补助标准', '170元/户', '187元/户', 90, false],
    ['项目总成本', '≤90万元', '900000元', 100, true],
    ['完成时限', '2019年12月底前', '2019年11月20日', 100, true],
    ['完成时限', '2019年6月底前', '2019年11月20日', null, false],
    ['企业数', '4000家', '4800户', 120, true],
    ['覆盖村数', '≥90%', '45个', null, null],
    ['政策效果', '效果明显', '效果明显', null, null],
    ['事故', '0起', '0起', null, true],
  ])('%s: %s against %s', (name, target, actual, completion, met) => {
    const outcome = outcomeOf(indicator(name, target, actual))
    expect(outcome.met).toBe(met)
    if (completion === null) expect(outcome.completion).toBeNull()
    else expect(outcome.completion).toBeCloseTo(completion, 6)
  })

  test('a bare actual takes the unit of its target, and says so', () => {
    expect(outcomeOf(indicator('支持中小企业数量', '4000户', '4800')).unitAssumed).toBe(true)
    expect(outcomeOf(indicator('支持中小企业数量', '4000户', '4800户')).unitAssumed).toBe(false)
  })

  test('does not depend on whether money is written in 元 or 万元', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (target, actual) => {
        const inWan = outcomeOf(indicator('总成本', `≤${target}万元`, `${actual}万元`))
        const inYuan = outcomeOf(indicator('总成本', `≤${target}万元`, `${actual * 10_000}元`))
        expect(inYuan.met).toBe(inWan.met)
        expect(inYuan.completion).toBeCloseTo(inWan.completion ?? Number.NaN, 6)
      }),
    )
  })
})

describe('unit cost', () => {
  const funds = (budgetFen: number | null, spentFen: number | null): Funds => ({
    budgetFen,
    adjustedFen: null,
    arrivedFen: null,
    spentFen,
    executionRate: null,
    weight: null,
    score: null,
  })
  const served = indicator('支持中小企业数量', '4000户', '4800户')
  const standard = indicator('补助标准', '170元/户', '170元/户', '产出指标', '成本指标')

  test('stands three ways beside each other: planned, reported, implied by the money', () => {
    const [cost] = unitCostsOf({ indicators: [served, standard], funds: funds(50_000_000, 50_000_000) })
    expect(cost).toMatchObject({
      per: '户',
      planned: 170,
      reported: 170,
      quantityOrdinal: 0,
      incomparable: null,
    })
    expect(cost?.implied).toBeCloseTo(104.1667, 4)
    expect(cost?.plannedImplied).toBe(125)
  })

  test('its denominator is the quantity counted in its own unit; where several, the one named alike', () => {
    const households = indicator('走访农户数量', '900户', '900户')
    const people = indicator('培训人数', '300人', '300人')
    const money = funds(null, 48_000_000)
    const [cost] = unitCostsOf({
      indicators: [people, households, served, indicator('支持企业补助标准', '100元/户', '100元/户')],
      funds: money,
    })
    expect(cost?.quantityOrdinal).toBe(2)
    expect(cost?.implied).toBe(100)
  })

  test('per 家 and per 户 is one measure', () => {
    const [cost] = unitCostsOf({
      indicators: [served, indicator('补助标准', '170元/家', '170元/家', '产出指标', '成本指标')],
      funds: funds(null, 48_000_000),
    })
    expect(cost).toMatchObject({ per: '户', implied: 100 })
  })

  test('without a quantity in its unit it is not comparable, and says why', () => {
    const [cost] = unitCostsOf({
      indicators: [indicator('培训人数', '300人', '300人'), standard],
      funds: funds(1, 1),
    })
    expect(cost).toMatchObject({ implied: null, incomparable: 'no-quantity' })
    const [unfunded] = unitCostsOf({ indicators: [served, standard], funds: funds(null, null) })
    expect(unfunded).toMatchObject({ implied: null, incomparable: 'no-funds' })
  })

  describe('the denominator', () => {
    const costOf = (rows: Indicator[], project: string | null = null) =>
      unitCostsOf({ indicators: rows, funds: funds(null, 48_000_000), project })[0]
    const quality = (...[name, target, actual]: [string, string, string]) =>
      indicator(name, target, actual, '产出指标', '质量指标')

    test.each<[string, Indicator[], number | null]>([
      ['户 for 家', [indicator('服务企业数', '4000家', '4800家')], 0],
      ['not 人次 for 户', [indicator('服务人次', '4000人次', '4800人次')], null],
      ['quantity before quality', [quality('验收合格户数', '10户', '10户'), served], 1],
      ['the whole before its parts', [indicator('其中：补助小微企业数', '40户', '48户'), served], 1],
      [
        'an output, not a benefit',
        [indicator('带动就业户数', '9户', '9户', '效益指标', '社会效益指标')],
        null,
      ],
      ['万户 in full', [indicator('服务企业数', '0.4万户', '0.48万户')], 0],
    ])('is %s', (_, rows, ordinal) => {
      const cost = costOf([...rows, standard])
      expect(cost?.quantityOrdinal).toBe(ordinal)
      expect(cost?.implied).toBe(ordinal === null ? null : 100)
      expect(cost?.incomparable).toBe(ordinal === null ? 'no-quantity' : null)
    })

    test('people and visits are not the same', () => {
      const perHead = indicator('培训补助', '100元/人', '100元/人', '产出指标', '成本指标')
      const visits = indicator('培训人次', '4800人次', '4800人次')
      expect(costOf([visits, perHead])).toMatchObject({ implied: null, incomparable: 'no-quantity' })
      expect(costOf([visits, indicator('培训人数', '4800人', '4800人'), perHead])?.implied).toBe(100)
    })

    test('converts lengths and weights, and a standard in 万元 is yuan', () => {
      const standard = indicator('养护标准', '2.5万元/公里', '25000元/公里', '产出指标', '成本指标')
      expect(costOf([indicator('养护里程', '20000米', '19.2公里'), standard])).toMatchObject({
        planned: 25_000,
        reported: 25_000,
        plannedQuantity: 20,
        actualQuantity: 19.2,
        implied: 25_000,
      })
    })

    test('is left open where the words of cost and project do not tell which of several', () => {
      const two = [indicator('宣传户数', '900户', '900户'), indicator('上网户数', '4800户', '4800户')]
      expect(costOf([...two, standard])).toMatchObject({ implied: null, incomparable: 'several-quantities' })
      expect(costOf([...two, standard], '企业上网补贴')).toMatchObject({ quantityOrdinal: 1, implied: 100 })
      const same = [indicator('宣传户数', '4800户', '4800户'), indicator('上网户数', '4800户', '4800')]
      expect(costOf([...same, standard])?.implied).toBe(100)
    })

    test('without an outcome in its unit divides nothing', () => {
      expect(costOf([indicator('服务企业数', '4000户', ''), standard])?.incomparable).toBe('no-outcome')
      expect(costOf([indicator('服务企业数', '4000户', '4800人'), standard])?.incomparable).toBe('no-outcome')
      expect(costOf([indicator('服务企业数', '4000户', '0户'), standard])?.incomparable).toBe('no-outcome')
    })
  })

  test('without served enterprises is unknown, not zero', () => {
    expect(unitCostYuan(500, 0)).toBeNull()
    expect(unitCostYuan(null, 4800)).toBeNull()
  })
})

describe('satisfaction', () => {
  const rate = (target: string, actual: string) =>
    satisfactionGapsOf([indicator('受益对象满意度', target, actual, '满意度指标', '服务对象满意度指标')])

  test.each([
    ['95%', '76%', -19],
    ['≥90%', '96.5%', 6.5],
    ['≥95%', '0.953', 0.3],
    ['95%以上', '95%', 0],
  ])('target %s, actual %s: %d points', (target, actual, gap) => {
    expect(rate(target, actual)[0]?.gapPoints).toBeCloseTo(gap, 6)
  })

  test('is not made up from words', () => expect(rate('95%', '满意')).toEqual([]))

  test('is not of figures that ran together', () => expect(rate('95%', '99999999999999999999%')).toEqual([]))
})

test.each([
  [{ level1: '产出指标', level2: '成本指标', name: '补助标准' }, 'output'],
  [{ level1: '成本指标', level2: '经济成本指标', name: '补助标准' }, 'cost'],
  [{ level1: '效益指标', level2: '服务对象满意度指标', name: '满意度' }, 'satisfaction'],
  [{ level1: '预算执行率指标', level2: null, name: '预算执行率' }, 'execution'],
  [{ level1: null, level2: null, name: '走访次数' }, null],
] as const)('%j belongs to %s', (words, level) => expect(level1Of(words)).toBe(level))

test.each([
  [98, 'excellent'],
  [90, 'excellent'],
  [89.99, 'good'],
  [80, 'good'],
  [60, 'fair'],
  [59.9, 'poor'],
  [null, null],
  [120, null],
] as const)('a total of %s is graded %s', (total, grade) => expect(gradeOfTotal(total)).toBe(grade))

test.each([
  ['优秀', 'excellent'],
  ['良', 'good'],
  ['合格', 'fair'],
  ['不合格', 'poor'],
  ['待定', null],
  [null, null],
] as const)('%s names the band %s', (words, grade) => expect(gradeOfWords(words)).toBe(grade))
