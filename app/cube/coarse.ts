import { summed } from '#app/queries/cube-sums.ts'
import type { Cube, Texts } from './cube.ts'

const kept = ['district', 'districtName', 'grade'] as const
const bands = ['executionBand', 'scoreBand'] as const
const listed = ['others', 'comparableOthers', 'contradictedOthers'] as const

/** What cells are told apart by beside what is shown of them, from what most of them share. */
export const finer = ['sector', 'department', 'programme'] as const
export type Finer = (typeof finer)[number]

/**
 * The cells of a cube, told apart by no more than some of what they can be chosen by: far fewer, and as good as all
 * of them as long as nothing else is chosen.
 */
export function coarseOf(cube: Cube, by: readonly Finer[]): Cube {
  const { size, numbers, texts } = cube
  const { of, first } = groupsOf(cube, by)
  const column = () => new Float64Array(first.length)
  const same = (values: Float64Array) => Float64Array.from(first, (cell) => values[cell] ?? 0)
  const widest = Int32Array.from(first)
  const isWider = (cell: number, than: number) => {
    if (numbers.widestPlace[cell] === 0 || numbers.widestPlace[than] === 0)
      return numbers.widestPlace[cell] !== 0
    const apart = (numbers.widestGap[cell] ?? 0) - (numbers.widestGap[than] ?? 0)
    return apart < 0 || (apart === 0 && (numbers.widestPlace[cell] ?? 0) < (numbers.widestPlace[than] ?? 0))
  }
  for (let cell = 0; cell < size; cell += 1) {
    const group = of[cell] ?? 0
    if (isWider(cell, widest[group] ?? 0)) widest[group] = cell
  }
  const sums = summed.map((name) => {
    const [from, to] = [numbers[name], column()]
    for (let cell = 0; cell < size; cell += 1)
      to[of[cell] ?? 0] = (to[of[cell] ?? 0] ?? 0) + (from[cell] ?? 0)
    return [name, to] as const
  })
  const at = (cells: ArrayLike<number>, { codes, values }: Texts): Texts => ({
    codes: Int32Array.from(cells, (cell) => codes[cell] ?? 0),
    values,
  })
  const open = { codes: new Int32Array(first.length), values: [null] }
  return {
    size: first.length,
    numbers: {
      ...numbers,
      ...Object.fromEntries(sums),
      year: same(numbers.year),
      executionBand: same(numbers.executionBand),
      scoreBand: same(numbers.scoreBand),
      widestGap: Float64Array.from(widest, (cell) => numbers.widestGap[cell] ?? 0),
      widestPlace: Float64Array.from(widest, (cell) => numbers.widestPlace[cell] ?? 0),
    },
    texts: {
      ...texts,
      ...Object.fromEntries(kept.map((name) => [name, at(first, texts[name])])),
      ...Object.fromEntries(listed.map((name) => [name, together(texts[name], of, first.length)])),
      ...Object.fromEntries(finer.map((name) => [name, by.includes(name) ? at(first, texts[name]) : open])),
      widestProject: at(widest, texts.widestProject),
    },
  }
}

/** Cells that are alike in all that is kept: the group of each, and the first of each group. */
function groupsOf({ size, numbers, texts }: Cube, by: readonly Finer[]): { of: Int32Array; first: number[] } {
  const parts = [
    ...[...kept, ...by].map((name) => Float64Array.from(texts[name].codes)),
    ...bands.map((name) => numbers[name].map((band) => band + 2)),
    numbers.year,
  ]
  const sizes = parts.map((part) => part.reduce((most, code) => Math.max(most, code), 0) + 1)
  const groups = new Map<number, number>()
  const first: number[] = []
  const of = new Int32Array(size)
  for (let cell = 0; cell < size; cell += 1) {
    let key = 0
    for (const [place, part] of parts.entries()) key = key * (sizes[place] ?? 1) + (part[cell] ?? 0)
    const group = groups.get(key) ?? first.length
    if (group === first.length) {
      groups.set(key, group)
      first.push(cell)
    }
    of[cell] = group
  }
  return { of, first }
}

/** The lines of each group's cells, one after another. */
function together({ codes, values }: Texts, of: Int32Array, count: number): Texts {
  const lines: string[][] = Array.from({ length: count }, () => [])
  for (const [cell, code] of codes.entries()) {
    const text = values[code] ?? ''
    if (text !== '') lines[of[cell] ?? 0]?.push(text)
  }
  return { codes: Int32Array.from(lines.keys()), values: lines.map((ofGroup) => ofGroup.join('\n')) }
}
