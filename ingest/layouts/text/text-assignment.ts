import { isMoneyUnit } from '#app/domain/money.ts'
import { isUnit } from '#app/domain/units.ts'
import { plain } from '../grid.ts'
import type { Field } from '../headings.ts'
import { isLevelText, isNumberedName, isWholeLevel } from '../tables/levels.ts'
import { stockWords } from './stock-words.ts'
import { isFigure, type Named, type Token } from './text-stream.ts'

/*
 * Where a page keeps neither the ends of its rows nor its empty cells, each way to part the cells into rows is
 * weighed by how well every cell suits the heading that it comes to stand under, and the best is taken.
 */

const sign = /^(?:[≥≤<>=＞＜＝≧≦═﹦]+|大于等于|小于等于|不低于|不少于|不高于|不超过|大于|小于|等于)$/
const signed = /^(?:[≥≤<>=＞＜＝≧≦]|不低于|不少于|不高于|不超过|大于|小于|至少|最多)/
const isBlankMark = (text: string) => /^(?:0|[/\\]|无|暂无|[-—–]+)$/.test(text)

/** Unused lines of the template. */
const leftover = /^(?:指标\d*[:：]?|…+|\.{3,})$/

const isAnyLevel = (text: string) => isWholeLevel(text, 'level1') || isWholeLevel(text, 'level2')

function asLevel(text: string, field: 'level1' | 'level2'): number {
  // 成本指标 alone is a second level more often than a first.
  if (isWholeLevel(text, field)) return field === 'level1' && text.startsWith('成本') ? 3 : 4
  if (isFigure(text) || signed.test(text)) return -6
  if (/指标(?:[(（].*)?$/.test(text)) return 2
  return isLevelText(text) && text.length < 9 ? 0 : -3
}

/** What was achieved, in the words of the forms. */
const outcomeWord = new RegExp(`^${stockWords}$`)

function asName(text: string): number {
  if (isFigure(text) || signed.test(text) || isBlankMark(text) || /^[\d.,]+(?:%|$)/.test(text)) return -6
  if (/^百分之/.test(text)) return -6
  if ((/^\d/.test(text) && !isNumberedName(text)) || isUnit(text)) return -3
  if (/[，。；]/.test(text) || outcomeWord.test(text)) return -2
  return isAnyLevel(text) ? -0.5 : /\d/.test(text) ? 0.5 : 1.5
}

const asPoints = (text: string) => (isFigure(text) && Number.parseFloat(text) <= 100 ? 2.5 : -6)

const asValue = (text: string) => (isAnyLevel(text) ? -4 : /\d/.test(text) ? 1.5 : 0.5)

function asReason(text: string): number {
  if (/^指标\d+[:：]/.test(text) || isAnyLevel(text)) return -4
  if (isBlankMark(text)) return 1
  if (signed.test(text)) return -3
  return isFigure(text) ? -1.5 : text.length > 6 ? 1 : 0.3
}

const suits: Partial<Record<Field, (text: string) => number>> = {
  level1: (text) => asLevel(text, 'level1'),
  level2: (text) => asLevel(text, 'level2'),
  level3: asName,
  level4: asName,
  name: asName,
  operator: (text) => (sign.test(text) || text === '定性' ? 4 : -6),
  targetUnit: (text) => (isUnit(text) ? 3 : text === '/' ? 1 : -4),
  weight: asPoints,
  score: asPoints,
  target: (text) => (sign.test(text) ? -2 : signed.test(text) ? 3 : asValue(text)),
  actual: (text) => (signed.test(text) ? -0.5 : asValue(text)),
  reason: asReason,
}

/** How well a text suits a heading; below nought it hardly can stand there. */
const worthUnder = (text: string, field: Field) =>
  suits[field]?.(plain(text)) ?? (isAnyLevel(plain(text)) ? -4 : 0)

/** A row without a name costs more than any name can bring, and so does one without any value. */
const nameless = -5
const valueless = -5
const pointless = -1
const perRow = -1
/** A row may run over the end of a line, and a line may hold two rows, where nothing else will do. */
const overLine = -3
const withinLine = -1.5
/** A reason may have had spaces of its own. */
const longestReason = 4

/** A form has hundreds of cells; more is no form. */
const mostWords = 6000

interface Step {
  worth: number
  /** Words that come to stand in each column. */
  counts: readonly number[]
}

interface Words {
  texts: string[]
  endsLine: boolean[]
}

/** The rows of indicators that a stream of cells holds; empty where it holds none. */
export function likeliestRows(stream: readonly Token[], headings: readonly Named[]): string[][] {
  const fields = headings.map(({ field }) => field)
  const words = wordsOf(stream.slice(0, mostWords), fields)
  const { texts, endsLine } = words
  const best: { worth: number; from: number; counts: readonly number[] }[] = [
    { worth: 0, from: 0, counts: [] },
  ]
  for (let from = 0; from < texts.length; from += 1) {
    const before = best[from]
    if (before === undefined) continue
    for (const [length, { worth, counts }] of rowsFrom(texts, from, fields).entries()) {
      if (length === 0) continue
      const to = from + length
      const sum = before.worth + worth + perRow + valueWorth(fields, counts) + lineWorth(words, from, to)
      if (sum > (best[to]?.worth ?? Number.NEGATIVE_INFINITY)) best[to] = { worth: sum, from, counts }
    }
  }
  const rows: string[][] = []
  for (let to = texts.length; to > 0; ) {
    const { from, counts } = best[to] ?? { from: to - 1, counts: [] }
    rows.unshift(
      laidOut({ texts: texts.slice(from, to), endsLine: endsLine.slice(from, to) }, counts, fields.length),
    )
    to = from
  }
  return rows
}

/** The cells of a row, each with as many words as it was given; one that wrapped between Chinese has no gap there. */
function laidOut({ texts, endsLine }: Words, counts: readonly number[], width: number): string[] {
  let at = 0
  return Array.from({ length: width }, (_, column) => {
    const from = at
    at += counts[column] ?? 0
    return texts.slice(from, at).reduce((text, word, index) => {
      const wraps =
        endsLine[from + index - 1] && /[\u3000-\uffef]$/.test(text) && /^[\u3000-\uffef]/.test(word)
      return text === '' ? word : `${text}${wraps ? '' : ' '}${word}`
    }, '')
  })
}

function valueWorth(fields: readonly Field[], counts: readonly number[]): number {
  const has = (...wanted: Field[]) => fields.some((field, at) => wanted.includes(field) && counts[at] !== 0)
  if (!has('target', 'actual', 'weight', 'score')) return valueless
  const points = (['weight', 'score'] as const).filter((field) => fields.includes(field))
  return points.filter((field) => !has(field)).length * pointless
}

function lineWorth({ endsLine }: Words, from: number, to: number): number {
  if (!endsLine.includes(true)) return 0
  const crossed = endsLine.slice(from, to - 1).filter(Boolean).length
  return crossed * overLine + (endsLine[to - 1] ? 0 : withinLine)
}

/** For each number of words from here on, the best way to lay them into one row. */
function rowsFrom(texts: readonly string[], from: number, fields: readonly Field[]): Step[] {
  const most = Math.min(texts.length - from, fields.length + longestReason)
  let steps: (Step | undefined)[] = [{ worth: 0, counts: [] }]
  for (const field of fields) {
    const next: (Step | undefined)[] = []
    for (let length = 0; length <= most; length += 1)
      for (let taken = 0; taken <= (field === 'reason' ? longestReason : 1) && taken <= length; taken += 1) {
        const before = steps[length - taken]
        if (before === undefined) continue
        const words = texts.slice(from + length - taken, from + length)
        const worth = before.worth + worthIn(words, field)
        if (worth > (next[length]?.worth ?? Number.NEGATIVE_INFINITY))
          next[length] = { worth, counts: [...before.counts, taken] }
      }
    steps = next
  }
  return Array.from(
    { length: most + 1 },
    (_, length) => steps[length] ?? { worth: Number.NEGATIVE_INFINITY, counts: [] },
  )
}

function worthIn(words: readonly string[], field: Field): number {
  const [first] = words
  if (first === undefined) return field === 'level3' || field === 'name' ? nameless : 0
  return words.reduce((sum, word) => sum + worthUnder(word, field) - 0.5, 0.5)
}

/** A unit, alone or with the bound behind it, that a space parted from its figure: 95 %以上, 4910 户. */
const isMeasure = (token: string) => {
  const unit = plain(token).replace(/(?:\(含\))?(?:及)?以[上下内]$/, '')
  return unit !== '' && (isUnit(unit) || /^[%‰]$/.test(unit) || isMoneyUnit(unit))
}

/** Cells without what belongs to the one before: points of a first level, a value behind its sign, its unit. */
function wordsOf(stream: readonly Token[], fields: readonly Field[]): Words {
  const words: Words = { texts: [], endsLine: [] }
  const push = (text: string, isMore: boolean) => {
    const last = words.texts.length - 1
    if (isMore && last >= 0) words.texts[last] += text
    else {
      words.texts.push(text)
      words.endsLine.push(false)
    }
  }
  for (const token of stream) {
    const last = words.texts.at(-1)
    if (token === null) words.endsLine[words.endsLine.length - 1] = true
    else if (token !== '' && !leftover.test(plain(token))) {
      const isPoints = /^[(（]\d+(?:\.\d+)?分?[)）]$/.test(plain(token)) && isWholeLevel(last ?? '', 'level1')
      const isSigned = !fields.includes('operator') && sign.test(last ?? '')
      // A column of units has the first one; the second is the outcome's own.
      const isFree = !fields.includes('targetUnit') || isMeasure(words.texts.at(-2) ?? '')
      const isMeasured = isFree && isMeasure(token) && /^\D*\d[\d.,]*$/.test(plain(last ?? ''))
      push(token, isPoints || isSigned || isMeasured)
    }
  }
  return words
}
