import { z } from 'zod'
import { EvaluationKind } from './evaluation.ts'

/** What people hold of a finding: 待核, 已说明, 属实, 排除. */
export const FindingState = z.enum(['open', 'explained', 'confirmed', 'dismissed'])
export type FindingState = z.infer<typeof FindingState>

/** The finding that a decision is about, as it stood when it was decided on. */
export const DecidedFinding = z.object({
  /** The finding's identity, which outlives its document's corrections. */
  finding: z.string(),
  project: z.string(),
  year: z.number().int().nullable(),
  kind: EvaluationKind,
  rule: z.string(),
  message: z.string(),
  messageEn: z.string(),
  /** Stands for the figures that the finding then rested on. */
  figures: z.string(),
})
export type DecidedFinding = z.infer<typeof DecidedFinding>

/** One entry of a finding's history: who set it from what state to what, when, and why. Never changed once written. */
export const Decision = DecidedFinding.extend({
  id: z.number().int().positive(),
  from: FindingState,
  state: FindingState,
  note: z.string(),
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** The entry before it; null where it is the first. */
  previous: z.number().int().nullable(),
  /** The newest entry that its writer had read; another than `previous` was written meanwhile. */
  seen: z.number().int().nullable(),
})
export type Decision = z.infer<typeof Decision>
