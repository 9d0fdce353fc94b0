import { z } from 'zod'
import { givenFields } from '#app/domain/given.ts'
import { nowhere, type Place, type Problem } from '#app/domain/problem.ts'
import type { Cell, Content, Table } from '#ingest/readers/table.ts'
import type { Draft, DraftEvaluation, DraftFlow, Layout } from './draft.ts'
import { gridsOf, lineOf, plain, type Row } from './grid.ts'
import { fields, words } from './heading-words.ts'
import { headingOf } from './headings.ts'
import { contentRead, layoutOf } from './index.ts'

export type GivenField = (typeof givenFields)[number]

export const moneyUnits = ['元', '千元', '万元', '百万元', '亿元'] as const

/** A value as a person typed it, or the cell of the document that holds it, counted from 1. */
const Given = z.union([
  z.object({ text: z.string().trim().min(1).max(200) }),
  z.object({
    table: z.number().int().positive(),
    row: z.number().int().positive(),
    column: z.number().int().positive(),
  }),
])
export type Given = z.infer<typeof Given>

/** What an analyst said of a table: which row is its heading, and what each column means. */
export const Reading = z.object({
  table: z.number().int().positive(),
  /** The heading's row, counted from 1. */
  heading: z.number().int().positive(),
  /** What each column means, from the first; null for those that are not read. */
  columns: z.array(z.enum(fields).nullable()).max(200),
  /** The unit of sums whose headings name none. */
  moneyUnit: z.enum(moneyUnits).nullable(),
  given: z.partialRecord(z.enum(givenFields), Given),
})
export type Reading = z.infer<typeof Reading>

/** A reading as it is kept: for the document it was made on, and for later ones with the same headings. */
export const Mapping = z.object({
  id: z.string().regex(/^[a-z0-9-]{8,40}$/),
  /** sha256 of the document it was made on, and the name it goes by. */
  document: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  made: z.string(),
  /** How many documents had come in when it was made: a rebuilt warehouse applies it from there on. */
  sequence: z.number().int().nonnegative(),
  reading: Reading,
  /** The heading's texts, column by column. */
  headings: z.array(z.string()),
  /** Whether later documents are read by it: those that name the unit, where one is given. */
  kept: z.object({ unit: z.string().nullable() }).nullable(),
  /** How many documents had come in when it was withdrawn; null while it is in use. */
  retired: z.number().int().nonnegative().nullable(),
})
export type Mapping = z.infer<typeof Mapping>

/** The texts of a table's row up to the last that is written, without width, spaces and line breaks. */
export function headingTexts(row: Row): string[] {
  const texts = row.map(({ text }) => plain(text))
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1)
}

/** The layout of a document whose columns a person has named; `isOwn` for the one they were named on. */
export function mappedLayout(
  { reading, headings, name, made }: Pick<Mapping, 'reading' | 'headings' | 'name' | 'made'>,
  content: Content,
  isOwn: boolean,
): Layout {
  const base = contentRead(content)
  const named = withHeadings(base, reading, { headings, isOwn })
  const inner = layoutOf(named)
  const why = `columns named by hand on ${made.slice(0, 10)} (${name})`
  return {
    id: 'mapped',
    recognise: () => (inner === null ? why : `${why}: ${inner.why}`),
    draft() {
      const draft = inner?.layout.draft(named) ?? { title: '', evaluations: [], flows: [], problems: [] }
      return withGiven(draft, base, reading)
    },
  }
}

/** The document with the headings of the table, wherever they are repeated, in words that every layout knows. */
function withHeadings(
  content: Content,
  reading: Reading,
  { headings, isOwn }: { headings: readonly string[]; isOwn: boolean },
): Content {
  const grids = gridsOf(content)
  let number = 0
  const blocks = content.blocks.map((block) => {
    if (block.kind === 'paragraph') return block
    number += 1
    const rows = grids[number - 1]?.rows ?? []
    const own = isOwn && number === reading.table ? reading.heading - 1 : -1
    const at = rows.flatMap((row, index) => (index === own || isSame(row, headings) ? [index] : []))
    return at.reduce((table, row) => withHeading(table, row, reading), block)
  })
  return { ...content, blocks }
}

/** Whether a row holds the headings that were named. */
export function isSame(row: Row, headings: readonly string[]): boolean {
  const [first] = row
  if (headings.length === 0 || plain(first?.text ?? '') !== headings[0]) return false
  const texts = headingTexts(row)
  return texts.length === headings.length && texts.every((text, column) => text === headings[column])
}

function withHeading(table: Table, heading: number, reading: Reading): Table {
  const above = table.cells.flatMap((cell) => cutAt(cell, heading))
  const torn = new Set([heading - 1, heading - 2].filter((row) => isHeadingLike(above, row)))
  const columns = reading.columns.map((field, column): Cell => {
    const written = table.cells.find((cell) => covers(cell, heading, column))?.text ?? ''
    return { row: heading, column, rowSpan: 1, columnSpan: 1, text: wordOf(field, written, reading) }
  })
  const cells = [...above.filter(({ row }) => !torn.has(row)), ...columns]
  return { ...table, cells: cells.sort((a, b) => a.row - b.row || a.column - b.column) }
}

const covers = ({ row, column, rowSpan, columnSpan }: Cell, at: number, across: number) =>
  row <= at && at < row + rowSpan && column <= across && across < column + columnSpan

/** A cell without what it covers of the heading's row and below it. */
function cutAt(cell: Cell, heading: number): Cell[] {
  if (cell.row > heading || cell.row + cell.rowSpan <= heading) return [cell]
  return cell.row < heading ? [{ ...cell, rowSpan: heading - cell.row }] : []
}

/** Headings in two rows: once the lower row is named, the upper one must not be read for itself. */
const isHeadingLike = (cells: readonly Cell[], row: number) =>
  cells.filter((cell) => {
    const field = cell.row === row ? headingOf(cell.text)?.field : undefined
    return field !== undefined && !labelFields.has(field)
  }).length >= 2
const labelFields: ReadonlySet<string> = new Set([
  'project',
  'unit',
  'reporter',
  'department',
  'district',
  'year',
  'ignored',
])

const money: ReadonlySet<string> = new Set([
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'amount',
  'income',
  'outgo',
])

/** The surest word for a field, with the unit of its sums. */
function wordOf(field: Reading['columns'][number], written: string, { moneyUnit }: Reading): string {
  const [word = ''] = words[field ?? 'ignored'].split(' ')
  if (field === null || !money.has(field)) return word
  const unit = moneyUnit ?? headingOf(written)?.unit ?? null
  return unit === null ? word : `${word}（${unit}）`
}

/** A draft with what was given by hand, each value told as such. */
function withGiven(draft: Draft, content: Content, { given, moneyUnit }: Reading): Draft {
  const values = new Map(
    givenFields.flatMap((field) => {
      const value = given[field]
      const found = value && valueGiven(value, content)
      return found ? [[field, found] as const] : []
    }),
  )
  const text = (field: GivenField) => values.get(field)?.text ?? null
  const sum = (field: GivenField) => {
    const value = values.get(field)
    return value ? { text: value.text, unit: moneyUnit, at: value.at } : null
  }
  const who = { project: text('project'), unit: text('unit'), district: text('district'), year: text('year') }
  const ofEvaluation = (one: DraftEvaluation): DraftEvaluation => ({
    ...one,
    ...stated({ ...who, department: text('department') }),
    funds: {
      ...one.funds,
      ...stated({
        budget: sum('budget'),
        adjusted: sum('adjusted'),
        arrived: sum('arrived'),
        spent: sum('spent'),
        executionRate: text('executionRate'),
      }),
    },
    total: { ...one.total, ...stated({ score: text('total'), grade: text('grade') }) },
  })
  const problems = [...values].map(
    ([field, { text: value, at }]): Problem => ({
      at,
      code: 'given-by-hand',
      message: `${words[field].split(' ')[0]}：${value}`,
    }),
  )
  return {
    title: draft.title,
    evaluations: draft.evaluations.map(ofEvaluation),
    flows: draft.flows.map((flow): DraftFlow => ({ ...flow, ...stated(who) })),
    problems: [...draft.problems, ...problems],
  }
}

/** Only what is not null: the rest stays as the document says it. */
const stated = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [Key in keyof Values]?: NonNullable<Values[Key]>
  }

function valueGiven(value: Given, content: Content): { text: string; at: Place } | null {
  if ('text' in value) return { text: value.text, at: nowhere }
  const cell = gridsOf(content)[value.table - 1]?.rows[value.row - 1]?.[value.column - 1]
  const text = lineOf(cell?.text)
  return text === null ? null : { text, at: value }
}
