import type { Level1 } from '#app/domain/indicator.ts'
import type { WantedWeight } from '#app/queries/weighting.ts'
import { rounded } from './rounded.ts'

/** Rates claimed by first levels, in billionths; -1 where there is none. */
type Rates = Readonly<Record<Level1, ArrayLike<number>>>

/** What other weights come to, over columns of rates. */
export function weightingBy(rates: Rates, wanted: readonly WantedWeight[]) {
  const weights = wanted
    .map(({ level, points }) => ({ level, rates: rates[level], points: rounded(points * 100) }))
    .sort((one, other) => (one.level < other.level ? -1 : 1))
  const inAll = weights.reduce((sum, { points }) => sum + points, 0)
  return {
    /** Points to be had, in hundredths. */
    inAll,
    /** The first level that has weight and no rate; null where all have one. */
    lacking: (place: number) => weights.find((weight) => (weight.rates[place] ?? -1) === -1)?.level ?? null,
    /** Points claimed out of 100, in whole ten thousandths as those by their own weights are. */
    after(place: number) {
      const claimed = weights.reduce((sum, weight) => sum + weight.points * (weight.rates[place] ?? 0), 0)
      return rounded((claimed / inAll / 10_000_000) * 10_000)
    },
  }
}

/** The rank of each figure, the greatest first; equal ones, each as often as it counts, share theirs. */
export function ranksOf(figures: ArrayLike<number>, times: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (let place = 0; place < figures.length; place += 1) {
    const figure = figures[place] ?? 0
    counts.set(figure, (counts.get(figure) ?? 0) + (times[place] ?? 0))
  }
  let before = 1
  return new Map(
    [...counts]
      .sort(([one], [other]) => other - one)
      .map(([figure, n]) => {
        const rank = before
        before += n
        return [figure, rank]
      }),
  )
}
