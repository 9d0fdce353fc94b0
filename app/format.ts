import type { Language } from './words.ts'

/** Unknown is shown, never filled in. */
export const unknown = '–'

const minus = '−'

/** Making one takes longer than writing a hundred figures with it. */
const writers = new Map<number, Intl.NumberFormat>()

function writerOf(digits: number): Intl.NumberFormat {
  const known = writers.get(digits)
  if (known) return known
  const writer = new Intl.NumberFormat('zh-CN', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  writers.set(digits, writer)
  return writer
}

function figure(value: number, digits: number): string {
  const text = writerOf(digits).format(value)
  return /^-0(?:\.0+)?$/.test(text) ? text.slice(1) : text.replace('-', minus)
}

const counts = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })

/** Counts, with thousands separators; up to two digits where the value has them. */
export function formatCount(value: number | null): string {
  if (value === null) return unknown
  return counts.format(value).replace('-', minus)
}

/** A number of cases; fewer than five are too few to judge by, and marked: * 3. */
export const formatCases = (n: number | null) =>
  `${n !== null && n > 0 && n < 5 ? '* ' : ''}${formatCount(n)}`

/** A year is a label: never a thousands separator. */
export const formatYear = (year: number | null) => (year === null ? unknown : String(year))

/** A moment as clocks in China show it: 2025-03-01 09:30. */
export const formatMoment = (iso: string) =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(iso))

/** Per cent with one digit: 95.0%. */
export const formatPercent = (value: number | null, digits = 1) =>
  value === null ? unknown : `${figure(value, digits)}%`

/** A difference of two rates in percentage points, signed: −19.0. */
export function formatPoints(value: number | null): string {
  if (value === null) return unknown
  // Halves away from zero, as a hand rounds: −8.95 is −9.0, though the nearest double lies a little above it.
  const text = figure(value, 1)
  return value > 0 && text !== '0.0' ? `+${text}` : text
}

export const pointsUnit = { zh: '个百分点', en: 'pp' } as const

/** Points of a score standing alone: 98 or 96.5. */
export const formatScore = (value: number | null) =>
  formatCount(value === null ? null : Number(value.toFixed(2)))

/** How many decimals figures that stand below each other have, two at most: as many as one of them needs. */
export function decimalsOf(values: Iterable<number | null | undefined>): number {
  let most = 0
  for (const value of values) {
    if (most === 2) break
    if (value === null || value === undefined || Number.isInteger(value)) continue
    most = Math.max(most, counts.format(value).split('.')[1]?.length ?? 0)
  }
  return most
}

/** A figure with as many decimals as its column, so that their points stand below each other. */
export const formatAligned = (value: number | null, decimals: number) =>
  value === null ? unknown : figure(value, decimals)

/** A unit price: always two digits. */
export const formatUnitCost = (yuan: number | null) => (yuan === null ? unknown : figure(yuan, 2))

/** So many, in English: 1 report, 1,204 reports. */
export const many = (n: number, one: string, several = `${one}s`) =>
  `${formatCount(n)} ${n === 1 ? one : several}`

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

/** One unit for a whole column: the largest that its greatest figure, as the next smaller would print it, fills. */
export function moneyScale(values: readonly (number | null)[]): MoneyScale {
  const greatest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  const filled = scales.find(({ divisor }, index) => {
    const smaller = scales[index + 1] ?? yuanScale
    return Number((greatest / smaller.divisor).toFixed(smaller.digits)) >= divisor / smaller.divisor
  })
  return filled ?? yuanScale
}

/** One unit for sums that are read beside each other: none so large that it would round the smallest away. */
export function commonScale(values: readonly (number | null)[]): MoneyScale {
  const scale = moneyScale(values)
  const [largest, next = yuanScale] = scales
  const smallest = Math.min(...values.map((value) => Math.abs(value ?? 0)).filter((size) => size > 0))
  return scale === largest && smallest < scale.divisor / 10 ? next : scale
}

/** Yuan in the unit of their column, without the unit. */
export const formatMoney = (yuan: number | null, { divisor, digits }: MoneyScale) =>
  yuan === null ? unknown : figure(yuan / divisor, digits)

/** Yuan alone, in the unit that suits them, figure and unit apart: 81.60 万元, 816,000 yuan, 1.05 million yuan. */
export function moneyAlone(yuan: number | null, language: Language): { figure: string; unit: string } {
  if (yuan === null) return { figure: unknown, unit: '' }
  const scale = language === 'zh' ? moneyScale([yuan]) : englishScale(yuan)
  return { figure: formatMoney(yuan, scale), unit: scale.unit[language] }
}

/** English running text has no word for 万 and 亿. */
const englishScale = (yuan: number): MoneyScale =>
  Math.abs(yuan) < 1e6 ? yuanScale : { divisor: 1e6, unit: { zh: '百万元', en: 'million yuan' }, digits: 2 }

/** Yuan alone in running text: 81.60 万元. */
export function formatMoneyAlone(yuan: number | null, language: Language): string {
  const { figure: text, unit } = moneyAlone(yuan, language)
  return unit === '' ? text : `${text} ${unit}`
}

/** Yuan as they stand beside these others, in one unit where the language has it: 12.51 亿元, 1.00 亿元. */
export function moneyBeside(values: readonly (number | null)[], language: Language) {
  const scale = commonScale(values)
  return (yuan: number | null) =>
    yuan === null || language === 'en'
      ? formatMoneyAlone(yuan, language)
      : `${formatMoney(yuan, scale)} ${scale.unit.zh}`
}

/** The size of a file: 812 B, 12.3 KB, 1.5 MB. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`
}
