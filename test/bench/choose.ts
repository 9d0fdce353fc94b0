import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { type Cells, cubeBytes } from '#app/cube/bytes.server.ts'
import { type Cell, cube } from '#app/queries/cube.ts'
import type { ListName } from '#app/queries/cubes.ts'
import type { WithDecisions } from '#app/queries/decisions.ts'
import { mostListed } from '#app/queries/listing.ts'
import { executionAgainstScoreListing } from '#app/queries/overview.ts'
import { watchListing } from '#app/queries/watch-list.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { createSchema, keep, openAside, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { fillAtScale } from '#data/portfolio/at-scale.ts'
import { loadReference } from '#ingest/load.ts'
import { readReference } from '#ingest/reference.ts'
import { goTo, openBrowser, serve } from '#test/browser/product.ts'
import { load } from '#test/load.ts'

/** The lists beside it, each as long as may be. */
const lists: readonly (readonly [ListName, Query<WithDecisions, Cells[number]>])[] = [
  ['watch-list', watchListing],
  ['execution-against-score', executionAgainstScoreListing],
]

const choices = 60
const moves = 240

/**
 * The work of a page's main thread, scripts and rendering alike, on so many cells, as Chromium traces it. Processor
 * time, since other work on the machine is not the page's.
 *
 * Brushing: a pointer is drawn to and fro over the distribution of execution rates, each move awaited; each
 * frame counts whole, from its beginning to the next, with what was put off from frames before. Choosing: boxes of
 * districts, grades and sectors are clicked; counted is what is done until the frame is painted in which the figures
 * have changed, and apart from it the dearest frame and the sum of what follows in the time until the next click: the
 * lists, the URL, the filters, the tables.
 * Both again with programmes: there every cell is told apart.
 */
export async function chosenToRepainted(cells: number) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-choose-'))
  await load(dataDir, 'data/sample')
  const city = await ask(cube, {}, dataDir)
  let many = cubeBytes(repeated(city, cells, 'programme'))
  const product = await serve(dataDir)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    // The loader of this program names functions by a helper that pages do not have.
    await page.addInitScript('globalThis.__name = (named) => named')
    const scripts = scriptsOf(page)
    await page.route('**/cube.arrow?of=overview', (route) => route.fulfill({ body: Buffer.from(many) }))
    for (const [list, query] of lists) {
      const rows = await ask(query, {}, dataDir)
      const longest = cubeBytes(
        Array.from({ length: mostListed }, (_, place) => rows[place % rows.length] ?? {}),
      )
      await page.route(`**/cube.arrow?of=${list}`, (route) => route.fulfill({ body: Buffer.from(longest) }))
    }
    const open = async (search: string) => {
      await goTo(page, product.address + search)
      await page.waitForTimeout(3_000)
    }
    await goTo(page, product.address)
    const firstView = await scripts()
    await open('/')
    const chosen = choicesIn(await traced(page, () => choosing(page, ['district', 'grade', 'sector'])))
    await open('/')
    const brushed = framesIn(await traced(page, () => brushing(page)))
    // Of the same programmes, so that one lets many through.
    many = cubeBytes(repeated(city, cells, 'department'))
    await open('/')
    const programmes = choicesIn(await traced(page, () => choosing(page, ['programme', 'district'])))
    await open(`/?programme=${encodeURIComponent(city[0]?.programme ?? '')}`)
    const brushedWithin = framesIn(await traced(page, () => brushing(page)))
    return {
      ...chosen,
      brush: brushed,
      programme: { ...programmes, brush: brushedWithin },
      city: await inventedCity(),
      firstViewKilobytes: firstView / 1000,
    }
  } finally {
    await browser.close()
    await product.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const marked = (events: readonly Event[], name: string) => events.filter((event) => event.name === name)

/** What each choice took until it was painted, the first among them, and what followed it. */
function choicesIn(events: readonly Event[]) {
  const [clicks, paintings, commits] = ['click', 'painting', 'Commit'].map((name) => marked(events, name))
  const made = (paintings ?? []).map((painting, place) => {
    const commit = commits?.find(({ ts, tid }) => ts > painting.ts && tid === painting.tid) ?? painting
    const [began, painted] = [clicks?.[place]?.ts ?? 0, commit.ts + (commit.dur ?? 0)]
    return { began, painted, ended: clicks?.[place + 1]?.ts ?? painted }
  })
  const work = made.map(({ began, painted }) => workWithin(events, began, painted))
  const frames = marked(events, 'frame').map(({ ts }) => ts)
  return {
    first: work[0] ?? Number.NaN,
    choice: spread(work),
    later: spread(made.map(({ painted, ended }) => dearest(events, painted, ended, frames))),
    after: spread(made.map(({ painted, ended }) => workWithin(events, painted, ended))),
  }
}

/** What the dearest frame between two moments took. */
function dearest(events: readonly Event[], from: number, to: number, frames: readonly number[]): number {
  const edges = [from, ...frames.filter((at) => at > from && at < to), to]
  return Math.max(...edges.slice(1).map((end, place) => workWithin(events, edges[place] ?? end, end)))
}

/** What each frame took. */
function framesIn(events: readonly Event[]) {
  const frames = marked(events, 'frame').map(({ ts }) => ts)
  return spread(frames.slice(0, -1).map((from, place) => workWithin(events, from, frames[place + 1] ?? from)))
}

function spread(work: readonly number[]) {
  const sorted = work.toSorted((one, other) => one - other)
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN,
  }
}

/** Collects a page's scripts; the answer is what they come to compressed. */
function scriptsOf(page: Page): () => Promise<number> {
  const bodies: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      bodies.push(response.body().then((body) => gzipSync(body).length))
  })
  return async () => (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0)
}

/** The cube of a city of twenty districts whose every report has figures of its own, as it is sent. */
async function inventedCity() {
  const connection = await (await openAside()).connect()
  await createSchema(connection)
  await loadReference(connection, readReference())
  await fillAtScale(connection, { rows: 3_000_000, seed: 11 })
  await connection.run(`delete from evaluation where district not in (
    select district from evaluation group by district order by count(*) desc, district limit 20)`)
  await keep(connection)
  const [held] = await rowsOf(connection, sql`select count(*)::integer as reports from report`)
  const cells = cube.row.array().parse(await rowsOf(connection, cube.sql({})))
  connection.closeSync()
  return {
    reports: Number(held?.reports),
    cells: cells.length,
    kilobytes: gzipSync(cubeBytes(cells)).length / 1000,
  }
}

/** The cells of a city over again, each time of further programmes or departments. */
const repeated = (city: readonly Cell[], cells: number, of: 'programme' | 'department'): Cell[] =>
  Array.from({ length: cells }, (_, place) => {
    const cell = city[place % city.length]
    if (cell === undefined) throw new Error('there is no cell to repeat')
    const round = Math.floor(place / city.length)
    return round === 0 ? cell : { ...cell, [of]: `${cell[of]} ${round}` }
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

/** What Chromium notes while something is done. */
async function traced(page: Page, work: () => Promise<void>): Promise<Event[]> {
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
  await work()
  const done = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await done
  return events
}

const choosing = (page: Page, fields: readonly string[]) =>
  page.evaluate(
    async ([choices, selector]) => {
      const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const mark = () => {
        performance.mark('frame')
        requestAnimationFrame(mark)
      }
      mark()
      const boxes = () => document.querySelectorAll<HTMLInputElement>(selector)
      for (let place = 0; place < choices; place += 1) {
        const box = boxes()[(place * 7) % boxes().length]
        performance.mark('click')
        box?.click()
        await frame()
        performance.mark('painting')
        await wait(200)
      }
      performance.mark('click')
    },
    [choices, fields.map((field) => `input[name=${field}]`).join()] as const,
  )

const brushing = async (page: Page) => {
  const chart = page.locator('#execution-bands [data-chart][data-live]')
  await page.locator('#execution-bands').scrollIntoViewIfNeeded()
  await page.waitForTimeout(1_000)
  const { x, y, width } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  await page.mouse.move(x + width * 0.15, y + 90)
  await page.mouse.down()
  await page.evaluate(() => {
    const frame = () => {
      performance.mark('frame')
      requestAnimationFrame(frame)
    }
    frame()
  })
  for (let move = 0; move < moves; move += 1)
    await page.mouse.move(x + width * (0.55 + 0.4 * Math.sin(move / 9)), y + 90)
  await page.mouse.up()
}

/** Processor milliseconds of the page's main thread between two moments. */
function workWithin(events: readonly Event[], from: number, to: number): number {
  const main = events.find(({ name }) => name === 'frame' || name === 'click')
  // Chromium also notes each task under the name of what ran it: it would count twice.
  const tasks = events.filter(
    ({ name, pid, tid, ts, dur = 0 }) =>
      name === 'RunTask' && pid === main?.pid && tid === main.tid && ts + dur > from && ts < to,
  )
  // A task that goes beyond a moment counts by its share.
  const work = tasks.map(({ ts, dur = 0, tdur = dur }) =>
    dur === 0 ? 0 : (tdur * (Math.min(to, ts + dur) - Math.max(from, ts))) / dur,
  )
  return work.reduce((sum, one) => sum + one, 0) / 1000
}
