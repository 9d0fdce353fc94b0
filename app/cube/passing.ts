import { liesIn } from '#app/domain/district.ts'
import type { Filters } from '#app/queries/filters.ts'
import type { Texts } from './cube.ts'

/** The codes that are let through, each as 1; null where all are. */
export const having = (
  { values }: Texts,
  asked: readonly unknown[],
  isIn: (value: string | null) => boolean,
): Uint8Array | null =>
  asked.length === 0 ? null : Uint8Array.from(values, (value) => (isIn(value) ? 1 : 0))

export function among(texts: Texts, asked: readonly string[]): Uint8Array | null {
  const chosen = new Set(asked)
  return having(texts, asked, (value) => value !== null && chosen.has(value))
}

export function lyingIn(texts: Texts, districts: readonly string[]): Uint8Array | null {
  return having(
    texts,
    districts,
    (value) => value !== null && districts.some((chosen) => liesIn(value, chosen)),
  )
}

/** What cells of projects can be chosen by, beside their years. */
export interface OfProjects {
  district: Texts
  sector: Texts
  department: Texts
  programme: Texts
}

/** The cells of projects that filters let through, each as 1, whatever their years. */
export function passing(
  { district, sector, department, programme }: OfProjects,
  filters: Filters,
  further: readonly (readonly [Texts, Uint8Array | null])[] = [],
): Uint8Array {
  const passes = new Uint8Array(district.codes.length).fill(1)
  const narrow = ({ codes }: Texts, through: Uint8Array | null) => {
    if (through === null) return
    for (const [cell, code] of codes.entries()) if (through[code] !== 1) passes[cell] = 0
  }
  narrow(district, lyingIn(district, filters.district))
  narrow(sector, among(sector, filters.sector))
  narrow(department, among(department, filters.department))
  narrow(programme, among(programme, filters.programme))
  for (const [texts, through] of further) narrow(texts, through)
  return passes
}

/** Whether a year is asked for; all are where none is. */
export const isAsked = ({ year: asked }: Filters, year: number) => asked.length === 0 || asked.includes(year)

/** Administrative order; those whose district is open come last. */
export function inOrder(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  return one < other ? -1 : 1
}

/** The names of districts by their codes. */
export function districtNames(district: Texts, districtName: Texts): (string | null)[] {
  const names: (string | null)[] = district.values.map(() => null)
  for (const [cell, code] of district.codes.entries())
    names[code] ??= districtName.values[districtName.codes[cell] ?? 0] ?? null
  return names
}

/** The engine's order of texts, by their characters' numbers; what is open comes last. */
export function inText(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  let place = 0
  while (one[place] === other[place]) place += 1
  return (one.codePointAt(place) ?? -1) - (other.codePointAt(place) ?? -1)
}
