import { nothingAround } from '#app/domain/evaluation.ts'
import { type Indicator, level1Of, outcomeOf } from '#app/domain/indicator.ts'
import { namesContact } from '#app/domain/personal.ts'
import { nowhere, type Problem } from '#app/domain/problem.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { sums } from '#ingest/layouts/headings.ts'
import { isReasonRemark } from '#ingest/layouts/tables/columns.ts'
import { leafOf } from '#ingest/layouts/tables/levels.ts'
import { unitInName } from '#ingest/measured.ts'
import type { Reference } from '#ingest/reference.ts'
import {
  countsAccidents,
  missingColumns,
  scoresExecution,
  totalOf,
  withExecutionRow,
} from '#ingest/validate.ts'
import { none, orNaN } from './block.ts'
import { daysIn, gradesIn, levelsIn, linesIn, pointsIn, ratesIn, reasonsIn, sumsIn } from './columns.ts'
import { Entries, runsByEvaluation } from './entries.ts'
import { flag, place, textAt } from './entry.ts'
import { addEvaluation, nothingSpecial } from './made.ts'
import { directions, Part } from './part.ts'
import type { Scanned } from './scan.ts'
import { type Found, nobody, subjectsOf } from './subjects.ts'
import { Tuples } from './tuples.ts'
import { type Context, type Value, Values, valuesIn } from './values.ts'
import type { Words } from './words.ts'

/** A list's evaluations in the making, and the texts that their rows point to. */
export interface Assembly {
  values: Values
  words: Words
  measures: Tuples
  subjects: ReturnType<typeof subjectsOf>['subjects']
  reasonOf: (number: number) => string | null
  reasons: number
  /** Fills a part with the next evaluations until it has so many indicators; false where none are left. */
  fill(part: Part, indicators: number): boolean
  close(): void
}

const texts = {
  level1: textAt('level1'),
  level2: textAt('level2'),
  weight: textAt('weight'),
  score: textAt('score'),
  reason: textAt('reason'),
  executionRate: textAt('executionRate'),
  total: textAt('total'),
  grade: textAt('grade'),
  reportedOn: textAt('reportedOn'),
}

/** What a measure is called, and what that tells of its values. */
interface MeasureFacts extends Pick<Indicator, 'level1' | 'level2' | 'name'> {
  ofAccidents: boolean
  ofContact: boolean
  unit: string | null
  isExecution: boolean
  isSatisfaction: boolean
}

const nothing = readQuantity('').quantity
const unread: Indicator = {
  level1: null,
  level2: null,
  name: '',
  target: nothing,
  actual: nothing,
  weight: null,
  level1Weight: null,
  score: null,
  reason: null,
  at: nowhere,
}

/** Makes evaluations of a scanned list, each with all of its rows, wherever in the list they stand. */
export function assemblyOf(scanned: Scanned, path: string, reference: Reference): Assembly {
  const { list, columns, words, indicators: counts, runs } = scanned
  const entries = new Entries(scanned)
  const { starts, ordered } = runsByEvaluation(scanned)
  const values = new Values()
  const { target, actual } = valuesIn(columns, values)
  const level1 = levelsIn(columns.get('level1'), words)
  const level2 = levelsIn(columns.get('level2'), words)
  const weight = pointsIn(columns.get('weight'))
  const score = pointsIn(columns.get('score'))
  const scoreText = linesIn(columns.get('score'))
  const rate = ratesIn(columns.get('executionRate'))
  const totalText = linesIn(columns.get('total'))
  const gradeOf = gradesIn(columns.get('grade'))
  const day = daysIn(columns.get('reportedOn'))
  const isRemark = isReasonRemark(list.list.columns)
  const money = sums.flatMap((field, place) => {
    const column = columns.get(field)
    return column === undefined ? [] : [{ place, sum: sumsIn(column), at: textAt(field), column }]
  })
  const measures = new Tuples(3)
  const told: MeasureFacts[] = []
  // One evaluation's indicators at a time: millions of objects that live for a moment cost more than their reading.
  const room: Indicator[] = []
  const leafColumn = (columns.get(leafOf(list.list.columns) ?? 'level2')?.index ?? 0) + 1
  const { subjects, find } = subjectsOf(scanned, path, reference)
  const toldProblems = new Set<string>()
  const tuple = new Int32Array(3)
  const context: Context = { year: null, ofAccidents: false, ofContact: false, unit: null }
  let evaluation = 0
  let ordinal = 0

  // What is gathered of one evaluation; one after another they use the same.
  let found = nobody
  let part = new Part()
  let sumsFen: (number | null)[] = []
  let isStated: boolean[] = []
  let stated: ReturnType<typeof rate> = null
  let total: string | null = null
  let grade: ReturnType<typeof gradeOf> = null
  const indicators: Indicator[] = []
  let fundProblems: Problem[] = []
  let valueProblems: Problem[] = []
  let top = 0
  let topPoints: number | null = null
  let middle = 0
  let holds = nothingSpecial()
  let executed: Indicator | null = null
  let leftOvers: { ordinal: number; text: string }[] = []
  let reportedOn: string | null = null
  let numbers = entries.numbers
  let start = 0
  const of = (at: number) => numbers[start + at] ?? 0

  function begin(who: Found, into: Part) {
    found = who
    part = into
    sumsFen = [null, null, null, null]
    isStated = [false, false, false, false]
    stated = null
    total = null
    grade = null
    indicators.length = 0
    fundProblems = []
    valueProblems = []
    top = 0
    topPoints = null
    middle = 0
    holds = nothingSpecial()
    executed = null
    leftOvers = []
    reportedOn = null
  }

  /** What a measure's names tell, found once. */
  function factsOf(measure: number): MeasureFacts {
    const known = told[measure]
    if (known !== undefined) return known
    const names = {
      level1: words.text(top),
      level2: words.text(middle),
      name: words.text(of(place.name)) ?? '',
    }
    const facts = {
      ...names,
      ofAccidents: countsAccidents(names.name),
      ofContact: namesContact(names.name),
      unit: unitInName(names.name),
      isExecution: scoresExecution(names),
      isSatisfaction: level1Of(names) === 'satisfaction',
    }
    told[measure] = facts
    return facts
  }

  /** Reads one evaluation's rows, run by run. */
  function readRows() {
    for (let at = starts[evaluation] ?? 0; at < (starts[evaluation + 1] ?? 0); at += 1) {
      const run = ordered[at] ?? 0
      const end = run + 1 < runs.first.length ? runs.first.at(run + 1) : scanned.entries
      for (let entry = runs.first.at(run); entry < end; entry += 1) {
        start = entries.startOf(entry)
        numbers = entries.numbers
        readRow()
      }
    }
  }

  function readRow() {
    for (const one of money) if (!isStated[one.place]) addSum(one)
    stated ??= rate(of(texts.executionRate))
    total ??= totalText(of(texts.total))
    grade ??= gradeOf(of(texts.grade))
    reportedOn ??= day(of(texts.reportedOn))
    const flags = of(place.flags)
    if ((flags & flag.total) !== 0) total ??= scoreText(of(texts.score))
    if ((flags & flag.indicator) !== 0) addIndicator((flags & flag.short) !== 0 ? none : leafColumn)
  }

  function addSum(one: (typeof money)[number]) {
    const sum = one.sum(of(one.at))
    if (!sum.stated) return
    isStated[one.place] = true
    sumsFen[one.place] = sum.fen
    const at = { table: 1, row: of(place.row), column: one.column.index + 1 }
    if (sum.problem !== null) fundProblems.push({ ...sum.problem, at })
  }

  function roomFor(at: number): Indicator {
    const indicator = room[at] ?? { ...unread }
    room[at] = indicator
    return indicator
  }

  function addIndicator(column: number) {
    const high = level1(of(texts.level1))
    const deep = level2(of(texts.level2)).word
    const continued = high.word === 0
    middle = deep !== 0 ? deep : continued ? middle : 0
    topPoints = high.points ?? (continued ? topPoints : null)
    top = continued ? top : high.word
    tuple[0] = top
    tuple[1] = middle
    tuple[2] = of(place.name)
    const measure = measures.numberOf(tuple)
    const facts = factsOf(measure)
    context.year = found.year
    context.ofAccidents = facts.ofAccidents
    context.ofContact = facts.ofContact
    context.unit = facts.unit
    const planned = target(numbers, start, context)
    const reached = actual(numbers, start, context)
    const plan = values.at(planned)
    const outcome = values.at(reached)
    const indicator = roomFor(indicators.length)
    indicator.level1 = facts.level1
    indicator.level2 = facts.level2
    indicator.name = facts.name
    indicator.target = plan.quantity
    indicator.actual = outcome.quantity
    indicator.weight = weight(of(texts.weight))
    indicator.level1Weight = topPoints
    indicator.score = score(of(texts.score))
    const { unitAssumed, direction, met, completion } = outcomeOf(indicator)
    const at = part.indicators.next()
    const { whole, figures } = part.indicators
    whole.evaluation[at] = ordinal
    whole.ordinal[at] = indicators.length
    whole.measure[at] = measure
    whole.target[at] = planned
    whole.actual[at] = reached
    whole.assumed[at] = Number(unitAssumed)
    whole.direction[at] = directions.indexOf(direction)
    whole.met[at] = met === null ? none : Number(met)
    const isLost = orNaN(indicator.score) < orNaN(indicator.weight)
    whole.reason[at] = isRemark && !isLost ? 0 : of(texts.reason)
    whole.row_no[at] = of(place.row)
    whole.column_no[at] = column
    figures.completion[at] = orNaN(completion)
    figures.weight[at] = orNaN(indicator.weight)
    figures.level1_weight[at] = orNaN(topPoints)
    figures.score[at] = orNaN(indicator.score)
    if (facts.isExecution) executed ??= indicator
    holds.rates ||= facts.isSatisfaction
    holds.costs ||= indicator.target.kind === 'unitCost' || indicator.actual.kind === 'unitCost'
    if (of(place.leftOver) !== 0)
      leftOvers.push({ ordinal: indicators.length, text: words.text(of(place.leftOver)) ?? '' })
    indicators.push(indicator)
    tellValue(plan, indicator.name, column)
    if (outcome.quantity.text !== plan.quantity.text) tellValue(outcome, indicator.name, column)
  }

  function tellValue({ quantity, problems }: Value, name: string, column: number) {
    for (const code of problems)
      valueProblems.push({
        at: { table: 1, row: of(place.row), column: column === none ? null : column },
        code,
        message: `${name}: ${quantity.text}`,
      })
  }

  function finish() {
    const { subject, year } = found
    // Field by field: taking them over by spreading takes longer than all else that is done here.
    const made = {
      project: subject.project,
      programme: subject.programme,
      unit: subject.unit,
      department: subject.department,
      sector: subject.sector,
      district: subject.district,
      kind: subject.kind,
      year,
      funds: {
        budgetFen: sumsFen[0] ?? null,
        adjustedFen: sumsFen[1] ?? null,
        arrivedFen: sumsFen[2] ?? null,
        spentFen: sumsFen[3] ?? null,
        executionRate: stated?.percent ?? null,
        weight: null,
        score: null,
      },
      indicators,
      total: { score: totalOf({ score: total, grade: grade?.line ?? null }), grade: grade?.word ?? null },
    }
    const evaluation = executed === null ? made : withExecutionRow(made, executed)
    const around = leftOvers.length > 0 || reportedOn !== null
    addEvaluation(part, {
      evaluation,
      ordinal,
      subject: found.number,
      surroundings: words.numberOf(
        around ? JSON.stringify({ ...nothingAround, leftOvers, reportedOn }) : null,
      ),
      words,
      holds,
    })
    for (const problem of [...found.problems, ...missingColumns(evaluation)]) {
      const key = `${problem.code}\n${problem.message}`
      if (toldProblems.has(key)) continue
      toldProblems.add(key)
      part.problems.push(problem)
    }
    for (const problem of fundProblems) part.problems.push(problem)
    for (const problem of valueProblems) part.problems.push(problem)
  }

  return {
    values,
    words,
    measures,
    subjects,
    reasonOf: reasonsIn(columns.get('reason')),
    reasons: columns.get('reason')?.texts.size ?? 0,
    fill(into, indicators) {
      const until = into.indicators.rows + indicators
      while (evaluation < counts.length && into.indicators.rows < until) {
        const who = counts.at(evaluation) === 0 ? null : find(evaluation)
        if (who !== null) {
          begin(who, into)
          readRows()
          finish()
          ordinal += 1
        }
        evaluation += 1
      }
      return evaluation < counts.length
    },
    close: () => entries.close(),
  }
}
