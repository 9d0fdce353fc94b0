import type { DistrictYear } from '#app/queries/district-years.ts'
import type { Filters } from '#app/queries/filters.ts'
import type { Cube } from './cube.ts'
import { executionOf, meanGapOf, meanTotalOf, talliedFor } from './overview.ts'
import { inOrder } from './passing.ts'

/** What the same question to the server comes to, to the last digit; null where only the server can tell. */
export function districtYearsOf(cube: Cube, filters: Filters): DistrictYear[] | null {
  const tally = talliedFor(cube, filters)
  if (tally === null) return null
  const rows = cube.texts.district.values.flatMap((district, code) =>
    tally.years.flatMap((year, place) => {
      const sums = tally.sumsOf(place, code)
      if (sums.evaluations === 0) return []
      return {
        district,
        districtName: tally.districtNames[code] ?? null,
        year,
        n: sums.evaluations,
        execution: executionOf(sums),
        executionN: sums.bothN,
        total: meanTotalOf(sums),
        totalN: sums.totalN,
        gap: meanGapOf(sums),
        gapN: sums.rates,
      }
    }),
  )
  return rows.sort((one, other) => inOrder(one.district, other.district) || one.year - other.year)
}
