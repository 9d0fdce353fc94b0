import { describe, expect, test } from 'vitest'
import { convertedValue, normalUnit, perHeadOf, perUnitOf, sameUnit } from '#app/domain/units.ts'

describe('a unit has one normal form', () => {
  test.each([
    ['户', '户'],
    ['（户）', '户'],
    ['个月', '月'],
    ['工作天', '工作日'],
    ['百分比', '%'],
    ['％', '%'],
    ['百分点', 'pp'],
    ['㎡', '平方米'],
    ['千米', '公里'],
    ['kg', '公斤'],
    ['元/人/月', '元/人·月'],
    ['元/人*月', '元/人·月'],
    ['元/人、天', '元/人·天'],
    ['元/人.年', '元/人·年'],
    ['元 / 人 · 月', '元/人·月'],
    ['元/(人·月)', '元/人·月'],
    ['元/月/人', '元/人·月'],
    ['元/人月', '元/人·月'],
    ['元每户', '元/户'],
    ['元/人·次', '元/人次'],
    ['万元/公里', '万元/公里'],
    ['万/月', '万元/月'],
    ['万', '万元'],
    ['次/年', '次/年'],
    ['/株', '/株'],
    ['千元', '千元'],
    ['道闸', '道闸'],
  ])('%s is %s', (written, unit) => {
    expect(normalUnit(written)).toBe(unit)
  })

  test.each(['', ' ', '（）'])('%j is no unit', (written) => {
    expect(normalUnit(written)).toBeNull()
  })
})

describe('units that count the same', () => {
  test.each([
    ['户', '家'],
    ['户', '企业'],
    ['人', '名'],
    ['个', '村'],
    ['元/户', '元/家'],
    ['元/人·月', '元/名·月'],
    ['公里', '千米'],
    ['个月', '月'],
  ])('%s and %s', (a, b) => {
    expect(sameUnit(a, b)).toBe(true)
    expect(sameUnit(b, a)).toBe(true)
  })

  test.each([
    ['人', '人次'],
    ['个', '项'],
    ['项', '次'],
    ['村', '镇'],
    ['元', '万元'],
    ['%', 'pp'],
    ['元/户', '户'],
    ['元/人', '元/人·月'],
    ['天', '工作日'],
    ['户', null],
  ])('%s and %s do not', (a, b) => {
    expect(sameUnit(a, b)).toBe(false)
    expect(sameUnit(b, a)).toBe(false)
  })

  test('no unit is the same as no unit', () => {
    expect(sameUnit(null, null)).toBe(true)
  })
})

describe('what a cost is counted by', () => {
  test.each([
    ['元/户', '户', '户'],
    ['元/人·月', '人·月', '人'],
    ['万元/公里', '公里', '公里'],
    ['元/月', '月', null],
    ['次/年', '年', null],
    ['元', null, null],
  ])('of %s is %s, its thing %s', (unit, per, head) => {
    expect(perUnitOf(unit)).toBe(per)
    expect(perHeadOf(unit)).toBe(head)
  })
})

describe('values convert within one dimension and nowhere else', () => {
  test.each([
    [50, '万元', '元', 500_000],
    [0.5, '亿元', '万元', 5_000],
    [0.3, '万元/人·月', '元/人·月', 3_000],
    [3.5, '公里', '米', 3_500],
    [2, '天', '小时', 48],
    [1, '年', '月', 12],
    [7, '户', '家', 7],
    [5, '人', '人次', null],
    [5, '元/人', '元/户', null],
    [5, '天', '工作日', null],
    [5, '%', '户', null],
  ])('%d %s in %s', (value, from, to, converted) => {
    expect(convertedValue(value, from, to)).toBe(converted)
  })
})
