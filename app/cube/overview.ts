import type { Grade } from '#app/domain/evaluation.ts'
import { type Banded, bandSpan, bandsIn, lies, meets, readSpan } from '#app/domain/span.ts'
import { type Sum, summed } from '#app/queries/cube-sums.ts'
import type { Filters, GradeChoice } from '#app/queries/filters.ts'
import { most } from '#app/queries/list-lengths.ts'
import type { BandCount, GradeCount } from '#app/queries/outcomes.ts'
import type { ExecutionAgainstScore, GradesByDistrict, YearFigures } from '#app/queries/overview.ts'
import type { Watched } from '#app/queries/watch-list.ts'
import { coarseOf, type Finer, finer } from './coarse.ts'
import { type Cube, cubeOf } from './cube.ts'
import type { Answering } from './held.ts'
import { type Listing, listSource, pageList, placesIn } from './listing.ts'
import { among, having, inOrder, lyingIn } from './passing.ts'
import { over } from './rounded.ts'
import { CubeSource } from './source.ts'
import { codeOfBand, dimensions, type Passing, Tally } from './tally.ts'

/** What an overview's figures and charts are made of. */
export interface OverviewAnswer {
  figures: YearFigures | null
  trend: readonly YearFigures[]
  grades: readonly GradesByDistrict[]
  gradeCounts: readonly GradeCount[]
  scoreBands: readonly BandCount[]
  executionBands: readonly BandCount[]
}

/** What was counted last, of the coarsest cells first, with what those are told apart by. */
type Tallies = readonly (readonly [readonly Finer[], Tally])[]

const tallies = new WeakMap<Cube, Tallies>()

/** What was counted last of a cube, to go on from. */
function talliesOf(cube: Cube): Tallies {
  const coarse = (by: readonly Finer[]) => [by, new Tally(coarseOf(cube, by))] as const
  const counted = tallies.get(cube) ?? [
    coarse([]),
    coarse(['sector', 'department']),
    // A sector has programmes of its own: there are as many cells as without it.
    coarse(['sector', 'programme']),
    [finer, new Tally(cube)] as const,
  ]
  tallies.set(cube, counted)
  return counted
}

/**
 * What the same questions to the server come to, to the last digit: both add up whole numbers and divide once. Null
 * where a span begins or ends within a band, which only the server can tell.
 */
export function overviewOf(cube: Cube, filters: Filters): OverviewAnswer | null {
  const tally = talliedFor(cube, filters)
  if (tally === null) return null
  const { years, inScope } = tally
  const sums = new Map(
    years.flatMap((year, place) => {
      const figures = figuresOf(tally, place)
      return figures.evaluations === 0 ? [] : [[year, figures] as const]
    }),
  )
  const trend = [...sums.values()].map((figures) => compared(figures, sums.get(figures.year - 1) ?? null))
  const isAsked = (year: number) => filters.year.length === 0 || filters.year.includes(year)
  const latest = years.findLastIndex((year, place) => isAsked(year) && (inScope[place] ?? 0) > 0)
  if (latest === -1)
    return { figures: null, trend, grades: [], gradeCounts: [], scoreBands: [], executionBands: [] }
  return {
    figures: trend.find(({ year }) => year === years[latest]) ?? null,
    trend,
    grades: gradesOf(tally, latest),
    gradeCounts: gradeCountsOf(tally, latest, filters),
    scoreBands: bandCountsOf('score', tally, latest, filters),
    executionBands: bandCountsOf('execution', tally, latest, filters),
  }
}

/** What filters let through of a cube; null where only the server can tell. */
export function talliedFor(cube: Cube, filters: Filters): Tally | null {
  if (!isOverviewAnswerable(filters)) return null
  const tally = coarsest(cube, filters)
  tally?.choose(passingOf(tally, filters))
  return tally
}

/** The fewest cells that tell apart what is chosen, and what else is asked. */
function coarsest(cube: Cube, filters: Filters, also: Finer | null = null): Tally | null {
  const asked = finer.filter((name) => name === also || filters[name].length > 0)
  const [, tally] = talliesOf(cube).find(([by]) => asked.every((name) => by.includes(name))) ?? []
  return tally ?? null
}

/** What filters let through of a cube, by programme and year; null where only the server can tell. */
export function sumsByProgramme(cube: Cube, filters: Filters): Map<string, Map<number, Sums>> | null {
  if (!isOverviewAnswerable(filters)) return null
  const tally = coarsest(cube, filters, 'programme')
  if (tally === null) return null
  const passing = passingOf(tally, filters)
  const { numbers, texts, size } = tally.cube
  const out = dimensions.flatMap((name) => {
    const passes = passing[name]
    return passes === null ? [] : [{ passes, codes: tally.codes[name] }]
  })
  const programmes = new Map<string, Map<number, Record<Sum, number>>>()
  for (let cell = 0; cell < size; cell += 1) {
    const programme = texts.programme.values[texts.programme.codes[cell] ?? 0]
    if (typeof programme !== 'string' || out.some(({ passes, codes }) => passes[codes[cell] ?? 0] !== 1))
      continue
    const years = programmes.get(programme) ?? new Map<number, Record<Sum, number>>()
    programmes.set(programme, years)
    const year = numbers.year[cell] ?? 0
    const sums = years.get(year)
    if (sums === undefined) years.set(year, sumsAt(tally.cube, cell))
    else for (const name of summed) sums[name] += numbers[name][cell] ?? 0
  }
  return programmes
}

const sumsAt = ({ numbers }: Cube, cell: number) =>
  Object.fromEntries(summed.map((name) => [name, numbers[name][cell] ?? 0])) as Record<Sum, number>

/** False where a span begins or ends within a band, which only the server can tell. */
export const isOverviewAnswerable = (filters: Filters): boolean =>
  (['execution', 'score'] as const).every((of) => {
    const span = filters[of] === null ? null : readSpan(filters[of])
    return span === null || bandsIn(of, span) !== null
  })

/** The codes of each dimension that filters let through. */
function passingOf(tally: Tally, filters: Filters): Passing {
  const { texts } = tally.cube
  const grades = new Set<string>(filters.grade)
  return {
    district: lyingIn(texts.district, filters.district),
    sector: among(texts.sector, filters.sector),
    department: among(texts.department, filters.department),
    programme: among(texts.programme, filters.programme),
    grade: having(texts.grade, filters.grade, (value) => grades.has(value ?? 'none')),
    execution: bandsAsked('execution', tally, filters),
    score: bandsAsked('score', tally, filters),
  }
}

function bandsAsked(of: Banded, tally: Tally, filters: Filters): Uint8Array | null {
  const span = filters[of] === null ? null : readSpan(filters[of])
  const asked = span === null ? null : bandsIn(of, span)
  if (asked === null) return null
  return new Uint8Array(tally.sizes[of]).map((_, code) =>
    code >= codeOfBand(asked[0]) && code <= codeOfBand(asked[1]) ? 1 : 0,
  )
}

type Sums = Readonly<Record<Sum, number>>

export const executionOf = ({ bothN, spent, spentAlone, planned, plannedAlone }: Sums) =>
  bothN === 0 ? null : over(100 * ((spent - spentAlone) / 100), (planned - plannedAlone) / 100)
export const meanTotalOf = ({ total, totalN }: Sums) => over(total / 10_000, totalN)
export const meanGapOf = ({ gap, rates }: Sums) => over(gap / 10_000, rates)

function figuresOf(tally: Tally, place: number) {
  const { cube } = tally
  const sums = tally.sumsOf(place, null)
  const widest = tally.widest(place)
  const textAt = (name: 'widestProject' | 'districtName') => {
    const { codes, values } = cube.texts[name]
    return widest === null ? null : (values[codes[widest] ?? 0] ?? null)
  }
  const comparable = sums.comparableAlone + tally.distinct('comparableOthers', place)
  const contradicted = sums.contradictedAlone + tally.distinct('contradictedOthers', place)
  const faulty = sums.faulty - sums.cleared
  return {
    year: tally.years[place] ?? 0,
    projects: sums.alone + tally.distinct('others', place),
    evaluations: sums.evaluations,
    planned: sums.plannedN === 0 ? null : sums.planned / 100,
    plannedN: sums.plannedN,
    spent: sums.spentN === 0 ? null : sums.spent / 100,
    spentN: sums.spentN,
    executionRate: executionOf(sums),
    executionN: sums.bothN,
    meanTotal: meanTotalOf(sums),
    totalN: sums.totalN,
    satisfactionMet: over(100 * sums.ratesMet, sums.rates),
    meanGap: meanGapOf(sums),
    satisfactionN: sums.rates,
    widestGap: widest === null ? null : (cube.numbers.widestGap[widest] ?? null),
    widestProject: textAt('widestProject'),
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

function gradesOf(tally: Tally, year: number): GradesByDistrict[] {
  const { texts } = tally.cube
  const rows = texts.district.values.flatMap((district, code) => {
    const of = (grade: string | null) => {
      const place = texts.grade.values.indexOf(grade)
      const row = year * tally.sizes.district + code
      return place === -1 ? 0 : (tally.graded[row * tally.sizes.grade + place] ?? 0)
    }
    const counts = {
      excellent: of('excellent'),
      good: of('good'),
      fair: of('fair'),
      poor: of('poor'),
      ungraded: of(null),
    }
    const n = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (n === 0) return []
    return [
      {
        district,
        districtName: tally.districtNames[code] ?? null,
        year: tally.years[year] ?? 0,
        ...counts,
        n,
      },
    ]
  })
  return rows.sort((one, other) => inOrder(one.district, other.district))
}

const gradeChoices = ['excellent', 'good', 'fair', 'poor', 'none'] as const satisfies GradeChoice[]

const gradeCountsOf = (tally: Tally, year: number, { grade: chosen }: Filters): GradeCount[] =>
  gradeChoices.map((grade) => {
    const code = tally.cube.texts.grade.values.indexOf(grade === 'none' ? null : grade)
    return {
      grade,
      year: tally.years[year] ?? 0,
      n: code === -1 ? 0 : (tally.byOutcome.grade[year * tally.sizes.grade + code] ?? 0),
      chosen: chosen.length === 0 || chosen.includes(grade),
    }
  })

/** From the lowest band to the highest that has any, with those between. */
function bandCountsOf(of: Banded, tally: Tally, year: number, filters: Filters): BandCount[] {
  const size = tally.sizes[of]
  const counts = tally.byOutcome[of].subarray(year * size, (year + 1) * size)
  const some = [...counts.keys()].filter((code) => code > 0 && (counts[code] ?? 0) > 0)
  const [first, last] = [some[0], some.at(-1)]
  if (first === undefined || last === undefined) return []
  const asked = filters[of] === null ? null : readSpan(filters[of])
  return Array.from({ length: last - first + 1 }, (_, place) => {
    const band = bandSpan(of, first + place - codeOfBand(0))
    return {
      ...band,
      year: tally.years[year] ?? 0,
      n: counts[first + place] ?? 0,
      chosen: asked === null || meets(asked, band),
    }
  })
}

export const overviewSource = new CubeSource('overview', (table) => {
  const cube = cubeOf(table)
  // So that the first choice finds everything counted.
  talliesOf(cube)
  return cube
})

interface Marked {
  year: number
  grade: Grade | null
  executionRate: number | null
  total: number | null
}

/** The first rows of the overview's year, each with how many there are in all. */
export function markedIn<Row extends Marked>(
  listing: Listing<Row>,
  filters: Filters,
  { figures }: Pick<OverviewAnswer, 'figures'>,
  length: number,
): (Row & { n: number })[] {
  const { year, grade, executionRate, total } = listing.columns
  const grades = new Set<string>(filters.grade)
  const isWithin = (text: string | null, figure: number | null | undefined) =>
    text === null || lies(figure ?? null, readSpan(text))
  const places = placesIn(
    listing,
    filters,
    (place) =>
      year[place] === figures?.year &&
      (grades.size === 0 || grades.has(grade[place] ?? 'none')) &&
      isWithin(filters.score, total[place]) &&
      isWithin(filters.execution, executionRate[place]),
  )
  return places.slice(0, length).map((place) => ({ ...listing.rowAt(place), n: places.length }))
}

export const overviewAnswering: Answering<Cube, OverviewAnswer> = {
  path: '/',
  source: overviewSource,
  answered: ['year', 'district', 'sector', 'department', 'programme', 'grade', 'execution', 'score'],
  answerOf: overviewOf,
  isAnswerable: isOverviewAnswerable,
  lists: [
    pageList<Watched, Cube, OverviewAnswer>(listSource('watch-list'), (listing, filters, answer) => ({
      watchList: markedIn(listing, filters, answer, most.watched),
    })),
    pageList<ExecutionAgainstScore, Cube, OverviewAnswer>(
      listSource('execution-against-score'),
      (listing, filters, answer) => ({
        marks: markedIn(listing, filters, answer, most.marks),
      }),
    ),
  ],
}
