import { median, quartile } from './dialect.ts'
import { type Made, movedIn, type Step } from './due-rows.ts'
import { type Sql, sql } from './sql.ts'

/** The peers of each key among rows of `each`, in figures, as `peers_of`. */
export const peerGroups = (key: Sql): Sql => sql`
  spread as (
    select ${key}, count(*)::integer as peers, min(value) as lowest, max(value) as highest,
      ${quartile(sql`value`, 0.25)} as lower, ${quartile(sql`value`, 0.5)} as median, ${quartile(sql`value`, 0.75)} as upper
    from each group by ${key}),
  apart as (
    select ${key}, ${median(sql`abs(value - median)`)} as mad, avg(abs(value - median)) as mean
    from each join spread using (${key}) group by ${key}),
  peers_of as (select * from spread join apart using (${key}))`

/** What the satisfaction rates of each programme come to, kept with a generation: peers are all of them, whatever is looked at. */
export const peersDdl = sql`
  create table rate_peers as with each as (select programme, gap as value from report_rate), ${peerGroups(sql`programme`)}
  select * from peers_of limit 0`

const compared = (which: Sql): Sql => sql`insert into rate_peers by name
  with each as (select programme, gap as value from report_rate where kind = 'selfEvaluation' and ${which}),
  ${peerGroups(sql`programme`)}
  select * from peers_of order by programme`

/** The statements that bring them up to what changed. */
export function comparing(made: Made): readonly Step[] {
  if (made.isFirst) return [compared(sql`programme is not null`)]
  const isTouched = sql`programme in (select programme from touched)`
  return [
    sql`create or replace temp table touched as ${movedIn(made, 'report_rate', sql`programme`)}`,
    {
      any: sql`from touched limit 1`,
      run: [sql`delete from rate_peers where ${isTouched}`, compared(isTouched)],
    },
  ]
}
