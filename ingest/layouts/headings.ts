import { plain } from './grid.ts'
import { amongIndicators, type Field, fields, patterns, words } from './heading-words.ts'

export type { Field } from './heading-words.ts'

/** A heading's meaning, how sure its word is (0 the surest) and, where it names one, its money unit. */
export interface Heading {
  field: Field
  rank: number
  unit: string | null
}

/** What the columns of indicators mean. */
export const indicatorFields: readonly Field[] = [
  'level1',
  'level2',
  'level3',
  'name',
  'operator',
  'target',
  'targetUnit',
  'actual',
  'weight',
  'score',
  'reason',
  'ignored',
]

/** The sums of money that a fund block tells, stage by stage. */
export const sums = ['budget', 'adjusted', 'arrived', 'spent'] as const
export type Sum = (typeof sums)[number]

/** What the figures of a line of money mean. */
export const moneyFields: readonly Field[] = [...sums, 'executionRate', 'weight', 'score']

const meaningsIn = (listed: Partial<Record<Field, string>>) =>
  new Map(
    fields.flatMap((field) =>
      (listed[field]?.split(' ') ?? []).map((word, rank): [string, Omit<Heading, 'unit'>] => [
        word,
        { field, rank },
      ]),
    ),
  )
const meanings = meaningsIn(words)
const meaningsAmongIndicators = meaningsIn(amongIndicators)

/** The rank of a heading that is known by its make-up alone. */
export const likely = 1000

const longestHeading = 40
const known = new Map<string, Heading | null>()
const mostKnown = 20_000

/** Reads a heading by its words: 年初预算数（万元） is `budget` in 万元; (A), (B/A) and (10分) say nothing. */
export function headingOf(text: string): Heading | null {
  if (text === '' || text.length > 2 * longestHeading) return null
  const before = known.get(text)
  if (before !== undefined) return before
  if (known.size >= mostKnown) known.clear()
  const heading = readHeading(text)
  known.set(text, heading)
  return heading
}

/** What a heading says that names nothing by itself, beside those of an indicator's levels: 目标, 实际. */
export function headingAmongIndicators(text: string): Heading | null {
  if (text === '' || text.length > longestAmong) return null
  const bare = withoutYear(bareHeading(plain(text)))
  const found = meaningsAmongIndicators.get(bare)
  return found === undefined ? null : { ...found, unit: null }
}
const longestAmong = 24

/** 2024年度目标 and 本年度目标 say what 目标 says. */
export const withoutYear = (heading: string) => heading.replace(/^(?:20\d\d年度?|本年度?(?=.{2}))/, '')

/** 指标类别 | 指标类型: of two headings of first levels beside each other the second heads the second ones. */
export const levelBeside = (field: Field, before: Field | null | undefined): Field =>
  field === 'level1' && before === 'level1' ? 'level2' : field

/** Whether a text is a heading or label word for word: a name may look like one by its make-up. */
export const isKnownWord = (text: string) => (headingOf(text)?.rank ?? likely) < likely

/** 得分② is explained in a note below. */
const noteMarks = /^[①-⑳]|[①-⑳]+\s*$/gu

function readHeading(text: string): Heading | null {
  const whole = plain(text.replace(noteMarks, ''))
  if (whole.length > longestHeading || !/\p{Script=Han}/u.test(whole)) return null
  const found = meaningOf(whole)
  return found === null ? null : { ...found, unit: moneyUnitIn(whole) }
}

function meaningOf(whole: string): Omit<Heading, 'unit'> | null {
  const bare = bareHeading(whole)
  if (/\((?:年初|调整前)\)/.test(whole) && meanings.get(bare)?.field === 'adjusted')
    return { field: 'budget', rank: likely - 1 }
  if (/\(调整后\)/.test(whole) && /^预算.{0,3}数?$/.test(bare)) return { field: 'adjusted', rank: likely - 1 }
  const side = sideOf(whole)
  if (side !== null && sided.test(bare)) return { field: side, rank: likely - 1 }
  if (remark.test(bare) && reasonInside.test(whole)) return { field: 'reason', rank: likely - 1 }
  const tries = [
    whole,
    bare,
    bare.replace(/^(?:项目|年度|本年度?|20\d\d年度?)(?=.{3})/, ''),
    withoutPeriod(bare),
  ]
  for (const one of tries) {
    const found = meanings.get(one)
    if (found) return found
  }
  // 债券项目名称 is a project's name, whatever kind of project it is.
  if (/^(?!子|下级|二级|三级|其他|明细|.*表)[\p{Script=Han}A-Z]{1,8}项目名称$/u.test(bare))
    return { field: 'project', rank: likely - 1 }
  if (bare.length > 16) return null
  const field = patterns.find(([pattern]) => pattern.test(bare))?.[1]
  return field === undefined ? null : { field, rank: likely }
}

/** 绩效目标（年初） and 绩效目标（完成） are told apart by their brackets alone. */
function sideOf(whole: string): Field | null {
  const inside =
    /\((?:年度)?(年初|年末|期末|计划|预期|目标|设定|批复|申报|应完成|完成|实际|实际完成|实绩|实现|达成|自评)(?:值|数|情况)?\)$/.exec(
      whole,
    )?.[1]
  if (inside === undefined) return null
  return /^(?:年末|期末|完成|实|达成|自评)/.test(inside) ? 'actual' : 'target'
}
const sided = /^(?:(?:20\d\d)?年度?|全年|本年度?)?(?:绩效)?(?:目标|指标)(?:值|内容)?$/

/** 备注（未完成原因）is where the reason stands. */
const remark = /^(?:备注|情况说明|说明)(?:说明)?$/
const reasonInside = /\(.{0,8}(?:原因|偏差|扣分).{0,8}\)/

/** Without brackets, formulas, numbering, a unit at the end and the letters of a column formula. */
function bareHeading(whole: string): string {
  return whole
    .replace(/\([^()]*(?:\([^()]*\)[^()]*)*\)|[[【][^\]】]*[\]】]/g, '')
    .replace(/[:：*★、/]+$|^[*★]+/g, '')
    .replace(/[,，;；]?单位[:：]?(?:亿|百万|万|千)?元$/, '')
    .replace(/(?<=[数额算金率])(?:亿|百万|万|千)?元$/, '')
    .replace(/[A-Z]?[=＝].*$/, '')
    .replace(/(?<=\p{Script=Han})[A-Z%]$|(?<=率)%$/u, '')
    .replace(/^\d{1,2}[.、](?=\D)|^[一二三四五六七八九十]{1,2}、/, '')
}

/** 1-7月执行数 and 截至7月底执行数 say what 执行数 says, of a part of the year. */
const withoutPeriod = (bare: string) =>
  bare.replace(
    /^(?:截[至止])?(?:20\d\d年)?(?:(?:\d{1,2}月?[-—–~～至到])?\d{1,2}月(?:份|底|末|\d{1,2}日)?|年[底末])(?:累计|实际)?/,
    '',
  )

/** What a department did with its money, task by task, is not where the money came from, and names no project. */
export const isTask = (text: string) =>
  /^(?:主要|重点|年度|核心|部门)*(?:任务|工作|事项|职责|职能)(?:名称|内容)?$|^主要内容$/.test(plain(text))

const unitWords = '亿元|百万元|万元|千元|元'
const bracketed = new RegExp(
  `[(（](?:金额)?(?:单位)?[:：]?(?:人民币)?(${unitWords})(?:[,，;；、/%][^()（）]*)?[)）]`,
)
// 元氏县, 元谋县 and their kin are places.
const stated = new RegExp(`单位[:：]?(?:人民币)?(${unitWords})(?<!位[:：]?元(?=[氏谋江阳宝]))`)
const atEnd = new RegExp(`[数额算金率](${unitWords})[)）]?$`)

/** The money unit that a heading names in brackets, after 单位 or at its end; null where it names none. */
export function moneyUnitIn(text: string): string | null {
  const whole = plain(text)
  return (bracketed.exec(whole) ?? stated.exec(whole) ?? atEnd.exec(whole))?.[1] ?? null
}

/** The money units that the cells of a row name, in their order; 金额单位 | 万元 names one in two cells. */
export const moneyUnitsIn = (texts: readonly string[]) =>
  texts.flatMap((text, at) => {
    const isLabel = /^(?:金额|货币)?单位[:：]?$/.test(plain(text))
    return moneyUnitIn(isLabel ? `${text}${texts[at + 1] ?? ''}` : text) ?? []
  })
