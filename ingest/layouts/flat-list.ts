import type { Cell, Content } from '#ingest/readers/table.ts'
import { type Columns, columnsOf, isTotalLabel, repeatsHeadings, textAt } from './columns.ts'
import type { Draft, DraftEvaluation, DraftMoney, Layout } from './draft.ts'
import { filledCells, type Grid, gridOf, lineOf, placeOf } from './grid.ts'
import type { Field } from './headings.ts'
import { levelOf } from './indicator-rows.ts'
import { withoutCode } from './labels.ts'
import { titleOf } from './title.ts'

const headingWithin = 15

/** A list of many units' indicators, one row an indicator. */
export const flatList: Layout = {
  id: 'flat-list',
  recognise(content) {
    const list = listsIn(content)[0]
    if (list === undefined) return null
    return `row ${list.heading + 1} names project, indicator and values; every row below is one indicator`
  },
  draft(content) {
    const lists = listsIn(content)
    const evaluations = lists.flatMap(({ grid, heading, columns }) => evaluationsOf(grid, heading, columns))
    return { title: titleOf(content), evaluations, flows: [], problems: [] } satisfies Draft
  },
}

interface List {
  grid: Grid
  heading: number
  columns: Columns
}

function listsIn(content: Content): List[] {
  const tables = content.blocks.filter((block) => block.kind === 'table')
  return tables.flatMap((table, index) => {
    const grid = gridOf(table, index + 1)
    const heading = grid.rows.slice(0, headingWithin).findIndex((row) => isListHeading(columnsOf(row)))
    return heading < 0 ? [] : [{ grid, heading, columns: columnsOf(grid.rows[heading] ?? []) }]
  })
}

const isListHeading = (columns: Columns) =>
  columns.has('project') &&
  (columns.has('name') || columns.has('level2')) &&
  (columns.has('target') || columns.has('actual') || columns.has('score'))

/** What belongs to the project and is written once, above rows that leave it empty. */
const identity = ['year', 'district', 'department', 'unit', 'project', 'sector', 'programme'] as const
type Identity = Record<(typeof identity)[number], string | null>

const nobody: Identity = {
  year: null,
  district: null,
  department: null,
  unit: null,
  project: null,
  sector: null,
  programme: null,
}

function evaluationsOf(grid: Grid, heading: number, columns: Columns): DraftEvaluation[] {
  const evaluations = new Map<string, DraftEvaluation>()
  let who = nobody
  for (const row of grid.rows.slice(heading + 1)) {
    const first = filledCells(row)[0]
    if (first === undefined || isTotalLabel(first.text) || repeatsHeadings(row, columns)) continue
    who = identityOf(row, columns, who)
    const key = JSON.stringify(who)
    const evaluation = evaluations.get(key) ?? startEvaluation(grid, row, columns, who)
    evaluations.set(key, evaluation)
    addRow(grid, row, columns, evaluation)
  }
  return [...evaluations.values()].filter(({ project, indicators }) => project !== null && indicators.length > 0)
}

/** A row that names its project speaks for itself; one that does not belongs to the row above. */
function identityOf(row: readonly Cell[], columns: Columns, before: Identity): Identity {
  const read = (field: Field) => textAt(row, columns, field)
  const project = read('project')
  const same = project === null || project === before.project
  const own = { ...nobody }
  for (const field of identity)
    own[field] = read(field) ?? (same || field !== 'project' ? before[field] : null)
  return own
}

function startEvaluation(grid: Grid, row: readonly Cell[], columns: Columns, who: Identity): DraftEvaluation {
  const read = (field: Field) => textAt(row, columns, field)
  const money = (field: Field): DraftMoney | null => {
    const text = read(field)
    const column = columns.get(field)
    const cell = column && row[column.from]
    return text === null || !column || !cell ? null : { text, unit: column.unit, at: placeOf(grid, cell) }
  }
  return {
    ...who,
    department: withoutCode(who.department),
    unit: withoutCode(who.unit),
    kind: columns.has('actual') ? 'selfEvaluation' : 'target',
    funds: {
      budget: money('budget'),
      adjusted: money('adjusted'),
      arrived: money('arrived'),
      spent: money('spent'),
      executionRate: read('executionRate'),
      weight: null,
      score: null,
    },
    indicators: [],
    total: { score: read('total'), grade: read('grade') },
    at: placeOf(grid, row[0] ?? { row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: '' }),
  }
}

function addRow(grid: Grid, row: readonly Cell[], columns: Columns, evaluation: DraftEvaluation) {
  const read = (field: Field) => textAt(row, columns, field)
  const previous = evaluation.indicators.at(-1)
  const level1 = levelOf(read('level1'))
  const level2 = levelOf(read('level2')).name
  const name = read('name') ?? level2
  const cell = row[columns.get('name')?.from ?? 0]
  if (name === null || cell === undefined) return
  const continued = level1.name === null
  const sign = read('operator')
  const unit = read('targetUnit')
  const target = read('target')
  evaluation.indicators.push({
    level1: continued ? (previous?.level1 ?? null) : level1.name,
    level2: level2 ?? (continued ? (previous?.level2 ?? null) : null),
    name,
    target: target === null ? null : lineOf(`${sign ?? ''}${target}${unit ?? ''}`),
    actual: read('actual'),
    weight: read('weight'),
    level1Weight: continued ? (previous?.level1Weight ?? null) : level1.weight,
    score: read('score'),
    reason: read('reason'),
    at: placeOf(grid, cell),
  })
}
