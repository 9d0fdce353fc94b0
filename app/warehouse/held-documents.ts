import { type Made, movedIn, type Step } from './due-rows.ts'
import { type Sql, sql } from './sql.ts'

/**
 * `document_held`: how much each document holds, kept with a generation: its evaluations, of them those whose place a
 * later one took, its movements of money, and what was odd about it.
 */
const heldBy = (which: Sql): Sql => sql`
  with own as (
    select document, count(*) as n, count(superseded_by) as replaced from evaluation where ${which} group by document),
  booked as (select document, count(*) as n from fund_flow where ${which} group by document),
  odd as (select document, count(*) as n from problem where ${which} group by document)
  select d.document, d.batch, coalesce(own.n, 0)::integer as evaluations, coalesce(replaced, 0)::integer as replaced,
    coalesce(booked.n, 0)::integer as flows, coalesce(odd.n, 0)::integer as problems
  from (select id as document, batch from document) d left join own on own.document = d.document
    left join booked on booked.document = d.document left join odd on odd.document = d.document
  where d.${which}`

const every = sql`document is not null`

/** What it holds, from the rows themselves. */
export const heldRows = sql`(${heldBy(every)})`

/** The statement that makes the table, empty. */
export const heldDdl = sql`create table document_held as ${heldBy(every)} limit 0`

/** How much each document holds. */
export const heldDocuments: Sql = { text: 'document_held', values: [], rollups: ['document_held'] }

/** The statements that bring it up to the documents that came and went, and to the reports that took places. */
export const holding = (made: Made): readonly Step[] => {
  const filled = (which: Sql) => sql`insert into document_held ${heldBy(which)} order by d.document`
  if (made.isFirst) return [sql`delete from document_held`, filled(every)]
  const isDue = sql`document in (select document from document_due)`
  return [
    sql`create or replace temp table document_due as
      select coalesce(d.id, h.document) as document from document d full join document_held h on h.document = d.id
      where h.batch is distinct from d.batch
      ${made.came + made.gone > 0 ? sql`union ${movedIn(made, 'report', sql`document`)}` : sql``}`,
    {
      any: sql`from document_due limit 1`,
      run: [sql`delete from document_held where ${isDue}`, filled(isDue)],
    },
    sql`drop table document_due`,
  ]
}
