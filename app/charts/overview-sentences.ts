import { formatPercent, formatScore } from '#app/format.ts'
import type { ExecutionAgainstScore, GradesByDistrict, YearFigures } from '#app/queries/overview.ts'
import type { Watched } from '#app/queries/watch-list.ts'
import { gradeWords, type Words, w } from '#app/words.ts'
import { againstTarget, foremost, greatest, inBrackets, least, named, placed } from './sentences.ts'

/** The latest year in its four figures. */
export function latestYear(rows: readonly YearFigures[]): Words | null {
  const row = greatest(rows, ({ year }) => year)
  if (row === null) return null
  const [rate, total] = [formatPercent(row.executionRate), formatScore(row.meanTotal)]
  const gap = row.meanGap === null ? null : againstTarget(row.meanGap)
  const known = [
    row.executionRate !== null && w(`预算执行率 ${rate}`, `${rate} of the budget spent`),
    row.meanTotal !== null && w(`平均总分 ${total} 分`, `mean total ${total} points`),
    gap && w(`满意度平均${gap.zh}`, `satisfaction ${gap.en} on average`),
  ].filter((part) => typeof part === 'object' && part !== null)
  if (known.length === 0) return null
  const n = inBrackets(row.evaluations)
  return w(
    `${row.year} 年${known.map(({ zh }) => zh).join('，')}${n.zh}`,
    `${row.year}: ${known.map(({ en }) => en).join(', ')}${n.en}`,
  )
}

/** As many as a sentence can name. */
const fewPlaces = 3

/** Where the lowest grade that was given stands most often. */
export function lowestGrades(rows: readonly GradesByDistrict[]): Words | null {
  const grade = (['poor', 'fair', 'good', 'excellent'] as const).find((one) =>
    rows.some((row) => row[one] > 0),
  )
  if (!grade) return null
  const words = gradeWords[grade]
  const row = foremost(rows, (one) => one[grade])
  if (row === null) {
    const most = Math.max(...rows.map((one) => one[grade]))
    const places = rows.filter((one) => one[grade] === most)
    if (places.length > fewPlaces) return null
    const names = places.map(({ districtName }) => named(districtName))
    return w(
      `自评为“${words.zh}”的以${names.join('、')}最多：各 ${most} 份`,
      `${names.join(' and ')} have most self-evaluations graded "${words.en.toLowerCase()}": ${most} each`,
    )
  }
  const [where, n] = [placed(row.districtName, row.year), inBrackets(row.n)]
  return w(
    `自评为“${words.zh}”的以${where.zh}最多：${row[grade]} 份${n.zh}`,
    `${where.en} has most self-evaluations graded "${words.en.toLowerCase()}": ${row[grade]}${n.en}`,
  )
}

/** The report that spent least of its budget, and how it scored itself. */
export function slowest(rows: readonly ExecutionAgainstScore[]): Words | null {
  const row = least(rows, ({ executionRate }) => executionRate)
  if (row === null) return null
  const [where, rate, total] = [
    placed(row.districtName, row.year),
    formatPercent(row.executionRate),
    formatScore(row.total),
  ]
  return w(
    `${named(row.project)}（${where.zh}）执行率最低：${rate}，自评总分 ${total} 分`,
    `${named(row.project)} (${where.en}) spent least of its budget: ${rate}, yet scores itself ${total}`,
  )
}

/** The project at the head of the list, and how many stand on it. */
export function mostWatched([row]: readonly Watched[]): Words | null {
  if (!row) return null
  const where = placed(row.districtName, row.year)
  return w(
    `${row.n} 份自评需要关注，居首的是${named(row.project)}（${where.zh}），风险分 ${formatScore(row.risk)}`,
    `${row.n} ${row.n === 1 ? 'self-evaluation needs' : 'self-evaluations need'} a look, first ${named(row.project)} (${where.en}), risk ${formatScore(row.risk)}`,
  )
}
