import { z } from 'zod'
import { Place } from './problem.ts'

/** The stages money passes through (财政资金的环节), in order. */
export const FundStage = z.enum(['budget', 'adjusted', 'allotted', 'arrived', 'spent', 'returned'])
export type FundStage = z.infer<typeof FundStage>

export const FundSource = z.enum(['central', 'province', 'city', 'district', 'carryOver', 'own', 'other'])
export type FundSource = z.infer<typeof FundSource>

/** One movement of a project's money: one row of a ledger. */
export const FundFlow = z.object({
  project: z.string(),
  unit: z.string().nullable(),
  district: z.object({ code: z.string().nullable(), name: z.string() }).nullable(),
  year: z.number().int(),
  stage: FundStage,
  source: FundSource,
  amountFen: z.number().int(),
  /** ISO date; null where the ledger gives none. */
  date: z.string().nullable(),
  at: Place,
})
export type FundFlow = z.infer<typeof FundFlow>
