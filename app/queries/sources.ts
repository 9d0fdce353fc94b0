import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { join, type Query, sql } from '#app/warehouse/sql.ts'

const Source = z.object({
  projectId: z.string(),
  year: z.number().nullable(),
  kind: EvaluationKind,
  /** The name that the document was loaded under. */
  document: z.string(),
})
export type Source = z.infer<typeof Source>

/** The documents that the reports of some projects were read from. */
export const sources = {
  name: 'sources',
  row: Source,
  sql: (projects: readonly string[]) => sql`
    select distinct e.project_id as "projectId", e.year, e.kind, d.name as document
    from v_evaluation e join document d on d.id = e.document
    where e.project_id in (${join(
      projects.map((id) => sql`${id}`),
      ', ',
    )})
    order by 4, 1, 2, 3`,
} satisfies Query<readonly string[], Source>
