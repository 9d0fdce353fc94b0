import { formatPercent, formatPoints, formatScore } from '#app/format.ts'
import type {
  SatisfactionByDistrict,
  SatisfactionCase,
  SatisfactionRanking,
  SatisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { type Words, w } from '#app/words.ts'
import { inBrackets, least, named, placed } from './sentences.ts'

interface Means {
  target: number | null
  actual: number | null
  gap: number | null
  n: number
}

function widest(where: Words, { target, actual, gap, n }: Means): Words {
  const [of, to, by] = [formatPercent(target), formatPercent(actual), formatPoints(gap)]
  const cases = inBrackets(n)
  if (gap !== null && gap >= 0)
    return w(
      `${where.zh}满意度高出目标最少，仍已达标：目标 ${of}，实际 ${to}，差距 ${by} 个百分点${cases.zh}`,
      `All reached their satisfaction targets, ${where.en} by least: ${to} against ${of}, ${by} pp${cases.en}`,
    )
  return w(
    `${where.zh}满意度离目标最远：目标 ${of}，实际 ${to}，差距 ${by} 个百分点${cases.zh}`,
    `${where.en} is furthest from its satisfaction target: ${to} against ${of}, ${by} pp${cases.en}`,
  )
}

/** The district and year furthest below its targets. */
export function widestGapCell(rows: readonly SatisfactionByDistrict[]): Words | null {
  const row = least(rows, ({ gap }) => gap)
  return row === null ? null : widest(placed(row.districtName, row.year), row)
}

/** The district or unit furthest below its targets. */
export function widestGapPlace(rows: readonly SatisfactionRanking[]): Words | null {
  const row = least(rows, ({ gap }) => gap)
  return row === null ? null : widest(placed(row.place, null), row)
}

/** The latest year that is known, against the one before. */
export function latestGap(rows: readonly SatisfactionTrend[]): Words | null {
  const row = rows.findLast(({ gap }) => gap !== null)
  if (!row) return null
  const [gap, share, n] = [formatPoints(row.gap), formatPercent(row.share), inBrackets(row.n)]
  const change = formatPoints(row.change)
  const against =
    row.change === null ? w('', '') : w(`，较上年 ${change} 个百分点`, `, ${change} pp on the year before`)
  return w(
    `${row.year} 年满意度平均差距 ${gap} 个百分点${against.zh}，达标率 ${share}${n.zh}`,
    `Mean satisfaction gap of ${row.year}: ${gap} pp${against.en}; ${share} of targets met${n.en}`,
  )
}

/** The one rate furthest below its target, and the score that its report gives itself. */
export function widestGapCase(rows: readonly SatisfactionCase[]): Words | null {
  const row = least(rows, ({ gap }) => gap)
  if (row === null) return null
  const where = placed(row.districtName, row.year)
  const [of, to, by] = [formatPercent(row.target), formatPercent(row.actual), formatPoints(row.gap)]
  const total = formatScore(row.total)
  const scored = row.total === null ? w('', '') : w(`，自评总分 ${total} 分`, `; it scores itself ${total}`)
  return w(
    `${named(row.project)}（${where.zh}）${row.name}目标 ${of}，实际 ${to}，差距 ${by} 个百分点${scored.zh}`,
    `${named(row.project)} (${where.en}): ${row.name} ${to} against ${of}, ${by} pp${scored.en}`,
  )
}
