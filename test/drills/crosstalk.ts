import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Scope } from '#app/domain/scope.ts'
import { addAccount } from '#app/state/accounts.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { beginSession } from '#app/state/sessions.server.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { type Product, serve } from '#test/browser/product.ts'
import { load } from '#test/load.ts'
import type { Drill } from './drill.ts'

const districts = { '990102': '临澜区', '990104': '砚湖区', '990106': '桐溪区', '990108': '鹤汀县' }
const pages = [
  '/_root.data',
  '/findings.data',
  '/documents.data',
  '/indicators.data',
  '/funds.data',
  '/compare/unit-cost.data',
  '/export/findings.csv',
  '/export/indicators.csv',
  '/choices.data?field=programme&q=',
] as const

/** People who see a district each, and one who sees all. */
async function peopleOf(dataDir: string) {
  const state = stateOf(dataDir)
  const scopes: Scope[] = [
    ...Object.keys(districts).map((code) => ({ districts: [code], unit: null })),
    'everything',
  ]
  const sessions = []
  for (const [number, scope] of scopes.entries()) {
    const account = { name: `person${number}`, role: 'analyst', scope, mustChange: false } as const
    const id = await addAccount({ ...account, password: 'Ranger-Blue-77' }, state)
    sessions.push(`session=${beginSession(id, { address: '127.0.0.1', agent: 'drill' }, state)}`)
  }
  closeState(dataDir)
  return sessions
}

async function answerOf({ address }: Product, url: string, cookie: string): Promise<string> {
  const answer = await fetch(`${address}${url}`, { headers: { Cookie: cookie }, redirect: 'manual' })
  return `${answer.status} ${(await answer.text()).replace(/zr\d+-(?:cls-\d+)?/g, 'zr')}`
}

const atOnce = 50

export const crosstalk: Drill = {
  what: 'people of other districts who ask at the same moment: each is told what they are told alone, and nothing of another',
  counts: { full: 10_000, short: 60 },
  async *run({ count, seed }) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-drill-'))
    const random = randomFrom(seed, 'crosstalk')
    try {
      await load(dataDir, ...Object.values(districts).map((name) => `data/sample/2021/${name}`))
      const sessions = await peopleOf(dataDir)
      const product = await serve(dataDir, 'app/server.ts')
      const alone = new Map<string, string>()
      for (const url of pages)
        for (const cookie of sessions) alone.set(`${url} ${cookie}`, await answerOf(product, url, cookie))
      // Where all were told the same, nothing could be mixed up.
      const told = new Set(sessions.map((cookie) => alone.get(`/export/findings.csv ${cookie}`)))
      if (told.size < sessions.length) throw new Error('people of different districts are told the same')
      for (let asked = 0; asked < count; asked += atOnce) {
        const questions = Array.from({ length: Math.min(atOnce, count - asked) }, () => ({
          url: random.pick(pages),
          person: random.whole(0, sessions.length - 1),
        }))
        const answers = await Promise.all(
          questions.map(({ url, person }) => answerOf(product, url, sessions[person] ?? '')),
        )
        for (const [n, { url, person }] of questions.entries()) {
          const isSame = answers[n] === alone.get(`${url} ${sessions[person]}`)
          yield {
            what: `${url} of person ${person}`,
            faults: isSame ? [] : ['they were told something else'],
          }
        }
      }
      await product.stop()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
