import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'
import { type Draft, type Layout, noFunds } from '../draft.ts'
import { type Grid, gridsOf, plain, type Row } from '../grid.ts'
import { headingAmongIndicators, headingOf } from '../headings.ts'
import { isOffice } from '../labels.ts'

/*
 * One table may show several years beside each other, each with its own targets and outcomes: 2021年 over 目标值 and
 * 完成值, then 2022年 over the same. Each year is an evaluation; a year that has only one of both is history or a plan.
 * Offices may stand so as well.
 */

/** A layout that reads each of the years or offices beside each other as a document of its own; null where none stand so. */
export function yearByYear(content: Content, layoutFor: (one: Content) => Layout | null): Layout | null {
  const years = yearsBeside(content)
  const drafts = years.flatMap((year): Draft[] => {
    const one = ofYear(content, year)
    const draft = layoutFor(one)?.draft(one)
    return draft === undefined ? [] : [inYear(draft, year)]
  })
  const [first] = drafts
  if (first === undefined || drafts.length < years.length || drafts.length < 2) return null
  return {
    id: years.every(isYear) ? 'years-beside' : 'offices-beside',
    recognise: () => `${years.join(', ')} stand beside each other`,
    draft: () => ({
      ...first,
      evaluations: drafts.flatMap(({ evaluations }) => evaluations),
      problems: drafts.flatMap(({ problems }) => problems),
    }),
  }
}

/** What is said once for all years or offices is none's own. */
function inYear(draft: Draft, key: string): Draft {
  const unsure: Problem[] = []
  const own = isYear(key) ? { year: `${key}年` } : { unit: key }
  const code = isYear(key) ? 'year-unknown' : 'several-offices'
  const evaluations = draft.evaluations.map((one) => {
    const isSaid = one.total.score !== null || Object.values(one.funds).some((value) => value !== null)
    if (isSaid) unsure.push({ at: nowhere, code, message: `${key}: money and total of no one alone` })
    return { ...one, ...own, funds: { ...noFunds }, total: { score: null, grade: null } }
  })
  return { ...draft, evaluations, problems: [...draft.problems, ...unsure] }
}

const headingWithin = 30
const isYear = (key: string) => /^20\d\d$/.test(key)

/** The year or the office that stands over columns. */
function keyOf(text: string): string | null {
  const year = text.includes('20') ? /^(20\d\d)年/.exec(plain(text))?.[1] : undefined
  return (
    year ?? (text.trim().length > 3 && isOffice(plain(text)) && headingOf(text) === null ? plain(text) : null)
  )
}

/** The year or office of each column, and the row from which they hold. */
interface Dated {
  row: number
  years: readonly (string | null)[]
}

function datedColumns({ rows }: Grid): Dated | null {
  for (const [row, cells] of rows.slice(0, headingWithin).entries()) {
    let year: string | null = null
    const years = cells.map((cell, at) => {
      const isNew = cell.text.trim() !== '' && cell !== cells[at - 1]
      if (isNew) year = keyOf(cell.text)
      return year
    })
    const whole = wholeYears(cells, rows[row + 1] ?? [], years)
    if (whole.length > 1)
      return { row, years: years.map((one) => (one !== null && whole.includes(one) ? one : null)) }
  }
  return null
}

/** The years that have a target and an outcome, by the headings' own words or those right below them. */
function wholeYears(cells: Row, below: Row, years: readonly (string | null)[]): string[] {
  const meaning = (text: string) => (headingOf(text) ?? headingAmongIndicators(text))?.field
  const fieldsOf = (year: string) =>
    years.flatMap((one, at) => {
      const texts = [cells[at]?.text.replace(/^\s*20\d\d年度?/, '') ?? '', below[at]?.text ?? '']
      return one === year ? texts.map(meaning) : []
    })
  return [...new Set(years)].filter(
    (year): year is string =>
      year !== null && (['target', 'actual'] as const).every((field) => fieldsOf(year).includes(field)),
  )
}

const yearsBeside = (content: Content): string[] => [
  ...new Set(
    gridsOf(content).flatMap((grid) => datedColumns(grid)?.years.filter((year) => year !== null) ?? []),
  ),
]

/** Scores and reasons that stand once beside several years are those of the last one. */
function isOfLast({ row, years }: Dated, { rows }: Grid, column: number): boolean {
  const meanings = [row, row + 1].map((at) => headingOf(rows[at]?.[column]?.text ?? '')?.field)
  return years[column] === null && meanings.some((field) => field === 'score' || field === 'reason')
}

/** The document without the columns of the other years. */
function ofYear(content: Content, year: string): Content {
  const grids = gridsOf(content).values()
  const blocks = content.blocks.map((block) => {
    const grid = block.kind === 'table' ? grids.next().value : undefined
    const dated = grid === undefined ? null : datedColumns(grid)
    if (block.kind !== 'table' || grid === undefined || dated === null) return block
    const last = dated.years
      .filter((one) => one !== null && isYear(one))
      .reduce((one, other) => ((other ?? '') > (one ?? '') ? other : one), null)
    const isOther = (column: number) =>
      (dated.years[column] ?? (isOfLast(dated, grid, column) ? last : year)) !== year
    const cells = block.cells.filter(({ row, column }) => row < dated.row || !isOther(column))
    return { ...block, cells }
  })
  return { ...content, blocks }
}
