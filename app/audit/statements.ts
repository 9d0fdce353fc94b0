import type { Indicator } from '#app/domain/indicator.ts'
import { sameUnit } from '#app/domain/units.ts'
import { type Mention, measureOf, plainSentence, type Sentence } from './mentions.ts'

/** Which cell a figure in the text repeats; `either` where the words do not say. */
export type Role = 'target' | 'actual' | 'either'

/** A figure in the text that speaks of an indicator. */
export interface Statement {
  ordinal: number
  role: Role
  mention: Mention
}

interface Named {
  ordinal: number
  row: Indicator
  name: string
  /** The name as sentences shorten it: 支持中小企业 for 支持中小企业数量. */
  short: string | null
}

const shortestName = 3
const shortestStem = 4
const counted = /(?:的)?(?:数量|总数|户数|人数|个数|次数|场次|家数|数)$/

/** Indicators whose names tell them apart. */
export function namedRows(indicators: readonly Indicator[]): Named[] {
  const rows = indicators.map((row, ordinal) => {
    const name = plainSentence(row.name)
    const stem = name.replace(counted, '')
    return { ordinal, row, name, short: stem !== name && stem.length >= shortestStem ? stem : null }
  })
  const isOnly = (name: string) =>
    rows.filter((other) => other.name === name || other.short === name).length === 1
  return rows
    .filter(({ name }) => name.length >= shortestName && isOnly(name))
    .map((one) => (one.short !== null && !isOnly(one.short) ? { ...one, short: null } : one))
}

/** Words that may stand between a name and its figure without changing what is said. */
const filler =
  '(?:指标|目标值|目标|年度|全年|年初|预期|预计|计划|原定|设定|应|拟|实际|完成值|完成|实现|达到了|达到|达|共计|共有|共|总计|合计|为|是|到|了|均|已|约|近|:|,|\\(|\\)|的|值|服务|支持|发放|培训|≥|>|=)*'
const onlyFiller = new RegExp(`^${filler}$`)
/** After one figure of an indicator, another: 计划4000户，实际4800户. */
const continued = new RegExp(
  `^(?:及?以上|以内|左右)?[,、(]?(?:而|现|年末|年底|最终|全年)?(?:计划|预计|目标|原定|实际|完成|已)${filler}$`,
)
const otherTimes = /上年|去年|往年|同期|同比|环比|以前年度|历年|次年|明年|下年|累计|其中|平均|人均/

/** What a sentence says of the indicators, where name, unit and wording leave no doubt of which. */
export function statementsIn(
  { text: sentence, mentions }: Sentence,
  rows: readonly Named[],
  year: number | null,
): Statement[] {
  const years = [...sentence.matchAll(/(20\d\d)年/g)].map(([, found]) => Number(found))
  if (years.some((other) => other !== year) || speaksOfOthers(sentence, rows)) return []
  const statements: Statement[] = []
  let before: Named | null = null
  let from = 0
  for (const mention of mentions) {
    const gap = sentence.slice(from, mention.start)
    from = mention.end
    const found = namedBefore(gap, rows) ?? anchored(gap, mention, rows)
    const isFurther: boolean = found === null && before !== null && continued.test(gap)
    const row: Named | null = found?.row ?? (isFurther ? before : null)
    before = row
    if (row === null || !countsAlike(row, mention)) continue
    statements.push({ ordinal: row.ordinal, role: roleOf(found?.words ?? gap), mention })
  }
  return statements
}

/** Whether a sentence, the indicators' own names aside, is about other times, parts or means. */
const speaksOfOthers = (sentence: string, rows: readonly Named[]) =>
  otherTimes.test(sentence) &&
  otherTimes.test(rows.reduce((text, { name }) => text.replaceAll(name, ''), sentence))

interface Found {
  row: Named
  /** The words around the name that say whether it was planned or done. */
  words: string
}

/** The last name before a figure, with nothing but fillers between. */
function namedBefore(gap: string, rows: readonly Named[]): Found | null {
  let best: { row: Named; start: number; end: number } | null = null
  for (const row of rows) {
    const long = gap.lastIndexOf(row.name)
    const name = long < 0 && row.short !== null ? row.short : row.name
    const start = gap.lastIndexOf(name)
    const end = start + name.length
    if (start >= 0 && (best === null || end > best.end || (end === best.end && start < best.start)))
      best = { row, start, end }
  }
  if (best === null) return null
  const after = gap.slice(best.end)
  const clause =
    gap
      .slice(0, best.start)
      .split(/[,:、]/)
      .at(-1) ?? ''
  return onlyFiller.test(after) ? { row: best.row, words: clause + after } : null
}

/** A planned figure whose unit one indicator alone has, and whose value is its target's. */
function anchored(gap: string, mention: Mention, rows: readonly Named[]): Found | null {
  const words = gap.split(/[,:]/).at(-1) ?? ''
  const row = rows.find((one) => measureOf(one.row.target) === mention.value)
  if (row === undefined || roleOf(words) !== 'target' || !countsAlike(row, mention)) return null
  const others = rows.filter((one) => one !== row && countsAlike(one, mention))
  return others.length === 0 ? { row, words } : null
}

const countsAlike = ({ row }: Named, { quantity }: Mention) =>
  (row.target.unit !== null && row.target.unit === quantity.unit) ||
  sameUnit(row.target.unit ?? row.actual.unit, quantity.unit) ||
  (row.target.kind === 'money' && quantity.kind === 'money')

function roleOf(words: string): Role {
  const cues = words.replace(/按照?(?:计划|目标|预期|要求)/g, '')
  const isPlanned = /计划|预计|目标|原定|预期|设定|拟|应/.test(cues)
  const isDone = /实际|已|最终/.test(cues)
  if (isPlanned) return isDone ? 'either' : 'target'
  return isDone || /完成|实现|达/.test(cues) ? 'actual' : 'either'
}
