import type { Quantity } from '#app/domain/quantity.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import type { Field } from '../headings.ts'
import { isWholeLevel } from '../tables/levels.ts'
import { stockWords } from './stock-words.ts'

/*
 * An indicator whose cells are joined by nothing: 数量指标养护里程≥320公里326公里1010. Its columns are tried from left
 * to right, each with what its kind can be; of the ways that are left the likeliest have values that read as values,
 * a target and an outcome alike, and no score above its weight.
 */

/** One way in which a row comes apart: a text for each column, and how likely it is. */
export interface Way {
  cells: readonly string[]
  worth: number
  weight: number | null
  score: number | null
}

/** A column as its heading names it; a forecast is a value that nobody keeps. */
export type Column = Field | 'forecast'

const mostWays = 6000

/** What may be tried yet; a form takes some thousands, and all forms of a document the same. */
export interface Tries {
  left: number
}
/** Some three seconds. */
export const mostTries = 2_000_000

/** A target alone says less than a target and an outcome that are alike. */
const leastWorth = { pair: 2, alone: 1 }
const longestName = 24
const longestValue = 26

const secondWords =
  '(?:产出)?(?:数量|质量|时效|进度|成本)|(?:经济|社会|生态|生态环境)(?:效益|成本)|可持续影响|(?:.{0,6}对象)?满意度|项目立项|绩效目标|资金(?:投入|管理)|组织实施|预算执行率'
const firstWords = `(?:项目)?(?:产出|效益|满意度|成本|决策|过程|管理)(?:(?:指标)?[(（]\\d+(?:\\.\\d+)?分?[)）]|指标|(?=(?:${secondWords})指标))|预算执行率(?:指标)?[(（]\\d+分?[)）]`
const shortWords = `${firstWords}|(?:项目)?(?:产出|效益|满意度|成本|决策|过程|管理)(?=${secondWords})`
const levels = new RegExp(`^(${firstWords})?((?:${secondWords})指标)?`)
/** Some forms leave 指标 out of their second levels. */
const processWords = '项目立项|绩效目标|资金投入|资金管理|组织实施'
const shortLevels = new RegExp(
  `^(?:决策|过程|管理)(?:指标)?(?:${processWords})(?!指标|[:：])|^(?:项目)?(?:产出|效益)(?:指标)?(?:[(（]\\d+(?:\\.\\d+)?分?[)）]|\\d{1,3})?(?:${secondWords})(?!指标|[:：])`,
)
const withShort = new RegExp(`^(${shortWords})?((?:${secondWords})(?:指标)?(?=..))?`)

/** Whether a line shows that its form leaves 指标 out of its second levels. */
export const hasShortLevels = (line: string) => shortLevels.test(line)

/** The ways in which an indicator's line comes apart, the likeliest first; none where it cannot, or nothing may be tried. */
export function waysOf(line: string, columns: readonly Column[], isShort: boolean, tries: Tries): Way[] {
  const { before, first, second, rest } = levelsIn(line, isShort)
  const at = columns.findIndex((column) => column !== 'level1' && column !== 'level2')
  if (at < 0 || !columns.slice(0, at).includes('level1')) return []
  const levelCells = columns.slice(0, at).map((column) => (column === 'level1' ? first : second))
  const numbered = /^(?:指标\d*|\d{1,2})[:：]/.exec(rest)?.[0].length ?? 0
  const search: Search = { line: rest, columns: columns.slice(at), ways: [], tries }
  // 预算执行率（10分） is merged over all levels, and its values follow.
  const isMerged = /^预算执行率/.test(first) && /^[≥\d]/.test(rest)
  cut(search, numbered, isMerged ? 1 : 0, isMerged ? [''] : [])
  const ways = search.ways.map(({ cells, ...way }) => ({ ...way, cells: [...levelCells, ...cells] }))
  const least = columns.includes('actual') ? leastWorth.pair : leastWorth.alone
  // Of ways cut short the likeliest may be missing.
  const likely = before === line || tries.left <= 0 ? [] : ways.filter(({ worth }) => worth > least)
  return likely.sort((one, other) => other.worth - one.worth)
}

/** The levels that a line begins with, and what is left of it. */
export function levelsIn(line: string, isShort: boolean) {
  const [before = '', word = '', second = ''] = (isShort ? withShort : levels).exec(line) ?? []
  // 成本指标 and 满意度指标 alone are second levels.
  const isSecond = second === '' && word !== '' && !/[(（]/.test(word) && isWholeLevel(word, 'level2')
  const rest = line.slice(before.length)
  // 数量指标1：受理案件数 is 数量 and the template's 指标1.
  const own = isSecond ? word : second
  const bare = /^\d{1,2}[:：]/.test(rest) ? own.replace(/指标$/, '') : own
  return { before, first: isSecond ? '' : word, second: bare, rest }
}

interface Search {
  line: string
  columns: readonly Column[]
  ways: Way[]
  tries: Tries
}

/** Tries what each column can be from here on; the last one takes what is left. */
function cut(search: Search, from: number, at: number, cells: readonly string[]): void {
  const { line, columns, ways, tries } = search
  if (ways.length > mostWays || tries.left <= 0) return
  tries.left -= 1
  const column = columns[at]
  if (column === undefined) {
    const way = from === line.length ? wayOf(columns, cells) : null
    if (way) ways.push(way)
    return
  }
  const isLast = at === columns.length - 1
  for (const end of endsOf(search, column, from, columns[at + 1]))
    if (!isLast || end === line.length) cut(search, end, at + 1, [...cells, line.slice(from, end)])
}

function endsOf({ line }: Search, column: Column, from: number, next: Column | undefined): readonly number[] {
  const rest = line.slice(from)
  switch (column) {
    case 'level3':
    case 'name':
      return namesIn(line, from, next)
    case 'operator':
      return [/^(?:[≥≤<>=＞＜＝≧≦]{1,2}|定性)/.exec(rest)?.[0].length ?? 0].map((length) => from + length)
    case 'target':
    case 'actual':
    case 'forecast':
      return lengths(rest, longestValue)
        .filter((length) => length === 0 || isCell(rest.slice(0, length)))
        .map((length) => from + length)
    case 'targetUnit':
      return lengths(rest, 5)
        .filter((length) => length === 0 || isUnit(rest.slice(0, length)))
        .map((length) => from + length)
    case 'weight':
    case 'score':
      return lengths(rest, 6)
        .filter((length) => length === 0 || points.test(rest.slice(0, length)))
        .map((length) => from + length)
    default:
      if (next !== undefined) return explanation.test(rest) ? beforeValues(line, from) : [from]
      // Reasons and remarks stand last, and begin with a word or a sign for nothing.
      return /^(?:[^\d.≥≤<>=%％].*|0|)$/u.test(rest) && !/\d$/.test(rest.slice(1)) ? [line.length] : [from]
  }
}

/** How what explains an indicator begins, where it stands between its name and its target. */
const explanation = /^(?:反映|考核|考察|主要|用于|用以|衡量|评价|体现|指(?!标)|是指|根据|按照|依据)/
const longestExplanation = 60

const beforeValues = (line: string, from: number) =>
  lengths(line.slice(from), longestExplanation)
    .map((length) => from + length)
    .filter((end) => valueStart.test(line.slice(end)) || stockStart.test(line.slice(end)))

const lengths = (text: string, most: number) =>
  Array.from({ length: Math.min(most, text.length) + 1 }, (_, length) => length)

const points = /^(?:0|[1-9]\d?|100)(?:\.\d{1,2})?分?$/
const isUnit = (text: string) => {
  const value = valueIn(`1${text}`)
  return value !== null && value.unit !== null && /^[^\d.,]+$/.test(text)
}

/** Where a value may begin in a line of words. */
const valueStart =
  /^(?:[≥≤<>=＞＜＝≧≦]|不[多少大小高低早晚迟]于|[一二两三四五六七八九十百千万零]{2,8}\p{Script=Han}|已于|截[至止]|大约|不超过|不得|大于|小于|至[少多]|最[多少]|控制在|达到|约|零|每\p{Script=Han}{1,2}(?:每?\p{Script=Han})?\d|三年|年底前|百分之|实际完成|等于|正在|达(?![标成到])|不突破|[\d０-９])/u

const nameEnd =
  /(?:性|率|数量?|人次|程?度|水平|机制|质量|时间|时限|标准|成本|情况|能力|作用|环境|影响|年限|负担|效益|控制|控制数|保障|秩序|形象|意识|面积|长度|次数|户数|人数|件数|单价|投资)$/
const stockWord = new RegExp(`^${stockWords}$`)
const stockStart = new RegExp(`^${stockWords}`)
/** Nothing but words of the forms, one behind another, as far as points or remarks: 明显改善达到预期1010. */
const onlyStock = new RegExp(`^(?:${stockWords}){1,3}(?=[\\d.]+分?|[√—/-]|$)`)

/** Where a name may end: before whatever its next column can begin with. */
function namesIn(line: string, from: number, next: Column | undefined): number[] {
  const ends: number[] = []
  for (let end = from + 2; end <= Math.min(line.length, from + longestName); end += 1) {
    const rest = line.slice(end)
    const isWhole = !/[\d.A-Za-z]/.test(line[end - 1] ?? '') || !/^[\d.%％]/.test(rest)
    const starts =
      next === 'weight'
        ? /^\d/.test(rest)
        : next === 'ignored'
          ? explanation.test(rest)
          : valueStart.test(rest) || /^定性/.test(rest)
    const said =
      (stockStart.test(rest) && nameEnd.test(line.slice(from, end))) ||
      (end > from + 3 && onlyStock.test(rest))
    const repeated = /^(\p{Script=Han}{1,8})\1/u.test(rest)
    if (rest === '' || (isWhole && (starts || said || repeated))) ends.push(end)
  }
  return ends.slice(0, 8)
}

const readings = new Map<string, Quantity | null>()
const mostReadings = 50_000

/** What a text says as a value; null where it is in words, empty or in doubt. */
function valueIn(text: string): Quantity | null {
  const before = readings.get(text)
  if (before !== undefined) return before
  if (readings.size >= mostReadings) readings.clear()
  const { quantity, problems } = readQuantity(text, { year: 2000 })
  const isValue =
    problems.length === 0 && !['qualitative', 'empty', 'multi'].includes(quantity.kind) && !/[.,]$/.test(text)
  const value = isValue ? quantity : null
  readings.set(text, value)
  return value
}

const isCell = (text: string) =>
  stockWord.test(text) || /^\p{Script=Han}{1,8}$/u.test(text) || valueIn(text) !== null

/** A whole way with its worth; null where it contradicts itself. */
function wayOf(columns: readonly Column[], cells: readonly string[]): Way | null {
  const cell = (column: Column) => {
    const at = columns.indexOf(column)
    return at < 0 ? null : (cells[at] ?? '')
  }
  const filled = cells.filter((text) => text !== '')
  if (torn.test(filled.join('|'))) return null
  if (cell('targetUnit') && !/[\d余多]$/.test(cell('target') ?? '')) return null
  const weight = figureOf(cell('weight'))
  const score = figureOf(cell('score'))
  if (
    cell('score') === '' ||
    (columns.includes('score') && cell('weight') === '') ||
    score === 0 ||
    (weight !== null && score !== null && score > weight)
  )
    return null
  const name = cell('level3') ?? cell('name') ?? ''
  const target = `${cell('operator') ?? ''}${cell('target') ?? ''}${cell('targetUnit') ?? ''}`
  const worths = [
    worthOfName(name),
    worthOfPair(cell('operator') === '定性' ? (cell('target') ?? '') : target, cell('actual')),
    cell('forecast') === null ? 0 : worthOfPair(target, cell('forecast')) / 2,
    // A forecast mostly says that the target will be met.
    1.5 * Number(target !== '' && cell('forecast') === target),
    worthOfPoints(cell('weight'), weight, score),
    worthOfScore(cell('score'), score),
    -1.5 * filled.slice(1).filter((text) => oddStart.test(text)).length,
    -2 * cells.filter((text, at) => columns[at] !== 'operator' && dangling.test(text)).length,
    -1.5 * filled.slice(2).filter((text) => continues.test(text)).length,
    worthOfReason(cell('reason') ?? (columns.at(-1) === 'ignored' ? (cells.at(-1) ?? '') : '')),
    (Number((cell('targetUnit') ?? '') !== '') + Number((cell('operator') ?? '') !== '')) / 3,
  ]
  return { cells, weight, score, worth: worths.reduce((sum, worth) => sum + worth, 0) }
}

const figureOf = (text: string | null) => (text === null || text === '' ? null : Number.parseFloat(text))

/** Words before a figure that are not how values begin. */
const oddStart =
  /^(?!(?:[≥≤<>=＞＜＝≧≦~～约达共(（]|不[^\d]{1,3}|[大小高低]于(?:等于|或等于)?|至[少多]|最[少多]|控制在|达到|超过|实际|完成|每\p{Script=Han}|三年|百分之|全年|提高|下降|降低|增长|年)*[\d０-９])[^\d０-９无/—-][^\d０-９]*[\d０-９]|^[/／]\p{Script=Han}/u

/** No cell ends with what leads up to a value. */
const dangling =
  /(?:[≥≤<>=＞＜＝≧≦]|已于|截[至止]|[大小高低多少]于|等于|[早晚迟]于|至[少多]|最[多少]|大?约|不超过|控制在)$/

/** What goes on with the value before it. */
const continues =
  /^(?:[月日底余多]|前(?!期|提)|以[上下内前]|及以[上下]|之[内前]|左右|完成(?:\d|已)|[个元%％](?![\p{Script=Han}]{2}))/u

/** No cell ends within a date, a number of full width, 有所, or the unit behind a figure. */
const torn =
  /有(?:\|所|所\|)|\d[分万亿]?\|[分元]|\d年\|\d{1,2}月|月\|\d{1,2}日|\d\|(?:年(?![初底末])|[月日%％])|[０-９．]\|[０-９．]|\d[０-９]|[０-９]\d/

const worthOfScore = (written: string | null, score: number | null) =>
  written === null || score === null ? 0 : score <= 30 ? 0.3 : 0

/** A reason is words; a nought for none may have run into the score. */
const worthOfReason = (text: string) => {
  if (/^[无/—-]$/.test(text)) return 0.2
  if (text === '' || text === '√') return 0
  return text === '0' ? -0.2 : /[\d０-９]/.test(text) ? -4 : text.length < 3 ? -0.5 : -0.05
}

const worthOfName = (name: string) =>
  0.6 * Number(nameEnd.test(name)) -
  4 * Number(/\d|每\p{Script=Han}{1,3}$/u.test(name.replace(/[A-Za-z]+\d+(?:\.\d+)?/, ''))) -
  name.length / 50 -
  3 * Number(/[≥≤<>=]|(?:达到?|等于|约|近|不突破|控制在|不[低高多少]于|不超过|已|完成|定性)$/.test(name))

/** Both read as values, the more alike the better; or both are said in words. */
function worthOfPair(target: string, actual: string | null): number {
  const one = valueIn(target)
  const isBareTarget =
    one !== null && one.kind === 'number' && one.unit === null && /^[^≥≤<>=]*$/.test(target)
  const said = one
    ? 2 - wordsBehind(target) / 30 - 1.5 * Number(isBareTarget)
    : stockWord.test(target)
      ? 1.5
      : -0.5
  const alone = target === '' ? -3 : said
  if (actual === null) return alone
  if (actual === '') return alone - 2
  const other = valueIn(actual)
  if (other === null) {
    const inWords = stockWord.test(actual) ? 1.5 : -0.5
    return alone + inWords + (actual === target ? (stockWord.test(target) ? 0.5 : 3) : 0)
  }
  if (one === null) return alone - 0.5
  const isBare = other.unit === null && other.kind === 'number'
  const isDated = (one.kind === 'date') !== (other.kind === 'date')
  return (
    alone -
    wordsBehind(actual) / 30 -
    2.5 * Number(isDated) -
    2 * Number(isBareTarget && /^[\d０-９]/.test(actual)) -
    Number(/\.\d{3}/.test(actual)) / 5 -
    Number(/[-.]\d$/.test(actual) && other.kind === 'date') / 10 +
    2 +
    Number(one.kind === other.kind) +
    Number(one.unit === other.unit) +
    Number(isBare) / 2 +
    nearness(one, other)
  )
}

/** Values end with a figure and its unit; what follows is more likely a cell of its own. */
const wordsBehind = (text: string) => text.length - 1 - text.search(/[\d０-９)）%％][^\d０-９)）%％]*$/)

/** Outcomes are seldom far from their targets. */
function nearness({ value: target }: Quantity, { value: actual }: Quantity): number {
  if (typeof target !== 'number' || typeof actual !== 'number') return 0
  if (target === 0 || actual === 0) return target === actual ? 0.8 : 0
  const ratio = actual / target
  return ratio > 0.5 && ratio < 2 ? 0.8 : ratio > 0.2 && ratio < 5 ? 0.3 : -0.5
}

/** Weights are whole and small, and most of a weight is scored. */
function worthOfPoints(written: string | null, weight: number | null, score: number | null): number {
  if (written === null) return 0
  if (weight === null) return -2
  const scored = score === null ? 0 : score / weight / 5
  return Number(Number.isInteger(weight)) / 2 + Number(weight <= 60) / 2 + Number(weight <= 25) / 5 + scored
}
