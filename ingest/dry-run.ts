import { yuanOfFen } from '#app/domain/money.ts'
import type { Outcome } from './pipeline.ts'
import { quarantineProblem } from './pipeline.ts'

/** One document's outcome in the stable shape of the dry run (README): money in yuan, rates in per cent. */
export function dryRunOf(outcome: Outcome) {
  const { path, sha256, format, layout, why } = outcome.source
  return {
    source: { path, sha256, format, layout, why },
    evaluations: outcome.evaluations.map(({ funds, indicators, total, ...who }) => ({
      ...who,
      funds: {
        budget: yuanOfFen(funds.budgetFen),
        adjusted: yuanOfFen(funds.adjustedFen),
        arrived: yuanOfFen(funds.arrivedFen),
        spent: yuanOfFen(funds.spentFen),
        executionRate: funds.executionRate,
        weight: funds.weight,
        score: funds.score,
      },
      indicators,
      total,
      findings: [],
    })),
    fundFlows: outcome.flows.map(({ amountFen, ...flow }) => ({ ...flow, amount: yuanOfFen(amountFen) })),
    problems: [...quarantineProblem(outcome), ...outcome.problems],
  }
}
