import type { Finding } from '#app/domain/finding.ts'
import { copyRules } from './copies.ts'
import { dateRules } from './dates.ts'
import { duplicateRules } from './duplicates.ts'
import { fundRules } from './funds.ts'
import { grouped, programmeKey, projectKey, replacedIn } from './groups.ts'
import { measureRules } from './measures.ts'
import { missRules } from './misses.ts'
import { narrativeRules } from './narrative.ts'
import { peerRules } from './peers.ts'
import type { EvaluationRule, Fault, GroupRule, Rule, Subject } from './rule.ts'
import { satisfactionRules } from './satisfaction.ts'
import { scoreRules } from './scores.ts'
import { sumRules } from './sums.ts'
import { targetRules } from './targets.ts'
import type { Thresholds } from './thresholds.ts'
import { totalRules } from './totals.ts'
import { uniformityRules } from './uniform.ts'
import { unitCostRules } from './unit-cost.ts'
import { yearRules } from './years.ts'

const severities = ['error', 'warning', 'notice'] as const

/** All rules, in the order in which reports show them: the gravest first, then by what they are about. */
export const rules: readonly Rule[] = [
  ...unitCostRules,
  ...fundRules,
  ...dateRules,
  ...narrativeRules,
  ...duplicateRules,
  ...totalRules,
  ...sumRules,
  ...scoreRules,
  ...measureRules,
  ...satisfactionRules,
  ...missRules,
  ...yearRules,
  ...peerRules,
  ...copyRules,
  ...targetRules,
  ...uniformityRules,
].toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity))

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
