import type { Problem } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { isUnit } from '#app/domain/units.ts'
import { lineOf, plain, type Row } from '../grid.ts'
import { type Columns, cellAt, textAt } from './columns.ts'
import { type Levels, leafOf } from './levels.ts'

/* What the row of an indicator says of its values and points. */

/** One cell may hold both, under 目标值/完成值. */
export function targetAndActual(
  row: Row,
  columns: Columns,
): { target: string | null; actual: string | null } {
  const actual = columns.get('actual')
  if (actual === undefined || columns.get('target')?.from !== actual.from) {
    const [target, done] = [targetText(row, columns), actualText(row, columns)]
    return (target === null ? bothSaid(done) : null) ?? { target, actual: done }
  }
  const [first, second, more] = new Set(row.slice(actual.from, actual.to + 1))
  if (first && second && !more) return { target: lineOf(first.text), actual: lineOf(second.text) }
  const text = cellAt(row, columns, 'target')?.text.trim() ?? ''
  const said = bothSaid(text)
  if (said !== null) return said
  const sure = [/\n/g, /[／|;；]/g].find((sign) => [...text.matchAll(sign)].length === 1)
  const halves = [...text.matchAll(sure ?? /[/／|\n;；]/g)].map(({ index }): [string, string] => [
    text.slice(0, index),
    text.slice(index + 1),
  ])
  const isValue = (half: string) => !['qualitative', 'empty'].includes(readQuantity(half).quantity.kind)
  const both = halves.filter((pair) => pair.every(isValue))
  const areAlike = (field: 'kind' | 'unit') => (pair: [string, string]) =>
    new Set(pair.map((half) => readQuantity(half).quantity[field])).size === 1
  const even = both.filter(areAlike('kind'))
  const [target, done] = even.find(areAlike('unit')) ??
    even[0] ??
    both[0] ??
    (halves.length === 1 ? halves[0] : null) ?? [text, '']
  return { target: lineOf(target), actual: lineOf(done) }
}

/** 目标：≥60场；实际：66场 says itself which is which. */
function bothSaid(text: string | null): { target: string; actual: string } | null {
  const [, target, actual] =
    /^(?:[年预]?[初期]?(?:目标|计划)值?)[:：]\s*(.+?)\s*[;；,，/／\s]\s*(?:实际|完成|实际完成)(?:值|情况)?[:：]\s*(.+)$/.exec(
      text ?? '',
    ) ?? []
  return target === undefined || actual === undefined ? null : { target, actual }
}

/**
 * Points that stand behind a target or an outcome where a form has no column for them, and what is left of the value:
 * ≥16个（10分）, 27批次，得10分.
 */
export function pointsBehind(
  { target, actual }: { target: string | null; actual: string | null },
  columns: Columns,
) {
  const [, aim, weight] = (!columns.has('weight') && target && inBrackets.exec(target)) || []
  const [, done, had, said] = (!columns.has('score') && actual && asScore.exec(actual)) || []
  return {
    target: aim ?? target,
    actual: done ?? actual,
    ...(weight === undefined ? {} : { weight }),
    ...(done === undefined ? {} : { score: had ?? said ?? null }),
  }
}
const inBrackets = /^(.+?)\s*[(（](\d+(?:\.\d+)?)分[)）]$/
const asScore =
  /^(.+?)\s*(?:[,，;；(（]\s*(?:自评)?得(?:分)?[:：]?\s*(\d+(?:\.\d+)?)\s*分?\s*[)）]?|[(（](\d+(?:\.\d+)?)分[)）])$/

/**
 * What a row leaves in doubt: two columns of one heading that say different things, of which the first was read,
 * several values in a cell merged over several indicators, and points of theirs that are no one's own.
 */
export function doubtsIn(row: Row, cells: Row, columns: Columns): Omit<Problem, 'at'>[] {
  const leaf = leafOf(columns)
  const named = leaf && cellAt(row, columns, leaf)
  const ofLevel = cellAt(row, columns, 'level1')?.rowSpan
  return (['target', 'actual', 'weight', 'score'] as const).flatMap((field) => {
    const [column, cell] = [columns.get(field), cellAt(row, columns, field)]
    if (!column || !cell || !named) return []
    const again = row.find(
      ({ text }, at) =>
        at > column.to && cells[at]?.text === column.heading && text !== cell.text && text.trim() !== '',
    )
    const isMerged = cell.rowSpan > named.rowSpan
    const isShared = isMerged && readQuantity(cell.text).quantity.kind === 'multi'
    const isPoints = field === 'weight' || field === 'score'
    return [
      ...(again && cell.text.trim() !== ''
        ? [{ code: 'heading-twice', message: plain(column.heading) }]
        : []),
      ...(isShared ? [{ code: 'value-shared', message: cell.text }] : []),
      ...(isMerged && isPoints && cell.rowSpan !== ofLevel && !isNothing(cell.text)
        ? [{ code: 'points-shared', message: cell.text }]
        : []),
    ]
  })
}

/** Empty, crossed out, or the template's ≥**人. */
export const isNothing = (text: string | null) =>
  text === null || /^[-—/\\\s]*$|^[(（]?[≥≤<>=]?[*＊×xX★]{2,}/.test(text)

/** Points that belong to this row alone: those of a cell merged over several indicators are their group's. */
export function ownOf(row: Row, columns: Columns, field: 'weight' | 'score'): string | null {
  const cell = cellAt(row, columns, field)
  const leaf = leafOf(columns)
  const named = leaf && cellAt(row, columns, leaf)
  return cell && named && cell.rowSpan > named.rowSpan && named.text !== ''
    ? null
    : textAt(row, columns, field)
}

/** The points that could be had and those that were; one cell may hold both: 45/50, 45（50）, 50/45. */
export function weightAndScore(row: Row, columns: Columns): { weight: string | null; score: string | null } {
  const [weight, score] = [ownOf(row, columns, 'weight'), ownOf(row, columns, 'score')]
  for (const text of [score, weight]) {
    const [, one, other] = bothPoints.exec(plain(text ?? '')) ?? []
    if (one === undefined || other === undefined) continue
    const [had = one, of = other] = [one, other].sort((a, b) => Number(a) - Number(b))
    // 8/8 beside a weight of 10 are two scores.
    const [beside, own] = text === score ? [weight, of] : [score, had]
    if (isNothing(beside) || beside === text || Number(beside) === Number(own))
      return { weight: of, score: had }
  }
  return { weight, score }
}
const bothPoints = /^(\d+(?:\.\d+)?)分?[/(](\d+(?:\.\d+)?)分?\)?$/

/** The first level's points, where they stand in a column of their own. */
export const withPoints = (levels: Levels, row: Row, column: number | null): Levels =>
  column === null ? levels : { ...levels, level1Weight: lineOf(row[column]?.text) ?? levels.level1Weight }

/** Points of a cell that is merged as far down as its first level. */
export function sharedPoints(row: Row, columns: Columns): string | null {
  const weight = cellAt(row, columns, 'weight')
  const level1 = cellAt(row, columns, 'level1')
  const leaf = leafOf(columns)
  const named = leaf && cellAt(row, columns, leaf)
  const shared =
    weight && level1 && named && weight.rowSpan > named.rowSpan && weight.rowSpan === level1.rowSpan
  return shared ? lineOf(weight.text) : null
}

/** A target over one column or three: 指标性质 + 指标值 + 度量单位 read as one text. */
export function targetText(row: Row, columns: Columns): string | null {
  const value = textAt(row, columns, 'target')
  if (value === null) return null
  const operator = plain(textAt(row, columns, 'operator') ?? '')
  const unit = textAt(row, columns, 'targetUnit')
  const sign = /^(?:[<>=≥≤≧≦]+|大于等于|小于等于|不低于|不少于|不高于|不超过|大于|小于|等于)$/.test(operator)
    ? operator
    : ''
  // 等于 | 40-50: a range says of itself what it is.
  const isSigned =
    /^[<>=≥≤≧≦＞＜＝]/.test(value) || (/^(?:=|等于)$/.test(sign) && /\d\s*[-—~～至]\s*\d/.test(value))
  const signed = isSigned ? '' : sign
  if (unit === null) return `${signed}${withUnitOf(value, columns, 'target')}`
  const measured =
    /\d万?$/.test(value) &&
    !/^(?:定性|无|\/|-+|—+)$/.test(plain(unit)) &&
    !/万[万亿]/.test(`${value}${plain(unit)}`)
      ? unit
      : ''
  return `${signed}${value}${measured}`
}

/** An outcome, with the unit that its heading gives it. */
export function actualText(row: Row, columns: Columns): string | null {
  const value = textAt(row, columns, 'actual')
  return value === null ? null : withUnitOf(value, columns, 'actual')
}

/** A bare figure under 目标值（%） or 完成值（万元） with the heading's unit; 0.95 under % may be a share of one. */
function withUnitOf(value: string, columns: Columns, field: 'target' | 'actual'): string {
  const heading = plain(columns.get(field)?.heading ?? '')
  const unit = /\((?:单位:?)?([^()]+)\)$/.exec(heading)?.[1]
  const figure = /^[<>=≥≤≧≦]*(\d[\d,]*(?:\.\d+)?)$/.exec(plain(value))?.[1]
  if (unit === undefined || figure === undefined || columns.has('targetUnit')) return value
  const isShare = unit === '%' && Number(figure) > 0 && Number(figure) <= 1
  return isUnit(unit) && !isShare ? `${value}${unit}` : value
}
