import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { randomFrom } from '#data/portfolio/random.ts'
import { serve } from '#test/browser/product.ts'
import type { Drill } from './drill.ts'
import { loadYears } from './some-generations.ts'

const run = promisify(execFile)
const atOnce = 30
const heavy = [
  '/',
  '/findings',
  '/compare/unit-cost',
  '/compare/scores',
  '/cube.arrow',
  ...['xlsx', 'pptx', 'docx', 'png', 'parquet', 'arrow'].map((suffix) => `/export/findings.${suffix}`),
  ...['xlsx', 'csv', 'parquet'].map((suffix) => `/export/indicators.${suffix}`),
] as const

/** Memory that a process took for its own, in bytes: what RLIMIT_DATA counts. */
async function dataOf(pid: number): Promise<number> {
  return Number(/^VmData:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

/** Linux alone can cap a process that runs. */
const canCap = () =>
  run('prlimit', ['--version']).then(
    () => process.platform === 'linux',
    () => false,
  )

export const littleMemory: Drill = {
  what: 'a server with little memory left and thirty heavy requests at once: each is answered or refused, and it lives',
  counts: { full: 40, short: 1 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'little-memory')
    const isCapped = await canCap()
    try {
      await loadYears(dataDir, '2018', '2019')
      const product = await serve(dataDir)
      await fetch(`${product.address}/`)
      for (let trial = 0; trial < count; trial += 1) {
        const spare = random.whole(256, 1024) * 1024 * 1024
        if (isCapped)
          await run('prlimit', [
            `--pid=${product.pid}`,
            `--data=${(await dataOf(product.pid)) + spare}:unlimited`,
          ])
        const asked = Array.from({ length: count === 1 ? 10 : atOnce }, () => random.pick(heavy))
        const statuses = await Promise.all(
          asked.map((url) =>
            fetch(`${product.address}${url}`, { signal: AbortSignal.timeout(120_000) }).then(
              async (answer) => {
                await answer.arrayBuffer()
                return answer.status
              },
              (error: unknown) => String(error),
            ),
          ),
        )
        if (isCapped) await run('prlimit', [`--pid=${product.pid}`, '--data=unlimited:unlimited'])
        const odd = statuses.flatMap((status, n) =>
          status === 200 || status === 500 || status === 503 ? [] : [`${asked[n]}: ${status}`],
        )
        const after = await fetch(`${product.address}/healthz`).then(
          ({ status }) => status,
          (error: unknown) => String(error),
        )
        const refused = statuses.filter((status) => status !== 200).length
        yield {
          what: `${spare / 1024 / 1024} MiB to spare: ${refused} of ${asked.length} refused`,
          faults: [...odd, ...(after === 200 ? [] : [`afterwards: ${after}`])],
        }
      }
      await product.stop()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
