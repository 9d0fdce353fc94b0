import { allFindings } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/subject.ts'
import { nothingAround } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import { yuanOfFen } from '#app/domain/money.ts'
import { flowsBeside } from './flows.ts'
import type { Outcome } from './pipeline.ts'
import { quarantineProblem } from './pipeline.ts'
import type { Reference } from './reference.ts'

/** Evaluations to hold in memory until those of the same run can be compared. */
export const comparedAtOnce = 10_000

/** Outcomes of one run, held until enough of them can be compared and written. */
export function dryRunWriter(reference: Reference, write: (line: string) => void) {
  let held: Outcome[] = []
  let size = 0
  const flush = () => {
    for (const one of dryRunsOf(held, reference)) write(`${JSON.stringify(one)}\n`)
    held = []
    size = 0
  }
  return {
    add(outcome: Outcome) {
      held.push(outcome)
      size += 1 + outcome.evaluations.length
      if (size >= comparedAtOnce) flush()
    },
    end: flush,
  }
}

/**
 * Outcomes in the stable shape of the dry run (README): money in yuan, rates in per cent. Findings between
 * evaluations, and those that rest on a ledger, are over all the documents given.
 */
export function dryRunsOf(outcomes: readonly Outcome[], { ruleSets, thresholds }: Reference) {
  const evaluations = outcomes.flatMap((outcome) => outcome.evaluations)
  const flows = flowsBeside(
    evaluations,
    outcomes.flatMap((outcome) => outcome.flows),
  )
  const reported = outcomes.flatMap(({ evaluations, surroundings, source }) =>
    evaluations.map((evaluation, index) => ({
      evaluation,
      ...(surroundings[index] ?? nothingAround),
      form: source.layout,
    })),
  )
  const subjects = reported.map((one, index) => subjectOf({ ...one, flows: flows[index] ?? [] }, ruleSets))
  const findings = allFindings(subjects, thresholds).values()
  return outcomes.map((outcome) =>
    dryRunOf(
      outcome,
      outcome.evaluations.map(() => findings.next().value ?? []),
    ),
  )
}

function dryRunOf(outcome: Outcome, findings: readonly Finding[][]) {
  const { path, sha256, format, layout, why } = outcome.source
  return {
    source: { path, sha256, format, layout, why },
    evaluations: outcome.evaluations.map(({ funds, indicators, total, ...who }, index) => ({
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
      findings: findings[index] ?? [],
    })),
    fundFlows: outcome.flows.map(({ amountFen, ...flow }) => ({ ...flow, amount: yuanOfFen(amountFen) })),
    problems: [...quarantineProblem(outcome), ...outcome.problems],
  }
}
