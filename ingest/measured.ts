import type { readQuantity } from '#app/domain/quantity-reader.ts'
import { isUnit } from '#app/domain/units.ts'

type Reading = Pick<ReturnType<typeof readQuantity>, 'quantity'>

/** The unit of measure that an indicator's name ends with: 改造面积（平方米）; null where it has none. */
export function unitInName(name: string): string | null {
  const unit = /[(（](?:单位[:：]?)?([^()（）]+)[)）]$/.exec(name)?.[1] ?? ''
  return isUnit(unit) ? unit : null
}

/** A bare figure's reading with its indicator's unit; 0.95 under % may be a share of one. `read` reads a text. */
export function measured<One extends Reading>(
  bare: One,
  unit: string | null,
  read: (text: string) => One,
): One {
  const { kind, text, value, unit: own } = bare.quantity
  const isShare = unit === '%' && Number(value) > 0 && Number(value) <= 1
  if (unit === null || kind !== 'number' || own !== null || isShare) return bare
  const whole = read(`${text}${unit}`)
  return { ...whole, quantity: { ...whole.quantity, text } }
}
