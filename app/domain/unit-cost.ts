import type { Evaluation } from './evaluation.ts'
import type { Indicator } from './indicator.ts'
import { level1Of } from './indicator.ts'
import { comparableUnit, perUnitOf, sameUnit } from './units.ts'

/** The cost of serving one, three ways beside each other (domain rules §6); yuan, null where unknown. */
export interface UnitCost {
  /** Index of the cost indicator within its evaluation. */
  ordinal: number
  name: string
  /** What the cost is per, by its comparable name: 户 for 家 too, 人·月. */
  per: string
  /** The standard that was planned. */
  planned: number | null
  /** The one reported. */
  reported: number | null
  /** Spent ÷ actual quantity. */
  implied: number | null
  /** Budget ÷ planned quantity. */
  plannedImplied: number | null
  plannedQuantity: number | null
  actualQuantity: number | null
  /** Index of the quantity indicator that the money was divided by; null where none fits. */
  quantityOrdinal: number | null
  /** Indices of all quantities counted in the cost's unit: which one is meant is a judgement by their names. */
  candidates: readonly number[]
  /** Why the money could not be divided; null where it could. */
  incomparable: 'no-quantity' | 'no-funds' | null
}

/** Yuan per unit served; null where either side is unknown or nothing was served. */
export function unitCostYuan(spentFen: number | null, served: number | null): number | null {
  return spentFen === null || !served ? null : spentFen / 100 / served
}

/** The unit costs of an evaluation, one for each cost indicator that has a per-unit. */
export function unitCostsOf({ indicators, funds }: Pick<Evaluation, 'indicators' | 'funds'>): UnitCost[] {
  return indicators.flatMap((cost, ordinal) => {
    const unit = costUnitOf(cost)
    if (unit === null) return []
    const per = perUnitOf(unit)
    if (per === null) return []
    const candidates = denominatorsOf(per, indicators)
    const quantity = nearestOf(cost, candidates, indicators)
    const served = quantity === null ? null : indicators[quantity]
    const plannedQuantity = servedBy(served?.target)
    const actualQuantity = servedBy(served?.actual)
    const implied = unitCostYuan(funds.spentFen, actualQuantity)
    return {
      ordinal,
      name: cost.name,
      per: comparableUnit(per),
      planned: cost.target.yuan ?? null,
      reported: reportedYuan(cost),
      implied,
      plannedImplied: unitCostYuan(funds.adjustedFen ?? funds.budgetFen, plannedQuantity),
      plannedQuantity,
      actualQuantity,
      quantityOrdinal: quantity,
      candidates,
      incomparable:
        implied !== null ? null : quantity === null || !actualQuantity ? 'no-quantity' : 'no-funds',
    }
  })
}

function costUnitOf({ target, actual }: Indicator): string | null {
  if (target.kind === 'unitCost') return target.unit
  return actual.kind === 'unitCost' ? actual.unit : null
}

/** A bare 170 beside a target of 170元/户 is in the target's unit. */
function reportedYuan({ target, actual }: Indicator): number | null {
  if (actual.yuan !== undefined) return actual.yuan
  const bare = actual.kind === 'number' && actual.unit === null && typeof actual.value === 'number'
  return bare && typeof actual.value === 'number' && target.value === target.yuan ? actual.value : null
}

const servedBy = (quantity: Indicator['target'] | undefined) =>
  quantity && (quantity.kind === 'count' || quantity.kind === 'number') && typeof quantity.value === 'number'
    ? quantity.value
    : null

/** The outputs counted in the cost's per-unit. */
function denominatorsOf(per: string, indicators: readonly Indicator[]): number[] {
  return indicators.flatMap((indicator, ordinal) => {
    const { kind, unit } = indicator.target.kind === 'empty' ? indicator.actual : indicator.target
    return kind === 'count' && sameUnit(unit, per) && level1Of(indicator) !== 'benefit' ? ordinal : []
  })
}

/** The quantity named most like the cost; null for none. */
function nearestOf(
  cost: Indicator,
  candidates: readonly number[],
  indicators: readonly Indicator[],
): number | null {
  const likeness = (ordinal: number) => sharedCharacters(indicators[ordinal]?.name ?? '', cost.name)
  return candidates.reduce<number | null>(
    (best, ordinal) => (best === null || likeness(ordinal) > likeness(best) ? ordinal : best),
    null,
  )
}

/** How many were planned or served by a row; null where it gives no number of things. */
export const quantityIn = (row: Indicator | undefined, side: 'target' | 'actual') => servedBy(row?.[side])

function sharedCharacters(a: string, b: string): number {
  const other = new Set(b)
  return [...new Set(a)].filter((character) => other.has(character)).length
}
