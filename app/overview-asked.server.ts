import { once } from './at-once.ts'
import type { WithDecisions } from './queries/decisions.ts'
import { type Filters, hasOutcomes } from './queries/filters.ts'
import { executionBands, gradeCounts, scoreBands } from './queries/outcomes.ts'
import { executionAgainstScore, gradesByDistrict, overviewFigures, yearlyTrend } from './queries/overview.ts'
import { firstWatched } from './queries/watch-list.ts'
import type { Ask } from './warehouse/sql.ts'

/**
 * All that an overview asks. Its figures are those of one year of the trend, which is the same whichever year is chosen;
 * the rest is asked of that year, which no statement then has to find.
 */
export function overviewAsked(ask: Ask, asked: Filters & WithDecisions) {
  const { decisions, ...filters } = asked
  const trend = once(() => ask(yearlyTrend, asked))
  const figures = once(async () => {
    // A year whose reports came out otherwise is not in the trend, and is the overview's nevertheless.
    if (hasOutcomes(filters)) return (await ask(overviewFigures, asked))[0] ?? null
    const isAsked = (year: number) => filters.year.length === 0 || filters.year.includes(year)
    return (await trend()).findLast(({ year }) => isAsked(year)) ?? null
  })
  const ofItsYear = async () => {
    const year = (await figures())?.year
    return year === undefined ? filters : { ...filters, year: [year] }
  }
  return {
    figures,
    trend,
    watchList: async () => ask(firstWatched, { ...(await ofItsYear()), ...(decisions && { decisions }) }),
    grades: async () => ask(gradesByDistrict, await ofItsYear()),
    gradeCounts: async () => ask(gradeCounts, await ofItsYear()),
    scoreBands: async () => ask(scoreBands, await ofItsYear()),
    executionBands: async () => ask(executionBands, await ofItsYear()),
    marks: async () => ask(executionAgainstScore, await ofItsYear()),
  }
}
