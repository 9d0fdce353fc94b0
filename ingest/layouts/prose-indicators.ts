import { nowhere } from '#app/domain/problem.ts'
import type { DraftIndicator } from './draft.ts'
import { lineOf, plain } from './grid.ts'
import { ledByLevels } from './keyed-lines.ts'
import { levelOf } from './levels.ts'
import { stockWords } from './stock-words.ts'

const number = '(?:[(（]?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[、.．)）]?|[①-⑳])?'
const secondLevel =
  '(?:产出)?(?:数量|质量|时效|进度|成本)|(?:经济|社会|生态环境)成本|(?:经济|社会|生态|环境|社会经济)效益|可持续影响|(?:社会公众(?:或|和|及)?)?(?:服务|受益)对象满意度|(?:社会)?公众满意度|满意度'
/** 数量指标：, （2）质量指标完成情况。 at the head of a sentence; what it is about follows. */
const secondHead = new RegExp(
  `(?<=^|[。；;])\\s*${number}\\s*((?:${secondLevel})指标)(?:的?(?:完成|实现|达成)?情况|方面)?(?:分析)?\\s*(?:[:：。，,]|—{1,2}|(?=[“"「《]))|^\\s*${number}\\s*((?:${secondLevel})(?:指标)?)(?:的?(?:完成|实现|达成)?情况|方面)?(?:分析)?\\s*(?:[:：](?!\\s*(?:年度|年初|全年|绩效|预期|计划)?(?:目标|指标|完成|实际))|$)`,
  'g',
)
/** A line of its own that names a first level: 一、产出指标完成情况. */
const firstHead = new RegExp(
  `^${number}(?:项目)?((?:产出|效益|满意度|成本|决策|过程|管理)(?:指标)?)(?:[(（][^()（）]*[)）])?(?:的?(?:完成|实现|达成)?情况)?(?:分析)?[:：。]?$`,
)
/** A first level at the head of the line that lists all of its own: 产出指标：①数量指标“培训人数”…；②…. */
const firstInLine = new RegExp(
  `^\\s*${number}\\s*((?:产出|效益|满意度|成本)指标)(?:[(（][^()（）]*[)）])?[:：。](?=\\s*(?:(?:[①-⑳]|[(（]?\\d{1,2}[)）.．、])\\s*(?:${secondLevel})|(?:${secondLevel})指标))`,
)
/** 1、培训人数（数量指标，10分）： names its second level behind, and what it is worth. */
const bracketedLevel = new RegExp(
  `^\\s*${number}\\s*([^（()）:：，,。]{2,40})[（(]((?:${secondLevel})指标)(?:[,，、；;]?\\s*(\\d+(?:\\.\\d+)?)分)?[)）]\\s*[:：]?`,
)
const otherHead = /^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])/

/**
 * Indicators that a report without tables gives in numbered sentences:
 * 数量指标：支持企业数量目标值4000户，实际完成值4800户。 `isTarget` says what a value means that no word explains.
 */
export function indicatorsInProse(lines: readonly string[], isTarget: boolean): DraftIndicator[] {
  const said = new Said()
  let level1: string | null = null
  let level2: string | null = null
  let numbering: string | null = null
  let isPlan = isTarget
  for (const [at, written] of lines.entries()) {
    isPlan = planIn(written) ?? isPlan
    const led = ledByLevels(written)
    if (led !== null) {
      level1 = led.level1
      level2 = levelOf(led.level2).name
      said.add(led.rest, { level1, level2, isPlan })
      continue
    }
    const ofLine = firstInLine.exec(written)
    level1 = ofLine?.[1] ?? level1
    const line = written
      .slice(ofLine?.[0].length)
      .replace(bracketedLevel, levelFirst)
      .replace(/^(\s*)[【[]([^】\]]{2,20})[】\]]/, '$1$2')
    const first = firstHead.exec(plain(line))?.[1]
    const heads = [...line.matchAll(secondHead)]
    // （三）满意度指标 is a first level, 4.成本指标 a second one.
    const isFirst =
      heads.length === 0 || beginsWithLevel(lines[at + 1]) || isFirstNumbering(written, numbering)
    if (first !== undefined && isFirst) {
      numbering = numberingOf(written)
      level1 = first
      level2 = null
      continue
    }
    if (heads.length === 0 && (level2 === null || otherHead.test(line.trim()))) {
      level2 = null
      said.answer(line, isPlan)
      continue
    }
    const start = heads[0]?.index ?? line.length
    const parts = heads.map((head, at) => ({
      level2: levelOf(head[1] ?? head[2] ?? null).name,
      text: line.slice(head.index + head[0].length, heads[at + 1]?.index),
    }))
    for (const part of [{ level2, text: line.slice(0, start) }, ...parts]) {
      if (part.level2 === null) continue
      level2 = part.level2
      said.add(part.text, { level1, level2, isPlan })
    }
  }
  const indicators = said.finish()
  if (indicators.length > 0) return indicators
  const pairs = lines.flatMap((line) =>
    sentencesOf(line, isTarget).filter(
      ({ name, target, actual }) => target && actual && !/预算|资金|支出/.test(name),
    ),
  )
  return pairs.length >= leastPairs ? pairs : []
}

/** 二、年度绩效目标 leads up to what was planned, 三、绩效目标完成情况 to what was done; null where a line leads up to neither. */
function planIn(line: string): boolean | null {
  const bare = plain(line)
  if (bare.length > longestSide || !(otherHead.test(bare) || /[:：]$/.test(bare))) return null
  if (/(?:完成|实现|达成|执行)(?:情况|结果|程度)?/.test(bare)) return false
  return /绩效目标|目标值|目标设定|年度目标/.test(bare) ? true : null
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
    const { level1, level2, isPlan } = where
    const found = sentencesOf(text, isPlan)
    for (const one of found) if (!this.isAnswer(one, level2)) this.indicators.push({ ...one, level1, level2 })
    if (found.length === 0)
      for (const part of text.split(/[。；;\n]/))
        this.whole.push({ ...where, text: part.trim(), at: this.indicators.length })
  }

  /** What a line without a level says of an indicator that another has named. */
  answer(text: string, isPlan: boolean) {
    if (!isPlan && this.indicators.length > 0)
      for (const one of sentencesOf(text, false)) this.isAnswer(one, null)
  }

  finish(): DraftIndicator[] {
    const pairs = this.whole
      .filter(({ isPlan }) => isPlan)
      .flatMap((plan) => {
        const outcomes = this.whole.filter(({ isPlan, level2 }) => !isPlan && level2 === plan.level2)
        const [found] = outcomes.flatMap(({ text }) => nameOfBoth(plan.text, text) ?? [])
        const { level1, level2, at } = plan
        return found ? [{ at, one: { ...nobody, weight: null, score: null, ...found, level1, level2 } }] : []
      })
    for (const { at, one } of pairs.reverse()) this.indicators.splice(at, 0, one)
    return this.indicators
  }

  private isAnswer(one: DraftIndicator, level2: string | null): boolean {
    const asked = this.indicators.find(
      (known) =>
        plain(known.name) === plain(one.name) &&
        (level2 === null || known.level2 === level2) &&
        known.target !== null &&
        known.actual === null,
    )
    if (asked === undefined || one.target !== null) return false
    const { actual, score, reason } = one
    Object.assign(asked, { actual, score: score ?? asked.score, weight: one.weight ?? asked.weight, reason })
    return true
  }
}

const isStock = new RegExp(`^${stockWords}$`)
const shortestName = 4

/** Two sentences that begin alike and end in stock phrases: 群众用水安全有效保障 as planned, 群众用水安全得到保障 as done. */
function nameOfBoth(plan: string, done: string) {
  for (
    let length = shortestName;
    length < plan.length && plan[length - 1] === done[length - 1];
    length += 1
  ) {
    const [target, actual] = [plan.slice(length), done.slice(length)]
    if (!done.startsWith(plan.slice(0, length))) return null
    if (isStock.test(target) && isStock.test(actual)) return { name: plan.slice(0, length), target, actual }
  }
  return null
}

const levelFirst = (_: string, name: string, level: string, points: string | undefined) =>
  `${level}：${name}${points === undefined ? '' : `，分值${points}分，`}`

/** How a line is numbered: 3、, （三）, 三、 without its number; or that it stands in brackets, 【满意度指标】. */
const numberingOf = (line: string) =>
  /^[【[]|^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[、.．]?/
    .exec(line.trim())?.[0]
    .replace(/\d+/, '1')
    .replace(/[一二三四五六七八九十]+/, '一') ?? ''

/** 3、满意度指标 behind 2、效益指标 is a first level; 成本指标 without a number may be of either rank. */
const isFirstNumbering = (line: string, before: string | null) =>
  /^[(（]?[一二三四五六七八九十]/.test(line.trim()) ||
  (numberingOf(line) === before && (before !== '' || !/成本/.test(line)))

/** Fewer sentences with a target and an outcome, and no level said anywhere, may tell of something else. */
const leastPairs = 3

const listed = new RegExp(`^\\s*${number}`)

/** What leads up to why a target was missed: 偏差原因：, 未完成原因分析及改进措施：. */
const reasonHead =
  /(?<=[。；;，,\n]|^)\s*(?:主要)?(?:(?:偏差|未(?:能)?(?:完成|达到?标?|实现)|扣分|差异)的?(?:主要)?原因|原因)(?:分析|说明)?(?:[及和](?:拟采取的)?改进措施)?(?:[:：]|是|为)/

/** The indicators of a text; why one missed its target follows it in a sentence that says so. */
function sentencesOf(text: string, isTarget: boolean): DraftIndicator[] {
  const found = reasonHead.exec(text)
  const said = text.slice(0, found?.index)
  const indicators = joinedPoints(said.split(/[。；;\n]/)).flatMap((sentence) =>
    indicatorsOf(sentence, isTarget),
  )
  if (found === null) return indicators
  const [reason = '', ...more] = text.slice(found.index + found[0].length).split(/。|\n/)
  const last = indicators.pop()
  return [
    ...indicators,
    ...(last ? [{ ...last, reason: lineOf(reason) }] : []),
    ...sentencesOf(more.join('。'), isTarget),
  ]
}

/** 满分10分，得10分 in a sentence of its own belongs to the one before. */
const joinedPoints = (sentences: readonly string[]) =>
  sentences.reduce<string[]>((joined, sentence) => {
    const isMore = /^\s*(?:该项|该指标|本指标|本项)?(?:满分|分值|得)\D{0,3}\d/.test(sentence)
    // 1.更换灯具数量。年度指标值1200盏，… : what was planned of what the sentence before names.
    const isNamed = /^[^\d，,：:]{0,6}[^，,：:\d]{2,30}$/.test(
      (joined.at(-1) ?? '').replace(listed, '').trim(),
    )
    const saysPlan =
      /^\s*(?:年度|年初|全年|预期)?(?:绩效)?(?:目标|指标|计划)(?:(?:值|数)(?!据)|(?:为|是)?[:：]?[≥≤\d]|[:：])/.test(
        sentence,
      )
    const isOutcome =
      /^\s*(?:实际)?(?:完成|实现)(?:情况|值|数)?(?:为|[:：])/.test(sentence) &&
      /(?:目标|指标|计划)(?:值|数)?(?:为|[:：])[^，]+$/.test(joined.at(-1) ?? '')
    if ((isMore || isOutcome || (isNamed && saysPlan)) && joined.length > 0)
      joined.push(`${joined.pop()}，${sentence.trim()}`)
    else joined.push(sentence)
    return joined
  }, [])

const value = '((?:(?<=[\\d０-９])[,，](?=[\\d０-９]{3})|[^，,、；;])+?)'
/** A comma between the thousands of a figure parts nothing. */
const stop = '(?:(?<![\\d０-９])[，,、]|[，,、](?![\\d０-９]{3}(?![\\d０-９])))'
const targeted =
  '(?:的)?(?:年度|年初|全年|预期|设定|设置|绩效){0,3}(?:目标|指标|(?:计划|预期)(?=指标|目标|值|数|完成|设|为|是|[:：≥≤<>=＞＜＝\\d０-９]))(?:指标|目标)?(?:值|数|完成)?(?:设定|设置)?(?:为|是|[:：])?'
const achieved =
  '(?:截[至止][^，,]{2,12}?(?:[，,]|(?=实际|已|共|累计)))?(?:(?:年度|全年|本年|当年|年底)?(?:实际|已|均|全部|实)(?:际)?|(?:全年|本年|当年|年底)(?=完成|实现|达))(?:完成|实现|达到(?!预期|目标|要求|标准|既定)|达(?![到成标])|执行|为|举办|培训|发放|服务|支出|新建|改造)?(?:情况|值|数)?(?:为|是|达到(?!预期|目标|要求|标准|既定)|达(?![到成标])|了|[:：])*'
const both = new RegExp(
  `^(.{2,40}?)[,，:：]?\\s*${targeted}${value}${stop}\\s*${achieved}${value}(?:${stop}.*)?$`,
)
/** 场次计划≥96场，实际118场; 年初设定30吨，年末达到32吨: what a word of plan and a word of outcome stand before. */
const planned2 =
  '(?:的)?(?:目标|指标|计划|预期|预计|年初|年度|设定|确定)(?:目标|指标|计划|预期|设定|确定)?(?:值|数)?(?:为|是|[:：])?'
const achieved2 =
  '(?:实际|已|年末|年底|全年|自评)?(?:实际|已)?(?:完成|实现|达到|达成|达|为)?(?:值|数|情况)?(?:为|是|了|[:：])?'
const worded = new RegExp(
  `^(.{2,40}?)(?:${stop}|\\s|[:：])?\\s*${planned2}${value}${stop}\\s*(?=实际|已|年末|年底|全年|自评|完成|实现|达)${achieved2}${value}(?:${stop}.*)?$`,
)
const signed = new RegExp(
  `^(.{2,40}?)[,，:：]?\\s*(?:${targeted})?((?:[≥≤<>=＞＜＝≧≦]|不低于|不少于|不超过|不高于|至少|控制在|大于等于|小于等于|20\\d\\d年(?=\\d))${value})(?:${stop}\\s*${achieved}${value}(?:${stop}.*)?)?$`,
)
const onlyTarget = new RegExp(`^(.{2,40}?)[,，:：]?\\s*${targeted}${value}$`)
const onlyAchieved = new RegExp(`^(.{2,40}?)[,，:：]?\\s*${achieved}${value}$`)
/** A name and its figure, with the verb between them: 培训学员1500人次, 合格率达到98%. */
const bare =
  /^(\D{2,24}?)(?:[:：]|达到了?|达|为|共计?|约|近)*\s*((?:约|近)?(?:\d|[０-９]|百分之|[一二两三四五六七八九十]{1,3}(?=[个次场人户名件项套家座处期批]$)).{0,20})$/

/** 培训人数（目标值500人，实际完成520人，分值10分） says of its name in brackets what others say behind a comma. */
const opened = (sentence: string) =>
  sentence.replace(
    /[(（](?=(?:年度|年初|全年|预期|绩效|计划){0,2}(?:目标|指标)(?:值|数|为|[:：≥≤\d]))([^()（）]*)[)）](?=[。；;，,]|\s*$)/,
    '，$1',
  )

/** 24小时预报准确率 begins with no number of a list. */
const measure = '(?:小时|分钟|工作日|天|周岁|岁|年|月|日|公里)'

function indicatorsOf(sentence: string, isTarget: boolean): DraftIndicator[] {
  const text = opened(sentence)
    .trim()
    .replace(/^[(（]\d{1,2}[)）]\s*/, '')
    .replace(new RegExp(`^(?:指标\\d{1,2}[:：])?${number}\\s*(?=\\p{Script=Han})(?!${measure})`, 'u'), '')
  const weight =
    /(?:满分|分值|权重|(?:该|本)项?指标)(?:为|是|[:：])?(\d+(?:\.\d+)?)分?/.exec(text)?.[1] ?? null
  const score = /(?:自评(?:得?分)?|得分|得)(?:为|是|[:：])?(\d+(?:\.\d+)?)分/.exec(text)?.[1] ?? null
  const said = text
    .replace(
      /[，,、]?\s*(?:(?:该|本)项?指标|该项|本项)?(?:(?:满分|分值|权重|自评(?:得?分)?|得分|得)(?:为|是|[:：])?\d+(?:\.\d+)?分?|(?<=指标)\d+(?:\.\d+)?分)/g,
      '',
    )
    .replace(/[（(]\s*[)）]/g, '')
  const make = (name: string | undefined, target: string | undefined, actual: string | undefined) => {
    const called = nameIn(name)
    return called === null
      ? []
      : [{ ...nobody, name: called, target: lineOf(target), actual: lineOf(actual), weight, score }]
  }
  const pair = both.exec(said) ?? worded.exec(said) ?? signed.exec(said)
  if (pair) return make(pair[1], pair[2], pair.length > 4 ? pair[4] : pair[3])
  const planned = onlyTarget.exec(said)
  if (planned) return make(planned[1], planned[2], undefined)
  const done = onlyAchieved.exec(said)
  if (done) return make(done[1], undefined, done[2])
  return said.split(new RegExp(stop)).flatMap((clause) => {
    const [, name, figure] = bare.exec(clause.trim()) ?? []
    return isTarget ? make(name, figure, undefined) : make(name, undefined, figure)
  })
}

const nobody = { level1: null, level2: null, level1Weight: null, reason: null, leftOver: null, at: nowhere }

const notName =
  /^(?:(?:年度|年初|全年|预期|实际|绩效){0,3}(?:目标|指标|完成)(?:值|情况|为|是)|截[至止]|完成率|其中|(?:综上|经|项目|绩效|自评|综合|评价)*(?:总分|总得分)|比(?![赛例武])|较(?!大)|占(?!地)|该|本(?![科土地])|共(?![享建同])|约(?!谈)|同比|超额|偏差|达成率|目标完成率|指标完成率)/

/** A name with what leads up to it cut off; null where it is none. */
function nameIn(text: string | undefined): string | null {
  const name = lineOf(
    (text ?? '')
      .replace(/[,，:：的]+$/, '')
      .replace(/^[“"「]([^“”"「」]*)[”"」](?:这一|该)?(?:指标)?$/, '$1'),
  )
  return name === null || name.length < 2 || notName.test(name) ? null : name
}
