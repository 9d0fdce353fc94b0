import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import type { Part } from '#app/domain/scope.ts'
import { openReadOnly, rowsOf } from './duckdb.server.ts'
import { openPart } from './part.server.ts'
import type { Sql } from './sql.ts'

/** What answers on one generation, or on a part of one. */
export interface Engine {
  /** The rows of a statement as plain objects; given up as soon as the signal says so. */
  rowsOf(statement: Sql, signal: AbortSignal): Promise<readonly unknown[]>
  /** What of it lies within a part, as an engine of its own: nothing else is there. */
  openPart(part: Part): Promise<Engine>
  /** Whether a fault says that what it reads is not as it was written. */
  isDamage(error: unknown): boolean
  close(): void
}

/** The engine of this process, on the file of a generation. */
export async function openEmbedded(file: string): Promise<Engine> {
  const spill = await mkdtemp(path.join(os.tmpdir(), 'yardstick-spill-'))
  return embedded(file, await openReadOnly(file, spill))
}

const embedded = (file: string, instance: DuckDBInstance): Engine => ({
  async rowsOf(statement, signal) {
    const connection = await instance.connect()
    const interrupt = () => connection.interrupt()
    signal.addEventListener('abort', interrupt)
    try {
      signal.throwIfAborted()
      return await rowsOf(connection, statement)
    } finally {
      signal.removeEventListener('abort', interrupt)
      connection.closeSync()
    }
  },
  openPart: async (part) => embedded(file, await openPart(file, part)),
  isDamage,
  close: () => instance.closeSync(),
})

/** Whether the engine found a block that is not as it was written, could not read it, or gave up altogether. */
const isDamage = (error: unknown) =>
  error instanceof Error && /^(?:IO|FATAL|INTERNAL|Serialization) Error|checksum|corrupt/i.test(error.message)
