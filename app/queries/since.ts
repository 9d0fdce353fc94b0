import { z } from 'zod'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'

/** Ids of the documents and findings that no generation up to this one had. */
export const newSince = (generation: number): Sql =>
  sql`select id from first_seen where generation > cast(${generation} as integer)`

const Since = z.object({
  documents: z.number(),
  /** Read from those documents. */
  evaluations: z.number(),
  /** Found since, and still there. */
  findings: z.number(),
  /** True where the generation knows nothing of earlier ones: it was built again in another form. */
  rebuilt: z.boolean(),
})
export type Since = z.infer<typeof Since>

/** What a generation has that none up to the one named had. */
export const since = {
  name: 'since',
  row: Since,
  sql: (generation: number) => sql`
    with fresh as (${newSince(generation)})
    select (select count(*) from document where id in (select id from fresh))::integer as documents,
      (select count(*) from v_evaluation where document in (select id from fresh))::integer as evaluations,
      (select count(*) from v_finding where id in (select id from fresh))::integer as findings,
      (select (count(*) = 0)::boolean from first_seen where generation <= cast(${generation} as integer)) as rebuilt`,
} satisfies Query<number, Since>
