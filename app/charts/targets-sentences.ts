import { formatPercent, formatPoints } from '#app/format.ts'
import type { CompletionByLevel, CompletionByYear, Reached } from '#app/queries/targets.ts'
import { level1Words, type Words, w } from '#app/words.ts'
import { greatest, inBrackets, least, named, placed } from './sentences.ts'

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
  const [share, change, n] = [formatPercent(row.share), formatPoints(row.change), inBrackets(row.n)]
  const against =
    row.change === null ? w('', '') : w(`，较上年 ${change} 个百分点`, `, ${change} pp on the year before`)
  return w(
    `${row.year} 年可比指标达标率 ${share}${against.zh}${n.zh}`,
    `${share} of comparable targets were met in ${row.year}${against.en}${n.en}`,
  )
}

function reached(row: Reached, words: Words): Words {
  const where = placed(row.districtName, row.year)
  const completion = formatPercent(row.completion)
  const written = `${row.target ?? '–'} → ${row.actual ?? '–'}`
  return w(
    `${where.zh}“${row.name}”${words.zh}：完成率 ${completion}（${written}）`,
    `“${row.name}” of ${where.en} ${words.en}: ${completion} complete (${written})`,
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
  return row && reached(row, w('超额最多', 'went furthest beyond its target'))
}
