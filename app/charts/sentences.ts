import { formatPoints, pointsUnit } from '#app/format.ts'
import { type Words, w } from '#app/words.ts'
import { casesSaid } from './marks.ts'

/** The first row with the greatest of a figure; null where no row has the figure. */
export const greatest = <Row>(rows: readonly Row[], of: (row: Row) => number | null): Row | null =>
  rows.reduce<Row | null>((best, row) => {
    const [figure, to] = [of(row), best === null ? null : of(best)]
    return figure !== null && (to === null || figure > to) ? row : best
  }, null)

/** The first row with the least of a figure; null where no row has the figure. */
export const least = <Row>(rows: readonly Row[], of: (row: Row) => number | null): Row | null =>
  greatest(rows, (row) => {
    const figure = of(row)
    return figure === null ? null : -figure
  })

/** The row with the greatest of a figure; null where several share it, so that none stands above the others. */
export function foremost<Row>(rows: readonly Row[], of: (row: Row) => number | null): Row | null {
  const row = greatest(rows, of)
  return row !== null && rows.filter((other) => of(other) === of(row)).length === 1 ? row : null
}

/** The number of cases behind a figure, in brackets: （n = 12）. */
export const inBrackets = (n: number): Words => ({ zh: `（${casesSaid(n)}）`, en: ` (${casesSaid(n)})` })

/** A name, or a dash where no document says it. */
export const named = (name: string | null) => name ?? '–'

/** The size of a difference in percentage points, whose way is said in words: 19.0 个百分点. */
export function pointsApart(points: number): Words {
  const size = formatPoints(Math.abs(points)).replace('+', '')
  return w(`${size} ${pointsUnit.zh}`, `${size} ${pointsUnit.en}`)
}

/** True for a difference that no one would see written. */
export const isNothing = (points: number) => formatPoints(points) === formatPoints(0)

/** How a rate stands to its target: 低于目标 19.0 个百分点, 与目标持平. */
export function againstTarget(points: number): Words {
  if (isNothing(points)) return w('与目标持平', 'level with its target')
  const { zh, en } = pointsApart(points)
  return points < 0 ? w(`低于目标 ${zh}`, `${en} below target`) : w(`高于目标 ${zh}`, `${en} above target`)
}

/** What a rate did since the year before, after what it is: ，较上年上升 2.3 个百分点; nothing where that is not known. */
export function sinceLastYear(points: number | null): Words {
  if (points === null) return w('', '')
  if (isNothing(points)) return w('，与上年持平', ', as the year before')
  const { zh, en } = pointsApart(points)
  return points < 0
    ? w(`，较上年下降 ${zh}`, `, ${en} down on the year before`)
    : w(`，较上年上升 ${zh}`, `, ${en} up on the year before`)
}

/** 鹤汀县 2023 年 / 鹤汀县 2023. */
export const placed = (name: string | null, year: number | null): Words => ({
  zh: year === null ? named(name) : `${named(name)} ${year} 年`,
  en: year === null ? named(name) : `${named(name)} ${year}`,
})
