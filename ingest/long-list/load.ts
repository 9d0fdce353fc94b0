import { setImmediate } from 'node:timers/promises'
import { append, type Connection } from '#app/warehouse/duckdb.server.ts'
import { coveredProblem } from '#ingest/covered.ts'
import type { Reference } from '#ingest/reference.ts'
import { problemRow } from '#ingest/rows.ts'
import { type Assembly, assemblyOf, Part } from './assemble.ts'
import { appendPart, dropPart, writePart } from './part-in-sql.ts'
import type { Scanned } from './scan.ts'
import { createTexts, dropTexts, textsOf } from './texts-in-sql.ts'

/** Indicators to a part: enough for both threads of the engine, few enough to hold two parts. */
const partSize = 245_760
/** Indicators made before the engine's next statement gets its turn. */
const turn = 1000

/** Where a list comes from, and what it is checked against. */
interface Sent {
  document: string
  /** Its name and the last folders above it. */
  near: string
  reference: Reference
}

/**
 * Writes the evaluations of a scanned list, one part after another: the engine writes one while the next is made.
 * A list may be larger than a transaction can hold, so each part is there at once; a build that fails is thrown away.
 */
export async function loadScanned(connection: Connection, scanned: Scanned, sent: Sent) {
  const assembly = assemblyOf(scanned, sent.near, sent.reference)
  try {
    // Each checkpoint writes the last rows of every table again.
    await connection.run("set checkpoint_threshold = '256MB'")
    // Rows carry their own order; held to that of their coming, the engine writes them with one thread.
    await connection.run('set preserve_insertion_order = false')
    await createTexts(connection)
    const appendTexts = textsOf(connection, assembly, sent.document)
    let [part, next] = [new Part(), new Part()]
    await fill(assembly, part)
    while (part.evaluations.rows > 0) {
      await appendTexts()
      const problems = part.problems.map((problem) => problemRow(coveredProblem(problem), sent.document))
      await append(connection, 'problem', problems)
      await appendPart(connection, part)
      const writing = writePart(connection, sent.document)
      part.clear()
      await Promise.all([writing, fill(assembly, next)])
      ;[part, next] = [next, part]
    }
    await dropPart(connection)
    await dropTexts(connection)
    await connection.run('reset checkpoint_threshold')
    await connection.run('reset preserve_insertion_order')
  } finally {
    assembly.close()
  }
}

async function fill(assembly: Assembly, part: Part) {
  while (part.indicators.rows < partSize && assembly.fill(part, turn)) await setImmediate()
}
