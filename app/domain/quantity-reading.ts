import type { Quantity } from './quantity.ts'

/**
 * What a reader has to say beside the value. placeholder: the template's own text was left standing.
 * unread: there are digits, but no certain reading. suspicious: read as printed, but probably misprinted
 * (292% for ≥92%). yearMissing: a date without a year, and the report gives none. unitMissing: a price
 * without its money unit (28.40/株).
 */
export type QuantityProblem = 'placeholder' | 'unread' | 'suspicious' | 'yearMissing' | 'unitMissing'

/** What the report says beside the cell. */
export interface ReadingContext {
  /** The report's year, for dates written without one. */
  year?: number | null
  /** Whether the cell counts accidents, so that 无 is none of them. */
  ofAccidents?: boolean
}

/** A reader's answer: the quantity without its text, and what is wrong with it. */
export type Reading = Omit<Quantity, 'text'> & { problem?: QuantityProblem }

/** Words, not a value. */
export const qualitative: Reading = {
  kind: 'qualitative',
  op: null,
  value: null,
  upper: null,
  unit: null,
  approximate: false,
}

/** Nothing at all: null, never zero. */
export const empty: Reading = { ...qualitative, kind: 'empty' }

/** A text that looks like a value and cannot be read as one with certainty. */
export const unreadable = (problem: QuantityProblem): Reading => ({ ...qualitative, problem })
