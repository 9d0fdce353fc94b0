import { withoutCovered } from './personal.ts'
import type { Quantity } from './quantity.ts'
import { readNone, readNothing, readPrompt, readTemplate, wordsOf } from './quantity-blanks.ts'
import { readDate, readMonthOrNumber } from './quantity-dates.ts'
import { readMeasure, readMeasureAfterPeriod } from './quantity-measures.ts'
import { readRatio } from './quantity-ratios.ts'
import { empty, type QuantityProblem, type Reading, type ReadingContext } from './quantity-reading.ts'
import { rewritten } from './quantity-rewritings.ts'
import { plainText, tightText } from './quantity-text.ts'

/** A value is short; what is longer is prose, and is not searched for values. */
const longestValue = 200

/** What the text of one cell says. It never throws, and what it cannot read with certainty is qualitative. */
export function readQuantity(
  text: string,
  context: ReadingContext = {},
): { quantity: Quantity; problems: QuantityProblem[] } {
  const reading = readCell(text, context)
  return {
    quantity: quantityOf(text, reading),
    problems: reading.problem === undefined ? [] : [reading.problem],
  }
}

/** Field by field: lists hold a million different texts, and taking fields over by spreading is a fifth of reading one. */
function quantityOf(text: string, reading: Reading): Quantity {
  const { kind, op, value, upper, unit, approximate, yuan, parts } = reading
  const quantity: Quantity = { text, kind, op, value, upper, unit, approximate }
  if (yuan !== undefined) quantity.yuan = yuan
  if (parts !== undefined) quantity.parts = parts
  return quantity
}

function readCell(text: string, context: ReadingContext): Reading {
  const trimmed = withoutCovered(text).trim()
  if (trimmed.length > longestValue) return wordsOf(trimmed)
  const plain = plainText(trimmed)
  return readOne(plain, context) ?? readSeveral(trimmed, context) ?? readTemplate(plain) ?? wordsOf(plain)
}

type Reader = (text: string, context: ReadingContext) => Reading | null

/** The ways a whole text is read, in order; the first that fits answers. */
const readers: Reader[] = [
  readNothing,
  readPrompt,
  readNone,
  readDate,
  readMonthOrNumber,
  readRatio,
  readMeasure,
  readMeasureAfterPeriod,
]

function readOne(plain: string, context: ReadingContext): Reading | null {
  const text = rewritten(tightText(plain))
  for (const reader of readers) {
    const reading = reader(text, context)
    if (reading !== null) return reading
  }
  return null
}

const comma = '(?<!\\d)[,，]|[,，](?!\\d{3}(?!\\d))|、'
/** Where items of a list part for certain; circled and bracketed numbers start one. */
const stops = new RegExp(`[;；。\\n\\r\\u2460-\\u249b]|[(（][一二三四五六七八九十]{1,2}[)）]|${comma}`)
/** Where they may part, provided that each item has its name: 新建3座和改造5座. */
const joints = new RegExp(`[;；。\\s\\u2460-\\u249b]|${comma}|以及|并且|[和及与且]|(?<=[底末日月年]前)`)
const itemNumber =
  /^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[)）]|\d{1,2}[、.．](?=\D)|[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、)/
const itemNumbers = /(^|[;；。，,\n])\s{0,9}\d{1,2}[、.．](?=[^\d\s])/g

const numbers = /[(](\d{1,2})[)]|(?<=^|[;。,\s])(\d{1,2})、/g

/** Items numbered 1, 2, 3 from the start of the cell, even where a figure follows its number: 1、3个；2、5个. */
function numberedItems(text: string): string[] {
  const plain = plainText(text)
  const found = [...plain.matchAll(numbers)]
  const isCounted = found.every(({ 1: bracketed, 2: listed }, at) => Number(bracketed ?? listed) === at + 1)
  if (found.length < 2 || found[0]?.index !== 0 || !isCounted) return []
  return found.map((item, at) =>
    plain.slice(item.index + item[0].length, found[at + 1]?.index).replace(/[;。,、\s]+$/, ''),
  )
}

/** How often something was held, and how many came: 培训2期120人. */
const afterEvents = /(?<=\d[期场次批班届轮])(?:共计?)?(?=\d)/

/** What a total is made of, up to the end of the cell: 4800户，其中企业4000户、个体800户. */
const breakdown = /(?<=\d[^,，;；、。]{1,12})[,，、:：]?其中[^;；。]{1,80}$/

/** Several values in one cell, cleanly apart: 新建3座，改造5座. One value among words is that value. */
function readSeveral(text: string, context: ReadingContext): Reading | null {
  const listed = text.replace(itemNumbers, '$1').replace(breakdown, '')
  const whole = listed === text ? null : readOne(plainText(listed), context)
  return (
    whole ??
    readSurvey(text) ??
    readParts(numberedItems(text), context, () => false) ??
    readParts(listed.split(/[;；]/), context, () => false) ??
    readParts(listed.split(stops), context, isLooseNumber) ??
    readParts(listed.split(afterEvents), context, isLooseNumber) ??
    readParts(listed.split(joints), context, isUnnamed)
  )
}

const surveyed = /问卷|调查|样本|测评|抽样|抽查|走访|访谈|受访|[份人户]/
const satisfied =
  /(?<!不)(?:满意|基本满意|满意和基本满意|满意及基本满意)(?:率|度|比例)(?:为|是|达|达到|约|:)?[≥=]?(\d{1,3}(?:\.\d{1,4})?%)/g

/** How satisfied people were, told with how many were asked: 发放问卷200份，回收195份，满意度96.5%. */
function readSurvey(text: string): Reading | null {
  const plain = rewritten(tightText(plainText(text)))
  const rates = [...plain.matchAll(satisfied)]
  const [only, another] = rates
  if (only === undefined || another !== undefined || !surveyed.test(plain)) return null
  const rest = plain
    .replace(only[0], '')
    .replace(/(?:回收|有效|收回|发放)率?(?:为|达)?\d{1,3}(?:\.\d+)?%/g, '')
  return rest.includes('%') ? null : readOne(only[0], {})
}

type Doubt = (reading: Reading, text: string) => boolean

/** A count or a share without its name; a date names itself. */
const isUnnamed: Doubt = ({ kind }, text) => kind !== 'date' && /^[\d≥≤<>=]/.test(text)
/** A bare figure between commas may be anything: a list number, a month, a score run into the cell. */
const isLooseNumber: Doubt = ({ kind, unit }, text) => kind === 'number' && unit === null && /^\d/.test(text)

/** A longer list is a table that lost its rows. */
const mostParts = 12

/** A part with figures that cannot be read, or what the value before it is counted by. */
const leftUnsaid = /\d|^每/

/** Null where a part has figures and no reading, or a reading that is in doubt beside others. */
function readParts(split: string[], context: ReadingContext, isDoubtful: Doubt): Reading | null {
  const texts = split.map((part) => part.replace(itemNumber, '').trim()).filter((part) => part !== '')
  if (split.length < 2 || texts.length > mostParts) return null
  const readings: { text: string; reading: Reading }[] = []
  for (const text of texts) {
    const plain = plainText(text)
    const reading = readOne(plain, context)
    const isValue = reading !== null && reading.kind !== 'qualitative' && reading.kind !== 'empty'
    if (!isValue && leftUnsaid.test(plain)) return null
    if (!isValue) continue
    if (texts.length > 1 && isDoubtful(reading, plain)) return null
    readings.push({ text, reading })
  }
  const [only, another] = readings
  if (another === undefined) return only?.reading ?? null
  const parts = readings.map(({ text, reading: { problem, ...quantity } }) => ({ text, ...quantity }))
  const problem = readings.find(({ reading }) => reading.problem !== undefined)?.reading.problem
  return { ...empty, kind: 'multi', parts, ...(problem === undefined ? {} : { problem }) }
}
