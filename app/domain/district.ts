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

/** True for the code of one district that no other lies in. */
export const isOneDistrict = ([code, ...others]: readonly string[]) =>
  code !== undefined && others.length === 0 && prefixOf(code) === code
