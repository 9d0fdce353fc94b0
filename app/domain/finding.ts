import { z } from 'zod'
import { Place } from './problem.ts'

/** What is said in both languages of the interface. */
export const Words = z.object({ zh: z.string(), en: z.string() })
export type Words = z.infer<typeof Words>

/** error: cannot be true as written; warning: needs an explanation; notice: worth a look. */
export const Severity = z.enum(['error', 'warning', 'notice'])
export type Severity = z.infer<typeof Severity>

/** One figure that a finding rests on, as printed or as computed, and where it stands. */
export const Evidence = z.object({
  label: Words,
  value: z.string(),
  /** Null for what was computed, and for what stands in running text. */
  at: Place.nullable(),
  /** Paragraph outside the tables, counted from 1; null for anything else. */
  paragraph: z.number().int().positive().nullable(),
})
export type Evidence = z.infer<typeof Evidence>

/** A rule's verdict on an evaluation, or on one of its indicators. */
export const Finding = z.object({
  rule: z.string(),
  severity: Severity,
  /** Index of the indicator it speaks of; null where it speaks of the whole evaluation. */
  ordinal: z.number().int().nullable(),
  /** One sentence: what disagrees with what, with the figures. */
  message: Words,
  evidence: z.array(Evidence),
})
export type Finding = z.infer<typeof Finding>
