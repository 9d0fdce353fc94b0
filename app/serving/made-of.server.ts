import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Response as Answering, Request as Asked, NextFunction } from 'express'
import { environment } from '#app/env.server.ts'
import { stateOf } from '#app/state/database.server.ts'
import { madeSignature } from '#app/state/made.server.ts'
import { type Visitor, visitorIfKnown } from '#app/visitor.server.ts'

/** Answers that are made of a generation, what people decided, the address and the visitor alone. */
const pure =
  /^\/(?:$|_root\.data$|_index\.data$|cube\.arrow$|(?:compare|projects|export)\/|(?:funds|findings|indicators|choices)(?:\.data)?$)/

/** Where it matters which generations someone has seen. */
const tellsNews = /^\/(?:$|_root\.data$|_index\.data$)/

/** What an answer is made of, as one short text: as long as it is the same, so is the answer; and who asks. */
interface MadeOf {
  signature: string
  visitor: Visitor
  /** Whether nobody has decided or written anything since. */
  holds(): boolean
}

/** Finds out what the answer to a request will be made of; null where it is made of more, or nothing can be told. */
export function findingMadeOf(program: string) {
  const version = createHash('sha256').update(readFileSync(program)).digest('hex')
  return async (asked: Asked, answering: Answering, next: NextFunction) => {
    answering.locals.madeOf = await madeOf(asked, version).catch(() => null)
    next()
  }
}

export const madeOfWhat = ({ locals }: Answering): MadeOf | null => locals.madeOf ?? null

async function madeOf(asked: Asked, version: string): Promise<MadeOf | null> {
  const { method, path, originalUrl, protocol, headers } = asked
  if (method !== 'GET' || !pure.test(path)) return null
  const visitor = await visitorIfKnown(askedAs(asked))
  if (visitor === null || !visitor.may('look')) return null
  const { generation, fault } = await visitor.generation()
  const { account } = visitor
  const state = stateOf(environment().YARDSTICK_DATA)
  const made = madeSignature(state)
  const parts = [
    version,
    generation,
    fault,
    made,
    [protocol, headers.host, originalUrl],
    cookiesOf(headers.cookie ?? '', path),
    account && [account.name, account.role, account.scope, account.mustChange],
  ]
  return {
    signature: createHash('sha256').update(JSON.stringify(parts)).digest('base64url'),
    visitor,
    holds: () => madeSignature(state) === made,
  }
}

/** A request as whoever looks for its visitor reads it. */
const askedAs = ({ protocol, headers, originalUrl }: Asked) =>
  new Request(`${protocol}://${headers.host ?? 'localhost'}${originalUrl}`, {
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  })

/** What a browser keeps of the visitor. Whose session it is says the account. */
const cookiesOf = (cookies: string, path: string) =>
  cookies
    .split(/;\s*/)
    .filter(
      (cookie) => !/^(?:__Host-)?session=/.test(cookie) && (tellsNews.test(path) || !/^looked=/.test(cookie)),
    )
