import { FundSource } from '#app/domain/fund-flow.ts'
import { grouped } from '#app/domain/statistics.ts'
import { allYears, type Filters } from '#app/queries/filters.ts'
import type { FundCoverage } from '#app/queries/fund-coverage.ts'
import type { FundProgress } from '#app/queries/fund-progress.ts'
import { districtsShown, ends, type FundBand } from '#app/queries/fund-sankey.ts'
import type { FundsByDistrict } from '#app/queries/funds-by-district.ts'
import type { FundsBySource } from '#app/queries/funds-by-source.ts'
import { type FundsLeft, mostLeft } from '#app/queries/funds-left.ts'
import type { LedgerDifference } from '#app/queries/ledger-differences.ts'
import type { LedgerListed } from '#app/queries/ledger-listing.ts'
import { isRolledUp } from '#app/queries/ledger-years.ts'
import { type Checked, cellsIn, checkedSource, reportsOf } from './checked.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList, placesIn, rowsIn } from './listing.ts'
import { inOrder, inText } from './passing.ts'
import { over } from './rounded.ts'

type Ledgers = Listing<LedgerListed>
type Places = readonly number[]
type Money = 'moneyIn' | 'budget' | 'change' | 'allotted' | 'arrived' | 'spent' | 'returned'

/** In fen; null where none is known. */
function fenOf({ columns }: Ledgers, places: Places, name: Money): number | null {
  const known = places.flatMap((place) => columns[name][place] ?? [])
  return known.length === 0 ? null : known.reduce((sum, fen) => sum + fen, 0)
}

const yuan = (fen: number | null) => (fen === null ? null : fen / 100)
const sumOf = (listing: Ledgers, places: Places, name: Money) => yuan(fenOf(listing, places, name))

const timesOf = ({ columns }: Ledgers, places: Places, name: 'movements' | 'undated' | 'reports') =>
  places.reduce((sum, place) => sum + (columns[name][place] ?? 0), 0)

/** Per cent of two sums in fen: the engine multiplies decimals, which is exact, before it divides. */
const rateOf = (part: number | null, whole: number | null) =>
  part === null || whole === null ? null : over(part, whole / 100)

const districtOf = ({ by: { district } }: Ledgers, place: number) =>
  district.values[district.codes[place] ?? 0] ?? null

/** Of several years a project counts in the earliest, as `ledgersSummed` has it. */
function projectsIn({ columns }: Ledgers, years: Places, filters: Filters): Places {
  if (filters.year.length === 1) return years
  if (!isRolledUp(filters)) {
    const first = new Map<string, number>()
    for (const place of years) {
      const project = columns.projectId[place] ?? ''
      const held = first.get(project)
      if (held === undefined || (columns.year[place] ?? 0) < (columns.year[held] ?? 0))
        first.set(project, place)
    }
    return [...first.values()]
  }
  const isFirst = filters.sector.length === 0 ? columns.earliest : columns.earliestOfSector
  return years.filter((place) => isFirst[place])
}

/** What the same questions to the server come to of the ledgers, to the last digit. */
function fundsOf(listing: Ledgers, filters: Filters, checked: Checked) {
  const { source } = listing.columns
  const places = placesIn(listing, filters)
  const years = places.filter((place) => source[place] === null)
  const sources = places.filter((place) => source[place] !== null)
  return {
    bands: bandsOf(listing, years, sources),
    progress: progressOf(listing, years, filters),
    districts: districtsOf(listing, years, filters),
    sources: sourcesOf(listing, sources, years.length),
    coverage: coverageOf(listing, years, filters, checked),
  }
}

function coverageOf(listing: Ledgers, years: Places, filters: Filters, checked: Checked): FundCoverage[] {
  const { moneyIn, spent, undated, compared, differing } = listing.columns
  const having = (is: (place: number) => boolean | undefined) => years.filter(is).length
  return [
    {
      movements: timesOf(listing, years, 'movements'),
      projects: projectsIn(listing, years, filters).length,
      n: years.length,
      withoutBudget: having((place) => moneyIn[place] === null),
      withoutSpending: having((place) => spent[place] === null),
      undatedPayments: timesOf(listing, years, 'undated'),
      undatedYears: having((place) => (undated[place] ?? 0) > 0),
      reportedOnly: reportsOf(checked, cellsIn(checked, filters), 'own') - timesOf(listing, years, 'reports'),
      compared: having((place) => compared[place]),
      differing: having((place) => differing[place]),
    },
  ]
}

function districtsOf(listing: Ledgers, years: Places, filters: Filters): FundsByDistrict[] {
  const counting = new Set(projectsIn(listing, years, filters))
  const rowOf = (district: string | null, districtName: string | null, places: Places): FundsByDistrict => {
    const [moneyIn, spent] = [fenOf(listing, places, 'moneyIn'), fenOf(listing, places, 'spent')]
    const arrived = fenOf(listing, places, 'arrived')
    return {
      district,
      districtName,
      budget: sumOf(listing, places, 'budget'),
      adjusted: yuan(moneyIn),
      arrived: yuan(arrived),
      spent: yuan(spent),
      left: moneyIn === null || spent === null ? null : yuan(moneyIn - spent),
      executionRate: rateOf(spent, moneyIn),
      arrivalRate: rateOf(arrived, fenOf(listing, places, 'allotted')),
      projects: places.filter((place) => counting.has(place)).length,
      n: places.length,
    }
  }
  if (years.length === 0) return []
  const each = [...grouped(years, (place) => districtOf(listing, place))].sort(([one], [other]) =>
    inOrder(one, other),
  )
  return [
    ...each.map(([district, places]) =>
      rowOf(district, listing.columns.districtName[places[0] ?? 0] ?? null, places),
    ),
    rowOf(null, 'total', years),
  ]
}

function sourcesOf(listing: Ledgers, sources: Places, years: number): FundsBySource[] {
  const rowOf = (source: FundsBySource['source'], places: Places, n: number): FundsBySource => ({
    source,
    budget: sumOf(listing, places, 'budget'),
    change: sumOf(listing, places, 'change'),
    allotted: sumOf(listing, places, 'allotted'),
    arrived: sumOf(listing, places, 'arrived'),
    spent: sumOf(listing, places, 'spent'),
    returned: sumOf(listing, places, 'returned'),
    movements: timesOf(listing, places, 'movements'),
    n,
  })
  if (sources.length === 0) return []
  const of = grouped(sources, (place) => listing.columns.source[place] ?? null)
  return [
    ...FundSource.options.flatMap((source) => {
      const places = of.get(source)
      return places === undefined ? [] : [rowOf(source, places, places.length)]
    }),
    rowOf('total', sources, years),
  ]
}

/** A band before it is known on which side it lies; in fen. */
interface Flow {
  side: FundBand['side']
  node: FundBand['node']
  place: number
  fen: number
}

function bandsOf(listing: Ledgers, years: Places, sources: Places): FundBand[] {
  const { columns } = listing
  const came = sources.map((place): Flow => {
    return { side: 'in', node: columns.source[place] ?? 'other', place, fen: columns.moneyIn[place] ?? 0 }
  })
  const went = ends.flatMap(([side, node]) =>
    years.map((place): Flow => ({ side, node, place, fen: columns[node][place] ?? 0 })),
  )
  const flows = [...came, ...went].filter(({ fen }) => fen !== 0)
  const ofDistrict = grouped([...came, ...went], ({ place }) => districtOf(listing, place))
  const turned = [...ofDistrict].map(([district, of]) => ({
    district,
    fen: of.reduce((sum, { fen }) => sum + Math.abs(fen), 0),
  }))
  const shown = new Set(
    turned
      .sort((one, other) => other.fen - one.fen)
      .slice(0, districtsShown)
      .map(({ district }) => district),
  )
  const placeOf = ({ place }: Flow) => {
    const district = districtOf(listing, place)
    return shown.has(district) ? district : 'rest'
  }
  const bands = [...grouped(flows, (flow) => `${flow.side} ${flow.node} ${placeOf(flow)}`).values()].flatMap(
    (of) => {
      const [first] = of
      const fen = of.reduce((sum, flow) => sum + flow.fen, 0)
      if (first === undefined || fen === 0) return []
      const district = placeOf(first)
      const districtName = district === 'rest' ? null : (columns.districtName[first.place] ?? null)
      const { side, node } = fen > 0 ? first : turnedOver(first)
      return [{ side, node, district, districtName, fen: Math.abs(fen), n: of.length }]
    },
  )
  return [...grouped(bands, ({ side, node, district }) => `${side} ${node} ${district}`).values()]
    .flatMap((of) => {
      const [first] = of
      if (first === undefined) return []
      const { fen, ...band } = first
      const sum = of.reduce((sum, one) => sum + one.fen, 0)
      return [{ ...band, amount: sum / 100, n: of.reduce((sum, one) => sum + one.n, 0) }]
    })
    .sort(
      (one, other) =>
        inText(one.side, other.side) ||
        restLast(one.district) - restLast(other.district) ||
        inOrder(one.district, other.district) ||
        inText(one.node, other.node),
    )
}

/** More taken back than given is a band on the other side, of which no more is known. */
const turnedOver = ({ side }: Flow) =>
  side === 'in' ? ({ side: 'out', node: 'leftOpen' } as const) : ({ side: 'in', node: 'unfunded' } as const)

const restLast = (district: string | null) => (district === null ? 2 : Number(district === 'rest'))

const monthOf = (year: number, month: number) => 12 * year + month
/** Days from the first of January to the end of a month. */
const daysTo = (year: number, month: number) => (Date.UTC(year, month, 1) - Date.UTC(year, 0, 1)) / 86_400_000

function progressOf(listing: Ledgers, years: Places, filters: Filters): FundProgress[] {
  const { columns } = listing
  const ended = placesIn(listing, allYears(filters)).reduce(
    (last, place) => Math.max(last, columns.lastMonth[place] ?? 0),
    0,
  )
  const dated = years.filter((place) => columns.dated[place])
  const ofYears = [...grouped(dated, (place) => columns.year[place] ?? 0)].sort(
    ([one], [other]) => one - other,
  )
  return ofYears.flatMap(([year, places]) => {
    const budget = fenOf(listing, places, 'moneyIn') ?? 0
    let spent = 0
    return Array.from({ length: 12 }, (_, before) => before + 1).flatMap((month) => {
      spent += places.reduce((sum, place) => sum + (columns.paid[place]?.[month - 1] ?? 0), 0)
      if (monthOf(year, month) > ended) return []
      const [rate, time] = [rateOf(spent, budget), (100 * daysTo(year, month)) / daysTo(year, 12)]
      const ahead = rate === null ? null : rate - time
      return [{ year, month, spent: spent / 100, budget: budget / 100, rate, time, ahead, n: places.length }]
    })
  })
}

export const fundsAnswering: Pick<
  Answering<Checked, object>,
  'source' | 'answered' | 'answerOf' | 'lists'
> = {
  source: checkedSource,
  answered: ['year', 'district', 'sector', 'department', 'programme'],
  answerOf: () => ({}),
  lists: [
    pageList<LedgerListed, Checked>(listSource('ledgers'), (listing, filters, _, checked) =>
      fundsOf(listing, filters, checked),
    ),
    pageList<FundsLeft>(listSource('funds-left'), (listing, filters) => ({
      left: rowsIn(listing, filters, mostLeft),
    })),
    pageList<LedgerDifference>(listSource('ledger-differences'), (listing, filters) => ({
      differing: rowsIn(listing, filters, Number.POSITIVE_INFINITY),
    })),
  ],
}
