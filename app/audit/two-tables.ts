import type { Quantity } from '#app/domain/quantity.ts'
import { convertedValue, sameUnit } from '#app/domain/units.ts'
import { cells, words } from './evidence.ts'
import type { Fault } from './rule.ts'
import { namedRows } from './statements.ts'
import type { Subject } from './subject.ts'

/** Targets that the report's first table gives otherwise than its second. */
export function planFaults({ evaluation, plan }: Subject): Fault[] {
  if (plan.length === 0) return []
  const before = new Map(namedRows(plan).map(({ name, row }) => [name, row]))
  return namedRows(evaluation.indicators).flatMap(({ name, row, ordinal }) => {
    const first = before.get(name)
    if (first === undefined || isSameTarget(first.target, row.target)) return []
    return {
      ordinal,
      message: words(
        `“${row.name}”在目标表中为 ${first.target.text}，在完成情况表中目标为 ${row.target.text}。`,
        `"${row.name}" aims at ${first.target.text} in the table of targets, at ${row.target.text} in the table of outcomes.`,
      ),
      evidence: [...cells(first, 'target'), ...cells(row, 'target')],
    }
  })
}

/** Words and what cannot be compared are not held against each other. */
function isSameTarget(a: Quantity, b: Quantity): boolean {
  const [first, second] = [a.yuan ?? a.value, b.yuan ?? b.value]
  if (first === null || second === null || typeof first !== typeof second) return true
  if (typeof first === 'string' || typeof second === 'string') return first === second && a.upper === b.upper
  const isOther = a.unit !== b.unit && a.unit !== null && b.unit !== null && !sameUnit(a.unit, b.unit)
  if (isOther && a.yuan === undefined && a.unit !== null && b.unit !== null)
    return convertedValue(first, a.unit, b.unit) === second
  return Math.abs(first - second) < 1e-6 * Math.max(1, Math.abs(first)) && a.upper === b.upper
}
