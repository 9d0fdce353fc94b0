import { readQuantity } from '#app/domain/quantity-reader.ts'
import type { Cell } from '#ingest/readers/table.ts'
import type { Row } from '../grid.ts'
import type { Field } from '../headings.ts'
import { type Columns, cellAt } from './columns.ts'
import { isWholeLevel, leafOf } from './levels.ts'

/*
 * One row may list several indicators, a line each in the cell of names and in those of values and points: 新建泵站,
 * 改造管网 beside 6处, 86公里. A name that wraps has lines too, but its values then are no whole figures.
 */

/** What may have other lines than the names have. */
const free: readonly Field[] = ['level2', 'reason']
const values = ['target', 'actual', 'weight', 'score'] as const
const listed: readonly Field[] = [...values, 'operator', 'targetUnit', ...free]

/** The rows that a row lists, and what stands once for several of them; the row alone where it lists one indicator. */
export function rowsWithin(row: Row, columns: Columns): { rows: Row[]; shared: Cell[] } {
  const leaf = leafOf(columns)
  const named = leaf && cellAt(row, columns, leaf)
  if (!named?.text.includes('\n')) return { rows: [row], shared: [] }
  const names = itemsOf(named)
  const cells = listed.flatMap((field) => {
    const cell = cellAt(row, columns, field)
    return cell === null || cell === named || cell.text.trim() === ''
      ? []
      : [{ field, cell, items: withoutNumbers(itemsOf(cell), named) }]
  })
  const isListed = ({ field, items }: Pick<(typeof cells)[number], 'field' | 'items'>) =>
    items.length === names.length &&
    // 数量指标 wraps too.
    (field !== 'level2' || items.every((item) => isWholeLevel(item, 'level2')))
  const figures = cells.filter(
    ({ field, items }) => values.some((one) => one === field) && items.every(isFigure),
  )
  const fits = cells.every((one) => isListed(one) || one.items.length === 1 || free.includes(one.field))
  if (names.length < 2 || !fits || !figures.some(isListed)) return { rows: [row], shared: [] }
  const points = cells
    .filter((one) => /weight|score/.test(one.field) && !isListed(one))
    .map(({ cell }) => cell)
  const lost = names.map((_, at) => haveLost(at, cells))
  const reason = cells.find((one) => one.field === 'reason' && !isListed(one))?.cell
  const reasons = reason && byNumber(reason, names.length)
  const rows = names.map((name, at) => {
    const own = new Map([[named, name], ...points.map((cell) => [cell, ''] as const)])
    for (const one of cells) if (isListed(one)) own.set(one.cell, one.items[at] ?? '')
    // Why points were lost is said by number, or once of those indicators that lost any.
    if (reasons) own.set(reason, reasons[at] ?? '')
    else if (reason && lost.includes(true) && !lost[at]) own.set(reason, '')
    return row.map((cell) => ({ ...cell, text: own.get(cell) ?? cell.text }))
  })
  const isShared = ({ field, items }: (typeof cells)[number]) =>
    values.some((one) => one === field) && items.length < names.length
  return { rows, shared: cells.filter(isShared).map(({ cell }) => cell) }
}

/** Whether the indicator of a line has less than its points. */
function haveLost(at: number, cells: readonly { field: Field; items: readonly string[] }[]): boolean {
  const [weight, score] = (['weight', 'score'] as const).map((field) =>
    Number.parseFloat(cells.find((one) => one.field === field)?.items[at] ?? ''),
  )
  return weight !== undefined && score !== undefined && score < weight
}

const isFigure = (text: string) =>
  !['qualitative', 'empty', 'multi'].includes(readQuantity(text).quantity.kind)

const number = /^(?:指标\s*)?(?:\d{1,2}\s*[:：、．]|\d{1,2}\.(?!\d)|[(（]\d{1,2}[)）]|[①-⑳])\s*/u

/** What a cell says of some of the names, each behind the number of its name: （1）…, （3）…; null where its lines bear no such numbers. */
function byNumber({ text }: Cell, names: number): string[] | null {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  const said = lines.map((line) => /^[(（]?(\d{1,2})(?:[)）]|[、．.:：](?!\d))\s*(.+)$/.exec(line))
  const numbers = said.map((found) => Number(found?.[1] ?? 0))
  const areOrdered = numbers.every((one, at) => one > (numbers[at - 1] ?? 0) && one <= names)
  if (!areOrdered || numbers.length === 0) return null
  return Array.from({ length: names }, (_, at) => said[numbers.indexOf(at + 1)]?.[2] ?? '')
}

/** The lines of a cell; where they are numbered, a line without a number goes on with the one before. */
function itemsOf({ text }: Cell): string[] {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  if (lines.filter((line) => number.test(line)).length < 2 || !number.test(lines[0] ?? '')) return lines
  const items: string[] = []
  for (const line of lines)
    if (number.test(line)) items.push(line.replace(number, ''))
    else items.push(`${items.pop()}${line}`)
  return items
}

/** Beside names that are numbered 1. and 2. the values 1.800株 and 2.450株 are numbered too. */
function withoutNumbers(items: string[], names: Cell): string[] {
  const areNumbered = (lines: readonly string[]) =>
    lines.length > 1 && lines.every((line, at) => line.startsWith(`${at + 1}.`))
  const numbered = names.text.split('\n').flatMap((line) => /^\d{1,2}\..*/.exec(line.trim()) ?? [])
  return areNumbered(numbered) && areNumbered(items)
    ? items.map((item) => item.slice(item.indexOf('.') + 1).trim())
    : items
}
