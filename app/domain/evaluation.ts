import { z } from 'zod'
import { Indicator } from './indicator.ts'

export const EvaluationKind = z.enum(['target', 'monitoring', 'selfEvaluation', 'review'])
export type EvaluationKind = z.infer<typeof EvaluationKind>

export const Grade = z.enum(['excellent', 'good', 'fair', 'poor'])
export type Grade = z.infer<typeof Grade>

/** The money of one evaluation as its document prints it: fen, and per cent as 95 for 95 %. */
export const Funds = z.object({
  /** 年初预算数, or the one approved sum that a report's prose gives. */
  budgetFen: z.number().int().nullable(),
  /** 全年预算数. */
  adjustedFen: z.number().int().nullable(),
  arrivedFen: z.number().int().nullable(),
  /** 全年执行数. */
  spentFen: z.number().int().nullable(),
  /** The printed rate, never a calculated one. */
  executionRate: z.number().nullable(),
  weight: z.number().nullable(),
  score: z.number().nullable(),
})
export type Funds = z.infer<typeof Funds>

export const DistrictRef = z.object({ code: z.string().nullable(), name: z.string() })
export type DistrictRef = z.infer<typeof DistrictRef>

/** One unit's report on one project in one year. */
export const Evaluation = z.object({
  project: z.string().nullable(),
  /** What makes projects comparable across districts and years; derived from the project's name. */
  programme: z.string().nullable(),
  unit: z.string().nullable(),
  department: z.string().nullable(),
  sector: z.string().nullable(),
  district: DistrictRef.nullable(),
  year: z.number().int().nullable(),
  kind: EvaluationKind,
  funds: Funds,
  indicators: z.array(Indicator),
  /** As printed; the grade's words are kept beside its band. */
  total: z.object({ score: z.number().nullable(), grade: z.string().nullable() }),
})
export type Evaluation = z.infer<typeof Evaluation>

/** What stands around an evaluation in its document; empty where the document holds several. */
export const Surroundings = z.object({
  /** The report's table of targets alone. */
  plan: z.array(Indicator),
  /** Paragraphs outside the tables. */
  narrative: z.array(z.string()),
})
export type Surroundings = z.infer<typeof Surroundings>

export const nothingAround: Surroundings = { plan: [], narrative: [] }
