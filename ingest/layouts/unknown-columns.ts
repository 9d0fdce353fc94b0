import { readQuantity } from '#app/domain/quantity-reader.ts'
import { type Columns, isTotalLabel } from './columns.ts'
import { type Grid, plain, type Row } from './grid.ts'
import { type Field, headingAmongIndicators, headingOf, isKnownWord } from './headings.ts'
import type { IndicatorHeading } from './indicator-heading.ts'
import { isWholeLevel, leafOf } from './levels.ts'

/**
 * A heading with the columns added whose own words nobody knows and whose cells say what they are: signs,
 * levels, points that add up, values like those of the other side. Such headings are told as unknown all the same.
 */
export function withUnknownColumns<Heading extends Headed>(grid: Grid, heading: Heading): Heading {
  const unknown = unknownIn(grid, heading)
  if (unknown.length === 0) return heading
  const rows = rowsBelow(grid, heading)
  if (rows.length < 2) return heading
  const found = new Map(heading.columns)
  const left = unknown.map((at): Unread => {
    const texts = rows.map((row) => plain(row[at]?.text ?? ''))
    return {
      at,
      heading: headingAt(grid, heading, at),
      texts,
      filled: texts.filter((text) => !isBlank(text)),
    }
  })
  const take = (field: Field, one: Unread) => {
    found.set(field, { from: one.at, to: one.at, unit: null, heading: one.heading })
    left.splice(left.indexOf(one), 1)
  }
  takeWords(found, left, take)
  takePoints(found, left, rows, take)
  takeValues(found, left, rows, take)
  return found.size === heading.columns.size ? heading : { ...heading, columns: found }
}

type Headed = Pick<IndicatorHeading, 'columns' | 'row' | 'cells'>

interface Unread {
  at: number
  heading: string
  texts: readonly string[]
  filled: readonly string[]
}
type Take = (field: Field, one: Unread) => void

const isBlank = (text: string) => /^[-—/\\]*$/.test(text)

/** A heading of two rows says in the second what a column holds, where the first only spans it. */
const headingAt = (grid: Grid, { row, cells }: Headed, at: number) =>
  [grid.rows[row]?.[at]?.text, cells[at]?.text].find((text) => text?.trim()) ?? ''

function unknownIn(grid: Grid, heading: Headed): number[] {
  const claimed = [...heading.columns.values()]
  const first = Math.min(...claimed.map(({ from }) => from))
  const own = grid.rows[heading.row] ?? []
  return own.flatMap((cell, at) => {
    const text = headingAt(grid, heading, at)
    const isAlone = own[at - 1] !== cell && own[at + 1] !== cell
    const isClaimed = claimed.some(({ from, to }) => at >= from && at <= to)
    if (at < first - 2 || isClaimed || !(isAlone || cell.text === '') || cell.rowSpan > 3) return []
    const isHeading = /^[^\d]{2,16}$/.test(plain(text)) && /\p{Script=Han}/u.test(text)
    return isHeading && headingOf(text) === null && headingAmongIndicators(text) === null ? [at] : []
  })
}

const mostRows = 80

/** The rows of indicators under a heading, up to their total. */
function rowsBelow(grid: Grid, { columns, row }: Headed): Row[] {
  const below = grid.rows.slice(row + 1, row + 1 + mostRows)
  const end = below.findIndex((one) => one.some(({ text }) => isTotalLabel(text)))
  const named = leafOf(columns) ?? 'level2'
  const at = columns.get(named)?.from ?? 0
  return below
    .slice(0, end < 0 ? undefined : end)
    .filter((one) => one[at]?.text.trim() && one[at] !== one[at + 1] && !isKnownWord(one[at]?.text ?? ''))
}

const sign = /^(?:[<>=≥≤≧≦]+|大于等于|小于等于|不低于|不少于|不高于|不超过|大于|小于|等于)$/
const measure = /^(?:[%‰]|\p{Script=Han}{1,4}|元\/\p{Script=Han}{1,3})$/u

const isMost = ({ filled, texts }: Unread, says: (text: string) => boolean) =>
  filled.length >= Math.max(2, texts.length / 2) && filled.filter(says).length >= filled.length * 0.8

function takeWords(found: Columns, left: Unread[], take: Take) {
  for (const one of [...left]) {
    const second = found.get('level2')
    if (!found.has('operator') && found.has('target') && isMost(one, (text) => sign.test(text)))
      take('operator', one)
    else if (!found.has('level1') && isMostLevels(one, 'level1')) take('level1', one)
    else if (second === undefined && isMostLevels(one, 'level2')) take('level2', one)
    else if (leafOf(found) === null && second?.to === one.at - 1 && isMostNames(one)) take('name', one)
    else if (found.has('target') && !found.has('targetUnit') && isMostMeasures(one)) take('targetUnit', one)
  }
}

/** Levels may be merged downwards, so that only their first rows are filled. */
const isMostLevels = ({ filled }: Unread, rank: 'level1' | 'level2') =>
  filled.length >= 2 && filled.filter((text) => isWholeLevel(text, rank)).length >= filled.length * 0.6

const isMostNames = (one: Unread) =>
  new Set(one.filled).size === one.filled.length &&
  isMost(one, (text) => /\p{Script=Han}{2}/u.test(text) && kindOf(text) === 'qualitative')

const isMostMeasures = (one: Unread) =>
  isMost(
    one,
    (text) => measure.test(text) && ['count', 'percent', 'money', 'unitCost'].includes(kindOf(`1${text}`)),
  )

const kindOf = (text: string) => readQuantity(text).quantity.kind

const pointsIn = (text: string) => (/^\d{1,3}(?:\.\d+)?分?$/.test(text) ? Number.parseFloat(text) : null)
const wholes = [100, 90, 80]
const sumOf = (points: readonly number[]) => Math.round(points.reduce((sum, one) => sum + one, 0) * 100) / 100

/** Points to be had add up to a whole; points had are no more than those. */
function takePoints(found: Columns, left: Unread[], rows: readonly Row[], take: Take) {
  const known = (field: Field) => {
    const column = found.get(field)
    return column && rows.map((row) => pointsIn(plain(row[column.from]?.text ?? '')))
  }
  const candidates = left.filter((one) => isMost(one, (text) => pointsIn(text) !== null))
  const weight = candidates.find(({ texts }) => {
    const points = texts.map(pointsIn)
    const had = known('score')
    return wholes.includes(sumOf(points.map(Number))) && isWithin(had ?? points, points)
  })
  if (!found.has('weight') && weight) take('weight', weight)
  const most = known('weight')
  const scores = left.filter(
    (one) => candidates.includes(one) && most && isWithin(one.texts.map(pointsIn), most),
  )
  const [score, other] = scores
  if (!found.has('score') && score && !other && isEarned(score, most ?? [])) take('score', score)
}

const isWithin = (had: readonly (number | null)[], most: readonly (number | null)[]) =>
  had.every((points, at) => points === null || points <= (most[at] ?? 0))

/** Most indicators get most of their points. */
const isEarned = ({ texts }: Unread, most: readonly (number | null)[]) =>
  sumOf(texts.map((text) => pointsIn(text) ?? 0)) >= sumOf(most.map(Number)) / 2

/** A target and an outcome are values of the same kinds, row by row. */
function takeValues(found: Columns, left: Unread[], rows: readonly Row[], take: Take) {
  const isPointed = found.has('weight') && found.has('score')
  const isValue = (text: string) => {
    const { kind, op } = readQuantity(text).quantity
    return kind === 'number' ? isPointed || op !== '=' : !['qualitative', 'empty'].includes(kind)
  }
  const candidates = left.filter(
    ({ filled, texts }) =>
      filled.length >= texts.length / 2 && filled.filter(isValue).length >= filled.length / 2,
  )
  const [one, other, more] = candidates
  const textsAt = (field: 'target' | 'actual') => {
    const column = found.get(field)
    return column && rows.map((row) => plain(row[column.from]?.text ?? ''))
  }
  const [target, actual] = [textsAt('target'), textsAt('actual')]
  if (one && other && !more && !target && !actual && areAlike(one.texts, other.texts)) {
    take('target', one)
    take('actual', other)
  } else if (one && !other && target && !actual && areAlike(one.texts, target)) take('actual', one)
  else if (one && !other && !target && actual && areAlike(one.texts, actual)) take('target', one)
}

function areAlike(texts: readonly string[], others: readonly string[]): boolean {
  const isBare = (kind: string) => kind === 'number' || kind === 'empty'
  const alike = texts.filter((text, at) => {
    const [kind, other] = [kindOf(text), kindOf(others[at] ?? '')]
    return kind === other || isBare(kind) || isBare(other)
  })
  return alike.length >= texts.length * 0.6
}
