import type { Table } from '@uwdata/flechette'
import { Level1 } from '#app/domain/indicator.ts'
import { gradeOfTotal } from '#app/domain/scoring.ts'
import type { Filters } from '#app/queries/filters.ts'
import type { Scored } from '#app/queries/score-listing.ts'
import type { ScoreDistribution, ScoreSummary, ScoresByDistrict, ScoreTie } from '#app/queries/scores.ts'
import type { ScoreCell } from '#app/queries/scores-cube.ts'
import { type WantedWeight, type WeightingSummary, weightsWanted } from '#app/queries/weighting.ts'
import { addTo, type Columns, columnsOf } from './cube.ts'
import type { Answering } from './held.ts'
import { listSource, pageList } from './listing.ts'
import { districtNames, inOrder, isAsked, passing } from './passing.ts'
import { type Groups, type Ordered, ordered, quantilesOf } from './quantiles.ts'
import { over, rounded } from './rounded.ts'
import { scoreListsOf } from './score-lists.ts'
import { CubeSource } from './source.ts'
import { ranksOf, weightingBy } from './weighting.ts'

interface ScoresCube extends Columns<ScoreCell> {
  totals: Ordered
  /** To which ties are told. */
  hundredths: Float64Array
}

export function scoresCubeOf(table: Table): ScoresCube {
  const columns = columnsOf<ScoreCell>(
    table,
    ['year', 'total', 'scored', 'inflation', 'compared', 'before', ...Level1.options, 'n'],
    ['district', 'districtName', 'sector', 'department', 'programme', 'hindrance'],
  )
  const { total, before, n } = columns.numbers
  addTo(before, (cell) => rounded((total[cell] ?? 0) * 10_000))
  return { ...columns, totals: ordered(total, n), hundredths: total.map((points) => rounded(points * 100)) }
}

/** What a comparison of scores is made of. */
interface ScoresAnswer {
  summary: ScoreSummary
  weighting: WeightingSummary
  distribution: readonly ScoreDistribution[]
  byDistrict: readonly ScoresByDistrict[]
  ties: readonly ScoreTie[]
}

/** What the same questions to the server come to, to the last digit, by these weights. */
export function scoresOf(cube: ScoresCube, filters: Filters, wanted: readonly WantedWeight[]): ScoresAnswer {
  const { size, numbers, texts, hundredths } = cube
  const asked = passing(texts, filters)
  const scored = new Uint8Array(size)
  const times = new Map<number, number>()
  let [all, n] = [0, 0]
  for (let cell = 0; cell < size; cell += 1) {
    if (asked[cell] === 1 && !isAsked(filters, numbers.year[cell] ?? 0)) asked[cell] = 0
    if (asked[cell] !== 1) continue
    const more = numbers.n[cell] ?? 0
    all += more
    if (numbers.scored[cell] !== 1) continue
    scored[cell] = 1
    n += more
    const total = hundredths[cell] ?? 0
    times.set(total, (times.get(total) ?? 0) + more)
  }
  const [whole] = spreadsOf(cube, { of: Int32Array.from(scored, (is) => is - 1), count: 1 }, times)
  return {
    summary: {
      ...(whole ?? nothing),
      without: all - n,
      from95: over(100 * countOf(cube, scored, (total) => total >= 95), n),
      distinct: times.size,
    },
    weighting: weightingOf(cube, asked, wanted),
    distribution: distributionOf(cube, scored, n),
    byDistrict: byDistrictOf(cube, scored, times),
    ties: tiesOf(times, n),
  }
}

function countOf(
  { size, numbers }: ScoresCube,
  scored: Uint8Array,
  isIn: (total: number) => boolean,
): number {
  let n = 0
  for (let cell = 0; cell < size; cell += 1)
    if (scored[cell] === 1 && isIn(numbers.total[cell] ?? 0)) n += numbers.n[cell] ?? 0
  return n
}

const nothing = {
  n: 0,
  lowest: null,
  lower: null,
  median: null,
  upper: null,
  highest: null,
  full: 0,
  tied: 0,
  compared: 0,
  inflated: 0,
  meanInflation: null,
}

/** How totals lie in each group, ties over all that are let through; null where it has none. */
function spreadsOf(
  { numbers, totals, hundredths }: ScoresCube,
  groups: Groups,
  times: ReadonlyMap<number, number>,
) {
  const [lowest, lower, median, upper, highest] = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    quantilesOf(groups, totals, share),
  )
  const sums = Array.from({ length: groups.count }, () => ({
    n: 0,
    full: 0,
    tied: 0,
    compared: 0,
    inflated: 0,
    inflation: 0,
  }))
  for (let cell = 0; cell < groups.of.length; cell += 1) {
    const sum = sums[groups.of[cell] ?? -1]
    if (sum === undefined) continue
    const more = numbers.n[cell] ?? 0
    const inflation = numbers.inflation[cell] ?? 0
    sum.n += more
    if (numbers.total[cell] === 100) sum.full += more
    if ((times.get(hundredths[cell] ?? 0) ?? 0) > 1) sum.tied += more
    if (numbers.compared[cell] !== 1) continue
    sum.compared += more
    if (inflation > 1_000) sum.inflated += more
    sum.inflation += more * inflation
  }
  return sums.map(({ inflation, ...counts }, group) =>
    counts.n === 0
      ? null
      : {
          ...counts,
          lowest: lowest?.[group] ?? 0,
          lower: lower?.[group] ?? 0,
          median: median?.[group] ?? 0,
          upper: upper?.[group] ?? 0,
          highest: highest?.[group] ?? 0,
          meanInflation: over(inflation / 10_000, counts.compared),
        },
  )
}

/** By half points where most are, by grades below; 100 stands alone. */
const bands: readonly (readonly [number, number])[] = [
  [0, 60],
  [60, 80],
  [80, 90],
  ...Array.from({ length: 20 }, (_, half) => [90 + half * 0.5, 90.5 + half * 0.5] as const),
  [100, 100],
]

function distributionOf(cube: ScoresCube, scored: Uint8Array, all: number): ScoreDistribution[] {
  if (all === 0) return []
  let below = 0
  return bands.map(([from, to]) => {
    const n = countOf(cube, scored, (total) => (from === to ? total === from : total >= from && total < to))
    below += n
    return {
      from,
      to,
      grade: gradeOfTotal(from) ?? 'poor',
      n,
      share: (100 * n) / all,
      below: (100 * below) / all,
    }
  })
}

function byDistrictOf(
  cube: ScoresCube,
  scored: Uint8Array,
  times: ReadonlyMap<number, number>,
): ScoresByDistrict[] {
  const { district, districtName } = cube.texts
  const names = districtNames(district, districtName)
  const of = Int32Array.from(district.codes, (code, cell) => (scored[cell] === 1 ? code : -1))
  return spreadsOf(cube, { of, count: district.values.length }, times)
    .flatMap((spread, code) =>
      spread === null
        ? []
        : [{ district: district.values[code] ?? null, districtName: names[code] ?? null, ...spread }],
    )
    .sort((one, other) => inOrder(one.district, other.district))
}

const mostTies = 20

const tiesOf = (times: ReadonlyMap<number, number>, all: number): ScoreTie[] =>
  [...times]
    .filter(([, n]) => n > 1)
    .map(([hundredths, n]) => ({ total: hundredths / 100, n, share: (100 * n) / all }))
    .sort((one, other) => other.n - one.n || other.total - one.total)
    .slice(0, mostTies)

/** How many grades and ranks other weights would change. */
function weightingOf(
  { size, numbers, texts }: ScoresCube,
  asked: Uint8Array,
  wanted: readonly WantedWeight[],
): WeightingSummary {
  const weighting = weightingBy(numbers, wanted)
  const open = texts.hindrance.values.indexOf(null)
  const [before, after, times] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  let [n, leftOut] = [0, 0]
  for (let cell = 0; cell < size; cell += 1) {
    if (asked[cell] !== 1) continue
    const more = numbers.n[cell] ?? 0
    if (texts.hindrance.codes[cell] !== open || weighting.lacking(cell) !== null) {
      leftOut += more
      continue
    }
    before[n] = numbers.before[cell] ?? 0
    after[n] = weighting.after(cell)
    times[n] = more
    n += 1
  }
  const counted = times.subarray(0, n)
  const [ranksBefore, ranksAfter] = [before, after].map((column) => ranksOf(column.subarray(0, n), counted))
  const sums = { n: 0, falls: 0, rises: 0, moved: 0, change: 0 }
  for (let place = 0; place < n; place += 1) {
    const [was, is, more] = [before[place] ?? 0, after[place] ?? 0, times[place] ?? 0]
    const [gradeBefore, gradeAfter] = [gradeOfTotal(was / 10_000), gradeOfTotal(is / 10_000)]
    const isOther = gradeBefore !== null && gradeAfter !== null && gradeBefore !== gradeAfter
    sums.n += more
    if (isOther && is < was) sums.falls += more
    if (isOther && is > was) sums.rises += more
    if (ranksBefore?.get(was) !== ranksAfter?.get(is)) sums.moved += more
    sums.change += more * (is - was)
  }
  const { change, ...counts } = sums
  return {
    ...counts,
    leftOut,
    meanChange: over(change / 10_000, sums.n),
    points: wanted.length === 0 ? null : weighting.inAll / 100,
  }
}

/** The page by the weights of the URL, else by those that the server said are the default. */
export const scoresAnswering = (defaults: readonly WantedWeight[]): Answering<ScoresCube, ScoresAnswer> => ({
  path: '/compare/scores',
  source,
  // The span of scores chooses cases alone.
  answered: ['year', 'district', 'sector', 'department', 'programme', 'weight', 'score'],
  answerOf: (cube, filters) => scoresOf(cube, filters, weightsWanted(filters, defaults)),
  isAnswerable: () => true,
  lists: [
    pageList(listed, (listing, filters) => scoreListsOf(listing, filters, weightsWanted(filters, defaults))),
  ],
})
const source = new CubeSource('scores', scoresCubeOf)
const listed = listSource<Scored>('score-cases')
