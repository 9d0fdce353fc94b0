import type { Table } from '@uwdata/flechette'
import { Level1 } from '#app/domain/indicator.ts'
import type { Filters } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { Completion, CompletionByLevel, CompletionByYear, Reached } from '#app/queries/targets.ts'
import type { TargetCell } from '#app/queries/targets-cube.ts'
import { type Columns, columnsOf } from './cube.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList, rowsIn } from './listing.ts'
import { among, districtNames, inOrder, isAsked, passing } from './passing.ts'
import { type Groups, type Ordered, ordered, quantilesOf } from './quantiles.ts'
import { CubeSource } from './source.ts'

export interface TargetsCube extends Columns<TargetCell> {
  completions: Ordered
}

export function targetsCubeOf(table: Table): TargetsCube {
  const columns = columnsOf<TargetCell>(
    table,
    ['year', 'completion', 'completed', 'n'],
    ['district', 'districtName', 'sector', 'department', 'programme', 'level', 'outcome'],
  )
  const { completion, n } = columns.numbers
  return { ...columns, completions: ordered(completion, n) }
}

/** What a comparison of targets with outcomes is made of. */
export interface TargetsAnswer {
  summary: Completion
  levels: readonly CompletionByLevel[]
  years: readonly CompletionByYear[]
}

/** What the same questions to the server come to, to the last digit. */
export function targetsOf(cube: TargetsCube, filters: Filters): TargetsAnswer {
  const { numbers, texts } = cube
  const passes = passing(texts, filters, [[texts.level, among(texts.level, filters.level1)]])
  // Budget execution counts in no total, unless it is asked for.
  const apart = filters.level1.includes('execution') ? -1 : texts.level.values.indexOf('execution')
  const asked = Uint8Array.from(numbers.year, (year) => (isAsked(filters, year) ? 1 : 0))
  const levelOf = texts.level.codes
  const within = (cell: number) => passes[cell] === 1 && asked[cell] === 1
  return {
    summary: summaryOf(cube, (cell) => within(cell) && levelOf[cell] !== apart),
    levels: levelsOf(cube, within),
    years: yearsOf(cube, (cell) => passes[cell] === 1 && numbers.year[cell] !== 0, apart),
  }
}

/** Indicators of each group as far as they came. */
function outcomesOf({ numbers, texts, completions }: TargetsCube, groups: Groups) {
  const tallies = Array.from({ length: groups.count }, () => ({ met: 0, n: 0, total: 0 }))
  const completed = groups.of.slice()
  const [met, missed] = (['met', 'missed'] as const).map((outcome) => texts.outcome.values.indexOf(outcome))
  for (let cell = 0; cell < completed.length; cell += 1) {
    const tally = tallies[groups.of[cell] ?? -1]
    if (tally === undefined) continue
    const [outcome, times] = [texts.outcome.codes[cell], numbers.n[cell] ?? 0]
    tally.total += times
    if (outcome === met || outcome === missed) tally.n += times
    if (outcome === met) tally.met += times
    if (numbers.completed[cell] !== 1) completed[cell] = -1
  }
  const medians = quantilesOf({ ...groups, of: completed }, completions, 0.5)
  return tallies.map(({ met, n, total }, group) => ({
    share: n === 0 ? null : (100 * met) / n,
    completion: medians[group] ?? null,
    met,
    n,
    total,
  }))
}

/** Cells in groups by a code, as far as they are let through. */
const grouped = (cube: TargetsCube, count: number, of: (cell: number) => number): Groups => {
  const groups = new Int32Array(cube.size)
  for (let cell = 0; cell < cube.size; cell += 1) groups[cell] = of(cell)
  return { of: groups, count }
}

function summaryOf(cube: TargetsCube, isIn: (cell: number) => boolean): Completion {
  const { numbers, texts } = cube
  const all = grouped(cube, 1, (cell) => (isIn(cell) ? 0 : -1))
  const [outcomes] = outcomesOf(cube, all)
  const sumOf = (isOf: (cell: number) => boolean) => {
    let sum = 0
    for (let cell = 0; cell < cube.size; cell += 1)
      if (all.of[cell] === 0 && isOf(cell)) sum += numbers.n[cell] ?? 0
    return sum
  }
  const having = (outcome: TargetCell['outcome']) => {
    const code = texts.outcome.values.indexOf(outcome)
    return (cell: number) => texts.outcome.codes[cell] === code
  }
  const isMissed = having('missed')
  return {
    share: null,
    completion: null,
    met: 0,
    n: 0,
    total: 0,
    ...outcomes,
    incomplete: sumOf(having('incomplete')),
    qualitative: sumOf(having('qualitative')),
    unlike: sumOf(having('unlike')),
    undated: sumOf((cell) => isMissed(cell) && numbers.completed[cell] === 0),
    overshot: sumOf((cell) => numbers.completed[cell] === 1 && (numbers.completion[cell] ?? 0) >= 130),
  }
}

/** Levels in the order of the form; indicators of no known level last. */
const inFormOrder = (level: string | null) => places.get(level) ?? places.size
const places = new Map<string | null, number>(Level1.options.map((level, place) => [level, place]))

const levelIn = (value: string | null | undefined) =>
  Level1.options.find((option) => option === value) ?? null

function levelsOf(cube: TargetsCube, isIn: (cell: number) => boolean): CompletionByLevel[] {
  const { district, districtName, level } = cube.texts
  const size = level.values.length
  const names = districtNames(district, districtName)
  const groups = grouped(cube, district.values.length * size, (cell) =>
    isIn(cell) ? (district.codes[cell] ?? 0) * size + (level.codes[cell] ?? 0) : -1,
  )
  return outcomesOf(cube, groups)
    .map((outcomes, group) => ({
      district: district.values[Math.floor(group / size)] ?? null,
      districtName: names[Math.floor(group / size)] ?? null,
      level: levelIn(level.values[group % size]),
      ...outcomes,
    }))
    .filter(({ total }) => total > 0)
    .sort(
      (one, other) =>
        inOrder(one.district, other.district) || inFormOrder(one.level) - inFormOrder(other.level),
    )
}

function yearsOf(cube: TargetsCube, isIn: (cell: number) => boolean, apart: number): CompletionByYear[] {
  const { numbers, texts } = cube
  const { level } = texts
  const known = [...new Set(numbers.year)].filter((year) => year !== 0)
  if (known.length === 0) return []
  const first = Math.min(...known)
  const [span, size] = [Math.max(...known) - first + 1, level.values.length]
  const place = (cell: number) => (numbers.year[cell] ?? 0) - first
  const together = outcomesOf(
    cube,
    grouped(cube, span, (cell) => (isIn(cell) && level.codes[cell] !== apart ? place(cell) : -1)),
  )
  const each = outcomesOf(
    cube,
    grouped(cube, span * size, (cell) => (isIn(cell) ? (level.codes[cell] ?? 0) * span + place(cell) : -1)),
  )
  const seen = [...each.keys()].filter((group) => (each[group]?.total ?? 0) > 0).map((group) => group % span)
  const [from, to] = [Math.min(...seen), Math.max(...seen)]
  const rowsOf = (name: CompletionByYear['level'], outcomes: typeof each) => {
    if (outcomes.every(({ n }) => n === 0)) return []
    return outcomes.slice(from, to + 1).map((outcome, after) => {
      const before = outcomes[from + after - 1]?.share ?? null
      const change = after === 0 || outcome.share === null || before === null ? null : outcome.share - before
      return { year: first + from + after, level: name, change, ...outcome }
    })
  }
  const inForm = [...level.values.keys()].sort(
    (one, other) => inFormOrder(level.values[one] ?? null) - inFormOrder(level.values[other] ?? null),
  )
  return [
    ...rowsOf('all', together),
    ...inForm.flatMap((code) =>
      rowsOf(levelIn(level.values[code]) ?? 'none', each.slice(code * span, (code + 1) * span)),
    ),
  ]
}

export function reachedIn(listing: Listing<Reached>, filters: Filters): Reached[] {
  const { level } = listing.columns
  const levels = new Set<Level1 | null>(filters.level1)
  return rowsIn(listing, filters, most.reached, (place) => {
    const of = level[place] ?? null
    return levels.size === 0 ? of !== 'execution' : levels.has(of)
  })
}

export const targetsAnswering: Answering<TargetsCube, TargetsAnswer> = {
  path: '/compare/targets',
  source: new CubeSource('targets', targetsCubeOf),
  answered: ['year', 'district', 'sector', 'department', 'programme', 'level1'],
  answerOf: targetsOf,
  isAnswerable: () => true,
  lists: [
    pageList<Reached>(listSource('widest-misses'), (listing, filters) => ({
      misses: reachedIn(listing, filters),
    })),
    pageList<Reached>(listSource('widest-overshoots'), (listing, filters) => ({
      overshoots: reachedIn(listing, filters),
    })),
  ],
}
