import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createSchema, openForBuilding } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/generations.server.ts'
import { longList } from '#data/portfolio/long-list.ts'
import { archiver } from '#ingest/archive.ts'
import { loadBatch, loadDistricts } from '#ingest/load.ts'
import { hashOf, understand } from '#ingest/pipeline.ts'
import { readReference } from '#ingest/reference.ts'

/** Milliseconds that a long list took, and what they are measured against. */
interface Measured {
  archived: number
  scanned: number
  loaded: number
  /** What of it went into the records that the audit reads. */
  recorded: number
  copied: { varchar: number; sniffed: number }
  peakMiB: number
}

const linesAtOnce = 2000

async function writeList(file: string, rows: number) {
  await mkdir(path.dirname(file), { recursive: true })
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** What the engine itself takes to copy a csv into a table of a file, opened as ours is. */
async function copied(folder: string, file: string, options: string): Promise<number> {
  const built = path.join(folder, `copy${options.length}.duckdb`)
  const instance = await openForBuilding(built)
  const connection = await instance.connect()
  const took = await timed(async () => {
    await connection.run(`create table list as select * from read_csv('${file}'${options})`)
    await connection.run('checkpoint')
  })
  connection.closeSync()
  instance.closeSync()
  await rm(built)
  return took
}

/** Loads a list of so many indicators, and has the engine copy the same file; `given` is measured as it stands. */
export async function measureLongList(folder: string, rows: number, given?: string): Promise<Measured> {
  const file = given ?? path.join(folder, 'list.csv')
  if (given === undefined) await writeList(file, rows)
  const first = await copied(folder, file, '')
  const reference = readReference()
  const keep = await archiver(folder)
  const source = { path: 'list.csv', bytes: new Uint8Array(), file }
  const archived = await timed(() => keep(source))
  const kept = path.join(foldersOf(folder).blobs, await hashOf(file))
  const instance = await openForBuilding(path.join(folder, 'list.duckdb'))
  const connection = await instance.connect()
  await createSchema(connection)
  await loadDistricts(connection, reference)
  let recorded = 0
  const run = connection.run.bind(connection)
  connection.run = async (statement) => {
    const began = performance.now()
    const result = await run(statement)
    if (statement.startsWith('insert into record')) recorded += performance.now() - began
    return result
  }
  const read = () => Promise.reject(new Error('a long list is not read whole'))
  const began = performance.now()
  const outcome = await understand({ ...source, file: kept }, read, reference)
  const scanned = performance.now() - began
  const loaded = await timed(async () => {
    await loadBatch(connection, { number: 1, outcomes: [outcome] }, reference)
    await connection.run('checkpoint')
  })
  connection.closeSync()
  instance.closeSync()
  if (outcome.long === null) throw new Error(`the list was not loaded: ${outcome.quarantined?.detail}`)
  const peakMiB = process.resourceUsage().maxRSS / 1024
  const varchar = await copied(folder, file, ', all_varchar = true')
  const second = await copied(folder, file, '')
  return {
    archived,
    scanned,
    loaded,
    recorded,
    copied: { varchar, sniffed: Math.min(first, second) },
    peakMiB,
  }
}
