import { between } from '#app/domain/statistics.ts'

/** Groups of cells: the group of each, -1 where it is in none. */
export interface Groups {
  of: Int32Array
  count: number
}

/** What quantiles are taken of: cells with their values in order, and how often each counts. */
export interface Ordered {
  values: Float64Array
  times: ArrayLike<number>
  /** The cells from the least value to the greatest. */
  order: Uint32Array
}

export const ordered = (values: Float64Array, times: ArrayLike<number>): Ordered => ({
  values,
  times,
  order: Uint32Array.from(values.keys()).sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0)),
})

/** A quantile of each group; null of nothing. It is the engine's `quantile_cont` to the last digit. */
export function quantilesOf(
  { of, count }: Groups,
  { values, times, order }: Ordered,
  share: number,
): (number | null)[] {
  const n = new Float64Array(count)
  for (let cell = 0; cell < of.length; cell += 1) {
    const group = of[cell] ?? -1
    if (group >= 0) n[group] = (n[group] ?? 0) + (times[cell] ?? 0)
  }
  const passed = new Float64Array(count)
  const [low, high] = [new Float64Array(count), new Float64Array(count)]
  for (let rank = 0; rank < order.length; rank += 1) {
    const cell = order[rank] ?? 0
    const group = of[cell] ?? -1
    if (group < 0) continue
    const [before, place] = [passed[group] ?? 0, ((n[group] ?? 0) - 1) * share]
    const after = before + (times[cell] ?? 0)
    const value = values[cell] ?? 0
    if (before <= Math.floor(place) && Math.floor(place) < after) low[group] = value
    if (before <= Math.ceil(place) && Math.ceil(place) < after) high[group] = value
    passed[group] = after
  }
  return Array.from(n, (size, group) =>
    size === 0 ? null : between(low[group] ?? 0, high[group] ?? 0, ((size - 1) * share) % 1),
  )
}

/** How far the values of each group are from its median, without sign: the median of that, and its mean. */
export function deviationsOf(
  { of, count }: Groups,
  { values, times, order }: Ordered,
  medians: readonly (number | null)[],
): { mad: number; mean: number }[] {
  const cells: number[][] = Array.from({ length: count }, () => [])
  for (const cell of order) cells[of[cell] ?? -1]?.push(cell)
  return cells.map((ofGroup, group) => {
    const apart = Float64Array.from(ofGroup, (cell) => Math.abs((values[cell] ?? 0) - (medians[group] ?? 0)))
    const counted = ofGroup.map((cell) => times[cell] ?? 0)
    const n = counted.reduce((sum, more) => sum + more, 0)
    const sum = apart.reduce((sum, one, place) => sum + one * (counted[place] ?? 0), 0)
    const all = { of: new Int32Array(apart.length), count: 1 }
    const [mad] = quantilesOf(all, ordered(apart, counted), 0.5)
    return { mad: mad ?? 0, mean: n === 0 ? 0 : sum / n }
  })
}
