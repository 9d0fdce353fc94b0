import { formatPercent } from '#app/format.ts'
import type { Here } from '#app/links.ts'
import type { CompletionByLevel, CompletionByYear, Reached } from '#app/queries/targets.ts'
import { level1Words, type Words, w } from '#app/words.ts'
import {
  greatest,
  inBrackets,
  inChosenYears,
  judged,
  least,
  named,
  placed,
  sinceLastYear,
} from './sentences.ts'

/** The district and level that kept fewest of its promises; budget execution is none, unless it was asked for. */
export function leastKept(rows: readonly CompletionByLevel[], { filters }: Here): Words | null {
  const promised = filters.level1.includes('execution')
    ? rows
    : rows.filter(({ level }) => level !== 'execution')
  const found = judged(promised, (some) => least(some, ({ share }) => share))
  if (found === null) return null
  const { row, n } = found
  const level = row.level === null ? w('未分级', 'unclassified') : level1Words[row.level]
  const but = promised.length === rows.length ? w('', '') : w('不含预算执行率，', 'Budget execution aside, ')
  const share = formatPercent(row.share)
  return w(
    `${but.zh}${named(row.districtName)}${level.zh}指标达标率最低：${share}${n.zh}`,
    `${but.en}${named(row.districtName)} met the smallest share of its targets in ${level.en.toLowerCase()}: ${share}${n.en}`,
  )
}

/** The latest of the chosen years, all levels together, against the one before. */
export function latestKept(rows: readonly CompletionByYear[], here: Here): Words | null {
  const row = inChosenYears(rows, here).findLast(({ level, share }) => level === 'all' && share !== null)
  if (!row) return null
  const [share, n, against] = [formatPercent(row.share), inBrackets(row.n), sinceLastYear(row.change)]
  return w(
    `${row.year} 年可比指标达标率 ${share}${against.zh}${n.zh}`,
    `${share} of comparable targets were met in ${row.year}${against.en}${n.en}`,
  )
}

function reached(row: Reached, words: Words): Words {
  const where = placed(row.districtName, row.year)
  const completion = formatPercent(row.completion)
  return w(
    `${words.zh}的是${where.zh}“${row.name}”：完成率 ${completion}（目标“${row.target ?? '–'}”，实际“${row.actual ?? '–'}”）`,
    `"${row.name}" of ${where.en} ${words.en}: ${completion} complete (target "${row.target ?? '–'}", outcome "${row.actual ?? '–'}")`,
  )
}

/** The target of which least was reached. */
export function widestMiss(rows: readonly Reached[]): Words | null {
  const row = least(rows, ({ completion }) => completion)
  return row && reached(row, w('缺口最大', 'fell furthest short'))
}

/** The outcome furthest above its target. */
export function widestOvershoot(rows: readonly Reached[]): Words | null {
  const row = greatest(rows, ({ completion }) => completion)
  return row && reached(row, w('超出目标最多', 'went furthest beyond its target'))
}
