import type { Finding } from './finding.ts'
import { type Indicator, level1Of } from './indicator.ts'
import { normalName } from './names.ts'

type Named = Pick<Indicator, 'level1' | 'level2' | 'name'>

/**
 * What makes each finding of a report the same finding when its document is sent again, renamed or corrected:
 * its rule, its indicator by name, and what its first figures are of. Values, rows and files have no part in it,
 * so that what people wrote about a finding stays with it; two findings alike in all this go by their order.
 */
export function identitiesOf(
  findings: readonly Pick<Finding, 'rule' | 'ordinal' | 'evidence'>[],
  indicators: readonly Named[],
): string[] {
  const rows = numbered(indicators.map((row) => `${level1Of(row)} ${bare(row.name)}`))
  return numbered(
    findings.map(({ rule, ordinal, evidence }) => {
      const of = evidence.slice(0, 2).map(({ label }) => bare(label.zh))
      return JSON.stringify([rule, ordinal === null ? null : (rows[ordinal] ?? null), ...of])
    }),
  )
}

/** A name without figures: numbering, dates and counts change when a document is corrected. */
const bare = (name: string) => normalName(name).replace(/\d+/g, '')

/** Keys that stand several times are told apart by their order. */
function numbered(keys: readonly string[]): string[] {
  const times = new Map<string, number>()
  return keys.map((key) => {
    const place = (times.get(key) ?? 0) + 1
    times.set(key, place)
    return `${key} ${place}`
  })
}

/** The figures that a finding rests on, as one text: where it differs, they have changed. */
export const figuresOf = ({ evidence }: Pick<Finding, 'evidence'>) =>
  JSON.stringify(evidence.map(({ value }) => value))
