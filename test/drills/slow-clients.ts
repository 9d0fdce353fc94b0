import { mkdtemp, readdir, rm } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { type Product, serve } from '#test/browser/product.ts'
import type { Drill } from './drill.ts'
import { faultOfPage } from './served.ts'
import { loadYears } from './some-generations.ts'

const asked = [
  '/export/findings.xlsx',
  '/export/indicators.csv',
  '/findings',
  '/',
  '/cube.arrow',
  '/documents',
]
const misdeeds = [
  'reads slowly',
  'reads nothing',
  'goes amid the answer',
  'goes at once',
  'asks by drops',
  'asks half',
] as const

/** A client that does not do as clients should; it is gone when its time is over. */
function misbehave({ address }: Product, random: Random, ms: number): Promise<void> {
  const { hostname, port } = new URL(address)
  const how = random.pick(misdeeds)
  const url = random.pick(['/findings', ...asked])
  const request = `GET ${url} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname)
    const end = setTimeout(() => socket.destroy(), ms)
    let drops: NodeJS.Timeout | undefined
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(end)
      clearInterval(drops)
      resolve()
    })
    if (how === 'reads nothing') socket.pause()
    if (how === 'reads slowly') {
      socket.pause()
      drops = setInterval(() => socket.read(512), 50)
    }
    if (how === 'goes amid the answer') socket.once('data', () => socket.destroy())
    if (how === 'goes at once') setTimeout(() => socket.destroy(), random.whole(0, 30))
    if (how === 'asks by drops') {
      let at = 0
      drops = setInterval(() => socket.write(request.slice(at, ++at)), 20)
    } else socket.write(how === 'asks half' ? request.slice(0, -random.whole(1, 40)) : request)
  })
}

/** What a server has open: files and sockets. */
const openIn = async ({ pid }: Product) =>
  process.platform === 'linux' ? (await readdir(`/proc/${pid}/fd`)).length : 0

/** What was opened for questions is closed soon after; what keeps alive stays five seconds. */
const closedWithinMs = 20_000
/** Files that a server may have come to hold for good, such as those of the engine. */
const more = 12

export const slowClients: Drill = {
  what: 'clients that read slowly or not at all, go amid the answer or ask by drops: others are answered, and nothing stays open',
  counts: { full: 40, short: 1 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'slow-clients')
    const atOnce = count === 1 ? 60 : 500
    try {
      await loadYears(dataDir, '2018')
      const product = await serve(dataDir)
      for (const url of asked) await faultOfPage(product, url)
      const base = await openIn(product)
      for (let trial = 0; trial < count; trial += 1) {
        const ms = random.whole(500, 2500)
        const gone = Promise.all(Array.from({ length: atOnce }, () => misbehave(product, random, ms)))
        const faults: string[] = []
        for (const url of ['/', '/findings', '/healthz']) {
          const fault = await faultOfPage(product, url)
          if (fault !== null) faults.push(`meanwhile: ${fault}`)
        }
        await gone
        const until = performance.now() + closedWithinMs
        let open = await openIn(product)
        while (open > base + more && performance.now() < until) {
          await pause(200)
          open = await openIn(product)
        }
        if (open > base + more) faults.push(`${open} files and sockets are open, ${base} were before`)
        const fault = await faultOfPage(product, '/export/findings.csv')
        if (fault !== null) faults.push(`afterwards: ${fault}`)
        yield { what: `${atOnce} clients for ${ms} ms: ${open} open, ${base} before`, faults }
      }
      await product.stop()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
