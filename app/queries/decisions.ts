import { z } from 'zod'
import { rowsOfJson } from '#app/warehouse/dialect.ts'
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

const decided = ['finding', 'state', 'note', 'by', 'at', 'figures']

/** One row for each finding that was decided on. */
const standing = (decisions: Decisions): Sql => rowsOfJson(decisions, decided)

/** Findings with what people hold of them: open where nobody has decided; `changed` where figures did since. */
export const decidedFindings = (decisions: Decisions, findings = sql`report_finding`): Sql =>
  decisions === noDecisions
    ? sql`
        select *, 'open' as state, null::varchar as note, null::varchar as by, null::varchar as at, false as changed
        from ${findings}`
    : sql`
        select f.*, coalesce(d.state, 'open') as state, d.note, d.by, d.at,
          coalesce(d.figures <> f.figures, false) as changed
        from ${findings} f left join (${standing(decisions)}) d on d.finding = f.id`

/** Those of them alone that someone decided about. */
export const onlyDecided = (decisions: Decisions): Sql =>
  decidedFindings(
    decisions,
    sql`(select * from report_finding where id in (select finding from (${standing(decisions)})))`,
  )

/** How many decisions there are. */
export const decisionsIn = (decisions: Decisions): number =>
  z.array(z.unknown()).parse(JSON.parse(decisions)).length

/**
 * `changed`: the evaluations that people decided about, with how many of their findings are in which state, and
 * whether no finding of what cannot be true counts any longer. All others are as the audit left them.
 */
export const changedBy = (decisions: Decisions): Sql =>
  decisions === noDecisions
    ? sql`changed as (
        select ''::varchar as evaluation, 0 as explained, 0 as confirmed, 0 as dismissed, false as cleared where false)`
    : sql`changed as (
        with about as (
          select evaluation from finding where id in (select finding from (${standing(decisions)})))
        select evaluation, (count(*) filter (where state = 'explained'))::integer as explained,
          (count(*) filter (where state = 'confirmed'))::integer as confirmed,
          (count(*) filter (where state = 'dismissed'))::integer as dismissed,
          coalesce(min(state = 'dismissed') filter (where severity = 'error'), false) as cleared
        from (${decidedFindings(decisions)}) where evaluation in (select evaluation from about) group by evaluation)`

/** Findings that count: all but those that were dismissed. */
export const countedFindings = (decisions: Decisions): Sql =>
  sql`select * from (${decidedFindings(decisions)}) where state <> 'dismissed'`
