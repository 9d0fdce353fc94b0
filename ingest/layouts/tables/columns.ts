import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Cell } from '#ingest/readers/table.ts'
import { filledCells, lineOf, nameOf, plain, type Row } from '../grid.ts'
import {
  type Field,
  headingAmongIndicators,
  headingOf,
  isKnownWord,
  levelBeside,
  likely,
  withoutYear,
} from '../headings.ts'
import { once } from '../once.ts'
import { ofReviewers } from './reviewers.ts'
import { type Column, choose, type Found, leaves } from './same-headings.ts'

export type Columns = ReadonlyMap<Field, Column>

/** Reads a row of headings; of two that mean the same, the surer word wins, then the first. */
export const columnsOf = once((row: Row): Columns => {
  const found = amongIndicators(ofReviewers(positional(ofLastYear(headingsIn(row), row))), row)
  const columns = new Map<Field, Column>()
  for (const field of new Set(found.map((one) => one.field))) {
    const chosen = choose(
      field,
      found.filter((one) => one.field === field),
      found,
    )
    if (chosen) columns.set(field, columnOf(chosen))
  }
  // 三级指标 | 具体指标: a level more, whatever it is called.
  const [level3, name] = [columns.get('level3'), columns.get('name')]
  if (level3 && name && name.from > level3.to && /^(?:具体|末级|明细|细化|个性)/.test(plain(name.heading)))
    columns.set('level4', name)
  // 绩效指标 left of the levels is the label of the whole block.
  if (columns.has('level3') || columns.has('level4')) columns.delete('name')
  return columns
})

const columnOf = ({ from, to, unit, heading, otherwise }: Found): Column => ({
  from,
  to,
  unit,
  heading,
  ...(otherwise === undefined ? {} : { otherwise }),
})

/** The headings of a row that mean something, with how far each reaches. */
export function headingsIn(row: Row): Found[] {
  const found: Found[] = []
  const shortest = Math.min(...row.flatMap(({ text, rowSpan }) => (headingOf(text) ? rowSpan : [])))
  row.forEach((cell, index) => {
    const last = found.at(-1)
    if (last && index <= last.to) return
    if (last && row[last.to] === cell && last.to === index - 1) {
      last.to = index
      return
    }
    const apart = headingsApart(row, index)
    if (apart.length > 0) {
      found.push(...apart)
      return
    }
    // Where merged cells were filled again, a heading stands in each of the columns that it covered.
    if (last && cell.text === row[index - 1]?.text && cell.text === last.heading) return
    const heading = headingOf(cell.text)
    // What reaches down beside the rows under other headings is the label of a block: 绩效指标, 指标完成情况.
    if (heading && cell.rowSpan <= Math.max(3, shortest))
      found.push({ from: index, to: index, heading: cell.text, ...heading })
  })
  return found
}

/** 分值/得分 over two columns heads each of them with a word; none where its words are not as many as its columns. */
function headingsApart(row: Row, from: number): Found[] {
  const cell = row[from]
  const words = cell?.columnSpan === 1 ? [] : (cell?.text.split(/[/／、]/) ?? [])
  if (words.length < 2 || row[from + words.length - 1] !== cell || row[from + words.length] === cell)
    return []
  const found = words.flatMap((heading, at): Found[] => {
    const meaning = isKnownWord(heading) ? headingOf(heading) : null
    return meaning === null ? [] : [{ from: from + at, to: from + at, heading, ...meaning }]
  })
  const fields = new Set(found.map(({ field }) => field))
  // A target and its outcome are told apart row by row, as one cell may hold both.
  return fields.size === words.length && !fields.has('target') ? found : []
}

/** 2022年完成值 beside 2023年目标值 is history: a target and its outcome are of one year. */
function ofLastYear(found: Found[], row: Row): Found[] {
  const yearOf = (text: string) => Number(/20\d\d(?=年)/.exec(text)?.[0] ?? 0)
  const targets = found.flatMap((one) => (one.field === 'target' ? yearOf(one.heading) || [] : []))
  const outcomes = row.flatMap(({ text }) =>
    /实际|完成|实绩|达成|实现|执行/.test(text) ? yearOf(text) || [] : [],
  )
  if (outcomes.length === 0) return found
  const done = Math.max(...outcomes)
  const year = targets.length === 0 ? done : Math.max(done, Math.min(...targets))
  const isOld = ({ field, heading }: Found) =>
    yearOf(heading) > 0 &&
    ((field === 'actual' && yearOf(heading) < year) || (field === 'target' && yearOf(heading) < done))
  return found.map((one) => (isOld(one) ? { ...one, field: 'ignored' } : one))
}

/** Words whose place says what they mean. */
function positional(found: Found[]): Found[] {
  const isList = found.some(({ field }) => field === 'project')
  const scores = found.filter(({ field }) => field === 'score')
  const isBudgeted = found.some(({ field }) => field === 'budget' || field === 'adjusted')
  const isSpent = !isBudgeted || found.some(({ field }) => ofMovements.includes(field))
  return withOwnUnits(
    found.map((one, index) => {
      const before = found[index - 1]
      const beside = before?.to === one.from - 1 ? before.field : null
      // 单位 right behind a value or an indicator's name is a unit of measure, not who reports.
      if (
        one.field === 'reporter' &&
        plain(one.heading) === '单位' &&
        beside !== null &&
        measured.includes(beside)
      )
        return { ...one, field: 'targetUnit' }
      if (one.field === 'level1' && !found.some(({ field }) => field === 'level2'))
        return { ...one, field: levelBeside(one.field, beside) }
      // 支出 beside a budget is what was spent of it.
      if (one.field === 'outgo' && !isSpent) return { ...one, field: 'spent' }
      // Behind a score an office gives another one of its own.
      if (beside === 'score' && offices.includes(one.field)) return { ...one, field: 'ignored' }
      // 评价维度 | 评价要素 | 评价指标: what stands between the first level and the name is the second.
      const isBetween = beside === 'level1' && found[index + 1]?.field === 'name'
      if (one.field === 'ignored' && isBetween && plain(one.heading) === '评价要素')
        return { ...one, field: 'level2' }
      // In a list 得分 is the indicator's, and 自评得分 beside it the project's.
      if (
        isList &&
        scores.length > 1 &&
        one.field === 'score' &&
        one.rank > 0 &&
        /^(?:自评|项目|评价|综合)/.test(plain(one.heading))
      )
        return { ...one, field: 'total' }
      return one
    }),
  )
}

/** 目标值 | 单位 | 完成值 | 单位: the second unit is the outcome's own, and read with it as one. */
function withOwnUnits(found: Found[]): Found[] {
  const [, own] = found.filter(({ field }) => field === 'targetUnit')
  const outcome = found.find(({ field, to }) => field === 'actual' && to + 1 === own?.from)
  if (own === undefined || outcome === undefined) return found
  return found.flatMap((one) => (one === own ? [] : one === outcome ? { ...one, to: own.to } : one))
}

/** What tells of single movements of money, or already of all that was spent. */
const ofMovements: readonly Field[] = ['spent', 'income', 'date', 'stage']

const offices: readonly Field[] = ['department', 'unit', 'reporter']
const measured: readonly Field[] = ['target', 'actual', 'name', 'level3', 'level4']

const outcomes: readonly Field[] = ['target', 'actual', 'score', 'reason']

/** Beside the levels of indicators words say more than they do alone: 目标, 实际, and 总得分 is each one's score. */
function amongIndicators(found: Found[], row: Row): Found[] {
  const last = found.find(({ field }) => leaves.includes(field))?.to
  if (last === undefined) return found
  const missing = outcomes.filter((field) => !found.some((one) => one.field === field))
  const named = found.filter(({ field, rank }) => levelFields.includes(field) && rank < likely)
  const values = outcomes.length - missing.length + Number(found.some(({ field }) => field === 'weight'))
  const isWhole = missing.length === 0 && found.some(({ field }) => field === 'level1')
  const isList = found.some(({ field }) => field === 'project')
  if (isWhole || (named.length < 2 && values < 2)) return found
  const years = missing.includes('target') ? row.filter(({ text }) => /^20\d\d年度?$/.test(plain(text))) : []
  const said = row.flatMap((cell, index): Found[] => {
    if (index <= last || cell.text === '' || row[index - 1] === cell) return []
    const place = { from: index, to: row.lastIndexOf(cell), heading: cell.text }
    if (isTargetAndActual(cell.text))
      return (['target', 'actual'] as const).map((field) => ({ ...place, field, rank: 0, unit: null }))
    // 2025年 | 2026年 | 2027年: the plan's first year is the one that is asked for.
    if (cell === years[0]) return [{ ...place, field: 'target', rank: likely, unit: null }]
    const heading = headingAmongIndicators(cell.text)
    // 总分 in a list is its project's, on each of the rows.
    if (isList && headingOf(cell.text)?.field === 'total') return []
    return heading && missing.includes(heading.field) ? [{ ...place, ...heading }] : []
  })
  said.push(...remarks([...found, ...said], row, last))
  // What stands left of 二级指标 holds the first level, whatever it is called: 评价内容.
  const second = found.find(({ field }) => field === 'level2')?.from ?? 0
  const left = row[second - 1]
  const isFirst = left && left.rowSpan <= 3 && /^\p{Script=Han}{2,8}$/u.test(plain(left.text))
  if (isFirst && !found.some(({ field, to }) => field === 'level1' || to === second - 1))
    said.push({
      field: 'level1',
      rank: likely,
      unit: null,
      from: second - 1,
      to: second - 1,
      heading: left.text,
    })
  const isSaid = (one: Found) => said.some(({ from }) => from === one.from)
  return [...found.filter((one) => !isSaid(one)), ...said].sort((one, other) => one.from - other.from)
}

const isRemarkHeading = ({ text }: Cell) => /^备注(?:说明)?$/.test(plain(text))

/** Where points are given and no other column says why they were lost, remarks do. */
function remarks(found: readonly Found[], row: Row, last: number): Found[] {
  const has = (field: Field) => found.some((one) => one.field === field)
  const at = row.findIndex(isRemarkHeading)
  if (at <= last || has('reason') || !has('weight') || !has('score')) return []
  return [{ from: at, to: at, heading: row[at]?.text ?? '', field: 'reason', rank: likely, unit: null }]
}

/** Whether reasons stand under a word of remarks, 备注 or 说明, below which other things stand too. */
export const isReasonRemark = (columns: Columns) =>
  headingOf(columns.get('reason')?.heading ?? '')?.field === 'ignored'

/** Why a target was missed; a remark says so only of what lost points. */
export function reasonAt(row: Row, columns: Columns): string | null {
  const reason = nameOf(cellAt(row, columns, 'reason')?.text)
  if (reason === null || !isReasonRemark(columns)) return reason
  const points = (field: Field) => Number.parseFloat(plain(textAt(row, columns, field) ?? ''))
  return points('score') < points('weight') ? reason : null
}

/** 目标值/完成值 and 指标值（目标/实际） head cells that hold both. */
function isTargetAndActual(text: string): boolean {
  if (text.length > longestPair || !/[/／、|及和与\n]/.test(text.trim())) return false
  const whole = plain(text.trim().replace(/\n/g, '/')).replace(/\([AB]\)/g, '')
  const inside = /^指标值\((.{2,20})\)$/.exec(whole)?.[1] ?? whole
  const [target, actual, more] = inside.split(/[/／、|及和与]+/)
  const means = (word: string | undefined, field: Field) =>
    [headingOf(word ?? ''), headingAmongIndicators(word ?? '')].some((found) => found?.field === field)
  return more === undefined && means(target, 'target') && means(actual, 'actual')
}

const longestPair = 30
export const levelFields: readonly Field[] = ['level1', 'level2', 'level3', 'level4', 'name']

/** The first column of points, where a form gives points to each level: those of the first level. */
export function level1WeightColumn(row: Row): number | null {
  const found = headingsIn(row)
  const weights = found.filter(({ field }) => field === 'weight')
  const level1 = found.find(({ field }) => field === 'level1')
  const [first] = weights
  return weights.length >= 2 && first && level1 && first.from === level1.to + 1 ? first.from : null
}

/** The first filled cell of a field in a row; the empty one where all are empty. */
export function cellAt(row: Row, columns: Columns, field: Field): Cell | null {
  const column = columns.get(field)
  if (column === undefined) return null
  const cells = row.slice(column.from, column.to + 1)
  const other = column.otherwise === undefined ? [] : row.slice(column.otherwise, column.otherwise + 1)
  return [...cells, ...other].find((cell) => cell.text.trim() !== '') ?? cells[0] ?? null
}

/** The text of a field in a row on one line; the cells under a spanning heading are read as one. */
export function textAt(row: Row, columns: Columns, field: Field): string | null {
  const column = columns.get(field)
  if (column === undefined) return null
  if (column.from === column.to) return lineOf(cellAt(row, columns, field)?.text)
  const cells = new Set(row.slice(column.from, column.to + 1))
  return lineOf([...cells].map((cell) => cell.text).join(''))
}

/** Headings that are not known may hide something that should be read: each is told once. */
export function unknownHeadings(row: Row, columns: Columns): Problem[] {
  const first = Math.min(...[...columns.values()].map(({ from }) => from))
  const unknown = row
    .filter((cell, index) => index > first && cell.rowSpan <= 3 && headingOf(cell.text) === null)
    .map(({ text }) => plain(text))
    .filter((text) => /^[^\d]{2,20}$/.test(withoutYear(text)) && /\p{Script=Han}/u.test(text))
  return [...new Set(unknown)].map((message) => ({ at: nowhere, code: 'heading-unknown', message }))
}

/** Headings whose words say one thing and whose cells another, where something was read by the cells. */
export function guessedHeadings(columns: Columns, rows: readonly { reason: string | null }[]): Problem[] {
  const guessed = [...columns].filter(([field, { heading }]) => {
    const said = headingOf(heading)?.field
    return (
      said === 'ignored' &&
      field !== said &&
      (field !== 'reason' || rows.some(({ reason }) => reason !== null))
    )
  })
  return guessed.map(([, { heading }]) => ({ at: nowhere, code: 'heading-guessed', message: plain(heading) }))
}

/** True for a row that only repeats its table's headings, as tables do on each new page, or numbers its columns. */
export function repeatsHeadings(row: Row, columns: Columns): boolean {
  if (areColumnNumbers(filledCells(row))) return true
  let again = 0
  for (const { from, heading } of columns.values()) if (row[from]?.text === heading) again += 1
  return again >= 2 && again >= columns.size / 2 && !hasMore(columnsOf(row), columns)
}

/** A second table of a report names outcomes and scores that the first one of targets has not. */
const hasMore = (found: Columns, columns: Columns) =>
  (['target', 'actual', 'weight', 'score'] as const).some((field) => found.has(field) && !columns.has(field))

/** 栏次 | 1 | 2 | 3, 甲 | 乙 | 1 | 2 | 3 and ① | ② | ③=②/①: cells that do nothing but number their columns. */
export function areColumnNumbers(cells: readonly Cell[]): boolean {
  const from = cells.findIndex(({ text }) => !/^(?:[栏列行]次?|[甲乙丙丁戊己庚辛])$/.test(plain(text)))
  const numbered = cells.slice(Math.max(0, from))
  const [first, second] = numbered
  if (!first || !second || columnNumber(second) !== columnNumber(first) + 1) return false
  return numbered.length >= 3 && numbered.every((cell, at) => columnNumber(cell) === columnNumber(first) + at)
}

function columnNumber(cell: Cell): number {
  const text = /^\(?([^()=]*)\)?/.exec(plain(cell.text))?.[1] ?? ''
  return /^[A-H]$/.test(text) ? text.charCodeAt(0) - 64 : Number(text)
}

/** 总分, 合计 and their kin at the head of a row, alone or with their points: 合计培训人次 is an indicator. */
export const isTotalLabel = (text: string) =>
  text.length < 40 &&
  /^(?:自评|评价|项目|绩效|绩效自评|指标|复核|抽查)?(?:总分|总得分|合计|总计|得分合计|分值合计|总评分|合计得分|综合得分|自评得分|自评总分)(?:[(（][^()（）]*[)）])?[:：]?(?:\d.*)?$/.test(
    plain(text),
  )

/** 小计, 产出指标合计 and their kin: a sum in the middle of a table. */
export const isSubtotalLabel = (text: string) =>
  text.length < 40 &&
  /小计$|^小计(?:[(（:：]|$)|^本页合计|^(?:产出|效益|效果|满意度|成本|决策|过程|管理|投入)(?:指标)?(?:得分)?(?:合计|总计)$/.test(
    plain(text),
  )
