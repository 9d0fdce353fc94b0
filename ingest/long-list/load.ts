import { setImmediate } from 'node:timers/promises'
import { append, type Connection } from '#app/warehouse/duckdb.server.ts'
import { coveredProblem } from '#ingest/covered.ts'
import type { Reference } from '#ingest/reference.ts'
import { problemRow } from '#ingest/rows.ts'
import { type Assembly, assemblyOf, Part } from './assemble.ts'
import { appendPart, dropPart, writePart } from './part-in-sql.ts'
import type { Scanned } from './scan.ts'
import { createTexts, dropTexts, textsOf } from './texts-in-sql.ts'

/** Rows that the engine packs together. It does so at once where as many come; what is left over it packs twice. */
const packed = 122_880
/** Indicators to a part: few enough to hold two parts. */
const partSize = 4 * packed
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
    await createTexts(connection)
    const appendTexts = textsOf(connection, assembly, sent.document)
    let [part, next] = [new Part(), new Part()]
    let goesOn = await fill(assembly, part)
    for (let isLast = false; !isLast; ) {
      isLast = !goesOn
      await appendTexts()
      const problems = part.problems.map((problem) => problemRow(coveredProblem(problem), sent.document))
      await append(connection, 'problem', problems)
      const { rows } = part.indicators
      const now = isLast ? rows : rows - (rows % packed)
      await appendPart(connection, part, now)
      next.indicators.beginWith(part.indicators, now)
      part.clear()
      const writing = writePart(connection, sent.document)
      ;[, goesOn] = await Promise.all([writing, goesOn && fill(assembly, next)])
      ;[part, next] = [next, part]
    }
    await dropPart(connection)
    await dropTexts(connection)
    await connection.run('reset checkpoint_threshold')
  } finally {
    assembly.close()
  }
}

/** Fills a part, and tells whether evaluations are left for another. */
async function fill(assembly: Assembly, part: Part) {
  let goesOn = true
  while (goesOn && part.indicators.rows < partSize) {
    goesOn = assembly.fill(part, turn)
    await setImmediate()
  }
  return goesOn
}
