import { prefixOf } from '#app/domain/district.ts'
import type { Filters } from '#app/queries/filters.ts'
import type { GradesByDistrict, YearFigures } from '#app/queries/overview.ts'
import type { Cube } from './cube.ts'

/** What an overview's figures and charts are made of. */
export interface OverviewAnswer {
  figures: YearFigures | null
  trend: readonly YearFigures[]
  grades: readonly GradesByDistrict[]
}

const summed = [
  'evaluations',
  'alone',
  'planned',
  'plannedN',
  'spent',
  'spentN',
  'plannedOfBoth',
  'spentOfBoth',
  'bothN',
  'total',
  'totalN',
  'rates',
  'ratesMet',
  'gap',
  'comparableAlone',
  'contradictedAlone',
  'findings',
  'faulty',
  'explained',
  'confirmed',
  'dismissed',
  'cleared',
] as const
const listed = ['others', 'comparableOthers', 'contradictedOthers'] as const
const byGrade = ['excellent', 'good', 'fair', 'poor', 'ungraded'] as const

/** What the same questions to the server come to, to the last digit: both add up whole numbers and divide once. */
export function overviewOf(cube: Cube, filters: Filters): OverviewAnswer {
  const cells = cellsWithin(cube, filters)
  const byYear = cellsBy(cells, (cell) => cube.numbers.year[cell] ?? 0)
  const years = [...byYear.keys()].sort((one, other) => one - other)
  const sums = new Map(years.map((year) => [year, figuresOf(cube, year, byYear.get(year) ?? [])]))
  const trend = [...sums.values()].map((figures) => compared(figures, sums.get(figures.year - 1) ?? null))
  const latest = years.findLast((year) => filters.year.length === 0 || filters.year.includes(year))
  if (latest === undefined) return { figures: null, trend, grades: [] }
  return {
    figures: trend.find(({ year }) => year === latest) ?? null,
    trend,
    grades: gradesOf(cube, latest, byYear.get(latest) ?? []),
  }
}

/** The cells that filters let through, whichever years are chosen. */
function cellsWithin({ size, texts }: Cube, filters: Filters): number[] {
  const asked = (['sector', 'department', 'programme', 'district'] as const).flatMap((name) => {
    if (filters[name].length === 0) return []
    const { codes, values } = texts[name]
    const chosen = new Set(filters[name])
    const prefixes = filters.district.map(prefixOf)
    const isIn = (value: string) =>
      name === 'district' ? prefixes.some((prefix) => value.startsWith(prefix)) : chosen.has(value)
    return [{ codes, passes: Uint8Array.from(values, (value) => (value !== null && isIn(value) ? 1 : 0)) }]
  })
  const isOut = new Uint8Array(size)
  for (const { codes, passes } of asked)
    for (let cell = 0; cell < size; cell += 1) if (passes[codes[cell] ?? 0] !== 1) isOut[cell] = 1
  const cells: number[] = []
  for (let cell = 0; cell < size; cell += 1) if (isOut[cell] === 0) cells.push(cell)
  return cells
}

function cellsBy<Key>(cells: readonly number[], keyOf: (cell: number) => Key): Map<Key, number[]> {
  const groups = new Map<Key, number[]>()
  for (const cell of cells) {
    const key = keyOf(cell)
    const group = groups.get(key)
    if (group) group.push(cell)
    else groups.set(key, [cell])
  }
  return groups
}

function sumOver(column: Float64Array, cells: readonly number[]): number {
  let sum = 0
  for (const cell of cells) sum += column[cell] ?? 0
  return sum
}

/** How many projects are named in these cells, each once. */
function distinctIn({ texts }: Cube, name: (typeof listed)[number], cells: readonly number[]): number {
  const { codes, values } = texts[name]
  const found = new Set<string>()
  const isRead = new Uint8Array(values.length)
  for (const cell of cells) {
    const code = codes[cell] ?? 0
    if (isRead[code] === 1) continue
    isRead[code] = 1
    for (const project of values[code]?.split('\n') ?? []) if (project !== '') found.add(project)
  }
  return found.size
}

/** The cell of the widest gap, the first evaluation's of those that are equal; null where no rate is known. */
function widestOf({ numbers }: Cube, cells: readonly number[]): number | null {
  const { widestGap, widestPlace } = numbers
  let best: number | null = null
  for (const cell of cells) {
    if (widestPlace[cell] === 0) continue
    if (best === null) best = cell
    const wider = (widestGap[cell] ?? 0) - (widestGap[best] ?? 0)
    if (wider < 0 || (wider === 0 && (widestPlace[cell] ?? 0) < (widestPlace[best] ?? 0))) best = cell
  }
  return best
}

const over = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

function figuresOf(cube: Cube, year: number, cells: readonly number[]) {
  const sums = Object.fromEntries(summed.map((name) => [name, sumOver(cube.numbers[name], cells)])) as Record<
    (typeof summed)[number],
    number
  >
  const widest = widestOf(cube, cells)
  const textAt = (name: 'widestProject' | 'widestProjectId' | 'districtName') => {
    const { codes, values } = cube.texts[name]
    return widest === null ? null : (values[codes[widest] ?? 0] ?? null)
  }
  const comparable = sums.comparableAlone + distinctIn(cube, 'comparableOthers', cells)
  const contradicted = sums.contradictedAlone + distinctIn(cube, 'contradictedOthers', cells)
  const faulty = sums.faulty - sums.cleared
  return {
    year,
    projects: sums.alone + distinctIn(cube, 'others', cells),
    evaluations: sums.evaluations,
    planned: sums.plannedN === 0 ? null : sums.planned / 100,
    plannedN: sums.plannedN,
    spent: sums.spentN === 0 ? null : sums.spent / 100,
    spentN: sums.spentN,
    executionRate: sums.bothN === 0 ? null : over(100 * (sums.spentOfBoth / 100), sums.plannedOfBoth / 100),
    executionN: sums.bothN,
    meanTotal: over(sums.total / 10_000, sums.totalN),
    totalN: sums.totalN,
    satisfactionMet: over(100 * sums.ratesMet, sums.rates),
    meanGap: over(sums.gap / 10_000, sums.rates),
    satisfactionN: sums.rates,
    widestGap: widest === null ? null : (cube.numbers.widestGap[widest] ?? null),
    widestProject: textAt('widestProject'),
    widestProjectId: textAt('widestProjectId'),
    widestDistrict: textAt('districtName'),
    contradicted: comparable > 0 ? contradicted : null,
    comparableN: comparable,
    open: sums.findings - sums.explained - sums.confirmed - sums.dismissed,
    explained: sums.explained,
    confirmed: sums.confirmed,
    dismissed: sums.dismissed,
    faulty,
    faultyShare: over(100 * faulty, sums.evaluations),
  }
}

type Figures = ReturnType<typeof figuresOf>

const less = (now: number | null, before: number | null | undefined) =>
  now === null || before === null || before === undefined ? null : now - before

const lessInPercent = (now: number | null, before: number | null | undefined) => {
  const change = less(now, before)
  return change === null || !before ? null : (100 * change) / before
}

/** The figures of a year beside what they were the year before. */
const compared = (figures: Figures, before: Figures | null): YearFigures => ({
  ...figures,
  yearBefore: before?.year ?? null,
  evaluationsBefore: before?.evaluations ?? null,
  projectsChange: less(figures.projects, before?.projects),
  plannedChangePercent: lessInPercent(figures.planned, before?.planned),
  spentChangePercent: lessInPercent(figures.spent, before?.spent),
  executionRateChange: less(figures.executionRate, before?.executionRate),
  meanTotalChange: less(figures.meanTotal, before?.meanTotal),
  satisfactionMetChange: less(figures.satisfactionMet, before?.satisfactionMet),
  meanGapChange: less(figures.meanGap, before?.meanGap),
  contradictedChange: less(figures.contradicted, before?.contradicted),
  faultyChange: less(figures.faulty, before?.faulty),
})

function gradesOf(cube: Cube, year: number, cells: readonly number[]): GradesByDistrict[] {
  const { district, districtName } = cube.texts
  const rows = [...cellsBy(cells, (cell) => district.codes[cell] ?? 0)].map(([code, within]) => {
    const counts = Object.fromEntries(
      byGrade.map((grade) => [grade, sumOver(cube.numbers[grade], within)]),
    ) as Record<(typeof byGrade)[number], number>
    const nameOf = (cell: number) => districtName.values[districtName.codes[cell] ?? 0] ?? null
    const named = within.find((cell) => nameOf(cell) !== null)
    return {
      district: district.values[code] ?? null,
      districtName: named === undefined ? null : nameOf(named),
      year,
      ...counts,
      n: sumOver(cube.numbers.evaluations, within),
    }
  })
  return rows.sort((one, other) => inOrder(one.district, other.district))
}

/** Administrative order; those whose district is open come last. */
function inOrder(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  return one < other ? -1 : 1
}
