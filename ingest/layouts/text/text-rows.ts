import { isFooterText } from '../footers.ts'
import { blank, plain } from '../grid.ts'
import { type Field, headingOf, indicatorFields } from '../headings.ts'
import { type Columns, isTotalLabel } from '../tables/columns.ts'
import { isLevelText } from '../tables/levels.ts'
import { likeness } from '../tables/ragged-rows.ts'
import { likeliestRows } from './text-assignment.ts'
import { readFunds } from './text-funds.ts'
import { fieldOf, fundFields, isFigure, type Named, runOf, type Token } from './text-stream.ts'

/** The rows of a form whose cells follow one another without ends of rows; `whole` tells how the document was saved. */
export function rowsOfStream(stream: readonly Token[], whole: readonly Token[] = stream): string[][] {
  const keepsBlanks = whole.includes('')
  const isSpaced = whole.includes(null)
  const rows: string[][] = []
  let at = 0
  while (at < stream.length) {
    const funds = runOf(stream, at, fundFields)
    const indicators = levelsFirst(runOf(stream, at, indicatorFields))
    if (beginsIndicators(indicators)) {
      const own: string[][] = []
      at = readIndicators(stream, at, { indicators, keepsBlanks, rows: own })
      rows.push(...underGoal(rows, own))
    } else if (beginsFunds(funds)) at = readFunds(stream, at, funds, rows)
    else at = readLabels(stream, at, isSpaced, rows)
  }
  return rows
}

/** 年度绩效指标 or 长期绩效指标 before its headings. */
const isGoal = (token: Token) =>
  token !== null && /^(?:年度|当年|本年|长期|中期|总体|实施期).{0,8}(?:目标|指标)表?$/.test(token)

/** Indicators behind the label of the goal that they belong to, where it stood right above their headings. */
function underGoal(above: string[][], rows: readonly string[][]): string[][] {
  const last = above.at(-1)
  const label = last?.at(-1)
  if (label === undefined || !isGoal(label)) return [...rows]
  last?.pop()
  if (last?.length === 0) above.pop()
  return rows.map((row, at) => [at === 0 ? label : '', ...row])
}

/** Three headings of funds; 预算执行率 may stand in each level of an indicator. */
const beginsFunds = (run: readonly Named[]) => new Set(run.map(({ field }) => field)).size >= 3

const beginsIndicators = (run: readonly Named[]) =>
  run.length >= 3 && (isNumbering(run[0]) ? run[1] : run[0])?.field === 'level1'

/** The levels may stand below the label of all three, in a second row of headings that follows the first. */
function levelsFirst(run: readonly Named[]): readonly Named[] {
  const first = run.findIndex(({ field }) => field === 'level1')
  const levels = run.slice(first)
  const isBelow = run[0]?.field === 'name' && first > 2 && levels.every(({ field }) => isLevelField(field))
  // The label of the whole block may stand before that of the levels, in the same word.
  const label = run.findIndex(({ field }) => field !== 'name')
  return isBelow ? [...levels, ...run.slice(label, first)] : run
}

const isLevelField = (field: Field) => ['level1', 'level2', 'level3', 'level4', 'name'].includes(field)

const isNumbering = (heading: Named | undefined) => /^[序编]号$/.test(plain(heading?.text ?? ''))

const isLabel = (token: string) =>
  fieldOf(token) !== null ||
  /^(?:项目资金|(?:年度)?资金(?:情况|总额)|其中[:：]|(?:当年|本年)?财政(?:拨款|资金)|其他资金|上年结转|预算资金|资金投入情况|预算执行情况|年度(?:总体|绩效)?目标|总体目标|绩效目标|绩效指标|项目基本情况|[(（](?:万?元|\d+分)[)）])/.test(
    token,
  )

/** Labels and values up to the next headings, a row a line; words apart by a space are one value. */
function readLabels(stream: readonly Token[], from: number, isSpaced: boolean, rows: string[][]): number {
  const row: string[] = []
  let at = from
  for (; at < stream.length; at += 1) {
    const token = stream[at]
    if (token === null || token === undefined) break
    const last = row.at(-1)
    const spaced = isSpaced && last !== undefined && !isLabel(last) && !isLabel(token)
    if (spaced) row.push(`${row.pop()} ${token}`)
    else if (token !== '') row.push(token)
    // What is said of the goal is no heading, as the labels in the row above it may be.
    if (row.length > 2 && token.length > longestValue) rows.push(row.splice(0, row.length - 1))
    const ahead =
      at + 1 < stream.length && runOf(stream, at + 1, [...fundFields, ...indicatorFields]).length >= 3
    if (ahead) break
  }
  if (row.length > 0) rows.push(row)
  return at + 1
}

const longestValue = 40

interface Reading {
  indicators: readonly Named[]
  keepsBlanks: boolean
  rows: string[][]
}

/** The indicators below their headings: each row is told by its levels, its name and its points. */
function readIndicators(
  stream: readonly Token[],
  from: number,
  { indicators, keepsBlanks, rows }: Reading,
): number {
  let at = Math.max(from + 1, ...indicators.map(({ next }) => next))
  const unknown = keepsBlanks ? headingsLeft(stream, at) : []
  at += unknown.length
  const headings = [
    ...withOneTarget(withoutOutlook(inPlace(indicators))),
    ...unknown.map((text): Named => ({ field: 'ignored', text, next: 0 })),
  ]
  rows.push(headings.map(({ text }) => text))
  while (at < stream.length) {
    const token = stream[at]
    if (token === null || token === undefined || token === '') {
      at += 1
      continue
    }
    if (isTotalLabel(token)) return readTotal(stream, at, headings, rows)
    if (isFooterText(token)) return at
    if (isResult(stream, at)) {
      rows.push([token])
      at += 1
      continue
    }
    // Headings come again on a new page, or behind the label of the next goal.
    const again = [at, at + 1].map((start) => runOf(stream, start, indicatorFields)).find(beginsIndicators)
    if (again) {
      const isNew = again.some(
        ({ field }) => valued.includes(field) && !headings.some((one) => one.field === field),
      )
      if (isNew || isGoal(token)) return at
      at = again.at(-1)?.next ?? at + 1
      continue
    }
    if (fieldOf(token) === 'project' || beginsFunds(runOf(stream, at, fundFields))) return at
    if (keepsBlanks) {
      const row = cutRow(stream, at, headings)
      rows.push(row.cells)
      at = Math.max(row.next, at + 1)
    } else {
      const end = endOfIndicators(stream, at)
      rows.push(...likeliestRows(stream.slice(at, end), headings))
      at = end
    }
  }
  return at
}

const outlook = /^(?:(?:经费|制度|人员|硬件(?:条件)?|其他)保障|确定能|有可能|完全不可能)$/

/** A monitoring form divides its reasons and its outlook: what divides them stands in their place. */
function withoutOutlook(headings: readonly Named[]): readonly Named[] {
  const isDivided = headings.filter(({ text }) => outlook.test(plain(text))).length > 2
  return isDivided ? headings.filter(({ text }) => !/原因|可能性$/.test(text)) : headings
}

/** A second row of headings follows the first: 指标性质, 指标值 and 度量单位 divide the target that stands before. */
function inPlace(headings: readonly Named[]): readonly Named[] {
  const first = headings.findIndex(({ field }) => field === 'target')
  const own = headings.findIndex(
    ({ field }, at) => at > first && (field === 'operator' || field === 'target'),
  )
  const divides = headings.slice(own)
  if (
    first < 0 ||
    own < 0 ||
    !divides.some(({ field }) => field !== 'target') ||
    !divides.every(({ field }) => ['operator', 'target', 'targetUnit'].includes(field))
  )
    return headings
  return [...headings.slice(0, first), ...divides, ...headings.slice(first + 1, own)]
}

/** Of several headings that may mean the target, as 绩效标准 does beside 当年预期实现值, the likeliest; the levels part two goals. */
function withOneTarget(headings: readonly Named[]): Named[] {
  const rankOf = ({ field, text }: Named) =>
    field === 'target' ? (headingOf(text)?.rank ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
  const levels = headings.filter(({ field }) => field === 'level2').length
  const best = Math.min(...headings.map(rankOf))
  return headings.map((one) =>
    one.field === 'target' && levels < 2 && rankOf(one) > best ? { ...one, field: 'ignored' } : one,
  )
}

const valued: readonly Field[] = ['operator', 'target', 'targetUnit', 'actual', 'weight', 'score']

/** Where what reads as indicators ends: a total, headings again, the next form, or remarks. */
function endOfIndicators(stream: readonly Token[], from: number): number {
  for (let at = from + 1; at < stream.length; at += 1) {
    const token = stream[at]
    if (token === null || token === undefined || token === '') continue
    if (isTotalLabel(token) || isFooterText(token) || isResult(stream, at)) return at
    if (fieldOf(token) === 'project') return at
    if (isGoal(token) && beginsIndicators(runOf(stream, at + 1, indicatorFields))) return at
    if (beginsIndicators(runOf(stream, at, indicatorFields)) || beginsFunds(runOf(stream, at, fundFields)))
      return at
  }
  return stream.length
}

/** What the form came to, said behind its last indicator: 预算执行得分：9.8分. */
const isResult = (stream: readonly Token[], at: number) =>
  /(?:得分|总分|等级|等次)[:：]\s*\S/.test(stream[at] ?? '') &&
  !stream.slice(at + 1).some((token) => token !== null && isLevelText(token))

/** Headings that nobody knows stand between those that are known and the first level. */
function headingsLeft(stream: readonly Token[], from: number): string[] {
  const first = stream.findIndex((token, at) => at >= from && token !== null && isLevelText(token))
  if (first < 0 || first - from > 2) return []
  const left = stream.slice(from, first).map((token) => token ?? '')
  return left.filter((token) => !isFigure(token))
}

/** What can be had and what was had follow the total's label, however many cells that covers. */
function readTotal(
  stream: readonly Token[],
  from: number,
  headings: readonly Named[],
  rows: string[][],
): number {
  let at = from + 1
  while (at - from < headings.length && (stream[at] === '' || isFigure(stream[at] ?? null))) at += 1
  const cells = stream.slice(from + 1, at).map((token) => token ?? '')
  const figures = cells.filter((cell) => cell !== '')
  const places = headings.flatMap(({ field }, index) =>
    field === 'weight' || field === 'score' ? [index] : [],
  )
  // 100 with empty cells behind it is what can be had, where nothing was had yet.
  const isUnscored =
    figures.length === 1 && Number.parseFloat(figures[0] ?? '') === 100 && cells.at(-1) === ''
  const row = headings.map(() => '')
  const filled = figures.length === 1 && !isUnscored ? places.slice(-1) : places
  const points = figures.length > places.length ? [figures[0], figures.at(-1)] : figures
  for (const [index, place] of filled.entries()) row[place] = points[index] ?? ''
  row[0] = stream[from] ?? ''
  rows.push(row)
  return at
}

/** Where empty cells are kept, a row is as long as its headings, less what was merged from above before its name. */
function cutRow(stream: readonly Token[], from: number, headings: readonly Named[]) {
  const leaf = headings.findLastIndex(({ field }) => field === 'level3' || field === 'name')
  const levels =
    leaf < 0 ? headings.filter(({ field }) => field === 'level1' || field === 'level2').length : leaf
  const columns: Columns = new Map(
    headings.map(({ field, text }, at) => [field, { from: at, to: at, unit: null, heading: text }]),
  )
  // The number of a row stands before what was merged from above.
  const numbers = isNumbering(headings[0]) ? 1 : 0
  const rows = Array.from({ length: levels - numbers + 1 }, (_, missing) => {
    const next = from + headings.length - missing
    const cells = stream.slice(from, next).map((token) => token ?? '')
    const row = [
      ...cells.slice(0, numbers),
      ...Array.from({ length: missing }, () => ''),
      ...cells.slice(numbers),
    ]
    const after = stream[next] ?? ''
    const isStart =
      next >= stream.length || (numbers > 0 ? isFigure(after) : !isFigure(after) && after !== '')
    const worth =
      likeness(
        row.map((text) => ({ ...blank, text })),
        columns,
      ) + Number(isStart)
    return { cells: row, next, worth }
  })
  return rows.reduce((best, row) => (row.worth > best.worth ? row : best))
}
