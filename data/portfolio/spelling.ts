import type { Quantity } from '#app/domain/quantity.ts'
import type { Random } from './random.ts'

type Said = Pick<Quantity, 'text' | 'kind'> & Partial<Quantity>

const said = (quantity: Said): Quantity => ({
  op: null,
  value: null,
  upper: null,
  unit: null,
  approximate: false,
  ...quantity,
})

/** Digits as a form prints them, without trailing zeros. */
export const digits = (value: number, places = 2) => String(Number(value.toFixed(places)))

const withCommas = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

/** 12万 where the number is round enough to be written so. */
function figures(value: number, random: Random): string {
  if (value >= 10_000 && value % 1000 === 0 && random.chance(0.5)) return `${value / 10_000}万`
  if (value >= 10_000 && random.chance(0.15)) return withCommas(value)
  return String(value)
}

/** A planned number of things, exact or as a lower bound. */
export function countTarget(value: number, unit: string, random: Random): Quantity {
  const written = figures(value, random)
  const lowerBound = random.chance(0.55)
  const text = lowerBound
    ? random.pick([
        `≥${written}${unit}`,
        `≥${written}${unit}`,
        `不少于${written}${unit}`,
        `${written}${unit}以上`,
        `不低于${written}${unit}`,
        `≧${written}${unit}`,
      ])
    : random.pick([`${written}${unit}`, `${written}${unit}`, `${written}（${unit}）`])
  return said({ text, kind: 'count', op: lowerBound ? '>=' : '=', value, unit })
}

/** A number reached: plain, bare, or "over 4800" where hiding the rest changes it by less than 1 %. */
export function countActual(value: number, unit: string, random: Random): Quantity {
  const rounded = Math.floor(value / 100) * 100
  if (rounded > 0 && rounded !== value && rounded / value > 0.99 && random.chance(0.3)) {
    const text = `${rounded}${random.pick(['余', '余', '多'])}${unit}`
    return said({ text, kind: 'count', op: '=', value: rounded, unit, approximate: true })
  }
  if (value < 10_000 && random.chance(0.2))
    return said({ text: String(value), kind: 'number', op: '=', value })
  return said({ text: `${figures(value, random)}${unit}`, kind: 'count', op: '=', value, unit })
}

/** A share to be reached, per cent. */
export function shareTarget(value: number, random: Random): Quantity {
  const lowerBound = value < 100
  const text = lowerBound
    ? random.pick([
        `≥${value}%`,
        `≥${value}%`,
        `≥${value}％`,
        `不低于${value}%`,
        `${value}%以上`,
        `达到${value}%以上`,
      ])
    : random.pick(['100%', '100%', '100％'])
  return said({ text, kind: 'percent', op: lowerBound ? '>=' : '=', value, unit: '%' })
}

/** A share not to be passed, per cent. */
export function limitTarget(value: number, random: Random): Quantity {
  const text = random.pick([`≤${value}%`, `不超过${value}%`, `${value}%以内`])
  return said({ text, kind: 'percent', op: '<=', value, unit: '%' })
}

export function shareActual(value: number, random: Random): Quantity {
  const text = random.chance(0.15) ? `${value.toFixed(2)}%` : `${digits(value)}%`
  return said({ text, kind: 'percent', op: '=', value, unit: '%' })
}

/** A cost standard in yuan; `ceiling` writes it as what must not be passed. */
export function standardTarget(yuan: number, per: string, { ceiling, random }: SpelledStandard): Quantity {
  const text = ceiling
    ? random.pick([`≤${yuan}元/${per}`, `不超过${yuan}元/${per}`])
    : random.pick([
        `${yuan}元/${per}`,
        `${yuan}元/${per}`,
        `${yuan}元/${per}`,
        `每${per}${yuan}元`,
        `${per}均${yuan}元`,
      ])
  return said({
    text,
    kind: 'unitCost',
    op: ceiling ? '<=' : '=',
    value: yuan,
    unit: `元/${per}`,
    yuan,
  })
}
interface SpelledStandard {
  ceiling: boolean
  random: Random
}

export function standardActual(yuan: number, per: string, random: Random): Quantity {
  const text = random.pick([`${yuan}元/${per}`, `${yuan}元/${per}`, `每${per}${yuan}元`])
  return said({ text, kind: 'unitCost', op: '=', value: yuan, unit: `元/${per}`, yuan })
}

/** A sum of money not to be passed, written in 万元. */
export function ceilingTarget(fen: number, random: Random): Quantity {
  const wan = digits(fen / 1_000_000)
  const text = random.pick([`≤${wan}万元`, `控制在${wan}万元以内`, `不超过${wan}万元`])
  return said({ text, kind: 'money', op: '<=', value: Number(wan), unit: '万元', yuan: fen / 100 })
}

export function moneyActual(fen: number): Quantity {
  const wan = digits(fen / 1_000_000)
  return said({
    text: `${wan}万元`,
    kind: 'money',
    op: '=',
    value: Number(wan),
    unit: '万元',
    yuan: fen / 100,
  })
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** ISO date of a month's last day. */
function monthEnd(year: number, month: number): string {
  return `${year}-${twoDigits(month)}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`
}

/** By the end of a month of the year. */
export function deadlineTarget(year: number, month: number, random: Random): Quantity {
  const inWords = [
    `${year}年${month}月底前`,
    `${month}月底前完成`,
    `${year}年${month}月底前完成`,
    `${month}月底前`,
  ] as const
  const yearEnd = ['年底前', `${year}年底`, '12月底前完成', `${year}年12月底前`] as const
  const text = random.pick(month === 12 ? yearEnd : inWords)
  return said({ text, kind: 'date', op: '<=', value: monthEnd(year, month) })
}

/** A day something was finished on, ISO in, as a form writes it. */
export function dayActual(iso: string, random: Random): Quantity {
  const [year, month, day] = iso.split('-').map(Number)
  const text = random.pick([
    `${year}年${month}月${day}日`,
    `${year}年${month}月${day}日`,
    `${year}.${month}.${day}`,
    iso,
  ])
  return said({ text, kind: 'date', op: '=', value: iso })
}

export const words = (text: string): Quantity => said({ text, kind: 'qualitative' })

/** A number of accidents or complaints, 0 included. */
export const occurrences = (value: number, unit: string): Quantity =>
  said({ text: `${value}${unit}`, kind: 'count', op: '=', value, unit })
