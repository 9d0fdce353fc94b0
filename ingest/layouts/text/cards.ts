import type { Content, Table } from '#ingest/readers/table.ts'
import { tableOf } from '../grid.ts'
import { type Field, headingAmongIndicators, headingOf, indicatorFields, isKnownWord } from '../headings.ts'
import { ledByLevels, levelsFrom } from '../level-lines.ts'
import { itemNumber } from '../numbering.ts'
import { linesOf } from '../sections.ts'
import { isWholeLevel, levelsBehind, levelsInName } from '../tables/levels.ts'
import { keyedIn } from './keyed-lines.ts'

/*
 * Some pages show each indicator as a card of its own, label beside value, in lines or in small tables: the
 * labels are the headings of a table whose rows are the cards.
 */

interface Pair {
  field: Field
  label: string
  value: string
}

interface Part {
  block: Content['blocks'][number]
  pairs: Pair[]
  /** Whether it names levels over those to come. */
  isHead?: boolean
}

const leastCards = 3
const leastFields = 4

/** The same where each label stands in a line over its value; null where any stands over something else. */
export function withPairedCards(content: Content): Content | null {
  if (content.blocks.some(({ kind }) => kind === 'table')) return null
  const lines = linesOf(content)
  const isLabel = (line = '') => line.length < longestLabel && pairOf(line, '').length > 0
  const isPair = (at: number) => isLabel(lines[at]) && lines[at + 1] !== undefined && !isLabel(lines[at + 1])
  const labels = lines.flatMap((line, at) => (isLabel(line) ? [at] : []))
  if (labels.length < leastCards * leastFields || !labels.every(isPair)) return null
  const paired = lines.flatMap((text, at) => {
    if (isPair(at - 1)) return []
    return { kind: 'paragraph' as const, text: isPair(at) ? `${text}：${lines[at + 1]}` : text }
  })
  return withCards({ ...content, blocks: paired })
}

/** The document with the cards of each report in it as a table where the first stood; null where none has three of them. */
export function withCards(content: Content): Content | null {
  if (linesOf(content).length > mostLines) return null
  const blocks = reportsIn(partsIn(content)).map((parts) => ({ parts, found: withCardTable(parts) }))
  if (blocks.every(({ found }) => found === null)) return null
  const written = (parts: readonly Part[]) => parts.map(({ block }) => block)
  return { format: content.format, blocks: blocks.flatMap(({ parts, found }) => found ?? written(parts)) }
}

/** Below the title of another report begin cards of its own. */
function reportsIn(parts: readonly Part[]): Part[][] {
  const reports: Part[][] = [[]]
  for (const part of parts) {
    if (isTitle(part.block) && reports.at(-1)?.some(({ pairs }) => pairs.length > 0)) reports.push([])
    reports.at(-1)?.push(part)
  }
  return reports
}

const isTitle = (block: Part['block']) =>
  block.kind === 'paragraph' &&
  /^(?=.*20\d\d年).{4,50}(?:自评|评价)(?:报告|表|情况|结果)$/.test(block.text.trim())

/** Cards may stand in one line, each with its number: ①河道巡查里程。目标值：3600公里；…。②设置公示牌。…. */
const betweenCards = /\n|(?<=[。；;])\s*(?=[②-⑳])/

function partsIn(content: Content): Part[] {
  let over = { level1: '', level2: '' }
  return content.blocks.flatMap((block): Part[] => {
    if (block.kind === 'table') return [{ block, pairs: pairsInTable(block) }]
    return block.text.split(betweenCards).map((text) => {
      const pairs = pairsOf(text)
      const named = pairs.length > 0 ? null : levelsFrom(text, over)
      const both = Object.values(named ?? {}).flatMap((level, at) =>
        level === '' || (at === 0 && level === over.level1) ? [] : pairOf(levelLabels[at] ?? '', level),
      )
      over = named ?? over
      return { block: { ...block, text }, pairs: [...pairs, ...both], isHead: both.length > 0 }
    })
  })
}

function withCardTable(all: readonly Part[]): Content['blocks'] | null {
  const written = withoutOthersPoints(withoutHeading(all))
  const isNamed = has(
    written.flatMap(({ pairs }) => pairs),
    names,
  )
  const blocks = isNamed ? written : withTitles(written)
  const cards: Pair[][] = []
  // Where a level leads, it stands over all cards up to the next one.
  const isLed = isLevel(blocks.find(({ pairs }) => pairs.length > 0)?.pairs[0])
  for (const { pairs } of blocks)
    for (const [at, pair] of pairs.entries()) {
      const last = cards.at(-1)
      const isNext = isLed && at === 0 && isLevel(pair) && has(last ?? [], names)
      const isNew = last === undefined || isNext || last.some(({ field }) => field === pair.field)
      if (isNew) cards.push([pair])
      else last.push(pair)
    }
  const named = cards.filter((card) => has(card, names) || has(card, values))
  const whole = named.filter((card) => card.length >= leastFields && has(card, names) && has(card, values))
  if (whole.length < leastCards || whole.length < named.length - 1) return null
  // One that lacks its values is a row all the same; one without a name tells of the goal.
  const rows = named.filter((card) => has(card, names))
  // Where one begins with values and another does not, nobody says whose a value is.
  const led = rows.filter(([pair]) => pair !== undefined && has([pair], values))
  if (led.length > 0 && led.length < rows.length) return null
  const first = blocks.findIndex(({ pairs }) => pairs.length > 0)
  const kept = (from: number, to?: number) =>
    blocks.slice(from, to).flatMap(({ block, pairs }) => (pairs.length > 0 ? [] : [block]))
  return [...kept(0, first), cardTable(rows), ...kept(first)]
}

/** 指标完成情况：, with nothing behind it over the first card, heads them all. */
function withoutHeading(parts: readonly Part[]): readonly Part[] {
  const isEmpty = ({ value }: Pair) => value === ''
  const first = parts.findIndex(({ pairs }) =>
    pairs.some((pair) => (isLevel(pair) || has([pair], names)) && !isEmpty(pair)),
  )
  const isHeading = ({ pairs }: Part, at: number) => (at < first || first < 0) && pairs.every(isEmpty)
  return parts.map((part, at) => (isHeading(part, at) ? { ...part, pairs: [] } : part))
}

/**
 * Points over all cards, those of the funds or the total, are of none of them where cards end with their own; nor are
 * points below all cards that come once more than there are cards: 自评得分：98.6分.
 */
function withoutOthersPoints(parts: readonly Part[]): readonly Part[] {
  const ofPoints = (part: Part | undefined) =>
    part?.pairs.every(({ field }) => points.includes(field)) ?? false
  const first = parts.findIndex((part) => !ofPoints(part))
  const last = parts.findLastIndex(({ pairs }) => pairs.length > 0)
  const endsWithPoints = points.includes(parts[last]?.pairs.at(-1)?.field ?? 'name')
  const below = parts.map((part, at) => (at < first && endsWithPoints ? { ...part, pairs: [] } : part))
  const often = (wanted: Field) =>
    below.flatMap(({ pairs }) => pairs).filter(({ field }) => field === wanted).length
  const cards = Math.max(...[...names, ...values].map(often))
  const isOver = cards > 0 && ofPoints(below[last]) && often('score') > cards
  return isOver ? below.map((part, at) => (at === last ? { ...part, pairs: [] } : part)) : below
}

/** 培训人数, 1. 培训人数 or 1. 培训人数（数量指标） over its values names an indicator that no label names. */
const withTitles = (parts: readonly Part[]) =>
  parts.map((part, at): Part => {
    // 受益对象满意度 right over values names an indicator, though it may name a level elsewhere.
    const next = parts[at + 1]
    const below = next?.isHead ? [] : (next?.pairs ?? [])
    const isOver = part.pairs.length === 0 ? below.length > 0 : has(below, values) && !has(part.pairs, values)
    const text = isOver && part.block.kind === 'paragraph' ? part.block.text : ''
    const [, title] =
      /^\s*(?:[(（]?\d{1,3}[)）.、．]\s*)?([^\s。；;:：]{2,40})$/.exec(
        text.replace(/\s*([/／>→—–])\s*/g, '$1'),
      ) ?? []
    return title === undefined ? part : { ...part, pairs: pairsOfTitle(title) }
  })

/** 【产出指标】【数量指标】培训人数 names its levels too. */
function pairsOfTitle(title: string): Pair[] {
  const path = levelsInName(title.replace(/[【[]([^【】[\]]+)[】\]]/g, '$1：'))
  if (path === null) return pairsInLine(`三级指标：${title}`)
  const named = [path.level1 ?? '', path.level2 ?? '', path.name]
  return named.flatMap((text, at) => (text === '' ? [] : pairOf(levelLabels[at] ?? '', text)))
}

/** What a line says behind its labels: parted by marks, 三级指标：培训；分值：10, behind a name, or apart. */
function pairsOf(line: string): Pair[] {
  const bare = line.replace(/^\s*[(（]?\d{1,3}[)）.、．]\s*|。\s*$/g, '')
  const isKeyed = (parts: readonly string[], least = leastFields) =>
    parts.length >= least && parts.every((part) => pairsInLine(part).length > 0)
  // What both its levels lead names itself before the first mark.
  const levels = ledByLevels(line)
  const led = levels && keyedIn(line.trim())
  // 产出指标/数量指标/培训人数：目标值：500人 begins a card.
  const [, name = '', first = ''] = (levels && !led && beginsCard.exec(levels.rest)) || []
  const own = pairsInLine(first)
  if (levels && own.length > 0)
    return [levels.level1, levels.level2, name]
      .flatMap((text, at) => pairOf(levelLabels[at] ?? '', text))
      .concat(own)
  const parts = led
    ? undefined
    : betweenPairs.map((mark) => withWholeReason(bare.split(mark))).find((some) => isKeyed(some))
  const keyed = led ?? (parts === undefined ? keyedIn(line.trim()) : null)
  if (keyed !== null) return keyed.flatMap(([label, value]) => pairOf(label, value))
  // 一级指标：产出指标；二级指标：数量指标, a card's levels in a line of theirs.
  const apart = line.split(/\s{2,}|\u3000+/)
  const some =
    parts ??
    [bare.split(/[；;]|\s*→\s*/), apart, line.trim().split(beforeLabel)].find((one) => isKeyed(one, 2)) ??
    apart
  return some.flatMap(pairsInLine)
}

const beginsCard = /^([^:：；;。]{2,40})[:：]\s*([^:：]+[:：].+)$/

const beforeLabel = /\s+(?=\p{Script=Han}{2,8}[:：])/u

/** A reason, which stands last, may hold the mark that parts the others. */
function withWholeReason(parts: readonly string[]): string[] {
  const at = parts.findIndex((part) => pairsInLine(part)[0]?.field === 'reason')
  return at < 0 ? [...parts] : [...parts.slice(0, at), parts.slice(at).join('，')]
}

const betweenPairs = [/[；;]/, /[|｜]/, /\s*→\s*/, /，|。(?=\p{Script=Han}{2,12}[:：])/u]

const levels = ['level1', 'level2'] as const
const isLevel = (pair: Pair | undefined) => levels.some((level) => level === pair?.field)
const names: readonly Field[] = ['level3', 'name']
const values: readonly Field[] = ['target', 'actual']
const points: readonly Field[] = ['weight', 'score', 'reason']
const has = (card: readonly Pair[], fields: readonly Field[]) =>
  card.some(({ field }) => fields.includes(field))

const longestLine = 120
const mostLines = 3000
const longestLabel = 17

function pairsInLine(line: string): Pair[] {
  if (line.length > longestLine) return []
  const [whole, label = '', value = ''] = /^\s*([^:：。；;\s]{2,16})\s*[:：](.*)$/.exec(line) ?? []
  if (whole === undefined) return gluedPair(line)
  // 指标路径：产出指标/数量指标/培训人数, 所属类别：产出指标/数量指标.
  const levels = value.split(/\s*[/／>→—-]\s*/)
  if (levels.length < 4 && isWholeLevel(levels[0] ?? '', 'level1') && isWholeLevel(levels[1] ?? '', 'level2'))
    return levels.flatMap((text, at) => pairOf(levelLabels[at] ?? '', text))
  const own = /^指标\d{1,2}$/.test(label) ? '三级指标' : label
  const behind = levelsBehind(value)
  if (behind !== null)
    return [
      ...(behind.level1 === null ? [] : pairOf('一级指标', behind.level1)),
      ...pairOf('二级指标', behind.level2 ?? ''),
      ...pairOf(own, behind.name),
    ]
  if (own !== label) return pairOf(own, value)
  // 分值/得分：10/9 is two of them in one.
  const [first = '', second, more] = label.split(/[/／]/)
  const [one = '', other, rest] = value.split(/[/／]/)
  if (second === undefined || more !== undefined || other === undefined || rest !== undefined)
    return pairOf(label, value)
  const both = [...pairOf(first, one), ...pairOf(second, other)]
  return both.length === 2 ? both : pairOf(label, value)
}

/** 三级指标培训人数: a label right before its value, the longest that the line begins with; no 二、指标完成情况. */
function gluedPair(line: string): Pair[] {
  if (new RegExp(`^\\s*${itemNumber}`).test(line) || /^指标\d{1,3}$/.test(line.trim())) return []
  for (let length = Math.min(longestLabel, line.length - 1); length > 1; length -= 1) {
    const label = line.slice(0, length)
    if (!isKnownWord(label)) continue
    // 自评得分 96.8 自评等级 优 says two things.
    const value = line.slice(length)
    return value.trim().split(/\s+/).some(isKnownWord) ? [] : pairOf(label, value)
  }
  return []
}

const levelLabels = ['一级指标', '二级指标', '三级指标']

/** Labels and values in turn, in every row. */
function pairsInTable(table: Table): Pair[] {
  const { cells, columns } = table
  if (columns % 2 !== 0 || columns > 4) return []
  const pairs = cells
    .filter(({ column, text }) => column % 2 === 0 && text !== '')
    .flatMap((label) => {
      const value = cells.find(({ row, column }) => row === label.row && column === label.column + 1)
      return pairOf(label.text, value?.text ?? '')
    })
  const labels = cells.filter(
    ({ column, text }) => column % 2 === 0 && text !== '' && !isIgnored(text),
  ).length
  return pairs.length === labels && labels >= leastFields ? pairs : []
}

/** 指标序号: a label that is known and carries nothing that is kept. */
const isIgnored = (label: string) => isKnownWord(label) && headingOf(label)?.field === 'ignored'

function pairOf(label: string, value: string): Pair[] {
  // What is said below the values of one indicator alone says why.
  if (label.trim() === '说明') return pairOf('偏差原因', value)
  const field = (headingOf(label) ?? headingAmongIndicators(label))?.field
  if (field !== undefined && field !== 'ignored' && indicatorFields.includes(field))
    return [{ field, label, value: value.trim() }]
  // 类别：数量指标 says by its value which level it names.
  const rank = levels.findIndex((level) => isWholeLevel(value.trim(), level))
  return rank < 0 ? [] : pairOf(levelLabels[rank] ?? '', value)
}

function cardTable(cards: readonly (readonly Pair[])[]): Table {
  const labels = [...new Map(cards.flat().map(({ field, label }) => [field, label]))]
  return tableOf([
    labels.map(([, label]) => label),
    ...cards.map((card) => labels.map(([wanted]) => card.find(({ field }) => field === wanted)?.value ?? '')),
  ])
}
