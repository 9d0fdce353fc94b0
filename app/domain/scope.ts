import { z } from 'zod'
import { prefixOf } from './district.ts'

/** What of a portfolio someone may see: all of it, or what lies in some districts, and there of one unit alone. */
export const Part = z.object({
  /** Codes of GB/T 2260; a city's takes in its districts. None of them is nothing at all. */
  districts: z.array(z.string().regex(/^\d{6}$/)).max(200),
  /** Null for all units. */
  unit: z.string().min(1).max(200).nullable(),
})
export type Part = z.infer<typeof Part>

export const Scope = z.literal('everything').or(Part)
export type Scope = z.infer<typeof Scope>

/** The same text for the same scope, however it was written. */
export const scopeKey = (scope: Scope): string =>
  scope === 'everything' ? scope : JSON.stringify([[...new Set(scope.districts)].sort(), scope.unit])

/** Whether something about a district is told to those who see a scope; what is about none is told to all. */
export const isTold = (scope: Scope, district: string | null): boolean =>
  scope === 'everything' ||
  district === null ||
  scope.districts.some((code) => district.startsWith(prefixOf(code)))
