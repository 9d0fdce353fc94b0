import type { Cell } from '#ingest/readers/table.ts'
import { blank, plain, type Row } from '../grid.ts'
import { headingOf } from '../headings.ts'
import { type Columns, columnsOf, headingsIn, levelFields } from './columns.ts'

/** Headings in two rows, as one. */
export function columnsOfTwo(first: Row, second: Row): Columns | null {
  const folded = headingsFolded(first, second)
  return folded && columnsOf(folded)
}

/**
 * Two rows of headings as one: where a heading of the first spans columns that the second names one by one,
 * the second row's names hold (度量单位 under a merged 年度指标值). Null where the second is no heading.
 */
export function headingsFolded(first: Row, second: Row): Row | null {
  const own = second.map((cell, index) => (cell === first[index] ? blank : cell))
  if ((headingsIn(own).length < 2 && !isDivision(first, own)) || own.some(({ text }) => isFigure(text)))
    return null
  let over = blank
  return first.map((cell, index) => {
    if (cell.text.trim() !== '') over = cell
    const below = own[index]
    if (below === undefined || below.text.trim() === '') return cell
    if (isItsName.test(plain(below.text)) && isLevelHeading(over)) return cell
    if (saysWhatIsOver(over.text, plain(below.text), plain(own[index + 1]?.text ?? ''))) return over
    if (isOutcome(over.text) && isOfOthers.test(plain(below.text)))
      return { ...below, text: `复核${over.text.trim()}` }
    // What stands under 上年度 or 2022年 is of that time, whatever it is called there.
    return ofATime.test(over.text) && !ofATime.test(below.text)
      ? { ...below, text: `${over.text.trim()}${below.text.trim()}` }
      : below
  })
}

const isOutcome = (text: string) => ['actual', 'score'].includes(headingOf(text)?.field ?? '')

/** Whether a heading says what the one over it does: a sum of it, its measure, its value beside that, or the unit's own. */
function saysWhatIsOver(over: string, below: string, next: string): boolean {
  const field = headingOf(over)?.field
  if (isItsSum.test(below)) return field !== undefined
  const isValue = headingOf(below)?.field === 'actual' && isItsMeasure.test(next)
  if (field === 'actual' && (isValue || isItsMeasure.test(below))) return true
  return isOutcome(over) && isOwn.test(below)
}

/** Whether a text begins as a value does; 2023年目标 and 1-7月执行情况 are headings. */
export const isFigure = (text: string) => /^[≥≤<>=约]?\d+(?:\.\d+)?(?!\d*[-—~至]?\d*[年月])/.test(plain(text))

/** 小计 | 财政拨款 | 其他资金 under 预算数: the sum is what the heading above says. */
const isItsSum = /^(?:合计|小计|总计|总额|总数|金额|数?值)$/
/** 数值 | 单位 and 完成值 | 单位 under 完成值 are read as one. */
const isItsMeasure = /^(?:计量|度量)?单位$/

/** 单位自评 | 主管部门审核 under 完成值 or 得分: the unit's own is read, and what others made of it is not. */
const isOwn = /^(?:单位)?自评(?:情况|结果)?$/
const isOfOthers = /^.{0,6}(?:审核|复核|核定|核查|复评|评审)(?:情况|结果)?$/

const ofATime = /上年|去年|前年|上一年|预计|预测|半年|季度|20\d\d年/

/** Whether short words stand below headings that span several columns, and nothing below the others. */
function isDivision(first: Row, own: Row): boolean {
  const filled = own.flatMap(({ text }, at) => (text.trim() === '' ? [] : [at]))
  const spans = (at: number): boolean => {
    const cell = first[at]
    return cell === undefined || cell.text.trim() === ''
      ? at > 0 && spans(at - 1)
      : cell.columnSpan > 1 || first[at + 1]?.text.trim() === ''
  }
  return (
    filled.length >= 2 &&
    filled.every((at) => spans(at) && /^\p{Script=Han}{2,12}$/u.test(plain(own[at]?.text ?? '')))
  )
}

/** 名称 | 权重 under 一级指标: the first column holds the level itself. */
const isItsName = /^(?:指标|(?:指标)?(?:名称|内容))$/
const isLevelHeading = ({ text }: Cell) => levelFields.includes(headingOf(text)?.field ?? 'ignored')
