import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pagesOfFigures } from '#app/navigation.ts'
import { type Choice, choices } from '#app/queries/choices.ts'
import { noFilters } from '#app/queries/filters.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { serve } from '#test/browser/product.ts'
import { mostMemoryOf, workedBy, workedByEnded } from './process-tree.ts'
import type { Tell } from './table.ts'

export interface CrowdAsked {
  users: number
  seconds: number
  seed: number
  /** How pages and choices are drawn: all alike, or as people do, a few of them most of the time. */
  mix: Mix
}

export const mixes = ['even', 'usual'] as const
export type Mix = (typeof mixes)[number]

type Kind = 'data' | 'pages'

/** What people waited for, in milliseconds, and the answers that were none. */
interface Waited {
  waited: Record<Kind, number[]>
  errors: string[]
  /** How many of them had been asked before, by anyone. */
  repeats: number
}

const thinkMs = 2000
/** How long the crowd has been there before its clock runs: programs are compiled by then, as they are on any day. */
const beforeSeconds = 10
const [firstPage = '/', ...furtherPages] = pagesOfFigures
const fields = ['year', 'district', 'sector', 'programme'] as const

/** One of some: each as likely, or the first twice as likely as the second and n times as the nth. */
function drawn<Value>(random: Random, mix: Mix, values: readonly [Value, ...Value[]]): Value {
  if (mix === 'even') return random.pick(values)
  const weights = values.map((_, place) => 1 / (place + 1))
  let left = random.between(
    0,
    weights.reduce((sum, weight) => sum + weight, 0),
  )
  const place = weights.findIndex((weight) => {
    left -= weight
    return left <= 0
  })
  return values[place] ?? values[0]
}

/** A page as people ask for it: a third with nothing chosen, most with one choice, some with two. */
function chosen(random: Random, offered: readonly Choice[], mix: Mix): string {
  const page = drawn(random, mix, [firstPage, ...furtherPages])
  const count = random.pick([0, 0, 1, 1, 1, 2])
  const search = new URLSearchParams()
  for (let number = 0; number < count; number += 1) {
    const field = random.pick(fields)
    const [first, ...further] = offered.filter((choice) => choice.field === field)
    if (first) search.set(field, drawn(random, mix, [first, ...further]).value)
  }
  return search.size === 0 ? page : `${page}?${search}`
}

const asData = (url: string) => {
  const [page = '/', search] = url.split('?')
  return `${page === '/' ? '/_root' : page}.data${search === undefined ? '' : `?${search}`}`
}

/**
 * Asks as a browser does, compressed, and takes in all of the answer; says what was wrong with it. It is not unpacked:
 * two hundred browsers have processors of their own, and ours would be taken from the server that is measured.
 */
const askedOnce = (url: string, agent: http.Agent) =>
  new Promise<string | null>((resolve) => {
    const asked = http.get(url, { agent, headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      answer.resume()
      answer.once('close', () => {
        if (!answer.complete) resolve('not whole')
        else resolve(answer.statusCode === 200 ? null : String(answer.statusCode))
      })
    })
    asked.once('error', () => resolve('no answer'))
  })

/** What people do: look at a page or, with scripts, at its data, think, and look at another. */
async function askedBy(
  address: string,
  { users, seconds, seed, mix }: CrowdAsked,
  offered: readonly Choice[],
) {
  const end = performance.now() + 1000 * seconds
  const told: Waited = { waited: { data: [], pages: [] }, errors: [], repeats: 0 }
  const agent = new http.Agent({ keepAlive: true })
  const known = new Set<string>()
  const one = async (number: number) => {
    const random = randomFrom(seed, 'user', number)
    await wait((thinkMs * number) / users)
    while (performance.now() < end) {
      const page = chosen(random, offered, mix)
      const kind = random.pick<Kind>(['data', 'data', 'data', 'pages'])
      const url = kind === 'data' ? asData(page) : page
      if (known.has(url)) told.repeats += 1
      known.add(url)
      const began = performance.now()
      const fault = await askedOnce(address + url, agent)
      told.waited[kind].push(performance.now() - began)
      if (fault !== null) told.errors.push(`${fault} ${url}`)
      await wait(thinkMs)
    }
  }
  await Promise.all(Array.from({ length: users }, (_, number) => one(number)))
  agent.destroy()
  return told
}

/** Below what a share of the times lie. */
function below(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Processor time so far of this process, of the server, and of the loads that have ended, in milliseconds. */
async function processorTimes(server: number) {
  const { user, system } = process.cpuUsage()
  return {
    at: performance.now(),
    own: (user + system) / 1000,
    server: await workedBy(server),
    loads: await workedByEnded(process.pid),
  }
}

/** Loads a folder in a process of its own, so that the crowd's clock measures the server and not its neighbour. */
async function loadApart(dataDir: string, folder: string) {
  const program = ['run.mjs', 'ingest/main.ts', '--data', dataDir, folder]
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [status] = await once(child, 'exit')
  if (status !== 0) throw new Error(`ingest ended with ${status}`)
}

/** Many at once, all of whose requests are drawn from a seed, while documents are loaded all the time. */
export async function benchCrowd(dataDir: string, asked: CrowdAsked, tell: Tell) {
  const offered = await ask(choices, noFilters, dataDir)
  const product = await serve(dataDir)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-bench-crowd-'))
  let [busy, published] = [true, 0]
  const publishing = (async () => {
    for (let number = 1; busy; number += 1) {
      await writeFile(path.join(folder, `${number}.csv`), listOf(number))
      await loadApart(dataDir, folder)
      published += 1
    }
  })()
  // Told below; it must not end the program before.
  publishing.catch(() => undefined)
  try {
    await askedBy(product.address, { ...asked, seconds: beforeSeconds, seed: -asked.seed }, offered)
    const from = await processorTimes(product.pid)
    const { waited, errors, repeats } = await askedBy(product.address, asked, offered)
    const to = await processorTimes(product.pid)
    busy = false
    await publishing
    const seconds = (to.at - from.at) / 1000
    const [asking, answering, loading] = [to.own - from.own, to.server - from.server, to.loads - from.loads]
    const requests = waited.data.length + waited.pages.length
    const offers = (1000 * asked.users) / thinkMs
    process.stderr.write(
      `${asked.mix} mix: ${offers} requests a second offered, ${(requests / seconds).toFixed(1)} answered; ` +
        `${Math.round((100 * repeats) / requests)} % asked before\n`,
    )
    const during = `${asked.users} users, ${asked.mix} mix, seed ${asked.seed}, ${published} generations published meanwhile`
    const share = (1000 * (os.availableParallelism() - 1)) / offers
    tell(
      `processor time of an answer; the ingest took ${(loading / 10 / seconds).toFixed(0)} % of a core`,
      [answering / requests, 'ms'],
      'all cores but one, as offered',
      share,
    )
    tell(
      'processor time of asking, by the crowd itself',
      [asking / requests, 'ms'],
      'a tenth of that',
      share / 10,
    )
    for (const [kind, bound] of [
      ['data', 300],
      ['pages', 1000],
    ] as const) {
      const [median, p95, p99] = [0.5, 0.95, 0.99].map((share) => below(waited[kind], share))
      const spread = `median ${median?.toFixed(0)}, p95 ${p95?.toFixed(0)} ms of ${waited[kind].length}`
      tell(`${kind} at p99, ${during}; ${spread}`, [p99 ?? 0, 'ms'], 'the bound', bound)
    }
    for (const error of errors.slice(0, 10)) process.stderr.write(`${error}\n`)
    tell('requests that failed', [errors.length, ''], 'none, and one more', 1)
    tell("the server's memory at most", [await mostMemoryOf(product.pid), 'MiB'], 'the bound', 1536)
  } finally {
    busy = false
    await publishing.catch(() => undefined)
    await product.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const listOf = (number: number) =>
  `年度,区县,实施单位,项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,全年预算数（万元）,全年执行数（万元）,总分
2023,长安区,第${number}服务中心,网上服务经费${number},产出指标,数量指标,服务企业数,${1000 + number}户,${1000 + number}户,90,90,50,50,100`
