import { rm } from 'node:fs/promises'
import type { DuckDBInstance } from '@duckdb/node-api'
import type { Part } from '#app/domain/scope.ts'
import { scratchFolder } from '#app/scratch.ts'
import { openReadOnly } from './duckdb.server.ts'
import { digestWithin, partDigest, writePart } from './part.server.ts'
import type { Sql } from './sql.ts'
import { statementsOn } from './statements.server.ts'

/** What answers on one generation, or on a part of one. */
export interface Engine {
  /** How many statements it runs at once; further ones wait for their turn. */
  most: number
  /** The rows of a statement as plain objects; given up as soon as the signal says so. */
  rowsOf(statement: Sql, signal: AbortSignal): Promise<readonly unknown[]>
  /** What of it lies within a part, as an engine of its own: nothing else is there. */
  openPart(part: Part): Promise<Engine>
  /** Whether a part of an earlier generation holds what that part of this one would; where that can be told. */
  isPart?(part: Part, earlier: Engine): Promise<boolean>
  /** Whether a fault says that what it reads is not as it was written. */
  isDamage(error: unknown): boolean
  close(): void
}

/** The engine of this process, on the file of a generation. */
export const openEmbedded = (file: string): Promise<Engine> => opened(file, file)

async function opened(file: string, whole: string): Promise<Engine> {
  const spill = await scratchFolder('spill')
  const instance = await openReadOnly(file, spill)
  const statements = statementsOn(instance, file === whole ? statementsHeld.whole : statementsHeld.part)
  return embedded({ instance, statements, whole, spill })
}

/** How many statements are held of a generation, and of each part of one; each takes some 70 kB. */
const statementsHeld = { whole: 250, part: 25 }

interface Opened {
  instance: DuckDBInstance
  statements: ReturnType<typeof statementsOn>
  /** The generation that it is a part of, or is. */
  whole: string
  /** Where it puts what does not fit into memory. */
  spill: string
}

const embedded = ({ instance, statements, whole, spill }: Opened): Engine => ({
  async isPart(part, earlier) {
    const never = new AbortController().signal
    const [now, then] = await Promise.all([
      this.rowsOf(digestWithin(part), never),
      earlier.rowsOf(partDigest, never),
    ])
    return JSON.stringify(now) === JSON.stringify(then)
  },
  // One fewer than the process has threads to wait in, which files and compression need too.
  most: 3,
  rowsOf: statements.rowsOf,
  // So that no question, however it is put, can reach what is outside: it is not there. Only the open file remains.
  async openPart(part) {
    const folder = await scratchFolder('part')
    try {
      return await opened(await writePart(whole, part, folder), whole)
    } finally {
      await removed(folder)
    }
  },
  isDamage,
  close() {
    statements.close()
    instance.closeSync()
    removed(spill).catch((error) => console.error(`${spill} could not be removed: ${error}`))
  },
})

const removed = (folder: string) => rm(folder, { recursive: true, force: true })

/** Whether the engine found a block that is not as it was written, could not read it, or gave up altogether. */
const isDamage = (error: unknown) =>
  error instanceof Error && /^(?:IO|FATAL|INTERNAL|Serialization) Error|checksum|corrupt/i.test(error.message)
