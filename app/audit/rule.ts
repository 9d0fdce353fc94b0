import type { EvaluationKind } from '#app/domain/evaluation.ts'
import type { Evidence, Severity, Words } from '#app/domain/finding.ts'
import type { Sketch } from './sketch.ts'
import type { Subject } from './subject.ts'
import type { Thresholds } from './thresholds.ts'

/** What a rule found wrong; its severity is the rule's own where it says none. */
export interface Fault {
  /** Index of the indicator; null where it concerns the whole evaluation. */
  ordinal: number | null
  severity?: Severity
  /** One sentence. */
  message: Words
  evidence: Evidence[]
}

/** A fault of one evaluation among several; `subject` is its index. */
export interface GroupFault extends Fault {
  subject: number
}

interface Described {
  id: string
  title: Words
  severity: Severity
  /** Where the rule comes from. */
  authority: string
}

/** A rule on one evaluation. */
export interface EvaluationRule extends Described {
  scope: 'evaluation'
  kinds: readonly EvaluationKind[]
  check(subject: Subject, thresholds: Thresholds): Fault[]
  examples: { breaks: readonly Sketch[]; passes: readonly Sketch[] }
}

interface GroupExamples {
  examples: { breaks: readonly (readonly Sketch[])[]; passes: readonly (readonly Sketch[])[] }
}

/** A rule on one project over its years. */
export interface ProjectRule extends Described, GroupExamples {
  scope: 'project'
  /** Whether it also looks at reports that a later one of the same project, year and kind replaces. */
  withReplaced?: boolean
  check(subjects: readonly Subject[], thresholds: Thresholds): GroupFault[]
}

/**
 * A rule on all that run a programme. It keeps one small fact of each report and sees all of them together,
 * so that a programme may have any number of reports.
 */
export interface ProgrammeRule<Fact = unknown> extends Described, GroupExamples {
  scope: 'programme'
  /** What the others must know of a report; null where it does not take part. */
  factOf(subject: Subject, thresholds: Thresholds): Fact | null
  check(facts: readonly Fact[], thresholds: Thresholds): GroupFault[]
}

export type Rule = EvaluationRule | ProjectRule | ProgrammeRule

/** Kinds whose targets are complete, and kinds whose outcomes are. */
export const planned: readonly EvaluationKind[] = ['target', 'monitoring', 'selfEvaluation', 'review']
export const concluded: readonly EvaluationKind[] = ['selfEvaluation', 'review']
