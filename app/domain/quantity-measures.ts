import { approximationAt, type Figure, figureAt, figureStart } from './quantity-figures.ts'
import { isPlainLabel, isPlainTail } from './quantity-notes.ts'
import { boundAfter, combinedOperator, type Frame, frameBefore } from './quantity-operators.ts'
import type { Reading } from './quantity-reading.ts'
import { type After, type Amount, type Measure, rangeReading, singleReading } from './quantity-valuation.ts'
import { isTimeUnit, perAt, unitAt } from './units.ts'

/** Reads a number, count, share, sum, price or a span of them; null where the text is not exactly one. */
export function readMeasure(text: string): Reading | null {
  const measure = measureIn(text)
  if (measure === null || !labelFits(measure) || !tailFits(measure)) return null
  return measure.upper === null ? singleReading(measure) : rangeReading(measure, measure.upper)
}

function measureIn(text: string): Measure | null {
  const start = figureStart(text)
  const outer = start < 0 ? null : frameBefore(text.slice(0, start))
  const divided = outer === null ? null : dividedBy(outer)
  const lower = divided === null ? null : amountAt(text, start)
  const upper = lower === null ? undefined : upperAt(text, lower.end)
  if (divided === null || lower === null || upper === undefined) return null
  const last = upper ?? lower
  const after = afterAmount(text, last)
  const op = after === null ? 'contradiction' : combinedOperator(divided.frame.op, after.op)
  if (after === null || op === 'contradiction') return null
  const { frame } = divided
  const approximate = frame.approximate || after.approximate || lower.approximate || last.approximate
  return { text, frame, lower, upper, after, op, per: [...divided.per, ...last.per], approximate }
}

function amountAt(text: string, start: number): Amount | null {
  const figure = figureAt(text, start)
  if (figure === null) return null
  const from = approximationAt(text, figure.end)
  const phrase = unitPhrase(text, from)
  const approximate = figure.approximate || from > figure.end
  const isBareSum = phrase.unit === null && figure.scale > 1
  return { figure, ...phrase, unit: isBareSum ? '元' : phrase.unit, approximate }
}

function unitPhrase(text: string, start: number): Pick<Amount, 'unit' | 'written' | 'per' | 'end'> {
  const unit = unitAt(text, start)
  const unitEnd = unit?.end ?? start
  const per = perAt(text, unitEnd)
  return {
    unit: unit?.unit ?? null,
    written: text.slice(start, unitEnd),
    per: per?.per ?? [],
    end: per?.end ?? unitEnd,
  }
}

const between = /~{1,2}|-{1,2}|至|到/y

/** The second figure of a span; null where there is none (到位), undefined where a dash leads to no figure. */
function upperAt(text: string, start: number): Amount | null | undefined {
  between.lastIndex = start
  const separator = between.exec(text)?.[0]
  if (separator === undefined) return null
  const from = start + separator.length
  const negative = separator === '~' && text.charAt(from) === '-'
  const amount = amountAt(text, from + (negative ? 1 : 0))
  if (amount === null) return /[至到]/.test(separator) ? null : undefined
  return negative ? { ...amount, figure: { ...amount.figure, value: -amount.figure.value } } : amount
}

const nothingAfter = (end: number): After => ({ op: null, approximate: false, isDuration: false, end })

/** Operators behind the unit; 内 alone is one only after a time (24小时内). */
function afterAmount(text: string, amount: Amount): After | null {
  if (amount.end === text.length) return nothingAfter(amount.end)
  const inclusive = /^\(含[^()]*\)(?=以)/.exec(text.slice(amount.end))?.[0].length ?? 0
  const spread = /^(?:之间|区间|不等)/.exec(text.slice(amount.end))?.[0].length ?? 0
  const start = amount.end + inclusive + spread
  const isTime = amount.unit !== null && isTimeUnit(amount.unit)
  if (amount.unit !== null && within.test(text.slice(start, start + 2)))
    return { op: '<=', approximate: false, isDuration: isTime, end: start + 1 }
  const noun = nounBeforeBound.exec(text.slice(start))?.[1]?.length ?? 0
  const bound = boundAfter(text, start + noun)
  return bound === null ? null : { ...bound, isDuration: isTime && bound.op !== null }
}

/** 内 as in 50万元内, not as in 50个内容. */
const within = /^内(?![容部外在地科涵置资陆])/

/** 50家企业以上: the bound may follow the thing counted, where nothing follows the bound. */
const nounBeforeBound = /^(?![多余来级年])(\p{Script=Han}{1,6})(?:及?以上|及?以下|以内|左右)[。,;(]?$/u

/** 95%以上的群众 bounds the share, but 60岁以上老人 and 20人以上企业 are classes of them. */
const countsNoun = new Set('% 家 名 场 篇'.split(' '))

function tailFits({ text, lower, upper, after, per }: Measure): boolean {
  const { unit } = upper ?? lower
  const isBare = unit === null && per.length === 0
  const isShortNumeral = lower.figure.chinese && lower.figure.value <= 10
  if (after.op !== null)
    return isPlainTail(text, after.end, unit !== null && countsNoun.has(unit) ? 'any' : 'done')
  return isPlainTail(text, after.end, isBare || isShortNumeral ? 'none' : 'any')
}

/** Before a bare number only such words name a value; before others it may be an address or a document number. */
const countingLabel =
  /(?:^|:|完成|达到?|共|计|数|量|率|度|值|比例|得分|新建|改造|建设|新增|培训|实际|目标|计划|发放|补助|标准|单价|价格)$/
/** Before a numeral in characters nearly every word can belong to another word: 统一, 万众一心. */
const numeralLabel =
  /(?:^|:|完成|举办|开展|组织|召开|共计?|累计|合计|新建|新增|改造|建设|培训|服务|补助|每年|每月|建成|达)$/

function labelFits({ frame, lower, upper, after, per }: Measure): boolean {
  const label = after.isDuration ? frame.label.replace(/[之以]?后$/, '') : frame.label
  const { unit } = upper ?? lower
  if (frame.op !== null && /^[A-Za-z]$/.test(label)) return true
  if (!isPlainLabel(label) || (frame.negative && !growthLabel.test(label))) return false
  if (lower.figure.chinese)
    return numeralLabel.test(label) && (lower.approximate || !isIdiom(lower.figure, unit))
  return unit !== null || per.length > 0 || countingLabel.test(label)
}

/** Elsewhere a dash before a figure only parts it from its name: 合格率-95%. */
const growthLabel = /(?:^|:|增长|增长率|增速|增幅|同比|环比|变化)$/

const idiomUnits = new Set('起 分 度 类 期 批 层 季度 单元 届 区 部 版 节 课 道 面 本 号 家 头'.split(' '))

/** 一起, 十分, 二期, 一家: words or ordinals, but 三家 is a count; a bare numeral in characters is no value either. */
function isIdiom(figure: Figure, unit: string | null): boolean {
  if (unit === null) return figure.value < 10
  const most = /[家头]/.test(unit) ? 1 : 10
  return figure.value <= most && figure.scale === 1 && idiomUnits.has(unit)
}

/** Takes 每户, 户均 or 每人每月 out of a label, with the operator that may stand before it. */
function dividedBy(frame: Frame): { frame: Frame; per: string[] } | null {
  const { label } = frame
  const average =
    /(?<![当全本今去上半])([年月日]?)(人次|平方米|公里|[户人亩村家年月日天株生校个班辆场次件台套座所处条名课篇期门项盏棵头只])均/.exec(
      label,
    )
  const each = label.indexOf('每')
  if (average === null && each < 0) return { frame, per: [] }
  const averageOf = average === null ? [] : (perAt(`/${average[2]}${average[1]}`, 0)?.per ?? [])
  const afterAverage = average === null ? '' : label.slice(average.index + average[0].length)
  const phrase = each < 0 ? null : perAt(label, each)
  if (each >= 0 && phrase === null) return null
  const noun = phrase === null ? afterAverage : label.slice(phrase.end)
  if (noun.length > 8 || (noun.length > 1 && !isPlainLabel(noun))) return null
  const before = label.slice(0, Math.min(average?.index ?? label.length, each < 0 ? label.length : each))
  const outer = frameBefore(before)
  if (outer === null) return null
  const op = combinedOperator(outer.op, frame.op)
  if (op === 'contradiction') return null
  return {
    frame: { ...frame, label: outer.label, op, falls: frame.falls || outer.falls },
    per: [...averageOf, ...(phrase?.per ?? [])],
  }
}

const leadingPeriod =
  /^(?:截[至止]到?|在|于)?(?:(?:19|20)\d\d年度?(?:\d{1,2}月份?)?|\d{1,2}月)[底末]?,?(?=[^\d前内至到起以之底末-]{2})/

/** 2019年完成4800户: a year in front only says when. */
export function readMeasureAfterPeriod(text: string): Reading | null {
  const period = leadingPeriod.exec(text)?.[0]
  return period === undefined ? null : readMeasure(text.slice(period.length))
}
