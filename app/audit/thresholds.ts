import { z } from 'zod'
import { Severity } from '#app/domain/finding.ts'

const Share = z.number().positive()

/** From where on the rules speak; kept as reference data, so that a bureau can move them without code. */
export const Thresholds = z.object({
  /** A score this share of its weight away from the recomputed one is an error. */
  severeScorePercent: Share,
  /** Points by which a stated rate may miss the computed one. */
  ratePoints: Share,
  /** Rates of execution below this need a reason. */
  executionReasonBelowPercent: Share,
  /** Standard × quantity against the money. */
  unitCostPercent: Share,
  /** Forms print 万元 with two digits: sums that differ by less are the same. */
  moneyRoundingYuan: Share,
  /** Ledger against report. */
  ledgerPercent: Share,
  /** Satisfaction missed by this many points does not go with the best grade. */
  satisfactionPoints: Share,
  /** Characters of prose from which on a report can be expected to speak of its survey. */
  proseCharacters: Share,
  /** 余 and 约 in the text may differ from the table by this much. */
  approximatePercent: Share,
  /** From this share of the weight on, targets that cannot be measured are a warning. */
  unmeasurablePercent: Share,
  /** A target this far below last year's outcome is lowered: counts, and rates in points. */
  lowered: z.object({ percent: Share, points: Share }),
  /** A change against last year: counts and costs, and rates in points. */
  jump: z.object({ percent: Share, points: Share }),
  /** Robust z and number of cases from which on a unit cost is an outlier. */
  outlier: z.object({ z: Share, cases: Share }),
  copied: z.object({
    /** Figures other than 0 and 100 that must all be equal. */
    figures: Share,
    /** Share of a text that must be the same, of at least so many characters. */
    textPercent: Share,
    characters: Share,
    /** A paragraph that more reports share than this is a template's. */
    boilerplateReports: Share,
  }),
  risk: z.object({
    points: z.record(Severity, z.number()),
    /** Each further finding of a rule counts this share of the first, to at most twice the first. */
    repeatShare: Share,
  }),
})
export type Thresholds = z.infer<typeof Thresholds>
