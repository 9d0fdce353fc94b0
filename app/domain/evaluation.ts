import { z } from 'zod'
import { Indicator } from './indicator.ts'
import { Place } from './problem.ts'

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

/** One line of a form's fund block below its total (其中：财政拨款), in fen. */
export const FundPart = z.object({
  label: z.string(),
  budgetFen: z.number().int().nullable(),
  adjustedFen: z.number().int().nullable(),
  arrivedFen: z.number().int().nullable(),
  spentFen: z.number().int().nullable(),
  at: Place,
})
export type FundPart = z.infer<typeof FundPart>

/** What stands around an evaluation in its document. */
export const Surroundings = z.object({
  /** The report's table of targets alone; empty where it has none. */
  plan: z.array(Indicator),
  /** Paragraphs outside the tables, and what a form says in sentences below its indicators. */
  narrative: z.array(z.string()),
  /** What a form's own cells say of the goal and what became of it (年度总体目标, 实际完成情况). */
  goals: z.array(z.string()),
  /** The template's own text in the name or the reason of indicators, by their index. */
  leftOvers: z.array(z.object({ ordinal: z.number().int(), text: z.string() })),
  /** Lines of the fund block below its total that add up to it; empty where the form has none. */
  fundParts: z.array(FundPart),
  /** ISO day that the document gives itself (填报日期); null where it gives none. */
  reportedOn: z.iso.date().nullable(),
})
export type Surroundings = z.infer<typeof Surroundings>

export const nothingAround: Surroundings = {
  plan: [],
  narrative: [],
  goals: [],
  leftOvers: [],
  fundParts: [],
  reportedOn: null,
}
