import { z } from 'zod'
import { type Evaluation, EvaluationKind, Grade } from './evaluation.ts'
import { Words } from './finding.ts'
import { Level1, level1Of } from './indicator.ts'

const Percent = z.number().min(0).max(100)

/** Points for a target that was missed: in proportion to its completion, or by steps of it. */
const Missed = z.discriminatedUnion('method', [
  z.object({ method: z.literal('proportion') }),
  z.object({
    method: z.literal('steps'),
    /** From this completion on, this share of the points; highest first, below the last nothing. */
    steps: z.array(z.object({ fromPercent: z.number(), sharePercent: Percent })).refine(isFalling),
  }),
])

function isFalling(steps: readonly { fromPercent: number; sharePercent: number }[]): boolean {
  return steps.every((step, index) => {
    const before = steps[index - 1]
    return !before || (step.fromPercent < before.fromPercent && step.sharePercent <= before.sharePercent)
  })
}

/** A scoring rule set (评分标准), kept as reference data so that a bureau can correct it without code. */
export const RuleSet = z.object({
  id: z.string(),
  name: Words,
  /** The regulation it comes from. */
  authority: z.string(),
  /** Its words on scoring, or what its form says where no regulation is at hand. */
  quote: z.string(),
  /** ISO days; null where the rule has no known beginning or end. */
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  /** Where it applies; an empty list applies everywhere. */
  where: z.object({
    /** Beginnings of district codes: 13, 1301. */
    districts: z.array(z.string().regex(/^\d{2,6}$/)),
    /** Forms, by the id of the layout that read them. */
    forms: z.array(z.string()),
    kinds: z.array(EvaluationKind),
    /** First levels that the evaluation must have. */
    firstLevels: z.array(Level1),
  }),
  /** Points of each first level; units may differ with reason, so they are no check on a document. */
  firstLevelWeights: z.partialRecord(Level1, z.number()),
  /** First levels without which an evaluation is incomplete. */
  expectedLevels: z.array(Level1),
  fewestIndicators: z.number().int(),
  missed: Missed,
  /** A ceiling that was passed: target ÷ actual (A/B) of the points, or none. */
  inverse: z.enum(['ratio', 'nothing']),
  /** Above this share over the target the unit must explain; the points off are a judgement, or the excess itself. */
  overshoot: z.object({ thresholdPercent: z.number(), deduction: z.enum(['judgement', 'proportional']) }),
  /** Shares of the points for results in words, best first. */
  qualitative: z.array(z.object({ result: Words, fromPercent: Percent, toPercent: Percent })),
  /** Points × execution rate, at most the points; the weight that forms leave unsaid. */
  execution: z.object({ weight: z.number() }),
  /** Bands with their lower bound included, best first, and the words they go by. */
  grades: z.array(z.object({ grade: Grade, from: z.number(), names: z.array(z.string()) })),
  /** Points by which claimed and computed may differ. */
  tolerance: z.number(),
  /** Month and day of the following year by which units report; null where the rule names none. */
  deadline: z
    .string()
    .regex(/^\d\d-\d\d$/)
    .nullable(),
})
export type RuleSet = z.infer<typeof RuleSet>

/** The first set is the default, and must apply everywhere. */
export const RuleSets = z.array(RuleSet).refine(([first]) => first !== undefined && strictness(first) === 0)
export type RuleSets = z.infer<typeof RuleSets>

/** How many conditions a set makes: the stricter one wins where several apply, the longer district first. */
function strictness({ where, validFrom, validTo }: RuleSet): number {
  const longest = Math.max(0, ...where.districts.map((code) => code.length))
  const conditions = [where.forms, where.kinds, where.firstLevels].filter((list) => list.length > 0).length
  return longest * 10 + conditions * 2 + Number(validFrom !== null || validTo !== null)
}

type Judged = Pick<Evaluation, 'district' | 'year' | 'kind' | 'indicators'> & { form?: string | null }

/** The set that an evaluation is scored under; the default where no other applies. */
export function ruleSetFor(evaluation: Judged, ruleSets: RuleSets): RuleSet {
  const [first, ...others] = ruleSets
  if (first === undefined) throw new Error('there is no default rule set')
  const fitting = others.filter((ruleSet) => applies(ruleSet, evaluation))
  return fitting.reduce((best, one) => (strictness(one) > strictness(best) ? one : best), first)
}

function applies({ where, validFrom, validTo }: RuleSet, judged: Judged): boolean {
  const code = judged.district?.code ?? ''
  const { form = null, kind, year, indicators } = judged
  if (where.districts.length > 0 && !where.districts.some((prefix) => code.startsWith(prefix))) return false
  if (where.forms.length > 0 && (form === null || !where.forms.includes(form))) return false
  if (where.kinds.length > 0 && !where.kinds.includes(kind)) return false
  if (!inForce(year, validFrom, validTo)) return false
  return where.firstLevels.every((level) => indicators.some((row) => level1Of(row) === level))
}

/** Whether a rule was in force when the year ended; a year nobody states is under rules without dates alone. */
function inForce(year: number | null, from: string | null, to: string | null): boolean {
  if (from === null && to === null) return true
  if (year === null) return false
  const end = `${year}-12-31`
  return (from ?? '') <= end && end <= (to ?? '9999')
}

/** The band of a total of 100 under a rule set; null where there is no total or it lies outside 0–100. */
export function bandOf(total: number | null, { grades }: RuleSet): RuleSet['grades'][number] | null {
  if (total === null || total > 100) return null
  return grades.find(({ from }) => total >= from) ?? null
}
