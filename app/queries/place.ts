import { z } from 'zod'

/** A place in a document as a URL asks for it, counted from 1; null where it asks for none. */
export interface PlaceAsked {
  table: number | null
  row: number | null
  column: number | null
}

const Counted = z
  .string()
  .regex(/^[1-9]\d{0,7}$/)
  .transform(Number)

/** Reads `table`, `row` and `column` of a URL; what cannot be meant is passed over. */
export function placeAskedOf(search: URLSearchParams): PlaceAsked {
  const one = (name: string) => Counted.safeParse(search.get(name)).data ?? null
  return { table: one('table'), row: one('row'), column: one('column') }
}
