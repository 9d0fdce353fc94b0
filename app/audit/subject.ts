import { type Evaluation, nothingAround, type Surroundings } from '#app/domain/evaluation.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { type RuleSet, type RuleSets, ruleSetFor } from '#app/domain/rule-set.ts'
import { type SatisfactionGap, satisfactionGapsOf } from '#app/domain/satisfaction.ts'
import { type Recomputed, recomputed } from '#app/domain/scoring.ts'
import { type UnitCost, unitCostsOf } from '#app/domain/unit-cost.ts'

/** An evaluation with what stands around it in its document. */
export interface Reported extends Surroundings {
  evaluation: Evaluation
  /** The ledger's movements of the same project and year; empty where there is no ledger. */
  flows: readonly FundFlow[]
  /** The layout that read it; null where it was not read from a document. */
  form: string | null
}

/** What rules look at: a report, the rule set it is judged by, and what its figures come to. */
export interface Subject extends Reported {
  ruleSet: RuleSet
  recomputed: Recomputed
  unitCosts: readonly UnitCost[]
  satisfactionGaps: readonly SatisfactionGap[]
}

const alone: Omit<Reported, 'evaluation'> = { ...nothingAround, flows: [], form: null }

/** A report made ready for the rules; what is not known of it stays empty. */
export function subjectOf(
  reported: Pick<Reported, 'evaluation'> & Partial<Reported>,
  ruleSets: RuleSets,
): Subject {
  const whole = { ...alone, ...reported }
  const ruleSet = ruleSetFor({ ...whole.evaluation, form: whole.form }, ruleSets)
  return {
    ...whole,
    ruleSet,
    recomputed: recomputed(whole.evaluation, ruleSet),
    unitCosts: unitCostsOf(whole.evaluation),
    satisfactionGaps: satisfactionGapsOf(whole.evaluation.indicators),
  }
}
