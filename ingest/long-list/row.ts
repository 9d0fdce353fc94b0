import { identity } from '#ingest/layouts/flat-list.ts'
import { placeOf } from '#ingest/layouts/labels.ts'
import { isSubtotalLabel, isTotalLabel } from '#ingest/layouts/tables/columns.ts'
import type { CsvRecord } from '#ingest/readers/csv-records.ts'
import {
  type ListColumn,
  type ListColumns,
  type ListField,
  labelOfRow,
  leafNamesIn,
  leftOversIn,
  namesIn,
  perText,
} from './columns.ts'
import type { LongList } from './open.ts'
import type { Words } from './words.ts'

/** What a row's first filled cell calls the row; of columns without a meaning only a few texts are labels. */
export function labelsByColumn(
  { width, encoding }: LongList,
  used: readonly (readonly [ListField, ListColumn])[],
) {
  const decoder = new TextDecoder(encoding)
  const readers = Array.from({ length: width }, (_, index) => {
    const position = used.findIndex(([, column]) => column.index === index)
    const column = used[position]?.[1]
    return column && { position, of: perText(column, labelOfRow) }
  })
  const longest = 160
  return ({ bytes, view, starts, ends }: CsvRecord, cell: number, numbers: Int32Array) => {
    const reader = readers[cell]
    if (reader !== undefined) return reader.of(numbers[reader.position] ?? 0)
    const start = starts[cell] ?? 0
    const end = ends[cell] ?? 0
    if (view.getUint8(start) < 0x80 || end - start > longest) return null
    return labelOfRow(decoder.decode(bytes.subarray(start, end)))
  }
}

const leadingFields: readonly ListField[] = [...identity, 'districtCode', 'reporter']

/** How many leading columns are the same in all rows of a project: those before the indicator's own. */
export function leadingIn(columns: ListColumns): number {
  const named = [...columns].filter(([field]) => leadingFields.includes(field))
  const own = [...columns].filter(([field]) => perRow.includes(field))
  const first = Math.min(...own.map(([, { index }]) => index))
  return named.every(([, { index }]) => index < first) ? first : 0
}

const perRow: readonly ListField[] = [
  'level1',
  'level2',
  'level3',
  'level4',
  'name',
  'target',
  'actual',
  'weight',
  'score',
]

/** Where among a row's numbered texts a field's stands. */
type PositionOf = (field: ListField) => number

/** The template's own text that stands where a row's name or reason belongs, as a word. */
export function leftOverOf(columns: ListColumns, words: Words, positionOf: PositionOf) {
  const { fields, readers } = leftOversIn(columns, words)
  const positions = fields.map(positionOf)
  return (numbers: Int32Array) => {
    for (let n = 0; n < readers.length; n += 1) {
      const word = readers[n]?.(numbers[positions[n] ?? 0] ?? 0) ?? 0
      if (word !== 0) return word
    }
    return 0
  }
}

/** The name of a row's indicator by its own columns. */
export function namesOf(columns: ListColumns, words: Words, positionOf: PositionOf) {
  const { leaves, readers } = leafNamesIn(columns, words)
  const positions = leaves.map(positionOf)
  const known: { word: number; isTotal: boolean; isSubtotal: boolean }[] = []
  const told = (word: number) => {
    const text = words.text(word) ?? ''
    known[word] ??= { word, isTotal: isTotalLabel(text), isSubtotal: isSubtotalLabel(text) }
    return known[word]
  }
  return {
    leaf: leaves[0] ?? ('level2' as const),
    of(numbers: Int32Array) {
      for (let n = 0; n < readers.length; n += 1) {
        const word = readers[n]?.(numbers[positions[n] ?? 0] ?? 0) ?? 0
        if (word !== 0) return told(word)
      }
      return told(0)
    },
  }
}

/** Sets whom a row is about: what it leaves empty is that of the row before. */
export function whoIn(columns: ListColumns, words: Words, positionOf: PositionOf) {
  const named = (field: ListField) => {
    const position = positionOf(field)
    const read = namesIn(columns.get(field), words)
    return (numbers: Int32Array) => read(numbers[position] ?? 0)
  }
  const district = named('district')
  const code = named('districtCode')
  const places = new Map<string, number>()
  const placed = (numbers: Int32Array) => {
    const [name, coded] = [district(numbers), code(numbers)]
    if (coded === 0) return name
    const key = `${name},${coded}`
    const known = places.get(key) ?? words.numberOf(placeOf(words.text(name), words.text(coded)))
    places.set(key, known)
    return known
  }
  const unit = named('unit')
  const reporter = named('reporter')
  const readers = {
    year: named('year'),
    district: placed,
    department: named('department'),
    unit: (numbers: Int32Array) => unit(numbers) || reporter(numbers),
    project: named('project'),
    sector: named('sector'),
    programme: named('programme'),
  }
  const inOrder = identity.map((field) => readers[field])
  return (numbers: Int32Array, before: Int32Array) => {
    for (let n = 0; n < inOrder.length; n += 1) {
      const own = inOrder[n]?.(numbers) ?? 0
      if (own !== 0) before[n] = own
    }
  }
}
