import { z } from 'zod'
import { liesIn, ownCode } from './district.ts'

/** What someone noted about a year, a district, or a district in a year, for all who see figures of it. */
export const Annotation = z.object({
  id: z.number().int(),
  year: z.number().int().nullable(),
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  note: z.string(),
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
})
export type Annotation = z.infer<typeof Annotation>

/** Whether figures of these years and districts may be of what was noted; none chosen is all. */
export function concerns(
  { year, district }: Pick<Annotation, 'year' | 'district'>,
  shown: { year: readonly number[]; district: readonly string[] },
): boolean {
  const ofYear = year === null || shown.year.length === 0 || shown.year.includes(year)
  const overlap = (chosen: string) =>
    district === null || liesIn(district, chosen) || liesIn(ownCode(chosen) ?? chosen, district)
  return ofYear && (shown.district.length === 0 || shown.district.some(overlap))
}
