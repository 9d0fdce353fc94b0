import type { Way } from './glued-row.ts'

/*
 * Which way a row came apart is often told by the other rows alone: the points of a first level make up those it
 * names (产出指标（50分）), and the points of all rows what the total says.
 */

/** A row's ways, with the points that the first level beginning there names. */
export interface Choice {
  ways: readonly Way[]
  groupWeight: number | null
  beginsGroup: boolean
}

/** What all weights and all scores may make up; null where that is not known. */
export interface Totals {
  weight: readonly number[] | null
  score: readonly number[] | null
}

/** The chosen way of each row; null for a row that stays whole. */
type Chosen = (Way | null)[]

interface Sum {
  weight: number
  score: number
  /** What the weights of the first level make up so far. */
  group: number
  worth: number
  /** How often another set of ways was as likely. */
  ties: number
  way: Way | null
  before: Sum | null
}

const none: Sum = { weight: 0, score: 0, group: 0, worth: 0, ties: 0, way: null, before: null }
const mostSums = 500
const mostWays = 10
/** Points may tell likely ways apart, and make no unlikely one true. */
const mostLoss = 2
const hundredths = (points: number | null) => Math.round((points ?? 0) * 100)

/** Chooses among the ways of all rows at once; null where no choice makes up the totals, or several do. */
export function chooseTogether(rows: readonly Choice[], { weight, score }: Totals): Chosen | null {
  if (weight === null && score === null) return null
  let sums: Sum[] = [none]
  let named: number | null = null
  for (const { ways, beginsGroup, groupWeight } of rows) {
    if (beginsGroup) {
      sums = endGroup(sums, named)
      named = groupWeight
    }
    const own: readonly (Way | null)[] = ways.length === 0 ? [null] : likeliestOf(ways)
    sums = likeliest(sums.flatMap((sum) => own.map((way) => withWay(sum, way))))
  }
  const fits = (total: readonly number[] | null, sum: number) =>
    total === null || total.some((one) => hundredths(one) === sum)
  const [best, other] = endGroup(sums, named)
    .filter((sum) => fits(weight, sum.weight) && fits(score, sum.score))
    .sort((one, another) => another.worth - one.worth)
  return best === undefined || best.ties > 0 || best.worth === other?.worth ? null : waysIn(best)
}

/** Keeps what makes up the points that the first level names, where anything does. */
function endGroup(sums: readonly Sum[], named: number | null): Sum[] {
  const exact = named === null ? [] : sums.filter(({ group }) => group === hundredths(named))
  return (exact.length > 0 ? exact : sums).map((sum) => ({ ...sum, group: 0 }))
}

const withWay = (sum: Sum, way: Way | null): Sum => ({
  weight: sum.weight + hundredths(way?.weight ?? null),
  score: sum.score + hundredths(way?.score ?? null),
  group: sum.group + hundredths(way?.weight ?? null),
  worth: sum.worth + (way?.worth ?? 0),
  ties: sum.ties,
  way,
  before: sum,
})

function waysIn(sum: Sum): Chosen {
  const ways: Chosen = []
  for (let one = sum; one.before; one = one.before) ways.push(one.way)
  return ways.reverse()
}

/** A row's likeliest way for each of the points that it can have. */
function likeliestOf(ways: readonly Way[]): Way[] {
  const best = new Map<string, Way>()
  for (const way of ways) {
    const key = `${way.weight}/${way.score}`
    const before = best.get(key)
    if (before === undefined || way.worth > before.worth) best.set(key, way)
  }
  const kept = [...best.values()].sort((one, other) => other.worth - one.worth).slice(0, mostWays)
  return kept.filter(({ worth }) => worth > (kept[0]?.worth ?? 0) - mostLoss)
}

/** Of those that make up the same points the likeliest; not more than can be gone through. */
function likeliest(sums: readonly Sum[]): Sum[] {
  const best = new Map<string, Sum>()
  for (const sum of sums) {
    const key = `${sum.weight}/${sum.score}/${sum.group}`
    const before = best.get(key)
    if (before === undefined || sum.worth > before.worth) best.set(key, sum)
    else if (sum.worth === before.worth) before.ties += 1
  }
  const kept = [...best.values()]
  return kept.length <= mostSums
    ? kept
    : kept.sort((one, other) => other.worth - one.worth).slice(0, mostSums)
}

/** The likeliest way of a row alone; null where another is as likely. */
export function chooseAlone([best, other]: readonly Way[]): Way | null {
  const isClear = best !== undefined && best.worth > (other?.worth ?? 0)
  return isClear ? best : null
}
