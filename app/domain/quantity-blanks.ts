import { empty, qualitative, type Reading, type ReadingContext, unreadable } from './quantity-reading.ts'
import { tightText } from './quantity-text.ts'

const nothing =
  /^(?:[-~/\\.,、。*_|]*|无此项|无此指标|无该项|不适用|不涉及|未涉及|未设置|未设定|暂无|空|空白|无数据|无内容|从?略|N\/?A|n\/?a|#N\/A|null|NULL|\(空\)|\(空白\)|\(无\))$/

/** What a workbook shows where a formula failed or a column is too narrow: the figure is not there. */
const failed = /^#(?:DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|#+)$/

/** A cell left blank, crossed out or said not to apply. */
export function readNothing(text: string): Reading | null {
  if (/^\*{2,}$|\.{3,}|_{2,}/.test(text)) return null
  if (failed.test(text)) return { ...empty, problem: 'unread' }
  return nothing.test(text) ? empty : null
}

const prompt =
  /^\(?(?:限|不超过|限制在)?\d{2,4}字(?:以内|左右|以下)?\)?$|^指标\d{0,2}:?$|^\(?(?:请填写|请输入|此处填写|填写|请选择)/

/** What the template asks for, where the answer should stand: 100字以内, 指标1:. */
export function readPrompt(text: string): Reading | null {
  return prompt.test(text) ? { ...empty, problem: 'placeholder' } : null
}

const noAccident =
  /^(?:实现|确保|保持|全年|达到)?(?:零|0|无|未发生)(?:重大|重特大|较大|一般|安全|责任|生产|质量|伤亡|死亡|交通|火灾)*事故(?:发生)?[。.]?$/
const noneAtAll =
  /^(?:实现|确保|保持|达到)?(?:零|0)(?:投诉|上访|信访|差错|失误|伤亡|死亡|违规|违纪|延误|舆情|发生|纠纷|感染|缺陷|增长)[。.]?$|^(?:重大|较大|一般|安全|责任|生产|质量|交通|火灾)*事故(?:发生)?为[零0][。.]?$/

/** 零事故 is none of them, and so is 无 where accidents are counted; 零投诉 is none of whatever the indicator counts. */
export function readNone(text: string, { ofAccidents = false }: ReadingContext): Reading | null {
  if (noAccident.test(text) || (ofAccidents && /^(?:无|没有|未发生|不发生|零发生)[。.]?$/.test(text)))
    return { ...empty, kind: 'count', op: '=', value: 0, unit: '起' }
  return noneAtAll.test(text) ? { ...empty, kind: 'number', op: '=', value: 0 } : null
}

const mask = /^…$|[*★☆×xX_□◯■●…]{2,}|\.{3,}|\{[^{}]*\}|^[≥≤<>=约]?[*xXN](?:[%万亿]|\p{Script=Han}{1,3}$|$)/u
/** An operator and a unit that wait for their figure: ≥ %. */
const waiting = /^[≥≤<>=]{1,2}(?:[%‰万亿元]{1,2}|[户人个次家项])?$/
const maskedFigure = /\d[*×★□]{2,}|[*×★□]{2,}\d/
/** Longer texts name villages and people as XX. */
const longestTemplate = 40

/** The template's own text, left standing where a value belongs; a figure masked in part says nothing either. */
export function readTemplate(plain: string): Reading | null {
  const text = tightText(plain)
  if (maskedFigure.test(text) || waiting.test(text)) return { ...empty, problem: 'placeholder' }
  if (!mask.test(text) || text.length > longestTemplate) return null
  return /\d/.test(text) ? unreadable('placeholder') : { ...empty, problem: 'placeholder' }
}

/** A year or a document number in a sentence is no value that got lost; 2024年春节前 is a deadline that nobody can date. */
const harmless = /《[^》]*》|[[(〔]?(?:19|20)\d\d[\])〕]?(?:年度?(?!\p{Script=Han}{1,6}前$)|第?\d{1,5}号)/gu

/** 100% with every digit misread as a letter. */
const letteredShare = /^[≥≤]?[OoIl]{1,3}%$/

/** Words; a problem only where figures among them could not be read. */
export function wordsOf(plain: string): Reading {
  const hasFigure = /[\d０-９]/.test(plain.replace(harmless, '')) || letteredShare.test(plain)
  return hasFigure ? unreadable('unread') : qualitative
}
