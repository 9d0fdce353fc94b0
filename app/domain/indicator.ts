import { z } from 'zod'
import { Place } from './problem.ts'
import { Quantity } from './quantity.ts'
import { sameUnit } from './units.ts'

/** First levels of the indicator taxonomy (domain rules §3), in the order of the form. */
export const Level1 = z.enum([
  'output',
  'cost',
  'benefit',
  'satisfaction',
  'execution',
  'decision',
  'process',
])
export type Level1 = z.infer<typeof Level1>

/** Whether more, less or exactly the target is right. */
export const Direction = z.enum(['higher', 'lower', 'equal'])
export type Direction = z.infer<typeof Direction>

/** One row of an indicator table; null is what the document does not say. */
export const Indicator = z.object({
  /** As written, without weight, brackets and line breaks: 产出指标. */
  level1: z.string().nullable(),
  level2: z.string().nullable(),
  name: z.string(),
  target: Quantity,
  actual: Quantity,
  weight: z.number().nullable(),
  /** Points stated for the whole first level only, as in 产出指标（40分）. */
  level1Weight: z.number().nullable(),
  score: z.number().nullable(),
  reason: z.string().nullable(),
  at: Place,
})
export type Indicator = z.infer<typeof Indicator>

const levelWords: readonly [RegExp, Level1][] = [
  [/执行率|预算执行/, 'execution'],
  [/满意/, 'satisfaction'],
  [/效益|效果|影响/, 'benefit'],
  [/成本/, 'cost'],
  [/产出/, 'output'],
  [/决策|立项/, 'decision'],
  [/过程|管理/, 'process'],
]

/** The first level that an indicator belongs to, by the words of its level, else of its name; null for neither. */
export function level1Of({
  level1,
  level2,
  name,
}: Pick<Indicator, 'level1' | 'level2' | 'name'>): Level1 | null {
  const own = levelIn(level1)
  // Some forms set satisfaction under 效益: what is measured decides.
  if (own === 'benefit' && levelIn(level2) === 'satisfaction') return 'satisfaction'
  return own ?? levelIn(level2) ?? levelIn(name)
}

const levels = new Map<string, Level1 | null>()
const mostLevels = 10_000

/** A list says the same few levels again and again. */
function levelIn(text: string | null): Level1 | null {
  if (text === null) return null
  const known = levels.get(text)
  if (known !== undefined) return known
  const found = levelWords.find(([words]) => words.test(text))?.[1] ?? null
  if (levels.size >= mostLevels) levels.clear()
  levels.set(text, found)
  return found
}

const lowerIsBetter = /成本|费用|投诉|事故|差错|误差|损耗|流失|死亡|发病|违规|退件|超期|能耗|排放|控制数/
const standards = /标准|单价|补助额|定额/

/** Which way is right: the target's operator first, then what the name measures (domain rules §2). */
export function directionOf({
  name,
  level2,
  target,
  actual,
}: Pick<Indicator, 'name' | 'level2' | 'target' | 'actual'>): Direction {
  if (target.op === '>=' || target.op === '>') return 'higher'
  if (target.op === '<=' || target.op === '<') return 'lower'
  if (target.kind === 'date' || actual.kind === 'date') return 'lower'
  if (target.op === 'range') return 'equal'
  if (target.kind === 'unitCost' || (standards.test(name) && target.kind === 'money')) return 'equal'
  if (target.kind === 'percent')
    return lowerIsBetter.test(name) && !/下降|降低|减少|控制/.test(name) ? 'lower' : 'higher'
  return lowerIsBetter.test(name) || (target.kind === 'money' && /成本/.test(level2 ?? ''))
    ? 'lower'
    : 'higher'
}

/** What an indicator came to: null where target and actual cannot be compared. */
export interface Outcome {
  direction: Direction
  /** Per cent, never clamped; null for dates and words. */
  completion: number | null
  met: boolean | null
  /** True where a bare actual was read in the target's unit. */
  unitAssumed: boolean
}

/** Compares the outcome with the target (domain rules §6): a bare actual takes the target's unit, and says so. */
export function outcomeOf(indicator: Pick<Indicator, 'name' | 'level2' | 'target' | 'actual'>): Outcome {
  const direction = directionOf(indicator)
  const { target, actual } = indicator
  if (target.kind === 'date' && actual.kind === 'date') {
    const deadline = String(target.upper ?? target.value)
    const done = String(actual.upper ?? actual.value)
    const met = target.op === '<' ? done < deadline : done <= deadline
    return { direction, completion: met ? 100 : null, met, unitAssumed: false }
  }
  const pair = commonMeasure(target, actual)
  if (pair === null) return { direction, completion: null, met: null, unitAssumed: false }
  const { met, completion } = compared(direction, indicator, pair)
  return { direction, completion, met, unitAssumed: pair.unitAssumed }
}

interface Pair {
  planned: number
  upper: number | null
  achieved: number
  unitAssumed: boolean
}

function commonMeasure(target: Quantity, actual: Quantity): Pair | null {
  const planned = measureOf(target)
  const achieved = measureOf(actual)
  if (planned === null || achieved === null) return null
  const upper = typeof target.upper === 'number' ? target.upper : null
  if (sameUnit(target.unit, actual.unit)) return { planned, upper, achieved, unitAssumed: false }
  if (isMoney(target) && isMoney(actual)) return { planned, upper, achieved, unitAssumed: false }
  if (actual.kind !== 'number' || actual.unit !== null) return null
  return bareActual(target, { planned, upper, achieved, unitAssumed: true })
}

/** A bare figure beside a target with a unit: 4800 against 4000户, 2.8 against 2.6万人次, or 0.95 against ≥95 %. */
function bareActual(target: Quantity, pair: Pair): Pair {
  if (target.kind === 'percent' && pair.achieved <= 1.2 && pair.planned > 2)
    return { ...pair, achieved: Number((pair.achieved * 100).toFixed(6)) }
  const factor =
    target.yuan !== undefined && typeof target.value === 'number' && target.value !== 0
      ? target.yuan / target.value
      : tenThousands(target, pair)
  return { ...pair, achieved: pair.achieved * factor }
}

/** 10,000 where the target is written in 万 and the outcome in 万 is at most ten times as much: 2.8, but not 28000 or 300. */
const tenThousands = ({ text }: Quantity, { planned, achieved }: Pair) =>
  /\d\s*万/.test(text) && achieved * 10_000 <= planned * 10 ? 10_000 : 1

const isMoney = ({ kind }: Quantity) => kind === 'money'

function measureOf({ yuan, value }: Quantity): number | null {
  return yuan ?? (typeof value === 'number' ? value : null)
}

function compared(
  direction: Direction,
  { name, target }: Pick<Indicator, 'name' | 'target'>,
  { planned, upper, achieved }: Pair,
) {
  if (target.op === 'range' && upper !== null) {
    // A rate of good things above its range is no miss.
    if (achieved > upper && target.unit === '%' && !lowerIsBetter.test(name) && !/控制|变动|波动/.test(name))
      return { met: true, completion: shareOf(achieved, upper) }
    const met = achieved >= planned && achieved <= upper
    const nearest = achieved < planned ? planned : upper
    return { met, completion: met ? 100 : shareOf(Math.min(achieved, nearest), Math.max(achieved, nearest)) }
  }
  if (direction === 'higher')
    return {
      met: target.op === '>' ? achieved > planned : achieved >= planned,
      completion: shareOf(achieved, planned),
    }
  if (direction === 'lower')
    return {
      met: target.op === '<' ? achieved < planned : achieved <= planned,
      completion: shareOf(planned, achieved),
    }
  const missed = shareOf(Math.abs(achieved - planned), planned)
  return { met: achieved === planned, completion: missed === null ? null : 100 - missed }
}

const shareOf = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole)
