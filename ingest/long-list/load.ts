import { setImmediate } from 'node:timers/promises'
import { append, type Connection, memoryForBuilding } from '#app/warehouse/duckdb.server.ts'
import type { Reference } from '#ingest/reference.ts'
import { problemRow } from '#ingest/rows.ts'
import { type Assembly, assemblyOf, Part } from './assemble.ts'
import { partWriter } from './part-in-sql.ts'
import type { Scanned } from './scan.ts'
import { createTexts, dropTexts, textsOf } from './texts-in-sql.ts'

/** Indicators to a part: enough to make each statement cheap, few enough to hold two parts. */
const partSize = 100_000
/** Indicators made before the engine gets a turn to read the part before. */
const turn = 500

/** The engine's share while this process holds the texts of a list. */
const memoryBesideList = '600MB'

/** Where a list comes from, and what it is checked against. */
interface Sent {
  document: string
  /** Its name and the last folders above it. */
  near: string
  reference: Reference
}

/** Writes the evaluations of a scanned list: one part is made while the one before is written. */
export async function loadScanned(connection: Connection, scanned: Scanned, sent: Sent) {
  const assembly = assemblyOf(scanned, sent.near, sent.reference)
  await connection.run(`set memory_limit = '${memoryBesideList}'`)
  try {
    await createTexts(connection)
    const appendTexts = textsOf(connection, assembly, sent.document)
    let [part, other] = [new Part(), new Part()]
    const write = partWriter(connection, sent.document)
    await fill(assembly, part)
    while (part.evaluations.rows > 0) {
      await appendTexts()
      const problems = part.problems.map((problem) => problemRow(problem, sent.document))
      await append(connection, 'problem', problems)
      await Promise.all([write(part), fill(assembly, other)])
      part.clear()
      ;[part, other] = [other, part]
    }
    await dropTexts(connection)
    await connection.run(`set memory_limit = '${memoryForBuilding}'`)
  } finally {
    assembly.close()
  }
}

async function fill(assembly: Assembly, part: Part) {
  while (part.indicators.rows < partSize && assembly.fill(part, turn)) await setImmediate()
}
