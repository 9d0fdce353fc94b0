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
