import { z } from 'zod'

/** Where something stands in its document: table, row and column count from 1, as people count. */
export const Place = z.object({
  table: z.number().int().positive().nullable(),
  row: z.number().int().positive().nullable(),
  column: z.number().int().positive().nullable(),
})
export type Place = z.infer<typeof Place>

export const nowhere: Place = { table: null, row: null, column: null }

/** A fault of the input, as a value: it never stops the rest of the document. */
export const Problem = z.object({ at: Place, code: z.string(), message: z.string() })
export type Problem = z.infer<typeof Problem>
