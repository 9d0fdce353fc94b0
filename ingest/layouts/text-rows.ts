import { isTotalLabel } from './columns.ts'
import { plain } from './grid.ts'
import type { Field } from './headings.ts'
import { isLevelText } from './levels.ts'
import { readFunds } from './text-funds.ts'
import {
  fieldOf,
  fundFields,
  indicatorFields,
  isFigure,
  type Named,
  runOf,
  type Token,
} from './text-stream.ts'

/** The rows of a form whose cells follow one another without ends of rows. */
export function rowsOfStream(stream: readonly Token[]): string[][] {
  const keepsBlanks = stream.includes('')
  const isSpaced = stream.includes(null)
  const rows: string[][] = []
  let at = 0
  while (at < stream.length) {
    const funds = runOf(stream, at, fundFields)
    const indicators = runOf(stream, at, indicatorFields)
    if (beginsIndicators(indicators)) at = readIndicators(stream, at, { indicators, keepsBlanks, rows })
    else if (funds.length >= 3) at = readFunds(stream, at, funds, rows)
    else at = readLabels(stream, at, isSpaced, rows)
  }
  return rows
}

const beginsIndicators = (run: readonly Named[]) => run.length >= 3 && run[0]?.field === 'level1'

const isLabel = (token: string) =>
  fieldOf(token) !== null ||
  /^(?:项目资金|资金情况|预算资金|资金投入情况|预算执行情况|年度(?:总体|绩效)?目标|总体目标|绩效目标|绩效指标|项目基本情况|[(（](?:万?元|\d+分)[)）])/.test(
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
    const ahead =
      at + 1 < stream.length && runOf(stream, at + 1, [...fundFields, ...indicatorFields]).length >= 3
    if (ahead) break
  }
  if (row.length > 0) rows.push(row)
  return at + 1
}

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
  let at = indicators.at(-1)?.next ?? from + 1
  const unknown = keepsBlanks ? headingsLeft(stream, at) : []
  at += unknown.length
  const headings = [...indicators, ...unknown.map((text): Named => ({ field: 'ignored', text, next: 0 }))]
  rows.push(headings.map(({ text }) => text))
  while (at < stream.length) {
    const token = stream[at]
    if (token === null || token === undefined || token === '') {
      at += 1
      continue
    }
    if (isTotalLabel(token)) return readTotal(stream, at, headings, rows)
    // Headings come again on a new page, or behind the label of the next goal.
    const again = [at, at + 1].map((start) => runOf(stream, start, indicatorFields)).find(beginsIndicators)
    if (again) {
      at = again.at(-1)?.next ?? at + 1
      continue
    }
    if (fieldOf(token) === 'project' || runOf(stream, at, fundFields).length >= 3) return at
    const row = keepsBlanks ? cutRow(stream, at, headings) : spacedRow(stream, at, headings)
    rows.push(row.cells)
    at = Math.max(row.next, at + 1)
  }
  return at
}

/** Headings that nobody knows stand between those that are known and the first level. */
function headingsLeft(stream: readonly Token[], from: number): string[] {
  const first = stream.findIndex((token, at) => at >= from && token !== null && isLevelText(token))
  return first < 0 || first - from > 2 ? [] : stream.slice(from, first).map((token) => token ?? '')
}

/** What can be had and what was had follow the total's label, however many cells that covers. */
function readTotal(
  stream: readonly Token[],
  from: number,
  headings: readonly Named[],
  rows: string[][],
): number {
  const points: string[] = []
  let at = from + 1
  for (; at < stream.length && points.length < 2; at += 1) {
    const token = stream[at] ?? null
    if (token === null || (token !== '' && !isFigure(token))) break
    points.push(token)
  }
  const row = headings.map(() => '')
  const places = headings.flatMap(({ field }, index) =>
    field === 'weight' || field === 'score' ? [index] : [],
  )
  const filled = points.length === 1 ? places.slice(-1) : places
  for (const [index, place] of filled.entries()) row[place] = points[index] ?? ''
  row[0] = stream[from] ?? ''
  rows.push(row)
  return at
}

/** Where empty cells are kept, a row is as long as its headings, less the levels merged from above. */
function cutRow(stream: readonly Token[], from: number, headings: readonly Named[]) {
  const first = stream[from] ?? ''
  const levels = headings.filter(({ field }) => field === 'level1' || field === 'level2').length
  const missing = isLevel1(first, following(stream, from))
    ? 0
    : isLevelText(first)
      ? Math.min(1, levels)
      : levels
  const next = from + headings.length - missing
  const cells = stream.slice(from, next).map((token) => token ?? '')
  return { cells: [...Array.from({ length: missing }, () => ''), ...cells], next }
}

const following = (stream: readonly Token[], at: number) =>
  stream.slice(at + 1).find((token) => token !== null)
const isPoints = (token: Token | undefined) => /^[(（]\d+分[)）]$/.test(token ?? '')

/** A first level by its words; 成本 and 满意度 are one where points or a level of their own follow, else a second. */
function isLevel1(text: string, next: Token | undefined): boolean {
  const whole = plain(text)
  if (/^(?:[一二三四]、)?(?:成本|满意度)(?:指标)?$/.test(whole))
    return isPoints(next) || isLevelText(next ?? '')
  return /^(?:[一二三四]、)?(?:项目)?(?:产出|效益|效果|满意度|成本|决策|过程|管理|投入)(?:指标)?(?:[(（]\d+分?[)）])?$/.test(
    whole,
  )
}

const valued: readonly Field[] = ['operator', 'target', 'targetUnit', 'actual', 'weight', 'score']

/** Where empty cells are lost, the values that stand fill the headings: points from the right, values from the left. */
function spacedRow(stream: readonly Token[], from: number, headings: readonly Named[]) {
  const cells = new Map<Field, string>()
  let at = from
  const take = () => stream[at++] ?? ''
  if (isLevel1(stream[at] ?? '', following(stream, at))) cells.set('level1', take())
  if (isPoints(stream[at])) cells.set('level1', `${cells.get('level1') ?? ''}${take()}`)
  const leaf =
    (['level3', 'name'] as const).find((one) => headings.some(({ field }) => field === one)) ?? 'level3'
  if (isLevelText(stream[at] ?? '') && !isFigure(stream[at] ?? null)) cells.set('level2', take())
  if (stream[at] && !isNextRow(stream[at] ?? '', following(stream, at))) cells.set(leaf, take())
  const fields = headings.map(({ field }) => field).filter((field) => valued.includes(field))
  const values: string[] = []
  while (
    values.length < fields.length &&
    at < stream.length &&
    stream[at] !== null &&
    !isNextRow(stream[at] ?? '', following(stream, at))
  )
    values.push(take())
  for (const [field, value] of valuesOf(fields, values)) cells.set(field, value)
  const reason: string[] = []
  while (at < stream.length && stream[at] !== null && !isRowAt(stream, at, fields.length)) reason.push(take())
  if (reason.length > 0) cells.set('reason', reason.join(' '))
  return { cells: headings.map(({ field }) => cells.get(field) ?? ''), next: at }
}

/** A row begins with a level, or is a name whose values end in points. */
function isRowAt(stream: readonly Token[], at: number, values: number): boolean {
  const [name, ...rest] = stream.slice(at, at + values + 1)
  if (name === null || name === undefined || isNextRow(name, rest[0])) return true
  return (
    !isFigure(name) &&
    rest.length === values &&
    !rest.includes(null) &&
    rest.slice(-2).every((token) => isFigure(token ?? null))
  )
}

const isNextRow = (text: string, next: Token | undefined) =>
  isLevel1(text, next) || isTotalLabel(text) || (isLevelText(text) && /指标$/.test(text))

function valuesOf(fields: readonly Field[], values: readonly string[]): [Field, string][] {
  if (values.length === fields.length) return fields.map((field, index) => [field, values[index] ?? ''])
  const points = fields.filter((field) => field === 'weight' || field === 'score')
  const last = values.slice(-points.length)
  const scored = values.length >= points.length && last.every((value) => isFigure(value)) ? points : []
  const others = fields.filter((field) => field === 'target' || field === 'actual')
  const left = values.slice(0, values.length - scored.length)
  return [
    ...others.slice(0, left.length).map((field, index): [Field, string] => [field, left[index] ?? '']),
    ...scored.map((field, index): [Field, string] => [field, last[index] ?? '']),
  ]
}
