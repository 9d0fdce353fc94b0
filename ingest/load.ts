import { nothingAround } from '#app/domain/evaluation.ts'
import { append, type Connection, onOneThread, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { loadScanned } from './long-list/load.ts'
import type { Outcome } from './pipeline.ts'
import type { UnreadableCode } from './readers/table.ts'
import type { Reference } from './reference.ts'
import {
  documentRow,
  evaluationRow,
  flowRow,
  idOf,
  indicatorRow,
  problemRow,
  recordRow,
  remarkRows,
  ruleSetRow,
  satisfactionRows,
  unitCostRows,
} from './rows.ts'

/**
 * Writes one batch in one transaction: all of its documents are there afterwards, or none. A list too long to be
 * held would not fit in one: it is written part by part, before what it replaces is told.
 */
export const loadBatch = (connection: Connection, batch: number, outcomes: readonly Outcome[]) =>
  onOneThread(connection, () => load(connection, batch, outcomes))

async function load(connection: Connection, batch: number, outcomes: readonly Outcome[]) {
  await together(connection, async () => {
    await append(
      connection,
      'document',
      outcomes.map((outcome) => documentRow(outcome, batch)),
    )
    for (const statement of forgetting(batch)) await run(connection, statement)
    await appendOutcomes(connection, outcomes)
    if (!outcomes.some(({ long }) => long)) await supersede(connection, batch)
  })
  for (const { long, source } of outcomes) {
    if (long === null) continue
    await loadScanned(connection, long.scanned, { ...long, document: source.sha256 })
    await long.scanned.close()
    await together(connection, () => supersede(connection, batch))
  }
}

async function supersede(connection: Connection, batch: number) {
  for (const statement of superseding(batch)) await run(connection, statement)
}

async function together(connection: Connection, work: () => Promise<void>) {
  await connection.run('begin')
  try {
    await work()
    await connection.run('commit')
  } catch (error) {
    // A commit that failed, as on a full disk, has ended the transaction itself: its own words are what counts.
    await connection.run('rollback').catch(() => undefined)
    throw error
  }
}

/**
 * Writes the reference's districts, so that views can name and order them, and what pages offer: the price
 * index, and the first-level weights of rule sets.
 */
export async function loadReference(connection: Connection, reference: Reference) {
  const { districts, priceIndex, ruleSets } = reference
  await connection.run('begin')
  for (const table of ['district', 'price_index', 'rule_set']) await connection.run(`delete from ${table}`)
  await append(
    connection,
    'district',
    districts.map(({ order, ...district }) => ({ ...district, place: order })),
  )
  await append(connection, 'price_index', priceIndex)
  await append(connection, 'rule_set', ruleSets.map(ruleSetRow))
  await connection.run('commit')
}

/** What keeps a document aside for now: the machine may have had too much to do. */
const passing: ReadonlySet<string> = new Set<UnreadableCode>(['timeout', 'reader-crashed'])

/** The documents that a generation holds. */
export interface KnownDocuments {
  /** Those that are not read again, by sha256, and what became of each. */
  known: Map<string, string>
  /** Those that are read again where they are sent again. */
  givenUp: Set<string>
}

export async function knownDocuments(connection: Connection): Promise<KnownDocuments> {
  const documents: KnownDocuments = { known: new Map(), givenUp: new Set() }
  for (const { id, status, reason } of await rowsOf(
    connection,
    sql`select id, status, reason from document`,
  )) {
    if (passing.has(String(reason))) documents.givenUp.add(String(id))
    else documents.known.set(String(id), String(status))
  }
  return documents
}

/** Notes which documents and findings this generation is the first to have; looked for among all, or of these reports. */
export async function noteNew(connection: Connection, generation: number, reports?: Sql) {
  const ofReports = reports ? sql`where evaluation in (${reports})` : sql``
  await run(
    connection,
    sql`create or replace temp table present as
      select id from document union select id from finding ${ofReports}`,
  )
  await rowsOf(
    connection,
    sql`insert into first_seen
      select id, cast(${generation} as integer) from present
      where id not in (select id from first_seen where id in (select id from present))`,
  )
  await connection.run('drop table present')
}

/** What was noted in earlier generations: a generation that is built again takes it over. */
export async function firstSeen(connection: Connection): Promise<Row<'first_seen'>[]> {
  const rows = await rowsOf(connection, sql`select id, generation from first_seen`)
  return rows.map(({ id, generation }) => ({ id: String(id), generation: Number(generation) }))
}

/** The number after the last batch. */
export async function nextBatch(connection: Connection): Promise<number> {
  const [row] = await rowsOf(
    connection,
    sql`select coalesce(max(batch), 0)::integer + 1 as next from document`,
  )
  return Number(row?.next)
}

/** A document that is read again starts afresh. */
const forgetting = (batch: number): Sql[] => [
  sql`delete from problem where document in (select id from document where batch = ${batch})`,
  sql`delete from document where batch <> ${batch} and id in (select id from document where batch = ${batch})`,
]

/**
 * A file sent again under its name replaces the earlier. The same project, year and kind reported again: the
 * later document counts, the earlier stays to be seen.
 */
function superseding(batch: number): Sql[] {
  const resent = sql`(
    select id, first_value(id) over (partition by path order by rowid desc) as latest
    from document where status = 'loaded'
      and path in (select path from document where batch = ${batch} and status = 'loaded')
  ) resent`
  const reported = sql`(
    select project_id, year, kind, document, row_number() over (
      partition by project_id, year, kind order by rowid desc) as place
    from evaluation where superseded_by is null and project_id in (
      select project_id from evaluation where document in (select id from document where batch = ${batch}))
  ) later`
  return [
    sql`update evaluation set superseded_by = resent.latest from ${resent}
      where evaluation.document = resent.id and resent.id <> resent.latest and evaluation.superseded_by is null`,
    sql`update document set status = 'superseded' from ${resent}
      where document.id = resent.id and resent.id <> resent.latest`,
    sql`update evaluation set superseded_by = later.document from ${reported}
      where later.place = 1 and evaluation.superseded_by is null and evaluation.document <> later.document
        and evaluation.project_id = later.project_id and evaluation.year = later.year
        and evaluation.kind = later.kind`,
  ]
}

async function appendOutcomes(connection: Connection, outcomes: readonly Outcome[]) {
  const numbered = outcomes.flatMap(({ source, evaluations, surroundings }) =>
    evaluations.map((evaluation, ordinal) => ({
      evaluation,
      surroundings: surroundings[ordinal] ?? nothingAround,
      ordinal,
      document: source.sha256,
      id: idOf(source.sha256, ordinal),
    })),
  )
  const problems = outcomes.flatMap(({ source, problems }) =>
    problems.map((problem) => problemRow(problem, source.sha256)),
  )
  const indicators = numbered.flatMap(({ id, evaluation }) =>
    evaluation.indicators.map((indicator, ordinal) => indicatorRow(indicator, id, ordinal)),
  )
  const costs = numbered.flatMap(({ id, evaluation }) => unitCostRows(evaluation, id))
  const rates = numbered.flatMap(satisfactionRows)
  const flows = outcomes.flatMap(({ source, flows }) => flows.map((flow) => flowRow(flow, source.sha256)))
  await append(connection, 'problem', problems)
  await append(connection, 'evaluation', numbered.map(evaluationRow))
  await append(connection, 'record', numbered.map(recordRow))
  await append(connection, 'remark', numbered.flatMap(remarkRows))
  await append(connection, 'indicator', indicators)
  await append(connection, 'unit_cost', costs)
  await append(connection, 'satisfaction', rates)
  await append(connection, 'fund_flow', flows)
}
