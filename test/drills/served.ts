import { addAccount } from '#app/state/accounts.server.ts'
import { closeState, stateOf } from '#app/state/database.server.ts'
import { beginSession } from '#app/state/sessions.server.ts'
import type { Product } from '#test/browser/product.ts'

/** The cookies of sessions of someone who may see everything, written into the folder before it is served. */
export async function sessionsIn(dataDir: string, count: number): Promise<string[]> {
  const state = stateOf(dataDir)
  const account = { name: 'leader', role: 'leader', scope: 'everything', mustChange: false } as const
  const id = await addAccount({ ...account, password: 'Ranger-Blue-77' }, state)
  const tokens = Array.from({ length: count }, () =>
    beginSession(id, { address: '127.0.0.1', agent: 'drill' }, state),
  )
  closeState(dataDir)
  return tokens.map((token) => `session=${token}`)
}

/** The cookie of one such session. */
export const signedIn = async (dataDir: string) => (await sessionsIn(dataDir, 1))[0] ?? ''

/** How many milliseconds of the processor's time a server has used; some are used at once by its threads. */
export async function workedBy({ address }: Product): Promise<number> {
  const told = await (await fetch(`${address}/metrics`)).text()
  return Math.round(1000 * Number(/^process_cpu_seconds_total (\S+)$/m.exec(told)?.[1]))
}

/** What a page says is wrong with it; none where it is answered, with one generation named. */
export async function faultOfPage({ address }: Product, url: string, cookie = ''): Promise<string | null> {
  const headers = { Cookie: cookie }
  const signal = AbortSignal.timeout(30_000)
  try {
    const answer = await fetch(`${address}${url}`, { headers, redirect: 'manual', signal })
    await answer.arrayBuffer()
    return answer.status === 200 ? null : `${url}: ${answer.status}`
  } catch (error) {
    return `${url}: ${error}`
  }
}
