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

const figure = (value: number, digits: number) => signed(writerOf(digits).format(value))

/** A minus is as wide as a plus, and nothing has none. */
const signed = (text: string) => (/^-0(?:\.0+)?$/.test(text) ? text.slice(1) : text.replace('-', minus))

const counts = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })

/** Counts, with thousands separators; up to two digits where the value has them. */
export function formatCount(value: number | null): string {
  return value === null ? unknown : signed(counts.format(value))
}

/** A number of cases; fewer than five are too few to judge by, and marked: * 3. */
export const formatCases = (n: number | null) =>
  `${n !== null && n > 0 && n < 5 ? '* ' : ''}${formatCount(n)}`

/** Years as runs without a gap: 2019, or 2018–2020、2022; empty where there are none. */
export function formatYears(years: readonly number[], language: Language): string {
  const runs: { first: number; last: number }[] = []
  for (const year of [...new Set(years)].sort((one, other) => one - other)) {
    const run = runs.at(-1)
    if (run?.last === year - 1) run.last = year
    else runs.push({ first: year, last: year })
  }
  const words = runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`))
  return words.join(language === 'zh' ? '、' : ', ')
}

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

/** A figure with as many decimals as those that stand with it in a table have. */
export const formatAmong = (value: number | null, column: Iterable<number | null>) =>
  formatAligned(value, decimalsOf(column))

/** A unit price: always two digits. */
export const formatUnitCost = (yuan: number | null) => (yuan === null ? unknown : figure(yuan, 2))

/** So many, in English: 1 report, 1,204 reports. */
export const many = (n: number, one: string, several = `${one}s`) =>
  `${formatCount(n)} ${n === 1 ? one : several}`

/** The unit of a column or axis of money. */
export interface MoneyScale {
  divisor: number
  unit: string
  digits: number
}

/** From the largest; a unit serves once the greatest figure comes to `from` yuan. English has no word for 万 and 亿. */
const scales: Readonly<Record<Language, readonly (MoneyScale & { from: number })[]>> = {
  zh: [
    { from: 1e8, divisor: 1e8, unit: '亿元', digits: 2 },
    { from: 1e4, divisor: 1e4, unit: '万元', digits: 2 },
    { from: 0, divisor: 1, unit: '元', digits: 0 },
  ],
  en: [
    { from: 1e8, divisor: 1e6, unit: 'million yuan', digits: 2 },
    { from: 1e6, divisor: 1e6, unit: 'million yuan', digits: 3 },
    { from: 0, divisor: 1, unit: 'yuan', digits: 0 },
  ],
}

const yuanScale: Readonly<Record<Language, MoneyScale>> = {
  zh: { divisor: 1, unit: '元', digits: 0 },
  en: { divisor: 1, unit: 'yuan', digits: 0 },
}

/** The place of the largest unit that the greatest figure, as the next smaller would print it, fills. */
function placeOf(values: readonly (number | null)[], language: Language): number {
  const greatest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  return scales[language].findIndex(({ from }, place) => {
    const { divisor, digits } = scales[language][place + 1] ?? yuanScale[language]
    return Number((greatest / divisor).toFixed(digits)) >= from / divisor
  })
}

/** One unit for a whole column: the largest that its greatest figure fills. */
export const moneyScale = (values: readonly (number | null)[], language: Language): MoneyScale =>
  scales[language][placeOf(values, language)] ?? yuanScale[language]

/** One unit for sums that are read beside each other: none so large that it would round the smallest away. */
export function commonScale(values: readonly (number | null)[], language: Language): MoneyScale {
  const scale = moneyScale(values, language)
  const smallest = Math.min(...values.map((value) => Math.abs(value ?? 0)).filter((size) => size > 0))
  const isLargest = placeOf(values, language) === 0
  return isLargest && smallest < scale.divisor / 10 ? (scales[language][1] ?? scale) : scale
}

/** Yuan in the unit of their column, without the unit. */
export const formatMoney = (yuan: number | null, { divisor, digits }: MoneyScale) =>
  yuan === null ? unknown : figure(yuan / divisor, digits)

/** Yuan alone, in the unit that suits them, figure and unit apart: 81.60 万元, 816,000 yuan, 1.05 million yuan. */
export function moneyAlone(yuan: number | null, language: Language): { figure: string; unit: string } {
  if (yuan === null) return { figure: unknown, unit: '' }
  const scale = moneyScale([yuan], language)
  return { figure: formatMoney(yuan, { ...scale, digits: Math.min(2, scale.digits) }), unit: scale.unit }
}

/** Yuan alone in running text: 81.60 万元. */
export function formatMoneyAlone(yuan: number | null, language: Language): string {
  const { figure: text, unit } = moneyAlone(yuan, language)
  return unit === '' ? text : `${text} ${unit}`
}

/** Yuan as they stand beside these others, in one unit: 12.51 亿元, 1.00 亿元. */
export function moneyBeside(values: readonly (number | null)[], language: Language) {
  const scale = commonScale(values, language)
  return (yuan: number | null) => (yuan === null ? unknown : `${formatMoney(yuan, scale)} ${scale.unit}`)
}

/** In the brackets of a language: Chinese ones bring their own space. */
export const bracketed = (text: string | number, language: Language) =>
  language === 'zh' ? `（${text}）` : `\u00a0(${text})`

/** The size of a file: 812 B, 12.3 KB, 1.5 MB. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown
  if (bytes < 1024) return `${bytes} B`
  const [divisor, unit] = bytes < 1024 ** 2 ? ([1024, 'KB'] as const) : ([1024 ** 2, 'MB'] as const)
  return `${Number((bytes / divisor).toFixed(1))} ${unit}`
}
