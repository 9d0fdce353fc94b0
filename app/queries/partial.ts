import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'

const Partial = z.object({ quarantined: z.number(), noDistrict: z.number(), noYear: z.number() })
export type Partial = z.infer<typeof Partial>

/** What the figures are without: documents put aside, and evaluations that no district or no year is known of. */
export const partial = {
  name: 'partial',
  row: Partial,
  sql: () => sql`
    select (select count(*) from document where status = 'quarantined')::integer as quarantined,
      (count(*) filter (where district is null))::integer as "noDistrict",
      (count(*) filter (where year is null))::integer as "noYear"
    from v_evaluation`,
} satisfies Query<void, Partial>
