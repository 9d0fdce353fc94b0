/** The middle value, the mean of the two middle ones of an even number; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** A normal distribution's standard deviation is the MAD ÷ 0.6745, and the mean deviation × 1.2533. */
export const normalMad = 0.6745
export const normalMean = 1.253314

/** A case this far from its peers is flagged, where they are enough to judge by (domain rules §6). */
export const farZ = 3.5
export const fewestPeers = 5

/**
 * Robust z of each value: 0.6745 (x − median) ÷ MAD (Iglewicz and Hoaglin 1993). Where more than half of the
 * values are equal the MAD is 0, and the mean deviation takes its place; null where all are equal, or of nothing.
 */
export function robustZs(values: readonly number[]): number[] | null {
  const middle = median(values)
  if (middle === null) return null
  const deviations = values.map((value) => Math.abs(value - middle))
  const mad = median(deviations) ?? 0
  const mean = deviations.reduce((sum, deviation) => sum + deviation, 0) / values.length
  if (mean === 0) return null
  const spread = mad > 0 ? mad / normalMad : mean * normalMean
  return values.map((value) => (value - middle) / spread)
}

/** What lies at a share of the way from one value to the next, as quantiles are taken between two cases. */
export const between = (low: number, high: number, share: number): number =>
  share === 0 ? low : low * (1 - share) + high * share

/** Rows that have a key in common, in the order in which the keys first appear. */
export function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}
