import type { Table } from '@uwdata/flechette'
import { isOneDistrict } from '#app/domain/district.ts'
import { farZ, fewestPeers, normalMad, normalMean } from '#app/domain/statistics.ts'
import type { Filters } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type {
  Satisfaction,
  SatisfactionByDistrict,
  SatisfactionByProgramme,
  SatisfactionCase,
  SatisfactionLeftOut,
  SatisfactionRanking,
  SatisfactionTrend,
} from '#app/queries/satisfaction.ts'
import type { SatisfactionCell } from '#app/queries/satisfaction-cube.ts'
import { addTo, type Columns, columnsOf } from './cube.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList, placesIn, rowsIn } from './listing.ts'
import { districtNames, inOrder, inText, isAsked, passing } from './passing.ts'
import { deviationsOf, type Ordered, ordered, quantilesOf } from './quantiles.ts'
import { CubeSource } from './source.ts'

interface SatisfactionCube extends Columns<SatisfactionCell> {
  gaps: Ordered
}

export function satisfactionCubeOf(table: Table): SatisfactionCube {
  const columns = columnsOf<SatisfactionCell>(
    table,
    ['year', 'own', 'gap', 'target', 'actual', 'n', 'evaluations', 'surveys', 'surveyed'],
    ['district', 'districtName', 'sector', 'department', 'programme', 'unit', 'standing'],
  )
  const { gap, target, actual, n } = columns.numbers
  addTo(actual, (cell) => (target[cell] ?? 0) + (gap[cell] ?? 0))
  return { ...columns, gaps: ordered(gap, n) }
}

/** What a comparison of satisfaction is made of. */
interface SatisfactionAnswer {
  summary: Satisfaction
  matrix: readonly SatisfactionByDistrict[]
  ranks: readonly SatisfactionRanking[]
  years: readonly SatisfactionTrend[]
  programmes: readonly SatisfactionByProgramme[]
}

/** What the same questions to the server come to, to the last digit: both add up ten thousandths and divide once. */
export function satisfactionOf(cube: SatisfactionCube, filters: Filters): SatisfactionAnswer {
  const { year } = cube.numbers
  const passes = passing(cube.texts, filters)
  const asked = Uint8Array.from(year, (one, cell) => (passes[cell] === 1 && isAsked(filters, one) ? 1 : 0))
  return {
    summary: summaryOf(cube, asked),
    matrix: matrixOf(cube, passes),
    ranks: ranksOf(cube, asked, isOneDistrict(filters.district)),
    years: yearsOf(cube, passes),
    programmes: programmesOf(cube, asked),
  }
}

interface Rates {
  n: number
  met: number
  gap: number
  target: number
  actual: number
}

/** The rates of the cells that are let through, by a group of theirs. */
function ratesBy(
  { size, numbers, texts }: SatisfactionCube,
  through: Uint8Array,
  groupOf: (cell: number) => number,
): Map<number, Rates> {
  const { standing } = texts
  const [none, met] = [standing.values.indexOf(null), standing.values.indexOf('met')]
  const groups = new Map<number, Rates>()
  for (let cell = 0; cell < size; cell += 1) {
    if (through[cell] !== 1 || standing.codes[cell] === none) continue
    const group = groupOf(cell)
    const rates = groups.get(group) ?? { n: 0, met: 0, gap: 0, target: 0, actual: 0 }
    groups.set(group, rates)
    const times = numbers.n[cell] ?? 0
    rates.n += times
    if (standing.codes[cell] === met) rates.met += times
    rates.gap += times * (numbers.gap[cell] ?? 0)
    rates.target += times * (numbers.target[cell] ?? 0)
    rates.actual += times * (numbers.actual[cell] ?? 0)
  }
  return groups
}

const mean = (sum: number, n: number) => sum / 10_000 / n

const meansOf = ({ n, met, gap, target, actual }: Rates) => ({
  gap: mean(gap, n),
  target: mean(target, n),
  actual: mean(actual, n),
  n,
  missed: n - met,
})

function summaryOf(cube: SatisfactionCube, asked: Uint8Array): Satisfaction {
  const { size, numbers, texts } = cube
  const counts = new Map<string | null, number>()
  let evaluations = 0
  for (let cell = 0; cell < size; cell += 1) {
    if (asked[cell] !== 1) continue
    evaluations += numbers.evaluations[cell] ?? 0
    const standing = texts.standing.values[texts.standing.codes[cell] ?? 0] ?? null
    counts.set(standing, (counts.get(standing) ?? 0) + (numbers.n[cell] ?? 0))
  }
  const rates = ratesBy(cube, asked, () => 0).get(0)
  const praised = counts.get('praised') ?? 0
  return {
    gap: rates === undefined ? null : mean(rates.gap, rates.n),
    share: rates === undefined ? null : (100 * rates.met) / rates.n,
    n: rates?.n ?? 0,
    met: rates?.met ?? 0,
    wide: (counts.get('wide') ?? 0) + praised,
    praised,
    evaluations,
    without: counts.get(null) ?? 0,
  }
}

function matrixOf(cube: SatisfactionCube, passes: Uint8Array): SatisfactionByDistrict[] {
  const { district, districtName } = cube.texts
  const names = districtNames(district, districtName)
  const size = district.values.length
  const groups = ratesBy(
    cube,
    passes,
    (cell) => (cube.numbers.year[cell] ?? 0) * size + (district.codes[cell] ?? 0),
  )
  const place = ({ year }: { year: number | null }) => year ?? Number.POSITIVE_INFINITY
  return [...groups]
    .map(([group, rates]) => ({
      district: district.values[group % size] ?? null,
      districtName: names[group % size] ?? null,
      year: Math.floor(group / size) || null,
      ...meansOf(rates),
    }))
    .sort((one, other) => inOrder(one.district, other.district) || place(one) - place(other))
}

const mostRanked = 30

/** From the furthest below its targets. */
function ranksOf(cube: SatisfactionCube, asked: Uint8Array, isUnit: boolean): SatisfactionRanking[] {
  const { district, districtName, unit } = cube.texts
  const places = isUnit ? unit : districtName
  const size = places.values.length
  const groups = ratesBy(
    cube,
    asked,
    (cell) => (district.codes[cell] ?? 0) * size + (places.codes[cell] ?? 0),
  )
  return [...groups]
    .map(([group, rates]) => ({
      district: district.values[Math.floor(group / size)] ?? null,
      place: places.values[group % size] ?? null,
      isUnit,
      ...meansOf(rates),
    }))
    .sort(
      (one, other) =>
        one.gap - other.gap || inOrder(one.district, other.district) || inText(one.place, other.place),
    )
    .slice(0, mostRanked)
}

function yearsOf(cube: SatisfactionCube, passes: Uint8Array): SatisfactionTrend[] {
  const groups = ratesBy(cube, passes, (cell) => cube.numbers.year[cell] ?? 0)
  groups.delete(0)
  const known = [...groups.keys()]
  if (known.length === 0) return []
  const [first, last] = [Math.min(...known), Math.max(...known)]
  const gapOf = (year: number) => {
    const rates = groups.get(year)
    return rates === undefined ? null : mean(rates.gap, rates.n)
  }
  return Array.from({ length: last - first + 1 }, (_, after) => {
    const year = first + after
    const rates = groups.get(year)
    const [gap, before] = [gapOf(year), gapOf(year - 1)]
    return {
      year,
      gap,
      share: rates === undefined ? null : (100 * rates.met) / rates.n,
      change: gap === null || before === null ? null : gap - before,
      n: rates?.n ?? 0,
      met: rates?.met ?? 0,
    }
  })
}

const mostProgrammes = 40

const surveysOf = ({ far, surveys, surveyed } = { far: 0, surveys: 0, surveyed: 0 }) => ({
  far,
  surveys,
  surveyed: surveys === 0 ? null : surveyed,
})

/** Gaps of self-evaluations within each programme, most rates first. */
function programmesOf(cube: SatisfactionCube, asked: Uint8Array): SatisfactionByProgramme[] {
  const { size, numbers, texts, gaps } = cube
  const { programme, standing } = texts
  const [open, none] = [programme.values.indexOf(null), standing.values.indexOf(null)]
  const of = new Int32Array(size)
  const own = new Uint8Array(size)
  for (let cell = 0; cell < size; cell += 1) {
    const isIn =
      asked[cell] === 1 &&
      numbers.own[cell] === 1 &&
      programme.codes[cell] !== open &&
      standing.codes[cell] !== none
    of[cell] = isIn ? (programme.codes[cell] ?? 0) : -1
    own[cell] = isIn ? 1 : 0
  }
  const groups = { of, count: programme.values.length }
  const [lowest, lower, median, upper, highest] = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    quantilesOf(groups, gaps, share),
  )
  const deviations = deviationsOf(groups, gaps, median ?? [])
  const rates = ratesBy(cube, own, (cell) => programme.codes[cell] ?? 0)
  const sizeOf = (group: number) => rates.get(group)?.n ?? 0
  const farOff = (cell: number, group: number) => {
    if (sizeOf(group) < fewestPeers) return false
    const { mad, mean: apart } = deviations[group] ?? { mad: 0, mean: 0 }
    const off = (numbers.gap[cell] ?? 0) - (median?.[group] ?? 0)
    // Where most are equal the mean deviation takes the place of the MAD; where all are, none is far.
    const z = mad > 0 ? (normalMad * off) / mad : apart > 0 ? off / (normalMean * apart) : 0
    return Math.abs(z) >= farZ
  }
  const counted = Array.from({ length: groups.count }, () => ({ far: 0, surveys: 0, surveyed: 0 }))
  for (let cell = 0; cell < size; cell += 1) {
    const group = of[cell] ?? -1
    const counts = counted[group]
    if (counts === undefined) continue
    counts.surveys += numbers.surveys[cell] ?? 0
    counts.surveyed += numbers.surveyed[cell] ?? 0
    if (farOff(cell, group)) counts.far += numbers.n[cell] ?? 0
  }
  const points = (tenThousandths: number | null | undefined) => (tenThousandths ?? 0) / 10_000
  return [...rates]
    .map(([group, { n, met }]) => ({
      ...surveysOf(counted[group]),
      programme: programme.values[group] ?? '',
      n,
      lowest: points(lowest?.[group]),
      lower: points(lower?.[group]),
      median: points(median?.[group]),
      upper: points(upper?.[group]),
      highest: points(highest?.[group]),
      mad: points(deviations[group]?.mad),
      met,
    }))
    .sort((one, other) => other.n - one.n || inText(one.programme, other.programme))
    .slice(0, mostProgrammes)
}

export function casesIn(listing: Listing<SatisfactionCase>, filters: Filters) {
  const { gap, total } = listing.columns
  return {
    gaps: rowsIn(listing, filters, most.gaps, (place) => (gap[place] ?? 0) < 0),
    points: rowsIn(listing, filters, most.points, (place) => total[place] !== null),
  }
}

export function leftOutIn(listing: Listing<SatisfactionLeftOut>, filters: Filters): SatisfactionLeftOut[] {
  const places = placesIn(listing, filters)
  return places.slice(0, most.unrated).map((place) => ({ ...listing.rowAt(place), inAll: places.length }))
}

export const satisfactionAnswering: Answering<SatisfactionCube, SatisfactionAnswer> = {
  path: '/compare/satisfaction',
  source: new CubeSource('satisfaction', satisfactionCubeOf),
  answered: ['year', 'district', 'sector', 'department', 'programme'],
  answerOf: satisfactionOf,
  isAnswerable: () => true,
  lists: [
    pageList(listSource<SatisfactionCase>('satisfaction-cases'), casesIn),
    pageList<SatisfactionLeftOut>(listSource('satisfaction-left-out'), (listing, filters) => ({
      leftOut: leftOutIn(listing, filters),
    })),
  ],
}
