import type { Cell } from '#ingest/readers/table.ts'
import { nameOf, plain, type Row } from '../grid.ts'
import { type Columns, cellAt, textAt } from './columns.ts'

/** The level that rows belong to until another is named: cells merged downwards come empty from plain text. */
export interface Levels {
  level1: string | null
  level1Weight: string | null
  level2: string | null
  /** Whether the first level stands in a row of its own above these. */
  isHeaded?: boolean
  /** How that row is numbered. */
  numbering?: string
}

export const noLevels: Levels = { level1: null, level1Weight: null, level2: null }

const points =
  /[(（](?:权重|分值|共|满分)?[:：]?(\d+(?:\.\d+)?)(?:分|%)?(?:[,，;；][^()（）]*)?[)）]|(?<=\D)(\d+(?:\.\d+)?)分$|(?<=指标)(\d+(?:\.\d+)?)$/

interface Level {
  name: string | null
  weight: string | null
}

const known = new Map<string, Level>()
const mostKnown = 10_000

/** Splits 产出指标（40分） into its name and its points; line breaks down a merged cell fall away. */
export function levelOf(text: string | null): Readonly<Level> {
  if (text === null) return { name: null, weight: null }
  // The few words of levels are asked for again and again.
  const level = known.get(text) ?? levelIn(text)
  if (known.size >= mostKnown) known.clear()
  known.set(text, level)
  return level
}

function levelIn(text: string): Level {
  const whole = plain(text)
  const weight = points.exec(whole)
  const name = whole
    .replace(/[(（][^()（）]*[)）]|\d+(?:\.\d+)?分$|(?<=指标)\d+(?:\.\d+)?$/g, '')
    .replace(
      /^(?:[(（]?[一二三四五六七八九十]{1,2}[)）]?[、.．]|[(（][一二三四五六七八九十]{1,2}[)）]|\d{1,2}(?:[.．]\d{1,2})*[、.．]?(?=\p{Script=Han})|[A-Z]?\d{1,8}[-—_|:：](?=\p{Script=Han})|[A-Z]\d{0,2}[、.．]?(?=\p{Script=Han}))/u,
      '',
    )
    .replace(/[:：]$/, '')
    .replace(/^[【[](.*)[】\]]$/, '$1')
  return {
    name: isNothing(name) ? null : name,
    weight: weight?.[1] ?? weight?.[2] ?? weight?.[3] ?? null,
  }
}

const isNothing = (name: string) => name === '' || /^[-—/\\….*·]+$/.test(name)

/** 指标 alone is the rest of a first level that the end of a page tore. */
function wholeAfterBreak(level: Readonly<Level>, before: string | null): Readonly<Level> {
  if (level.name !== '指标' || before === null) return level
  return { ...level, name: before.endsWith('指标') ? before : `${before}指标` }
}

/** The levels of a row: its own where it names them, else those of the row before. */
export function levelsOf(row: Row, columns: Columns, before: Levels): Levels {
  const both = columns.has('level2') ? null : levelsIn(textAt(row, columns, 'level1') ?? '')
  if (both !== null) return { ...before, ...both, level1Weight: null }
  const level1 = wholeAfterBreak(levelOf(textAt(row, columns, 'level1')), before.level1)
  const level2 = levelOf(textAt(row, columns, 'level2')).name
  if (level1.name !== null && level1.name !== before.level1)
    return { level1: level1.name, level1Weight: level1.weight, level2 }
  return {
    level1: before.level1,
    level1Weight: level1.weight ?? before.level1Weight,
    level2: level2 ?? before.level2,
  }
}

/** Words of first and second levels; a row that begins with one is not torn at its left. */
export const isLevelText = (text: string) =>
  /^(?:项目)?(?:产出|效益|效果|满意|成本|决策|过程|管理|投入|预算执行|数量|质量|时效|进度|经济|社会|生态|可持续|服务对象|受益)/.test(
    levelOf(text).name ?? '',
  )

const wholeLevels = {
  level1: /^(?:项目)?(?:产出|效益|效果|满意度?|成本|决策|过程|管理|投入|预算执行率?)(?:指标)?$/,
  level2:
    /^(?:(?:产出)?(?:数量|质量|时效|进度|成本)|(?:经济|社会|生态|环境|生态环境)(?:效益|成本)|可持续(?:影响|发展)?|(?:(?:社会)?公众|群众)?[或和及与]?(?:.{0,6}对象)?满意度?|预算执行率?|项目立项|绩效目标|资金(?:投入|管理)|组织实施)(?:指标)?$/,
} as const

/** Whether a text is the whole name of a level of one rank, and no indicator that begins with such a word. */
export const isWholeLevel = (text: string, rank: 'level1' | 'level2') =>
  wholeLevels[rank].test(levelOf(text).name ?? '')

const divisions = [
  [/产出/, /数量|质量|时效|进度|成本/],
  [/成本/, /成本/],
  [/效益|效果/, /效益|可持续|满意/],
  [/满意/, /满意/],
] as const

/** Whether a second level is one of those that a first one has: 数量指标 of 产出指标. */
export const isOneOf = (level1: string, level2: string) =>
  divisions.some(([first, second]) => first.test(level1) && second.test(level2))

/** 产出指标（50分） left of 二级指标 is the first level of all below; null where no level stands there. */
export function levelBesideHeadings(label: string | null, columns: Columns): Levels | null {
  if (label === null || columns.has('level1') || !isWholeLevel(label, 'level1')) return null
  const { name, weight } = levelOf(label)
  return { ...noLevels, level1: name, level1Weight: weight }
}

export const isLevelWord = ({ text }: Cell) => isLevelText(text)

/** 12345热线受理量, 24小时预报准确率, 0-6岁儿童管理率: the figure belongs to what the indicator is called. */
export const isNumberedName = (text: string) =>
  /^[\d—~-]{1,9}\p{Script=Han}{2,}(?:率|数|量|度|比例|时间|人数|情况|程度|次数)$/u.test(plain(text))

const leaves = ['level4', 'level3', 'name'] as const

/** The deepest level that a table has a column for. */
export const leafOf = (columns: Columns) => leaves.find((field) => columns.has(field)) ?? null

/** The indicator's own name, of its deepest level that is filled; null for the template's blanks. */
export function nameIn(row: Row, columns: Columns): string | null {
  for (const field of leaves) {
    const name = indicatorName(cellAt(row, columns, field)?.text ?? null)
    if (name !== null) return name
  }
  return null
}

/** A second level that stands for the indicator's name: whole, where it is no level's own word. */
export function secondLevelName(row: Row, columns: Columns): string | null {
  const text = textAt(row, columns, 'level2')
  if (text !== null && isNumberedName(text)) return nameOf(text)
  if (text === null || isWholeLevel(text, 'level2') || !/[(（]/.test(text)) return levelOf(text).name
  const name = indicatorName(text)
  return name === null ? null : nameWithPoints(name).name
}

/** Drops the template's own 指标1： before a name; what is left of an unused line is no name. */
function indicatorName(text: string | null): string | null {
  if (text === null) return null
  const bare = text
    .replace(/^指标\s*[\d一二三四五六七八九十]{0,2}\s*[:：.、．]\s*/, '')
    .replace(
      /^[①-⒇㈠-㈩]\s*|^[(（]?\d{1,2}\s*[)）:：、．]\s*(?=[^\d\s])|^\d{1,2}\.\s*(?=\D)|^\d{1,2}(?:\.\d{1,2}){1,2}[、\s]+(?=\D)|^\d{1,2}(?:\.\d{1,2}){2}(?=\D)/,
      '',
    )
  return isNothing(plain(bare)) ||
    /^(?:指标\d*|无|无此项|不适用|不涉及|N\/?A)$|^[(（]?[≥≤<>=]?[*＊×★]{2,}/.test(plain(bare))
    ? null
    : nameOf(bare)
}

const betweenLevels = /\s*(?:[-—–/→>＞»\\·:：]|\n)+\s*/

/** Two levels in one cell: 产出指标—数量指标. Null where the cell holds something else. */
function levelsIn(text: string): Pick<Levels, 'level1' | 'level2'> | null {
  const [first = '', second = '', more] = text.split(betweenLevels)
  return more === undefined && isWholeLevel(first, 'level1') && isWholeLevel(second, 'level2')
    ? { level1: levelOf(first).name, level2: levelOf(second).name }
    : null
}

/** Levels written before a name in its own cell: 产出指标-数量指标-培训人数. Null where there are none. */
export function levelsInName(name: string): (Pick<Levels, 'level1' | 'level2'> & { name: string }) | null {
  const [first = '', second = '', ...others] = name.split(betweenLevels)
  if (isWholeLevel(first, 'level1') && isWholeLevel(second, 'level2') && others.length > 0)
    return { level1: levelOf(first).name, level2: levelOf(second).name, name: after(name, second) }
  // 数量：培训人数 names a level too; a dash may be part of a name.
  const isLed = first.endsWith('指标') || /^\s*[:：]/.test(name.slice(first.length))
  if (second === '' || !isLed || !isWholeLevel(first, 'level2')) return null
  return { level1: null, level2: levelOf(first).name, name: after(name, first) }
}

/** Levels in brackets behind a name: 培训人数（数量指标）, 培训人数（产出指标/数量指标）. Null where there are none. */
export function levelsBehind(name: string): (Pick<Levels, 'level1' | 'level2'> & { name: string }) | null {
  const [, bare, level1, level2 = ''] = inBracketsBehind.exec(name) ?? []
  const isLed = level1 === undefined || isWholeLevel(level1, 'level1')
  if (bare === undefined || !isLed || !isWholeLevel(level2, 'level2')) return null
  return { level1: levelOf(level1 ?? null).name, level2: levelOf(level2).name, name: bare }
}
const inBracketsBehind = /^(.+?)\s*[(（](?:([^()（）/／-]+)[/／-])?([^()（）/／-]+)[)）]$/

const after = (name: string, level: string) =>
  name.slice(name.indexOf(level) + level.length).replace(/^[-—–/→>＞»\\·:：\s]+/, '')

/** Points that stand behind an indicator's name where the form has no column for them: 明确性（5分）. */
export function nameWithPoints(name: string): { name: string; weight: string | null } {
  const [, bare, weight] = /^(.+?)\s*[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]$/.exec(name) ?? []
  return bare === undefined ? { name, weight: null } : { name: bare, weight: weight ?? null }
}

const aim =
  /^(.*\p{Script=Han}{2}(?:[(（][^()（）]*[)）])?)\s*[(（:：]?\s*((?:[≥≤≧≦>＞<＜=＝]+|不[低少]于|不[高大多]于|不超过|达到|至少)\s*\d[^()（）]*)[)）]?$/u

/** 完工时间：11月底前, 补助标准：80元/亩: a figure behind a colon. */
const figureBehind = /^(.*\p{Script=Han}{2}(?:[(（][^()（）]*[)）])?)\s*[:：]\s*(\d[^:：]*)$/u

const anyBehind = /^([^:：]+)[:：]\s*(\S.*)$/

/** The target that stands behind a name where its own cell is empty: 验收合格率≥95%. Null where none does. */
export function nameWithTarget(name: string, heading: string): { name: string; target: string } | null {
  const isBoth = /(?:目标|指标)值$/.test(plain(heading))
  const [, bare, target] = aim.exec(name) ?? (isBoth ? anyBehind : figureBehind).exec(name) ?? []
  return bare === undefined || target === undefined ? null : { name: bare, target: target.trim() }
}

const template =
  /^指标\s*\d{0,2}\s*[:：]?$|^[*★☆×xXNn□○◯_…]{2,}$|\d+字(?:以内|左右|以下)|^[(（]?请?(?:填写|输入|选择|填列)|此处填写/

/** The template's own text in a row's name or reason: 指标1：, 100字以内; null where somebody wrote over it. */
export const leftOverIn = (row: Row, columns: Columns): string | null =>
  [...leaves, 'reason' as const]
    .map((field) => cellAt(row, columns, field)?.text.trim() ?? '')
    .find((text) => text.length <= 30 && template.test(plain(text))) ?? null

/** How a heading is numbered, whatever its number: 3、, （三）, 三、; or that it stands in brackets, 【满意度指标】. */
export const numberingOf = (line: string) =>
  /^[【[]|^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[、.．]?/
    .exec(line.trim())?.[0]
    .replace(/\d+/, '1')
    .replace(/[一二三四五六七八九十]+/, '一') ?? ''
