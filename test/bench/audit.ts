import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Evaluation, nothingAround } from '#app/domain/evaluation.ts'
import { createSchema, openForBuilding, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { portfolio } from '#data/portfolio.ts'
import { audit } from '#ingest/audit.ts'
import { loadBatch } from '#ingest/load.ts'
import type { Outcome } from '#ingest/pipeline.ts'
import type { Reference } from '#ingest/reference.ts'

const perDocument = 500

/** What it takes to audit so many evaluations, and to read their records back from the warehouse alone. */
export async function auditedAgainstRead(evaluations: number, reference: Reference) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-audit-'))
  const instance = await openForBuilding(path.join(folder, 'audit.duckdb'))
  const connection = await instance.connect()
  try {
    await createSchema(connection)
    const samples = portfolio({ evaluations, seed: 2023 }).evaluations
    for (let from = 0; from < samples.length; from += perDocument) {
      const some = samples.slice(from, from + perDocument)
      await loadBatch(connection, 1 + from / perDocument, [outcomeOf(from, some)])
    }
    await connection.run('checkpoint')
    const began = performance.now()
    await audit(connection, reference, 0)
    const ended = performance.now()
    for (let from = 0; from < samples.length; from += perDocument) {
      const rows = await rowsOf(
        connection,
        sql`select r.record from record r where r.rowid >= ${from} and r.rowid < ${from + perDocument}`,
      )
      for (const { record } of rows) Evaluation.parse(JSON.parse(String(record)))
    }
    return { auditMs: ended - began, readMs: performance.now() - ended }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}

type Samples = ReturnType<typeof portfolio>['evaluations']

const outcomeOf = (number: number, samples: Samples): Outcome => ({
  source: {
    path: `${number}.csv`,
    sha256: String(number),
    format: 'csv',
    layout: 'flat-list',
    why: null,
    bytes: 0,
  },
  sample: true,
  quarantined: null,
  evaluations: samples.map(({ evaluation }) => evaluation),
  surroundings: samples.map(() => nothingAround),
  flows: samples.flatMap(({ flows }) => flows),
  problems: [],
  long: null,
})
