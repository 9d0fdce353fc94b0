import { expect, test } from 'vitest'
import {
  decimalsOf,
  formatAligned,
  formatAmong,
  formatMoney,
  formatMoneyAlone,
  formatPercent,
  formatPoints,
  formatScore,
  formatUnitCost,
  formatYear,
  moneyBeside,
  moneyScale,
} from '#app/format.ts'
import { filtersOf, noFilters, where } from '#app/queries/filters.ts'
import { join, sql } from '#app/warehouse/sql.ts'

test.each([
  [816_000, '81.60 万元'],
  [9_999.5, '1.00 万元'],
  [9_999.4, '9,999 元'],
  [9_999, '9,999 元'],
  [500_000, '50.00 万元'],
  [499_700, '49.97 万元'],
  [99_999_999.9, '1.00 亿元'],
  [-316_000, '−31.60 万元'],
  [0, '0 元'],
  [null, '–'],
])('%s yuan are written %s', (yuan, text) => expect(formatMoneyAlone(yuan, 'zh')).toBe(text))

test('a column of money keeps one unit, the largest its greatest figure fills', () => {
  const scale = moneyScale([120_000, null, 3_400], 'zh')
  expect(scale.unit).toBe('万元')
  expect(formatMoney(3_400, scale)).toBe('0.34')
})

test.each([
  [[457_600, 1_020_000], '0.458 million yuan', '1.020 million yuan'],
  [[457_600, 999_999], '457,600 yuan', '999,999 yuan'],
  [[120_000_000, 35_000_000], '120.00 million yuan', '35.00 million yuan'],
  [[120_000_000, 42_000], '120.000 million yuan', '0.042 million yuan'],
])('in English %j beside each other have one unit, and yuan in full below a million', (values, ...texts) =>
  expect(values.map(moneyBeside(values, 'en'))).toEqual(texts),
)

test('a year is a label, without a thousands separator', () => expect(formatYear(2019)).toBe('2019'))

test.each([
  [-19, '−19.0'],
  [6.5, '+6.5'],
  [-0.04, '0.0'],
  [null, '–'],
  [-8.95, '−9.0'],
  [2.55, '+2.6'],
])('a gap of %s points is written %s', (points, text) => expect(formatPoints(points)).toBe(text))

test.each([
  [
    [100, 98.4, 98.55, null],
    ['100.00', '98.40', '98.55', '–'],
  ],
  [
    [100, 95.5, 0],
    ['100.0', '95.5', '0.0'],
  ],
  [
    [4800, 12, -3],
    ['4,800', '12', '−3'],
  ],
  [
    [0.1 + 0.2, 1.005, 99.999],
    ['0.30', '1.01', '100.00'],
  ],
])(
  'figures below each other, %j, have as many decimals as one of them needs, two at most',
  (values, texts) => {
    const decimals = decimalsOf(values)
    expect(values.map((value) => formatAligned(value, decimals))).toEqual(texts)
  },
)

test.each([
  [-0.004, '0'],
  [-0, '0'],
  [-0.5, '−0.5'],
  [96.3, '96.3'],
])('a score of %s standing alone is written %s', (score, text) => expect(formatScore(score)).toBe(text))

test('a figure has the decimals of its column', () => expect(formatAmong(96.3, [96.3, 97.25])).toBe('96.30'))

test('what is not known is a dash, never a zero', () => {
  expect(formatPercent(null)).toBe('–')
  expect(formatUnitCost(null)).toBe('–')
})

test('filters come from the URL; what cannot be meant is named, not guessed', () => {
  const search = new URLSearchParams(
    'year=2019&year=2020&year=abc&district=130102&district=x&level1=output&q=%20网上%20',
  )
  const { filters, ignored } = filtersOf(search)
  expect(filters).toEqual({
    ...noFilters,
    year: [2019, 2020],
    district: ['130102'],
    level1: ['output'],
    q: '网上',
  })
  expect(ignored).toEqual(['year=abc', 'district=x'])
})

test('what a user chose reaches the engine as a bound value only', () => {
  const hostile = "x' or '1'='1"
  const { text, values } = where({ ...noFilters, sector: [hostile], district: ['130100'] }, [
    'sector',
    'district',
  ])
  expect(text).not.toContain(hostile)
  expect(values).toContain(hostile)
  expect(values).toContain('1301')
})

test('fragments nest and keep their values in order', () => {
  const { text, values } =
    sql`select ${1} where ${join([sql`a = ${2}`, sql`b = ${null}`], ' and ')} limit ${3}`
  expect(text).toBe('select ? where a = ? and b = ? limit ?')
  expect(values).toEqual([1, 2, null, 3])
})
