import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { join, type Query, sql } from '#app/warehouse/sql.ts'

const Source = z.object({
  projectId: z.string(),
  year: z.number().nullable(),
  kind: z.union([EvaluationKind, z.literal('ledger')]),
  /** The name that the document was loaded under. */
  document: z.string(),
})
export type Source = z.infer<typeof Source>

/** The documents that the reports of some projects were read from, and their ledgers. */
export const sources = {
  name: 'sources',
  row: Source,
  sql: (projects: readonly string[]) => {
    const areAsked = sql`project_id in (${join(
      projects.map((id) => sql`${id}`),
      ', ',
    )})`
    return sql`
    select * from (
    select distinct e.project_id as "projectId", e.year as year, e.kind as kind, d.name as document
    from v_evaluation e join document d on d.id = e.document where e.${areAsked}
    union all
    select distinct f.project_id, f.year, 'ledger', d.name
    from v_fund_flow f join document d on d.id = f.document where f.${areAsked}) read
    order by document, "projectId", year, kind`
  },
} satisfies Query<readonly string[], Source>
