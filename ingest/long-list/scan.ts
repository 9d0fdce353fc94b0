import { closeSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '#app/domain/problem.ts'
import { scratchFolder } from '#app/scratch.ts'
import { identity } from '#ingest/layouts/flat-list.ts'
import { isSubtotalLabel, repeatsHeadings } from '#ingest/layouts/tables/columns.ts'
import { type CsvRecord, eachRecord } from '#ingest/readers/csv-records.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import { columnsOfList, type ListColumns, type ListField, type labelOfRow, levelsIn } from './columns.ts'
import { entryWriter, flag, kept } from './entry.ts'
import { Numbers } from './numbers.ts'
import type { LongList } from './open.ts'
import { cellsOf, firstFilled } from './record.ts'
import { labelsByColumn, leadingIn, leftOverOf, namesOf, whoIn } from './row.ts'
import { Tuples } from './tuples.ts'
import { Words } from './words.ts'

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
