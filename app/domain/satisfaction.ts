import { type Indicator, level1Of, outcomeOf } from './indicator.ts'

/** Actual less target, in percentage points: −19 for 76 % against 95 %. */
export interface SatisfactionGap {
  /** Index of the satisfaction indicator within its evaluation. */
  ordinal: number
  name: string
  target: number
  actual: number
  gapPoints: number
  completion: number | null
}

/** The satisfaction gaps of an evaluation, one for each rate that has both a target and an outcome. */
export function satisfactionGapsOf(indicators: readonly Indicator[]): SatisfactionGap[] {
  return indicators.flatMap((indicator, ordinal) => {
    const { target, actual, name } = indicator
    const planned = rateOf(target)
    const reached = rateOf(actual)
    if (planned === null || reached === null || level1Of(indicator) !== 'satisfaction') return []
    const { completion } = outcomeOf(indicator)
    return {
      ordinal,
      name,
      target: planned,
      actual: reached,
      gapPoints: pointsBetween(reached, planned),
      completion,
    }
  })
}

/** A difference of two rates in points, without binary noise. */
const pointsBetween = (a: number, b: number) => Number((a - b).toFixed(6))

/** Figures beyond this ran together. */
const mostPerCent = 10_000

/** A rate in per cent; a share such as 0.95 is 95; other numbers are no rates. */
function rateOf({ kind, value, unit }: Indicator['target']): number | null {
  if (typeof value !== 'number' || Math.abs(value) > mostPerCent) return null
  if (kind === 'percent' || (kind === 'range' && unit === '%')) return value
  if (kind !== 'number' || unit !== null || value > 100) return null
  return value <= 1 ? value * 100 : value
}
