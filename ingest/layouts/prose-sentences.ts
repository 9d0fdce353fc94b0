import { nowhere } from '#app/domain/problem.ts'
import type { DraftIndicator } from './draft.ts'
import { lineOf } from './grid.ts'
import { number } from './numbering.ts'
import { stockWords } from './text/stock-words.ts'

const listed = new RegExp(`^\\s*${number}`)

/** What leads up to why a target was missed: 偏差原因：, 未完成原因分析及改进措施：. */
const reasonHead =
  /(?<=[。；;，,\n]|^)\s*(?:主要|存在|产生|造成|出现)?(?:(?:偏差|未(?:能)?(?:完成|达到?标?|实现)|扣分|差异)的?(?:主要)?原因|原因|未(?:能|完全|全部)?(?:完成|达标|达到)[，,]?主要)(?:分析|说明)?(?:[及和](?:拟采取的)?改进措施)?(?:[是为系]?[:：]|是?因为|是?由于|是|为|系)|(?<=[，,；;。])\s*主要(?:是|系)?(?:因为|由于|因)?(?=\p{Script=Han}{3})|(?<=[，,])\s*(?:是?因为|是?由于)/u

/** A space parts clauses as a comma does: 培训人数 目标500人 实际520人 得分9/10. */
const spacedClause =
  /(?<=[^\s，,；;。：:、])[ \u3000]+(?=(?:年度|年初|全年)?(?:目标|指标|计划)[值数]?[为:：]?[≥≤\d]|(?:年度|全年)?实际(?:完成)?值?[:：]?\S|完成[≥≤\d]|(?:自评)?得分|分值|满分|(?:偏差|未完成|扣分)?原因[:：])|(?<=(?:分值|满分)\d{1,2})(?=得分\d)/g
const outOf = /((?:自评)?得分[:：]?)(\d{1,2}(?:\.\d+)?)[/／](\d{1,2})分?(?![\d年月])/g

/** The indicators of a text, a sentence each; `isTarget` says what a value means that no word explains. Why one missed its target follows it in a sentence that says so. */
export function sentencesOf(written: string, isTarget: boolean): DraftIndicator[] {
  const text = written.replace(spacedClause, '，').replace(outOf, '$1$2分，满分$3分')
  const found = reasonHead.exec(text)
  const said = text.slice(0, found?.index)
  const indicators = joinedPoints(said.split(betweenSentences)).flatMap((sentence) =>
    indicatorsOf(sentence, isTarget),
  )
  if (found === null) return indicators
  const [told = '', ...more] = withNextApart(text.slice(found.index + found[0].length)).split(/。|\n/)
  const [reason = '', ...behind] = told.split(beforePoints)
  const { weight, score } = withPoints(behind.join('，'))
  const last = indicators.pop()
  const own = last && { weight: last.weight ?? weight, score: last.score ?? score, reason: lineOf(reason) }
  return [...indicators, ...(last ? [{ ...last, ...own }] : []), ...sentencesOf(more.join('。'), isTarget)]
}

/** What leads up to the points that can be had, and to those that were. */
const worth = '(?:满分|分值|权重|赋分|配分|标准分)'
const got = '(?:自评(?:得?分)?|得分|实得|得)'

/** A reason may list its own with 一是…；二是…; what tells of plan and outcome behind a semicolon is of the next indicator. */
function withNextApart(text: string): string {
  const [reason = '', ...parts] = text.split(/[；;]/)
  const next = parts.findIndex((part) => {
    const [name, target, actual] = toldIn(withPoints(part).said) ?? []
    return name !== undefined && target !== undefined && actual !== undefined
  })
  if (next < 0) return text
  return `${[reason, ...parts.slice(0, next)].join('；')}。${parts.slice(next).join('；')}`
}

/**
 * 培训人数（目标值500人，完成值520人），培训期数（目标值5期，…）: brackets that hold all of one part it from the next, as does
 * an outcome from the next that has its own: 培训人数目标500人、实际520人，培训期数目标5期、实际5期.
 */
const betweenSentences =
  /[。；;\n]|(?<=(?:实际|完成)[^，,、。；;]{1,20})[，,](?!年度|年初|全年|预期|绩效)(?=[^，,、。；;\d]{2,30}(?:目标|指标|计划)值?[为:：]?[≥≤]?\d[^，,、。；;]*[，,、](?:全年|年末)?(?:实际|完成(?!率)))|(?<=[)）])[，,、](?=[^，,、()（）]{2,40}[(（](?:年度|年初|全年|预期)?(?:目标|指标|计划)(?:值|数)?[:：为≥≤\d])/

/** 原因：场地未落实，分值10分，得5分: what a reason is followed by is none of it. */
const beforePoints = new RegExp(
  `[，,、；;]\\s*(?=[该本]项?指标\\d|(?:[该本]项?(?:指标)?)?(?:${worth}|${got})(?:为|是|[:：])?\\d)`,
)

/** Sentences, each with those behind it that say more of what it names: 年度指标值1200盏, 实际完成1210盏, 该指标满分10分，得10分. */
const joinedPoints = (sentences: readonly string[]) =>
  sentences.reduce<string[]>((joined, sentence) => {
    const before = joined.at(-1)
    if (before !== undefined && goesOn(before, sentence)) joined.push(`${joined.pop()}，${sentence.trim()}`)
    else joined.push(sentence)
    return joined
  }, [])

const points = new RegExp(
  `^\\s*(?:(?:[该本此]项?(?:指标)?)?(?:${worth}|${got})\\D{0,3}\\d|[该本此]项?指标\\d+(?:\\.\\d+)?分)`,
)
const plan =
  /^\s*(?:年度|年初|全年|预期|设定|设置|绩效){0,3}(?:目标|指标|计划)(?:(?:值|数)(?!据)|(?:为|是)?[:：]?[≥≤\d]|[:：]|(?=[^，,]+[，,]\s*(?:实际|年末|完成)))/
const onlyName = /^(?!.*(?:目标|指标|计划)值)[^，,：:]{2,36}$/

function goesOn(before: string, sentence: string): boolean {
  if (points.test(sentence)) return true
  const { said } = withPoints(before)
  if (plan.test(sentence)) return onlyName.test(said.replace(listed, '').trim())
  const told = outcome.test(sentence) ? toldIn(said) : null
  return told?.[1] !== undefined && told[2] === undefined
}

/** A comma between the thousands of a figure parts nothing. */
const stop = '(?:(?<![\\d０-９])[，,、]|[，,、](?![\\d０-９]{3}(?![\\d０-９])))'
const stops = new RegExp(stop)
/** What leads up to a value behind the indicator's name: 目标值, 年初设定目标为; 实际完成, 全年达到. */
const planned =
  '(?:的)?(?:年度|年初|全年|预期|设定|设置|绩效){0,3}(?:目标|指标|(?<![按照据])(?:计划|预期|预计)(?=指标|目标|任务|值|数(?!据)|完成(?!率)|设|为|是|[:：≥≤<>=＞＜＝\\d０-９])|(?:任务|要求|核定|申报|批复|约定|承诺)(?=指标|目标|值|数(?!据)|量(?=[为:：≥≤\\d])|为|是|(?!20\\d\\d年)[:：≥≤<>=＞＜＝\\d０-９]))(?:指标|目标|任务)?(?:值|数|量|完成)?(?:设定|设置)?(?:为|是|[:：])?'
const achieved =
  '(?:经(?:复核|核查|审核))?(?:截[至止][^，,]{2,12}?(?=实际|已|共|累计)|(?:\\d{1,2}月?[-—–~～至到])?\\d{1,2}月底?(?=实际|已|共|累计|完成))?(?:(?:年度|全年|本年|当年|年底|年末)?(?:实际|现已?|目前已?|最终|已|均|全部|(?<![落真核])实(?![率现]))(?:际)?|(?:全年|本年|当年|年底|年末)(?=完成|实现|达))(?:完成|实现|达到(?!预期|目标|要求|标准|既定)|达(?![到成标])|执行|为|举办|培训|发放|服务|支出|新建|改造|发生)?(?:情况|时间|日期|值|数)?(?:为|是|达到(?!预期|目标|要求|标准|既定)|达(?![到成标])|了|[:：])*'
/** Shorter words, which lead up to what was planned where the next clause begins with what was done, and to that: 计划96场，年末118场. */
const plannedBefore =
  '(?:的)?(?:目标|指标|(?<![按照据])计划(?!完成率)|预期|预计|年初|年度|设定|确定|要求(?=[为:：]))(?:目标|指标|计划|预期|设定|确定)*(?:值|数)?(?:为|是|[:：])?'
const achievedFirst =
  '(?:截[至止][^，,]{2,12}?(?=完成|实现|达)|(?:\\d{1,2}月?[-—–~～至到])?\\d{1,2}月底?(?=完成))?(?=实际|[现已]|目前|最终|年末|年底|全年|自评|完成|实现|达)(?:实际|现已?|目前已?|最终|已|年末|年底|全年|自评)?(?:实际|已)?(?:完成(?!率)|实现|达到(?!预期|目标|要求|标准|既定)|达成|达(?![到成标])|为)?(?:值|数|情况)?(?:为|是|了|[:：])?'
const outcome = new RegExp(`^\\s*(?:${achieved}|${achievedFirst})(?=\\S)(.+)$`)
const plannedClause = new RegExp(`^\\s*${planned}(?=\\S)(.+)$`)
const operator = '[≥≤<>=＞＜＝≧≦]|不低于|不少于|不超过|不高于|至少|控制在|大于等于|小于等于|20\\d\\d年(?=\\d)'
const value = `((?:(?<=[\\d０-９])[,，](?=[\\d０-９]{3})|[^，,、；;])+?)`
const name = '^(.{2,40}?)[,，:：]?\\s*'
const end = `(?:${stop}.*)?$`
/** How a name stands before what was planned: behind a word that leads up to it, or by the sign it begins with. */
const worded = new RegExp(`${name}${planned}${value}${end}`)
const signed = new RegExp(`${name}((?:${operator})${value})${end}`)
/** The same where a clause follows that tells what was done. */
const wordedBefore = new RegExp(`${name}${plannedBefore}${value}${end}`)
const unworded = new RegExp(`^(\\D{2,40}?)((?:达到?)?\\d[^，,、；;]*|${stockWords})${end}`)
const asDone = new RegExp(
  `${name}(?<!实际|年度|全年|年末)完成(?:(?:值|数)(?:为|是|[:：])?|情况(?:为|是|[:：]))${value}$`,
)
/** 实际完成14个（年度目标值12个） says first what was done. */
const actualFirst = new RegExp(`${name}(?:年度|全年|年末)?(?=实际)${achieved}${value}$`)
/** 培训学员1500人次（目标1400人次） the same without a word for it. */
const figureFirst =
  /^(\D{2,24}?)((?:约|近)?\d[\d.,]*(?:[%％‰]|\p{Script=Han}{1,4}(?:[/／]\p{Script=Han}{1,3})?)?)$/u
const dayFirst = /^(\D{2,24}?)(?:为|是|[:：])?((?:20\d\d年)\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|底)?)$/
const onlyAchieved = new RegExp(`${name}${achieved}${value}$`)
/** A name and its figure, with the verb between them: 培训学员1500人次, 合格率达到98%. */
const bare =
  /^(\D{2,24}?)(?:[:：]|达到了?|达|为|共计?|约|近)*\s*(?<!第)((?:约|近)?(?:\d|[０-９]|百分之|[一二两三四五六七八九十]{1,3}(?=[个次场人户名件项套家座处期批]$)).{0,20})$/

/** 超过年度目标6600场, 与年初目标550个一致: what was done is measured by what was planned. */
const comparedWith = new RegExp(
  `^\\s*(?:(?:超额|未)?(?:完成|超过|超出|[高低多少早晚优大小等]于|达到?|比|较|与|和|同)了?){1,2}(?:年度|年初|全年|预期|计划|设定|既定)*(?:目标|指标|计划|任务){1,2}(?:值|数)?(?:为|是|[:：])?((?:\\d|${operator}).*?)(?:的?(?:一致|相符|持平|相同|要求)|的\\d[\\d.]*[%％]|(?:超额?|[多少提推增减])[前迟后加]?\\S*)?$`,
)
/** What a clause says beside plan and outcome, of how they compare: 完成率90%, 按期完成, 完成年度目标的105%. */
const beside =
  /^\s*(?:年度|年初|全年|目标|指标|任务|计划)*(?:完成|达成|实现)(?:率|比例|度|程度)|^\s*(?:已|均)?(?:按时|按期|如期|超额|全面|圆满|基本|顺利)+(?:完成|达标|达成|实现)(?:任务|目标)?$|^\s*(?:达到|完成|为|占)了?(?:年度|年初|全年|预期)*(?:目标|指标|计划|任务)+[值数]?的/
/** 全年共完成 before what was done is no part of its name. */
const doneInYear = /^(?:全年|本年度?|年内|当年)?(?:共|累计|实际)?(?:完成(?!率))?(?=\p{Script=Han}{2})/u
/** A figure behind its name, or a day behind a word: 放映电影6720场, 完成时间为2022年11月28日. */
const doneBefore = (head: string) => figureFirst.exec(head) ?? dayFirst.exec(head)

type Told = readonly [name: string | undefined, target?: string | undefined, actual?: string | undefined]

/** What a sentence says of an indicator: its name, then what was planned, and in a clause of its own what was done; null where no word tells. */
function toldIn(said: string): Told | null {
  const done = asDone.exec(said)
  const before = done ? [worded, wordedBefore] : [worded, wordedBefore, signed, unworded]
  const clauses = said
    .split(stops)
    .filter((clause, at) => at === 0 || (clause.trim() !== '' && !beside.test(clause)))
  for (let at = 1; at < clauses.length; at += 1) {
    const [head, clause = ''] = [clauses.slice(0, at).join('，'), clauses[at]]
    const compared = comparedWith.exec(clause)?.[1]
    const measured = compared && doneBefore(head)
    if (measured)
      return [
        measured[1]?.replace(doneInYear, '').replace(/(?<=..)(?:共?完成|达到?)$/, ''),
        compared,
        measured[2],
      ]
    const actual = outcome.exec(clause)?.[1]
    const plan = actual && firstOf(before, head)
    if (plan) return [plan[1], plan[2], actual]
    const target = plannedClause.exec(clause)?.[1]
    const result = target && actualFirst.exec(head)
    if (result) return [result[1], target, result[2]]
    const counted = target && clauses.length === 2 && figureFirst.exec(head)
    if (counted) return [counted[1]?.replace(doneInYear, ''), target, counted[2]]
  }
  const plan = done ? null : firstOf([worded, signed], said)
  if (plan) return [plan[1], plan[2]]
  const found = done ?? onlyAchieved.exec(said)
  return found ? [found[1], undefined, found[2]] : null
}

function firstOf(patterns: readonly RegExp[], text: string): RegExpExecArray | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    if (found) return found
  }
  return null
}

/** 培训人数（目标值500人，实际完成520人，分值10分） says of its name in brackets what others say behind a comma. */
const opened = (sentence: string) =>
  sentence
    .replace(/\s*[√✓]\s*$/, '')
    .replace(/\s*→\s*(?=[约近]?\d)/, '，实际')
    .replace(inTurn, '$1，目标值$2，实际$3，分值$4分，得分$5分')
    .replace(namedBehind, '目标值$1，实际$2')
    .replace(aimBehind, '，目标值$1，')
    .replace(doneBehind, '，$1')
    .replace(
      /[(（](?=(?:年度|年初|全年|预期|绩效|计划){0,2}(?:目标|指标|计划)(?:值|数|为|[:：≥≤\d]|[^()（）]*[，,]))([^()（）]*)[)）](?=[。；;，,]|\s*$)/,
      '，$1',
    )

/** 培训人数：≥500人 / 520人 / 10分 / 10分 says them in turn. */
const turn = '\\s*[/／，,|]\\s*'
const inTurn = new RegExp(
  `^(.{2,40}?)\\s*[:：\\s]\\s*((?:${operator})?\\d[^/／，,|]*?)${turn}((?:约|近)?\\d[^/／，,|]*?)${turn}(\\d+(?:\\.\\d+)?)分${turn}(\\d+(?:\\.\\d+)?)分$`,
)
/** 500人（计划），520人（实际） */
const namedBehind =
  /(?<=\p{Script=Han})[:：]?\s*([≥≤]?\d[^，,()（）]{0,20})[(（](?:年度|年初)?(?:计划|目标)[)）][，,、]\s*(\d[^，,()（）]{0,20})[(（](?:实际|完成)[)）]/u

/** 培训人数≥500人（实际完成520人） says in brackets what was done. */
const doneBehind = /[(（]((?:全年|年末|年底)?(?:实际|已|完成(?!率))[^()（）]*\d[^()（）]*)[)）]/

/** 培训人数（≥500人）：实际520人 says what was planned in brackets. */
const aimBehind = new RegExp(
  `(?<=\\p{Script=Han})[(（]((?:${operator}|\\d)[^()（）]*)[)）]\\s*[:：，,]\\s*(?=实际|完成|已)`,
  'u',
)

const leading = new RegExp(
  `^(?:指标[\\d一二三四五六七八九十]{1,2}[:：]|其中[:：，,]|[A-Z][.．、])?${number}\\s*(?=[\\p{Script=Han}“"「])`,
  'u',
)

/** 年度计划筛查学生12600人, 年度指标值为筛查学生≥12600人: what leads up to all of it is no name. */
const plannedAhead =
  /^(?:年度|年初|全年|预期|设定|设置|绩效|计划){0,3}(?:目标|指标)值?(?:为|是|[:：])(?!不[低少高大多超]|至少|达|控制|[大小超]|约|近|每)(?=\p{Script=Han}{3,}[^，,]{0,20}\d)|^(?:年度|年初|全年|本年)?(?:原?计划|原定|原拟|目标(?!人群|群体|对象|群众|达))(?!生育|完成|目标|指标|数|值|为|是)(?=\p{Script=Han}{2,}[^，,]{0,20}\d)/u

/** 计划于2022年11月底前完成招标，实际…: the day stands before what was to be done by it. */
const dayAhead =
  /^(?:年度|年初|全年|设定|设置|绩效|原)*(?:(?:计划|要求|预计|预期|目标|原定|原拟|应)(?:为|是|要求|应)?|(?:目标|指标)值?(?:为|是|[:：]))[在于]?((?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|[底末份])?|年[底末])(?:之?前|以前|内)?)(?![底末份前内]|[上中下]旬|[之以]前|(?:全部|全面|按期)?(?:完成|完工|竣工|建成|到位|结束)[，,])(\p{Script=Han}{4,30})[，,](?=\s*(?:实际|现?已))/u

/** What was done without the words of its indicator's name: 实际筛查12458人 of 筛查学生, 实际满意度97% of 学员满意度. */
function withoutName(actual: string | undefined, name: string): string | undefined {
  const [all = '', words = ''] =
    /^(\p{Script=Han}{2,20}?)(?:达到?|为|是|共|约)?(?=\d)/u.exec(actual ?? '') ?? []
  return words !== '' && (name.startsWith(words) || name.endsWith(words)) ? actual?.slice(all.length) : actual
}

/** 得分9分（征地受阻）, 完成率86%（因征地延期）: why points were lost or a target missed. */
const reasonBehind =
  /(?<=(?:得分?|自评)(?:为|是|[:：])?\d{1,3}(?:\.\d+)?分?)[(（](?![^()（）]*(?:满分|分值|权重))(?:(?:扣分|偏差|未完成)?(?:原因|说明)(?:[:：]|为|是))?([^()（）]{4,})[)）]\s*$|(?<=\d[%％]?\p{Script=Han}{0,3})[(（]([^()（）]*(?:因|由于|受.*影响|不足|未能|延[期迟误])[^()（）]*)[)）]\s*$/u

/** 设置“培训人数”1项指标，目标值…: how many there are is no part of a name; what says nothing else names none. */
const counted =
  /^\s*(?:共|主要|分别)*(?:设置|设定|设有|包括|包含|涉及)了?(.{2,80}?)(?:等|共)*[\d一二三四五六七八九十两]{1,2}[个项](?:三级)?(?:绩效)?指标(?=[，,。]|$)/

function indicatorsOf(written: string, isTarget: boolean): DraftIndicator[] {
  const sentence = written
    .replace(/^\s*截[至止][^，,]{2,14}[，,](?=\p{Script=Han})/u, '')
    .replace(counted, '$1')
  if (counted.test(written) && !stops.test(sentence)) return []
  const [, lost, missed] = reasonBehind.exec(sentence) ?? []
  const reason = lineOf(lost ?? missed)
  const { said: whole, weight, score } = withPoints(opened(sentence.replace(reasonBehind, '')))
  const said = whole.replace(dayAhead, '$2，目标值$1，').replace(plannedAhead, '')
  const make = (...[name, target, actual]: Told) => {
    const called = nameIn(name)
    if (called === null) return []
    const done = valueIn(withoutName(actual, called)?.replace(verbAhead, ''))
    return [{ ...nobody, name: called, target: valueIn(target), actual: done, weight, score, reason }]
  }
  const planned = (isTarget && behindColon.exec(said)) || []
  const own = make(planned[1], planned[2])
  if (own.length > 0) return own
  const list =
    isTarget && !/[，,]/.test(said)
      ? said.split('、').map((clause) => firstOf([signed, bare], clause.trim()))
      : []
  if (list.length > 1 && list.every((plan) => plan !== null))
    return list.flatMap((plan) => make(plan?.[1], plan?.[2]))
  const told = toldIn(said)
  if (told) return make(...told)
  return said.split(stops).flatMap((clause) => {
    const [, name, figure] = bare.exec(clause.trim()) ?? []
    return isTarget || said !== whole ? make(name, figure) : make(name, undefined, figure)
  })
}

/** 月均工资增长率：10%-15%, of what is planned: a name may hold words that lead up to a value elsewhere. */
const behindColon = new RegExp(
  `^([^:：，,；;]{2,40})(?<!(?:目标|指标|计划|完成)[值数]?)[:：]\\s*((?:达到?|每[^\\d，,]{1,6})?(?:${operator})?\\s*(?:约|每)?[\\d０-９][^:：，,；;]*)$`,
)

/** 15分，得14分: the first are those that it is worth. */
const pointsBeforeScore = /(?<=[，,、]\s*)\d{1,2}(?:\.\d+)?分(?=[，,、]\s*(?:自评)?得分?\d)/

/** 除雪道路里程（12分）：目标…: what an indicator is worth stands behind its name. */
const worthBehind = /^([^:：，,\d]{2,40})[(（](\d{1,2}(?:\.\d+)?)分[)）](?=\s*[:：，,])/

const figure = '(?:为|是|[:：])?(\\d+(?:\\.\\d+)?)'
const worthIn = new RegExp(`(?:${worth}|(?:该|本)项?指标)${figure}分?`)
const gotIn = new RegExp(`${got}${figure}(?:分|(?<=[，,、]\\s*(?:自评)?得分[:：]?[\\d.]+)(?=[，,；;。]|$))`)
const ofPoints = new RegExp(
  `[，,、]?\\s*(?:(?:该|本)项?指标|该项|本项)?(?:(?:${worth}|${got})${figure}[分%％]?|(?<=指标)\\d+(?:\\.\\d+)?分)`,
  'g',
)

/** What a sentence says without its number and the points that it gives, and those. */
export function withPoints(sentence: string) {
  const text = sentence
    .trim()
    .replace(/^(?:[(（]\d{1,2}[)）]|[①-⑳])\s*/, '')
    .replace(leading, '')
    .replace(worthBehind, '$1，分值$2分')
    .replace(pointsBeforeScore, '分值$&')
  const weight = worthIn.exec(text)?.[1] ?? null
  const score = gotIn.exec(text)?.[1] ?? null
  const said = text.replace(ofPoints, '').replace(/[（(]\s*[)）]/g, '')
  return { said: said.trim(), weight, score }
}

export const nobody = {
  level1: null,
  level2: null,
  level1Weight: null,
  reason: null,
  leftOver: null,
  at: nowhere,
}

const notName =
  /^(?:(?:产出)?(?:数量|质量|时效|进度|成本)(?:指标)?$|(?:年度|年初|全年|预期|实际|绩效){0,3}(?:目标|指标|完成)(?:值|情况|为|是)|截[至止]|完成率|其中|(?:年初|全年|年中|调整后)?预算(?:数|安排|资金)?$|(?:综上|经|项目|绩效|自评|复核|综合|评价)*(?:总分|总得分)|比(?![赛例武])|较(?!大)|占(?![地用])|该|本(?![科土地])|共(?![享建同])|约(?!谈)|共?发放问卷|收回|回收|同比|超额|偏差|达成率|目标完成率|指标完成率)/

/** 全年开展15场: how it was done is no part of what was. */
const verbAhead =
  /^(?:开展|组织|举办|发放|培训|服务|新建|建设|改造|维修|购置|采购|栽植|实施|支出|发生)了?(?=(?:约|近)?\d)/

/** What was planned or done, without the quotes around it, 目标值为“≥50户”, or what leads to a day: 实际于6月5日. */
const valueIn = (text: string | undefined) =>
  lineOf(
    text
      ?.trim()
      .replace(/^[“"「]([^“”"「」]*)[”"」]$/, '$1')
      .replace(/^[于在](?=\d)/, ''),
  )

/** A name with what leads up to it cut off; null where it is none. */
function nameIn(text: string | undefined): string | null {
  const name = lineOf(
    (text ?? '')
      .replace(/^(?:经|通过|根据)[^，,]{2,12}[，,]/, '')
      .replace(/(?:[,，:：的]|(?<![存所现潜内外])在|(?<![行作成认])为|(?<![供反效响适相对感])应|达到)+$/, '')
      .replace(/^[“"「]([^“”"「」]*)[”"」](?:这一|该)?(?:指标)?$/, '$1'),
  )
  return name === null || name.length < 2 || notName.test(name) ? null : name
}
