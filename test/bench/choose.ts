import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { cubeBytes } from '#app/cube/bytes.server.ts'
import { type Cell, cube } from '#app/queries/cube.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { openBrowser, serve } from '#test/browser/product.ts'
import { load } from '#test/load.ts'

const choices = 60
const apart = 150

/** Work from a choice to its repaint in a real browser, on so many cells: 95 of 100 stay below `p95` milliseconds. */
export async function chosenToRepainted(cells: number) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-choose-'))
  await load(dataDir, 'data/sample')
  const city = await ask(cube, {}, dataDir)
  const many = cubeBytes(repeated(city, cells))
  const product = await serve(dataDir)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.route('**/cube.arrow', (route) => route.fulfill({ body: Buffer.from(many) }))
    await page.goto(product.address, { waitUntil: 'networkidle' })
    await page.waitForTimeout(3_000)
    const work = (await traced(page)).sort((one, other) => one - other)
    return {
      median: work[Math.floor(work.length / 2)] ?? Number.NaN,
      p95: work[Math.ceil(0.95 * work.length) - 1] ?? Number.NaN,
      cityKilobytes: gzipSync(cubeBytes(city)).length / 1000,
      manyKilobytes: gzipSync(many).length / 1000,
    }
  } finally {
    await browser.close()
    await product.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The cells of a city over again, each time of further programmes. */
const repeated = (city: readonly Cell[], cells: number): Cell[] =>
  Array.from({ length: cells }, (_, place) => {
    const cell = city[place % city.length]
    if (cell === undefined) throw new Error('there is no cell to repeat')
    const round = Math.floor(place / city.length)
    return round === 0 ? cell : { ...cell, programme: `${cell.programme} ${round}` }
  })

const Event = z.object({
  name: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  /** Of the processor alone: other work on the machine is not the page's. */
  tdur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
})
type Event = z.infer<typeof Event>

/** Processor milliseconds of the page's main thread for each choice, scripts and rendering alike. */
async function traced(page: Page): Promise<number[]> {
  const session = await page.context().newCDPSession(page)
  const events: Event[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      const read = Event.safeParse(event)
      if (read.success) events.push(read.data)
    }
  })
  const categories = 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing'
  await session.send('Tracing.start', { categories, transferMode: 'ReportEvents' })
  await page.evaluate(
    async ({ choices, apart }) => {
      const boxes = document.querySelectorAll('input[name=district]').length
      for (let place = 0; place < choices; place += 1) {
        const box = document.querySelectorAll<HTMLInputElement>('input[name=district]')[place % boxes]
        performance.mark(`choice ${place}`)
        box?.click()
        await new Promise((resolve) => setTimeout(resolve, apart))
      }
      performance.mark('choice end')
    },
    { choices, apart },
  )
  const done = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await done
  const marks = events.filter(({ name }) => name.startsWith('choice '))
  const [first] = marks
  const tasks = events.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && pid === first?.pid && tid === first.tid,
  )
  return marks.slice(0, -1).map(({ ts }, place) => {
    const end = marks[place + 1]?.ts ?? ts
    // The task that a mark was made in began before it.
    const within = tasks.filter((task) => task.ts + (task.dur ?? 0) > ts && task.ts < end)
    return within.reduce((sum, task) => sum + (task.tdur ?? task.dur ?? 0), 0) / 1000
  })
}
