import { formatAmong, formatCount, formatPercent, formatScore } from '#app/format.ts'
import type { SatisfactionByProgramme } from '#app/queries/satisfaction.ts'
import type { ScoreDistribution, ScoresByDistrict, ScoreTie } from '#app/queries/scores.ts'
import type { Reweighted } from '#app/queries/weighting.ts'
import { type Words, w } from '#app/words.ts'
import {
  againstTarget,
  foremost,
  greatest,
  inBrackets,
  judged,
  least,
  named,
  placed,
  pointsApart,
} from './sentences.ts'

/** Where most self-evaluations score themselves. */
export function commonestTotal(rows: readonly ScoreDistribution[]): Words | null {
  const row = foremost(rows, ({ n }) => n)
  if (row === null) return null
  const [from, to, share] = [formatScore(row.from), formatScore(row.to), formatPercent(row.share)]
  const n = formatCount(row.n)
  return row.from === row.to
    ? w(
        `自评总分为满分 ${from} 分的最多：${n} 份，占 ${share}`,
        `Most score themselves ${from} in full: ${n}, or ${share}`,
      )
    : w(
        `自评总分在 ${from} 至 ${to} 分的最多：${n} 份，占 ${share}`,
        `Most score themselves from ${from} up to ${to}: ${n}, or ${share}`,
      )
}

/** The district whose middle total is the lowest. */
export function lowestMedian(rows: readonly ScoresByDistrict[]): Words | null {
  const found = judged(rows, (some) => least(some, ({ median }) => median))
  if (found === null || rows.length < 2) return null
  const { row, n } = found
  const total = formatAmong(
    row.median,
    rows.map(({ median }) => median),
  )
  return w(
    `${named(row.districtName)}自评总分中位数最低：${total} 分${n.zh}`,
    `${named(row.districtName)} has the lowest median total: ${total}${n.en}`,
  )
}

/** The total that most self-evaluations share. */
export function commonestTie(rows: readonly ScoreTie[]): Words | null {
  const row = foremost(rows, ({ n }) => n)
  if (row === null) return null
  const [total, share, n] = [formatScore(row.total), formatPercent(row.share), formatCount(row.n)]
  return w(
    `自评总分同为 ${total} 分的最多：${n} 份，占 ${share}`,
    `${total} is the total that most share: ${n}, or ${share}`,
  )
}

/** The programme whose middle satisfaction gap is the furthest below its target. */
export function widestProgramme(rows: readonly SatisfactionByProgramme[]): Words | null {
  const found = judged(rows, (some) => least(some, ({ median }) => median))
  if (found === null) return null
  const { row, n } = found
  if (row.median >= 0) {
    const { zh, en } = againstTarget(row.median)
    return w(
      `满意度差距的中位数，各项目类别均不低于目标，余地最小的是${row.programme}：${zh}${n.zh}`,
      `No programme's median satisfaction is below target, ${row.programme} has least to spare: ${en}${n.en}`,
    )
  }
  const gap = pointsApart(row.median)
  return w(
    `满意度低于目标最多的项目类别是${row.programme}：中位数相差 ${gap.zh}${n.zh}`,
    `${row.programme} is furthest below its satisfaction targets: by a median of ${gap.en}${n.en}`,
  )
}

/** Whose total other weights change most. */
export function movedMost(rows: readonly Reweighted[]): Words | null {
  const row = greatest(rows, ({ change }) => Math.abs(change))
  if (row === null || row.change === 0) return null
  const [where, n] = [placed(row.districtName, row.year), inBrackets(row.n)]
  const [from, to] = [formatScore(row.before), formatScore(row.after)]
  return w(
    `换权重后变动最大的是${named(row.project)}（${where.zh}）：由 ${from} 分变为 ${to} 分，名次由 ${row.rankBefore} 变为 ${row.rankAfter}${n.zh}`,
    `${named(row.project)} (${where.en}) moves most: from ${from} to ${to} points, rank ${row.rankBefore} to ${row.rankAfter}${n.en}`,
  )
}
