import type { Table } from '@uwdata/flechette'
import type { CostChange, CostChangeByDistrict, CostChangeProject } from '#app/queries/cost-change.ts'
import type { ListName } from '#app/queries/cubes.ts'
import { type Filters, mostProgrammesListed } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type {
  UnitCostByDistrict,
  UnitCostCompared,
  UnitCostMeasure,
  UnitCostTrend,
} from '#app/queries/unit-cost.ts'
import type { UnitCostCase, UnitCostLeftOutListed } from '#app/queries/unit-cost-cases.ts'
import type { CostCell } from '#app/queries/unit-cost-cube.ts'
import type { UnitCostPeer } from '#app/queries/unit-cost-peers.ts'
import type { UnitCostProgramme } from '#app/queries/unit-cost-programmes.ts'
import { type Alike, alikeIn, type CostCube } from './cost-cells.ts'
import { costChangeCasesOf, costChangeOf } from './cost-change.ts'
import { comparedIn, leftOutIn } from './cost-lists.ts'
import { impliedOf, noSums, type Sums, sumsBy, threeWays } from './cost-sums.ts'
import { addTo, columnsOf } from './cube.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList } from './listing.ts'
import { inOrder, inText, isAsked, passing } from './passing.ts'
import { ordered, quantilesOf } from './quantiles.ts'
import { CubeSource } from './source.ts'

export function costCubeOf(table: Table): CostCube {
  const columns = columnsOf<CostCell>(
    table,
    [
      'year',
      'project',
      'first',
      'spent',
      'paid',
      'implied',
      'served',
      'plannedYuan',
      'plannedServed',
      'reportedYuan',
      'reportedServed',
      'disagrees',
      'median',
      'peers',
    ],
    ['district', 'districtName', 'sector', 'department', 'programme', 'per'],
  )
  const { spent, served, plannedServed, reportedServed, plannedYuan, reportedYuan } = columns.numbers
  addTo(plannedServed, (cell) => served[cell] ?? 0)
  addTo(reportedServed, (cell) => served[cell] ?? 0)
  addTo(reportedYuan, (cell) => plannedYuan[cell] ?? 0)
  const costs = spent.map((fen, cell) =>
    served[cell] === 0 ? 0 : fen / 100 / ((served[cell] ?? 0) / 10_000),
  )
  return { ...columns, costs: ordered(costs, new Uint8Array(columns.size).fill(1)) }
}

/** What a comparison of unit costs is made of. */
interface UnitCostAnswer {
  measure: UnitCostMeasure | null
  programmes: readonly UnitCostProgramme[]
  matrix: readonly UnitCostByDistrict[]
  compared: readonly UnitCostCompared[]
  trend: readonly UnitCostTrend[]
  change: readonly CostChange[]
  byDistrict: readonly CostChangeByDistrict[]
}

/** What the same questions to the server come to, to the last digit, in the prices of each year. */
export function unitCostOf(cube: CostCube, filters: Filters): UnitCostAnswer {
  const passes = passing(cube.texts, filters)
  const asked = askedOf(cube, passes, filters)
  const alike = alikeOf(cube, asked, filters)
  const whole = askedOf(cube, passing(cube.texts, { ...filters, programme: [] }), filters)
  const shown = alike === null ? null : cube.texts.programme.values[alike.programme]
  const programmes = programmesOf(cube, whole).filter(
    ({ programme }, place) => place < mostProgrammesListed || programme === shown,
  )
  if (alike === null)
    return { measure: null, programmes, matrix: [], compared: [], trend: [], change: [], byDistrict: [] }
  const isOf = (through: Uint8Array) => (cell: number) =>
    through[cell] === 1 &&
    cube.texts.programme.codes[cell] === alike.programme &&
    cube.texts.per.codes[cell] === alike.per &&
    cube.numbers.implied[cell] === 1
  return {
    measure: measureOf(cube, alike, isOf(asked)),
    programmes,
    ...byYearOf(cube, alike, isOf(passes)),
    compared: comparedOf(cube, alike, isOf(asked)),
    ...costChangeOf(cube, filters, alike),
  }
}

const askedOf = ({ numbers }: CostCube, passes: Uint8Array, filters: Filters) =>
  passes.map((passed, cell) => (passed === 1 && isAsked(filters, numbers.year[cell] ?? 0) ? 1 : 0))

/** The unit asked for, then the programme and unit with most comparable evaluations. */
function alikeOf(cube: CostCube, asked: Uint8Array, { programme, per }: Filters): Alike | null {
  const wanted = programme.length === 0 ? null : per
  const [best] = stated(cube, asked).sort(
    (one, other) =>
      Number(other.per === wanted) - Number(one.per === wanted) ||
      other.implied - one.implied ||
      inNames(one, other),
  )
  return best?.codes ?? null
}

interface Named {
  programme: string
  per: string
  evaluations: number
}

const inNames = (one: Named, other: Named) =>
  other.evaluations - one.evaluations || inText(one.programme, other.programme) || inText(one.per, other.per)

/** What is stated of which programme per what, of the cells that are let through. */
function stated({ size, numbers, texts: { programme, per } }: CostCube, asked: Uint8Array) {
  const groups = new Map<number, Named & { codes: Alike; implied: number }>()
  for (let cell = 0; cell < size; cell += 1) {
    if (asked[cell] !== 1) continue
    const codes = { programme: programme.codes[cell] ?? 0, per: per.codes[cell] ?? 0 }
    const [name, unit] = [programme.values[codes.programme], per.values[codes.per]]
    if (typeof name !== 'string' || typeof unit !== 'string') continue
    const key = codes.programme * per.values.length + codes.per
    const group = groups.get(key) ?? { codes, programme: name, per: unit, evaluations: 0, implied: 0 }
    groups.set(key, group)
    group.evaluations += 1
    group.implied += numbers.implied[cell] ?? 0
  }
  return [...groups.values()]
}

function programmesOf(cube: CostCube, asked: Uint8Array): UnitCostProgramme[] {
  const { numbers, texts, costs } = cube
  const named = stated(cube, asked)
  const size = texts.per.values.length
  const places = new Map(named.map(({ codes }, place) => [codes.programme * size + codes.per, place]))
  const of = Int32Array.from(asked, (is, cell) =>
    is === 1 && numbers.implied[cell] === 1
      ? (places.get((texts.programme.codes[cell] ?? 0) * size + (texts.per.codes[cell] ?? 0)) ?? -1)
      : -1,
  )
  const medians = quantilesOf({ of, count: named.length }, costs, 0.5)
  const sums = sumsBy(
    cube,
    (cell) => (of[cell] ?? -1) >= 0,
    (cell) => of[cell] ?? -1,
  )
  const spread = named.map(() => ({ districts: new Set<number>(), years: new Set<number>() }))
  for (const [cell, place] of of.entries()) {
    const district = texts.district.codes[cell] ?? 0
    if (texts.district.values[district] !== null) spread[place]?.districts.add(district)
    if (numbers.year[cell] !== 0) spread[place]?.years.add(numbers.year[cell] ?? 0)
  }
  return named
    .map(({ programme, per, evaluations }, place) => {
      const own = sums.get(place) ?? noSums
      return {
        programme,
        per,
        evaluations,
        ...threeWays(own),
        median: medians[place] ?? null,
        disagreeing: own.disagrees,
        districts: spread[place]?.districts.size ?? 0,
        years: yearsSaid([...(spread[place]?.years ?? [])]),
      }
    })
    .sort((one, other) => other.n - one.n || inNames(one, other))
}

function yearsSaid(years: readonly number[]): string | null {
  if (years.length === 0) return null
  const [first, last] = [Math.min(...years), Math.max(...years)]
  return first === last ? String(first) : `${first}–${last}`
}

/** The median of the whole programme, whatever part of it is looked at, and how many cases it has. */
function peersOf({ size, numbers, texts }: CostCube, { programme, per }: Alike) {
  for (let cell = 0; cell < size; cell += 1)
    if (texts.programme.codes[cell] === programme && texts.per.codes[cell] === per) {
      const peers = numbers.peers[cell] ?? 0
      return { peers, median: peers === 0 ? null : (numbers.median[cell] ?? null) }
    }
  return { peers: 0, median: null }
}

function measureOf(cube: CostCube, alike: Alike, isIn: (cell: number) => boolean): UnitCostMeasure {
  const { numbers, texts, costs } = cube
  const sums = sumsBy(cube, isIn, () => 0).get(0) ?? noSums
  const districts = new Set<number>()
  let [lowest, highest, unexplained] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  let [plannedN, reportedN] = [0, 0]
  for (let cell = 0; cell < cube.size; cell += 1) {
    if (!isIn(cell)) continue
    const cost = costs.values[cell] ?? 0
    lowest = Math.min(lowest, cost)
    highest = Math.max(highest, cost)
    if (numbers.plannedServed[cell] !== 0) plannedN += 1
    if (numbers.reportedServed[cell] !== 0) reportedN += 1
    const district = texts.district.codes[cell] ?? 0
    if (texts.district.values[district] !== null) districts.add(district)
    if (numbers.disagrees[cell] === 1)
      unexplained += Math.abs((numbers.reportedYuan[cell] ?? 0) - (numbers.spent[cell] ?? 0))
  }
  return {
    programme: texts.programme.values[alike.programme] ?? '',
    per: texts.per.values[alike.per] ?? '',
    ...threeWays(sums),
    plannedN,
    reportedN,
    ...peersOf(cube, alike),
    lowest: sums.n === 0 ? null : lowest,
    highest: sums.n === 0 ? null : highest,
    districts: districts.size,
    disagreeing: sums.disagrees,
    unexplained: sums.disagrees === 0 ? null : unexplained / 100,
  }
}

interface Place {
  district: string | null
  districtName: string | null
}

/** Places by number, each a district and its name. */
function placesOf({ texts: { district, districtName } }: CostCube) {
  const size = districtName.values.length
  return {
    of: (cell: number) => (district.codes[cell] ?? 0) * size + (districtName.codes[cell] ?? 0),
    named: (place: number): Place => ({
      district: district.values[Math.floor(place / size)] ?? null,
      districtName: districtName.values[place % size] ?? null,
    }),
  }
}

const inPlaces = (one: Place, other: Place) => inOrder(one.district, other.district)

/** The year's costs by district, of the newest year. */
function comparedOf(cube: CostCube, alike: Alike, isIn: (cell: number) => boolean): UnitCostCompared[] {
  const places = placesOf(cube)
  let newest = 0
  for (let cell = 0; cell < cube.size; cell += 1)
    if (isIn(cell)) newest = Math.max(newest, cube.numbers.year[cell] ?? 0)
  if (newest === 0) return []
  const sums = sumsBy(cube, (cell) => isIn(cell) && cube.numbers.year[cell] === newest, places.of)
  return [...sums]
    .map(([place, of]) => ({
      per: cube.texts.per.values[alike.per] ?? '',
      ...places.named(place),
      year: newest,
      ...threeWays(of),
    }))
    .sort(inPlaces)
}

/** Every district in every year, and all of them together. */
function byYearOf(
  cube: CostCube,
  alike: Alike,
  isIn: (cell: number) => boolean,
): Pick<UnitCostAnswer, 'matrix' | 'trend'> {
  const places = placesOf(cube)
  const yearOf = (cell: number) => cube.numbers.year[cell] ?? 0
  const known = sumsBy(cube, (cell) => isIn(cell) && yearOf(cell) !== 0, yearOf)
  if (known.size === 0) return { matrix: [], trend: [] }
  const [first, last] = [Math.min(...known.keys()), Math.max(...known.keys())]
  const years = Array.from({ length: last - first + 1 }, (_, after) => first + after)
  const here = [...sumsBy(cube, isIn, places.of).keys()]
    .map((place) => ({ place, ...places.named(place) }))
    .sort(inPlaces)
  const sums = sumsBy(cube, isIn, (cell) => places.of(cell) * 10_000 + yearOf(cell))
  const per = cube.texts.per.values[alike.per] ?? ''
  const { median } = peersOf(cube, alike)
  const grid = here.flatMap(({ place, ...named }) =>
    years.map((year) => ({ ...named, year, sums: sums.get(place * 10_000 + year) ?? noSums })),
  )
  const trendOf = (year: number, of: Sums) => ({ year, ...impliedOf(of) })
  const together = new Set(here.map(({ district, districtName }) => district ?? districtName))
  together.delete(null)
  const all =
    together.size > 1
      ? years.map((year) => ({
          per,
          all: true,
          district: null,
          districtName: null,
          ...trendOf(year, known.get(year) ?? noSums),
        }))
      : []
  return {
    matrix: grid.map(({ sums: of, ...row }) => {
      const isNone = of.n === 0
      const ways = threeWays(of)
      return {
        per,
        ...row,
        ...ways,
        toMedian:
          isNone || median === null || of.served === 0
            ? null
            : (100 * (of.spent / 100)) / (of.served / 10_000) / median,
        spent: isNone ? null : of.spent / 100,
        served: isNone ? null : of.served / 10_000,
      }
    }),
    trend: [
      ...all,
      ...grid.map(({ sums: of, year, ...named }) => ({ per, all: false, ...named, ...trendOf(year, of) })),
    ],
  }
}

/** The lists of what is compared; none of them says anything where nothing is. */
const listOf = <Row>(
  name: ListName,
  rowsOf: (listing: Listing<Row>, filters: Filters, measure: UnitCostMeasure, cube: CostCube) => object,
) =>
  pageList<Row, CostCube, UnitCostAnswer>(listSource(name), (listing, filters, { measure }, cube) =>
    measure === null ? {} : rowsOf(listing, filters, measure, cube),
  )

export const unitCostAnswering: Answering<CostCube, UnitCostAnswer> = {
  path: '/compare/unit-cost',
  source: new CubeSource('unit-cost', costCubeOf),
  answered: ['year', 'district', 'sector', 'department', 'programme', 'per'],
  answerOf: (cube, filters) => (filters.index === null ? unitCostOf(cube, filters) : null),
  // Prices of another year are the server's to convert.
  isAnswerable: ({ index }) => index === null,
  lists: [
    listOf<UnitCostPeer>('unit-cost-peers', (listing, filters, measure) => ({
      peers: comparedIn(listing, filters, measure, most.peers),
    })),
    listOf<CostChangeProject>('cost-change-projects', (listing, filters, measure, cube) => ({
      changeCases: costChangeCasesOf(cube, filters, alikeIn(cube, measure), listing),
    })),
    listOf<UnitCostCase>('unit-cost-cases', (listing, filters, measure) => ({
      cases: comparedIn(listing, filters, measure, most.costs),
    })),
    listOf<UnitCostLeftOutListed>('unit-cost-left-out', (listing, filters, measure) => ({
      leftOut: leftOutIn(listing, filters, measure),
    })),
  ],
}
