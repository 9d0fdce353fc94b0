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
import type { EvaluationRule, Fault, GroupFault, ProgrammeRule, ProjectRule, Rule } from './rule.ts'
import { satisfactionRules } from './satisfaction.ts'
import { scoreRules } from './scores.ts'
import type { Subject } from './subject.ts'
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

/** One report of a project among its others; `isReplaced` where a later one of the same year and kind counts instead. */
export interface ProjectReport<Key> {
  key: Key
  subject: Subject
  isReplaced: boolean
}

/** What the rules find between the reports of one project, given in the order of their keys. */
export function projectFindings<Key>(
  reports: readonly ProjectReport<Key>[],
  thresholds: Thresholds,
): GroupFinding<Key>[] {
  return projectRules.flatMap((rule) => {
    const seen = rule.withReplaced ? reports : reports.filter(({ isReplaced }) => !isReplaced)
    const faults = rule.check(
      seen.map(({ subject }) => subject),
      thresholds,
    )
    return findingsAmong(
      rule,
      faults,
      seen.map(({ key }) => key),
    )
  })
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
  const replaced = replacedIn(subjects)
  const among = (indices: readonly number[]) =>
    indices.flatMap((key) => {
      const subject = subjects[key]
      return subject === undefined ? [] : [{ key, subject, isReplaced: replaced.has(key) }]
    })
  const projects = [...grouped(subjects, projectKey).values()]
  const programmes = [...grouped(subjects, programmeKey).values()]
  return [
    ...projects.flatMap((indices) => projectFindings(among(indices), thresholds)),
    ...programmes.flatMap((indices) => {
      const programme = openProgramme<number>(thresholds)
      for (const { key, subject, isReplaced } of among(indices)) if (!isReplaced) programme.add(key, subject)
      return programme.findings()
    }),
  ]
}

/** All that the rules find, alone and between evaluations: a list for each, in their order. */
export function allFindings(subjects: readonly Subject[], thresholds: Thresholds): Finding[][] {
  const found = subjects.map((subject) => findingsOf(subject, thresholds))
  for (const { subject, ...finding } of groupFindings(subjects, thresholds)) found[subject]?.push(finding)
  return found
}
