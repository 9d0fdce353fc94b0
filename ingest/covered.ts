import { masked, maskedValue } from '#app/domain/personal.ts'
import type { Problem } from '#app/domain/problem.ts'
import type { Draft, DraftEvaluation, DraftFlow, DraftIndicator } from './layouts/draft.ts'

const maskedOrNull = (text: string | null) => (text === null ? null : masked(text))

/**
 * A draft with persons covered, before anything is made of it: what is read, stored, searched, audited and exported
 * never held them. They stay in the archived document and in its tables as they were read. Sums are left as they are.
 */
export const coveredDraft = (draft: Draft): Draft => ({
  ...draft,
  evaluations: draft.evaluations.map(coveredEvaluation),
  flows: draft.flows.map(coveredFlow),
  problems: draft.problems.map(coveredProblem),
})

const coveredEvaluation = ({ around, total, ...evaluation }: DraftEvaluation): DraftEvaluation => ({
  ...evaluation,
  project: maskedOrNull(evaluation.project),
  programme: maskedOrNull(evaluation.programme),
  unit: maskedOrNull(evaluation.unit),
  department: maskedOrNull(evaluation.department),
  district: maskedOrNull(evaluation.district),
  sector: maskedOrNull(evaluation.sector),
  indicators: evaluation.indicators.map(coveredIndicator),
  total: { ...total, grade: maskedOrNull(total.grade) },
  around: {
    ...around,
    plan: around.plan.map(coveredIndicator),
    narrative: around.narrative.map(masked),
    goals: around.goals.map(masked),
    fundParts: around.fundParts.map((part) => ({ ...part, label: masked(part.label) })),
  },
})

function coveredIndicator(indicator: DraftIndicator): DraftIndicator {
  const { name, target, actual } = indicator
  return {
    ...indicator,
    level1: maskedOrNull(indicator.level1),
    level2: maskedOrNull(indicator.level2),
    name: masked(name),
    target: target && maskedValue(target, name),
    actual: actual && maskedValue(actual, name),
    reason: maskedOrNull(indicator.reason),
    leftOver: maskedOrNull(indicator.leftOver),
  }
}

const coveredFlow = (flow: DraftFlow): DraftFlow => ({
  ...flow,
  project: maskedOrNull(flow.project),
  unit: maskedOrNull(flow.unit),
  district: maskedOrNull(flow.district),
})

/** A problem quotes what could not be read: a sum's cell may hold a name and a telephone. */
export const coveredProblem = (problem: Problem): Problem => ({
  ...problem,
  message: masked(problem.message),
})
