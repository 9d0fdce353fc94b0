import type { DraftIndicator } from './draft.ts'
import { isPageFoot } from './footers.ts'
import { plain } from './grid.ts'
import { bullets, ledByLevels, levelsFrom } from './level-lines.ts'
import { number } from './numbering.ts'
import { Said } from './prose-said.ts'
import { sentencesOf } from './prose-sentences.ts'
import { levelOf, numberingOf } from './tables/levels.ts'

const secondLevel =
  '(?:产出)?(?:数量|质量|时效|进度|成本)|(?:经济|社会|生态环境)成本|(?:经济|社会|生态|环境|社会经济)效益|可持续影响|(?:社会公众(?:或|和|及)?)?(?:服务|受益)对象满意度|(?:社会)?公众满意度|满意度'
const worth = '(?:[(（](?=[^()（）]*\\d+(?:\\.\\d+)?(?:分|[%％]))[^()（）]{2,30}[)）])?'
/** 产出指标完成情况, 效益指标方面, what it is worth and got behind that, （50分，得48分）, and how many it has: 共2个. */
const about = `(?:的?(?:完成|实现|达成)?情况|方面)?(?:分析)?(?:如下)?${worth}(?:(?:包括|设置?|[共含有])*[\\d一二三四五六七八九十两]{1,2}[个项](?:三级)?(?:指标)?(?:[，,](?:分别)?(?:为|是|即))?)?`
/** 得分20分 behind all that. */
const scored = '(?:[，,：:]?\\s*(?:自评)?得分?[\\d.]+分)?'
/** What follows the colon behind a name, not behind the head of others: 满意度指标：目标值90%. */
const notOfHead = '(?:年度|年初|全年|绩效|预期|计划)?(?:目标|指标|完成|实际)'
/** 数量指标：, （2）质量指标完成情况。, （1）数量指标（16分）, 数量 | at the head of a sentence; what it is about follows. */
const secondHead = new RegExp(
  `(?<=^|[。；;])\\s*${number}\\s*(?:其中[:：，,]?|[在从就])?((?:${secondLevel})指标)\\d{0,2}${worth}${about}(?:来?看|上看|而言)?${scored}\\s*(?:[:：。，,]|[-—–]{1,2}|中[，,]|中?(?:的)?(?=[“"「《])|(?<=[个项标][，,](?:分别)?[为是即]))|^\\s*${number}\\s*((?:${secondLevel})(?:指标)?)${worth}${about}${scored}\\s*(?:[:：](?!\\s*${notOfHead})|(?<=方面)[，,]|。(?=\\S)|$)|(?<=[。；;])\\s*${number}\\s*((?:${secondLevel}))(?:方面[，,]|[:：](?!\\s*(?:${notOfHead}|[≥≤\\d])))|^\\s*((?:${secondLevel})(?:指标)?)\\s*[|｜](?=[^|｜]*$)`,
  'g',
)
/** A line of its own that names a first level: 一、产出指标完成情况. */
const firstHead = new RegExp(
  `^${number}(?:项目)?((?:产出|效益|满意度|成本|决策|过程|管理)(?:指标)?)(?:[(（][^()（）]*[)）])?${about}(?:[，,。；;:：]?(?:(?:该|本)?项?满分[\\d.]+分[，,])?(?:自评)?得分?[\\d.]+分)?[:：。]?$`,
)
/** A first level at the head of the line that lists all of its own: 产出指标：①数量指标“培训人数”…；②…. */
const firstInLine = new RegExp(
  `^\\s*${number}\\s*((?:产出|效益|满意度|成本)指标)(?:[(（][^()（）]*[)）])?${about}[:：。](?=共(?:设|有)|\\s*(?:(?:[①-⑳]|[(（]?\\d{1,2}[)）.．、])\\s*(?:${secondLevel})|(?:${secondLevel})指标))`,
)
/** The same of one without a number, by what it is worth: 满意度指标（10分，得10分）。 */
const worthInLine = /^\s*(满意度指标)[(（][^()（）]*\d分[^()（）]*[)）][:：。]/
/** The same right before its indicators: 产出指标方面：检测样品（目标值600个，实际完成626个）；…. */
const aheadInLine = new RegExp(`^\\s*${number}\\s*((?:产出|效益|满意度)指标)${about}[:：。](?=\\S)`)
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
/** 1.培训人数，属数量指标，目标值…: the same behind a comma. */
const levelBehind = new RegExp(
  `^(\\s*${number}\\s*[^，,：:。]{2,40})[，,](?:属于?|为|系)((?:${secondLevel})指标)(?=[，,：:])`,
)
/** 【数量指标】培训人数：…, 绩效指标1（数量）：培训人数，…: the same in brackets ahead of the name. */
const levelInBrackets = new RegExp(
  `^\\s*(?:[【[]((?:${secondLevel})指标)[】\\]]\\s*(?=\\p{Script=Han})|(?:绩效)?指标\\d{1,2}[(（]((?:${secondLevel})(?:指标)?)[)）][:：])`,
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
  const levels = new LevelsOfLines()
  for (const [at, { isPlan, written }] of lines.entries())
    for (const part of levels.partsOf(
      written.replace(levelBehind, '$1（$2）').replace(bracketedLevel, levelFirst),
      lines[at + 1]?.written,
    ))
      if (part.level2 === null) said.answer(part.text, { ...part, isPlan })
      else said.add(part.text, { ...part, isPlan })
  const indicators = said.finish()
  if (indicators.length > 0) return indicators
  const pairs = pairsIn(lines)
  return pairs.length >= leastPairs ? pairs : []
}

/** Indicators of no level: what sentences say of plan and outcome at once, or of one name in two places. */
function pairsIn(lines: readonly { written: string; isPlan: boolean }[]): DraftIndicator[] {
  const said = lines.flatMap(({ written, isPlan }) =>
    sentencesOf(written, isPlan)
      .filter(
        ({ name, target }) =>
          !/预算|支出|执行率|使用率|资金(?!.*率)/.test(name) && !ofMoney.test(target ?? ''),
      )
      .map((one) => ({ one, isPlan })),
  )
  return said.flatMap(({ one, isPlan }) => {
    if (one.target && one.actual) return [one]
    const isAnswer = (other: (typeof said)[number]) =>
      !other.isPlan && !other.one.target && plain(other.one.name) === plain(one.name)
    const answers = isPlan && one.target ? said.filter(isAnswer) : []
    const [{ one: answer } = { one: null }, another] = answers
    return answer?.actual && !another ? [{ ...answer, target: one.target }] : []
  })
}

/** 某项目由县水务局实施，年初预算30万元，实际支出29万元 tells of no indicator. */
const ofMoney = /^(?:预算|资金|经费|下达|安排|批复)/

interface Part {
  text: string
  level1: string | null
  level2: string | null
}

/** The levels that lines stand below, as headings and the heads of sentences name them one after the other. */
class LevelsOfLines {
  private level1: string | null = null
  private level2: string | null = null
  /** How the last level of each rank was numbered: （四）成本指标 below （三）时效指标 is another second level. */
  private numbering: { first: string | null; second: string | null } = { first: null, second: null }
  /** Whether the first level led the line of its indicators. */
  private isAhead = false

  /** What a line says, each part below its levels; nothing of a heading. */
  partsOf(line: string, next: string | undefined): Part[] {
    const led = ledByLevels(line)
    if (led !== null) {
      this.level1 = led.level1
      this.level2 = levelOf(led.level2).name
      return [this.part(led.rest)]
    }
    const both = levelsFrom(line, { level1: '', level2: '' })
    if (both !== null && both.level1 !== '' && both.level2 !== '') {
      this.level1 = both.level1
      this.level2 = levelOf(both.level2).name
      return []
    }
    const ofLine = firstLevelOf(line, this.level1, this.isAhead || this.isNumberedAsFirst(line))
    if (ofLine) [this.level1, this.level2, this.isAhead] = [ofLine[1] ?? null, null, true]
    const text = line
      .slice(ofLine?.[0].length)
      .replace(levelInBrackets, '$1$2：')
      .replace(/^(\s*)[【[]([^】\]]{2,20})[】\]]/, '$1$2')
    const heads = [...text.matchAll(secondHead)]
    const first = firstHead.exec(plain(text))?.[1]
    // （三）满意度指标 is a first level, 4.成本指标 a second one.
    if (first !== undefined && (heads.length === 0 || beginsWithLevel(next) || this.isFirstNumbering(line))) {
      this.numbering = { first: numberingOf(line), second: null }
      ;[this.level1, this.level2, this.isAhead] = [first, null, false]
      return []
    }
    const isOther = otherHead.test(text.trim())
    if (heads.length === 0 && (this.level2 === null || isOther)) {
      if (isOther) this.level1 = null
      this.level2 = null
      return [this.part(text)]
    }
    if (heads[0]?.index === 0) this.numbering.second = numberingOf(line) || null
    const before = this.level2 === null ? [] : [this.part(text.slice(0, heads[0]?.index))]
    const headed = heads.map((head, at) => {
      this.level2 = levelOf(head.slice(1).find((level) => level !== undefined) ?? null).name
      return this.part(text.slice(head.index + head[0].length, heads[at + 1]?.index))
    })
    return [...before, ...headed]
  }

  private isNumberedAsFirst(line: string): boolean {
    const own = numberingOf(line)
    return own !== '' && own === this.numbering.first
  }

  private part = (text: string): Part => ({ text, level1: this.level1, level2: this.level2 })

  /** 3、满意度指标 behind 2、效益指标 is a first level; 成本指标 without a number may be of either rank. */
  private isFirstNumbering(line: string): boolean {
    const { first, second } = this.numbering
    const own = numberingOf(line)
    if (own === second) return false
    return first === null
      ? /^[(（]?[一二三四五六七八九十]/.test(line.trim())
      : own === first && (first !== '' || !/成本/.test(line))
  }
}

/** The lines that may tell of this year's indicators, and whether of their plan: none do below 存在问题 and the like. */
function linesOfIndicators(text: readonly string[], isTarget: boolean) {
  let isPlan = isTarget
  let aside = 0
  return namesJoined(text).flatMap((line) => {
    const written = line.replace(bullet, '').replace(leader, '：').replace(aimsAtLevel, '$1指标')
    if (isPageFoot(written)) return []
    const rank = ranks.findIndex((head) => head.test(written.trim())) + 1
    const side = sideOf(written)
    if (side === 'aside') aside = rank || ranks.length + 1
    else if (side !== null || (rank > 0 && rank <= aside)) aside = 0
    if (side === 'plan' || side === 'outcome') isPlan = side === 'plan'
    return aside === 0 ? eachLed(written).flatMap((part) => planFirst(part, isPlan)) : []
  })
}
/** The lines with a name alone in its line before its values in those below: （1）培训人数 over 年初目标：500人 over 完成情况：520人. */
function namesJoined(lines: readonly string[]): string[] {
  const joined: string[] = []
  let isOpen = false
  for (const [at, line] of lines.entries()) {
    if (isOpen && ofValue.test(line)) joined.push(`${joined.pop()}，${line.trim()}`)
    else {
      joined.push(line)
      isOpen =
        nameAlone.test(line) &&
        levelsFrom(line, { level1: '', level2: '' }) === null &&
        ofPlan.test(lines[at + 1] ?? '')
    }
  }
  return joined
}
const ofPlan = /^\s*(?:年度|年初|全年|预期|绩效|设定){0,2}(?:目标|指标|计划)(?:值|数)?[:：]/
const ofValue =
  /^\s*(?:(?:年度|年初|全年|年末|预期|绩效|设定|实际|自评){0,2}(?:目标|指标|计划|完成|实现|得分|分值|权重)(?:值|数|情况)?|(?:偏差|未完成)?原因)[:：]/
const nameAlone = new RegExp(`^\\s*${number}\\s*\\p{Script=Han}[^，,。；;:：]{2,36}$`, 'u')

/** 产出-数量：…；产出-质量：… of one line, each by its levels. */
function eachLed(line: string): string[] {
  const parts: string[] = []
  for (const part of line.split(/(?<=[；;。])/))
    parts.push(ledByLevels(part) === null ? (parts.pop() ?? '') + part : part)
  return parts
}

/** 年初设定培训40场、…。截至年底，培训43场、…。 of one line: its plans, and behind them what became of them. */
function planFirst(line: string, isPlan: boolean) {
  const [, before = '', plans = '', done = ''] = planAndOutcome.exec(line) ?? []
  return plans === ''
    ? [{ written: line, isPlan }]
    : [
        { written: before, isPlan },
        { written: plans, isPlan: true },
        { written: done, isPlan: false },
      ].filter(({ written }) => written.trim() !== '')
}
const listOf = '([^。；;]*\\d[^。；;]*[。；;])'
const planAndOutcome = new RegExp(
  `^(.*?[。：:；;]|)\\s*(?:年初|年度|全年|绩效)*(?:设定|计划|目标)+(?:指标|目标|值)*(?:分别)?(?:为|是|[:：])?${listOf}\\s*(?:截[至止][^，,]{2,12}[，,]|(?:年末|年底|全年)?(?:实际|分别)+(?:完成)?(?:情况)?(?:为|是|[:：，,])?)(.+)$`,
)

/** What leads an item of a list that has no number: — • ●. */
const bullet = new RegExp(`^\\s*[-—–⸺${bullets}]{1,2}\\s*(?=\\p{Script=Han})`, 'u')
/** 数量目标：培训人数≥500人 */
const aimsAtLevel = new RegExp(`^(\\s*${number}\\s*(?:${secondLevel}))目标(?=[:：])`)
/** What leads over a gap from a name to its value, as in a table of contents: ……, ...... */
const leader = /(?<=\S)\s*(?:…{2,}|[.．·]{4,}|_{4,})\s*(?=[^\s…])/u
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

const levelFirst = (_: string, name: string, level: string, points: string | undefined) =>
  `${level}：${name}${points === undefined ? '' : `，分值${points}分，`}`

/** Fewer sentences with a target and an outcome, and no level said anywhere, may tell of something else. */
const leastPairs = 3
