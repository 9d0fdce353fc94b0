import type { Severity } from '#app/domain/finding.ts'
import type { Thresholds } from './thresholds.ts'

/** What a finding adds to the risk of its evaluation, in points of 100. */
export interface RiskPoints {
  /** As the gravest of its rule. */
  points: number
  /** As a further one of its rule; further ones add at most what the first did. */
  furtherPoints: number
}

/** The points of a finding by its severity; they are added up where it is known which findings were dismissed. */
export function riskPointsOf(severity: Severity, { risk }: Pick<Thresholds, 'risk'>): RiskPoints {
  const points = risk.points[severity] ?? 0
  return { points, furtherPoints: points * risk.repeatShare }
}
