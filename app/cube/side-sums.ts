import type { Filters, Measure, Side } from '#app/queries/filters.ts'
import { pricesOf } from '#app/queries/prices.ts'
import { sideOf } from '#app/queries/side-by-side.ts'
import type { Sided } from '#app/queries/side-listing.ts'
import { coded, type Texts } from './cube.ts'
import type { Listing } from './listing.ts'
import { inText, isAsked, passing } from './passing.ts'
import { rounded } from './rounded.ts'

/** The reports that filters let through, by the sides that they belong to. */
export function scopeOf(listing: Listing<Sided>, filters: Filters): Scope {
  const names = namesOf(listing, sideOf(filters))
  const passes = passing(listing.by, filters)
  return {
    listing,
    names,
    filters,
    alike: alikeOf(listing, passes, filters),
    money: moneyOf(listing, filters),
    isIn: (place) => passes[place] === 1 && names.labels[names.of.codes[place] ?? 0] !== null,
    isYearIn: (place) => isAsked(filters, listing.columns.year[place] ?? 0),
  }
}

/** What sides are known by, and what each is called; null what belongs to none. */
interface Names {
  of: Texts
  labels: readonly (string | null)[]
}

interface Prepared {
  pers: Texts
  names: Map<Side, Names>
}
const prepared = new WeakMap<Listing<Sided>, Prepared>()

function preparedOf(listing: Listing<Sided>): Prepared {
  const known = prepared.get(listing) ?? { pers: coded(listing.columns.per), names: new Map() }
  prepared.set(listing, known)
  return known
}

const keyAndLabel: Readonly<
  Record<Side, (listing: Listing<Sided>, place: number) => [key: string | null, label: string | null]>
> = {
  district: ({ by, columns }, place) => {
    const name = columns.districtName[place] ?? null
    return [textAt(by.district, place) ?? name, name]
  },
  unit: ({ by, columns }, place) => {
    const unit = columns.unit[place] ?? null
    return [[textAt(by.district, place), unit].filter((part) => part !== null).join(' '), unit]
  },
  programme: ({ by }, place) => [textAt(by.programme, place), textAt(by.programme, place)],
  year: ({ columns }, place) => {
    const year = columns.year[place] ?? null
    return year === null ? [null, null] : [String(year), String(year)]
  },
}

const textAt = ({ codes, values }: Texts, place: number) => values[codes[place] ?? 0] ?? null

function namesOf(listing: Listing<Sided>, side: Side): Names {
  const { names } = preparedOf(listing)
  const known = names.get(side)
  if (known !== undefined) return known
  const each = Array.from({ length: listing.size }, (_, place) => keyAndLabel[side](listing, place))
  const of = coded(each.map(([key, label]) => (label === null ? null : key)))
  const labels: (string | null)[] = of.values.map(() => null)
  for (const [place, [, label]] of each.entries()) {
    const code = of.codes[place] ?? 0
    const before = labels[code] ?? null
    if (label !== null && (before === null || inText(label, before) < 0)) labels[code] = label
  }
  const made = { of, labels }
  names.set(side, made)
  return made
}

/** The programme and the unit that costs are of, as codes. */
interface Alike {
  programme: number
  per: number
}

/** The unit asked for, then the programme and unit with most comparable reports, of all years. */
function alikeOf(listing: Listing<Sided>, passes: Uint8Array, filters: Filters): Alike | null {
  const { pers } = preparedOf(listing)
  const { programme } = listing.by
  const { year, served } = listing.columns
  const prices = pricesOf(filters)
  const priced = prices === null ? null : new Set(prices.factors.map(({ year }) => year))
  const wanted = filters.programme.length === 0 ? null : filters.per
  const groups = new Map<number, Alike & { stated: number; comparable: number }>()
  for (let place = 0; place < listing.size; place += 1) {
    const codes = { programme: programme.codes[place] ?? 0, per: pers.codes[place] ?? 0 }
    if (passes[place] !== 1 || pers.values[codes.per] === null || programme.values[codes.programme] === null)
      continue
    const key = codes.programme * pers.values.length + codes.per
    const group = groups.get(key) ?? { ...codes, stated: 0, comparable: 0 }
    groups.set(key, group)
    group.stated += 1
    if (served[place] !== null && (priced === null || priced.has(year[place] ?? 0))) group.comparable += 1
  }
  const perOf = ({ per }: Alike) => pers.values[per] ?? null
  const programmeOf = (alike: Alike) => programme.values[alike.programme] ?? null
  const [first] = [...groups.values()].sort(
    (one, other) =>
      Number(perOf(other) === wanted) - Number(perOf(one) === wanted) ||
      other.comparable - one.comparable ||
      other.stated - one.stated ||
      inText(programmeOf(one), programmeOf(other)) ||
      inText(perOf(one), perOf(other)),
  )
  return first ?? null
}

/** Fen of a report in the prices that are asked for; null where they are not known, or the index lacks the year. */
function moneyOf({ columns }: Listing<Sided>, filters: Filters) {
  const prices = pricesOf(filters)
  const factors = new Map(prices?.factors.map(({ year, factor }) => [year, factor]))
  return (name: 'spent' | 'planned', place: number): number | null => {
    const fen = columns[name][place] ?? null
    if (prices === null || fen === null) return fen
    const factor = factors.get(columns.year[place] ?? 0)
    return factor === undefined ? null : rounded((fen / 100) * factor * 100)
  }
}

export interface Scope {
  listing: Listing<Sided>
  names: Names
  filters: Filters
  alike: Alike | null
  money: ReturnType<typeof moneyOf>
  /** Whether a row is let through, whatever its year. */
  isIn(place: number): boolean
  isYearIn(place: number): boolean
}

/** Sums in fen and ten thousandths, and of how many each is. */
export const noSums = {
  n: 0,
  spent: 0,
  spentN: 0,
  bothSpent: 0,
  bothPlanned: 0,
  bothN: 0,
  servedSpent: 0,
  served: 0,
  servedN: 0,
  total: 0,
  totalN: 0,
  gap: 0,
  rates: 0,
  ratedN: 0,
  met: 0,
  targets: 0,
  targetsN: 0,
}
export type Sums = typeof noSums
const summed = Object.keys(noSums) as (keyof Sums)[]

/** What a row adds: its report where it is the first of it, and its cost where that is of the unit that is compared. */
export function add(sums: Sums, { listing, filters, alike, money }: Scope, place: number) {
  const { columns, by } = listing
  const spent = money('spent', place)
  const served = columns.served[place] ?? null
  const isAlike =
    alike !== null &&
    preparedOf(listing).pers.codes[place] === alike.per &&
    (sideOf(filters) === 'programme' || by.programme.codes[place] === alike.programme)
  if (isAlike && served !== null && spent !== null) {
    sums.servedSpent += spent
    sums.served += served
    sums.servedN += 1
  }
  if (columns.first[place] !== 1) return
  const planned = money('planned', place)
  sums.n += 1
  if (spent !== null) {
    sums.spent += spent
    sums.spentN += 1
    sums.bothPlanned += planned ?? 0
    if (planned !== null && planned > 0) {
      sums.bothSpent += spent
      sums.bothN += 1
    }
  }
  const total = columns.total[place] ?? null
  if (total !== null) {
    sums.total += total
    sums.totalN += 1
  }
  const [rates, targets] = [columns.rates[place] ?? 0, columns.targets[place] ?? 0]
  sums.gap += columns.gap[place] ?? 0
  sums.rates += rates
  sums.ratedN += rates > 0 ? 1 : 0
  sums.met += columns.met[place] ?? 0
  sums.targets += targets
  sums.targetsN += targets > 0 ? 1 : 0
}

const ratio = (of: number, by: number) => (by === 0 ? null : of / by)

export const values: Readonly<Record<Measure, (sums: Sums) => number | null>> = {
  spent: ({ spent, spentN }) => (spentN === 0 ? null : spent / 100),
  execution: ({ bothSpent, bothPlanned, bothN }) =>
    bothN === 0 ? null : ratio(100 * (bothSpent / 100), bothPlanned / 100),
  unitCost: ({ servedSpent, served }) => ratio(servedSpent / 100, served / 10_000),
  total: ({ total, totalN }) => ratio(total / 10_000, totalN),
  gap: ({ gap, rates }) => ratio(gap / 10_000, rates),
  met: ({ met, targets }) => ratio(100 * met, targets),
}

export const counts: Readonly<Record<Measure, keyof Sums>> = {
  spent: 'spentN',
  execution: 'bothN',
  unitCost: 'servedN',
  total: 'totalN',
  gap: 'ratedN',
  met: 'targetsN',
}

/** The sums of each side by year; 0 where that is not known. */
export type SumsOf = ReadonlyMap<number, ReadonlyMap<number, Sums>>

export function sumsOf(scope: Scope): SumsOf {
  const { listing, names, isIn } = scope
  const sides = new Map<number, Map<number, Sums>>()
  for (let place = 0; place < listing.size; place += 1) {
    if (!isIn(place)) continue
    const code = names.of.codes[place] ?? 0
    const years = sides.get(code) ?? new Map<number, Sums>()
    sides.set(code, years)
    const year = listing.columns.year[place] ?? 0
    const sums = years.get(year) ?? { ...noSums }
    years.set(year, sums)
    add(sums, scope, place)
  }
  return sides
}

/** Sums of some years together. */
export function together(years: ReadonlyMap<number, Sums>, isIn: (year: number) => boolean): Sums {
  const all = { ...noSums }
  for (const [year, sums] of years) if (isIn(year)) for (const name of summed) all[name] += sums[name]
  return all
}

/** What the costs are of, and in whose prices the money is. */
export function costsOf({ listing, filters, alike }: Scope) {
  const isProgramme = sideOf(filters) === 'programme'
  return {
    per: alike === null ? null : (preparedOf(listing).pers.values[alike.per] ?? null),
    programme: alike === null || isProgramme ? null : (listing.by.programme.values[alike.programme] ?? null),
    prices: pricesOf(filters)?.base ?? null,
  }
}
