import { plain } from './grid.ts'
import { fieldOf, type Named, type Token } from './text-stream.ts'

const isSum = (token: Token) =>
  token !== null && /^(?:[¥￥]?-?\d[\d,，]*(?:\.\d+)?(?:亿|万|千)?元?%?|[-—–/]+)$/.test(plain(token))

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
    if (
      name === undefined ||
      !/资金|总额|金额|合计|拨款|补助|结转|财政|其他|自筹/.test(name) ||
      fieldOf(name) !== null
    )
      break
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
