import type { RequestHandler } from 'express'

/** Requests answered at once: of everyone, and of one who is signed in. Who asks more is told at once, and costs nothing. */
export interface AtMost {
  everyone: number
  each: number
}
export const atMostAtOnce: AtMost = { everyone: 1000, each: 20 }

const retrySeconds = 2
const session = /(?:^|;\s*)(?:__Host-)?session=([^;]+)/

/**
 * Refuses with 503 what is more than can be answered: one person with many heavy questions leaves room for the others,
 * and a queue never grows until nobody is answered any more. Who is not signed in counts with everyone alone.
 */
export function atMost({ everyone, each }: AtMost): RequestHandler {
  const underway = new Map<string, number>()
  let all = 0
  const of = (who: string) => underway.get(who) ?? 0
  const count = (who: string | undefined, change: 1 | -1) => {
    all += change
    if (who === undefined) return
    if (of(who) + change > 0) underway.set(who, of(who) + change)
    else underway.delete(who)
  }
  return (request, response, next) => {
    const [, who] = session.exec(request.get('cookie') ?? '') ?? []
    if (all >= everyone || (who !== undefined && of(who) >= each)) {
      response.set('Retry-After', String(retrySeconds)).status(503).type('text/plain')
      response.send('访问过于频繁，请稍候几秒再试 · Too much at once: try again in a few seconds\n')
      return
    }
    count(who, 1)
    response.once('close', () => count(who, -1))
    next()
  }
}
