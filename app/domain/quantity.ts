import { z } from 'zod'

export const QuantityKind = z.enum([
  'count',
  'number',
  'percent',
  'money',
  'unitCost',
  'date',
  'range',
  'qualitative',
  'multi',
  'empty',
])
export type QuantityKind = z.infer<typeof QuantityKind>

export const Operator = z.enum(['=', '>=', '<=', '>', '<', 'range'])
export type Operator = z.infer<typeof Operator>

const Magnitude = z.union([z.number(), z.string()]).nullable()

/** What a cell says, and the text it said it in. Dates stand as ISO strings in `value` and `upper`. */
export interface Quantity {
  text: string
  kind: QuantityKind
  op: Operator | null
  value: number | string | null
  upper: number | string | null
  /** In normal form: 户, %, pp, 万元, 元/人·月, date, ratio; null where the cell has none. */
  unit: string | null
  approximate: boolean
  /** Money and unit costs, in yuan, whatever unit they were written in. */
  yuan?: number
  /** The parts of a `multi`, in order. */
  parts?: Quantity[]
}

export const Quantity: z.ZodType<Quantity> = z.lazy(() =>
  z.object({
    text: z.string(),
    kind: QuantityKind,
    op: Operator.nullable(),
    value: Magnitude,
    upper: Magnitude,
    unit: z.string().nullable(),
    approximate: z.boolean(),
    yuan: z.number().exactOptional(),
    parts: z.array(Quantity).exactOptional(),
  }),
)

const signs = { '=': '', '>=': '≥', '<=': '≤', '>': '>', '<': '<' } as const

/** The one text that reads back as this quantity, its wording apart. */
export function printQuantity(quantity: Quantity): string {
  const { kind, op, value, upper, approximate } = quantity
  if (kind === 'multi') return (quantity.parts ?? []).map(printQuantity).join('；')
  if (kind === 'empty') return ''
  if (kind === 'qualitative' || op === null || value === null) return quantity.text
  const about = approximate ? '约' : ''
  if (op === 'range') return `${about}${printed(value, quantity)}~${printed(upper, quantity)}`
  return `${signs[op]}${about}${printed(value, quantity)}`
}

function printed(value: number | string | null, { unit }: Quantity): string {
  if (typeof value !== 'number') return value ?? ''
  const digits = value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 })
  if (unit === 'ratio') return `1:${digits}`
  return `${digits}${unit === null ? '' : (spokenUnits.get(unit) ?? unit)}`
}

/** 12月 would read as December. */
const spokenUnits = new Map([
  ['月', '个月'],
  ['pp', '个百分点'],
])
