import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'

const Portfolio = z.object({ sample: z.boolean(), evaluations: z.number() })

/** What the generation as a whole is: whether any of its documents is invented, and how much there is. */
export const portfolio = {
  name: 'portfolio',
  row: Portfolio,
  sql: () => sql`
    select coalesce(max(sample), false) as sample, count(*)::integer as evaluations from v_evaluation`,
} satisfies Query<void, z.infer<typeof Portfolio>>
