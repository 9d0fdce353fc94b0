import { fewestPeers } from '#app/domain/statistics.ts'
import { formatCount, formatPoints, pointsUnit } from '#app/format.ts'
import type { Here } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'
import { isFew } from './marks.ts'

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

/** As many as a sentence can name. */
const fewNames = 3

/** Those that share the greatest of a figure; none where they are more than a sentence can name. */
export function leaders<Row>(rows: readonly Row[], of: (row: Row) => number | null): readonly Row[] {
  const first = greatest(rows, of)
  const all = first === null ? [] : rows.filter((row) => of(row) === of(first))
  return all.length > fewNames ? [] : all
}

/** The row with the greatest of a figure; null where several share it, so that none stands above the others. */
export function foremost<Row>(rows: readonly Row[], of: (row: Row) => number | null): Row | null {
  const [first, second] = leaders(rows, of)
  return first !== undefined && second === undefined ? first : null
}

/** Those of the chosen years; all where none is chosen. */
export const inChosenYears = <Row extends { year: number | null }>(
  rows: readonly Row[],
  { filters: { year: chosen } }: Pick<Here, 'filters'>,
) => (chosen.length === 0 ? rows : rows.filter(({ year }) => year !== null && chosen.includes(year)))

/** Those of the newest year. */
export function ofNewestYear<Row extends { year: number }>(rows: readonly Row[]): readonly Row[] {
  const newest = Math.max(...rows.map(({ year }) => year))
  return rows.filter(({ year }) => year === newest)
}

/**
 * What a sentence names of some groups, and its cases in brackets: what is picked of those with cases enough to judge
 * by. Where fewer than `least` groups have enough, of all. The brackets tell of either.
 */
export function judged<Row extends { n: number }>(
  rows: readonly Row[],
  pick: (rows: readonly Row[]) => Row | null,
  least = 1,
): { row: Row; n: Words } | null {
  const enough = rows.filter(({ n }) => n >= fewestPeers)
  const row = pick(enough.length < least ? rows : enough)
  if (row === null) return null
  const { n } = row
  return { row, n: inBrackets(n, isFew(n) ? tooFew : pick(rows) === row ? undefined : fewPassedOver) }
}

const tooFew = w('，案例少，仅供参考', ', too few to judge by')
const fewPassedOver = w('，案例少的不计', ', those with few cases passed over')

/** The number of cases behind a figure, in brackets, and what is to be said of it: （n = 12）, （n = 3，案例少）. */
export function inBrackets(n: number, { zh, en } = isFew(n) ? few : w('', '')): Words {
  const said = `n\u00a0=\u00a0${formatCount(n)}`
  return w(`（${said}${zh}）`, ` (${said}${en})`)
}

const few = w('，案例少', ', few cases')

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
