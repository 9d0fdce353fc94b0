import { type Grid, plain, type Row } from './grid.ts'
import { type Field, headingOf, isTask } from './headings.ts'
import { isOffice } from './labels.ts'
import type { Columns } from './tables/columns.ts'
import { isLevelText, leafOf } from './tables/levels.ts'

interface Headed {
  columns: Columns
  /** Index of the heading's last row. */
  row: number
  cells: Row
}

/**
 * The columns of a list of indicators with those of whose they are, where nobody knows their headings: left of
 * the levels a project stands on several rows one below the other, and offices end as offices do.
 */
export function withSubjects(grid: Grid, { columns, row, cells }: Headed): Columns {
  const levels = (['level1', 'level2', leafOf(columns) ?? 'name'] as const).flatMap(
    (field) => columns.get(field)?.from ?? [],
  )
  const isOfIndicators = leafOf(columns) !== null && values.filter((field) => columns.has(field)).length >= 2
  if (!isOfIndicators || (columns.has('project') && columns.has('unit'))) return columns
  const rows = grid.rows.slice(row + 1, row + 1 + mostRows)
  const found = new Map(columns)
  const left = cells.slice(0, Math.min(...levels)).flatMap((cell, at): Subject[] => {
    const { text: heading } = cell
    // The label of a whole block reaches down beside it.
    if (plain(heading) === '' || headingOf(heading) !== null || isTask(heading) || rows[0]?.[at] === cell)
      return []
    const texts = rows.map((one) => plain(one[at]?.text ?? '')).filter((text) => text !== '')
    return texts.length === 0 ? [] : [{ at, heading, texts }]
  })
  const take = (field: Field, subjects: readonly Subject[]) => {
    const [only, another] = subjects
    if (!only || another || found.has(field)) return
    found.set(field, { from: only.at, to: only.at, unit: null, heading: only.heading })
  }
  if (!columns.has('reporter'))
    take(
      'unit',
      left.filter(({ texts }) => isMost(texts, isOffice)),
    )
  take(
    'project',
    left.filter(
      ({ texts }) => isMost(texts, isNamed) && !isMost(texts, isOffice) && areRuns(texts, rows.length),
    ),
  )
  return found
}

interface Subject {
  at: number
  heading: string
  texts: readonly string[]
}

const mostRows = 80
const values = ['target', 'actual', 'weight', 'score'] as const

const isMost = (texts: readonly string[], is: (text: string) => boolean) =>
  texts.filter(is).length >= texts.length * 0.8

const isNamed = (text: string) =>
  /\p{Script=Han}{4}/u.test(text) && !isLevelText(text) && !/绩效目标|总体目标/.test(text)

/** Whether a few texts stand each over rows of its own, written in all of them or in the first, and none comes again. */
function areRuns(texts: readonly string[], rows: number): boolean {
  const runs = texts.filter((text, at) => text !== texts[at - 1])
  return runs.length >= 2 && new Set(runs).size === runs.length && rows >= runs.length * 2
}
