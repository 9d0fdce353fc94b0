import type { Language } from './words.ts'

/** Unknown is shown, never filled in. */
export const unknown = '–'

const minus = '−'

function figure(value: number, digits: number): string {
  const text = new Intl.NumberFormat('zh-CN', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
  return text.replace('-', minus)
}

/** Counts, with thousands separators; up to two digits where the value has them. */
export function formatCount(value: number | null): string {
  if (value === null) return unknown
  return new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 }).format(value).replace('-', minus)
}

/** A year is a label: never a thousands separator. */
export const formatYear = (year: number | null) => (year === null ? unknown : String(year))

/** Per cent with one digit: 95.0%. */
export const formatPercent = (value: number | null, digits = 1) =>
  value === null ? unknown : `${figure(value, digits)}%`

/** A difference of two rates in percentage points, signed: −19.0. */
export function formatPoints(value: number | null): string {
  if (value === null) return unknown
  const rounded = Number(value.toFixed(1))
  return `${rounded > 0 ? '+' : ''}${figure(Object.is(rounded, -0) ? 0 : rounded, 1)}`
}

export const pointsUnit = { zh: '个百分点', en: 'pp' } as const

/** Points of a score: 98 or 96.5. */
export const formatScore = (value: number | null) =>
  formatCount(value === null ? null : Number(value.toFixed(2)))

/** A unit price: always two digits. */
export const formatUnitCost = (yuan: number | null) => (yuan === null ? unknown : figure(yuan, 2))

/** The unit of a column or axis of money. */
export interface MoneyScale {
  divisor: number
  unit: Record<Language, string>
  digits: number
}

const scales: readonly MoneyScale[] = [
  { divisor: 1e8, unit: { zh: '亿元', en: '100m yuan' }, digits: 2 },
  { divisor: 1e4, unit: { zh: '万元', en: '10k yuan' }, digits: 2 },
  { divisor: 1, unit: { zh: '元', en: 'yuan' }, digits: 0 },
]

const yuanScale: MoneyScale = { divisor: 1, unit: { zh: '元', en: 'yuan' }, digits: 0 }

/** One unit for a whole column: the largest in which its greatest rounded value is at least 1. */
export function moneyScale(values: readonly (number | null)[]): MoneyScale {
  const greatest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  return scales.find(({ divisor, digits }) => Number((greatest / divisor).toFixed(digits)) >= 1) ?? yuanScale
}

/** Yuan in the unit of their column, without the unit. */
export const formatMoney = (yuan: number | null, { divisor, digits }: MoneyScale) =>
  yuan === null ? unknown : figure(yuan / divisor, digits)

/** Yuan alone, in the unit that suits them: 81.60 万元. */
export function formatMoneyAlone(yuan: number | null, language: Language): string {
  if (yuan === null) return unknown
  const scale = moneyScale([yuan])
  return `${formatMoney(yuan, scale)} ${scale.unit[language]}`
}
