import { formatPercent } from '#app/format.ts'
import type { CompletionByLevel, CompletionByYear, Reached } from '#app/queries/targets.ts'
import { level1Words, type Words, w } from '#app/words.ts'
import { greatest, inBrackets, least, named, placed, sinceLastYear } from './sentences.ts'

/** The district and level that kept fewest of its promises, of those with cases enough to judge. */
export function leastKept(rows: readonly CompletionByLevel[]): Words | null {
  const judged = rows.filter(({ n, level }) => n >= 5 && level !== 'execution')
  const row = least(judged.length > 0 ? judged : rows, ({ share }) => share)
  if (row === null) return null
  const level = row.level === null ? w('未分级', 'unclassified') : level1Words[row.level]
  const [share, n] = [formatPercent(row.share), inBrackets(row.n)]
  return w(
    `${named(row.districtName)}${level.zh}指标达标率最低：${share}${n.zh}`,
    `${named(row.districtName)} met the smallest share of its targets in ${level.en.toLowerCase()}: ${share}${n.en}`,
  )
}

/** The latest year of all levels together, against the one before. */
export function latestKept(rows: readonly CompletionByYear[]): Words | null {
  const row = rows.findLast(({ level, share }) => level === 'all' && share !== null)
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
