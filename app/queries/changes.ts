import { z } from 'zod'
import { type Change, changesBetween } from '#app/domain/changes.ts'
import { Evaluation } from '#app/domain/evaluation.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'

/** Which document's changes are asked for, and of which one of its evaluations; null means all. */
export interface ReplacementsAsked {
  document: string
  evaluation: string | null
}

const Record = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(Evaluation)
  .nullable()

const Replacement = z.object({
  /** The evaluation as it was sent before, and the document it was in; null where it is new. */
  before: Record,
  beforeDocument: z.string().nullable(),
  beforeName: z.string().nullable(),
  /** The evaluation in the document that is asked for; null where it holds it no longer. */
  after: Record,
  projectId: z.string(),
})
type Replacement = z.infer<typeof Replacement>

/** A report that was sent again: what it replaced, and what it says otherwise. */
export interface Resent {
  projectId: string
  project: string | null
  year: number | null
  /** Null where the document before held no such report. */
  before: { document: string; name: string } | null
  /** False where the later document holds the report no longer. */
  isHeld: boolean
  changes: Change[]
}

/** What each replaced report says otherwise than the one before it. */
export const resent = ({ before, after, beforeDocument, beforeName, projectId }: Replacement): Resent => ({
  projectId,
  project: (after ?? before)?.project ?? null,
  year: (after ?? before)?.year ?? null,
  before:
    beforeDocument === null || before === null
      ? null
      : { document: beforeDocument, name: beforeName ?? beforeDocument },
  isHeld: after !== null,
  changes: before === null || after === null ? [] : changesBetween(before, after),
})

const shown = 50

/**
 * The evaluations of a document beside those whose place they took: of the same project, year and kind; where a
 * file was sent again under its name, what is left over on either side too. Those that differ come first.
 */
export const replacements = {
  name: 'replacements',
  row: Replacement,
  sql: ({ document, evaluation }: ReplacementsAsked) => sql`
    with earlier as (
      select e.*, d.path, d.name, row_number() over (
        partition by e.document, e.project_id, e.year, e.kind order by e.ordinal) as k
      from evaluation e join document d on d.id = e.document where e.superseded_by = ${document}),
    later as (
      select e.*, d.path, row_number() over (partition by e.project_id, e.year, e.kind order by e.ordinal) as k
      from evaluation e join document d on d.id = e.document where e.document = ${document}),
    paired as (
      select b.id as before, a.id as after from earlier b join later a on a.project_id = b.project_id
        and a.year is not distinct from b.year and a.kind = b.kind and a.k = b.k),
    gone as (select * from earlier where path in (select path from later) and id not in (select before from paired)),
    come as (select * from later where path in (select path from earlier) and id not in (select after from paired)),
    matched as (
      select before, after from paired
      union all select g.id, c.id from gone g, come c
        where (select count(*) from gone) = 1 and (select count(*) from come) = 1
      union all select g.id, null from gone g where (select count(*) from gone) > 1 or (select count(*) from come) <> 1
      union all select null, c.id from come c where (select count(*) from come) > 1 or (select count(*) from gone) <> 1)
    select rb.record as before, b.document as "beforeDocument", b.name as "beforeName", ra.record as after,
      coalesce(a.project_id, b.project_id) as "projectId"
    from matched m left join earlier b on b.id = m.before left join later a on a.id = m.after
      left join record rb on rb.evaluation = m.before left join record ra on ra.evaluation = m.after
    -- What lists too long for records say otherwise is not told.
    where (cast(${evaluation} as varchar) is null or m.after = ${evaluation})
      and (rb.record is null) = (b.id is null) and (ra.record is null) = (a.id is null)
    order by rb.record is not distinct from ra.record, coalesce(a.ordinal, b.ordinal), m.before
    limit cast(${shown} as integer)`,
} satisfies Query<ReplacementsAsked, Replacement>
