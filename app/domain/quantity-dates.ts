import { isPlainLabel, isPlainTail } from './quantity-notes.ts'
import { type Bound, combinedOperator, frameBefore } from './quantity-operators.ts'
import { type Reading, type ReadingContext, unreadable } from './quantity-reading.ts'

/** The days a date phrase covers: one for a day, all of them for 2019年6月. */
interface Period {
  start: string
  end: string
  isDay: boolean
  next: number
  year: number
  month: number
  yearMissing: boolean
}

/** What a date may leave to what stands before it. */
interface Defaults {
  year: number | null
  month: number | null
}

const year = '(?<y>(?:19|20)\\d\\d)'
const toward = '(?=[-~至到])'
const forms = (patterns: string[]) => patterns.map((pattern) => new RegExp(pattern, 'y'))

/** The ways a date is written, the most specific first; the groups say what stands where. */
const dateForms = forms([
  `${year}(?:年|[-./])(?<m>\\d{1,2})(?:月|[-./])(?<d>\\d{1,2})(?:[日号]|(?!\\d))`,
  `${year}(?<m>0[1-9]|1[0-2])(?<d>[0-3]\\d)日?(?=$|[-~前至到(,;。])`,
  `(?<m>\\d{1,2})/(?<d>\\d{1,2})/${year}(?!\\d)`,
  `${year}年?第?(?<q>[1-4一二三四])季度`,
  `${year}年?(?<h>[上下])半年`,
  `${year}年(?<m>\\d{1,2})月份?`,
  `${year}[-/](?<m>0?[1-9]|1[0-2])(?:月份?|(?![\\d.,/%元]))`,
  `${year}\\.(?<m>0?[1-9]|1[0-2])(?:月份?|${toward})`,
  '(?<near>(?:19|20)\\d\\d)\\.(?<m>0[1-9]|1[0-2])(?![\\d.])',
  `${year}年度?(?:年(?=[底末终内]))?`,
  '(?<m>\\d{1,2})月(?<d>\\d{1,2})[日号]',
  '(?<m>\\d{1,2})月份?',
  '第?(?<q>[1-4一二三四])季度',
  '(?<h>[上下])半年',
  '[本当今全每]?年度?(?=[底末终内])',
])

/** Only before 至 or a dash: 2021-2023年, 2019年1-12月, 1-12月. */
const openingForms = forms([
  `${year}${toward}(?=[-~至到]+(?:19|20)\\d\\d(?:年|$))`,
  `${year}年(?<m>\\d{1,2})${toward}(?=[-~至到]+\\d{1,2}月)`,
  `(?:${year}年)?第?(?<q>[1-4一二三四])${toward}(?=[-~至到]+第?[1-4一二三四]季度)`,
  `(?<m>\\d{1,2})${toward}(?=[-~至到]+\\d{1,2}月)`,
])

/** Only after a first date: 31日 of 12月1日-31日, 2023 of 2021-2023. */
const closingForms = forms([
  '(?<d>\\d{1,2})[日号]',
  `${year}\\.(?<m>0?[1-9]|1[0-2])(?![\\d.])`,
  `${year}(?=$)`,
])

const firstForms = [...openingForms, ...dateForms]
const secondForms = [...dateForms, ...closingForms]

const relativeYear = /(?:[本当今每]|(?<next>[明次下翌]))年度?(?=\d|年?[底末])/y
const clock = /[ T]?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?(?!\d)|24[时点]/y
const tenDays = /[上中下](?=旬)/y
const between = /[-~至到]{1,3}/y

type Ending = 'by' | 'before' | 'after' | 'from'

/** What follows a date; the first that fits wins. */
const endings: [RegExp, Ending][] = [
  [/[底末终](?:[之以]?[前内])?/y, 'by'],
  [/[之以]?内|为?止/y, 'by'],
  [/[之以]?前/y, 'before'],
  [/[之以]?后/y, 'after'],
  [/开?起/y, 'from'],
]

const dateStart =
  /\d|[本当今每明次下翌]年|年度?[底末终内]|第?[1-4一二三四](?:[-~至到]第?[1-4一二三四])?季度|[上下]半年/
const dateWords =
  /^(?:[≥≤<>=约近在于到至为是已]|不?[早晚迟]于|[大小]于(?:或?等于)?|等于|不超过|不得[晚迟]于|最[迟晚]|截[至止]|大约|将近)*$/

/** Most cells hold nothing of a date, and are spared the forms. */
const dateSign = /[年月季]|\d[-/~]\d|(?:19|20)\d\d\.\d|\d{8}/

/** Reads one date or one span of dates; null where the text is not one. */
export function readDate(text: string, context: ReadingContext): Reading | null {
  const start = dateSign.test(text) ? text.search(dateStart) : -1
  if (start < 0) return null
  const defaults = { year: context.year ?? null, month: null }
  const first = periodAt(text, start, defaults, firstForms)
  const frame = frameBefore(text.slice(0, start))
  if (first === null || frame === null || frame.falls || frame.currency || frame.negative) return null
  const words = text.slice(frame.label.length, start)
  if (!dateWords.test(words) || !isPlainLabel(frame.label.replace(/[自从由]$/, ''))) return null
  const reading = readSpan(text, first, frame.op) ?? readEnding(text, first, frame.op)
  if (reading === null) return null
  const approximate = reading.approximate || frame.approximate
  const isBareMonth = /(?:[≥≤<>]|[大小等]于)\d{1,2}月$/.test(text)
  return isBareMonth && reading.problem === undefined
    ? { ...reading, approximate, problem: 'suspicious' }
    : { ...reading, approximate }
}

function readSpan(text: string, first: Period, op: Bound | null): Reading | null {
  const separator = match(between, text, first.next)
  if (separator === null || op !== null) return null
  const defaults = { year: first.year, month: first.isDay ? first.month : null }
  const second = periodAt(text, first.next + separator[0].length, defaults, secondForms)
  if (second === null || second.end < first.start) return null
  const closed = match(/[底末]|止|期间/y, text, second.next)
  if (!isPlainTail(text, second.next + (closed?.[0].length ?? 0), 'done')) return null
  return dated(first, 'range', first.start, second.end)
}

function readEnding(text: string, period: Period, before: Bound | null): Reading | null {
  const [ending, end] = endingAt(text, period.next)
  if (!isPlainTail(text, end, text.charAt(end - 1) === '前' ? 'any' : 'done')) return null
  const op = combinedOperator(before, ending === null ? null : boundOf(ending, period))
  if (op === 'contradiction') return null
  const until = period.isDay ? null : period.end
  if (op === null || op === '=') return dated(period, '=', period.start, until)
  return dated(period, op, op === '<=' || op === '>' ? period.end : period.start, null)
}

/** 前 of a day still counts the day; 前 of a month or a year ends before it begins. */
function boundOf(ending: Ending, period: Period): Bound {
  const bounds = { by: '<=', before: period.isDay ? '<=' : '<', after: '>', from: '>=' } as const
  return bounds[ending]
}

function endingAt(text: string, start: number): [Ending | null, number] {
  for (const [pattern, ending] of endings) {
    const found = match(pattern, text, start)
    if (found !== null) return [ending, start + found[0].length]
  }
  return [null, start]
}

function dated(period: Period, op: Bound | 'range', value: string, upper: string | null): Reading {
  if (period.yearMissing) return unreadable('yearMissing')
  const kind = op === 'range' ? 'range' : 'date'
  return { kind, op, value, upper, unit: op === 'range' ? 'date' : null, approximate: false }
}

function periodAt(text: string, start: number, defaults: Defaults, list: RegExp[]): Period | null {
  const relative = match(relativeYear, text, start)
  const shift = relative?.groups?.next === undefined ? 0 : 1
  const known = { ...defaults, year: defaults.year === null ? null : defaults.year + shift }
  const from = start + (relative?.[0].length ?? 0)
  if (relative !== null && /[底末终]/.test(text.charAt(from))) return monthsOf(known, [1, 12], from)
  for (const pattern of list) {
    const found = match(pattern, text, from)
    const period = found === null ? null : periodOf(found.groups ?? {}, known, from + found[0].length)
    if (period !== null) return refined(text, period)
  }
  return null
}

function periodOf(
  groups: Record<string, string | undefined>,
  defaults: Defaults,
  next: number,
): Period | null {
  const written = groups.y ?? groups.near
  if (groups.near !== undefined && !isNear(Number(groups.near), defaults.year)) return null
  const known = { year: written === undefined ? defaults.year : Number(written), month: null }
  const month = groups.m === undefined ? defaults.month : Number(groups.m)
  if (groups.d !== undefined) return month === null ? null : dayOf(known, month, Number(groups.d), next)
  if (groups.m !== undefined) return monthsOf(known, [Number(groups.m), Number(groups.m)], next)
  if (groups.h !== undefined) return monthsOf(known, groups.h === '上' ? [1, 6] : [7, 12], next)
  if (groups.q === undefined) return monthsOf(known, [1, 12], next)
  const quarter = '一二三四'.indexOf(groups.q) + 1 || Number(groups.q)
  return monthsOf(known, [quarter * 3 - 2, quarter * 3], next)
}

/** 2021.12 is a month where the report is of about that year, and else a number that may be either. */
const isNear = (written: number, reported: number | null) =>
  reported !== null && Math.abs(written - reported) <= 1

/** A leap year stands in where the year is unknown, so that the day itself can still be checked. */
const anyYear = 2000

function dayOf(known: Defaults, month: number, day: number, next: number): Period | null {
  const dayYear = known.year ?? anyYear
  if (month < 1 || month > 12 || day < 1 || day > daysIn(dayYear, month)) return null
  const iso = isoDay(dayYear, month, day)
  return { start: iso, end: iso, isDay: true, next, year: dayYear, month, yearMissing: known.year === null }
}

function monthsOf(known: Defaults, [first, last]: [number, number], next: number): Period | null {
  const monthYear = known.year ?? anyYear
  if (first < 1 || last > 12) return null
  const start = isoDay(monthYear, first, 1)
  const end = isoDay(monthYear, last, daysIn(monthYear, last))
  return { start, end, isDay: false, next, year: monthYear, month: last, yearMissing: known.year === null }
}

/** A clock time after a day is dropped; 上旬, 中旬 and 下旬 take a third of the month. */
function refined(text: string, period: Period): Period {
  if (period.isDay) {
    const time = match(clock, text, period.next)
    return time === null ? period : { ...period, next: period.next + time[0].length }
  }
  const third = match(tenDays, text, period.next)?.[0]
  if (third === undefined) return period
  const month = period.start.slice(0, 8)
  const starts = { 上: '01', 中: '11', 下: '21' }[third] ?? '01'
  const ends = { 上: '10', 中: '20', 下: period.end.slice(8) }[third] ?? '10'
  return { ...period, start: month + starts, end: month + ends, next: period.next + 2 }
}

function match(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start
  return pattern.exec(text)
}

const daysIn = (ofYear: number, month: number) => new Date(Date.UTC(ofYear, month, 0)).getUTCDate()
const isoDay = (ofYear: number, month: number, day: number) =>
  `${ofYear}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const monthOrNumber = /^(?:19|20)\d\d\.(?:0[1-9]|1[0-2])$/

/** What is left of 2021.12 where no report's year is near: a month or a number, and no telling which. */
export function readMonthOrNumber(text: string): Reading | null {
  return monthOrNumber.test(text) ? unreadable('unread') : null
}
