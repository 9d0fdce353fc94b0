import type { Column, Columns } from './columns.ts'
import { type Grid, plain, type Row } from './grid.ts'
import { type Field, headingOf } from './headings.ts'
import { isWholeLevel } from './levels.ts'

/*
 * Every bureau words its headings in its own way, but below them stand the same levels everywhere: a column of
 * 产出指标 and 效益指标 is the first level whatever its heading, and what stands right of 数量指标 is a name.
 */

/** The columns of a heading of indicators with those added that only what stands below or beside them tells. */
export function withContent(grid: Grid, row: number, own: Columns): Columns {
  const cells = grid.rows[row] ?? []
  const values = valued.filter((field) => own.has(field)).length
  if (values === 0 || (whole.every((field) => own.has(field)) && hasLeaf(own))) return own
  if (cells.some(({ text }) => !isHeadingLike(text))) return own
  const columns = new Map(own)
  addLevels(columns, cells, grid.rows.slice(row + 1, row + 1 + mostRows))
  if (columns.has('level2') || hasLeaf(columns)) addValues(columns, cells)
  return columns
}

const valued: readonly Field[] = ['target', 'actual', 'weight', 'score']
const whole: readonly Field[] = ['level1', 'level2', 'target', 'actual', 'weight', 'score']
const leaves: readonly Field[] = ['level3', 'level4', 'name']
const hasLeaf = (columns: Columns) => leaves.some((field) => columns.has(field))
const mostRows = 40

/** Headings are short words; the row of a form with its values is none. */
const isHeadingLike = (text: string) => text.length <= 40 && !/^[≥≤<>=约]?\d/.test(plain(text))

function addLevels(columns: Map<Field, Column>, cells: Row, below: readonly Row[]) {
  const first = columnOf(cells, below, 'level1')
  const second = columnOf(cells, below, 'level2', first ?? -1)
  if (first !== null && (second === null || first < second) && isFree(columns, first, 'level1'))
    put(columns, 'level1', first, cells)
  if (second !== null && isFree(columns, second, 'level2')) {
    if (columns.get('level1')?.from === second) columns.delete('level1')
    put(columns, 'level2', second, cells)
  }
  const name = lastOf(cells, Math.max(first ?? -1, second ?? -1)) + 1
  if (second === null || hasLeaf(columns) || !cells[name]?.text.trim()) return
  if (isFree(columns, name, 'name')) put(columns, 'name', name, cells)
}

/** The column right of another whose cells all name levels of one rank. */
function columnOf(cells: Row, below: readonly Row[], rank: 'level1' | 'level2', after = -1): number | null {
  for (let at = after + 1; at < cells.length; at += 1) {
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

const levels: readonly Field[] = ['level1', 'level2', 'programme']

/** Whether a column means nothing yet, or another level than the one that stands in it. */
const isFree = (columns: Columns, at: number, field: Field) =>
  !columns.has(field)
    ? [...columns].every(([known, { from, to }]) => at < from || at > to || levels.includes(known))
    : columns.get(field)?.from !== at && field === 'level1'

function put(columns: Map<Field, Column>, field: Field, at: number, cells: Row) {
  columns.set(field, { from: at, to: lastOf(cells, at), unit: null, heading: cells[at]?.text ?? '' })
}

/** The last column that the heading of one covers. */
function lastOf(cells: Row, at: number): number {
  let last = at
  while (cells[at] !== undefined && cells[last + 1] === cells[at]) last += 1
  return last
}

const makes: readonly (readonly [RegExp, Field])[] = [
  [/(?:率|度|比例|原因|说明|依据|措施|备注|标准|办法)$|偏差|上年|去年|历史|预计/, 'ignored'],
  [/(?:实得|得|评)分$|评定$/, 'score'],
  [/分$|分数$|分值$|权重$/, 'weight'],
  [/实际|完成|实绩|达成|实现|年末|期末|结果$/, 'actual'],
  [/目标|计划|预期|设定|年初|期初|应达/, 'target'],
]

/** What a heading behind the names that nobody knows means by its make-up, where nothing else says it. */
function addValues(columns: Map<Field, Column>, cells: Row) {
  const leaf = Math.max(...[...leaves, 'level2' as const].map((field) => columns.get(field)?.to ?? -1))
  const covered = [...columns.values()]
  cells.forEach(({ text }, at) => {
    if (at <= leaf || cells[at - 1] === cells[at] || headingOf(text) !== null) return
    if (covered.some(({ from, to }) => at >= from && at <= to)) return
    const field = makes.find(([make]) => make.test(plain(text).replace(/\([^()]*\)/g, '')))?.[1]
    if (field !== undefined && field !== 'ignored' && !columns.has(field)) put(columns, field, at, cells)
  })
}
