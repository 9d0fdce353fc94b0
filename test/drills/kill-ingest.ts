import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openReadOnly, rowsOf } from '#app/warehouse/duckdb.server.ts'
import {
  absent,
  currentManifest,
  foldersOf,
  type Manifest,
  sha256Of,
} from '#app/warehouse/generations.server.ts'
import { filesUnder } from '#ingest/files.ts'

export interface KillDrill {
  kills: number
  seed: number
  /** What is ingested; the first file alone makes the generation that must survive. */
  documents: string
  log(line: string): void
}

/** A small seeded generator: a failing drill can be run again as it was. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Starts an ingest and, where `killAfterMs` is given, kills it without warning; null stands for a kill. */
function ingest(dataDir: string, named: string, killAfterMs: number | null): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'ingest/main.ts', '--data', dataDir, named], {
      stdio: 'ignore',
    })
    const timer = killAfterMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearTimeout(timer)
      resolve(code)
    })
  })
}

/** What is wrong with the published generation; nothing where it is whole. */
async function faultsOf(dataDir: string): Promise<string[]> {
  const manifest = await currentManifest(dataDir)
  if (manifest === null) return ['no generation is published']
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  if ((await sha256Of(file)) !== manifest.sha256) return [`${manifest.file} differs from its manifest`]
  const beside = await readdir(foldersOf(dataDir).generations)
  const wal = beside.filter((name) => name.endsWith('.wal'))
  return [...wal.map((name) => `${name} lies in the serving folder`), ...(await miscounts(file, manifest))]
}

async function miscounts(file: string, { rows }: Manifest): Promise<string[]> {
  const instance = await openReadOnly(file, os.tmpdir())
  const connection = await instance.connect()
  const faults: string[] = []
  for (const [table, expected] of Object.entries(rows)) {
    const [counted] = await rowsOf(connection, {
      text: `select count(*)::integer as n from ${table}`,
      values: [],
    })
    if (counted?.n !== expected) faults.push(`${table}: ${counted?.n} rows, the manifest says ${expected}`)
  }
  const [twice] = await rowsOf(connection, {
    text: 'select (count(*) - count(distinct id))::integer as n from document',
    values: [],
  })
  if (twice?.n !== 0) faults.push(`${twice?.n} documents are there twice`)
  connection.closeSync()
  instance.closeSync()
  return faults
}

/**
 * Kills ingests at random moments: after each the last generation must be whole and not older than what was
 * acknowledged, and in the end an undisturbed ingest must complete with every document once.
 */
export async function killIngests({
  kills,
  seed,
  documents,
  log,
}: KillDrill): Promise<{ passed: number; failed: number }> {
  const random = seeded(seed)
  const files = await filesUnder([documents])
  const [first, second] = files
  if (!first || !second) throw new Error(`${documents} holds ${files.length} documents; the drill needs two`)
  const start = async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    await ingest(dataDir, first.file, null)
    return dataDir
  }
  let failed = 0
  let dataDir = await start()
  const began = Date.now()
  await ingest(dataDir, documents, null)
  const wholeRunMs = Date.now() - began
  log(`seed ${seed}: ${files.length} documents, an undisturbed ingest takes ${wholeRunMs} ms`)
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = (await currentManifest(dataDir))?.generation ?? 0
    const complete = before > 1
    if (complete) {
      await rm(dataDir, { recursive: true, force: true })
      dataDir = await start()
    }
    const afterMs = Math.round(50 + random() * wholeRunMs * 1.1)
    const code = await ingest(dataDir, documents, afterMs)
    const faults = await faultsOf(dataDir)
    const now = (await currentManifest(dataDir))?.generation ?? 0
    if (code !== null && now < 2) faults.push('an ingest was acknowledged and its generation is not there')
    failed += Number(faults.length > 0)
    log(
      `kill ${kill} after ${afterMs} ms: generation ${now}${code === null ? '' : ' (it was done already)'} ${faults.join('; ') || 'whole'}`,
    )
  }
  failed += await completes(dataDir, documents, files.length, log)
  await rm(dataDir, { recursive: true, force: true })
  return { passed: kills + 1 - failed, failed }
}

async function completes(dataDir: string, documents: string, expected: number, log: (line: string) => void) {
  await ingest(dataDir, documents, null)
  const faults = await faultsOf(dataDir)
  const loaded = (await currentManifest(dataDir))?.rows.document
  if (loaded !== expected) faults.push(`${loaded} documents of ${expected} are there`)
  if ((await stat(foldersOf(dataDir).build).catch(absent)) !== null)
    faults.push('a dead build was left behind')
  log(`the next ingest completes with ${loaded} documents: ${faults.join('; ') || 'whole'}`)
  return Number(faults.length > 0)
}
