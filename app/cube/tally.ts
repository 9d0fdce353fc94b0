import { type Sum, summed } from '#app/queries/cube-sums.ts'
import type { Cube, Texts } from './cube.ts'
import { districtNames } from './passing.ts'

/** What cells can be kept out by, each a bit of what is noted of a cell. */
export const dimensions = [
  'district',
  'sector',
  'department',
  'programme',
  'grade',
  'execution',
  'score',
] as const
export type Dimension = (typeof dimensions)[number]

/** The codes of a dimension that are let through; null where all are. */
export type Passing = Readonly<Record<Dimension, Uint8Array | null>>

const bit = (dimension: Dimension) => 1 << dimensions.indexOf(dimension)
const outcomes = ['grade', 'execution', 'score'] as const
const outcomeBits = bit('grade') | bit('execution') | bit('score')
const everyBit = 2 ** dimensions.length - 1

/** Projects that stand in several cells, as numbers: those of a cell from `starts[cell]` on. */
interface Named {
  starts: Int32Array
  projects: Int32Array
  /** How often each stands in the cells that are let through, by year; and how many do at all. */
  times: Int32Array
  distinct: Int32Array
  size: number
}

/** Self-evaluations by year and code, of the cells that nothing but these bits keeps out. */
interface Outcome {
  bits: number
  counts: Float64Array
  codes: Int32Array
  size: number
}

const listed = ['others', 'comparableOthers', 'contradictedOthers'] as const

/**
 * The sums of the cells that are let through, by year. A further choice takes away and adds only the cells that it
 * changes, or begins anew from nothing or from everything where that is less work; all are whole numbers, so that
 * the order in which they are added up leaves no trace.
 */
export class Tally {
  readonly cube: Cube
  readonly years: readonly number[]
  /** By code. */
  readonly districtNames: readonly (string | null)[]
  /** By year, district and sum. */
  readonly sums: Float64Array
  /** Self-evaluations by year, district and grade. */
  readonly graded: Float64Array
  /** Self-evaluations by year and code, whatever is chosen of the dimension itself. */
  readonly byOutcome: Readonly<Record<(typeof outcomes)[number], Float64Array>>
  /** Self-evaluations by year, whatever came of them. */
  readonly inScope: Float64Array
  readonly codes: Readonly<Record<Dimension, Int32Array>>
  readonly sizes: Readonly<Record<Dimension, number>>
  readonly #rows: Float64Array
  readonly #yearOf: Int32Array
  readonly #named: Readonly<Record<(typeof listed)[number], Named>>
  /** By year, the cells with a gap, the widest first. */
  readonly #byGap: readonly Int32Array[]
  readonly #whole: readonly (Float64Array | Int32Array)[]
  readonly #outcomes: readonly Outcome[]
  readonly #changed: Int32Array
  #keptOut: Uint8Array
  #next: Uint8Array

  constructor(cube: Cube) {
    const { size, numbers, texts } = cube
    this.cube = cube
    this.years = [...new Set(numbers.year)].sort((one, other) => one - other)
    const places = new Map(this.years.map((year, place) => [year, place]))
    this.#yearOf = Int32Array.from(numbers.year, (year) => places.get(year) ?? 0)
    const { district, sector, department, programme, grade } = texts
    this.codes = {
      district: district.codes,
      sector: sector.codes,
      department: department.codes,
      programme: programme.codes,
      grade: grade.codes,
      execution: Int32Array.from(numbers.executionBand, codeOfBand),
      score: Int32Array.from(numbers.scoreBand, codeOfBand),
    }
    const sizeOf = (dimension: Dimension) =>
      this.codes[dimension].reduce((most, code) => Math.max(most, code), -1) + 1
    this.sizes = Object.fromEntries(dimensions.map((name) => [name, sizeOf(name)])) as Record<
      Dimension,
      number
    >
    this.districtNames = districtNames(district, texts.districtName)
    const n = this.years.length
    this.#rows = new Float64Array(size * summed.length)
    for (const [place, name] of summed.entries())
      for (let cell = 0; cell < size; cell += 1)
        this.#rows[cell * summed.length + place] = numbers[name][cell] ?? 0
    this.sums = new Float64Array(n * this.sizes.district * summed.length)
    this.graded = new Float64Array(n * this.sizes.district * this.sizes.grade)
    this.byOutcome = {
      grade: new Float64Array(n * this.sizes.grade),
      execution: new Float64Array(n * this.sizes.execution),
      score: new Float64Array(n * this.sizes.score),
    }
    this.inScope = new Float64Array(n)
    this.#outcomes = [
      { bits: outcomeBits, counts: this.inScope, codes: new Int32Array(size), size: 1 },
      ...outcomes.map((name) => ({
        bits: bit(name),
        counts: this.byOutcome[name],
        codes: this.codes[name],
        size: this.sizes[name],
      })),
    ]
    this.#named = {
      others: namedIn(texts.others, n),
      comparableOthers: namedIn(texts.comparableOthers, n),
      contradictedOthers: namedIn(texts.contradictedOthers, n),
    }
    this.#byGap = this.years.map((_, year) => this.#cellsByGap(year))
    this.#changed = new Int32Array(size)
    this.#keptOut = new Uint8Array(size).fill(everyBit)
    this.#next = new Uint8Array(size)
    this.#turn(everyBit)
    this.#whole = this.#counts().map((counts) => counts.slice())
  }

  /** Counts what is let through now. */
  choose(passing: Passing) {
    const { size } = this.cube
    const next = this.#next.fill(0)
    for (const dimension of dimensions) {
      const passes = passing[dimension]
      if (passes === null) continue
      const codes = this.codes[dimension]
      const out = passes.map((passed) => (passed === 1 ? 0 : bit(dimension)))
      for (let cell = 0; cell < size; cell += 1) next[cell] = (next[cell] ?? 0) | (out[codes[cell] ?? 0] ?? 0)
    }
    const before = this.#keptOut
    let [turned, out] = [0, 0]
    for (let cell = 0; cell < size; cell += 1) {
      const isOut = next[cell] !== 0
      if (isOut) out += 1
      if (isOut !== (before[cell] !== 0)) turned += 1
    }
    if (turned <= Math.min(out, size - out)) return this.#turn(null)
    const isFromWhole = out < size - out
    for (const [place, counts] of this.#counts().entries()) {
      if (isFromWhole) counts.set(this.#whole[place] ?? [])
      else counts.fill(0)
    }
    this.#turn(isFromWhole ? 0 : everyBit)
  }

  /** The sums of a year, of one district or of all. */
  sumsOf(year: number, district: number | null): Record<Sum, number> {
    const [from, to] = district === null ? [0, this.sizes.district] : [district, district + 1]
    const totals = new Float64Array(summed.length)
    for (let place = year * this.sizes.district + from; place < year * this.sizes.district + to; place += 1)
      for (let column = 0; column < summed.length; column += 1)
        totals[column] = (totals[column] ?? 0) + (this.sums[place * summed.length + column] ?? 0)
    return Object.fromEntries(summed.map((name, column) => [name, totals[column] ?? 0])) as Record<
      Sum,
      number
    >
  }

  /** How many projects of a list are let through in a year, each once. */
  distinct = (list: (typeof listed)[number], year: number) => this.#named[list].distinct[year] ?? 0

  /** The cell of a year's widest gap, the first evaluation's of those that are equal; null where no rate is known. */
  widest(year: number): number | null {
    for (const cell of this.#byGap[year] ?? []) if (this.#keptOut[cell] === 0) return cell
    return null
  }

  #counts() {
    const named = listed.flatMap((list) => [this.#named[list].times, this.#named[list].distinct])
    return [this.sums, this.graded, ...Object.values(this.byOutcome), this.inScope, ...named]
  }

  #cellsByGap(year: number): Int32Array {
    const { widestGap, widestPlace } = this.cube.numbers
    const cells: number[] = []
    for (const [cell, of] of this.#yearOf.entries())
      if (of === year && widestPlace[cell] !== 0) cells.push(cell)
    return Int32Array.from(cells).sort(
      (one, other) =>
        (widestGap[one] ?? 0) - (widestGap[other] ?? 0) ||
        (widestPlace[one] ?? 0) - (widestPlace[other] ?? 0),
    )
  }

  /** Turns from what was kept out, in each cell or everywhere alike, to what is next. */
  #turn(from: number | null) {
    const [before, next] = [this.#keptOut, this.#next]
    let n = 0
    for (let cell = 0; cell < next.length; cell += 1) {
      const [was, is] = [from ?? before[cell], next[cell]]
      if (was === is || was === undefined || is === undefined) continue
      // What more than an outcome keeps out, before as after, counts nowhere.
      if ((was & ~outcomeBits) === 0 || (is & ~outcomeBits) === 0) {
        this.#changed[n] = cell
        n += 1
      }
      if (is === 0) this.#add(cell, 1)
      else if (was === 0) this.#add(cell, -1)
    }
    const changed = this.#changed.subarray(0, n)
    for (const outcome of this.#outcomes) this.#turnOutcome(outcome, from, changed)
    this.#keptOut = next
    this.#next = before
  }

  #turnOutcome({ bits, counts, codes, size }: Outcome, from: number | null, changed: Int32Array) {
    const [before, next, rows, yearOf] = [this.#keptOut, this.#next, this.#rows, this.#yearOf]
    for (const cell of changed) {
      const was = ((from ?? before[cell] ?? 0) & ~bits) === 0
      const is = ((next[cell] ?? 0) & ~bits) === 0
      if (was === is) continue
      const place = (yearOf[cell] ?? 0) * size + (codes[cell] ?? 0)
      const evaluations = rows[cell * summed.length] ?? 0
      counts[place] = (counts[place] ?? 0) + (is ? evaluations : -evaluations)
    }
  }

  #add(cell: number, sign: 1 | -1) {
    const year = this.#yearOf[cell] ?? 0
    const { district, grade } = this.codes
    const place = year * this.sizes.district + (district[cell] ?? 0)
    const [to, of] = [place * summed.length, cell * summed.length]
    const { sums } = this
    const rows = this.#rows
    for (let sum = 0; sum < summed.length; sum += 1)
      sums[to + sum] = (sums[to + sum] ?? 0) + sign * (rows[of + sum] ?? 0)
    const graded = place * this.sizes.grade + (grade[cell] ?? 0)
    this.graded[graded] = (this.graded[graded] ?? 0) + sign * (rows[of] ?? 0)
    for (const list of listed) count(this.#named[list], cell, year, sign)
  }
}

/** 0 where a cell has no band. */
export const codeOfBand = (band: number) => band + 2

function namedIn({ codes, values }: Texts, years: number): Named {
  const numbers = new Map<string, number>()
  const lists = values.map((lines) =>
    (lines === null || lines === '' ? [] : lines.split('\n')).map((project) => {
      const number = numbers.get(project) ?? numbers.size
      numbers.set(project, number)
      return number
    }),
  )
  const starts = new Int32Array(codes.length + 1)
  for (const [cell, code] of codes.entries())
    starts[cell + 1] = (starts[cell] ?? 0) + (lists[code]?.length ?? 0)
  const projects = new Int32Array(starts.at(-1) ?? 0)
  for (const [cell, code] of codes.entries()) projects.set(lists[code] ?? [], starts[cell])
  return {
    starts,
    projects,
    times: new Int32Array(years * numbers.size),
    distinct: new Int32Array(years),
    size: numbers.size,
  }
}

function count({ starts, projects, times, distinct, size }: Named, cell: number, year: number, sign: 1 | -1) {
  const end = starts[cell + 1] ?? 0
  for (let place = starts[cell] ?? 0; place < end; place += 1) {
    const at = year * size + (projects[place] ?? 0)
    const before = times[at] ?? 0
    times[at] = before + sign
    if (before === 0 || before + sign === 0) distinct[year] = (distinct[year] ?? 0) + sign
  }
}
