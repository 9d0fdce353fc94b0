import { formatPercent, formatScore, many } from '#app/format.ts'
import type { FindingsByDistrict, FindingsByRule } from '#app/queries/finding-counts.ts'
import type { FindingRow } from '#app/queries/findings.ts'
import type { RiskRow } from '#app/queries/risk.ts'
import { type Words, w } from '#app/words.ts'
import { foremost, greatest, judged, named, placed } from './sentences.ts'

/** The rule that found most of what cannot be true; else the one that found most. */
export function busiestRule(
  rows: readonly FindingsByRule[],
  titles: Readonly<Record<string, Words>>,
): Words | null {
  const grave = foremost(rows, ({ error }) => (error > 0 ? error : null))
  const row = grave ?? foremost(rows, ({ findings }) => findings)
  if (row === null) return null
  const title = titles[row.rule] ?? w(row.rule, row.rule)
  return grave
    ? w(
        `不成立的发现以“${title.zh}”最多：${row.error} 条`,
        `"${title.en}" found most of what cannot be true: ${row.error}`,
      )
    : w(
        `发现最多的是“${title.zh}”：${row.findings} 条，涉及 ${row.reports} 份报告`,
        `"${title.en}" found most: ${row.findings}, in ${many(row.reports, 'report')}`,
      )
}

/** The district with the largest share of reports that contradict themselves. */
export function mostConcerned(rows: readonly FindingsByDistrict[]): Words | null {
  const grave = rows.filter(({ severity }) => severity === 'error')
  const found = judged(grave, (some) => greatest(some, ({ share }) => (share > 0 ? share : null)))
  if (found === null) return null
  const { row, n } = found
  const share = formatPercent(row.share)
  return w(
    `报告中有不成立数字的占比，${named(row.districtName)}最高：${share}${n.zh}`,
    `${named(row.districtName)} has the largest share of reports with figures that cannot be true: ${share}${n.en}`,
  )
}

/** The first finding, the gravest of the latest year: its message is in the language that was asked. */
export function firstFinding([row]: readonly FindingRow[]): Words | null {
  if (!row) return null
  return w(`${named(row.project)}：${row.message}`, `${named(row.project)}: ${row.message}`)
}

/** The report with the highest risk, which is the first, and the rule that adds most to it. */
export const riskiest =
  (titles: Readonly<Record<string, Words>>) =>
  ([row]: readonly RiskRow[]): Words | null => {
    if (!row) return null
    const [where, title] = [placed(row.districtName, row.year), titles[row.rule] ?? w(row.rule, row.rule)]
    const [risk, points] = [formatScore(row.risk), formatScore(row.points)]
    return w(
      `风险最高的是${named(row.project)}（${where.zh}）：${risk} 分，其中“${title.zh}”计 ${points} 分`,
      `${named(row.project)} (${where.en}) has the highest risk: ${risk}, of which "${title.en}" adds ${points}`,
    )
  }
