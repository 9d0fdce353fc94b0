import type { Evaluation } from '#app/domain/evaluation.ts'
import { satisfactionGapsOf } from '#app/domain/satisfaction.ts'
import { gradeOfTotal, gradeOfWords } from '#app/domain/scoring.ts'
import { incomparableReasons, unitCostsOf } from '#app/domain/unit-cost.ts'
import { executionRateOf, totalSumOf } from '#ingest/rows.ts'
import { none, orNaN } from './block.ts'
import { grades, type Part } from './part.ts'
import type { Words } from './words.ts'

/** Which kinds of indicators an evaluation holds: what follows from them is found only where they are. */
export const nothingSpecial = () => ({ costs: false, rates: false })

/** An evaluation that is made, and what its rows point to. */
interface Made {
  evaluation: Evaluation
  ordinal: number
  subject: number
  surroundings: number
  words: Words
  holds: ReturnType<typeof nothingSpecial>
}

/** Sets an evaluation and what follows from it into a part. */
export function addEvaluation(part: Part, made: Made) {
  const { funds, total, year } = made.evaluation
  const sum = totalSumOf(made.evaluation)
  const grade = gradeOfWords(total.grade) ?? gradeOfTotal(total.score ?? sum)
  const at = part.evaluations.next()
  const { whole, figures } = part.evaluations
  whole.ordinal[at] = made.ordinal
  whole.subject[at] = made.subject
  whole.year[at] = year ?? none
  whole.grade_stated[at] = made.words.numberOf(total.grade)
  whole.surroundings[at] = made.surroundings
  whole.grade[at] = grade === null ? none : grades.indexOf(grade)
  figures.budget[at] = orNaN(funds.budgetFen)
  figures.adjusted[at] = orNaN(funds.adjustedFen)
  figures.arrived[at] = orNaN(funds.arrivedFen)
  figures.spent[at] = orNaN(funds.spentFen)
  figures.rate_stated[at] = orNaN(funds.executionRate)
  figures.rate[at] = orNaN(executionRateOf(funds))
  figures.weight[at] = orNaN(funds.weight)
  figures.score[at] = orNaN(funds.score)
  figures.total_stated[at] = orNaN(total.score)
  figures.total_sum[at] = orNaN(sum)
  if (made.holds.costs) addCosts(part, made)
  if (made.holds.rates) addRates(part, made)
}

function addCosts(part: Part, { evaluation, ordinal, words }: Made) {
  for (const cost of unitCostsOf(evaluation)) {
    const at = part.costs.next()
    const { whole, figures } = part.costs
    whole.evaluation[at] = ordinal
    whole.ordinal[at] = cost.ordinal
    whole.name[at] = words.numberOf(cost.name)
    whole.per[at] = words.numberOf(cost.per)
    whole.quantity_ordinal[at] = cost.quantityOrdinal ?? none
    whole.incomparable[at] =
      cost.incomparable === null ? none : incomparableReasons.indexOf(cost.incomparable)
    figures.planned[at] = orNaN(cost.planned)
    figures.reported[at] = orNaN(cost.reported)
    figures.implied[at] = orNaN(cost.implied)
    figures.planned_implied[at] = orNaN(cost.plannedImplied)
    figures.planned_quantity[at] = orNaN(cost.plannedQuantity)
    figures.actual_quantity[at] = orNaN(cost.actualQuantity)
  }
}

function addRates(part: Part, { evaluation, ordinal, words }: Made) {
  for (const gap of satisfactionGapsOf(evaluation.indicators)) {
    const at = part.rates.next()
    const { whole, figures } = part.rates
    whole.evaluation[at] = ordinal
    whole.ordinal[at] = gap.ordinal
    whole.name[at] = words.numberOf(gap.name)
    figures.target[at] = gap.target
    figures.actual[at] = gap.actual
    figures.gap[at] = gap.gapPoints
    figures.completion[at] = orNaN(gap.completion)
  }
}
