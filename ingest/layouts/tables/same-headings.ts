import { plain } from '../grid.ts'
import type { Field, Heading } from '../headings.ts'

/** Where a field stands in the rows below its heading: first and last column, and the heading's own words. */
export interface Column {
  from: number
  to: number
  /** The money unit in the heading. */
  unit: string | null
  heading: string
  /** The column that says it where this one, 调整后指标值, is empty in a row. */
  otherwise?: number
}

/** A heading of a row, and how sure its word is. */
export type Found = Column & Omit<Heading, 'unit'>

/** What the names of indicators stand under, the deepest first. */
export const leaves: readonly Field[] = ['level4', 'level3', 'name']

/** Which of several headings of one row that mean the same holds: the surest, or the one in its place. */
export function choose(field: Field, same: readonly Found[], all: readonly Found[]): Found | undefined {
  // 半年目标值 | 全年目标值: what a part of the year came to gives way to the whole.
  const whole = same.filter(({ heading }) => !ofAPart.test(plain(heading)))
  if (whole.length > 0 && whole.length < same.length) return choose(field, whole, all)
  const surest = same.reduce((best, one) => (one.rank < best.rank ? one : best), same[0] ?? all[0] ?? nothing)
  if (same.length < 2 || surest === nothing) return surest
  const leaf = all.findLast((one) => leaves.includes(one.field))
  // 一级指标 | 权重 | 二级指标 | 权重 | 三级指标 | 权重: an indicator's own points stand behind its name.
  if (field === 'weight') return same.find((one) => leaf && one.from > leaf.from) ?? surest
  const second = all.find((one) => one.field === 'level2')
  if (field === 'level1' && second) return same.find((one) => one.from < second.from) ?? surest
  // 绩效指标 | 一级指标 | 二级指标 | 绩效指标: the first is the label of the block.
  const level = all.findLast((one) => one.field === 'level1' || one.field === 'level2')
  if (field === 'name' && level && !isTwofold(all)) return same.find((one) => one.from > level.from) ?? surest
  // 调整后指标值 holds before 年初指标值, where it was filled in.
  const changed = field === 'target' ? same.find(({ heading }) => isChanged.test(heading)) : undefined
  const initial = same.find(({ heading }) => !isChanged.test(heading))
  if (changed && initial) return { ...changed, otherwise: initial.from }
  // 偏差原因 beside 改进措施 is the one that says why.
  if (field === 'reason') return same.find((one) => /原因|偏差/.test(one.heading)) ?? surest
  return isTwofold(all) && inSets.includes(field) ? same.at(-1) : surest
}

const ofAPart = /半年|季度|^\D?\d{1,2}月?[-—~至]\d{1,2}月/

const isChanged = /(?:调整|变更|修[订改])后|^(?:年中)?调整(?:指标|目标)值/

const nothing: Found = { field: 'ignored', rank: 0, from: 0, to: 0, unit: null, heading: '' }

/** A target form may show the mid-term set on the left and the year's on the right: the year's is read. */
const inSets: readonly Field[] = ['level1', 'level2', 'level3', 'name', 'target', 'operator', 'targetUnit']

/** Two targets, each behind an indicator's name of its own. */
function isTwofold(all: readonly Found[]): boolean {
  const [first, second, more] = all.filter(({ field }) => field === 'target')
  if (first === undefined || second === undefined || more !== undefined) return false
  const isNamed = (from: number, to: number) =>
    all.some((one) => leaves.includes(one.field) && one.from > from && one.to < to)
  return isNamed(-1, first.from) && isNamed(first.to, second.from)
}
