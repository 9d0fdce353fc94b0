import { type Grid, isOneText, plain, type Row } from '../grid.ts'
import type { Field } from '../headings.ts'
import { type Columns, columnsOf } from './columns.ts'
import { isWholeLevel, leafOf } from './levels.ts'
import type { Column } from './same-headings.ts'

/* The columns of levels and names, told by what stands in them. */

/** Columns while they are being found. */
export type Found = Map<Field, Column>

/** How many rows below a heading tell what stands there. */
export const mostRows = 80

/** What a level may be taken for by its heading alone. */
const levels: readonly Field[] = ['level1', 'level2', 'programme', 'ignored']

/** The rows of levels: one in a row of its own stands over all columns and in none; below other headings are theirs. */
export function levelRows(grid: Grid, row: number): Row[] {
  const below = grid.rows.slice(row + 1, row + 1 + mostRows / 2)
  const end = below.findIndex(headsLevels)
  return below.slice(0, end < 0 ? undefined : end).filter((one) => !isOneText(one))
}

/** Whether a row heads levels of both ranks. */
export const headsLevels = (row: Row) => columnsOf(row).has('level1') && columnsOf(row).has('level2')

/** Adds the levels that stand in columns whose headings do not name them, and the name behind them. */
export function addLevels(found: Found, heads: Row, below: readonly Row[]) {
  const first = columnOf(heads, below, 'level1')
  const second = columnOf(heads, below, 'level2', first ?? -1)
  // Beyond the headings of a row a second one may stand, with levels of its own.
  const isBeyond = first !== null && heads.slice(first).every(({ text }) => text.trim() === '')
  if (isBeyond && found.has('level1')) return
  if (first !== null && second === first + 1 && isUnder(heads, second, first))
    return partSpan(found, heads, first)
  if (first !== null && (second === null || first < second) && isFree(found, first, 'level1'))
    put(found, 'level1', first, heads)
  if (second !== null && isFree(found, second, 'level2')) {
    if (found.get('level1')?.from === second) found.delete('level1')
    put(found, 'level2', second, heads)
  }
  const name = lastOf(heads, Math.max(first ?? -1, second ?? -1)) + 1
  if (second === null || leafOf(found) !== null || !heads[name]?.text.trim()) return
  if (isFree(found, name, 'name')) put(found, 'name', name, heads)
}

/** Whether the heading of one column covers another: merged over it, or with nothing of its own there. */
const isUnder = (heads: Row, at: number, head: number) =>
  heads[at] !== undefined && (heads[at] === heads[head] || heads[at].text.trim() === '')

/** 绩效指标 may span both levels and the names behind them. */
function partSpan(found: Found, heads: Row, first: number) {
  for (const [field, { from }] of [...found]) if (from === first) found.delete(field)
  const under = (['level1', 'level2', 'name'] as const).filter(
    (_, n) => isUnder(heads, first + n, first) || n === 0,
  )
  const heading = heads[first]?.text ?? ''
  for (const [n, field] of under.entries())
    if (field !== 'name' || leafOf(found) === null)
      found.set(field, { from: first + n, to: first + n, unit: null, heading })
}

/** The column right of another whose cells all name levels of one rank. */
function columnOf(heads: Row, below: readonly Row[], rank: 'level1' | 'level2', after = -1): number | null {
  for (let at = after + 1; at < heads.length; at += 1) {
    const texts = [...new Set(below.map((row) => row[at]?.text.trim() ?? ''))].filter((text) => text !== '')
    const named = texts.filter((text) => isWholeLevel(text, rank)).length
    const isEnough = named >= 2 && named >= texts.length * mostlyLevels
    // 满意度指标 and 成本指标 name both ranks: the first level is told by one that is no second.
    const isOwn = texts.some((text) => isWholeLevel(text, rank) && !isWholeLevel(text, other[rank]))
    if (isEnough && isOwn) return at
  }
  return null
}

const mostlyLevels = 0.7
const other = { level1: 'level2', level2: 'level1' } as const

/** Whether a column means nothing yet, or another level than the one that stands in it. */
const isFree = (found: Columns, at: number, field: Field) =>
  found.has(field)
    ? found.get(field)?.from !== at && field === 'level1'
    : [...found].every(([known, { from, to }]) => at < from || at > to || levels.includes(known))

/** Says that a field stands in a column, as far as its heading covers it. */
export function put(found: Found, field: Field, at: number, heads: Row) {
  found.set(field, { from: at, to: lastOf(heads, at), unit: null, heading: heads[at]?.text ?? '' })
}

/** The last column that the heading of one covers. */
function lastOf(heads: Row, at: number): number {
  let last = at
  while (heads[at] !== undefined && heads[last + 1] === heads[at]) last += 1
  return last
}

/** A column of names begins where its words do: what stands left of them under one heading only numbers them. */
export function passNumbers(found: Found, heads: Row, grid: Grid, row: number) {
  const rows = grid.rows.slice(row + 1, row + 1 + mostRows)
  for (const field of named) {
    const column = found.get(field)
    if (column === undefined) continue
    const words = column.from + 1
    const isMostly = (at: number, says: RegExp) => {
      const own = rows.filter((one) => one[at]?.text.trim() && one[column.from] !== one[words])
      return (
        own.length >= 2 &&
        own.filter((one) => says.test(plain(one[at]?.text ?? ''))).length >= own.length * mostlyLevels
      )
    }
    if (
      isUnder(heads, words, column.from) &&
      isMostly(column.from, isOrdinal) &&
      isMostly(words, /\p{Script=Han}{2}/u)
    )
      found.set(field, { ...column, from: words, to: Math.max(column.to, words) })
  }
}
const named: readonly Field[] = ['level1', 'level2', 'level3', 'level4', 'name']
const isOrdinal = /^[(]?(?:\d{1,3}|[一二三四五六七八九十]{1,2})[)、.．]?$/
