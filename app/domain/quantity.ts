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

/**
 * What a cell says, and the text it said it in. Dates stand as ISO strings in `value` and `upper`: a day in
 * `value` alone, a month or a quarter named as one (2019年6月) in its first and last day.
 */
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
  if (kind === 'date' && upper !== null) return `${about}${printedPeriod(String(value), String(upper))}`
  if (op === 'range') return `${about}${printed(value, quantity)}~${printed(upper, quantity)}`
  return `${signs[op]}${about}${printed(value, quantity)}`
}

function printed(value: number | string | null, { unit }: Quantity): string {
  if (typeof value !== 'number') return value ?? ''
  const useGrouping = unit === null && looksLikeDay.test(`${value}`)
  const digits = value.toLocaleString('en-US', { useGrouping, maximumSignificantDigits: 15 })
  if (unit === 'ratio') return `1:${digits}`
  const [head = '', ...per] = (unit ?? '').split('/')
  const isSpan = head.endsWith('年') && (value < 1900 || value >= 2100)
  return [`${digits}${isSpan ? head : (spokenUnits.get(head) ?? head)}`, ...per].join('/')
}

/** 20191231 would read as a day, 20,191,231 does not. */
const looksLikeDay = /^-?(?:19|20)\d{6}$/

/** A month, quarter, half or year, or a third of a month, as one phrase: two days would read as a span. */
function printedPeriod(start: string, end: string): string {
  const [year, first] = start.split('-')
  const last = end.slice(5, 7)
  const months = `${first}-${last}`
  const third = thirds.get(start.slice(8))
  if (first === last && third !== undefined) return `${year}年${first}月${third}`
  if (first === last && end.endsWith('-10')) return `${year}年${first}月上旬`
  if (first === last) return `${year}年${first}月`
  return `${year}年${longPeriods.get(months) ?? ''}`
}

const thirds = new Map([
  ['11', '中旬'],
  ['21', '下旬'],
])
const longPeriods = new Map([
  ['01-06', '上半年'],
  ['07-12', '下半年'],
  ['01-03', '第1季度'],
  ['04-06', '第2季度'],
  ['07-09', '第3季度'],
  ['10-12', '第4季度'],
])

/** 12月 would read as December, 2000年 as the year. */
const spokenUnits = new Map([
  ['月', '个月'],
  ['季度', '个季度'],
  ['年', '个年度'],
  ['学年', '个学年'],
  ['pp', '个百分点'],
])
