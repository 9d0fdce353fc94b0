import type { Evaluation } from './evaluation.ts'
import type { Indicator } from './indicator.ts'
import { level1Of } from './indicator.ts'
import type { Quantity } from './quantity.ts'
import { comparableUnit, convertedValue, perUnitOf } from './units.ts'
import { isSubRow } from './weights.ts'

/**
 * Why money cannot be divided: no quantity is counted in the cost's unit, several are and no word tells which,
 * the outcome of the one that fits is missing, zero or in another unit, or no spending is stated.
 */
export const incomparableReasons = ['no-quantity', 'several-quantities', 'no-outcome', 'no-funds'] as const
export type Incomparable = (typeof incomparableReasons)[number]

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
  /** All outputs counted in the cost's unit: which one is meant is a judgement by their names. */
  candidates: readonly Pick<Served, 'planned' | 'actual'>[]
  /** Why the money could not be divided; null where it could. */
  incomparable: Incomparable | null
}

/** Yuan per unit served; null where either side is unknown or nothing was served. */
export function unitCostYuan(spentFen: number | null, served: number | null): number | null {
  return spentFen === null || !served ? null : spentFen / 100 / served
}

type Costed = Pick<Evaluation, 'indicators' | 'funds'> & Partial<Pick<Evaluation, 'project'>>

/** The unit costs of an evaluation, one for each cost indicator that has a per-unit. */
export function unitCostsOf({ indicators, funds, project = null }: Costed): UnitCost[] {
  return indicators.flatMap((cost, ordinal) => {
    const unit = costUnitOf(cost)
    if (unit === null) return []
    const per = perUnitOf(unit)
    if (per === null) return []
    const candidates = outputsIn(per, indicators)
    const found = quantitiesAmong(candidates)
    const quantity = nearest(found, [cost.name, project ?? ''])
    const implied = unitCostYuan(funds.spentFen, quantity?.actual ?? null)
    return {
      ordinal,
      name: cost.name,
      per: comparableUnit(per),
      planned: cost.target.yuan ?? null,
      reported: reportedYuan(cost),
      implied,
      plannedImplied: unitCostYuan(funds.adjustedFen ?? funds.budgetFen, quantity?.planned ?? null),
      plannedQuantity: quantity?.planned ?? null,
      actualQuantity: quantity?.actual ?? null,
      quantityOrdinal: quantity?.ordinal ?? null,
      candidates,
      incomparable: implied === null ? obstacle(found, quantity) : null,
    }
  })
}

function obstacle(found: readonly Served[], quantity: Served | null): Incomparable {
  if (quantity === null) return found.length === 0 ? 'no-quantity' : 'several-quantities'
  return quantity.actual ? 'no-funds' : 'no-outcome'
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

/** An output that may be what the money was spent on, counted in the cost's unit. */
interface Served {
  ordinal: number
  name: string
  planned: number | null
  actual: number | null
}

/** The outputs counted in a unit, or in one that converts to it. */
function outputsIn(per: string, indicators: readonly Indicator[]) {
  return indicators.flatMap((indicator, ordinal) => {
    const { name, level2, target, actual } = indicator
    const stated = target.kind === 'empty' ? actual : target
    if (stated.kind !== 'count' || convertedValue(1, stated.unit ?? '', per) === null) return []
    const level = level1Of(indicator)
    if (!(level === 'output' || level === null)) return []
    const planned = countIn(per, target, stated.unit)
    return { ordinal, name, level2, planned, actual: countIn(per, actual, stated.unit) }
  })
}

/** Of these, those of the form's 数量指标 where it has such. */
function quantitiesAmong(found: readonly (Served & Pick<Indicator, 'level2'>)[]): readonly Served[] {
  const whole = found.filter((one) => !isSubRow(one))
  const quantities = whole.filter(({ level2 }) => level2?.includes('数量'))
  return [quantities, whole, found].find((some) => some.length > 0) ?? []
}

/** A count in the unit asked for; a bare figure is in the unit of its indicator, one of another kind is null. */
function countIn(per: string, { kind, value, unit }: Quantity, assumed: string | null): number | null {
  if (typeof value !== 'number') return null
  if (kind !== 'count' && !(kind === 'number' && unit === null)) return null
  return convertedValue(value, unit ?? assumed ?? '', per)
}

/** The quantity named most like the cost, then like the project; null where the words leave several that differ. */
function nearest(quantities: readonly Served[], names: readonly string[]): Served | null {
  const left = names.reduce((some, name) => mostAlike(some, name), quantities)
  const [first = null] = left
  const isOne = left.every(({ planned, actual }) => planned === first?.planned && actual === first.actual)
  return isOne ? first : null
}

function mostAlike(quantities: readonly Served[], name: string): readonly Served[] {
  if (quantities.length < 2) return quantities
  const likeness = quantities.map((quantity) => shared(quantity.name, name))
  const most = Math.max(...likeness)
  return quantities.filter((_, index) => likeness[index] === most)
}

/** Characters, and pairs of them, that two names have in common. */
function shared(a: string, b: string): number {
  const others = new Set(pieces(b))
  return new Set(pieces(a).filter((piece) => others.has(piece))).size
}

function pieces(name: string): string[] {
  const characters = [...name]
  return [...characters, ...characters.slice(1).map((character, index) => `${characters[index]}${character}`)]
}
