import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { absent, foldersOf } from '#app/warehouse/files.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { type Product, serve } from '#test/browser/product.ts'
import { ingestOf } from './child.ts'
import type { Drill } from './drill.ts'
import { documentsIn, faultsOf } from './oracle.ts'
import { faultOfPage, signedIn } from './served.ts'
import { loadYears } from './some-generations.ts'
import { traced } from './traced.ts'

const run = promisify(execFile)
const named = 'data/sample/2019/鹿鸣区'
const pages = ['/', '/findings', '/export/findings.csv', '/documents', '/healthz']

/** Clicks until it is told to stop; what was not answered. */
function clicking(product: Product) {
  let on = true
  const unanswered: string[] = []
  const done = (async () => {
    for (let n = 0; on; n += 1) {
      const fault = await faultOfPage(product, pages[n % pages.length] ?? '/')
      if (fault !== null) unanswered.push(fault)
      await pause(100)
    }
  })()
  return () => {
    on = false
    return done.then(() => unanswered)
  }
}

/** Room beside what is there, in bytes; only who may mount has such a disk. */
async function smallDisk(folder: string, bytes: number) {
  await mkdir(folder, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
}

const canMount = (folder: string) =>
  smallDisk(folder, 1024 * 1024).then(
    () => run('umount', [folder]).then(() => true),
    () => false,
  )

/**
 * What servers that begin on a full disk do not answer, be there anything that people made or not. What someone signed in
 * takes away must be written down, so that alone is refused.
 */
async function unansweredAnew(dataDir: string, disk: string, cookie: string): Promise<string[]> {
  const made = path.join(dataDir, 'app')
  const filling = path.join(disk, 'filling')
  const unanswered = async (program: string) => {
    const product = await serve(dataDir, program)
    const faults = []
    for (const url of pages) faults.push(await faultOfPage(product, url, cookie))
    await product.stop()
    return faults.flatMap((fault) => (fault === null ? [] : [`begun on a full disk, ${program}: ${fault}`]))
  }
  await run('dd', ['if=/dev/zero', `of=${filling}`, 'bs=4k']).catch(() => undefined)
  const faults = await unanswered('app/loopback.ts')
  const signedIn = await unanswered('app/server.ts')
  faults.push(...signedIn.filter((fault) => !fault.endsWith('/export/findings.csv: 507')))
  await rename(made, `${made}-kept`)
  faults.push(...(await unanswered('app/loopback.ts')))
  await rm(made, { recursive: true, force: true })
  await rename(`${made}-kept`, made)
  await rm(filling)
  return faults
}

interface Place {
  dataDir: string
  /** How the disk fails where it cannot be made small: at a step. */
  failing: { before: string[]; env: Record<string, string> }
  /** Servers that begin now, on no more room than the ingest left: what they do not answer. */
  begunAnew(): Promise<string[]>
  /** Makes room again. */
  free(): Promise<unknown>
}

/** An ingest meets the full disk while people click, and another one has room again. */
async function faultsWithin({ dataDir, failing, begunAnew, free }: Place) {
  const before = (await documentsIn(dataDir)).length
  const product = await serve(dataDir)
  const stop = clicking(product)
  const { code, err } = await ingestOf(dataDir, [named], failing)
  const unanswered = await stop()
  const faults = [...unanswered.slice(0, 3), ...(await faultsOf(dataDir)), ...(await begunAnew())]
  const now = (await documentsIn(dataDir)).length
  if (code !== 0 && now !== before) faults.push(`it failed, and ${now} documents are there`)
  if (code === 0 && now === before) faults.push('it was acknowledged and is not there')
  if (code !== 0 && !err.includes('the disk is full')) faults.push(`it says: ${err.slice(-300)}`)
  if ((await stat(foldersOf(dataDir).build).catch(absent)) !== null) faults.push('a build was left behind')
  await free()
  const again = await ingestOf(dataDir, [named])
  if (again.code !== 0) faults.push(`with room again it failed: ${again.err.slice(-300)}`)
  faults.push(...(await faultsOf(dataDir)))
  await product.stop()
  return { code, faults }
}

export const fullDisk: Drill = {
  what: 'a full disk, at sizes between too small and large enough (else at any step): every page is answered, also by servers that begin on it, and nothing is lost',
  counts: { full: 20, short: 1 },
  async *run({ count, seed }) {
    const root = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'full-disk')
    const [start, disk] = [path.join(root, 'start'), path.join(root, 'disk')]
    const mounts = await canMount(disk)
    try {
      await loadYears(start, '2018')
      // What people make was there before the disk was full.
      const cookie = await signedIn(start)
      const grown = path.join(root, 'grown')
      await cp(start, grown, { recursive: true })
      const { steps } = await traced(['ingest/main.ts', '--data', grown, named], path.join(root, 'trace'))
      const [least, most] = [await sizeOf(start), await sizeOf(grown)]
      for (let trial = 0; trial < count; trial += 1) {
        const step = random.whole(1, steps)
        const bytes = Math.round(least * 1.05 + ((most * 1.05 - least) * trial) / Math.max(1, count - 1))
        const dataDir = mounts ? path.join(disk, 'data') : path.join(root, `data-${trial}`)
        if (mounts) await smallDisk(disk, bytes)
        try {
          await cp(start, dataDir, { recursive: true })
          const { code, faults } = await faultsWithin({
            dataDir,
            failing: mounts
              ? { before: [], env: {} }
              : {
                  before: ['./test/drills/fs-steps.ts'],
                  env: { DRILL_STEP: `${step}`, DRILL_HOW: 'no-space' },
                },
            begunAnew: async () => (mounts ? unansweredAnew(dataDir, disk, cookie) : []),
            free: async () => mounts && run('mount', ['-o', `remount,size=${most * 4}`, disk]),
          })
          const where = mounts ? `${(bytes / 1024 / 1024).toFixed(1)} MiB` : `step ${step} of ${steps}`
          yield { what: `${where}: ingest ended with ${code}`, faults }
        } finally {
          if (mounts) await run('umount', ['-l', disk])
        }
      }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  },
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
