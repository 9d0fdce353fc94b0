import type { CostCube } from './cost-cells.ts'

/** Sums in fen and ten thousandths. */
export const noSums = {
  n: 0,
  spent: 0,
  served: 0,
  plannedYuan: 0,
  plannedServed: 0,
  reportedYuan: 0,
  reportedServed: 0,
  disagrees: 0,
}
export type Sums = typeof noSums
const summed = [
  'spent',
  'served',
  'plannedYuan',
  'plannedServed',
  'reportedYuan',
  'reportedServed',
  'disagrees',
] as const

function add(sums: Sums, { numbers }: CostCube, cell: number) {
  sums.n += 1
  for (const name of summed) sums[name] += numbers[name][cell] ?? 0
}

/** Comparable cells in groups by their names. */
export function sumsBy<Key>(
  cube: CostCube,
  isIn: (cell: number) => boolean,
  keyOf: (cell: number) => Key | null,
): Map<Key, Sums> {
  const groups = new Map<Key, Sums>()
  for (let cell = 0; cell < cube.size; cell += 1) {
    const key = isIn(cell) ? keyOf(cell) : null
    if (key === null) continue
    const sums = groups.get(key) ?? { ...noSums }
    groups.set(key, sums)
    add(sums, cube, cell)
  }
  return groups
}

/** Yuan each, of fen and ten thousandths. */
const each = (fen: number, tenThousandths: number) =>
  tenThousandths === 0 ? null : fen / 100 / (tenThousandths / 10_000)

export const threeWays = (sums: Sums) => ({
  prices: null,
  planned: each(sums.plannedYuan, sums.plannedServed),
  reported: each(sums.reportedYuan, sums.reportedServed),
  implied: each(sums.spent, sums.served),
  n: sums.n,
})

export const impliedOf = ({ spent, served, n }: Sums) => ({ implied: each(spent, served), n, prices: null })
