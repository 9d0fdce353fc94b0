import type { Grade } from '#app/domain/evaluation.ts'
import type { Level1 } from '#app/domain/indicator.ts'
import { gradeOfTotal } from '#app/domain/scoring.ts'
import { lies, readSpan } from '#app/domain/span.ts'
import type { Filters } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { Scored } from '#app/queries/score-listing.ts'
import type { ScoreCase } from '#app/queries/scores.ts'
import type { NotReweighted, Reweighted, WantedWeight } from '#app/queries/weighting.ts'
import { firstOf, type Listing, placesIn } from './listing.ts'
import { inOrder, inText } from './passing.ts'
import { rounded } from './rounded.ts'
import { ranksOf, weightingBy } from './weighting.ts'

interface ScoreLists {
  cases: readonly ScoreCase[]
  reweighted: readonly Reweighted[]
  leftOut: readonly NotReweighted[]
}

/** The lists of self-evaluations that the server would give, by these weights; both start from the newest. */
export function scoreListsOf(
  listing: Listing<Scored>,
  filters: Filters,
  wanted: readonly WantedWeight[],
): ScoreLists {
  const places = placesIn(listing, filters)
  return { cases: casesOf(listing, places, filters), ...reweightedOf(listing, places, wanted) }
}

function named({ columns }: Listing<Scored>, place: number) {
  return {
    projectId: columns.projectId[place] ?? '',
    project: columns.project[place] ?? null,
    unit: columns.unit[place] ?? null,
    districtName: columns.districtName[place] ?? null,
    year: columns.year[place] ?? null,
  }
}

/** The greatest first, what is not known last. */
const downwards = (one: number | null, other: number | null) =>
  (other ?? Number.NEGATIVE_INFINITY) - (one ?? Number.NEGATIVE_INFINITY) || 0

function casesOf(listing: Listing<Scored>, places: readonly number[], { score }: Filters): ScoreCase[] {
  const { total, grade, compared, claimed, computed, inflation } = listing.columns
  const scored = places.filter((place) => total[place] !== null)
  const hundredths = (place: number) => rounded((total[place] ?? 0) * 100)
  const times = new Map<number, number>()
  for (const place of scored) times.set(hundredths(place), (times.get(hundredths(place)) ?? 0) + 1)
  const asked =
    score === null ? scored : scored.filter((place) => lies(total[place] ?? null, readSpan(score)))
  const first = firstOf(
    asked,
    most.scored,
    (one, other) =>
      downwards(inflation[one] ?? null, inflation[other] ?? null) ||
      downwards(total[one] ?? null, total[other] ?? null),
  )
  return first.map((place) => ({
    ...named(listing, place),
    total: total[place] ?? 0,
    grade: grade[place] ?? null,
    tied: times.get(hundredths(place)) ?? 0,
    compared: compared[place] ?? null,
    claimed: claimed[place] ?? null,
    computed: computed[place] ?? null,
    inflation: inflation[place] ?? null,
  }))
}

/** A self-evaluation by its own weights and by others. */
interface Judged {
  place: number
  before: number
  after: number
  gradeBefore: Grade | null
  gradeAfter: Grade | null
  /** Null where one has no grade and the points would say that. */
  falls: boolean | null
  rises: boolean | null
}

/** What is so first, then what is not, what cannot be told last. */
const whether = (is: boolean | null) => (is === null ? 2 : Number(!is))

const inWidth = (one: Judged, other: Judged) =>
  whether(one.falls) - whether(other.falls) ||
  whether(one.rises) - whether(other.rises) ||
  (one.falls && other.falls ? one.after - one.before - (other.after - other.before) : 0) ||
  Math.abs(other.after - other.before) - Math.abs(one.after - one.before)

function reweightedOf(
  listing: Listing<Scored>,
  places: readonly number[],
  wanted: readonly WantedWeight[],
): Pick<ScoreLists, 'reweighted' | 'leftOut'> {
  const { columns } = listing
  const weighting = weightingBy(columns, wanted)
  const compared: Judged[] = []
  const leftOut: { place: number; reason: NotReweighted['reason'] }[] = []
  for (const place of places) {
    const reason: Level1 | 'no-points' | 'no-level' | null =
      columns.hindrance[place] ?? weighting.lacking(place)
    if (reason === null) compared.push(judged(columns.before[place] ?? 0, weighting.after(place), place))
    else leftOut.push({ place, reason })
  }
  const once = new Uint8Array(compared.length).fill(1)
  const [ranksBefore, ranksAfter] = (['before', 'after'] as const).map((side) =>
    ranksOf(
      compared.map((one) => one[side]),
      once,
    ),
  )
  const reweighted = firstOf(compared, most.reweighted, inWidth).map((one): Reweighted => {
    const { place, before, after, gradeBefore, gradeAfter } = one
    const [rankBefore, rankAfter] = [ranksBefore?.get(before) ?? 0, ranksAfter?.get(after) ?? 0]
    return {
      ...named(listing, place),
      before,
      after,
      change: rounded((after - before) * 10_000) / 10_000,
      gradeBefore,
      gradeAfter,
      rankBefore,
      rankAfter,
      places: rankBefore - rankAfter,
      verdict: one.falls ? 'falls' : one.rises ? 'rises' : 'stays',
      n: compared.length,
    }
  })
  const first = firstOf(
    leftOut,
    most.reweighted,
    (one, other) =>
      inText(one.reason, other.reason) ||
      downwards(columns.year[one.place] ?? null, columns.year[other.place] ?? null) ||
      inOrder(columns.district[one.place] ?? null, columns.district[other.place] ?? null),
  )
  return {
    reweighted,
    leftOut: first.map(({ place, reason }) => ({ ...named(listing, place), reason, inAll: leftOut.length })),
  }
}

function judged(before: number, tenThousandths: number, place: number): Judged {
  const after = tenThousandths / 10_000
  const [gradeBefore, gradeAfter] = [gradeOfTotal(before), gradeOfTotal(after)]
  const isOther = gradeBefore === null || gradeAfter === null ? null : gradeBefore !== gradeAfter
  return {
    place,
    before,
    after,
    gradeBefore,
    gradeAfter,
    falls: after < before && isOther,
    rises: after > before && isOther,
  }
}
