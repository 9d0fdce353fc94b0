import type { Operator } from './quantity.ts'

export type Bound = Exclude<Operator, 'range'>

interface Word {
  op?: Bound
  approximate?: true
  /** A fall: the figure after it is a change with a minus sign. */
  falls?: true
  /** 提高到 and 下降至 name a level, so that the verb before is no change. */
  level?: true
  currency?: true
  /** 控制在 is a bound before one figure and nothing before a range. */
  weak?: true
}

/** Words before a figure. Adding one is one entry; the longest match wins. */
const prefixWords: [string, Word][] = [
  [
    '≥ 大于等于 大于或等于 大于或者等于 高于等于 高于或等于 多于或等于 不少于 不低于 不小于 不短于 不得少于 不得低于 不得小于 不应少于 不应低于 不应小于',
    { op: '>=' },
  ],
  ['不能少于 不能低于 未低于 未少于 至少 最少 最低 最低为 不早于 下限', { op: '>=' }],
  [
    '≤ 小于等于 小于或等于 小于或者等于 低于等于 低于或等于 少于或等于 不超过 不得超过 不能超过 不应超过 不超 不多于 不高于',
    { op: '<=' },
  ],
  [
    '不大于 不长于 不得高于 不得多于 不得大于 不应高于 不应多于 不应大于 不能高于 不能多于 未超过 没有超过 未突破 不突破 最多 至多 最高 最大 最高为 最长 不晚于 不迟于',
    { op: '<=' },
  ],
  ['最迟 最晚 限于 上限 不得迟于 不得晚于', { op: '<=' }],
  ['控制在 控制到 保持在低于', { op: '<=', weak: true }],
  ['> 大于 超过 高于 多于 超 逾 突破 超出 晚于', { op: '>' }],
  ['< 小于 低于 少于 不足 不到 不满 未满 未达到 未达 未到 短于 早于', { op: '<' }],
  ['= 等于', { op: '=' }],
  ['约 大约 约为 近 将近 接近 大概 大致 约计 估计', { approximate: true }],
  ['降至 降到 下降至 下降到 增至 增到 升至 升到 上升至 上升到 提升至 提升到 提至', { level: true }],
  ['到 至 为 是 均为 均达 均达到 达 达到 达到了 保持在 稳定在 维持在 介于 在', { level: true }],
  // 签约 and its kin end in 约 and say nothing of how sure the figure is.
  ['签约 预约 履约 违约 续约 契约 节约 集约 附近 邻近 节省', {}],
  ['+ 了 已 共 于 截至 截止 截至到 截止到 应 应当 须 力争 确保 原则上', {}],
  ['下降 降低 减少 缩短 压减 削减 压缩 缩减 下滑 减低 同比下降 负增长', { falls: true }],
  ['¥ RMB 人民币', { currency: true }],
]

const suffixWords: [string, Word][] = [
  ['以上 及以上 或以上 含以上 (含)以上 以上(含) 及其以上 之上 +', { op: '>=' }],
  ['以下 及以下 或以下 (含)以下 以下(含) 之下 封顶', { op: '<=' }],
  ['以内 之内 范围内 范围以内 以内(含) (含)以内', { op: '<=' }],
  ['左右 上下', { approximate: true }],
  ['(约)', { approximate: true }],
]

const expanded = (rows: [string, Word][]) =>
  rows
    .flatMap(([words, meaning]) => words.split(' ').map((word): [string, Word] => [word, meaning]))
    .sort(([a], [b]) => b.length - a.length)

const prefixesByLast = new Map<string, [string, Word][]>()
for (const entry of expanded(prefixWords)) {
  const last = entry[0].charAt(entry[0].length - 1)
  prefixesByLast.set(last, [...(prefixesByLast.get(last) ?? []), entry])
}
const suffixes = expanded(suffixWords)

/** What the words around a figure say about it. */
export interface Frame {
  label: string
  op: Bound | null
  weak: boolean
  approximate: boolean
  negative: boolean
  falls: boolean
  currency: boolean
}

/** Reads the words before a figure from its side outwards; null where two operators contradict each other. */
export function frameBefore(prefix: string): Frame | null {
  const negative = /(?:^|[^\d)%])-$/.test(prefix)
  let label = negative ? prefix.slice(0, -1) : prefix
  const frame: Frame = {
    label,
    op: null,
    weak: false,
    approximate: false,
    negative,
    falls: false,
    currency: false,
  }
  let level = false
  for (let found = wordBefore(label); found !== null; found = wordBefore(label)) {
    const [word, meaning] = found
    if (meaning.falls && level) break
    if (meaning.op !== undefined && frame.op !== null && !agree(frame.op, meaning.op)) return null
    frame.op = meaning.op === undefined ? frame.op : (strictest(frame.op, meaning.op) ?? null)
    frame.weak ||= meaning.weak === true
    frame.approximate ||= meaning.approximate === true
    frame.falls ||= meaning.falls === true
    frame.currency ||= meaning.currency === true
    level ||= meaning.level === true
    label = label.slice(0, -word.length)
    if (meaning.falls) break
  }
  return { ...frame, label }
}

function wordBefore(text: string): [string, Word] | null {
  const last = text.charAt(text.length - 1)
  return prefixesByLast.get(last)?.find(([word]) => text.endsWith(word)) ?? null
}

/** The operator or 左右 that follows a value, several in a row taken together; null where they contradict. */
export function boundAfter(
  text: string,
  start: number,
): { op: Bound | null; approximate: boolean; end: number } | null {
  let op: Bound | null = null
  let approximate = false
  let end = start
  for (let found = wordAt(text, end); found !== null; found = wordAt(text, end)) {
    const [word, meaning] = found
    if (meaning.op !== undefined && op !== null && op !== meaning.op) return null
    op = meaning.op ?? op
    approximate ||= meaning.approximate === true
    end += word.length
  }
  return { op, approximate, end }
}

function wordAt(text: string, start: number): [string, Word] | null {
  return suffixes.find(([word]) => text.startsWith(word, start)) ?? null
}

/** The operator both sides of a value give together; null where they contradict (≤ 10次以上). */
export function combinedOperator(before: Bound | null, after: Bound | null): Bound | null | 'contradiction' {
  if (before === null || after === null) return before ?? after
  return agree(before, after) ? strictest(before, after) : 'contradiction'
}

/** The operator seen from below: a fall by at least 5 is a change of at most −5. */
export function mirrored(op: Bound): Bound {
  const mirror = { '=': '=', '>=': '<=', '<=': '>=', '>': '<', '<': '>' } as const
  return mirror[op]
}

const directionOf = (op: Bound) => op.charAt(0)
const agree = (a: Bound, b: Bound) => a === '=' || b === '=' || directionOf(a) === directionOf(b)

function strictest(a: Bound | null, b: Bound): Bound {
  if (a === null || a === '=') return b
  return b.length === 1 && b !== '=' ? b : a
}
