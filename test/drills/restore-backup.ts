import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { backUp, NotRestored, restore } from '#app/backup.server.ts'
import { documents } from '#app/queries/documents.ts'
import { portfolio } from '#app/queries/portfolio.ts'
import { record, verify } from '#app/state/audit-log.server.ts'
import { closeState } from '#app/state/database.server.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { append } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { damage } from './damaged-generation.ts'
import type { Drill } from './drill.ts'
import { faultsOf } from './oracle.ts'
import { together, unitsOfThree } from './small-documents.ts'
import { loadYears } from './some-generations.ts'

const longestMs = 60_000
const shown = { q: null, status: null, lacks: null, page: 1 }
const deed = {
  actor: null,
  role: null,
  address: '127.0.0.1',
  action: 'drill',
  target: '/',
  result: 'done',
} as const

async function answersOf(dataDir: string) {
  const rows = [await ask(portfolio, undefined, dataDir), await ask(documents, shown, dataDir)]
  globalThis.yardstickDoors?.delete(dataDir)
  return JSON.stringify(rows)
}

interface Made {
  archive: string
  passphrase: string | null
  isDamaged: boolean
  /** What the folder showed before or after the backup. */
  right: readonly string[]
}

/** Restores an archive, and tells what is wrong with what came of it. */
async function faultsRestored({ archive, passphrase, isDamaged, right }: Made) {
  const target = `${archive}.restored`
  const began = performance.now()
  const isRefused = await restore(archive, target, passphrase).then(
    () => false,
    (error: unknown) => error instanceof NotRestored || String(error),
  )
  const [faults, late]: [string[], string[]] = [[], []]
  if (typeof isRefused === 'string') faults.push(isRefused)
  if (isRefused === true && !isDamaged) faults.push('a whole archive was refused')
  if (isRefused === false) {
    faults.push(...(await faultsOf(target)), ...verify(target).faults)
    if (!right.includes(await answersOf(target))) faults.push('it shows something else')
    const ms = Math.round(performance.now() - began)
    if (ms > longestMs) late.push(`it was served after ${ms} ms`)
    closeState(target)
  }
  if (passphrase !== null) {
    const wrong = `${archive}.wrong`
    const opened = await restore(archive, wrong, 'another passphrase').catch(() => null)
    if (opened !== null) faults.push('another passphrase opened it')
  }
  await rm(target, { recursive: true, force: true })
  return { faults, late, isRefused: isRefused !== false }
}

/** A backup is made while a generation is published and the log is written; then it is restored, as it is or damaged. */
export const restoreBackup: Drill = {
  what: 'a backup made while all goes on, sealed or not, restored into an empty folder: whole and serving in a minute; damaged or under a wrong passphrase: nothing',
  counts: { full: 60, short: 2 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const dataDir = path.join(root, 'data')
    const random = randomFrom(seed, 'restore-backup')
    const publish = (number: number) =>
      withWriterLock(dataDir, () =>
        publishGeneration(dataDir, 'newest', (connection) =>
          together(connection, () => append(connection, 'document', unitsOfThree(number))),
        ),
      )
    try {
      await loadYears(dataDir, '2019')
      for (let trial = 1; trial <= count; trial += 1) {
        const passphrase = random.chance(0.5) ? 'a passphrase of the drill' : null
        const archive = path.join(root, `${trial}.tar`)
        const before = await answersOf(dataDir)
        record(deed, dataDir)
        const isBusy = random.chance(0.5)
        const [made] = await Promise.all([
          backUp(dataDir, archive, { passphrase }),
          isBusy ? publish(trial) : null,
        ])
        const right = [before, await answersOf(dataDir)]
        const isDamaged = trial % 2 === 0
        const how = isDamaged ? await damage(archive, random) : 'whole'
        const { isRefused, ...broken } = await faultsRestored({ archive, passphrase, isDamaged, right })
        const words = [passphrase === null ? 'open' : 'sealed', isBusy ? 'while publishing' : 'at rest', how]
        yield {
          what: `${words.join(', ')}: ${made.files} files, ${isRefused ? 'refused' : 'restored'}`,
          ...broken,
        }
        await rm(archive, { force: true })
      }
    } finally {
      closeState(dataDir)
      globalThis.yardstickDoors?.delete(dataDir)
      await rm(root, { recursive: true, force: true })
    }
  },
}
