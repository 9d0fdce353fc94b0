import { appendFile, copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findingsOf, groupFindings } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/subject.ts'
import { Evaluation, Surroundings } from '#app/domain/evaluation.ts'
import { FundFlow } from '#app/domain/fund-flow.ts'
import { publishGeneration } from '#app/warehouse/generations.server.ts'
import { everyKept } from '#app/warehouse/keeping.ts'
import { sql } from '#app/warehouse/sql.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { audit as auditRecords } from '#ingest/audit.ts'
import { filesUnder } from '#ingest/files.ts'
import { readReference } from '#ingest/reference.ts'
import { audit, readAgain } from '#ingest/run.ts'
import { keptDigest } from '#test/kept.ts'
import { effectsWithOutcomes, load, loadOnce } from '#test/load.ts'
import { rowsIn, temporaryFolder } from '#test/support.ts'

const reference = readReference()

/** What the rules said, without what findings are known by and count for. */
const findingsIn = async (dataDir: string) =>
  (await rowsIn(dataDir, sql`select * exclude (id, figures, points, further_points) from finding`))
    .map((row) => JSON.stringify(row))
    .sort()
const identitiesIn = async (dataDir: string) =>
  (await rowsIn(dataDir, sql`select id, evaluation, rule, ordinal, figures, points from finding`))
    .map((row) => JSON.stringify(row))
    .sort()
const recomputedIn = async (dataDir: string) =>
  (await rowsIn(dataDir, sql`select * from recomputed`)).map((row) => JSON.stringify(row)).sort()
const levelScoresIn = async (dataDir: string) =>
  (await rowsIn(dataDir, sql`select * from level_score`)).map((row) => JSON.stringify(row)).sort()

/** What the rules say with every evaluation at hand at once. */
async function findingsAtOnce(dataDir: string): Promise<string[]> {
  const rows = await rowsIn(
    dataDir,
    sql`select e.id, e.project_id, e.year, d.layout, r.record, r.surroundings
      from evaluation e join record r on r.evaluation = e.id join document d on d.id = e.document
      where e.superseded_by is null order by e.id`,
  )
  const moved = await rowsIn(
    dataDir,
    sql`select f.project_id, f.project, f.unit, f.year, f.stage, f.source, f.amount::double as yuan,
        f.date::varchar as date, f.table_no, f.row_no
      from fund_flow f join document d on d.id = f.document and d.status = 'loaded'
      order by f.date, f.table_no, f.row_no`,
  )
  const flowsOf = (row: Record<string, unknown>) =>
    moved
      .filter((flow) => flow.project_id === row.project_id && flow.year === row.year)
      .map(({ yuan, table_no: table, row_no, ...flow }) =>
        FundFlow.parse({
          ...flow,
          district: null,
          amountFen: Math.round(Number(yuan) * 100),
          at: { table, row: row_no, column: null },
        }),
      )
  const subjects = rows.map((row) =>
    subjectOf(
      {
        evaluation: Evaluation.parse(JSON.parse(String(row.record))),
        ...Surroundings.parse(JSON.parse(String(row.surroundings))),
        flows: flowsOf(row),
        form: String(row.layout),
      },
      reference.ruleSets,
    ),
  )
  const all = [
    ...subjects.flatMap((subject, index) =>
      findingsOf(subject, reference.thresholds).map((finding) => ({ ...finding, subject: index })),
    ),
    ...groupFindings(subjects, reference.thresholds),
  ]
  return all
    .map(({ subject, ordinal, rule, severity, message, evidence }) =>
      JSON.stringify({
        evaluation: rows[subject]?.id,
        ordinal,
        rule,
        severity,
        message: message.zh,
        message_en: message.en,
        evidence: JSON.stringify(evidence),
      }),
    )
    .sort()
}

test('programme by programme, here and beside, the rules find what they find with everything at hand', async () => {
  const dataDir = await temporaryFolder()
  await loadOnce(dataDir, ['data/sample'])
  const found = await findingsIn(dataDir)
  expect(found.length).toBeGreaterThan(100)
  expect(found).toEqual(await findingsAtOnce(dataDir))
  const kept = async () => [
    await findingsIn(dataDir),
    await identitiesIn(dataDir),
    await recomputedIn(dataDir),
    await levelScoresIn(dataDir),
  ]
  const here = await kept()
  await publishGeneration(dataDir, 'newest', (connection) => auditRecords(connection, reference, 0, 1))
  expect(await kept()).toEqual(here)
})

test.each([1, 2, 3])(
  'documents added, replaced and read again bit by bit come to what all at once do (seed %i)',
  async (seed) => {
    const random = randomFrom(seed, 'bit by bit')
    const folder = await temporaryFolder()
    const dataDir = await temporaryFolder()
    const chosen = random.shuffled(await filesUnder(['data/sample'])).slice(0, 30)
    for (let step = 0; chosen.length > 0; step += 1) {
      const place = path.join(folder, String(step))
      await mkdir(place)
      for (const [index, { file }] of chosen.splice(0, random.whole(4, 12)).entries())
        await copyFile(file, path.join(place, `${index}-${path.basename(file)}`))
      await load(dataDir, place)
      // A text that is sent again with one more line replaces the one before.
      const [text] = (await filesUnder([place])).filter(({ file }) => file.endsWith('.txt'))
      if (text) {
        await appendFile(text.file, '\n以上报告经复核无误。\n')
        await load(dataDir, place)
      }
      const [again] = await rowsIn(dataDir, sql`select id from document order by hash(id, ${step}) limit 1`)
      if (step % 2 === 1) await readAgain(dataDir, [String(again?.id)], effectsWithOutcomes())
    }
    const kept = () => Promise.all(everyKept.map((name) => rowsIn(dataDir, keptDigest(name))))
    const keptBitByBit = await kept()
    const bitByBit = {
      findings: await findingsIn(dataDir),
      identities: await identitiesIn(dataDir),
      recomputed: await recomputedIn(dataDir),
    }
    await audit(dataDir, { reference })
    expect(bitByBit.findings).toEqual(await findingsIn(dataDir))
    expect(bitByBit.identities).toEqual(await identitiesIn(dataDir))
    expect(new Set(bitByBit.identities).size).toBe(bitByBit.findings.length)
    expect(bitByBit.recomputed).toEqual(await recomputedIn(dataDir))
    expect(bitByBit.findings).toEqual(await findingsAtOnce(dataDir))
    await publishGeneration(dataDir, 'newest', async (connection) => {
      for (const name of everyKept) await connection.run(`delete from ${name}`)
    })
    expect(keptBitByBit).toEqual(await kept())
  },
)
