import { formatAmong, formatPercent } from '#app/format.ts'
import type { Here } from '#app/links.ts'
import type {
  SatisfactionByDistrict,
  SatisfactionCase,
  SatisfactionRanking,
  SatisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { type Words, w } from '#app/words.ts'
import {
  againstTarget,
  inBrackets,
  inChosenYears,
  judged,
  least,
  named,
  placed,
  pointsApart,
  sinceLastYear,
} from './sentences.ts'

interface Means {
  target: number | null
  actual: number | null
  gap: number | null
  n: number
}

function widest<Row extends Means>(rows: readonly Row[], whereOf: (row: Row) => Words): Words | null {
  const found = judged(rows, (some) => least(some, ({ gap }) => gap))
  if (found === null || found.row.gap === null) return null
  const { target, actual, gap } = found.row
  const [where, of, to, cases] = [whereOf(found.row), formatPercent(target), formatPercent(actual), found.n]
  if (gap >= 0) {
    const by = againstTarget(gap)
    return w(
      `平均满意度均已达标，余地最小的是${where.zh}：目标 ${of}，实际 ${to}，${by.zh}${cases.zh}`,
      `On average all reached their satisfaction targets, ${where.en} by least: ${to} against ${of}, ${by.en}${cases.en}`,
    )
  }
  const by = pointsApart(gap)
  return w(
    `满意度低于目标最多的是${where.zh}：目标 ${of}，实际 ${to}，相差 ${by.zh}${cases.zh}`,
    `${where.en} is furthest below its satisfaction target: ${to} against ${of}, ${by.en} apart${cases.en}`,
  )
}

/** The district and year furthest below its targets. */
export const widestGapCell = (rows: readonly SatisfactionByDistrict[], here: Here) =>
  widest(inChosenYears(rows, here), ({ districtName, year }) => placed(districtName, year))

/** The district or unit furthest below its targets. */
export const widestGapPlace = (rows: readonly SatisfactionRanking[]) =>
  widest(rows, ({ place }) => placed(place, null))

/** The latest of the chosen years that is known, against the one before. */
export function latestGap(rows: readonly SatisfactionTrend[], here: Here): Words | null {
  const row = inChosenYears(rows, here).findLast(({ gap }) => gap !== null)
  if (!row || row.gap === null) return null
  const [gap, share, n] = [againstTarget(row.gap), formatPercent(row.share), inBrackets(row.n)]
  const against = sinceLastYear(row.change)
  return w(
    `${row.year} 年满意度平均${gap.zh}${against.zh}；达标率 ${share}${n.zh}`,
    `Satisfaction in ${row.year}: ${gap.en} on average${against.en}; ${share} of targets met${n.en}`,
  )
}

/** The one rate furthest below its target, and the score that its report gives itself. */
export function widestGapCase(rows: readonly SatisfactionCase[]): Words | null {
  const row = least(rows, ({ gap }) => gap)
  if (row === null) return null
  const where = placed(row.districtName, row.year)
  const [of, to, by] = [formatPercent(row.target), formatPercent(row.actual), againstTarget(row.gap)]
  const total = formatAmong(
    row.total,
    rows.map((one) => one.total),
  )
  const scored = row.total === null ? w('', '') : w(`，自评总分 ${total} 分`, `; it scores itself ${total}`)
  return w(
    `${named(row.project)}（${where.zh}）“${row.name}”目标 ${of}，实际 ${to}，${by.zh}${scored.zh}`,
    `${named(row.project)} (${where.en}): ${row.name} ${to} against ${of}, ${by.en}${scored.en}`,
  )
}
