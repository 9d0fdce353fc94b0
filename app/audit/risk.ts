import { type Finding, Severity } from '#app/domain/finding.ts'
import type { Thresholds } from './thresholds.ts'

/** What one rule adds to the risk of an evaluation. */
export interface Contribution {
  rule: string
  severity: Severity
  /** Findings of this rule. */
  count: number
  points: number
}

/** How much an evaluation needs a look, 0 to 100, and what it comes from: the points add up to it. */
export interface Risk {
  score: number
  contributions: Contribution[]
}

const mostTimes = 2

/** The risk that findings add up to; each rule counts by its gravest finding, further ones for a share of it. */
export function riskOf(
  findings: readonly Pick<Finding, 'rule' | 'severity'>[],
  { risk }: Pick<Thresholds, 'risk'>,
): Risk {
  const byRule = new Map<string, Severity[]>()
  for (const { rule, severity } of findings) byRule.set(rule, [...(byRule.get(rule) ?? []), severity])
  const contributions = [...byRule].map(([rule, severities]) => {
    const severity = Severity.options.find((one) => severities.includes(one)) ?? 'notice'
    const count = severities.length
    const times = Math.min(mostTimes, 1 + (count - 1) * risk.repeatShare)
    return { rule, severity, count, points: (risk.points[severity] ?? 0) * times }
  })
  return capped(contributions.sort((a, b) => b.points - a.points))
}

/** Cuts what goes beyond 100 off the smallest contributions. */
function capped(contributions: readonly Contribution[]): Risk {
  let left = 100
  const counted = contributions.map((one) => {
    const points = Math.min(left, one.points)
    left -= points
    return { ...one, points }
  })
  return { score: 100 - left, contributions: counted }
}
