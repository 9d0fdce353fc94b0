import { isMoneyUnit, yuanOf } from '#app/domain/money.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { approximationAt, type Figure, figureAt } from '#app/domain/quantity-figures.ts'
import { compoundUnit, convertedValue, perAt, perUnitOf, sameUnit, unitAt } from '#app/domain/units.ts'

/** A figure with its unit in running text, and what it is worth to the last digit printed. */
export interface Mention {
  text: string
  quantity: Quantity
  value: number
  /** Size of the last digit printed: 1 of 4800, 0.1 of 98.5 %, 1000 of 1.2万. */
  step: number
  /** Size of the last digit that is not 0: 100 of 4800, as far as 4800余 may reach. */
  coarse: number
  start: number
  end: number
}

/** Running text and names in one spelling: half-width, without spaces and quotes. */
export const plainSentence = (text: string) => text.normalize('NFKC').replace(/[\s"'“”‘’]/g, '')

/** A sentence with its figures. */
export interface Sentence {
  text: string
  mentions: Mention[]
}

/** The sentences of a paragraph that have figures; others say nothing that a table could contradict. */
export const sentencesOf = (paragraph: string): Sentence[] =>
  paragraph
    .split(/[。；;！!？?\n]/)
    .filter((sentence) => /[\d\uff10-\uff19]/.test(sentence))
    .map(plainSentence)
    .map((text) => ({ text, mentions: mentionsIn(text) }))

/** Figures with a unit, in order; what has none is no measure of anything. */
function mentionsIn(sentence: string): Mention[] {
  const mentions: Mention[] = []
  for (let at = nextDigit(sentence, 0); at >= 0; ) {
    const mention = mentionAt(sentence, at)
    if (mention) mentions.push(mention)
    at = nextDigit(sentence, mention?.end ?? at + digitsAt(sentence, at).length)
  }
  return mentions
}

const digit = /\d/g

function nextDigit(sentence: string, from: number): number {
  digit.lastIndex = from
  return digit.exec(sentence)?.index ?? -1
}

const digits = /\d[\d,.]*/y

/** The digits of the figure that starts here, as printed. */
function digitsAt(sentence: string, start: number): string {
  digits.lastIndex = start
  return digits.exec(sentence)?.[0] ?? ''
}

function mentionAt(sentence: string, start: number): Mention | null {
  const figure = figureAt(sentence, start)
  if (figure === null) return null
  const rounded = approximationAt(sentence, figure.end)
  const unit = unitAt(sentence, rounded)
  if (unit === null) return null
  const per = perAt(sentence, unit.end)
  const end = per?.end ?? unit.end
  const about = '约近'.includes(sentence.charAt(start - 1) || '-') ? '约' : ''
  const text = `${about}${sentence.slice(start, end)}`
  const approximate = about !== '' || figure.approximate || rounded > figure.end
  const quantity = { ...measured(figure, unit.unit, per?.per ?? []), text, approximate }
  const value = measureOf(quantity)
  if (value === null) return null
  const worth = figure.value === 0 ? 1 : value / figure.value
  const printed = digitsAt(sentence, start).replaceAll(',', '')
  const decimals = printed.split('.')[1]?.length ?? 0
  const zeros = decimals > 0 ? 0 : (/0*$/.exec(printed)?.[0].length ?? 0)
  const step = worth / 10 ** decimals
  return { text, quantity, value, step, coarse: step * 10 ** zeros, start, end }
}

const scaleNames = { 1: '', 10000: '万', 100000000: '亿' } as const

/** What a figure with its unit is worth; money keeps the unit it was written in. */
function measured(
  { value, scale }: Figure,
  unit: string,
  per: string[],
): Omit<Quantity, 'text' | 'approximate'> {
  const written = scaleNames[scale] + unit
  if (isMoneyUnit(written)) {
    const kind = per.length > 0 ? 'unitCost' : 'money'
    return {
      kind,
      op: '=',
      value,
      upper: null,
      unit: compoundUnit(written, per),
      yuan: yuanOf(value, written),
    }
  }
  const kind = unit === '%' || unit === 'pp' ? 'percent' : 'count'
  return { kind, op: '=', value: value * scale, upper: null, unit: compoundUnit(unit, per) }
}

/** Yuan of money and costs, else the figure itself; null where there is none. */
export const measureOf = ({ yuan, value }: Quantity) => yuan ?? (typeof value === 'number' ? value : null)

/** A quantity's measure as that of a mention; null where they count different things. */
export function inMeasureOf({ quantity }: Mention, other: Quantity, value: number): number | null {
  const [mine, its] = [quantity.unit, other.unit]
  if (mine === null || its === null) return null
  if (quantity.yuan === undefined || other.yuan === undefined)
    return mine === its ? value : convertedValue(value, its, mine)
  return sameUnit(perUnitOf(mine), perUnitOf(its)) ? value : null
}

/** How a figure in the text stands to one in a table. */
export type Agreement = 'same' | 'near' | 'other'

/** Rounded figures are the same; 4800余 and 约4800 may be near. */
export function agreement(mention: Mention, value: number, approximatePercent: number): Agreement {
  const gap = value - mention.value
  if (Math.abs(gap) <= mention.step / 2 + 1e-9) return 'same'
  if (!mention.quantity.approximate) return 'other'
  if (100 * Math.abs(gap) <= approximatePercent * Math.abs(mention.value)) return 'near'
  const isAbove = /[余多]/.test(mention.text)
  const reach = isAbove ? gap > 0 && gap < mention.coarse : Math.abs(gap) <= mention.coarse / 2
  return reach ? 'near' : 'other'
}
