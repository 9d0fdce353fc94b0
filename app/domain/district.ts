import { z } from 'zod'

/** A 行政区划 of GB/T 2260: six digits whose prefixes are its ancestors. */
export const District = z.object({
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  level: z.enum(['province', 'city', 'district']),
  parent: z.string().nullable(),
  /** Administrative order. */
  order: z.number().int(),
})
export type District = z.infer<typeof District>

/** The digits that a district shares with all within it: 13 for 130000, 1301 for 130100, else the code. */
export function prefixOf(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2)
  return code.endsWith('00') ? code.slice(0, 4) : code
}

/** What a place is called where its own units are meant and none of its districts: 澜城市本级. */
export const ownUnits = '本级'
/** What stands behind the code of a place whose own units are chosen: 990100own. */
export const ownMark = 'own'

/** What a place is chosen by: its code, or that with the mark for one that is called 澜城市本级. */
export const chosenBy = (code: string, name: string | null) =>
  name?.endsWith(ownUnits) ? `${code}${ownMark}` : code

/** The code of the place whose own units are chosen; null where all that lies in a place is. */
export const ownCode = (chosen: string): string | null =>
  chosen.endsWith(ownMark) ? chosen.slice(0, -ownMark.length) : null

/** Whether a district lies in what is chosen. */
export function liesIn(district: string, chosen: string): boolean {
  const code = ownCode(chosen)
  return code === null ? district.startsWith(prefixOf(chosen)) : district === code
}

/** True where one district is chosen that no other lies in, or a place's own units. */
export const isOneDistrict = ([code, ...others]: readonly string[]) =>
  code !== undefined && others.length === 0 && prefixOf(code) === code
