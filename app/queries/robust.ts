import { z } from 'zod'
import { farZ, fewestPeers, normalMad, normalMean } from '#app/domain/statistics.ts'
import { peerGroups } from '#app/warehouse/peers.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'

/** What a case is held against: its peers in figures, and how far it is from them. */
export const peersShape = {
  peers: z.number(),
  lowest: z.number(),
  lower: z.number(),
  median: z.number(),
  upper: z.number(),
  highest: z.number(),
  /** Median absolute deviation. */
  mad: z.number(),
  /** Robust z; null where the peers are too few to judge by, or all equal. */
  z: z.number().nullable(),
  verdict: z.enum(['far', 'usual', 'few']),
}

export const verdict = sql`case when peers < ${fewestPeers} then 'few' when abs(z) >= ${farZ} then 'far' else 'usual' end`

export const peersColumns = sql`
  peers, lowest, lower, median, upper, highest, mad, z, ${verdict} as verdict`

/**
 * Each of some cases, with columns of its own and a `value`, beside those that share its `key`: quartiles, MAD and
 * robust z, the same as domain/statistics gives for one group.
 */
export const amongPeers = (cases: Sql, key: Sql): Sql => sql`
  with each as (${cases}), ${peerGroups(key)}
  select *, ${robustZ} as z from each join peers_of using (${key})`

/** How far a value lies from its peers. */
export const robustZ = sql`case when peers < ${fewestPeers} then null
  when mad > 0 then ${normalMad} * (value - median) / mad
  when mean > 0 then (value - median) / (${normalMean} * mean) end`

/**
 * A quartile of values that are counted, between the two nearest as domain/statistics has it: of rows with a value,
 * `upto`, how many there are up to it, and `all_n`, how many in all.
 */
export function countedQuartile(value: Sql, share: 0.25 | 0.5 | 0.75): Sql {
  const place = sql`((all_n - 1) * ${share}::double)`
  const at = (rank: Sql) => sql`min(${value}) filter (where upto > ${rank})`
  const way = sql`min(${place} - floor(${place}))`
  return sql`${at(sql`floor(${place})`)} * (1 - ${way}) + ${at(sql`ceil(${place})`)} * ${way}`
}

/** Rows with a count `n`, and how many there are up to each of them and in all that share its key. */
const ranked = (rows: Sql, key: Sql, value: Sql): Sql => sql`
  select *, sum(n) over (partition by ${key} order by ${value} rows unbounded preceding) as upto,
    sum(n) over (partition by ${key}) as all_n
  from (${rows}) counted`

/**
 * The same as {@link amongPeers} of cases that are counted: there are far fewer different values than cases. Each of
 * some rows with a `value` and how many have it, `n`.
 */
export const countedAmongPeers = (counted: Sql, key: Sql): Sql => sql`
  with each as (${counted}),
  spread as (
    select ${key}, min(all_n)::integer as peers, min(value) as lowest, max(value) as highest,
      ${countedQuartile(sql`value`, 0.25)} as lower, ${countedQuartile(sql`value`, 0.5)} as median,
      ${countedQuartile(sql`value`, 0.75)} as upper
    from (${ranked(sql`select * from each`, key, sql`value`)}) r group by ${key}),
  apart as (
    select ${key}, ${countedQuartile(sql`away`, 0.5)} as mad, sum(away * n) / min(all_n) as mean
    from (${ranked(
      sql`select ${key}, abs(value - median) as away, sum(n)::double as n from each join spread using (${key})
        group by ${key}, away`,
      key,
      sql`away`,
    )}) r group by ${key}),
  peers_of as (select * from spread join apart using (${key}))
  select *, ${robustZ} as z from each join peers_of using (${key})`
