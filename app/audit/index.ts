import type { Finding } from '#app/domain/finding.ts'
import { copied } from './copies.ts'
import { dateOutside, fundsOrder, late } from './dates.ts'
import { duplicate } from './duplicates.ts'
import { executionRate, fundsParts, overspent } from './funds.ts'
import { grouped, programmeKey, projectKey, replacedIn } from './groups.ts'
import { operatorDirection, rateOver100, unitMismatch } from './measures.ts'
import { missWithoutReason, overshoot } from './misses.ts'
import { textAgainstTable } from './narrative.ts'
import { unitCostOutlier } from './peers.ts'
import type { EvaluationRule, Fault, GroupRule, Rule, Subject } from './rule.ts'
import { satisfactionAgainstGrade, satisfactionNoSurvey } from './satisfaction.ts'
import { executionScore, fullScoreForMiss, scoreRecomputed } from './scores.ts'
import { groupWeights, scoreOverWeight, weightsSum } from './sums.ts'
import { placeholder, tooFew, unmeasurable } from './targets.ts'
import type { Thresholds } from './thresholds.ts'
import { gradeFitsTotal, totalIsSum } from './totals.ts'
import { allFull, problemWithoutLoss, sameAsTarget } from './uniform.ts'
import { unitCostOutcome, unitCostPlan } from './unit-cost.ts'
import { jump, loweredTarget } from './years.ts'

/** All rules, in the order in which reports show them: one entry is all that a new rule needs. */
export const rules: readonly Rule[] = [
  unitCostPlan,
  unitCostOutcome,
  overspent,
  executionRate,
  fundsParts,
  fundsOrder,
  textAgainstTable,
  duplicate,
  totalIsSum,
  gradeFitsTotal,
  weightsSum,
  groupWeights,
  scoreOverWeight,
  fullScoreForMiss,
  scoreRecomputed,
  executionScore,
  rateOver100,
  unitMismatch,
  satisfactionAgainstGrade,
  missWithoutReason,
  overshoot,
  loweredTarget,
  unitCostOutlier,
  copied,
  dateOutside,
  operatorDirection,
  placeholder,
  unmeasurable,
  jump,
  problemWithoutLoss,
  satisfactionNoSurvey,
  allFull,
  sameAsTarget,
  tooFew,
  late,
]

const evaluationRules = rules.filter((rule): rule is EvaluationRule => rule.scope === 'evaluation')
const groupRules = rules.filter((rule): rule is GroupRule => rule.scope !== 'evaluation')

const findingOf = (rule: Rule, { ordinal, severity, message, evidence }: Fault): Finding => ({
  rule: rule.id,
  severity: severity ?? rule.severity,
  ordinal,
  message,
  evidence,
})

/** What the rules find in one evaluation, in their order. */
export function findingsOf(subject: Subject, thresholds: Thresholds): Finding[] {
  return evaluationRules.flatMap((rule) =>
    rule.kinds.includes(subject.evaluation.kind)
      ? rule.check(subject, thresholds).map((fault) => findingOf(rule, fault))
      : [],
  )
}

/** A finding that rests on several evaluations; `subject` is the index of the one it speaks of. */
export interface GroupFinding extends Finding {
  subject: number
}

const keys = { project: projectKey, programme: programmeKey } as const

/** What the rules find between evaluations: one project over its years, all that run one programme. */
export function groupFindings(subjects: readonly Subject[], thresholds: Thresholds): GroupFinding[] {
  const replaced = replacedIn(subjects)
  const groups = { project: groupsBy('project', subjects), programme: groupsBy('programme', subjects) }
  return groupRules.flatMap((rule) =>
    groups[rule.scope].flatMap((all) => {
      const indices = rule.withReplaced ? all : all.filter((index) => !replaced.has(index))
      const members = indices.flatMap((index) => subjects[index] ?? [])
      return rule
        .check(members, thresholds)
        .map((fault) => ({ ...findingOf(rule, fault), subject: indices[fault.subject] ?? 0 }))
    }),
  )
}

const groupsBy = (scope: GroupRule['scope'], subjects: readonly Subject[]) => [
  ...grouped(subjects, keys[scope]).values(),
]

/** All that the rules find, alone and between evaluations: a list for each, in their order. */
export function allFindings(subjects: readonly Subject[], thresholds: Thresholds): Finding[][] {
  const found = subjects.map((subject) => findingsOf(subject, thresholds))
  for (const { subject, ...finding } of groupFindings(subjects, thresholds)) found[subject]?.push(finding)
  return found
}
