import { type Filters, mostProgrammes } from '#app/queries/filters.ts'
import type { ProgrammeYear } from '#app/queries/programme-years.ts'
import type { Cube } from './cube.ts'
import { executionOf, meanGapOf, meanTotalOf, sumsByProgramme } from './overview.ts'
import { inText } from './passing.ts'

/** What the same question to the server comes to, to the last digit; null where only the server can tell. */
export function programmeYearsOf(cube: Cube, filters: Filters): ProgrammeYear[] | null {
  const programmes = sumsByProgramme(cube, filters)
  if (programmes === null) return null
  return [...programmes]
    .map(([programme, years]) => ({
      programme,
      years,
      held: [...years.values()].reduce((sum, { evaluations }) => sum + evaluations, 0),
    }))
    .sort((one, other) => other.held - one.held || inText(one.programme, other.programme))
    .slice(0, mostProgrammes)
    .flatMap(({ programme, years }) =>
      [...years]
        .sort(([one], [other]) => one - other)
        .map(([year, sums]) => ({
          programme,
          year,
          n: sums.evaluations,
          execution: executionOf(sums),
          executionN: sums.bothN,
          total: meanTotalOf(sums),
          totalN: sums.totalN,
          gap: meanGapOf(sums),
          gapN: sums.rates,
        })),
    )
}
