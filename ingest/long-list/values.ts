import { masked, maskedNumber } from '#app/domain/personal.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import type { QuantityProblem } from '#app/domain/quantity-reading.ts'
import { blank } from '#ingest/layouts/grid.ts'
import { targetText } from '#ingest/layouts/tables/row-values.ts'
import { measured } from '#ingest/measured.ts'
import { type ListColumns, linesIn } from './columns.ts'
import { textAt } from './entry.ts'
import { Tuples } from './tuples.ts'

/** A text as it was understood; texts that leave their year to the report stand once a year. */
export interface Value {
  quantity: Quantity
  problems: readonly QuantityProblem[]
}

/** Each different text of targets and outcomes, read once. */
export class Values {
  readonly list: Value[] = []

  /** The number of a text's reading in a report of this year, and whether it holds for every year. */
  numberOf(written: string, context: Context): { number: number; always: boolean } {
    const text = context.ofContact ? maskedNumber(written) : masked(written)
    const asking = new Asking(context.ofAccidents, context.year)
    const read = (one: string) => readQuantity(one, asking)
    const value = measured(read(text), context.unit, read)
    return { number: this.list.push(value) - 1, always: !asking.asked }
  }

  at(number: number): Value {
    const value = this.list[number]
    if (value === undefined) throw new Error(`no value ${number}`)
    return value
  }
}

export interface Context {
  year: number | null
  /** Whether the indicator counts accidents. */
  ofAccidents: boolean
  /** Whether the indicator is called a telephone or the like. */
  ofContact: boolean
  /** The unit that the indicator's name gives bare figures. */
  unit: string | null
}

/** What a text is read by; it notes whether the year was asked for. */
class Asking {
  asked = false

  constructor(
    readonly ofAccidents: boolean,
    private readonly known: number | null,
  ) {}

  get year() {
    this.asked = true
    return this.known
  }
}

/** The number of a value in the entry that begins at `start`. */
type Reader = (numbers: Int32Array, start: number, context: Context) => number

/** Numbers of values by the numbers of their texts in the list's columns. */
export function valuesIn(columns: ListColumns, values: Values): { target: Reader; actual: Reader } {
  const alone = (field: 'target' | 'actual'): Reader => {
    const line = linesIn(columns.get(field))
    const read = remembered(values, (number) => line(number) ?? '')
    const at = textAt(field)
    return (numbers, start, context) => read(numbers[start + at] ?? 0, context)
  }
  const isWhole = !columns.has('operator') && !columns.has('targetUnit')
  return { actual: alone('actual'), target: isWhole ? alone('target') : composed(columns, values) }
}

/** A target whose operator and unit stand in columns of their own. */
function composed(columns: ListColumns, values: Values): Reader {
  const fields = ['target', 'operator', 'targetUnit'] as const
  const parts = fields.map((field) => ({ at: textAt(field), line: linesIn(columns.get(field)) }))
  const places = new Map(
    fields.flatMap((field, n) =>
      columns.has(field) ? [[field, { from: n, to: n, unit: null, heading: '' }] as const] : [],
    ),
  )
  const tuples = new Tuples(fields.length)
  const texts: string[] = []
  const read = remembered(values, (number) => texts[number] ?? '')
  const tuple = new Int32Array(fields.length)
  return (numbers, start, context) => {
    parts.forEach(({ at }, n) => {
      tuple[n] = numbers[start + at] ?? 0
    })
    const number = tuples.numberOf(tuple)
    texts[number] ??=
      targetText(
        parts.map(({ line }, n) => ({ ...blank, column: n, text: line(tuple[n] ?? 0) ?? '' })),
        places,
      ) ?? ''
    return read(number, context)
  }
}

const [unknown, byYear] = [-1, -2]

/** Remembers the value of each text's number, where it leans on the year once for each; those of accidents, contacts and units apart. */
function remembered(values: Values, textOf: (number: number) => string) {
  const usual = rememberedBy(values, textOf)
  const others = new Map<string, typeof usual>()
  return (number: number, context: Context) => {
    const { ofAccidents, ofContact, unit } = context
    if (!ofAccidents && !ofContact && unit === null) return usual(number, context)
    const key = `${ofAccidents},${ofContact},${unit}`
    const known = others.get(key) ?? rememberedBy(values, textOf)
    others.set(key, known)
    return known(number, context)
  }
}

function rememberedBy(values: Values, textOf: (number: number) => string) {
  const always: number[] = []
  const dated = new Map<number | null, Map<number, number>>()
  return (number: number, context: Context): number => {
    // Filled from the front, the array stays an array to the engine.
    while (always.length <= number) always.push(unknown)
    const before = always[number] ?? unknown
    if (before >= 0) return before
    const known = before === byYear ? dated.get(context.year)?.get(number) : undefined
    if (known !== undefined) return known
    const found = values.numberOf(textOf(number), context)
    always[number] = found.always ? found.number : byYear
    if (found.always) return found.number
    const ofYear = dated.get(context.year) ?? new Map<number, number>()
    dated.set(context.year, ofYear.set(number, found.number))
    return found.number
  }
}
