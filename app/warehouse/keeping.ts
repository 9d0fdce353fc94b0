import { choiceDdl, choosing } from './choices.ts'
import { comparingCosts, costPeerRows, costPeersDdl } from './cost-peers.ts'
import { coming } from './due-reports.ts'
import { gathering, leaving, type Made, movedIn, type Step } from './due-rows.ts'
import { listing, listingAside } from './first-listing.ts'
import { firstDdl, firstRows } from './first-lists.ts'
import { heldDdl, heldRows } from './held-documents.ts'
import { keptTables } from './kept-tables.ts'
import { ledgerDdl, ledgerNames, ledgerRows, ledgersChanged } from './ledgers.ts'
import { halving, medianRows, mediansDdl } from './medians.ts'
import { comparing, peersDdl } from './peers.ts'
import { rolling, rollupDdl, rollupRows } from './rollups.ts'
import { named, type Sql, sql } from './sql.ts'
import { tallyDdl, tallying, tallyRows } from './tallies.ts'
import { makingUnreported, unreportedDdl } from './unreported.ts'

/**
 * What pages ask most, kept ready in each generation. `report` has a row for each evaluation that counts, with what
 * its rates, costs, misses and findings come to; a rollup sums its self-evaluations over a grain. They are made with
 * the generation, of what changed since the last, and nobody else writes them. Sums are of integers and decimals, so
 * that they are the same whichever way they are added up.
 */

/** What each rollup sums, from the rows themselves. */
export const behind: ReadonlyMap<string, Sql> = new Map([
  ...rollupRows,
  ...tallyRows,
  ...ledgerRows,
  ...firstRows,
  ['cost_peers', costPeerRows],
  ['completion_median', medianRows],
  ['document_held', heldRows],
])

/** Everything that is kept, by its names. */
export const everyKept: readonly string[] = [
  ...new Set([
    ...keptTables.map(({ name }) => name),
    ...behind.keys(),
    ...ledgerNames,
    'unreported',
    'rate_peers',
    'choice',
    'region',
    'shown_place',
  ]),
]

/** Names of tables as texts. */
export const quoted = (names: readonly string[]): Sql => named(names.map((name) => `'${name}'`).join(', '))

/** The statements that make what is kept, empty. */
export const keptDdl: readonly Sql[] = [
  ...choiceDdl,
  sql`create temp table due as select ''::varchar as id, 0::ubigint as signature, true as alone limit 0`,
  ...gathering({}),
  ...keptTables.map(({ name, rows }) => sql`create table ${named(name)} as select * from (${rows}) limit 0`),
  ...leaving,
  sql`drop table due`,
  ...rollupDdl,
  ...tallyDdl,
  peersDdl,
  costPeersDdl,
  ...ledgerDdl,
  ...unreportedDdl,
  ...firstDdl,
  mediansDdl,
  heldDdl,
]

/** How many reports are kept: where none is, all is made, and nothing has to be looked for first; and which tables have rows. */
export const keptBefore = sql`select (select count(*) from report)::integer as held, (
  select coalesce(list(table_name), []) from duckdb_tables()
  where database_name = current_database() and estimated_size > 0 and table_name in (${quoted(everyKept)})) as filled`

/** The statements that sum anew what was touched. */
export const summing = (made: Made): readonly Step[] => [
  ...coming(made),
  ...rolling(made),
  ...tallying(made),
  ...listing(made),
  ...comparing(made),
  ...comparingCosts(made),
  ...halving(made),
  ...choosing(made),
]

/** The projects whose reports changed. */
const projectsMoved = (made: Made): Sql =>
  made.came + made.gone > 0
    ? movedIn(made, 'report', sql`project_id`)
    : sql`select id as project_id from gone`

/** The statements that find out which projects' ledgers changed, or the reports beside them. */
export const balancing = (made: Made): readonly Sql[] => ledgersChanged(projectsMoved(made))

/** The statements that find out anew, once ledgers are made, what of those projects is not reported. */
export const missing = (made: Made): readonly Sql[] => makingUnreported(projectsMoved(made))

export const dropping = ({ isFirst }: Made): readonly Sql[] => [
  ...keptTables.map(
    ({ name }) => sql`drop ${named(isFirst ? 'view' : 'table')} if exists came_${named(name)}`,
  ),
  ...leaving,
  ...[
    'stale',
    'gone',
    'gone_place',
    'touched',
    'change',
    'due',
    'ledger_fresh',
    'ledger_due',
    'ledger_part',
    ...listingAside,
    'ledger_together',
    'ledger_pair',
    ...keptTables.map(({ name }) => `gone_${name}`),
  ].map((name) => sql`drop table if exists ${named(name)}`),
]
