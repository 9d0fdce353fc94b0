import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { append, type Connection, onOneThread, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import type { Changed } from '#app/warehouse/due-rows.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import { programOf } from '../program.mjs'
import { placeRecords, records } from './audit-records.ts'
import { matchStrays } from './audit-strays.ts'
import { type Beside, openBeside } from './beside.ts'
import { type Checked, openChecker, type Rules } from './checks.ts'
import type { Reference } from './reference.ts'

/** Rows held until they are written together. */
const written = 5000
/** Evaluations of which so many are checked sooner by two more processes, though these take their time to start. */
const besideFrom = 4000

/**
 * Checks the evaluations that count and writes what the rules find, in place of what they found before. Where
 * the rules are those of the last audit, only groups are checked that batches from `since` on have touched; gives which
 * evaluations these were.
 * It writes bit by bit, into a generation that nobody sees before it is whole. From how many evaluations on other
 * processes help is for tests to set.
 */
export async function audit(
  connection: Connection,
  reference: Reference,
  since: number,
  much = besideFrom,
): Promise<Changed | undefined> {
  const rules = fingerprintOf(reference)
  await matchStrays(connection, since)
  const [before] = await rowsOf(connection, sql`select rules from audited`)
  const isAsBefore = before?.rules === rules
  await run(connection, isAsBefore ? touchedSince(since) : everything)
  await run(connection, sql`delete from finding where evaluation in (select id from rechecked)`)
  await run(connection, sql`delete from recomputed where evaluation in (select id from rechecked)`)
  await run(connection, sql`delete from level_score where evaluation in (select id from rechecked)`)
  await onOneThread(connection, () => check(connection, reference, much))
  await run(connection, sql`drop table stray`)
  await run(connection, sql`delete from audited`)
  await append(connection, 'audited', [{ rules }])
  return isAsBefore ? { reports: sql`select id from rechecked` } : undefined
}

const everything = sql`create or replace temp table rechecked as select id from evaluation`

/**
 * All evaluations of the programmes in which one came, went or had its ledger changed: a project's years are
 * of one programme.
 */
const touchedSince = (batch: number) => sql`create or replace temp table rechecked as
  with fresh as (select id, path from document where batch >= ${batch}),
  moved as (
    select project_id, year from fund_flow where document in (
      select id from document
      where id in (select id from fresh) or status = 'superseded' and path in (select path from fresh))),
  strayed as (select evaluation from stray where document in (select id from fresh) or superseded),
  changed as (
    select e.id, r.programme_group from evaluation e join record r on r.evaluation = e.id
    where e.document in (select id from fresh) or e.superseded_by in (select id from fresh)
      or (e.project_id, e.year) in (select project_id, year from moved)
      or e.id in (select evaluation from strayed))
  select e.id from evaluation e join record r on r.evaluation = e.id
  where e.id in (select id from changed) or r.programme_group in (select programme_group from changed)`

/** What findings rest on beside the records: the code of the rules, and the tables they go by. */
export function fingerprintOf({ ruleSets, thresholds }: Rules): string {
  const hash = createHash('sha256').update(JSON.stringify([ruleSets, thresholds]))
  for (const folder of ['../app/audit/', '../app/domain/']) {
    const place = new URL(folder, import.meta.url)
    for (const name of readdirSync(place).sort()) hash.update(readFileSync(new URL(name, place)))
  }
  return hash.digest('hex')
}

/** Goes through what was touched; the more of it there is, the more hands. */
async function check(connection: Connection, rules: Rules, much: number) {
  const evaluations = await placeRecords(connection)
  const hands = evaluations >= much ? await besides(rules, 2) : [here(rules)]
  const writers = {
    finding: writerOf(connection, 'finding'),
    recomputed: writerOf(connection, 'recomputed'),
    level_score: writerOf(connection, 'level_score'),
  }
  const write = async (checked: Checked) => {
    await writers.finding.add(checked.finding)
    await writers.recomputed.add(checked.recomputed)
    await writers.level_score.add(checked.level_score)
  }
  const waiting: Promise<Checked>[] = []
  const ask = (hand: Hand, rows: readonly unknown[] | null) => {
    const checked = hand.ask(rows)
    // A fault is told when its turn comes.
    checked.catch(() => undefined)
    waiting.push(checked)
  }
  const writeAllBut = async (ahead: number) => {
    for (const checked of waiting.splice(0, Math.max(0, waiting.length - ahead))) await write(await checked)
  }
  try {
    for await (const dealt of records(connection, hands.length)) {
      for (const [place, hand] of hands.entries()) ask(hand, dealt[place] ?? [])
      await writeAllBut(hands.length * pagesAhead)
    }
    for (const hand of hands) ask(hand, null)
    await writeAllBut(0)
    for (const { end } of Object.values(writers)) await end()
  } finally {
    for (const hand of hands) await hand.close()
  }
}

type Hand = Beside<readonly unknown[] | null, Checked>

/** Pages that a process may be behind. */
const pagesAhead = 2

const here = (rules: Rules): Hand => {
  const { check } = openChecker(rules)
  return { ask: async (rows) => check(rows), close: async () => undefined }
}

/** Each is a program without a loader: it starts five times as fast and holds half as much. */
async function besides({ ruleSets, thresholds }: Rules, count: number): Promise<Hand[]> {
  const { file } = await programOf('ingest/check-beside.ts')
  return Array.from({ length: count }, () => openBeside(file, { ruleSets, thresholds }))
}

/** Rows gathered for a table, and written by the thousand. */
function writerOf<Name extends 'finding' | 'recomputed' | 'level_score'>(connection: Connection, name: Name) {
  let rows: Row<Name>[] = []
  const end = async () => {
    await append(connection, name, rows)
    rows = []
  }
  return {
    async add(more: readonly Row<Name>[]) {
      rows = rows.concat(more)
      if (rows.length >= written) await end()
    },
    end,
  }
}
