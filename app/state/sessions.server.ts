import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { isDiskFull } from '#app/disk-full.ts'
import type { Account } from '#app/domain/account.ts'
import { accountNumbered } from './accounts.server.ts'
import { type State, stateOf } from './database.server.ts'

const minute = 60_000
const idleMs = 30 * minute
const absoluteMs = 8 * 60 * minute

const digest = (token: string) => createHash('sha256').update(token).digest('hex')

/** Begins a session: the browser is given a token, and only its hash is kept. */
export function beginSession(
  account: number,
  { address, agent }: { address: string; agent: string },
  state: State = stateOf(),
  now = Date.now(),
): string {
  const token = randomBytes(32).toString('base64url')
  state.prepare('delete from session where seen < ? or created < ?').run(now - idleMs, now - absoluteMs)
  state
    .prepare('insert into session (token, account, created, seen, address, agent) values (?, ?, ?, ?, ?, ?)')
    .run(digest(token), account, now, now, address, agent.slice(0, 200))
  return token
}

const Session = z.object({
  id: z.string(),
  account: z.number(),
  created: z.number(),
  seen: z.number(),
  address: z.string(),
  agent: z.string(),
})
export type Session = z.infer<typeof Session>

const columns = 'token as id, account, created, seen, address, agent'

/** Whose session a token is; null where it is unknown, has ended, or was idle for too long. A clock set back ends it. */
export function sessionOf(
  token: string,
  state: State = stateOf(),
  now = Date.now(),
): { session: Session; account: Account } | null {
  const [session] = Session.array().parse(
    state.prepare(`select ${columns} from session where token = ?`).all(digest(token)),
  )
  if (session === undefined) return null
  const { created, seen } = session
  const isOver = now - seen > idleMs || now - created > absoluteMs || now < seen - minute
  const account = isOver ? null : accountNumbered(session.account, state)
  if (account === null || !account.active) {
    ifThereIsRoom(() => endSession(session.id, state))
    return null
  }
  if (now - seen > minute)
    ifThereIsRoom(() => state.prepare('update session set seen = ? where token = ?').run(now, session.id))
  return { session, account }
}

/** A full disk keeps nobody from looking: their session then ends as if they had been idle. */
function ifThereIsRoom(write: () => unknown) {
  try {
    write()
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}

export const sessionsOf = (account: number, state: State = stateOf()): Session[] =>
  Session.array().parse(
    state.prepare(`select ${columns} from session where account = ? order by seen desc`).all(account),
  )

/** Ends a session by what is kept of its token. */
export const endSession = (id: string, state: State = stateOf()) =>
  state.prepare('delete from session where token = ?').run(id)
