import type { FundPart, Surroundings } from '#app/domain/evaluation.ts'
import type { DraftEvaluation, DraftFundPart } from './layouts/draft.ts'
import { amountFen, indicatorOf } from './validate.ts'

/** What stands around an evaluation in the model's terms; its faults are told where its own table has them too. */
export const surroundingsOf = (
  { around: { plan, narrative, goals, fundParts, reportedOn }, indicators }: DraftEvaluation,
  year: number | null,
): Surroundings => ({
  plan: plan.map((row) => indicatorOf(row, year, [])),
  narrative: narrative.filter((text) => text !== ''),
  goals,
  leftOvers: indicators.flatMap(({ leftOver }, ordinal) =>
    leftOver === null ? [] : { ordinal, text: leftOver },
  ),
  fundParts: fundParts.map(fundPartOf),
  reportedOn,
})

const fundPartOf = ({ label, at, budget, adjusted, arrived, spent }: DraftFundPart): FundPart => ({
  label,
  budgetFen: amountFen(budget, []),
  adjustedFen: amountFen(adjusted, []),
  arrivedFen: amountFen(arrived, []),
  spentFen: amountFen(spent, []),
  at,
})
