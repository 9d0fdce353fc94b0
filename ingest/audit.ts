import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { findingsOf, openProgramme, type ProjectReport, projectFindings } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/rule.ts'
import type { Thresholds } from '#app/audit/thresholds.ts'
import type { Finding } from '#app/domain/finding.ts'
import { append, type Connection, rowsOf, run } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { sql } from '#app/warehouse/sql.ts'
import { records } from './audit-records.ts'
import { type About, findingRows, levelScoreRows, recomputedRows } from './audit-rows.ts'
import { matchStrays } from './audit-strays.ts'
import type { Reference } from './reference.ts'

/** Rows held until they are written together. */
const written = 5000

/**
 * Checks the evaluations that count and writes what the rules find, in place of what they found before. Where
 * the rules are those of the last audit, only groups are checked that batches from `since` on have touched.
 * It writes bit by bit, into a generation that nobody sees before it is whole.
 */
export async function audit(connection: Connection, reference: Reference, since: number) {
  const rules = fingerprintOf(reference)
  await matchStrays(connection, since)
  const [before] = await rowsOf(connection, sql`select rules from audited`)
  await run(connection, before?.rules === rules ? touchedSince(since) : everything)
  await run(connection, sql`delete from finding where evaluation in (select id from touched)`)
  await run(connection, sql`delete from recomputed where evaluation in (select id from touched)`)
  await run(connection, sql`delete from level_score where evaluation in (select id from touched)`)
  await check(connection, reference)
  await run(connection, sql`drop table touched`)
  await run(connection, sql`drop table stray`)
  await run(connection, sql`delete from audited`)
  await append(connection, 'audited', [{ rules }])
}

const everything = sql`create temp table touched as select id from evaluation`

/**
 * All evaluations of the programmes in which one came, went or had its ledger changed: a project's years are
 * of one programme.
 */
const touchedSince = (batch: number) => sql`create temp table touched as
  with fresh as (select id, path from document where batch >= ${batch}),
  moved as (
    select f.project_id, f.year from fund_flow f join document d on d.id = f.document
    where d.id in (select id from fresh) or d.status = 'superseded' and d.path in (select path from fresh)),
  strayed as (select evaluation from stray where document in (select id from fresh) or superseded),
  changed as (
    select e.id, r.programme_group from evaluation e join record r on r.evaluation = e.id
    where e.document in (select id from fresh) or e.superseded_by in (select id from fresh)
      or (e.project_id, e.year) in (select project_id, year from moved)
      or e.id in (select evaluation from strayed))
  select e.id from evaluation e join record r on r.evaluation = e.id
  where e.id in (select id from changed) or r.programme_group in (select programme_group from changed)`

/** What findings rest on beside the records: the code of the rules, and the tables they go by. */
export function fingerprintOf({ ruleSets, thresholds }: Pick<Reference, 'ruleSets' | 'thresholds'>): string {
  const hash = createHash('sha256').update(JSON.stringify([ruleSets, thresholds]))
  for (const folder of ['../app/audit/', '../app/domain/']) {
    const place = new URL(folder, import.meta.url)
    for (const name of readdirSync(place).sort()) hash.update(readFileSync(new URL(name, place)))
  }
  return hash.digest('hex')
}

/** Goes through what was touched, programme by programme and in it project by project. */
async function check(connection: Connection, { ruleSets, thresholds }: Reference) {
  const findings = writerOf(connection, 'finding')
  const recomputed = writerOf(connection, 'recomputed')
  const levelScores = writerOf(connection, 'level_score')
  const tell = (about: About, found: readonly Finding[]) =>
    findings.add(findingRows(about, found, thresholds))
  let project = projectOf(null)
  let programme = programmeOf(null, thresholds)
  const endProject = async () => {
    const found = grouped(projectFindings(project.reports, thresholds), ({ subject }) => subject)
    for (const { key, isReplaced } of project.reports) if (!isReplaced) await tell(key, found.get(key) ?? [])
  }
  const endProgramme = async () => {
    const found = grouped(programme.peers.findings(), ({ subject }) => subject)
    for (const [id, about] of programme.abouts) if (found.has(id)) await tell(about, found.get(id) ?? [])
  }
  for await (const { id, report, counts, projectGroup, programmeGroup, reported } of records(connection)) {
    const subject = subjectOf(reported, ruleSets)
    const indicators = subject.evaluation.indicators.map(({ level1, level2, name }) => ({
      level1,
      level2,
      name,
    }))
    const about = { id, report, indicators }
    if (project.group !== projectGroup) {
      await endProject()
      project = projectOf(projectGroup)
    }
    if (programme.group !== programmeGroup) {
      await endProgramme()
      programme = programmeOf(programmeGroup, thresholds)
    }
    if (projectGroup !== null) project.reports.push({ key: about, subject, isReplaced: !counts })
    // What a later report replaces is there to be compared with it, and has no findings of its own.
    if (!counts) continue
    await tell(about, findingsOf(subject, thresholds))
    await recomputed.add(recomputedRows(id, subject))
    await levelScores.add(levelScoreRows(id, subject))
    if (programmeGroup === null) continue
    programme.peers.add(id, subject)
    programme.abouts.set(id, about)
  }
  await endProject()
  await endProgramme()
  await findings.end()
  await recomputed.end()
  await levelScores.end()
}

interface Project {
  group: string | null
  reports: ProjectReport<About>[]
}

const projectOf = (group: string | null): Project => ({ group, reports: [] })

const programmeOf = (group: string | null, thresholds: Thresholds) => ({
  group,
  peers: openProgramme<string>(thresholds),
  abouts: new Map<string, About>(),
})

function grouped<Key, Member>(
  members: readonly Member[],
  keyOf: (member: Member) => Key,
): Map<Key, Member[]> {
  const groups = new Map<Key, Member[]>()
  for (const member of members) {
    const group = groups.get(keyOf(member))
    if (group) group.push(member)
    else groups.set(keyOf(member), [member])
  }
  return groups
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
      rows.push(...more)
      if (rows.length >= written) await end()
    },
    end,
  }
}
