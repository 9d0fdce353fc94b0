import { masked } from '#app/domain/personal.ts'
import { nowhere } from '#app/domain/problem.ts'
import { blank, lineOf, nameOf } from '#ingest/layouts/grid.ts'
import type { Field } from '#ingest/layouts/headings.ts'
import { dayIn } from '#ingest/layouts/surroundings.ts'
import { isSubtotalLabel, isTotalLabel } from '#ingest/layouts/tables/columns.ts'
import { withSign } from '#ingest/layouts/tables/fund-block.ts'
import { leftOverIn, levelOf, nameIn } from '#ingest/layouts/tables/levels.ts'
import { amountFen, gradeOf, pointsOf, ratePercent, reasonOf } from '#ingest/validate.ts'
import type { LongList } from './open.ts'
import { Room, Texts } from './texts.ts'
import type { Words } from './words.ts'

/** A column of a long list: where it stands, and its different texts. */
export interface ListColumn {
  index: number
  heading: string
  unit: string | null
  texts: Texts
}
export type ListField = Field | 'reportedOn'
export type ListColumns = ReadonlyMap<ListField, ListColumn>

/** The columns that a list's heading names; all share one room for their texts. */
export function columnsOfList({ list, encoding }: LongList): Map<ListField, ListColumn> {
  const room = new Room()
  const columns = new Map<ListField, ListColumn>(
    [...list.columns].map(([field, { from, unit, heading }]) => [
      field,
      { index: from, heading, unit: unit ?? list.unit, texts: new Texts(encoding, room) },
    ]),
  )
  if (list.reported >= 0)
    columns.set('reportedOn', {
      index: list.reported,
      heading: '',
      unit: null,
      texts: new Texts(encoding, room),
    })
  return columns
}

/** What a text means, found once for each different text of a column. */
export function perText<Meaning>(column: ListColumn | undefined, meaning: (text: string) => Meaning) {
  const known: Meaning[] = []
  const nothing = meaning('')
  return (number: number): Meaning => {
    if (column === undefined || number === 0) return nothing
    const before = known[number]
    if (before !== undefined) return before
    // Filled from the front, the array stays an array to the engine.
    while (known.length <= number) known.push(meaning(column.texts.text(known.length)))
    return known[number] ?? nothing
  }
}

/** A fund column's sum, and what was wrong with its text. */
export const sumsIn = (column: ListColumn | undefined) =>
  perText(column, (text) => {
    const line = lineOf(text)
    if (line === null) return { fen: null, stated: false, problem: null }
    const problems: Parameters<typeof amountFen>[1] = []
    const fen = amountFen({ text: line, unit: column?.unit ?? null, at: nowhere }, problems)
    return { fen, stated: true, problem: problems[0] ?? null }
  })

const maskedOrNull = (text: string | null) => (text === null ? null : masked(text))

export const linesIn = (column: ListColumn | undefined) => perText(column, lineOf)
export const pointsIn = (column: ListColumn | undefined) => perText(column, (text) => pointsOf(lineOf(text)))
export const reasonsIn = (column: ListColumn | undefined) =>
  perText(column, (text) => reasonOf(maskedOrNull(lineOf(text))))
/** A stated execution rate. */
export const ratesIn = (column: ListColumn | undefined) =>
  perText(column, (text) => {
    const line = withSign(lineOf(text), column?.heading ?? '')
    return line === null ? null : { percent: ratePercent(line) }
  })

/** A grade as it stands there, and its own word. */
export const gradesIn = (column: ListColumn | undefined) =>
  perText(column, (text) => {
    const line = lineOf(text)
    return line === null ? null : { line, word: gradeOf(line) }
  })

/** The day that a row says it was reported on. */
export const daysIn = (column: ListColumn | undefined) => perText(column, dayIn)

/** A name that makes up an evaluation's identity, as a word. */
export const namesIn = (column: ListColumn | undefined, words: Words) =>
  perText(column, (text) => words.numberOf(maskedOrNull(nameOf(text))))

/** A level's name as a word and its points; whether it is the label of a total. */
export const levelsIn = (column: ListColumn | undefined, words: Words) =>
  perText(column, (text) => {
    const { name, weight } = levelOf(lineOf(text))
    return {
      word: words.numberOf(maskedOrNull(name)),
      points: pointsOf(weight),
      isTotal: isTotalLabel(name ?? ''),
    }
  })

/** An indicator's name by its deepest level that is filled. */
export function leafNamesIn(columns: ListColumns, words: Words) {
  const leaves = (['level4', 'level3', 'name'] as const).filter((field) => columns.has(field))
  const readers = leaves.map((field) =>
    perText(columns.get(field), (text) =>
      words.numberOf(maskedOrNull(nameIn([{ ...blank, text }], alone(field)))),
    ),
  )
  return { leaves, readers }
}

const alone = (field: Field) => new Map([[field, { from: 0, to: 0, unit: null, heading: '' }]])

/** The template's own text in the columns where it may be left over, as words. */
export function leftOversIn(columns: ListColumns, words: Words) {
  const fields = (['level4', 'level3', 'name', 'reason'] as const).filter((field) => columns.has(field))
  const readers = fields.map((field) =>
    perText(columns.get(field), (text) =>
      words.numberOf(maskedOrNull(leftOverIn([{ ...blank, text }], alone(field)))),
    ),
  )
  return { fields, readers }
}

/** What the first cell of a row says of the whole row. */
export function labelOfRow(text: string): 'subtotal' | 'total' | null {
  if (isSubtotalLabel(text)) return 'subtotal'
  return isTotalLabel(text) ? 'total' : null
}
