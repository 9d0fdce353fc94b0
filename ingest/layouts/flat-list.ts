import { nowhere } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import {
  type Draft,
  type DraftEvaluation,
  type DraftMoney,
  type Layout,
  noFunds,
  noSurroundings,
} from './draft.ts'
import { filledCells, firstOwnCell, type Grid, nameOf, placeIn, plain, type Row } from './grid.ts'
import { type Field, headingOf, isKnownWord, moneyUnitIn, type Sum, sums } from './headings.ts'
import { kindOf } from './kind.ts'
import { labelOf, labelsOfLines, placeOf, withoutCode, withoutProjectCode } from './labels.ts'
import { withSubjects } from './list-subjects.ts'
import { unitInProse } from './prose.ts'
import { linesOf, sectionsOf, titleOf } from './sections.ts'
import { dayIn, isDayHeading } from './surroundings.ts'
import {
  type Columns,
  cellAt,
  columnsOf,
  guessedHeadings,
  isSubtotalLabel,
  isTotalLabel,
  reasonAt,
  repeatsHeadings,
  textAt,
  unknownHeadings,
} from './tables/columns.ts'
import { withContent } from './tables/columns-by-content.ts'
import { withSign } from './tables/fund-block.ts'
import { headingsFolded } from './tables/headings-in-two-rows.ts'
import { leafOf, leftOverIn, levelOf, nameIn } from './tables/levels.ts'
import { actualText, ownOf, targetText } from './tables/row-values.ts'

const headingWithin = 15

/** A list of many units' indicators, one row an indicator. */
export const flatList: Layout = {
  id: 'flat-list',
  recognise(content) {
    const list = listsIn(content, isListHeading)[0]
    return list === undefined ? null : whyOf(list)
  },
  draft(content) {
    const lists = listsIn(content, isListHeading)
    const read = lists.map(evaluationsOf)
    const evaluations = read.flat()
    const [only, another] = evaluations
    if (only && !another) only.around.narrative.push(...linesOf(content))
    const problems = lists.flatMap(({ grid, heading, columns }, at) => [
      ...unknownHeadings(grid.rows[heading] ?? [], columns),
      ...guessedHeadings(
        columns,
        (read[at] ?? []).flatMap(({ indicators }) => indicators),
      ),
    ])
    return { title: lists[0]?.title ?? '', evaluations, flows: [], problems } satisfies Draft
  },
}

/** Why a document is read as this list. */
export const whyOf = ({ heading }: List) =>
  `row ${heading + 1} names project, indicator and values; every row below is one indicator`

/** The list that a text of rows holds, where it holds one and nothing else; null where it does not. */
export function onlyListIn(content: Content): List | null {
  const [list, another] = listsIn(content, isListHeading)
  return list === undefined || another !== undefined || sectionsOf(content).length > 1 ? null : list
}

/** A list: its heading, and what is said once for all of its rows. */
export interface List {
  grid: Grid
  /** Index of the heading's last row. */
  heading: number
  columns: Columns
  /** What stands over the list. */
  above: readonly string[]
  title: string
  /** The money unit that is said once for the whole list. */
  unit: string | null
  /** Index of the column of 填报日期; −1 where there is none. */
  reported: number
  /** The column of 预算执行得分 and what its heading says they are out of; null where there is none. */
  executed: { at: number; weight: string | null } | null
}

/** The lists of a document whose headings are of a kind, in one row or two. */
export function listsIn(content: Content, isHeading: (columns: Columns) => boolean): List[] {
  return sectionsOf(content).flatMap((section) => {
    const { grid, above } = section
    for (let row = 0; row < Math.min(headingWithin, grid.rows.length); row += 1) {
      const { cells, heading } = headingsFrom(grid, row)
      const named = withProject(columnsOf(cells))
      const known = { columns: named, row: heading, cells }
      const columns = withSubjects(grid, leafOf(named) === null ? withContent(grid, known) : known)
      if (!isHeading(columns) || areLabelsBelow(grid, heading, columns)) continue
      const words = [
        ...above,
        ...grid.rows.slice(0, heading).flatMap((one) => filledCells(one).map(({ text }) => text)),
      ]
      const unit = words.map(moneyUnitIn).find((found) => found !== null) ?? moneyUnitIn(grid.name ?? '')
      const reported = (grid.rows[heading] ?? []).findIndex(({ text }) => isDayHeading(text))
      const executed = executionIn(cells)
      const told = withoutColumn(withContent(grid, { columns, row: heading, cells }).columns, executed?.at)
      const titled = { above: words, title: titleOf(section), unit, reported, executed }
      return [{ grid, heading, columns: withTotals(grid, heading, told), ...titled }]
    }
    return []
  })
}

/** 预算执行得分（10分）: the points for a project's rate of execution, which are neither an indicator's nor its total. */
function executionIn(headings: Row): List['executed'] {
  const at = headings.findIndex(({ text }) => ofExecution.test(plain(text)))
  if (at < 0) return null
  const [, weight = null] = /\((?:满分)?(\d+(?:\.\d+)?)分?\)/.exec(plain(headings[at]?.text ?? '')) ?? []
  return { at, weight }
}
const ofExecution = /^(?:预算|资金)?执行(?:率|情况)?(?:自评)?(?:得分|评分)/

const withoutColumn = (columns: Columns, at: number | undefined): Columns =>
  new Map([...columns].filter(([, { from }]) => from !== at))

/** Scores merged as far down as their projects are the projects' totals. */
function withTotals({ rows }: Grid, heading: number, columns: Columns): Columns {
  const isOfProject = rows.slice(heading + 1).some((row) => {
    const [score, project] = [cellAt(row, columns, 'score'), cellAt(row, columns, 'project')]
    return score !== null && score.rowSpan > 1 && score.rowSpan === project?.rowSpan && score.text !== ''
  })
  if (!isOfProject || columns.has('total')) return columns
  return new Map([...columns].map(([field, column]) => [field === 'score' ? 'total' : field, column]))
}

/** 实施单位 and 主管部门 below 项目名称 are labels one below the other, and it heads no list of projects. */
function areLabelsBelow(grid: Grid, heading: number, columns: Columns): boolean {
  const names = grid.rows.slice(heading + 1, heading + 4).map((row) => textAt(row, columns, 'project'))
  return names.filter((name) => name !== null && labelOf(name) !== null).length >= 2
}

/** A list's headings over one row, two or three, as one row, and where the last of them stands. */
function headingsFrom(grid: Grid, row: number): { cells: Row; heading: number } {
  let cells = grid.rows[row] ?? []
  if (!columnsOf(cells).has('project')) return { cells, heading: row }
  for (let heading = row; heading < row + 2; heading += 1) {
    const below = grid.rows[heading + 1]
    const folded = below ? headingsFolded(cells, below) : null
    if (folded === null) return { cells, heading }
    cells = folded
  }
  return { cells, heading: row + 2 }
}

/** A list may head its projects with 项目 alone. */
function withProject(columns: Columns): Columns {
  const item = columns.get('item')
  return columns.has('project') || item === undefined ? columns : new Map([...columns, ['project', item]])
}

const isListHeading = (columns: Columns) =>
  columns.has('project') &&
  (leafOf(columns) !== null || columns.has('level2')) &&
  (columns.has('target') || columns.has('actual') || columns.has('score'))

/** What belongs to the project and may be written once, above rows that leave it empty. */
export const identity = ['year', 'district', 'department', 'unit', 'project', 'sector', 'programme'] as const
export type Identity = Record<(typeof identity)[number], string | null>

export const nobody: Identity = {
  year: null,
  district: null,
  department: null,
  unit: null,
  project: null,
  sector: null,
  programme: null,
}

function evaluationsOf(list: List): DraftEvaluation[] {
  const { grid, columns } = list
  const evaluations = new Map<string, DraftEvaluation>()
  let who = nobody
  for (let index = list.heading + 1; index < grid.rows.length; index += 1) {
    const row = grid.rows[index] ?? []
    const entry = entryAt(list, index)
    if (entry === null) continue
    if (entry === 'indicator') who = identityOf(row, columns, who)
    const key = identity.map((field) => who[field]).join('\n')
    const evaluation = evaluations.get(key) ?? startEvaluation(list, who)
    evaluations.set(key, evaluation)
    addSums(list, index, evaluation)
    if (entry === 'indicator') addIndicator(list, index, evaluation)
    else evaluation.total.score ??= textAt(row, columns, 'score')
  }
  const withOffices = withOfficesOver(list)
  return [...evaluations.values()]
    .filter(({ project, indicators }) => project !== null && indicators.length > 0)
    .map(withOffices)
}

/**
 * What a row is: a cell alone is a remark, headings come again on each page, and 合计 sums up the list where
 * projects stand; among the indicators it is the total of one project.
 */
function entryAt({ grid, columns }: List, index: number): 'indicator' | 'total' | null {
  const row = grid.rows[index] ?? []
  const first = firstOwnCell(grid, index)
  if (first === undefined || filledCells(row, 2).length < 2 || repeatsHeadings(row, columns)) return null
  if (isSubtotalLabel(first.text)) return null
  if (!isTotalLabel(first.text)) return 'indicator'
  const levels = columns.get('level1') ?? columns.get('level2')
  return levels !== undefined && first.column >= levels.from ? 'total' : null
}

/** Whose row it is; what it leaves empty is said by the rows before. */
export function identityOf(row: Row, columns: Columns, before: Identity): Identity {
  const read = (field: Field) => {
    const column = columns.get(field)
    return column === undefined ? null : nameOf(row[column.from]?.text)
  }
  const unit = read('unit') ?? read('reporter')
  const own: Identity = {
    year: read('year'),
    district: placeOf(read('district'), read('districtCode')),
    department: read('department'),
    unit,
    project: read('project'),
    sector: read('sector'),
    programme: read('programme'),
  }
  const filled = { ...own }
  for (const field of identity) filled[field] = own[field] ?? before[field]
  return filled
}

/** An evaluation of a list, before its rows are read. */
export function startEvaluation(
  { columns, title }: List,
  who: Identity,
  results: readonly Field[] = [],
): DraftEvaluation {
  return {
    title,
    ...who,
    department: withoutCode(who.department),
    unit: withoutCode(who.unit),
    project: withoutProjectCode(who.project),
    kind: kindOf(title, {
      has: (field) => [field, ...results].some((one) => columns.has(one)),
      heads: (field) => columns.get(field)?.heading ?? null,
    }),
    funds: { ...noFunds },
    indicators: [],
    total: { score: null, grade: null },
    around: { ...noSurroundings, narrative: [] },
    at: nowhere,
  }
}

/**
 * Adds who reports on all of a list's projects, as a label or the title over the list says, and their department:
 * where a list does not name them row by row. A finance bureau publishes others' reports.
 */
export function withOfficesOver({ above, title }: List): (one: DraftEvaluation) => DraftEvaluation {
  const labels = labelsOfLines(above)
  const named = labels.get('unit') ?? labels.get('reporter') ?? unitInProse(title, [])
  const unit = named === null || /财政[厅局]/.test(named) ? null : named
  const department = labels.get('department') ?? null
  return (one) => ({ ...one, unit: one.unit ?? unit, department: one.department ?? department })
}

/** Sums and totals are repeated in every row of a project, or stand in its first one. */
export function addSums(list: List, index: number, { funds, total, around }: DraftEvaluation) {
  const { grid, columns, reported, executed, unit } = list
  const row = grid.rows[index] ?? []
  const money = (field: Sum | 'amount'): DraftMoney | null => {
    const text = textAt(row, columns, field)
    const column = columns.get(field)
    if (text === null || column === undefined) return null
    return { text, unit: column.unit ?? unit, at: placeIn(grid, index, row[column.from] ?? null) }
  }
  for (const field of sums) funds[field] ??= money(field)
  const named = moneyNamed(list, row)
  if (named !== null) funds[named] ??= money('amount')
  const rate = columns.get('executionRate')
  funds.executionRate ??= rate ? withSign(textAt(row, columns, 'executionRate'), rate.heading) : null
  if (executed !== null) {
    funds.score ??= nameOf(row[executed.at]?.text)
    funds.weight ??= executed.weight
  }
  if (reported >= 0) around.reportedOn ??= dayIn(row[reported]?.text ?? '')
  total.score ??= textAt(row, columns, 'total')
  total.grade ??= textAt(row, columns, 'grade') ?? gradeTicked(grid.rows[list.heading] ?? [], row)
}

/** 全年预算数 | 120 and below it 全年执行数 | 110: what an amount is, as the cell before it says; null where none does. */
export function moneyNamed({ columns }: List, row: Row): Sum | null {
  const label = row[(columns.get('amount')?.from ?? 0) - 1]
  const field = label && isKnownWord(label.text) ? headingOf(label.text)?.field : undefined
  return sums.find((sum) => sum === field) ?? null
}

/** 优 | 良 | 中 | 差 as headings, one of them ticked; null where another number of them is. */
function gradeTicked(heads: Row, row: Row): string | null {
  const ticked = heads.filter(
    ({ text }, at) =>
      /^(?:优秀?|良好?|中等?|差)$/.test(text) && /^[√✓✔☑■●]$/.test(row[at]?.text.trim() ?? ''),
  )
  return ticked.length === 1 ? (ticked[0]?.text ?? null) : null
}

function addIndicator({ grid, columns }: List, index: number, evaluation: DraftEvaluation) {
  const row = grid.rows[index] ?? []
  const previous = evaluation.indicators.at(-1)
  const level1 = levelOf(textAt(row, columns, 'level1'))
  const level2 = levelOf(textAt(row, columns, 'level2')).name
  if (isTotalLabel(level1.name ?? '') || isTotalLabel(nameIn(row, columns) ?? '')) {
    evaluation.total.score ??= textAt(row, columns, 'score')
    return
  }
  const name = nameIn(row, columns) ?? level2
  if (name === null || isSubtotalLabel(name)) return
  const continued = level1.name === null
  const leaf = leafOf(columns) ?? 'level2'
  evaluation.indicators.push({
    level1: continued ? (previous?.level1 ?? null) : level1.name,
    level2: level2 ?? (continued ? (previous?.level2 ?? null) : null),
    name,
    target: targetText(row, columns),
    actual: actualText(row, columns),
    weight: ownOf(row, columns, 'weight'),
    level1Weight: level1.weight ?? (continued ? (previous?.level1Weight ?? null) : null),
    score: ownOf(row, columns, 'score'),
    reason: reasonAt(row, columns),
    leftOver: leftOverIn(row, columns),
    at: placeIn(grid, index, row[columns.get(leaf)?.from ?? 0] ?? null),
  })
}
