import { readQuantity } from '#app/domain/quantity-reader.ts'
import { isTotalLabel } from './columns.ts'
import { plain } from './grid.ts'
import { type Field, headingOf, isKnownWord } from './headings.ts'
import { isWholeLevel } from './levels.ts'

/*
 * Some pages join the cells of a row by nothing at all: 数量指标养护里程≥320公里326公里1010. Headings come apart by
 * their words; values where both sides read as values; points where no score is above its weight, and money where
 * the rate is what was spent of it. What does not come apart in one way stays whole, and is told as unread.
 */

const longestHeading = 18
/** Longer lines are prose, or made to take for ever. */
const longestLine = 160
const longestFigures = 44
const mostWays = 20_000

/** The headings that a line is made of, word for word and the longest first; null where it is made of anything else. */
function headingsIn(line: string): string[] | null {
  if (line === '') return []
  for (let length = Math.min(longestHeading, line.length); length > 1; length -= 1) {
    if (!isHeading(line.slice(0, length)) || /^[(（]/.test(line.slice(length))) continue
    const rest = headingsIn(line.slice(length))
    if (rest !== null) return [line.slice(0, length), ...rest]
  }
  return null
}

const isHeading = (text: string) => isKnownWord(text) && !/^[(（]/.test(text)

/** The rows of a form whose cells are joined by nothing, a row a line; null where no line is all headings. */
export function gluedRows(lines: readonly string[]): string[][] | null {
  const rows: string[][] = []
  let fields: (Field | null)[] = []
  let found = false
  const isShort = lines.some((line) => shortLevels.test(plain(line)))
  for (const written of lines) {
    const line = plain(written)
    const headings =
      /[|｜]/.test(line) || line.length < 12 || line.length > longestLine ? null : headingsOf(line)
    if (headings) {
      fields = headings.map((text) => headingOf(text)?.field ?? null)
      found ||= fields.includes('level1') && fields.includes('level3')
      rows.push(headings)
    } else if (line.length > longestLine) rows.push([line])
    else if (fields.includes('level1')) {
      const cells = isTotalLabel(line) ? totalRow(line, fields) : indicatorRow(line, fields, isShort)
      rows.push(asWritten(cells, line, written))
    } else if (fields.includes('spent')) rows.push(fundRow(line, fields) ?? labelRow(line))
    else rows.push(labelRow(line))
  }
  return found ? rows : null
}

/** Cells in the signs they were written with. */
function asWritten(cells: readonly string[], line: string, written: string): string[] {
  const original = written.replace(/\s+/g, '')
  let at = 0
  return cells.map((cell) => {
    const start = cell === '' || original.length !== line.length ? -1 : line.indexOf(cell, at)
    if (start < 0) return cell
    at = start + cell.length
    return original.slice(start, at)
  })
}

/** Whether a line begins with a label of a form's head. */
export const beginsWithLabel = (line: string) => plain(line).search(labels) === 0

/** A line of headings, with or without the label of its block before them. */
function headingsOf(line: string): string[] | null {
  const label =
    /^(?:年度)?绩效指标(?=一级)|^(?:(?:项目|预算|年度)?资金(?:情况)?|预算执行情况)(?:[(（]万?元[)）])?(?=[年全调预资])/.exec(
      line,
    )?.[0] ?? ''
  const headings = headingsIn(line.slice(label.length))
  return headings && headings.length >= 3 ? [...(label === '' ? [] : [label]), ...headings] : null
}

const labels =
  /((?:项目|专项)(?:\([^()]*\))?名称(?:及编码)?|(?:项目)?主管部门(?:及代码|名称)?(?:\(盖章\))?|(?:项目)?实施单位(?:名称)?(?:\(盖章\))?|项目单位|预算单位|项目负责人(?:及电话)?|联系人(?:及电话)?|联系电话):?/

/** 项目名称X主管部门Y as its labels and values. */
const labelRow = (line: string) => line.split(labels).filter((text) => text !== '')

const firstWords =
  '(?:项目)?(?:产出|效益|满意度|成本|决策|过程|管理)(?:指标)?(?:[(（]\\d+(?:\\.\\d+)?分?[)）])?|预算执行率(?:指标)?[(（]\\d+分?[)）]'
const secondWords =
  '(?:产出)?(?:数量|质量|时效|进度|成本)|(?:经济|社会|生态|生态环境)(?:效益|成本)|可持续影响|(?:.{0,6}对象)?满意度'
const levels = new RegExp(`^(${firstWords})?((?:${secondWords})指标)?`)
/** Some forms leave 指标 out of their second levels. */
const shortLevels = new RegExp(
  `^(?:项目)?(?:产出|效益)(?:指标)?(?:[(（]\\d+(?:\\.\\d+)?分?[)）])?(?:${secondWords})(?!指标|[:：])`,
)
const withShort = new RegExp(`^(${firstWords})?((?:${secondWords})(?:指标)?(?=..))?`)

function indicatorRow(line: string, fields: readonly (Field | null)[], isShort: boolean): string[] {
  const [before = '', first = '', second = ''] = (isShort ? withShort : levels).exec(line) ?? []
  // 成本指标 and 满意度指标 alone are second levels.
  const isSecond = second === '' && first !== '' && !/[(（]/.test(first) && isWholeLevel(first, 'level2')
  const rest = line.slice(before.length).replace(/^指标\d*[:：]/, '')
  const values = valuesIn(rest, fields) ?? uncut(rest)
  const cells = new Map<Field, string>([
    ['level1', isSecond ? '' : first],
    ['level2', isSecond ? first : second],
    ...values,
  ])
  return fields.map((field) => (field === null ? '' : (cells.get(field) ?? '')))
}

/** What does not come apart in one way: its figures stay together, so that the value is told as unread. */
function uncut(rest: string): [Field, string][] {
  const at = rest.search(/[\d≥≤<>=]/)
  return at < 2
    ? [['level3', rest]]
    : [
        ['level3', rest.slice(0, at)],
        ['target', rest.slice(at)],
      ]
}

/** Where a value may begin in a line of words. */
const valueStart =
  /(?:[≥≤<>=＞＜＝≧≦]|不低于|不少于|不超过|不高于|至少|控制在|达到|约|每[人户亩天月年]|年底前|百分之|(?<![\d.,])\d)/g

function valuesIn(rest: string, fields: readonly (Field | null)[]): [Field, string][] | null {
  const [, before = '', digits = '', reason = ''] = /^(.*?)(\d[\d.]*)?([^\d]*)$/.exec(rest) ?? []
  const order = fields.filter((field) => field === 'weight' || field === 'score')
  const [first] = order
  if (first !== undefined && fields.indexOf(first) < fields.indexOf('target')) return null
  const ways =
    first === undefined
      ? cutValues(rest, fields.includes('actual')).map((values) => ({ values, points: [], reason: '' }))
      : pointsAndReason(digits, reason, order.length, fields.includes('reason')).flatMap(
          ({ head, points, reason: why }) =>
            cutValues(before + head, fields.includes('actual')).map((values) => ({
              values,
              points,
              reason: why,
            })),
        )
  const worthOfWay = ({ values, points: cut, reason: why }: (typeof ways)[number]) =>
    values.worth + likelihood(cut) - (why === '0' ? 0.2 : 0)
  const [best, another] = ways.sort((a, b) => worthOfWay(b) - worthOfWay(a))
  if (best === undefined || (another && worthOfWay(another) === worthOfWay(best))) return null
  const { name, target, actual } = best.values
  return [
    ['level3', name],
    ['target', target],
    ['actual', actual],
    ...order.map((field, at): [Field, string] => [field, best.points[at] ?? '']),
    ['reason', best.reason],
  ]
}

/** Weights are whole and small, and most of a weight is scored. */
function likelihood(cut: readonly string[]): number {
  const [weight, score] = cut.map(Number)
  if (weight === undefined || score === undefined) return 0
  return Number(Number.isInteger(weight)) / 2 + Number(weight <= 60) / 2 + score / weight / 10
}

/** A bare 0 for no reason may have run into the score. */
function pointsAndReason(digits: string, reason: string, count: number, hasReason: boolean) {
  const ways = cutPoints(digits, count).map((way) => ({ ...way, reason }))
  const bare = hasReason && reason === '' && digits.endsWith('0') ? cutPoints(digits.slice(0, -1), count) : []
  return [...ways, ...bare.map((way) => ({ ...way, reason: '0' }))]
}

const points = /^(?:0|[1-9]\d?|100)(?:\.\d{1,2})?$/

/** A run of digits as weight and score, and what is left of it before them: a bare outcome. */
function cutPoints(digits: string, count: number): { head: string; points: string[] }[] {
  if (count === 1) {
    return digits === ''
      ? []
      : Array.from({ length: digits.length }, (_, at) => ({
          head: digits.slice(0, at),
          points: [digits.slice(at)],
        })).filter(({ points: [one = ''] }) => points.test(one))
  }
  const ways: { head: string; points: string[] }[] = []
  for (let from = 0; from < digits.length; from += 1)
    for (let to = from + 1; to < digits.length; to += 1) {
      const [head, weight, score] = [digits.slice(0, from), digits.slice(from, to), digits.slice(to)]
      if (!points.test(weight) || !points.test(score)) continue
      // A score of nought is rarer than a nought that belongs elsewhere.
      if (Number(score) <= Number(weight) && Number(score) > 0) ways.push({ head, points: [weight, score] })
    }
  return ways
}

interface Values {
  name: string
  target: string
  actual: string
  worth: number
}

/** A name with its target and outcome: both read as values, the more alike the better; or the same words twice. */
function cutValues(text: string, hasActual: boolean): Values[] {
  const [, name, words] = /^(\p{Script=Han}{3,}?)(\p{Script=Han}{1,8})\2$/u.exec(text) ?? []
  if (name && words) return hasActual ? [{ name, target: words, actual: words, worth: 3 }] : []
  const wordy = wordsIn(text)
  if (wordy) return hasActual ? [wordy] : []
  const starts = [...text.matchAll(valueStart)].map(({ index }) => index)
  return starts.slice(0, 2).flatMap((start) => {
    if (start < 2) return []
    const called = text.slice(0, start)
    if (!hasActual)
      return isValue(text.slice(start))
        ? [{ name: called, target: text.slice(start), actual: '', worth: 2 - start / 1000 }]
        : []
    return cutsOf(text, start).flatMap((cut) => {
      const worth = worthOf(text.slice(start, cut), text.slice(cut))
      return worth === null
        ? []
        : [
            {
              name: called,
              target: text.slice(start, cut),
              actual: text.slice(cut),
              worth: worth - start / 1000 - (/\d/.test(called) ? 2 : 0),
            },
          ]
    })
  })
}

const nameEnd =
  '(?:性|率|数量?|程?度|水平|机制|质量|时间|时限|标准|成本|情况|能力|作用|环境|影响|年限|负担|效益|控制|保障|秩序|形象|意识)'
const stock =
  '(?:达成(?:预期|年度)?(?:指标|目标)|(?:已|按时|及时|全部|基本|未)?完成|按(?:计划|期)(?:进度)?完成|已按计划完成|及时|有所?(?:提升|提高|改善|增强)|(?:持续|逐步|不断|明显|有效|稳步|进一步|显著)(?:提升|提高|改善|完善|增强|优化|向好)|(?:效果|成效)?(?:较?明显|较?显著|良好)|长期|中长期|健全|较?完善|已完善|优良中低差|优秀?|良好?|合格|达标|规范|有效|是|否|有|无|较?高|较?好|应[补改发保享]尽[补改发保享])'
const wordPair = new RegExp(`^(.{2,24}?${nameEnd})(${stock})(${stock})$`)

/** A name with two stock words behind it: 长效机制健全健全. */
function wordsIn(text: string): Values | null {
  const [, name, target, actual] = wordPair.exec(text) ?? []
  return name && target && actual ? { name, target, actual, worth: 3 } : null
}

const stockWords = new RegExp(`${stock}$`)
const stockWord = new RegExp(`^${stock}$`)

/** Where one value can end and another begin: before a digit or a sign that no digit precedes, or a stock word. */
const cutsOf = (text: string, start: number) => {
  const words = stockWords.exec(text)
  return Array.from({ length: text.length - start - 1 }, (_, at) => start + at + 1).filter(
    (cut) => /[^\d.,][\d≥≤<>约实]/.test(text.slice(cut - 1, cut + 1)) || cut === words?.index,
  )
}

const readingOf = (text: string) => readQuantity(text, { year: 2000 })
const isValue = (text: string) => {
  const { quantity, problems } = readingOf(text)
  return (
    problems.length === 0 &&
    quantity.kind !== 'qualitative' &&
    quantity.kind !== 'empty' &&
    quantity.kind !== 'multi'
  )
}

function worthOf(target: string, actual: string): number | null {
  if (isValue(target) && stockWord.test(actual)) return 2
  if (!isValue(target) || !isValue(actual)) return null
  const [one, other] = [readingOf(target).quantity, readingOf(actual).quantity]
  const isBare = other.unit === null && other.kind === 'number'
  return 2 + Number(one.kind === other.kind) + Number(one.unit === other.unit) + Number(isBare) / 2
}

/** 总分10098.5: what can be had before what was had. */
function totalRow(line: string, fields: readonly (Field | null)[]): string[] {
  const [, label = line, digits = ''] = /^(\D+)([\d.]*)/.exec(line) ?? []
  const score = digits.startsWith('100') && digits.length > 3 ? digits.slice(3) : digits
  return fields.map((field, at) => (at === 0 ? label : field === 'score' ? score : ''))
}

const moneyFields: readonly Field[] = [
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'executionRate',
  'weight',
  'score',
]

/** A fund line whose figures come apart in one way best: the rate is what was spent, the score what the rate earns. */
function fundRow(line: string, fields: readonly (Field | null)[]): string[] | null {
  const [, label = '', figures = ''] = /^(\D*[^\d.,-])([\d.,%]+)$/.exec(line) ?? []
  const named: (Field | null)[] = fields.filter((field) => field !== null && moneyFields.includes(field))
  if (label === '' || figures.length > longestFigures) return null
  const ways = fundWays(figures, named)
    .map((way) => new Map<Field | null, string>(named.map((field, at) => [field, way[at] ?? ''])))
    .map((cells) => ({ cells, worth: fundWorth(cells) }))
    .sort((one, other) => other.worth - one.worth)
  const [best, another] = ways
  if (best === undefined || best.worth < 2 || best.worth === another?.worth) return null
  const first = fields.findIndex((field) => named.includes(field))
  return fields.map((field, at) => (at === 0 && first > 0 ? label : (best.cells.get(field) ?? '')))
}

const rateForm = /^(?:0|[1-9]\d{0,2})(?:\.\d{1,4})?%$/
const sumForm = /^(?:(?:0|[1-9]\d*)(?:\.\d{1,6})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,4})?)$/

function fundWays(rest: string, fields: readonly (Field | null)[]): string[][] {
  const [field, ...more] = fields
  if (field === undefined) return rest === '' ? [[]] : []
  const form = field === 'executionRate' ? rateForm : sumForm
  const ways: string[][] = []
  for (let end = 1; end <= rest.length - more.length; end += 1) {
    const cell = rest.slice(0, end)
    if (ways.length > mostWays) break
    if (form.test(cell)) ways.push(...fundWays(rest.slice(end), more).map((way) => [cell, ...way]))
  }
  return ways
}

function fundWorth(cells: ReadonlyMap<Field | null, string>): number {
  const figure = (field: Field) => Number.parseFloat((cells.get(field) ?? '').replaceAll(',', ''))
  const isNear = (one: number, other: number) => Math.abs(one - other) < 0.06
  const rate = figure('executionRate')
  const spent = (figure('spent') / figure(cells.has('adjusted') ? 'adjusted' : 'budget')) * 100
  const decimals = [cells.get('budget'), cells.get('adjusted'), cells.get('spent')]
    .filter((text) => text !== undefined)
    .map((text) => text.split('.')[1]?.length ?? 0)
  return (
    2 * Number(isNear(spent, rate)) +
    Number(isNear((figure('weight') * rate) / 100, figure('score'))) +
    Number(new Set(decimals).size === 1) +
    Number([5, 10, 15, 20].includes(figure('weight'))) / 2
  )
}

/** Whether a text is made of headings alone, as the head of a table whose cells are joined by nothing. */
export const isGluedHeading = (line: string) => {
  // Where spaces stand between the headings, they stand between the cells too.
  if (line.length > longestLine || /\s/.test(line.trim())) return false
  const headings = headingsOf(plain(line))
  return headings?.some((text) => headingOf(text)?.field === 'level1') ?? false
}
