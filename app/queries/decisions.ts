import { type Sql, sql } from '#app/warehouse/sql.ts'

/**
 * What people decided about findings, as JSON. It is no part of a generation, so it comes with each question:
 * an answer kept for one set of decisions is never given for another.
 */
export type Decisions = string

export const noDecisions: Decisions = '[]'

/** Filters, with the decisions by which findings count or do not. */
export interface WithDecisions {
  decisions?: Decisions
}

const shape =
  '[{"finding":"VARCHAR","state":"VARCHAR","note":"VARCHAR","by":"VARCHAR","at":"VARCHAR","figures":"VARCHAR"}]'

/** One row for each finding that was decided on. */
const standing = (decisions: Decisions): Sql =>
  sql`select unnest(from_json(cast(${decisions} as json), ${shape}), recursive := true)`

/** Findings with what people hold of them: open where nobody has decided; `changed` where figures did since. */
export const decidedFindings = (decisions: Decisions): Sql => sql`
  select f.*, coalesce(d.state, 'open') as state, d.note, d.by, d.at,
    coalesce(d.figures <> f.figures, false) as changed
  from v_finding f left join (${standing(decisions)}) d on d.finding = f.id`

/** Findings that count: all but those that were dismissed. */
export const countedFindings = (decisions: Decisions): Sql =>
  sql`select * from (${decidedFindings(decisions)}) where state <> 'dismissed'`
