import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Random, randomFrom } from '#data/portfolio/random.ts'
import { type Product, serve } from '#test/browser/product.ts'
import { loadOnce } from '#test/load.ts'
import type { Drill } from './drill.ts'
import { faultOfPage, sessionsIn } from './served.ts'

const people = 50
const heavy = [
  '/export/indicators.xlsx',
  '/export/findings.csv',
  '/export/findings.docx',
  '/cube.arrow',
  '/compare/scores',
] as const
const clicked = [
  '/_root.data',
  '/findings.data',
  '/documents.data',
  '/funds.data',
  '/compare/targets.data',
] as const
const districts = ['110101', '310115', '440106', '510107', '610116'] as const

/** For how long the slowest of a hundred clicks of others may wait, or how many times as long as with nobody in the way. */
const longest = { ms: 1000, times: 4 }

const signInsAtOnce = 100
const names = ['leader', 'nobody-of-this-name']

interface Answer {
  status: number
  text: string
  retryAfter: string | null
  cookie: string | null
}

async function signIn({ address }: Product, name: string, random: Random): Promise<Answer> {
  const from = `10.${random.whole(0, 255)}.${random.whole(0, 255)}.${random.whole(1, 254)}`
  const answer = await fetch(`${address}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: address, 'X-Forwarded-For': from },
    body: new URLSearchParams({ name, password: `Wrong-${random.whole(1, 1e9)}` }),
    signal: AbortSignal.timeout(60_000),
  })
  const { headers, status } = answer
  const page = await answer.text()
  return {
    status,
    // For how many minutes a name must wait is of its own failures.
    text: page
      .replace(/^[\s\S]*<main|<\/main>[\s\S]*$/g, '')
      .replaceAll(name, '')
      .replace(/\d+/g, ''),
    retryAfter: headers.get('retry-after'),
    cookie: headers.get('set-cookie'),
  }
}

/** Many wrong passwords at once from as many addresses, for a name that there is and one that there is not. */
async function guess(product: Product, random: Random, cookie: string) {
  const faults: string[] = []
  const tried = Array.from({ length: signInsAtOnce }, async (_, at) => {
    const name = names[at % names.length] ?? ''
    const answer = await signIn(product, name, random)
    if (![401, 429, 503].includes(answer.status)) faults.push(`a wrong password: ${answer.status}`)
    if (answer.status !== 401 && answer.retryAfter === null)
      faults.push(`${answer.status} without a Retry-After`)
    if (answer.cookie?.includes('session=') === true) faults.push('a wrong password was given a session')
    return { name, answer }
  })
  const fault = await faultOfPage(product, '/_root.data', cookie)
  if (fault !== null) faults.push(`meanwhile: ${fault}`)
  const answers = await Promise.all(tried)
  for (const status of [401, 429])
    if (
      new Set(answers.filter(({ answer }) => answer.status === status).map(({ answer }) => answer.text))
        .size > 1
    )
      faults.push(`${status} says another thing where the name exists`)
  const of = (status: number) => answers.filter(({ answer }) => answer.status === status).length
  return {
    what: `${signInsAtOnce} wrong passwords: ${of(401)} tried, ${of(429)} told to wait, ${of(503)} too many`,
    faults,
  }
}

/** How long the slowest of a hundred clicks took, in milliseconds; what was wrong goes into `faults`. */
async function click(product: Product, random: Random, cookies: readonly string[], faults: string[]) {
  const waits = cookies.flatMap((cookie) =>
    [0, 1].map(async () => {
      await pause(random.whole(0, 2000))
      const began = performance.now()
      const fault = await faultOfPage(product, random.pick(clicked), cookie)
      if (fault !== null) faults.push(`another person: ${fault}`)
      return performance.now() - began
    }),
  )
  return Math.round((await Promise.all(waits)).toSorted((one, other) => other - one)[1] ?? 0)
}

/** One person asks fifty heavy questions at once, none like another, while fifty others click. */
async function overload(product: Product, random: Random, one: string, others: readonly string[]) {
  const faults: string[] = []
  const alone = await click(product, random, others, faults)
  const asked = Array.from({ length: people }, async (_, at) => {
    const url = `${random.pick(heavy)}?year=${random.whole(2018, 2023)}&district=${random.pick(districts)}&q=${at}`
    const answer = await fetch(`${product.address}${url}`, { headers: { Cookie: one } })
    await answer.arrayBuffer()
    if (answer.status === 503 && answer.headers.get('retry-after') === null)
      faults.push('503 without a Retry-After')
    if (![200, 404, 503].includes(answer.status)) faults.push(`${url}: ${answer.status}`)
    return answer.status
  })
  const meanwhile = await click(product, random, others, faults)
  const refused = (await Promise.all(asked)).filter((status) => status === 503).length
  const isLate = meanwhile > Math.max(longest.ms, longest.times * alone)
  const fault = await faultOfPage(product, '/healthz')
  if (fault !== null) faults.push(`afterwards: ${fault}`)
  return {
    what: `${people} heavy questions of one, ${refused} refused: p99 of ${people} others ${meanwhile} ms, ${alone} before`,
    faults,
    late: isLate ? [`others waited ${meanwhile} ms, ${alone} with nobody in the way`] : [],
  }
}

export const abuse: Drill = {
  what: 'a hundred wrong passwords at once, then one person with fifty heavy questions while fifty click: none gets in, nobody learns which names exist, others are answered',
  counts: { full: 100, short: 1 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'abuse')
    try {
      await loadOnce(dataDir, ['data/sample/2023'])
      const [one = '', ...others] = await sessionsIn(dataDir, people + 1)
      const product = await serve(dataDir, 'app/server.ts')
      for (const url of clicked) await faultOfPage(product, url, one)
      for (let trial = 1; trial <= count; trial += 1) {
        const guesses = await guess(product, random, one)
        const questions = await overload(product, random, one, others)
        yield {
          what: `${guesses.what}; ${questions.what}`,
          faults: [...guesses.faults, ...questions.faults].slice(0, 8),
          late: questions.late,
        }
      }
      await product.stop()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
