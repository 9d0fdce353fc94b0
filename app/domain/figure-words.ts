import type { Words } from './finding.ts'

const upTo2 = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const exactly2 = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const upTo4 = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 })

/** A figure within a sentence: thousands apart, at most two digits, no trailing zeros: 4,800 or 104.17. */
export function figureWords(value: number): string {
  // Most figures are points; the formatter is slow for what needs no format.
  return Number.isInteger(value) && value >= 0 && value < 1000
    ? String(value)
    : withMinus(upTo2.format(value))
}

const withMinus = (text: string) => (text === '-0' ? '0' : text.replace('-', '−'))

/** A sum within a sentence, in the unit that its size asks for: 81.6 万元, 816,000 yuan. */
export function moneyWords(yuan: number): Words {
  const size = Math.abs(yuan)
  const [divisor, unit] = size >= 1e8 ? [1e8, '亿元'] : size >= 1e4 ? [1e4, '万元'] : [1, '元']
  const zh = divisor === 1 ? figureWords(yuan) : withMinus(upTo4.format(yuan / divisor))
  return { zh: `${zh} ${unit}`, en: `${figureWords(yuan)} yuan` }
}

/** Sums that are read beside each other, in one unit and to two digits: 81.60 万元, 50.00 万元. */
export function moneyBesideWords(yuan: readonly number[]): Words[] {
  const sizes = yuan.map(Math.abs).filter((size) => size > 0)
  // In 亿元 only where it would not round the smallest away.
  const isGreat = Math.max(...sizes) >= 1e8 && Math.min(...sizes) >= 1e7
  const [divisor, unit] = isGreat ? [1e8, '亿元'] : Math.max(...sizes) >= 1e4 ? [1e4, '万元'] : [1, '元']
  return yuan.map((one) => ({
    zh: `${withMinus(exactly2.format(one / divisor))} ${unit}`,
    en: `${figureWords(one)} yuan`,
  }))
}

/** The cost of one within a sentence: 170 元/户, 170 yuan per 户. */
export const unitCostWords = (yuan: number, per: string): Words => ({
  zh: `${figureWords(yuan)} 元/${per}`,
  en: `${figureWords(yuan)} yuan per ${per}`,
})
