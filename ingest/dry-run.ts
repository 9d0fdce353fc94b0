import { findingsOf } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/rule.ts'
import type { Evaluation } from '#app/domain/evaluation.ts'
import { yuanOfFen } from '#app/domain/money.ts'
import type { Outcome } from './pipeline.ts'
import { quarantineProblem } from './pipeline.ts'
import type { Reference } from './reference.ts'

/** One document's outcome in the stable shape of the dry run (README): money in yuan, rates in per cent. */
export function dryRunOf(outcome: Outcome, reference: Reference) {
  const { path, sha256, format, layout, why } = outcome.source
  return {
    source: { path, sha256, format, layout, why },
    evaluations: outcome.evaluations.map((evaluation) => {
      const { funds, indicators, total, ...who } = evaluation
      return {
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
        findings: findingsIn(evaluation, outcome, reference),
      }
    }),
    fundFlows: outcome.flows.map(({ amountFen, ...flow }) => ({ ...flow, amount: yuanOfFen(amountFen) })),
    problems: [...quarantineProblem(outcome), ...outcome.problems],
  }
}

/** What the rules on one evaluation find; those between evaluations need a warehouse. */
function findingsIn(
  evaluation: Evaluation,
  { source, surroundings }: Outcome,
  { ruleSets, thresholds }: Reference,
) {
  return findingsOf(subjectOf({ evaluation, ...surroundings, form: source.layout }, ruleSets), thresholds)
}
