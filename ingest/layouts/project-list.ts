import type { Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import type { Draft, DraftEvaluation, Layout } from './draft.ts'
import {
  addSums,
  type Identity,
  identityOf,
  type List,
  listsIn,
  moneyNamed,
  nobody,
  startEvaluation,
  withOfficesOver,
} from './flat-list.ts'
import { blank, firstOwnCell, type Grid, isOneText, plain } from './grid.ts'
import { type Field, sums } from './headings.ts'
import { isOffice } from './labels.ts'
import {
  type Columns,
  cellAt,
  isSubtotalLabel,
  isTotalLabel,
  repeatsHeadings,
  textAt,
  unknownHeadings,
} from './tables/columns.ts'
import { leafOf } from './tables/levels.ts'
import { isOfWhole, wholeDepartment } from './who.ts'

/** A summary of many projects, one row a project: its money, its total and its grade, and no indicators. */
export const projectList: Layout = {
  id: 'project-list',
  recognise(content) {
    const [list] = summariesIn(content)
    if (list === undefined || summaries(content).length === 0) return null
    return `row ${list.heading + 1} names project, money and result; every row below is one project`
  },
  draft(content: Content) {
    const lists = summariesIn(content)
    const evaluations = summaries(content)
    const problems = lists.flatMap(({ grid, heading, columns }) => unreadSums(grid, heading, columns))
    return { title: lists[0]?.title ?? '', evaluations, flows: [], problems } satisfies Draft
  },
}

/** Headings that nobody knows over figures: money or points may be missed there. */
function unreadSums(grid: Grid, heading: number, columns: Columns): Problem[] {
  const row = grid.rows[heading] ?? []
  const holdsFigures = (at: number) =>
    /^\d+(?:[.,]\d+)*%?$/.test(plain(grid.rows[heading + 1]?.[at]?.text ?? ''))
  return unknownHeadings(
    row.map((cell, at) => (holdsFigures(at) ? cell : blank)),
    columns,
  )
}

/** What all summaries of a document say of each project. */
export const summaries = (content: Content) => summariesIn(content).flatMap(evaluationsOf)

const resultFields = ['total', 'score', 'grade'] as const

/** A list of projects and their money alone is one of evaluations where it says so, or says what was spent of what. */
const summariesIn = (content: Content): List[] => [
  ...listsIn(content, (columns) => columns.has('project') && isSummary(columns)).filter(
    ({ columns, title }) =>
      resultFields.some((field) => columns.has(field)) ||
      /绩效|自评|评价/.test(plain(title)) ||
      (columns.has('spent') && (columns.has('adjusted') || columns.has('budget'))),
  ),
  ...listsIn(content, (columns) => officeIn(columns) !== undefined && isSummary(columns)).filter(isOfOffices),
]

const officeIn = (columns: Columns) =>
  offices.map((field) => columns.get(field)).find((column) => column !== undefined)
const offices = ['department', 'unit', 'reporter'] as const

/** A summary of whole departments, one row each. */
const isOfOffices = ({ columns, title }: List) => !columns.has('project') && isOfWhole(title)

/** Results beside money, or what was to be spent beside what was. */
function isSummary(columns: Columns): boolean {
  const isIndicators = leafOf(columns) !== null || columns.has('level1')
  if (isIndicators || columns.has('date') || columns.has('stage')) return false
  const money = sums.filter((sum) => columns.has(sum)).length + Number(columns.has('executionRate'))
  const results = resultFields.filter((field) => columns.has(field)).length
  return money >= 2 || (money >= 1 && results >= 1) || results === 2
}

function evaluationsOf(list: List): DraftEvaluation[] {
  const office = isOfOffices(list) ? officeIn(list.columns) : undefined
  if (office === undefined) return rowsOf(list)
  return rowsOf({ ...list, columns: new Map([...list.columns, ['project', office]]) }).map((one) => ({
    ...one,
    project: wholeDepartment,
    unit: one.unit ?? one.project,
    department: one.department ?? one.project,
  }))
}

function rowsOf(list: List): DraftEvaluation[] {
  const { grid, columns } = list
  const withOffices = withOfficesOver(list)
  let who: Identity = nobody
  let last: DraftEvaluation | null = null
  return grid.rows.flatMap((row, index) => {
    const first = firstOwnCell(grid, index)
    const project = textAt(row, columns, 'project')
    if (index <= list.heading || first === undefined) return []
    if (last !== null && goesOn(list, index)) addSums(list, index, last)
    if (project === null || goesOn(list, index)) return []
    if (repeatsHeadings(row, columns)) return []
    const band = officeOver(list, index)
    if (band !== null) who = { ...nobody, [columns.has('unit') ? 'department' : 'unit']: band }
    if (band !== null || isOneText(row)) return []
    if ([first.text, project].some((text) => isTotalLabel(text) || isSubtotalLabel(text))) return []
    who = identityOf(row, columns, who)
    const evaluation = startEvaluation(list, who, resultFields)
    addSums(list, index, evaluation)
    evaluation.total.score ??= textAt(row, columns, 'score')
    last = withOffices(evaluation)
    return [last]
  })
}

/** Whether a row only says more of the money of the project before it, in cells of its own. */
function goesOn(list: List, index: number): boolean {
  const { grid, columns } = list
  const [row = [], before = []] = [grid.rows[index], grid.rows[index - 1]]
  const isOwn = (field: Field) => {
    const cell = cellAt(row, columns, field)
    return cell !== null && cell.text.trim() !== '' && cell !== cellAt(before, columns, field)
  }
  return moneyNamed(list, row) !== null && !rowOwners.some(isOwn)
}
const rowOwners: readonly Field[] = ['project', 'unit', 'reporter', ...resultFields]

/**
 * The office whose projects follow, where it stands in a row of its own, alone or with their sums: without any
 * of the results that projects have or, where the list has none, numbered as offices are (一).
 */
function officeOver({ grid, columns }: List, index: number): string | null {
  const row = grid.rows[index] ?? []
  const name = textAt(row, columns, 'project')?.replace(officeNumber, '') ?? ''
  if (!isOffice(name)) return null
  const results = resultFields.filter((field) => columns.has(field))
  const isNumbered = /^[(（]?[一二三四五六七八九十]{1,3}(?:[)）、.．]|$)/.test(
    firstOwnCell(grid, index)?.text.trim() ?? '',
  )
  const isWithout =
    results.length > 0 ? results.every((field) => textAt(row, columns, field) === null) : isNumbered
  return isWithout || isOneText(row) ? name : null
}
const officeNumber = /^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]+/
