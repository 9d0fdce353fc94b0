import type { DraftIndicator } from './draft.ts'
import { plain } from './grid.ts'
import { ledByLevels } from './level-lines.ts'
import { number } from './numbering.ts'
import { nobody, sentencesOf, withPoints } from './prose-sentences.ts'
import { levelOf, numberingOf } from './tables/levels.ts'
import { stockWords } from './text/stock-words.ts'

const secondLevel =
  '(?:产出)?(?:数量|质量|时效|进度|成本)|(?:经济|社会|生态环境)成本|(?:经济|社会|生态|环境|社会经济)效益|可持续影响|(?:社会公众(?:或|和|及)?)?(?:服务|受益)对象满意度|(?:社会)?公众满意度|满意度'
const worth = '(?:[(（]\\d+(?:\\.\\d+)?分[)）])?'
/** 产出指标完成情况, 效益指标方面, and what it is worth behind that: （50分）. */
const about = `(?:的?(?:完成|实现|达成)?情况|方面)?(?:分析)?${worth}`
/** 数量指标：, （2）质量指标完成情况。, （1）数量指标（16分） at the head of a sentence; what it is about follows. */
const secondHead = new RegExp(
  `(?<=^|[。；;])\\s*${number}\\s*((?:${secondLevel})指标)${worth}${about}\\s*(?:[:：。，,]|[-—–]{1,2}|中?(?:的)?(?=[“"「《]))|^\\s*${number}\\s*((?:${secondLevel})(?:指标)?)${worth}${about}\\s*(?:[:：](?!\\s*(?:年度|年初|全年|绩效|预期|计划)?(?:目标|指标|完成|实际))|$)`,
  'g',
)
/** A line of its own that names a first level: 一、产出指标完成情况. */
const firstHead = new RegExp(
  `^${number}(?:项目)?((?:产出|效益|满意度|成本|决策|过程|管理)(?:指标)?)(?:[(（][^()（）]*[)）])?${about}[:：。]?$`,
)
/** A first level at the head of the line that lists all of its own: 产出指标：①数量指标“培训人数”…；②…. */
const firstInLine = new RegExp(
  `^\\s*${number}\\s*((?:产出|效益|满意度|成本)指标)(?:[(（][^()（）]*[)）])?${about}[:：。](?=共(?:设|有)|\\s*(?:(?:[①-⑳]|[(（]?\\d{1,2}[)）.．、])\\s*(?:${secondLevel})|(?:${secondLevel})指标))`,
)
/** The same of one without a number, by what it is worth: 满意度指标（10分，得10分）。 */
const worthInLine = /^\s*(满意度指标)[(（][^()（）]*\d分[^()（）]*[)）][:：。]/
/** The same right before its indicators: 产出指标方面：检测样品（目标值600个，实际完成626个）；…. */
const aheadInLine = new RegExp(`^\\s*${number}\\s*((?:产出|效益|满意度)指标)${about}[:：](?=\\S)`)
/** The first level that a line begins with and goes on from; 满意度指标 is one below another that stands so. */
function firstLevelOf(line: string, before: string | null, isAhead: boolean): RegExpExecArray | null {
  const found = firstInLine.exec(line) ?? (before?.startsWith('满意度') ? null : worthInLine.exec(line))
  const ahead = found === null ? aheadInLine.exec(line) : null
  return found ?? (ahead?.[1] !== '满意度指标' || isAhead ? ahead : null)
}
/** 1、培训人数（数量指标，10分）： names its second level behind, and what it is worth. */
const bracketedLevel = new RegExp(
  `^\\s*${number}\\s*((?:[^（()）:：，,。]|[(（][^（()）]{1,8}[)）](?=\\p{Script=Han})){2,40})[(（]((?:(?:产出|效益|满意度|成本)指标[-—–/／·]{1,2})?(?:${secondLevel})指标)(?:[,，、；;]?\\s*(?:分值)?(\\d+(?:\\.\\d+)?)分)?[)）]\\s*[:：。]?`,
  'u',
)
const otherHead = /^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])/

/**
 * Indicators that a report without tables gives in numbered sentences:
 * 数量指标：支持企业数量目标值4000户，实际完成值4800户。 `isTarget` says what a value means that no word explains.
 */
export function indicatorsInProse(text: readonly string[], isTarget: boolean): DraftIndicator[] {
  const lines = linesOfIndicators(text, isTarget)
  const said = new Said()
  let level1: string | null = null
  let level2: string | null = null
  let numbering: string | null = null
  let isAhead = false
  for (const [at, { isPlan, ...line }] of lines.entries()) {
    const written = line.written.replace(bracketedLevel, levelFirst)
    const led = ledByLevels(written)
    if (led !== null) {
      level1 = led.level1
      level2 = levelOf(led.level2).name
      said.add(led.rest, { level1, level2, isPlan })
      continue
    }
    const ofLine = firstLevelOf(written, level1, isAhead)
    if (ofLine) [level1, level2, isAhead] = [ofLine[1] ?? null, null, true]
    const text = written.slice(ofLine?.[0].length).replace(/^(\s*)[【[]([^】\]]{2,20})[】\]]/, '$1$2')
    const first = firstHead.exec(plain(text))?.[1]
    const heads = [...text.matchAll(secondHead)]
    // （三）满意度指标 is a first level, 4.成本指标 a second one.
    const isFirst =
      heads.length === 0 || beginsWithLevel(lines[at + 1]?.written) || isFirstNumbering(written, numbering)
    if (first !== undefined && isFirst) {
      isAhead = false
      numbering = numberingOf(written)
      level1 = first
      level2 = null
      continue
    }
    if (heads.length === 0 && (level2 === null || otherHead.test(text.trim()))) {
      if (otherHead.test(text.trim())) level1 = null
      level2 = null
      said.answer(text, { level1, level2, isPlan })
      continue
    }
    const start = heads[0]?.index ?? text.length
    const parts = heads.map((head, at) => ({
      level2: levelOf(head[1] ?? head[2] ?? null).name,
      text: text.slice(head.index + head[0].length, heads[at + 1]?.index),
    }))
    for (const part of [{ level2, text: text.slice(0, start) }, ...parts]) {
      if (part.level2 === null) continue
      level2 = part.level2
      said.add(part.text, { level1, level2, isPlan })
    }
  }
  const indicators = said.finish()
  if (indicators.length > 0) return indicators
  const pairs = lines.flatMap(({ written }) =>
    sentencesOf(written, isTarget).filter(
      ({ name, target, actual }) => target && actual && !/预算|资金|支出/.test(name),
    ),
  )
  return pairs.length >= leastPairs ? pairs : []
}

/** The lines that may tell of this year's indicators, and whether of their plan: none do below 存在问题 and the like. */
function linesOfIndicators(text: readonly string[], isTarget: boolean) {
  let isPlan = isTarget
  let aside = 0
  return text.flatMap((line) => {
    const written = line.replace(bullet, '')
    if (pageFoot.test(written)) return []
    const rank = ranks.findIndex((head) => head.test(written.trim())) + 1
    const side = sideOf(written)
    if (side === 'aside') aside = rank || ranks.length + 1
    else if (side !== null || (rank > 0 && rank <= aside)) aside = 0
    if (side === 'plan' || side === 'outcome') isPlan = side === 'plan'
    return aside === 0 ? eachLed(written).map((part) => ({ written: part, isPlan })) : []
  })
}
/** 产出-数量：…；产出-质量：… of one line, each by its levels. */
function eachLed(line: string): string[] {
  const parts: string[] = []
  for (const part of line.split(/(?<=[；;。])/))
    parts.push(ledByLevels(part) === null ? (parts.pop() ?? '') + part : part)
  return parts
}

/** What leads an item of a list that has no number: — • ●. */
const bullet = /^\s*[-—–•·●◆■▪►]{1,2}\s*(?=\p{Script=Han})/u
/** Who runs a web site, below what its page says. */
const pageFoot = /^\s*(?:版权所有|(?:主办|承办)(?:单位)?[:：]|网站标识码)|ICP备\d/
/** How headings are numbered, those of chapters first. */
const ranks = [/^[一二三四五六七八九十]{1,3}、/, /^[(（][一二三四五六七八九十]{1,3}[)）]/]

/** What a heading leads up to: 二、年度绩效目标, 三、绩效目标完成情况, 四、存在问题; null where it says nothing of it. */
function sideOf(line: string): 'plan' | 'outcome' | 'aside' | null {
  const bare = plain(line)
  if (bare.length > longestSide || !(otherHead.test(bare) || /[:：]$/.test(bare))) return null
  if (/(?:完成|实现|达成|执行)(?:情况|结果|程度)/.test(bare)) return 'outcome'
  if (/措施|建议|下一?年/.test(bare)) return 'aside'
  if (/完成|实现|达成|执行/.test(bare)) return 'outcome'
  if (/问题/.test(bare)) return 'aside'
  return /绩效目标|目标值|目标设定|年度目标/.test(bare) ? 'plan' : null
}
const longestSide = 24

/** Below 成本指标 alone in its line 经济成本指标：… tells that it is a first level. */
const beginsWithLevel = (line = '') => line.search(secondHead) === 0

interface Where {
  level1: string | null
  level2: string | null
  isPlan: boolean
}

/** What a report says of its indicators: of one name, what was planned first and what was done behind it. */
class Said {
  private readonly indicators: DraftIndicator[] = []
  /** Sentences without a figure or a word that tells where their name ends. */
  private readonly whole: (Where & { text: string; at: number })[] = []

  add(text: string, where: Where) {
    const { level1, level2 } = where
    const found = this.read(text, where)
    for (const one of found) if (!this.isAnswer(one, level2)) this.indicators.push({ ...one, level1, level2 })
  }

  /** What a line without a second level says: of an indicator that another has named, or below a first level of its own. */
  answer(text: string, where: Where) {
    for (const one of this.read(text, where)) {
      const isOwn = where.level1 !== null && one.target !== null && one.actual !== null
      if (isOwn) this.indicators.push({ ...one, level1: where.level1 })
      else if (!where.isPlan) this.isAnswer(one, null)
    }
  }

  finish(): DraftIndicator[] {
    const pairs = this.whole
      .filter(({ isPlan }) => isPlan)
      .flatMap((plan) => {
        const { level1, level2, at } = plan
        const isHere = (one: Where) => !one.isPlan && (one.level2 ?? level2) === level2
        const [found] = this.whole.filter(isHere).flatMap(({ text }) => ofBoth(plan.text, text) ?? [])
        return found ? [{ at, one: { ...found, level1, level2 } }] : []
      })
    for (const { at, one } of pairs.reverse()) this.indicators.splice(at, 0, one)
    return this.indicators
  }

  private read(text: string, where: Where): DraftIndicator[] {
    const found = sentencesOf(text, where.isPlan)
    if (found.length === 0)
      for (const part of text.split(/[。；;\n]/))
        this.whole.push({ ...where, text: part.trim(), at: this.indicators.length })
    // Where the plan has its own place, a date in the other is when something was done.
    const isDone = ({ name, target, actual }: DraftIndicator) =>
      !where.isPlan && actual === null && /^20\d\d年/.test(target ?? '') && this.asked(name) !== undefined
    return found.map((one) => (isDone(one) ? { ...one, target: null, actual: one.target } : one))
  }

  private asked(name: string) {
    return this.indicators.find(
      (known) => plain(known.name) === plain(name) && known.target !== null && known.actual === null,
    )
  }

  private isAnswer(one: DraftIndicator, level2: string | null): boolean {
    const asked = this.asked(one.name)
    const isSame = asked !== undefined && (level2 === null || asked.level2 === level2)
    if (!isSame || one.target !== null) return false
    const { actual, score, reason } = one
    Object.assign(asked, { actual, score: score ?? asked.score, weight: one.weight ?? asked.weight, reason })
    return true
  }
}

const isStock = new RegExp(`^${stockWords}$`)
const shortestName = 4

/** Two sentences of one name and values in words: 群众用水安全有效保障 as planned, 群众用水安全得到保障 as done. */
function ofBoth(plan: string, done: string): DraftIndicator | null {
  const [one, other] = [withPoints(plan), withPoints(done)]
  const [name, length] = nameOfBoth(one.said, other.said) ?? []
  if (name === undefined) return null
  const { weight } = one.weight === null ? other : one
  const [target = '', actual = ''] = [one.said, other.said].map((text) => text.slice(length))
  return { ...nobody, name, target, actual, weight, score: other.score }
}

/** The name that two sentences share, before a colon or stock phrases, and where it ends. */
function nameOfBoth(plan: string, done: string): [name: string, end: number] | null {
  const [whole = '', name = ''] = /^(\p{Script=Han}[^:：，,]{1,39})[:：](?=[^:：]+$)/u.exec(plan) ?? []
  if (whole !== '' && done.startsWith(whole)) return [name, whole.length]
  for (
    let length = shortestName;
    length < plan.length && plan[length - 1] === done[length - 1];
    length += 1
  ) {
    const called = plan.slice(0, length)
    if (!done.startsWith(called)) return null
    if ([plan, done].every((text) => isStock.test(text.slice(length)))) return [called, length]
  }
  return null
}

const levelFirst = (_: string, name: string, level: string, points: string | undefined) =>
  `${level}：${name}${points === undefined ? '' : `，分值${points}分，`}`

/** 3、满意度指标 behind 2、效益指标 is a first level; 成本指标 without a number may be of either rank. */
const isFirstNumbering = (line: string, before: string | null) =>
  before === null
    ? /^[(（]?[一二三四五六七八九十]/.test(line.trim())
    : numberingOf(line) === before && (before !== '' || !/成本/.test(line))

/** Fewer sentences with a target and an outcome, and no level said anywhere, may tell of something else. */
const leastPairs = 3
