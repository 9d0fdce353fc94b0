import { between } from '#app/domain/statistics.ts'
import type { DistrictYear } from '#app/queries/district-years.ts'
import { type Filters, mostSides } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { ProgrammeYear } from '#app/queries/programme-years.ts'
import {
  best,
  measureOf,
  type SideBySide,
  type SideCase,
  type SideChoice,
  type SideYear,
  sideOf,
} from '#app/queries/side-by-side.ts'
import type { Sided } from '#app/queries/side-listing.ts'
import type { Cube } from './cube.ts'
import { districtYearsOf } from './district-years.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList } from './listing.ts'
import { isOverviewAnswerable, overviewSource } from './overview.ts'
import { inText, isAsked } from './passing.ts'
import { programmeYearsOf } from './programme-years.ts'
import {
  add,
  costsOf,
  counts,
  noSums,
  type Scope,
  type SumsOf,
  scopeOf,
  sumsOf,
  together,
  values,
} from './side-sums.ts'

/** What stands side by side, with the filters that it is of. */
interface SidesAnswer {
  filters: Filters
  sides: readonly SideChoice[]
  rows: readonly SideBySide[]
  years: readonly SideYear[]
  cases: readonly SideCase[]
}

/** What the same questions to the server come to, to the last digit, also in the prices of another year. */
export function sidesOf(listing: Listing<Sided>, filters: Filters): SidesAnswer {
  const scope = scopeOf(listing, filters)
  const sums = sumsOf(scope)
  const placed = placedOf(scope, sums)
  return {
    filters,
    sides: choicesOf(scope, sums),
    rows: rowsOf(scope, sums, placed),
    years: yearsOf(scope, sums, placed),
    cases: casesOf(scope, placed),
  }
}

const sideAt = ({ names }: Scope, code: number) => names.of.values[code] ?? ''
const labelAt = ({ names }: Scope, code: number) => names.labels[code] ?? ''

/** Whether years are held against each other, of those chosen alone, else all years of each side. */
const inScope = ({ filters }: Scope) =>
  sideOf(filters) === 'year' ? (year: number) => isAsked(filters, year) : () => true

function choicesOf(scope: Scope, sums: SumsOf): SideChoice[] {
  const isYear = sideOf(scope.filters) === 'year'
  return [...sums]
    .map(([code, years]) => ({
      side: sideAt(scope, code),
      label: labelAt(scope, code),
      n: together(years, () => true).n,
    }))
    .sort((one, other) =>
      isYear ? inText(other.side, one.side) : other.n - one.n || inText(one.side, other.side),
    )
    .slice(0, most.sidesOffered)
}

/** The sides that were picked, in their order; where none were, those with most self-evaluations, or the newest years. */
function placedOf(scope: Scope, sums: SumsOf): number[] {
  const { names, filters } = scope
  const { pick } = filters
  const isYear = sideOf(filters) === 'year'
  const isIn = inScope(scope)
  if (pick.length > 0)
    return pick.map((side) => names.of.values.indexOf(side)).filter((code) => code !== -1 && sums.has(code))
  return [...sums]
    .map(([code, years]) => ({ code, side: sideAt(scope, code), n: together(years, isIn).n }))
    .filter(({ n }) => n > 0)
    .sort((one, other) =>
      isYear ? inText(other.side, one.side) : other.n - one.n || inText(one.side, other.side),
    )
    .slice(0, isYear ? mostSides : 4)
    .sort((one, other) => inText(one.side, other.side))
    .map(({ code }) => code)
}

function rowsOf(scope: Scope, sums: SumsOf, placed: readonly number[]): SideBySide[] {
  const { per, programme, prices } = costsOf(scope)
  return placed.flatMap((code) => {
    const all = together(sums.get(code) ?? new Map(), (year) => isAsked(scope.filters, year))
    if (all.n === 0) return []
    return {
      side: sideAt(scope, code),
      label: labelAt(scope, code),
      n: all.n,
      spent: values.spent(all),
      spentN: all.spentN,
      execution: values.execution(all),
      executionN: all.bothN,
      unitCost: values.unitCost(all),
      unitCostN: all.servedN,
      per,
      programme,
      total: values.total(all),
      totalN: all.totalN,
      gap: values.gap(all),
      gapN: all.ratedN,
      met: values.met(all),
      metN: all.targetsN,
      prices,
    }
  })
}

const known = (values: readonly (number | null)[]) =>
  values.filter((value) => value !== null).sort((one, other) => one - other)

/** A quantile of values in order; null of nothing. */
function quantileOf(sorted: readonly number[], share: number): number | null {
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low === undefined || high === undefined ? null : between(low, high, place % 1)
}

const less = (one: number | null, other: number | null) =>
  one === null || other === null ? null : one - other
const percentOf = (part: number | null, whole: number | null) =>
  part === null || whole === null || whole === 0 ? null : (100 * part) / whole

/** One measure of all that is of a kind, of which the best comes first. */
function standingOf(scope: Scope, peers: readonly { code: number; value: number | null }[]) {
  const least = best[measureOf(scope.filters)] === 'least'
  const sorted = known(peers.map(({ value }) => value))
  const hasBest = best[measureOf(scope.filters)] !== null
  const top = hasBest ? ((least ? sorted[0] : sorted.at(-1)) ?? null) : null
  const labels = peers.filter(({ value }) => value === top).map(({ code }) => labelAt(scope, code))
  const better = least ? sorted : sorted.toReversed()
  const ranks = new Map<number, number>()
  for (const [place, value] of better.entries()) if (!ranks.has(value)) ranks.set(value, place + 1)
  return {
    median: quantileOf(sorted, 0.5),
    peers: sorted.length,
    best: top,
    bestLabel: top === null ? null : (labels.sort(inText)[0] ?? null),
    rankOf: (value: number | null) => (value === null ? null : (ranks.get(value) ?? null)),
  }
}

function yearsOf(scope: Scope, sums: SumsOf, placed: readonly number[]): SideYear[] {
  const measure = measureOf(scope.filters)
  const isYear = sideOf(scope.filters) === 'year'
  const isIn = inScope(scope)
  const each = [...sums].flatMap(([code, years]) =>
    [...years].flatMap(([year, of]) =>
      year === 0 || !isIn(year) ? [] : { code, year, value: values[measure](of), n: of[counts[measure]] },
    ),
  )
  // Years are each other's kind.
  const kindOf = (year: number) => (isYear ? 0 : year)
  const kinds = new Map<number, typeof each>()
  for (const one of each) {
    const kind = kinds.get(kindOf(one.year)) ?? []
    kinds.set(kindOf(one.year), kind)
    kind.push(one)
  }
  const standings = new Map([...kinds].map(([kind, peers]) => [kind, standingOf(scope, peers)]))
  const keyOf = (code: number, year: number) => (isYear ? `${year}` : `${code} ${year}`)
  const byKey = new Map(each.map((one) => [keyOf(one.code, one.year), one]))
  const { per, prices } = costsOf(scope)
  return placed.flatMap((code) =>
    each
      .filter((one) => one.code === code)
      .sort((one, other) => one.year - other.year)
      .flatMap(({ year, value, n }) => {
        const standing = standings.get(kindOf(year))
        if (standing === undefined) return []
        const before = byKey.get(keyOf(code, year - 1))
        const [change, toMedian] = [less(value, before?.value ?? null), less(value, standing.median)]
        return {
          side: sideAt(scope, code),
          label: labelAt(scope, code),
          year,
          value,
          n,
          per: measure === 'unitCost' ? per : null,
          prices,
          before: before?.value ?? null,
          change,
          changePercent: percentOf(change, before?.value ?? null),
          median: standing.median,
          peers: standing.peers,
          toMedian,
          toMedianPercent: percentOf(toMedian, standing.median),
          best: standing.best,
          bestLabel: standing.bestLabel,
          toBest: less(value, standing.best),
          rank: standing.rankOf(value),
          rankBefore:
            before === undefined ? null : (standings.get(kindOf(year - 1))?.rankOf(before.value) ?? null),
        }
      }),
  )
}

function casesOf(scope: Scope, placed: readonly number[]): SideCase[] {
  const { listing, names, filters, isIn, isYearIn } = scope
  const { columns } = listing
  const measure = measureOf(filters)
  const cases = new Map(placed.map((code) => [code, [] as { place: number; value: number }[]]))
  for (let place = 0; place < listing.size; place += 1) {
    const ofSide = cases.get(names.of.codes[place] ?? 0)
    if (ofSide === undefined || !isIn(place) || !isYearIn(place)) continue
    const one = { ...noSums }
    add(one, scope, place)
    const value = values[measure](one)
    if (value !== null) ofSide.push({ place, value })
  }
  const { per, prices } = costsOf(scope)
  return [...cases].flatMap(([code, ofSide]) => {
    const sorted = known(ofSide.map(({ value }) => value))
    const quantile = (share: number) => quantileOf(sorted, share) ?? 0
    const spread = {
      n: sorted.length,
      lowest: sorted[0] ?? 0,
      lower: quantile(0.25),
      median: quantile(0.5),
      upper: quantile(0.75),
      highest: sorted.at(-1) ?? 0,
    }
    return ofSide
      .slice(0, most.casesOfSide)
      .sort(
        (one, other) =>
          other.value - one.value || (columns.report[one.place] ?? 0) - (columns.report[other.place] ?? 0),
      )
      .map(({ place, value }) => ({
        side: sideAt(scope, code),
        label: labelAt(scope, code),
        projectId: columns.projectId[place] ?? '',
        project: columns.project[place] ?? null,
        unit: columns.unit[place] ?? null,
        districtName: columns.districtName[place] ?? null,
        year: columns.year[place] ?? null,
        value,
        per: measure === 'unitCost' ? per : null,
        prices,
        ...spread,
      }))
  })
}

interface PanelsAnswer {
  districts: readonly DistrictYear[]
  programmes: readonly ProgrammeYear[]
}

export const sidesAnswering: Answering<Cube, PanelsAnswer> = {
  path: '/compare/side-by-side',
  source: overviewSource,
  answered: [
    'year',
    'district',
    'sector',
    'department',
    'programme',
    'per',
    'by',
    'pick',
    'measure',
    'index',
    'base',
  ],
  answerOf: (cube, filters) => {
    const [districts, programmes] = [districtYearsOf(cube, filters), programmeYearsOf(cube, filters)]
    return districts === null || programmes === null ? null : { districts, programmes }
  },
  isAnswerable: isOverviewAnswerable,
  lists: [{ ...pageList<Sided, Cube, PanelsAnswer>(listSource('sides'), sidesOf), isPicture: true }],
}
