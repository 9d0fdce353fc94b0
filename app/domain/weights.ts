import type { Evaluation, Funds } from './evaluation.ts'
import { type Indicator, level1Of } from './indicator.ts'

/**
 * Where an indicator's points come from: `stated` for itself, of a `group` of which it is alone, `distributed`
 * evenly over its group, `full` where the group's scores add up to its points so that each is full, `unknown`.
 */
export type WeightBasis = 'stated' | 'group' | 'distributed' | 'full' | 'unknown'

/** The points that an indicator may earn at most; null where the document leaves them open. */
export interface Weight {
  points: number | null
  basis: WeightBasis
}

const unknown: Weight = { points: null, basis: 'unknown' }

/** A row of parts (其中…) shares the points of the row above it. */
export const isSubRow = ({ name }: Pick<Indicator, 'name'>) => /^其中/.test(name)

/** Sums of printed points carry binary noise, no more. */
export const isSamePoints = (a: number, b: number) => Math.abs(a - b) < 0.005

/** Rows under one first level, of one stated sum. */
export interface Group {
  name: string
  points: number
  ordinals: number[]
}

/** The groups whose points the document states, in order of appearance. */
export function groupsOf(indicators: readonly Indicator[]): Group[] {
  const groups = new Map<string, Group>()
  indicators.forEach(({ level1, level1Weight }, ordinal) => {
    if (level1Weight === null) return
    const key = `${level1}|${level1Weight}`
    const group = groups.get(key) ?? { name: level1 ?? '', points: level1Weight, ordinals: [] }
    group.ordinals.push(ordinal)
    groups.set(key, group)
  })
  return [...groups.values()]
}

/** The points of each indicator, in order; `met` says which targets were reached, null where nobody can tell. */
export function weightsOf(indicators: readonly Indicator[], met: readonly (boolean | null)[]): Weight[] {
  const weights = indicators.map(
    ({ weight }): Weight => (weight === null ? unknown : { points: weight, basis: 'stated' }),
  )
  for (const { points, ordinals } of groupsOf(indicators)) {
    const members = ordinals.flatMap((ordinal) => {
      const row = indicators[ordinal]
      return row && !isSubRow(row)
        ? { ordinal, weight: row.weight, score: row.score, met: met[ordinal] ?? null }
        : []
    })
    const open = members.filter(({ weight }) => weight === null)
    const rest = points - members.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
    const shared = open.length === 0 || rest <= 0 ? null : sharedPoints(rest, open)
    open.forEach(({ ordinal }, index) => {
      const share = shared?.points[index]
      if (shared && share !== undefined) weights[ordinal] = { points: share, basis: shared.basis }
    })
  }
  return weights
}

interface Member {
  score: number | null
  met: boolean | null
}

/** How a group's points fall on its rows; null where the stated scores show that they are not even. */
function sharedPoints(
  rest: number,
  rows: readonly Member[],
): { points: number[]; basis: WeightBasis } | null {
  if (rows.length === 1) return { points: [rest], basis: 'group' }
  const scores = rows.map(({ score }) => score).filter((score) => score !== null)
  const sum = scores.reduce((total, score) => total + score, 0)
  if (scores.length === rows.length && isSamePoints(sum, rest)) return { points: scores, basis: 'full' }
  const points = evenPoints(rest, rows) ?? wholePoints(rest, rows)
  return points && { points, basis: 'distributed' }
}

/** A printed 8.33 is 8⅓. */
const rounding = 0.05

/** The same for each, unless a row earned more, or reached its target and earned something else. */
function evenPoints(rest: number, rows: readonly Member[]): number[] | null {
  const even = rest / rows.length
  const fits = rows.every(({ score, met }) => {
    if (score === null) return true
    return met === true ? Math.abs(score - even) <= rounding : score <= even + rounding
  })
  const isRound = Number.isInteger(even * 2) || rows.some(({ score, met }) => met === true && score !== null)
  return fits && isRound ? rows.map(() => even) : null
}

/** Whole points as even as they come (50 over six rows: 9, 9, 8, 8, 8, 8); rows that reached their target tell which. */
function wholePoints(rest: number, rows: readonly Member[]): number[] | null {
  if (!Number.isInteger(rest)) return null
  const low = Math.floor(rest / rows.length)
  const told = rows.map(({ score, met }) => (met === true ? score : null))
  if (told.some((score) => score !== null && score !== low && score !== low + 1)) return null
  const highs = rest - low * rows.length - told.filter((score) => score === low + 1).length
  const open = told.filter((score) => score === null).length
  if (highs !== 0 && highs !== open) return null
  const points = told.map((score) => score ?? (highs === 0 ? low : low + 1))
  return rows.every(({ score }, index) => score === null || score <= (points[index] ?? 0)) ? points : null
}

/** The points that all rows may earn together: their own, else their group's; null where some have neither. */
export function weightSum(indicators: readonly Indicator[]): number | null {
  const groups = groupsOf(indicators)
  const covered = new Set(
    groups
      .filter(({ ordinals }) => ordinals.some((at) => indicators[at]?.weight === null))
      .flatMap(({ ordinals }) => ordinals),
  )
  const own = indicators.filter((row, ordinal) => !covered.has(ordinal) && !isSubRow(row))
  if (own.length + covered.size === 0 || own.some(({ weight }) => weight === null)) return null
  const ofGroups = groups
    .filter(({ ordinals: [first] }) => first !== undefined && covered.has(first))
    .reduce((sum, { points }) => sum + points, 0)
  return Number((own.reduce((sum, { weight }) => sum + (weight ?? 0), 0) + ofGroups).toFixed(4))
}

/** Whether a row scores the execution of the budget. */
export const isExecutionRow = (row: Indicator) =>
  (speaksOfIt(row.level1) || speaksOfIt(row.level2) || speaksOfIt(row.name)) &&
  (level1Of(row) === 'execution' || /^(?:预算|资金)执行率/.test(row.name))

const speaksOfIt = (words: string | null) => words?.includes('执行') ?? false

/** Whether the document gives points for the execution of the budget at all. */
export const scoresExecution = ({ funds, indicators }: Pick<Evaluation, 'funds' | 'indicators'>) =>
  statesPoints(funds) || indicators.some(isExecutionRow)

/** Whether the fund block's points count beside the rows: not where a row scores execution and fills the hundred. */
export function fundsAreScored({ funds, indicators }: Pick<Evaluation, 'funds' | 'indicators'>): boolean {
  if (!statesPoints(funds)) return false
  if (!indicators.some(isExecutionRow)) return true
  const rows = weightSum(indicators)
  return rows !== null && funds.weight !== null && rows <= 100 - funds.weight + 0.005
}

const statesPoints = ({ weight, score }: Funds) => weight !== null || score !== null
