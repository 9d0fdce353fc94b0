import type { Finding } from '#app/domain/finding.ts'
import { copied } from './copies.ts'
import { dateOutside, fundsOrder, late } from './dates.ts'
import { duplicate } from './duplicates.ts'
import { executionRate, fundsParts, overspent } from './funds.ts'
import { grouped, programmeKey, projectKey } from './groups.ts'
import { operatorDirection, rateOver100, unitMismatch } from './measures.ts'
import { missWithoutReason, overshoot } from './misses.ts'
import { textAgainstTable } from './narrative.ts'
import { unitCostOutlier } from './peers.ts'
import type { EvaluationRule, Fault, GroupFault, ProgrammeRule, ProjectRule, Rule, Subject } from './rule.ts'
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
const projectRules = rules.filter((rule): rule is ProjectRule => rule.scope === 'project')
const programmeRules = rules.filter((rule): rule is ProgrammeRule => rule.scope === 'programme')

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

/** A finding that rests on several evaluations; `subject` is the key of the one it speaks of. */
export interface GroupFinding<Key> extends Finding {
  subject: Key
}

/** What the rules find between the years of one project, whose reports are given in the order of their keys. */
export function projectFindings<Key>(
  reports: readonly { key: Key; subject: Subject }[],
  thresholds: Thresholds,
): GroupFinding<Key>[] {
  const subjects = reports.map(({ subject }) => subject)
  return projectRules.flatMap((rule) =>
    findingsAmong(
      rule,
      rule.check(subjects, thresholds),
      reports.map(({ key }) => key),
    ),
  )
}

/** Gathers what the rules must know of each report of a programme, in any order, and says what they find. */
export function openProgramme<Key extends string | number>(thresholds: Thresholds) {
  const gathered = programmeRules.map((rule) => ({ rule, facts: new Map<Key, unknown>() }))
  return {
    add(key: Key, subject: Subject) {
      for (const { rule, facts } of gathered) {
        const fact = rule.factOf(subject, thresholds)
        if (fact !== null) facts.set(key, fact)
      }
    },
    findings: (): GroupFinding<Key>[] =>
      gathered.flatMap(({ rule, facts }) => {
        const inOrder = [...facts].sort(([a], [b]) => (a < b ? -1 : 1))
        const faults = rule.check(
          inOrder.map(([, fact]) => fact),
          thresholds,
        )
        return findingsAmong(
          rule,
          faults,
          inOrder.map(([key]) => key),
        )
      }),
  }
}

const findingsAmong = <Key>(rule: Rule, faults: readonly GroupFault[], keys: readonly Key[]) =>
  faults.flatMap((fault): GroupFinding<Key>[] => {
    const subject = keys[fault.subject]
    return subject === undefined ? [] : [{ ...findingOf(rule, fault), subject }]
  })

/** What the rules find between evaluations that are all at hand; keys are their indices. */
export function groupFindings(subjects: readonly Subject[], thresholds: Thresholds): GroupFinding<number>[] {
  const among = (indices: readonly number[]) =>
    indices.flatMap((key) => {
      const subject = subjects[key]
      return subject === undefined ? [] : [{ key, subject }]
    })
  const projects = [...grouped(subjects, projectKey).values()]
  const programmes = [...grouped(subjects, programmeKey).values()]
  return [
    ...projects.flatMap((indices) => projectFindings(among(indices), thresholds)),
    ...programmes.flatMap((indices) => {
      const programme = openProgramme<number>(thresholds)
      for (const { key, subject } of among(indices)) programme.add(key, subject)
      return programme.findings()
    }),
  ]
}
