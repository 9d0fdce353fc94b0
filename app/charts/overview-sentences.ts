import { formatAmong, formatPercent, formatScore, many } from '#app/format.ts'
import type { Here } from '#app/links.ts'
import type { ExecutionAgainstScore, GradesByDistrict, YearFigures } from '#app/queries/overview.ts'
import type { Watched } from '#app/queries/watch-list.ts'
import { gradeWords, type Words, w } from '#app/words.ts'
import { againstTarget, greatest, inChosenYears, leaders, least, named, placed } from './sentences.ts'

/** The latest of the chosen years in its figures. */
export function latestYear(rows: readonly YearFigures[], here: Here): Words | null {
  const row = greatest(inChosenYears(rows, here), ({ year }) => year)
  if (row === null) return null
  const rate = formatPercent(row.executionRate)
  const total = formatAmong(
    row.meanTotal,
    rows.map(({ meanTotal }) => meanTotal),
  )
  const gap = row.meanGap === null ? null : againstTarget(row.meanGap)
  const known = [
    row.executionRate !== null && w(`预算执行率 ${rate}`, `${rate} of the budget spent`),
    row.meanTotal !== null && w(`平均总分 ${total} 分`, `mean total ${total} points`),
    gap && w(`满意度平均${gap.zh}`, `satisfaction ${gap.en} on average`),
  ].filter((part) => typeof part === 'object' && part !== null)
  if (known.length === 0) return null
  return w(
    `${row.year} 年${known.map(({ zh }) => zh).join('，')}（自评 ${row.evaluations} 份）`,
    `${row.year}: ${known.map(({ en }) => en).join(', ')} (${many(row.evaluations, 'self-evaluation')})`,
  )
}

/** Where the lowest grade that was given stands most often. */
export function lowestGrades(rows: readonly GradesByDistrict[]): Words | null {
  const grade = (['poor', 'fair', 'good', 'excellent'] as const).find((one) =>
    rows.some((row) => row[one] > 0),
  )
  if (!grade) return null
  const words = gradeWords[grade]
  const places = leaders(rows, (row) => row[grade])
  const [first, ...others] = places
  if (first === undefined) return null
  if (others.length > 0) {
    const names = places.map(({ districtName }) => named(districtName))
    return w(
      `自评为“${words.zh}”的以${names.join('、')}最多：各 ${first[grade]} 份`,
      `${names.join(' and ')} have most self-evaluations graded "${words.en.toLowerCase()}": ${first[grade]} each`,
    )
  }
  const where = placed(first.districtName, first.year)
  return w(
    `自评为“${words.zh}”的以${where.zh}最多：${first[grade]} / ${first.n} 份`,
    `${where.en} has most self-evaluations graded "${words.en.toLowerCase()}": ${first[grade]} of ${first.n}`,
  )
}

/** The report that spent least of its budget, and how it scored itself. */
export function slowest(rows: readonly ExecutionAgainstScore[]): Words | null {
  const row = least(rows, ({ executionRate }) => executionRate)
  if (row === null) return null
  const [where, rate] = [placed(row.districtName, row.year), formatPercent(row.executionRate)]
  const total = formatAmong(
    row.total,
    rows.map((one) => one.total),
  )
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
