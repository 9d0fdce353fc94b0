import { append, type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { loadScanned } from './long-list/load.ts'
import { nearOf, type Outcome } from './pipeline.ts'
import type { Reference } from './reference.ts'
import {
  documentRow,
  evaluationRow,
  flowRow,
  idOf,
  indicatorRow,
  problemRow,
  recordRow,
  satisfactionRows,
  unitCostRows,
} from './rows.ts'

/** Writes one batch in one transaction: all of its documents are there afterwards, or none. */
export async function loadBatch(
  connection: Connection,
  { number, outcomes }: { number: number; outcomes: readonly Outcome[] },
  reference: Reference,
) {
  await connection.run('begin')
  try {
    for (const outcome of outcomes) await replaceEarlier(connection, outcome)
    await appendOutcomes(connection, number, outcomes)
    for (const { long, source } of outcomes) {
      if (long === null) continue
      await loadScanned(connection, long, { document: source.sha256, near: nearOf(source.path), reference })
      await long.close()
    }
    await connection.run(supersede)
    await connection.run('commit')
  } catch (error) {
    await connection.run('rollback')
    throw error
  }
}

/** Writes the reference's districts, so that views can name and order them. */
export async function loadDistricts(connection: Connection, { districts }: Reference) {
  await connection.run('begin')
  await connection.run('delete from district')
  await append(
    connection,
    'district',
    districts.map(({ order, ...district }) => ({ ...district, place: order })),
  )
  await connection.run('commit')
}

/** The documents that a generation holds, by sha256, and what became of each: none of them is read again. */
export async function knownDocuments(connection: Connection): Promise<Map<string, string>> {
  const rows = await rowsOf(connection, sql`select id, status from document`)
  return new Map(rows.map(({ id, status }) => [String(id), String(status)]))
}

/** The number after the last batch. */
export async function nextBatch(connection: Connection): Promise<number> {
  const [row] = await rowsOf(
    connection,
    sql`select coalesce(max(batch), 0)::integer + 1 as next from document`,
  )
  return Number(row?.next)
}

/** A quarantined document that is read again starts afresh; a file sent again under its name replaces the earlier. */
async function replaceEarlier(connection: Connection, { source, quarantined }: Outcome) {
  await rowsOf(connection, sql`delete from problem where document = ${source.sha256}`)
  await rowsOf(connection, sql`delete from document where id = ${source.sha256}`)
  if (quarantined !== null) return
  await rowsOf(
    connection,
    sql`update evaluation set superseded_by = ${source.sha256} where superseded_by is null
      and document in (select id from document where path = ${source.path} and status = 'loaded')`,
  )
  await rowsOf(
    connection,
    sql`update document set status = 'superseded' where path = ${source.path} and status = 'loaded'`,
  )
}

/** The same project, year and kind reported again: the later document counts, the earlier stays to be seen. */
const supersede = `
  update evaluation set superseded_by = later.document
  from (
    select project_id, year, kind, document, row_number() over (
      partition by project_id, year, kind order by rowid desc) as place
    from evaluation where superseded_by is null
  ) later
  where later.place = 1 and evaluation.superseded_by is null and evaluation.document <> later.document
    and evaluation.project_id = later.project_id and evaluation.year = later.year and evaluation.kind = later.kind`

async function appendOutcomes(connection: Connection, batch: number, outcomes: readonly Outcome[]) {
  const numbered = outcomes.flatMap(({ source, evaluations, surroundings }) =>
    evaluations.map((evaluation, ordinal) => ({
      evaluation,
      surroundings,
      ordinal,
      document: source.sha256,
      id: idOf(source.sha256, ordinal),
    })),
  )
  const documents = outcomes.map((outcome) => documentRow(outcome, batch))
  const problems = outcomes.flatMap(({ source, problems }) =>
    problems.map((problem) => problemRow(problem, source.sha256)),
  )
  const indicators = numbered.flatMap(({ id, evaluation }) =>
    evaluation.indicators.map((indicator, ordinal) => indicatorRow(indicator, id, ordinal)),
  )
  const costs = numbered.flatMap(({ id, evaluation }) => unitCostRows(evaluation, id))
  const rates = numbered.flatMap(({ id, evaluation }) => satisfactionRows(evaluation, id))
  const flows = outcomes.flatMap(({ source, flows }) => flows.map((flow) => flowRow(flow, source.sha256)))
  await append(connection, 'document', documents)
  await append(connection, 'problem', problems)
  await append(connection, 'evaluation', numbered.map(evaluationRow))
  await append(connection, 'record', numbered.map(recordRow))
  await append(connection, 'indicator', indicators)
  await append(connection, 'unit_cost', costs)
  await append(connection, 'satisfaction', rates)
  await append(connection, 'fund_flow', flows)
}
