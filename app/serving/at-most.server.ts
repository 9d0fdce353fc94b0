import type { Request, RequestHandler } from 'express'

/**
 * Requests there may be at once: of everyone, and of one who is signed in, of which so many are at work while the rest
 * wait. Who asks more is told at once, and costs nothing.
 */
export interface AtMost {
  everyone: number
  each: number
  atWork: number
}
/** A browser opens six connections of itself. */
export const atMostAtOnce: AtMost = { everyone: 1000, each: 20, atWork: 6 }

const retrySeconds = 2
const session = /(?:^|;\s*)(?:__Host-)?session=([^;]+)/

const tooMuch = `<!doctype html><html lang="zh"><meta charset="utf-8"><meta http-equiv="refresh" content="${retrySeconds}">
<meta name="viewport" content="width=device-width"><title>绩尺 Yardstick</title>
<p>访问过于频繁，${retrySeconds} 秒后自动重试。<p lang="en">Too much at once: this page tries again in ${retrySeconds} seconds.</html>
`

/** What one person has under way. */
interface Underway {
  atWork: number
  waiting: Set<() => void>
}

/**
 * Refuses with 503 what is more than can be answered: one person with many heavy questions leaves room for the others,
 * and a queue never grows until nobody is answered any more. Who is not signed in counts with everyone alone.
 */
export function atMost({ everyone, each, atWork }: AtMost): RequestHandler {
  const persons = new Map<string, Underway>()
  let all = 0

  const enter = (who: string, begin: () => void): (() => void) => {
    const own = persons.get(who) ?? { atWork: 0, waiting: new Set() }
    persons.set(who, own)
    const work = () => {
      own.waiting.delete(work)
      own.atWork += 1
      begin()
    }
    if (own.atWork < atWork) work()
    else own.waiting.add(work)
    return () => {
      if (own.waiting.delete(work)) return
      own.atWork -= 1
      const [next] = own.waiting
      next?.()
      if (own.atWork === 0) persons.delete(who)
    }
  }
  const count = (who: string | undefined) => {
    const own = who === undefined ? undefined : persons.get(who)
    return own === undefined ? 0 : own.atWork + own.waiting.size
  }

  return (request, response, next) => {
    const who = personOf(request)
    if (all >= everyone || count(who) >= each) {
      response.set('Retry-After', String(retrySeconds)).status(503).type('text/html').send(tooMuch)
      return
    }
    all += 1
    const leave = who === undefined ? next() : enter(who, next)
    response.once('close', () => {
      all -= 1
      leave?.()
    })
  }
}

function personOf(request: Request): string | undefined {
  const [, who] = session.exec(request.get('cookie') ?? '') ?? []
  return who
}
