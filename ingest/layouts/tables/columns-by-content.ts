import { readQuantity } from '#app/domain/quantity-reader.ts'
import { filledCells, type Grid, plain, type Row } from '../grid.ts'
import { type Field, headingAmongIndicators, headingOf, isKnownWord } from '../headings.ts'
import { type Columns, isTotalLabel } from './columns.ts'
import { isFigure } from './headings-in-two-rows.ts'
import { isLevelText, isWholeLevel, leafOf } from './levels.ts'
import {
  addLevels,
  type Found,
  headsLevels,
  levelRows,
  mostRows,
  passNumbers,
  put,
} from './levels-by-content.ts'

/*
 * Every bureau words its headings in its own way, but below them stand the same things everywhere: levels, signs,
 * points that add up to a whole, values that come in pairs. Headings that nobody knows are told all the same.
 */

interface Headed {
  columns: Columns
  /** Index of the heading's last row. */
  row: number
  /** The heading's first row. */
  cells: Row
}

/** A heading of indicators with the columns added that only their cells, their place or their make-up tells. */
export function withContent<Heading extends Headed>(grid: Grid, heading: Heading): Heading {
  const heads = headsOf(grid, heading)
  if (!mayHead(heading.columns, heads, grid.rows[heading.row + 1] ?? [])) return heading
  const found = new Map(heading.columns)
  addLevels(found, heads, levelRows(grid, heading.row))
  passNumbers(found, heads, grid, heading.row)
  if (found.has('level2') || leafOf(found) !== null) addByMake(found, heads)
  addByCells(found, heads, grid, heading.row)
  return { ...heading, columns: found }
}

/** A heading of two rows says in the second what a column holds, where the first only spans it. */
const headsOf = (grid: Grid, { row, cells }: Headed): Row =>
  (grid.rows[row] ?? []).map((cell, at) => (cell.text.trim() === '' ? (cells[at] ?? cell) : cell))

const valued: readonly Field[] = ['target', 'actual', 'weight', 'score']

/** Headings are short words; the row of a form with its values is none. */
function mayHead(columns: Columns, heads: Row, below: Row): boolean {
  if (!heads.every(({ text }) => text.length <= 40 && !isFigure(text))) return false
  const isLevelled = columns.has('level1') && columns.has('level2') && leafOf(columns) !== null
  return isLevelled || valued.some((field) => columns.has(field)) || areLevelsBelow(heads, below)
}

/** 产出指标 and right of it 数量指标 stand below a heading, whatever its words. */
function areLevelsBelow(heads: Row, below: Row): boolean {
  if (filledCells(heads, 4).length < 4) return false
  const at = (rank: 'level1' | 'level2', from: number) =>
    below.findIndex((cell, index) => index >= from && cell !== heads[index] && isWholeLevel(cell.text, rank))
  const first = at('level1', 0)
  const isOver = (index: number) => index >= 0 && !isLevelText(heads[index]?.text ?? '')
  return isOver(first) && isOver(at('level2', first + 1))
}

/** Whether a column is taken; a remark, and in no list what a list says of its projects, leave it open. */
const isClaimed = (found: Columns, at: number) =>
  [...found].some(([field, { from, to }]) => at >= from && at <= to && !isAside(field, found.has('project')))
const isAside = (field: Field, isList: boolean) => field === 'ignored' || (!isList && ofLists.includes(field))

/** Figures of another time or another hand stand beside this year's own. */
const elsewhere = /上年|去年|前年|历史|同期|预计|预测|季度|中期|长期|实施期|复核|复评|审核|财政|专家|核定/

const withoutBrackets = (text: string) => plain(text).replace(/\([^()]*\)/g, '')

const makes: readonly (readonly [RegExp, Field])[] = [
  [elsewhere, 'ignored'],
  [
    /(?:原因|缘由|理由|措施|偏差.{0,4}(?:分析|说明))$|(?:未|差距|偏差|存在).{0,8}(?:原因|缘由|理由|措施)/,
    'reason',
  ],
  [/(?:率|度|比例|说明|依据|备注|标准|办法)$|偏差/, 'ignored'],
  [/(?:实得|得|评)分$|评定$/, 'score'],
  [/分$|分数$|分值$|权重$/, 'weight'],
  [/实际|完成|实绩|达成|实现|年末|期末|结果$/, 'actual'],
  [/目标|计划|预期|设定|年初|期初|应达/, 'target'],
]

/** What a heading behind the names that nobody knows means by its make-up, where nothing else says it. */
function addByMake(found: Found, heads: Row) {
  const leaf = Math.max(
    ...(['level2', 'level3', 'level4', 'name'] as const).map((one) => found.get(one)?.to ?? -1),
  )
  heads.forEach(({ text }, at) => {
    if (at <= leaf || heads[at - 1] === heads[at] || headingOf(text) !== null || isClaimed(found, at)) return
    const make = makes.find(([words]) => words.test(withoutBrackets(text)))?.[1]
    const field = headingAmongIndicators(text)?.field ?? make
    if (field !== undefined && field !== 'ignored' && !found.has(field)) put(found, field, at, heads)
  })
}

interface Unread {
  at: number
  /** Whether its heading is a word of remarks, below which anything may stand. */
  isLoose: boolean
  texts: readonly string[]
  filled: readonly string[]
}
type Take = (field: Field, one: Unread) => void

const isBlank = (text: string) => /^[-—/\\]*$/.test(text)

/** What the cells say of columns whose headings nobody knows. */
function addByCells(found: Found, heads: Row, grid: Grid, row: number) {
  const unknown = unreadIn(found, heads)
  if (unknown.length === 0) return
  const rows = rowsBelow(grid, found, row)
  if (rows.length < 2) return
  const textsAt = (at: number) => rows.map((one) => plain(one[at]?.text ?? ''))
  const target = found.get('target')
  if (target && !found.has('operator') && areSigns(textsAt(target.from))) {
    found.delete('target')
    found.set('operator', target)
  }
  const left = unknown.map((at): Unread => {
    const texts = textsAt(at)
    const isLoose = headingOf(heads[at]?.text ?? '')?.field === 'ignored'
    return { at, isLoose, texts, filled: texts.filter((text) => !isBlank(text)) }
  })
  const take: Take = (field, one) => {
    put(found, field, one.at, heads)
    left.splice(left.indexOf(one), 1)
  }
  takeWords(found, left, take)
  takePoints(found, left, rows, take)
  takeValues(
    found,
    left.filter(({ isLoose }) => !isLoose),
    rows,
    take,
  )
  takeValues(found, left, rows, take)
  takeWords(found, left, take)
  takeReasons(found, left, rows, take)
}

function unreadIn(found: Columns, heads: Row): number[] {
  const first = Math.min(...[...found.values()].map(({ from }) => from))
  const isList = found.has('project')
  return heads.flatMap((cell, at) => {
    const isAlone = heads[at - 1] !== cell && heads[at + 1] !== cell
    if (at < first - 2 || isClaimed(found, at) || !isAlone || cell.rowSpan > 3) return []
    const isHeading = /^[^\d]{1,16}$/.test(plain(cell.text)) && /\p{Script=Han}/u.test(cell.text)
    return isHeading && !elsewhere.test(cell.text) && isOpen(cell.text, isList) ? [at] : []
  })
}

/** Whether a heading leaves it to its cells what they are. */
function isOpen(text: string, isList: boolean): boolean {
  const field = headingOf(text)?.field
  if (field === undefined) return headingAmongIndicators(text) === null
  // Below remarks and standards people write what they like.
  if (field === 'ignored') return /(?:标准|说明|备注|情况|要求|依据|内容)$/.test(withoutBrackets(text))
  return isAside(field, isList)
}

/** What a list says of its projects is another thing beside an indicator: 自评结果 may be its outcome. */
const ofLists: readonly Field[] = ['total', 'grade', 'date', 'stage', 'source', 'amount', 'outgo']

/** The rows of indicators under a heading, up to their total or to other headings. */
function rowsBelow(grid: Grid, columns: Columns, row: number): Row[] {
  const below = grid.rows.slice(row + 1, row + 1 + mostRows)
  const end = below.findIndex((one) => headsLevels(one) || one.some(({ text }) => isTotalLabel(text)))
  const named = leafOf(columns) ?? 'level2'
  const { from, to } = columns.get(named) ?? { from: 0, to: 0 }
  return below
    .slice(0, end < 0 ? undefined : end)
    .filter(
      (one) => one[from]?.text.trim() && one[from] !== one[to + 1] && !isKnownWord(one[from]?.text ?? ''),
    )
}

const sign = /^(?:[<>=≥≤≧≦]+|大于等于|小于等于|不低于|不少于|不高于|不超过|大于|小于|等于)$/
const measure = /^[^\d\s]{1,8}$/

const areSigns = (texts: readonly string[]) =>
  texts.some((text) => sign.test(text)) &&
  texts.every((text) => sign.test(text) || isBlank(text) || text === '定性')

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
function takeValues(found: Columns, left: readonly Unread[], rows: readonly Row[], take: Take) {
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

/** What is written where points were lost, and hardly elsewhere, says why. */
function takeReasons(found: Columns, left: Unread[], rows: readonly Row[], take: Take) {
  const [weight, score] = [found.get('weight'), found.get('score')]
  if (found.has('reason') || weight === undefined || score === undefined) return
  const lost = rows.map((row) => {
    const [most, had] = [weight, score].map(({ from }) => pointsIn(plain(row[from]?.text ?? '')))
    return typeof most === 'number' && typeof had === 'number' && had < most
  })
  const isReason = ({ texts }: Unread) => {
    const said = texts.flatMap((text, at) => (text.length >= 2 && kindOf(text) === 'qualitative' ? [at] : []))
    return said.length > 0 && said.filter((at) => lost[at]).length >= said.length * 0.8
  }
  const [reason, other] = left.filter(isReason)
  if (reason && !other) take('reason', reason)
}
