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
