import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { findingsOf, openProgramme, type ProjectReport, projectFindings } from '#app/audit/index.ts'
import { riskPointsOf } from '#app/audit/risk.ts'
import { type Subject, subjectOf } from '#app/audit/rule.ts'
import type { Thresholds } from '#app/audit/thresholds.ts'
import { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import { figuresOf, identitiesOf } from '#app/domain/finding-identity.ts'
import { FundFlow } from '#app/domain/fund-flow.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { levelScoresOf } from '#app/domain/level-scores.ts'
import { append, type Connection, rowsOf } from '#app/warehouse/duckdb.server.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { askedEarly } from './early.ts'
import { ownersAmong } from './flows.ts'
import type { Reference } from './reference.ts'
import { idOf } from './rows.ts'

/** Evaluations sorted at once, read at once, and rows written at once: all that is held of a warehouse. */
const slice = 5000
const page = 500
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

const run = (connection: Connection, { text, values }: Sql) => connection.run(text, [...values])

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

const Stray = z.object({
  row: z.bigint(),
  document: z.string(),
  superseded: z.boolean(),
  project: z.string(),
  unit: z.string().nullable(),
  year: z.number(),
  code: z.string().nullable(),
  name: z.string().nullable(),
})
const Owner = Stray.omit({ row: true, document: true, superseded: true }).extend({
  id: z.string(),
  project: z.string().nullable(),
  year: z.number().nullable(),
})
const districtOf = ({ code, name }: { code: string | null; name: string | null }) =>
  name === null ? null : { code, name }

/**
 * The movements of ledgers that name their projects otherwise than the reports do, as without their unit, with
 * the evaluations that they belong to all the same; also those of ledgers that batches from `since` on replaced.
 */
async function matchStrays(connection: Connection, since: number) {
  await run(
    connection,
    sql`create temp table stray (evaluation varchar, flow bigint, document varchar, superseded boolean)`,
  )
  const flows = await rowsOf(
    connection,
    sql`select f.rowid as row, f.document, l.status = 'superseded' as superseded, f.project, f.unit, f.year,
        f.district as code, f.district_name as name
      from fund_flow f join document l on l.id = f.document
      where f.project_id not in (select project_id from evaluation) and f.project is not null and f.year is not null
        and (l.status = 'loaded' or l.path in (select path from document where batch >= ${since}))`,
  )
  if (flows.length === 0) return
  const owners = await rowsOf(
    connection,
    sql`select e.id, e.project, e.unit, e.year, e.district as code, e.district_name as name
      from evaluation e join document d on d.id = e.document
      where e.superseded_by is null or d.status = 'loaded'`,
  )
  const ownersOf = ownersAmong(
    owners.map((row) => Owner.parse(row)).map((owner) => ({ ...owner, district: districtOf(owner) })),
  )
  const matched = flows.flatMap((row) => {
    const { row: flow, document, superseded, ...moved } = Stray.parse(row)
    return ownersOf({ ...moved, district: districtOf(moved) }).map(({ id }) => ({
      evaluation: id,
      flow: String(flow),
      document,
      superseded,
    }))
  })
  await run(
    connection,
    sql`insert into stray select unnest(from_json(${JSON.stringify(matched)},
      '[{"evaluation":"VARCHAR","flow":"BIGINT","document":"VARCHAR","superseded":"BOOLEAN"}]'), recursive := true)`,
  )
}

/** What findings rest on beside the records: the code of the rules, and the tables they go by. */
function fingerprintOf({ ruleSets, thresholds }: Reference): string {
  const hash = createHash('sha256').update(JSON.stringify([ruleSets, thresholds]))
  for (const folder of ['../app/audit/', '../app/domain/']) {
    const place = new URL(folder, import.meta.url)
    for (const name of readdirSync(place).sort()) hash.update(readFileSync(new URL(name, place)))
  }
  return hash.digest('hex')
}

/** What a report's findings are known by: its row, its place among reports, and its indicators' names. */
interface About {
  id: string
  report: string
  indicators: readonly Pick<Indicator, 'level1' | 'level2' | 'name'>[]
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
  for await (const { id, report, counts, projectGroup, programmeGroup, reported } of reports(connection)) {
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

/**
 * A report's findings, each under an identity that its document's corrections leave as it is. Rules tell
 * findings apart, so those of one scope of rules may be given without those of another.
 */
function findingRows(
  { id, report, indicators }: About,
  findings: readonly Finding[],
  thresholds: Thresholds,
): Row<'finding'>[] {
  if (findings.length === 0) return []
  const identities = identitiesOf(findings, indicators)
  return findings.map((finding, index) => {
    const { points, furtherPoints } = riskPointsOf(finding.severity, thresholds)
    return {
      id: idOf(report, identities[index] ?? ''),
      evaluation: id,
      ordinal: finding.ordinal,
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message.zh,
      message_en: finding.message.en,
      evidence: JSON.stringify(finding.evidence),
      figures: idOf(figuresOf(finding)),
      points,
      further_points: furtherPoints,
    }
  })
}

const levelScoreRows = (
  id: string,
  { evaluation, recomputed }: Pick<Subject, 'evaluation' | 'recomputed'>,
): Row<'level_score'>[] =>
  levelScoresOf(evaluation, recomputed).map(({ computable, ...score }) => ({
    evaluation: id,
    ...score,
    computable_weight: computable.weight,
    computable_claimed: computable.claimed,
    computable_score: computable.score,
  }))

function recomputedRows(evaluation: string, { recomputed, ruleSet }: Subject): Row<'recomputed'>[] {
  const rows = recomputed.rows.map(({ score, weight, words, reason }, ordinal) => ({
    evaluation,
    ordinal,
    rule_set: ruleSet.id,
    weight: weight.points,
    score,
    words: words.zh,
    words_en: words.en,
    reason,
  }))
  return [
    ...rows,
    {
      evaluation,
      ordinal: null,
      rule_set: ruleSet.id,
      weight: null,
      score: recomputed.total,
      words: null,
      words_en: null,
      reason: null,
    },
  ]
}

/** An evaluation that counts; `report` names its project, year and kind, and its place where they name several. */
const Json = z.string().transform((text): unknown => JSON.parse(text))
const Recorded = z.object({
  id: z.string(),
  report: z.string(),
  projectGroup: z.string().nullable(),
  programmeGroup: z.string().nullable(),
  counts: z.boolean(),
  layout: z.string(),
  record: Json.pipe(Evaluation),
  surroundings: Json.pipe(Surroundings),
  flows: Json.pipe(z.array(FundFlow)),
})

/**
 * The touched evaluations that count, as they were understood, with the ledger's movements that belong to them;
 * those of a programme together, and in it those of a project, where reports that another document's later one
 * replaces come first.
 */
async function* reports(connection: Connection) {
  await run(
    connection,
    sql`create temp table placed as
      select (row_number() over (
          order by r.programme_group, r.project_group, e.superseded_by is null, e.id))::integer as place,
        e.id, e.project_id, e.year, e.superseded_by is null as counts, r.project_group, r.programme_group, d.layout,
        to_json([e.project_id, cast(e.year as varchar), e.kind, cast(row_number() over (
          partition by e.project_id, e.year, e.kind, e.superseded_by is null order by e.rowid) as varchar)
        ])::varchar as report
      from evaluation e join record r on r.evaluation = e.id join document d on d.id = e.document
      where (e.superseded_by is null or d.status = 'loaded') and e.id in (select id from touched)`,
  )
  for await (const rows of askedEarly(pages(connection)))
    for (const row of rows) {
      const { record, surroundings, flows, layout, ...placed } = Recorded.parse(row)
      yield { ...placed, reported: { evaluation: record, ...surroundings, flows, form: layout } }
    }
  await run(connection, sql`drop table placed`)
}

/** Records are long: they are sorted slice by slice, since sorting all of them would not fit in memory. */
async function* pages(connection: Connection) {
  const [counted] = await rowsOf(connection, sql`select count(*)::integer as n from placed`)
  const last = z.number().parse(counted?.n)
  for (let from = 1; from <= last; from += page) {
    if ((from - 1) % slice === 0) {
      await run(connection, nearFrom(from))
      await run(connection, sliced)
    }
    yield await rowsOf(
      connection,
      sql`select id, report, project_group as "projectGroup", programme_group as "programmeGroup", counts, layout, record,
          surroundings, coalesce(to_json(flows)::varchar, '[]') as flows
        from slice where place >= ${from} and place < ${from + page} order by place`,
    )
  }
  await run(connection, sql`drop table if exists slice`)
  await run(connection, sql`drop table if exists near`)
}

/** A table of its own, so that the engine sees how small it is and holds it, not the records, when it joins. */
const nearFrom = (from: number) => sql`create or replace temp table near as
  select * from placed where place >= ${from} and place < ${from + slice}`

const flowJson = sql`json_object(
  'project', f.project, 'unit', f.unit, 'year', f.year, 'stage', f.stage, 'source', f.source,
  'district', case when f.district_name is null then null
    else json_object('code', f.district, 'name', f.district_name) end,
  'amountFen', (f.amount * 100)::bigint, 'date', cast(f.date as varchar),
  'at', json_object('table', f.table_no, 'row', f.row_no, 'column', null))`

/**
 * Movements under the project's own name come before those that were matched otherwise. Reports that were replaced
 * have none: a project sent a hundred times would hold them a hundred times.
 */
const sliced = sql`create or replace temp table slice as
  with own as (
    select p.place, f.rowid as flow, false as matched
    from fund_flow f join near p on p.project_id = f.project_id and p.year = f.year and p.counts
    union all
    select p.place, s.flow, true from stray s join near p on p.id = s.evaluation and p.counts),
  moved as (
    select own.place, list(${flowJson} order by own.matched, f.date, f.table_no, f.row_no) as flows
    from own join fund_flow f on f.rowid = own.flow join document l on l.id = f.document and l.status = 'loaded'
    group by own.place)
  select near.*, r.record, r.surroundings, moved.flows
  from near join record r on r.evaluation = near.id left join moved on moved.place = near.place
  order by near.place`
