import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { openCluster } from '#app/warehouse/clickhouse.server.ts'
import { type Engine, openEmbedded } from '#app/warehouse/engine.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'

const server = path.resolve(import.meta.dirname, '../clickhouse/server.js')

/** Starts ClickHouse in a process of its own, behind a port of this machine. */
export async function startClickHouse() {
  const child = spawn(process.execPath, [server], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const { stdout } = child
  if (stdout === null) throw new Error('the engine says nothing')
  const [port] = await Promise.race([
    once(stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('ClickHouse does not start: npm install --prefix test/clickhouse')
    }),
  ])
  return { address: `http://127.0.0.1:${String(port).trim()}`, stop: () => void child.kill() }
}

/** The newest generation of a data folder on both engines. */
export async function onBoth(
  dataDir: string,
  address: string,
): Promise<Record<'duckdb' | 'clickhouse', Engine>> {
  const manifest = await currentManifest(dataDir)
  if (manifest === null)
    throw new Error(
      `nothing is published in ${dataDir}: npm start loads the sample, --data names another folder`,
    )
  const file = path.join(foldersOf(dataDir).generations, manifest.file)
  return { duckdb: await openEmbedded(file), clickhouse: await openCluster(address, { file, manifest }) }
}
