import type { Table } from '#ingest/readers/table.ts'
import { plain, tableOf } from '../grid.ts'
import { sums } from '../headings.ts'
import { headingsIn } from './glued-headings.ts'
import { fieldOf, fundFields, type Named, runOf, type Token } from './text-stream.ts'

export const isSum = (token: Token) =>
  token !== null && /^(?:[¥￥]?-?\d[\d,，]*(?:\.\d+)?(?:亿|万|千)?元?%?|[-—–/]+)$/.test(plain(token))

const ofMoney = /资金|总额|金额|合计|拨款|补助|结转|财政|其他|自筹/

/** The fund block: a label, then its figures in the order of the headings; a rate is known by its sign. */
export function readFunds(
  stream: readonly Token[],
  from: number,
  run: readonly Named[],
  rows: string[][],
): number {
  // 年度预算数 before 年初预算 and 调整后预算数 heads the lines' names.
  const label = run.slice(1).some(({ field }) => field === run[0]?.field) ? run[0] : undefined
  const headings = label ? run.slice(1) : run
  rows.push([label?.text ?? '', ...headings.map(({ text }) => text)])
  let at = headings.at(-1)?.next ?? from + 1
  while (at < stream.length) {
    const name = stream[at]
    if (name === null || name === '') {
      at += 1
      continue
    }
    const sums = stream.slice(at, at + headings.length)
    if (sums.length === headings.length && sums.every((token) => token !== '' && isSum(token ?? null))) {
      rows.push(['', ...sums.map((token) => token ?? '')])
      at += headings.length
      continue
    }
    if (name === undefined || !ofMoney.test(name) || fieldOf(name) !== null) break
    const figures: string[] = []
    for (at += 1; at < stream.length && figures.length < headings.length; at += 1) {
      const token = stream[at]
      if (token === null || token === undefined || (token !== '' && !isSum(token))) break
      figures.push(token)
    }
    rows.push([name, ...aligned(figures, headings)])
  }
  return at
}

function aligned(figures: readonly string[], headings: readonly Named[]): string[] {
  if (figures.length >= headings.length || figures.includes('')) return [...figures]
  const left = [...figures]
  return headings.map(({ field }, index) => {
    const [next] = left
    const stillToCome = headings.length - index
    const isRate = next?.includes('%') ?? false
    if (
      next === undefined ||
      (field === 'executionRate' && !isRate && left.length < stillToCome) ||
      field === 'reason'
    )
      return ''
    left.shift()
    return next
  })
}

const mostFundLines = 16

/** A fund block whose lines were left as text above a table: a line of headings, and lines that end with as many figures. */
export function fundsInLines(lines: readonly string[]): Table | null {
  for (const [at, line] of lines.entries()) {
    // In narrow columns headings touch each other: 分值执行率得分.
    const words = line
      .trim()
      .split(/\s+|(?<=元[)）])(?=\p{Script=Han})/u)
      .flatMap((word) => headingsIn(word) ?? [word])
    // 项目资金（万元） 资金来源 stand before the headings of its figures.
    const start = words.findIndex((_, from) => runOf(words, from, fundFields).at(-1)?.next === words.length)
    const run = start < 0 ? [] : runOf(words, start, fundFields)
    const money = run.filter(({ field }) => sums.some((sum) => sum === field))
    if (money.length < 2) continue
    const rows = lines.slice(at + 1, at + 1 + mostFundLines).flatMap((below) => {
      const cells = below.trim().split(/\s+/)
      const figures = cells.splice(Math.max(0, cells.length - run.length))
      const areAll = figures.length === run.length && !cells.slice(1).some(isSum)
      return areAll && figures.every(isSum) ? [[cells.join(''), ...figures]] : []
    })
    const label = withRest(words.slice(0, start), lines)
    if (rows.length > 0) return tableOf([[label, ...run.map(({ text }) => text)], ...rows])
  }
  const own = lines.map((line) => line.trim().split(/\s+/)).filter(areLabelledSums)
  return own.length === 0 ? null : tableOf(own)
}

/** 项目资金（万元） 年度资金总额 563.38: labels of money, and a figure behind them; of several nobody says which is which. */
const areLabelledSums = (words: readonly string[]) =>
  isSum(words.at(-1) ?? null) &&
  words.every((word, at) => (at > 0 && isSum(word) && !isSum(words[at - 1] ?? null)) || ofMoney.test(word))

/** A block's label with the rest of 项目资金（万元）, which wrapped in its narrow cell. */
function withRest(label: readonly string[], lines: readonly string[]): string {
  const rest = lines.map((line) => /^(?:亿|百万|万|千)?元[)）]/.exec(line.trim())?.[0]).find(Boolean)
  const open = label.findIndex((word) => /[（(][^()（）]*$/.test(word))
  if (rest === undefined) return label.join('')
  return open < 0
    ? `${label.join('')}（${rest}`
    : label.map((word, at) => (at === open ? word + rest : word)).join('')
}
