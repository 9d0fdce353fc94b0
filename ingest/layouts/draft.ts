import type { EvaluationKind } from '#app/domain/evaluation.ts'
import type { Place, Problem } from '#app/domain/problem.ts'
import type { Content } from '#ingest/readers/table.ts'

/** One row of an indicator table, as strings with their place; null where the form has no such cell. */
export interface DraftIndicator {
  level1: string | null
  level2: string | null
  name: string
  target: string | null
  actual: string | null
  weight: string | null
  level1Weight: string | null
  score: string | null
  reason: string | null
  /** The template's own text that stands where the row's name or reason belongs. */
  leftOver: string | null
  at: Place
}

/** A sum as written, and the unit that its heading gives it. */
export interface DraftMoney {
  text: string
  unit: string | null
  at: Place
}

export interface DraftFunds {
  budget: DraftMoney | null
  adjusted: DraftMoney | null
  arrived: DraftMoney | null
  spent: DraftMoney | null
  executionRate: string | null
  weight: string | null
  score: string | null
}

/** One line of a fund block below its total. */
export interface DraftFundPart extends Pick<DraftFunds, 'budget' | 'adjusted' | 'arrived' | 'spent'> {
  label: string
  at: Place
}

/** What stands around an evaluation in its document. */
export interface DraftSurroundings {
  /** The table of targets alone, where another shows the outcomes. */
  plan: DraftIndicator[]
  narrative: string[]
  goals: string[]
  fundParts: DraftFundPart[]
  /** ISO day. */
  reportedOn: string | null
}

export interface DraftEvaluation {
  /** Words over this evaluation's own table, which speak for it before the document's title does. */
  title: string
  project: string | null
  programme: string | null
  unit: string | null
  department: string | null
  sector: string | null
  district: string | null
  year: string | null
  kind: EvaluationKind
  funds: DraftFunds
  indicators: DraftIndicator[]
  total: { score: string | null; grade: string | null }
  around: DraftSurroundings
  at: Place
}

export interface DraftFlow {
  /** Words over this ledger's own table. */
  title: string
  project: string | null
  unit: string | null
  district: string | null
  year: string | null
  stage: string | null
  source: string | null
  amount: DraftMoney | null
  date: string | null
  at: Place
}

/** What a layout made of a document: strings that the next step understands, and what was odd. */
export interface Draft {
  /** Words that speak for the whole document: title, heading rows. */
  title: string
  evaluations: DraftEvaluation[]
  flows: DraftFlow[]
  problems: Problem[]
}

/** One form of document. `recognise` says in a sentence why the document is of this form, or null. */
export interface Layout {
  id: string
  recognise(content: Content): string | null
  draft(content: Content): Draft
}

export const noFunds: DraftFunds = {
  budget: null,
  adjusted: null,
  arrived: null,
  spent: null,
  executionRate: null,
  weight: null,
  score: null,
}

export const noSurroundings: DraftSurroundings = {
  plan: [],
  narrative: [],
  goals: [],
  fundParts: [],
  reportedOn: null,
}
