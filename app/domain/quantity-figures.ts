import { chineseNumeral, numeralCharacters } from './chinese-numerals.ts'
import { unitAt } from './units.ts'

/** A written number: `value` times `scale` is what it amounts to, so that 50万 keeps its 50. */
export interface Figure {
  value: number
  scale: 1 | 10_000 | 100_000_000
  approximate: boolean
  /** Written in Chinese characters without a digit. */
  chinese: boolean
  end: number
}

const arabic = /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/y
const chinese = new RegExp(`[${numeralCharacters}]+(?:点[${numeralCharacters}]+)?`, 'y')
const goesOn = /^(?:\d|[.,]\d)/
const numeralStart = new RegExp(`[${numeralCharacters}]`)
const smallScales = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1_000],
])
const bigScales = new Map<string, 10_000 | 100_000_000>([
  ['万', 10_000],
  ['亿', 100_000_000],
])

/** Beyond fifteen digits a number is no longer exact, and no longer a figure anyone reports. */
const longestFigure = 15

/** Where the first figure of a text starts: its first digit, or its first numeral where it has no digit; -1 for none. */
export function figureStart(text: string): number {
  const digit = text.search(/\d/)
  return digit >= 0 ? digit : text.search(numeralStart)
}

/** The figure that starts here; null where the digits do not make a well-formed number. */
export function figureAt(text: string, start: number): Figure | null {
  return figureFrom(text, start, (at) => unitAt(text, at) !== null)
}

type IsUnit = (at: number) => boolean

function figureFrom(text: string, start: number, isUnit: IsUnit): Figure | null {
  const first = numberAt(text, start)
  if (first === null) return null
  let { value, end } = first
  const between = approximationAt(text, end)
  const scaleAt = between > end && smallOrBig(text.charAt(between)) ? between : end
  const approximate = scaleAt > end
  end = scaleAt
  for (let small = smallScaleAt(text, end, isUnit); small !== null; small = smallScaleAt(text, end, isUnit)) {
    value = exact(value * small)
    end += 1
  }
  return withBigScale(text, { value, scale: 1, approximate, chinese: first.chinese, end })
}

/** 千 of 千米 and 百 of 百分点 belong to the unit. */
function smallScaleAt(text: string, start: number, isUnit: IsUnit): number | null {
  const scale = smallScales.get(text.charAt(start))
  return scale === undefined || isUnit(start) ? null : scale
}

/** Cuts the binary noise of a product: 0.07 × 10,000 is 700. */
export const exact = (value: number) =>
  Number.isInteger(value) ? value : Number(value.toPrecision(longestFigure))

function numberAt(text: string, start: number): Pick<Figure, 'value' | 'chinese' | 'end'> | null {
  arabic.lastIndex = start
  const written = arabic.exec(text)?.[0]
  if (written === undefined) return numeralAt(text, start)
  const end = start + written.length
  const leadsWithZero = written.startsWith('0') && written.length > 1 && written.charAt(1) !== '.'
  if (leadsWithZero || goesOn.test(text.slice(end, end + 2)) || written.length > longestFigure + 4)
    return null
  const value = Number(written.replaceAll(',', ''))
  return value > Number.MAX_SAFE_INTEGER ? null : { value, chinese: false, end }
}

/** A numeral up to its last 万 or 亿, which stays outside as the scale. */
function numeralAt(text: string, start: number): Pick<Figure, 'value' | 'chinese' | 'end'> | null {
  chinese.lastIndex = start
  const written = chinese.exec(text)?.[0]
  if (written === undefined) return null
  const last = written.charAt(written.length - 1)
  const scale = last === '万' ? 10_000 : last === '亿' ? 100_000_000 : 1
  const value = chineseNumeral(written)
  const length = scale === 1 ? written.length : written.length - 1
  return value === null ? null : { value: exact(value / scale), chinese: true, end: start + length }
}

function withBigScale(text: string, figure: Figure): Figure | null {
  let { value, scale, end } = figure
  for (let big = bigScales.get(text.charAt(end)); big !== undefined; big = bigScales.get(text.charAt(end))) {
    if (scale === 100_000_000) return null
    if (scale === 10_000 && big === 10_000) return null
    value = exact(value * scale)
    scale = big
    end += 1
  }
  if (scale === 1 || !/\d/.test(text.charAt(end))) return { ...figure, value, scale, end }
  return composite(
    { ...figure, value, scale, end },
    figureFrom(text, end, () => false),
  )
}

/** 1亿2000万 is 12000 of 万; the second part has to fill the place below the first. */
function composite(first: Figure, second: Figure | null): Figure | null {
  if (second === null || !Number.isInteger(first.value)) return null
  const amount = second.value * second.scale
  if (amount >= first.scale || amount < first.scale / 10) return null
  const value = exact((first.value * first.scale) / second.scale + second.value)
  return { ...second, value, approximate: first.approximate || second.approximate }
}

/** The end of 余, 多 or 来 after a figure; the start where there is none. */
export function approximationAt(text: string, start: number): number {
  return /[余多来]/.test(text.charAt(start)) ? start + 1 : start
}

const smallOrBig = (character: string) => smallScales.has(character) || /[万亿]/.test(character)
