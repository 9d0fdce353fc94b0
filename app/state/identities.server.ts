import { z } from 'zod'
import type { Account } from '#app/domain/account.ts'
import { accountNumbered, endSessionsOf } from './accounts.server.ts'
import { type State, stateOf } from './database.server.ts'

/** Who someone is at an issuer: by their subject, or by an address until they first come with it. */
export interface Link {
  issuer: string
  subject: string | null
  email: string | null
}

export class LinkTaken extends Error {}

const Found = z.array(z.object({ account: z.number() }))

const bySubject = (issuer: string, subject: string, state: State) =>
  Found.parse(
    state.prepare('select account from identity where issuer = ? and subject = ?').all(issuer, subject),
  )[0]?.account ?? null

const byEmail = (issuer: string, email: string, state: State) =>
  Found.parse(
    state
      .prepare('select account from identity where issuer = ? and email = ? and subject is null')
      .all(issuer, email),
  )[0]?.account ?? null

/** Has someone sign in at an issuer from now on, and no more with a password; their sessions end. */
export function link(account: number, { issuer, subject, email }: Link, state: State = stateOf()) {
  const address = email?.toLowerCase() ?? null
  const taken =
    (subject !== null && bySubject(issuer, subject, state)) ||
    (address !== null && byEmail(issuer, address, state))
  if (taken && taken !== account) throw new LinkTaken('that is another account’s')
  state
    .prepare('insert or replace into identity (account, issuer, subject, email) values (?, ?, ?, ?)')
    .run(account, issuer, subject, address)
  state.prepare('update account set must_change = 0 where id = ?').run(account)
  endSessionsOf(account, state)
}

/** Has someone sign in with a password again. */
export function unlink(account: number, state: State = stateOf()) {
  state.prepare('delete from identity where account = ?').run(account)
  endSessionsOf(account, state)
}

/**
 * The account that was linked to whom an issuer vouches for; null where none was, or it is closed. Who comes with a
 * verified address for the first time is known by their subject from then on: addresses are given to others.
 */
export function accountOf(
  { issuer, subject, email }: { issuer: string; subject: string; email: string | null },
  state: State = stateOf(),
): Account | null {
  let id = bySubject(issuer, subject, state)
  if (id === null && email !== null) {
    id = byEmail(issuer, email, state)
    if (id !== null) state.prepare('update identity set subject = ? where account = ?').run(subject, id)
  }
  const account = id === null ? null : accountNumbered(id, state)
  return account?.active ? account : null
}
