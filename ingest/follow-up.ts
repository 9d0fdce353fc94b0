import { z } from 'zod'
import { RemarkKind, standingsOf } from '#app/domain/remarks.ts'
import { append, type Connection, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import { found } from '#app/warehouse/due-rows.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'

const Remarks = z.object({
  project: z.string(),
  evaluation: z.string(),
  remarks: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.object({ ordinal: z.number(), kind: RemarkKind, text: z.string() }))),
})
type Remarks = z.infer<typeof Remarks>

/**
 * Sets each self-evaluation's remarks against those of the project's next one, in place of what was found before, for
 * the projects of which a batch from `since` on brought or replaced a report; gives these.
 * A next report that says nothing of problems at all leaves it open what became of them.
 */
export async function followUp(connection: Connection, since: number): Promise<Sql> {
  await run(connection, touched(since))
  const reports = await reportsOn(connection)
  const followed = reports.flatMap((report, index) => followedUp(report, reports[index + 1]))
  await connection.run('begin')
  await connection.run(`delete from follow_up where evaluation in (
    select f.evaluation from follow_up f left join evaluation e on e.id = f.evaluation
    where e.id is null or e.project_id in (select project_id from followed))`)
  await append(connection, 'follow_up', followed)
  await connection.run('commit')
  return sql`select project_id from followed`
}

const touched = (since: number): Sql => sql`create or replace temp table followed as
  with fresh as (select id from document where coalesce(batch, 0) >= ${since})
  select distinct project_id from evaluation
  where document in (select id from fresh) or superseded_by in (select id from fresh)`

function followedUp(report: Remarks, next: Remarks | undefined): Row<'follow_up'>[] {
  if (next?.project !== report.project || next.remarks.length === 0) return []
  return standingsOf(report.remarks, next.remarks).map(({ standing, by }, index) => ({
    evaluation: report.evaluation,
    ordinal: report.remarks[index]?.ordinal ?? null,
    standing,
    later_evaluation: next.evaluation,
    later_ordinal: by === null ? null : (next.remarks[by]?.ordinal ?? null),
  }))
}

/** The self-evaluations of projects that ever named a problem, by project and year. */
async function reportsOn(connection: Connection): Promise<Remarks[]> {
  const rows = await rowsOf(
    connection,
    sql`with own as (from evaluation where ${found('evaluation', sql`project_id in (from followed)`)})
      select e.project_id as project, e.id as evaluation, coalesce(
        to_json(list(json_object('ordinal', r.ordinal, 'kind', r.kind, 'text', r.text) order by r.ordinal)
          filter (where r.ordinal is not null))::varchar, '[]') as remarks
      from own e left join remark r on r.evaluation = e.id
      where e.superseded_by is null and e.kind = 'selfEvaluation' and e.year is not null and e.project_id in (
        select o.project_id from remark n join own o on o.id = n.evaluation)
      group by e.project_id, e.id, e.year order by e.project_id, e.year`,
  )
  return rows.map((row) => Remarks.parse(row))
}
