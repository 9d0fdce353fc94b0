import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createSchema, openForBuilding } from '#app/warehouse/duckdb.server.ts'
import { longList } from '#data/portfolio/long-list.ts'
import { audit } from '#ingest/audit.ts'
import { loadBatch } from '#ingest/load.ts'
import { understand } from '#ingest/pipeline.ts'
import type { Reference } from '#ingest/reference.ts'
import { memoryOfTree } from './process-tree.ts'

const sampledMs = 250
const linesAtOnce = 2000

async function writeList(file: string, rows: number) {
  await pipeline(function* () {
    let lines: string[] = []
    for (const line of longList(rows, 2023)) {
      lines.push(line, '\n')
      if (lines.length < 2 * linesAtOnce) continue
      yield lines.join('')
      lines = []
    }
    yield lines.join('')
  }, createWriteStream(file))
}

/** What something took by the clock, and of the processors, in milliseconds. */
interface Took {
  milliseconds: number
  workedMs: number
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const began = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { milliseconds: performance.now() - began, workedMs: (user + system) / 1000 }
}

/** What the engine itself takes to copy a csv into a table of a file, opened as ours is: the least on one thread or on two. */
async function copied(folder: string, file: string): Promise<Took> {
  const took = [await copiedOn(1, folder, file), await copiedOn(2, folder, file)]
  return {
    milliseconds: Math.min(...took.map(({ milliseconds }) => milliseconds)),
    workedMs: Math.min(...took.map(({ workedMs }) => workedMs)),
  }
}

async function copiedOn(threads: number, folder: string, file: string): Promise<Took> {
  const instance = await openForBuilding(path.join(folder, `copy-${threads}.duckdb`))
  const connection = await instance.connect()
  await connection.run(`set threads = ${threads}`)
  const took = await timed(async () => {
    await connection.run(`create table list as select * from read_csv('${file}')`)
    await connection.run('checkpoint')
  })
  connection.closeSync()
  instance.closeSync()
  return took
}

/**
 * What it takes to load a list of so many indicators, and to audit it, and what the engine takes to copy the same
 * file into a table; `given` is a list that is there already.
 */
export async function loadedAgainstCopied(rows: number, reference: Reference, given?: string) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-list-'))
  let peakMiB = 0
  const sampling = setInterval(async () => {
    peakMiB = Math.max(peakMiB, await memoryOfTree(process.pid))
  }, sampledMs)
  try {
    const file = given ?? path.join(folder, 'list.csv')
    if (given === undefined) await writeList(file, rows)
    const instance = await openForBuilding(path.join(folder, 'list.duckdb'))
    const connection = await instance.connect()
    await createSchema(connection)
    const source = { path: 'list.csv', bytes: new Uint8Array(), file }
    const read = () => Promise.reject(new Error('a long list is not read whole'))
    const loading = await timed(async () => {
      await loadBatch(connection, 1, [await understand(source, read, reference)])
      await connection.run('checkpoint')
    })
    const loadMiB = peakMiB
    const auditing = await timed(() => audit(connection, reference, 0))
    connection.closeSync()
    instance.closeSync()
    return { loading, auditing, loadMiB, peakMiB, copying: await copied(folder, file) }
  } finally {
    clearInterval(sampling)
    await rm(folder, { recursive: true, force: true })
  }
}
