import { z } from 'zod'
import { farZ, fewestPeers, normalMad, normalMean } from '#app/domain/statistics.ts'
import { median, quantile } from '#app/warehouse/dialect.ts'
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

export const peersColumns = sql`
  peers, lowest, lower, median, upper, highest, mad, z,
  case when peers < ${fewestPeers} then 'few' when abs(z) >= ${farZ} then 'far' else 'usual' end as verdict`

/**
 * Each of some cases, with columns of its own and a `value`, beside those that share its `key`: quartiles, MAD and
 * robust z, the same as domain/statistics gives for one group.
 */
export const amongPeers = (cases: Sql, key: Sql): Sql => sql`
  select *, case when peers < ${fewestPeers} then null
      when mad > 0 then ${normalMad} * (value - median) / mad
      when mean > 0 then (value - median) / (${normalMean} * mean) end as z
  from (
    select *, ${median(sql`apart`)} over (partition by ${key}) as mad, avg(apart) over (partition by ${key}) as mean
    from (
      select *, abs(value - median) as apart
      from (
        select *, (count(*) over (partition by ${key}))::integer as peers,
          min(value) over (partition by ${key}) as lowest, max(value) over (partition by ${key}) as highest,
          ${quantile(sql`value`, 0.25)} over (partition by ${key}) as lower,
          ${median(sql`value`)} over (partition by ${key}) as median,
          ${quantile(sql`value`, 0.75)} over (partition by ${key}) as upper
        from (${cases}))))`
