import { isMoneyUnit, yuanOf } from './money.ts'
import { exact, type Figure } from './quantity-figures.ts'
import { type Bound, type Frame, mirrored } from './quantity-operators.ts'
import type { QuantityProblem, Reading } from './quantity-reading.ts'
import { compoundUnit } from './units.ts'

/** A figure with the unit that follows it. */
export interface Amount {
  figure: Figure
  /** Null for a bare figure; 元 where only 万 or 亿 stands there. */
  unit: string | null
  /** As the unit is written, since 12月 and 3日 are dates before they are durations. */
  written: string
  per: string[]
  approximate: boolean
  end: number
}

/** One figure or a span of two, and everything around it that counts. */
export interface Measure {
  text: string
  frame: Frame
  lower: Amount
  upper: Amount | null
  after: After
  op: Bound | null
  per: string[]
  approximate: boolean
}

/** What follows an amount: 以上, 左右, or 内 after a time. */
export interface After {
  op: Bound | null
  approximate: boolean
  isDuration: boolean
  end: number
}

/** What one figure with its surroundings is worth; null where they do not go together. */
export function singleReading(measure: Measure): Reading | null {
  const { frame, lower, approximate } = measure
  const signed = frame.falls || frame.negative ? 0 - lower.figure.value : lower.figure.value
  const op = measure.op ?? '='
  const valued = valuation(measure, lower, signed)
  if (valued === null || isCalendarWord(lower, measure)) return null
  const bound = frame.falls ? mirrored(op) : op
  const problem = valued.problem ?? misprint(measure, lower)
  const { kind, value, unit, yuan } = valued
  const reading: Reading = { kind, op: bound, value, upper: null, unit, approximate }
  if (yuan !== undefined) reading.yuan = yuan
  if (problem !== undefined) reading.problem = problem
  return reading
}

/** 12月 is December and 31日 a day, unless a sign or 内 makes it a duration; 2019年 is always the year. */
function isCalendarWord({ written, figure }: Amount, { frame, after }: Measure): boolean {
  if (written.endsWith('年')) return figure.value >= 1900 && figure.value < 2100
  if (after.isDuration) return false
  return (
    (written === '日' && figure.value <= 31) || (written === '月' && frame.op === null && figure.value <= 12)
  )
}

const scaleNames = { 1: '', 10000: '万', 100000000: '亿' } as const
type Valued = Pick<Reading, 'kind' | 'value' | 'unit' | 'yuan' | 'problem'>

function valuation({ frame, per }: Measure, amount: Amount, value: number): Valued | null {
  const { figure } = amount
  const unit = amount.unit ?? (frame.currency ? '元' : null)
  const full = exact(value * figure.scale)
  if (unit !== null && isShare(unit)) {
    const isPlain = amount.per.length === 0 && !frame.currency
    return isPlain
      ? { kind: 'percent', value: exact(full * percentOf[unit]), unit: unit === 'pp' ? 'pp' : '%' }
      : null
  }
  if (unit !== null && isMoneyUnit(scaleNames[figure.scale] + unit)) {
    return sumOf(value, scaleNames[figure.scale] + unit, per)
  }
  if (unit !== null && isMoneyUnit(unit)) return null
  if (frame.currency) return null
  // Points are awarded, not counted.
  if (unit === '分' && per.length === 0) return { kind: 'number', value: full, unit }
  if (unit !== null) return { kind: 'count', value: full, unit: compoundUnit(unit, per) }
  if (per.length === 0) return { kind: 'number', value: full, unit: null }
  return { kind: 'number', value: full, unit: compoundUnit('', per), problem: 'unitMissing' }
}

function sumOf(value: number, moneyUnit: string, per: string[]): Valued | null {
  if (!isMoneyUnit(moneyUnit)) return null
  const kind = per.length > 0 ? 'unitCost' : 'money'
  return { kind, value, unit: compoundUnit(moneyUnit, per), yuan: yuanOf(value, moneyUnit) }
}

const percentOf = { '%': 1, pp: 1, '‰': 0.1, 成: 10 } as const

const isShare = (unit: string): unit is keyof typeof percentOf => Object.hasOwn(percentOf, unit)

const wholeThings = /^[户家个人名]/

/** What was read as printed and is likely a misprint: ≥ read as 2, a list number run into the value. */
function misprint({ text, op, per }: Measure, { figure, unit }: Amount): QuantityProblem | undefined {
  const value = figure.value
  const isBareShare = unit === '%' && op === null
  if (isBareShare && ((value >= 260 && value < 300) || value >= 1_000)) return 'suspicious'
  if (unit === null && per.length === 0 && /^(?:19|20)\d{3,6}$/.test(text)) return 'suspicious'
  if (unit === null && per.length === 0 && value >= 10_000_000_000) return 'suspicious'
  return unit !== null && wholeThings.test(unit) && /^\d\.\d{3,}[户家个人名]/.test(text)
    ? 'suspicious'
    : undefined
}

/** What a span is worth; null where it runs backwards or its two ends differ in unit. */
export function rangeReading(measure: Measure, upper: Amount): Reading | null {
  const { frame, lower, approximate } = measure
  const after = measure.op !== null && !(frame.weak && measure.op === '<=')
  const namesUnit = lower.unit !== null && lower.written !== ''
  if (after || (namesUnit && upper.unit !== null && lower.unit !== upper.unit)) return null
  const unit = upper.unit ?? lower.unit
  const [low, high] = alignedFigures(lower, upper, frame.negative)
  const first = valuation(measure, { ...lower, unit, figure: low }, low.value)
  const second = valuation(measure, { ...upper, unit, figure: high }, high.value)
  if (first === null || second === null || isCalendarWord(upper, measure)) return null
  if (typeof first.value !== 'number' || typeof second.value !== 'number' || first.value >= second.value)
    return null
  const bounds = frame.falls
    ? { value: 0 - second.value, upper: 0 - first.value }
    : { value: first.value, upper: second.value }
  const reading: Reading = { kind: 'range', op: 'range', ...bounds, unit: second.unit, approximate }
  const problem = second.problem ?? (isDayOrSpan(measure, first) ? 'suspicious' : undefined)
  return problem === undefined ? reading : { ...reading, problem }
}

/** 12-31 may be a day of the year. */
const isDayOrSpan = ({ text }: Measure, { kind, value }: Valued) =>
  kind === 'number' && Number(value) <= 12 && /^\d{1,2}-[0-3]?\d$/.test(text)

/** In 5-10万 the 万 holds for both; in 5000-1万元 it does not, or the span would run backwards. */
function alignedFigures(lower: Amount, upper: Amount, negative: boolean): [Figure, Figure] {
  const low = { ...lower.figure, value: negative ? 0 - lower.figure.value : lower.figure.value }
  const high = upper.figure
  if (low.scale === high.scale) return [low, high]
  if (low.scale === 1 && lower.unit === null && low.value < high.value)
    return [{ ...low, scale: high.scale }, high]
  const scale = low.scale < high.scale ? low.scale : high.scale
  const inScale = (figure: Figure): Figure => ({
    ...figure,
    value: exact((figure.value * figure.scale) / scale),
    scale,
  })
  return [inScale(low), inScale(high)]
}
