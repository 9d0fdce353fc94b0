import { useSay } from '#app/components/here.ts'
import type { Operator, QuantityKind } from '#app/domain/quantity.ts'
import { formatCount } from '#app/format.ts'
import { type Words, w } from '#app/words.ts'

/** A quantity as it was read from a cell. */
export interface Quantity {
  kind: QuantityKind
  op: Operator | null
  value: number | null
  upper: number | null
  date: string | null
  unit: string | null
}

const kindWords: Readonly<Record<QuantityKind, Words>> = {
  count: w('计数', 'count'),
  number: w('数值', 'number'),
  percent: w('百分比', 'per cent'),
  money: w('金额', 'money'),
  unitCost: w('单位成本', 'unit cost'),
  date: w('日期', 'date'),
  range: w('区间', 'range'),
  qualitative: w('定性描述', 'in words'),
  multi: w('多个数值', 'several figures'),
  empty: w('未填', 'not given'),
}

const signs: Readonly<Record<Operator, string>> = {
  '=': '',
  '>=': '≥ ',
  '<=': '≤ ',
  '>': '> ',
  '<': '< ',
  range: '',
}

/** The figure that was understood, ≥ 95% or 4,800 户; null for words and for values that no single figure holds. */
function figureOf({ op, value, upper, date, unit }: Quantity): string | null {
  const sign = op === null ? '' : signs[op]
  if (date !== null) return `${sign}${date}`
  if (value === null) return null
  const range = upper === null ? '' : `–${formatCount(upper)}`
  if (unit === 'ratio') return `${sign}1:${formatCount(value)}`
  const after = unit === null ? '' : unit === '%' ? '%' : ` ${unit === 'pp' ? '个百分点' : unit}`
  return `${sign}${formatCount(value)}${range}${after}`
}

/** What was understood of a cell: its figure, and of what kind it is. */
export function Understood({ quantity, notes = [] }: { quantity: Quantity; notes?: readonly Words[] }) {
  const say = useSay()
  const figure = figureOf(quantity)
  const kind = say(kindWords[quantity.kind])
  return (
    <>
      {figure !== null && <span className="block whitespace-nowrap">{figure}</span>}
      <span className="block text-muted text-xs">{[kind, ...notes.map(say)].join(' · ')}</span>
    </>
  )
}
