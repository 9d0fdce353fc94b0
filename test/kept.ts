import type { Sql } from '#app/warehouse/sql.ts'

/** What a table that a generation keeps beside what documents say holds, in whatever order. */
export const keptDigest = (name: string): Sql => ({
  // A mean of floats may differ in its last bit, as they are added up in another order.
  text: `select count(*)::integer as n, sum(hash(k))::varchar as h
    from (select ${name === 'rate_peers' ? '* exclude (mean)' : '*'} from ${name}) k`,
  values: [],
})
