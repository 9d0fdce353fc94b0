import { closeSync, openSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '#app/domain/problem.ts'
import { scratchFolder } from '#app/scratch.ts'
import { isSubtotalLabel, isTotalLabel, repeatsHeadings } from '#ingest/layouts/columns.ts'
import { identity } from '#ingest/layouts/flat-list.ts'
import { blank } from '#ingest/layouts/grid.ts'
import { placeOf } from '#ingest/layouts/labels.ts'
import { type CsvRecord, eachRecord } from '#ingest/readers/csv-records.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import {
  columnsOfList,
  type ListColumn,
  type ListColumns,
  type ListField,
  labelOfRow,
  leafNamesIn,
  leftOversIn,
  levelsIn,
  namesIn,
  perText,
} from './columns.ts'
import { Numbers } from './numbers.ts'
import type { LongList } from './open.ts'
import { Tuples } from './tuples.ts'
import { Words } from './words.ts'

/** What a row's entry holds beside the texts of these fields, each as its number within its column. */
export const kept = [
  'level1',
  'level2',
  'target',
  'operator',
  'targetUnit',
  'actual',
  'weight',
  'score',
  'reason',
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'executionRate',
  'total',
  'grade',
  'reportedOn',
] as const satisfies readonly ListField[]

/** Where an entry keeps its row's number, its flags, the words of its name, and its texts; an entry is so wide. */
export const place = { row: 0, flags: 1, name: 2, leftOver: 3, texts: 4, width: 4 + kept.length } as const

/** Where an entry keeps the text of a field. */
export const textAt = (field: (typeof kept)[number]) => place.texts + kept.indexOf(field)

export const flag = {
  /** An indicator. */
  indicator: 1,
  /** The score of this row is the project's total. */
  total: 2,
  /** The row ends before the indicator's name. */
  short: 4,
} as const

/** A long list gone through once: rows as numbers in a file beside, in runs of one evaluation each. */
export interface Scanned {
  list: LongList
  columns: ListColumns
  words: Words
  /** Whom each evaluation is about: words of year, district, department, unit, project, sector, programme. */
  who: Tuples
  /** How many indicators each evaluation has. */
  indicators: Numbers
  /** The evaluation of each run of entries, and the number of its first one. */
  runs: { evaluation: Numbers; first: Numbers }
  entries: number
  /** Holds the entries. */
  folder: string
  file: string
  isSample: boolean
  problems: Problem[]
  close(): Promise<void>
}

/** More indicators than this for one project and year are another kind of list. */
const mostIndicators = 100_000
const mostUneven = 1000
const entriesAtOnce = 16_384

/** Goes through a long list: finds whom each row is about, numbers its texts, and keeps both beside. */
export async function scan(list: LongList): Promise<Scanned> {
  const folder = await scratchFolder('list')
  const close = () => rm(folder, { recursive: true, force: true })
  const file = path.join(folder, 'entries')
  const descriptor = openSync(file, 'w')
  try {
    const rows = rowsOf(list, descriptor)
    const bytes = Buffer.from(list.encoding === 'utf-8' ? '示例数据' : gbSample)
    await eachRecord(list.file, { ...list, leading: rows.leading }, rows.take, (block) => {
      rows.scanned.isSample ||= block.includes(bytes)
    })
    rows.finish()
    return { ...rows.scanned, list, folder, file, close }
  } catch (fault) {
    await close()
    throw fault
  } finally {
    closeSync(descriptor)
  }
}

/** 示例数据 in GB18030. */
const gbSample = Buffer.from('cabec0fdcafdbedd', 'hex')

function rowsOf(list: LongList, descriptor: number) {
  const columns = columnsOfList(list)
  const words = new Words()
  const used = [...columns.entries()]
  const at = new Map(used.map(([field], position) => [field, position]))
  // One more stays 0, for what the list has no column for.
  const numbers = new Int32Array(used.length + 1)
  const headings = new Int32Array(used.length + 1)
  const positionOf = (field: ListField) => at.get(field) ?? used.length
  const keptAt = Int32Array.from(kept, positionOf)
  const level1 = { at: positionOf('level1'), of: levelsIn(columns.get('level1'), words) }
  const level2 = { at: positionOf('level2'), of: levelsIn(columns.get('level2'), words) }
  const names = namesOf(columns, words, positionOf)
  const leftOver = leftOverOf(columns, words, positionOf)
  const labels = labelsByColumn(list, used)
  const leafIndex = columns.get(names.leaf)?.index ?? 0
  const ownWho = whoIn(columns, words, positionOf)
  const leading = leadingIn(columns)
  const others = used.flatMap(([, { index }], position) => (index < leading ? [] : [position]))
  const all = used.map((_, position) => position)
  /** The number of the record whose texts are numbered. */
  let numbered = 0
  const firstLevel = columns.get('level1')?.index ?? columns.get('level2')?.index
  const who = new Tuples(identity.length)
  const before = new Int32Array(identity.length)
  const scanned = {
    columns,
    words,
    who,
    indicators: new Numbers(),
    runs: { evaluation: new Numbers(), first: new Numbers() },
    entries: 0,
    isSample: false,
    problems: [...list.problems],
  }
  const entries = entryWriter(descriptor)
  let evaluation = -1
  /** Whether the row before was about the evaluation that it named itself. */
  let isKnown = false
  let uneven = 0

  function take(record: CsvRecord) {
    const heading = list.list.heading + 1
    if (record.number < heading) return
    const first = firstFilled(record, list, 0)
    if (first < 0 || firstFilled(record, list, first + 1) < 0) return
    const goesOn = record.goesOn && numbered === record.number - 1
    numberTexts(record, goesOn ? others : all)
    const isSame = goesOn && isKnown
    isKnown = false
    if (record.number === heading) headings.set(numbers)
    if (holdsHeadings() && repeatsHeadings(cellsOf(record, list), list.list.columns)) return
    const label = labels(record, first, numbers)
    if (isSum(label, first)) return
    if (!isSame) findEvaluation(label)
    isKnown = label === null
    tellUneven(record)
    write(record, label === 'total')
  }

  /** A sum of the whole list; among the indicators it is the total of one project. */
  const isSum = (label: ReturnType<typeof labelOfRow>, first: number) =>
    label === 'subtotal' || (label === 'total' && (firstLevel === undefined || first < firstLevel))

  function findEvaluation(label: ReturnType<typeof labelOfRow>) {
    if (label === null) ownWho(numbers, before)
    if (evaluation < 0 || !who.is(evaluation, before)) startRun()
  }

  function numberTexts(record: CsvRecord, positions: readonly number[]) {
    const { bytes, view, starts, ends, cells, number } = record
    for (const position of positions) {
      const column = used[position]?.[1]
      if (column === undefined) continue
      const { index, texts } = column
      numbers[position] =
        index < cells ? texts.numberOf(bytes, view, starts[index] ?? 0, ends[index] ?? 0, number) : 0
    }
    numbered = number
  }

  /** Whether a row may be the headings once more, as tables have them on each new page. */
  function holdsHeadings() {
    let again = 0
    for (let position = 0; position < used.length; position += 1)
      if (numbers[position] === headings[position]) again += 1
    return again >= 2 && again >= used.length / 2
  }

  function startRun() {
    evaluation = who.numberOf(before)
    if (evaluation === scanned.indicators.length) scanned.indicators.push(0)
    scanned.runs.evaluation.push(evaluation)
    scanned.runs.first.push(scanned.entries)
  }

  function tellUneven(record: CsvRecord) {
    const { cells, number } = record
    const isLonger = cells > list.width && firstFilled(record, list, list.width) >= 0
    if (cells >= list.width && !isLonger) return
    uneven += 1
    if (uneven > mostUneven) return
    scanned.problems.push({
      at: { table: 1, row: number, column: null },
      code: 'row-uneven',
      message: `${cells} cells under ${list.width} headings`,
    })
  }

  function write(record: CsvRecord, isTotalRow: boolean) {
    const top = level1.of(numbers[level1.at] ?? 0)
    const middle = level2.of(numbers[level2.at] ?? 0)
    const own = names.of(numbers)
    const name = own.word === 0 ? middle.word : own.word
    const isTotal = isTotalRow || top.isTotal || own.isTotal
    const isIndicator =
      !isTotal && name !== 0 && !(own.word === 0 ? isSubtotalLabel(words.text(name) ?? '') : own.isSubtotal)
    const flags =
      (isIndicator ? flag.indicator : 0) |
      (isTotal ? flag.total : 0) |
      (leafIndex < record.cells ? 0 : flag.short)
    if (isIndicator && scanned.indicators.add(evaluation, 1) > mostIndicators)
      throw new Unreadable(
        'too-large',
        `row ${record.number}: more than ${mostIndicators} indicators of one project and year; fill in whose they are`,
      )
    entries.write([record.number, flags, name, leftOver(numbers)], keptAt, numbers)
    scanned.entries += 1
  }

  function finish() {
    entries.flush()
    if (uneven > mostUneven)
      scanned.problems.push({
        at: { table: 1, row: null, column: null },
        code: 'row-uneven',
        message: `${uneven - mostUneven} more rows`,
      })
  }

  return { take, finish, scanned, leading }
}

const leadingFields: readonly ListField[] = [...identity, 'districtCode', 'reporter']

/** How many leading columns are the same in all rows of a project: those before the indicator's own. */
function leadingIn(columns: ListColumns): number {
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

/** The first cell from `from` on that holds more than blanks; −1 where there is none. */
function firstFilled({ bytes, view, starts, ends, cells }: CsvRecord, { encoding }: LongList, from: number) {
  for (let cell = from; cell < cells; cell += 1) {
    const start = starts[cell] ?? 0
    const end = ends[cell] ?? 0
    if (start === end) continue
    const byte = view.getUint8(start)
    // Blanks of either encoding begin lower, or with one of these bytes.
    if (
      (byte > 0x20 && byte < 0x80) ||
      (byte >= 0xb0 && byte !== 0xc2 && byte !== 0xe2 && byte !== 0xe3 && byte !== 0xef)
    )
      return cell
    if (new TextDecoder(encoding).decode(bytes.subarray(start, end)).trim() !== '') return cell
  }
  return -1
}

/** What a row's first filled cell calls the row; of columns without a meaning only a few texts are labels. */
function labelsByColumn({ width, encoding }: LongList, used: readonly (readonly [ListField, ListColumn])[]) {
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

/** A record as the row of a table. */
function cellsOf({ bytes, starts, ends, cells }: CsvRecord, { encoding }: LongList) {
  const decoder = new TextDecoder(encoding)
  return Array.from({ length: cells }, (_, column) => ({
    ...blank,
    column,
    text: decoder.decode(bytes.subarray(starts[column], ends[column])),
  }))
}

type PositionOf = (field: ListField) => number

/** The template's own text that stands where a row's name or reason belongs, as a word. */
function leftOverOf(columns: ListColumns, words: Words, positionOf: PositionOf) {
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
function namesOf(columns: ListColumns, words: Words, positionOf: PositionOf) {
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
function whoIn(columns: ListColumns, words: Words, positionOf: PositionOf) {
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

/** Writes entries to an open file, many at a time. */
function entryWriter(descriptor: number) {
  const block = new Int32Array(place.width * entriesAtOnce)
  let used = 0
  const flush = () => {
    writeWhole(descriptor, new Uint8Array(block.buffer, 0, used * 4))
    used = 0
  }
  return {
    flush,
    write(
      [row, flags, name, leftOver]: readonly [number, number, number, number],
      keptAt: Int32Array,
      numbers: Int32Array,
    ) {
      block[used + place.row] = row
      block[used + place.flags] = flags
      block[used + place.name] = name
      block[used + place.leftOver] = leftOver
      for (let n = 0; n < kept.length; n += 1) block[used + place.texts + n] = numbers[keptAt[n] ?? 0] ?? 0
      used += place.width
      if (used === block.length) flush()
    },
  }
}

function writeWhole(descriptor: number, bytes: Uint8Array) {
  for (let written = 0; written < bytes.length; )
    written += writeSync(descriptor, bytes, written, bytes.length - written)
}
