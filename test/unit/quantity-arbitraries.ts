import fc from 'fast-check'
import { yuanOf } from '#app/domain/money.ts'
import type { Quantity } from '#app/domain/quantity.ts'

const nothing = { text: '', upper: null, unit: null, approximate: false }
const op = fc.constantFrom('=' as const, '>=' as const, '<=' as const, '>' as const, '<' as const)
const amount = fc.oneof(
  fc.nat(100_000),
  fc.nat(1_000_000_000),
  fc.nat(10_000_000).map((number) => number / 100),
  fc.nat(10_000_000).map((number) => number / 10_000),
)
const change = fc.oneof(
  amount,
  amount.map((number) => 0 - number),
)
const countUnit = fc.constantFrom(
  ...'户 人 名 家 个 项 次 件 套 台 辆 座 处 条 份 篇 册 所 村 社区 天 小时 工作日 分钟 月 年 人次 场次 学时 亩 平方米 立方米 公里 吨 公斤 倍 起'.split(
    ' ',
  ),
  '次/年',
  '次/月',
  '场/季度',
  '人/村',
  '小时/天',
  '公斤/亩',
)
const moneyUnit = fc.constantFrom('元' as const, '万元' as const, '亿元' as const, '千元' as const)
const per = fc.constantFrom(
  ...'户 人 家 个 亩 生 人次 公里 平方米 户·年 人·月 人·天 生·学期 村·年 台 项目 月 年'.split(' '),
)

const counted = fc
  .record({ op, value: change, unit: countUnit, approximate: fc.boolean() })
  .map((fields): Quantity => ({ ...nothing, kind: 'count', ...fields }))

const bare = fc
  .record({ op, value: change, approximate: fc.boolean() })
  .filter(({ op: sign, value }) => sign !== '=' || !/^(?:19|20)\d\d\.(?:0\d|1[0-2])$/.test(`${value}`))
  .map((fields): Quantity => ({ ...nothing, kind: 'number', ...fields }))

const points = fc
  .record({ op, value: change, approximate: fc.boolean() })
  .map((fields): Quantity => ({ ...nothing, kind: 'number', unit: '分', ...fields }))

const ratio = fc
  .record({
    op,
    value: fc.integer({ min: 1, max: 99_999 }).map((number) => number / 100),
    approximate: fc.boolean(),
  })
  .map((fields): Quantity => ({ ...nothing, kind: 'number', unit: 'ratio', ...fields }))

const share = fc
  .record({ op, value: change, unit: fc.constantFrom('%', 'pp'), approximate: fc.boolean() })
  .map((fields): Quantity => ({ ...nothing, kind: 'percent', ...fields }))

const sum = fc
  .record({ op, value: change, unit: moneyUnit, approximate: fc.boolean() })
  .map(
    (fields): Quantity => ({ ...nothing, kind: 'money', ...fields, yuan: yuanOf(fields.value, fields.unit) }),
  )

const unitCost = fc
  .record({ op, value: change, unit: moneyUnit, by: per, approximate: fc.boolean() })
  .map(({ by, unit, ...fields }): Quantity => {
    const yuan = yuanOf(fields.value, unit)
    return { ...nothing, kind: 'unitCost', ...fields, unit: `${unit}/${by}`, yuan }
  })

const isoDay = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const date = fc
  .record({ op, value: isoDay, approximate: fc.boolean() })
  .map((fields): Quantity => ({ ...nothing, kind: 'date', ...fields }))

const period = fc
  .tuple(
    fc.integer({ min: 1950, max: 2099 }),
    fc.constantFrom(
      '01-01 01-31',
      '06-01 06-30',
      '01-01 12-31',
      '07-01 12-31',
      '04-01 06-30',
      '03-11 03-20',
      '03-21 03-31',
      '11-01 11-10',
    ),
  )
  .map(([year, days]): Quantity => {
    const [value, upper] = days.split(' ').map((day) => `${year}-${day}`)
    return { ...nothing, kind: 'date', op: '=', value: value ?? null, upper: upper ?? null }
  })

const span = fc
  .tuple(
    change,
    change,
    fc.oneof(countUnit, fc.constantFrom('%', 'pp', '元', '万元', '元/户', '元/人·月')),
    fc.boolean(),
  )
  .filter(([low, high]) => low < high)
  .map(
    ([value, upper, unit, approximate]): Quantity => ({
      ...nothing,
      kind: 'range',
      op: 'range',
      value,
      upper,
      unit,
      approximate,
    }),
  )

const spanOfDates = fc
  .tuple(isoDay, isoDay)
  .filter(([start, end]) => start < end)
  .map(([value, upper]): Quantity => ({ ...nothing, kind: 'range', op: 'range', value, upper, unit: 'date' }))

const single = fc.oneof(counted, bare, points, ratio, share, sum, unitCost, date, period, span, spanOfDates)
const list = fc
  .array(single, { minLength: 2, maxLength: 4 })
  .map((parts): Quantity => ({ ...nothing, kind: 'multi', op: null, value: null, parts }))
const words = fc.constantFrom('', '已完成', '优', '效果明显', '应补尽补').map(
  (text): Quantity => ({
    ...nothing,
    kind: text === '' ? 'empty' : 'qualitative',
    op: null,
    value: null,
    text,
  }),
)

/** Every quantity that a cell can say. */
export const anyQuantity = fc.oneof(single, list, words)

const pieces = [
  ...'0123456789%％,.，。、；：;:()（）[]【】+-—~～/·*×≥≤<>=≧约近至到超余多万亿千百十一二三两零点分之成户家人次个每均月年日底前内以上下元¥￥起无√★X# \n',
  ...'不低于 不超过 以上 以内 万元 百分之 每人每月 元/户 2019年 12月 底前 完成 下降 提高 个百分点 工作日 其中 平方米 左右 控制在 截至 ①'.split(
    ' ',
  ),
]

/** Texts made of what values are made of, in any order. */
export const valueLike = fc
  .array(fc.constantFrom(...pieces), { maxLength: 40 })
  .map((parts) => parts.join(''))

const numerals = '零一二三四五六七八九'

/** A number below a trillion in characters, as it is spoken. */
export function numeralOf(number: number): string {
  if (number === 0) return '零'
  for (const [scale, name] of [
    [100_000_000, '亿'],
    [10_000, '万'],
    [1_000, '千'],
    [100, '百'],
    [10, '十'],
  ] as const) {
    if (number < scale) continue
    const rest = number % scale
    const skipped = rest > 0 && rest < scale / 10 ? '零' : ''
    return numeralOf(Math.floor(number / scale)) + name + skipped + (rest > 0 ? numeralOf(rest) : '')
  }
  return numerals.charAt(number)
}
