import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { portfolio } from '#app/queries/portfolio.ts'
import { ask, generationInUse } from '#app/warehouse/ask.server.ts'
import { openForBuilding } from '#app/warehouse/duckdb.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { damage } from './damaged-generation.ts'
import type { Drill } from './drill.ts'
import { loadYears } from './some-generations.ts'

/** A log with a row that was written to a copy of a file, and never brought into it. */
async function logOf(file: string, root: string): Promise<Buffer> {
  const copy = path.join(root, path.basename(file))
  await copyFile(file, copy)
  const instance = await openForBuilding(copy)
  const connection = await instance.connect()
  await connection.run("set wal_autocheckpoint = '1TB'")
  await connection.run("insert into document (id, name) values ('stray', 'stray')")
  const log = await readFile(`${copy}.wal`)
  connection.closeSync()
  instance.closeSync()
  await rm(copy, { force: true })
  await rm(`${copy}.wal`, { force: true })
  return log
}

export const strayLog: Drill = {
  what: 'a write-ahead log beside the served file, its own, damaged, cut off or of another: never taken in',
  counts: { full: 150, short: 8 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'stray-log')
    const whole = path.join(root, 'whole')
    try {
      await loadYears(whole, '2018', '2019')
      const { generations } = foldersOf(whole)
      const served = (await currentManifest(whole))?.file ?? ''
      const own = await logOf(path.join(generations, served), root)
      const foreign = await logOf(path.join(generations, 'gen-000001.duckdb'), root)
      const told = async (dataDir: string) => ({
        ...(await generationInUse(dataDir)),
        rows: JSON.stringify(await ask(portfolio, undefined, dataDir)),
      })
      const right = await told(whole)
      for (let trial = 1; trial <= count; trial += 1) {
        const dataDir = path.join(root, `trial-${trial}`)
        await cp(whole, dataDir, { recursive: true })
        const log = path.join(foldersOf(dataDir).generations, `${served}.wal`)
        const kind = random.pick(['its own', 'damaged', 'of another'])
        await writeFile(log, kind === 'of another' ? foreign : own)
        const how = kind === 'damaged' ? await damage(log, random) : ''
        const seen = await told(dataDir).catch(() => null)
        const faults: string[] = []
        if (seen === null) faults.push('nothing is served')
        else if (seen.generation === right.generation) faults.push('the log beside the file was not noticed')
        else if (seen.fault === null) faults.push('nothing says why an older generation is served')
        yield { what: `a log ${kind} ${how}`.trim(), faults }
        globalThis.yardstickDoors?.delete(dataDir)
        await rm(dataDir, { recursive: true, force: true })
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}
