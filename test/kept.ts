import { behind } from '#app/warehouse/keeping.ts'
import { keptTables } from '#app/warehouse/kept-tables.ts'
import type { Sql } from '#app/warehouse/sql.ts'

/** Every table that a generation keeps beside what documents say. */
export const keptNames: readonly string[] = [
  ...keptTables.map(({ name }) => name),
  ...behind.keys(),
  ...[
    'rate_peers',
    'choice',
    'region',
    'shown_place',
    'ledger_source',
    'ledger_year',
    'ledger_difference',
    'ledger_document',
  ],
]

/** What such a table holds, in whatever order. */
export const keptDigest = (name: string): Sql => ({
  // A mean of floats may differ in its last bit, as they are added up in another order.
  text: `select count(*)::integer as n, sum(hash(k))::varchar as h
    from (select ${name === 'rate_peers' ? '* exclude (mean)' : '*'} from ${name}) k`,
  values: [],
})
