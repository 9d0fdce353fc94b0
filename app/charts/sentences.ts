import type { Words } from '#app/words.ts'
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

/** 鹤汀县 2023 年 / 鹤汀县 2023. */
export const placed = (name: string | null, year: number | null): Words => ({
  zh: year === null ? named(name) : `${named(name)} ${year} 年`,
  en: year === null ? named(name) : `${named(name)} ${year}`,
})
