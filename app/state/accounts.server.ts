import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Account, type Role } from '#app/domain/account.ts'
import { Scope } from '#app/domain/scope.ts'
import { type State, stateOf } from './database.server.ts'
import { stepOf } from './one-time-code.ts'
import { hashOf, isPassword, passwordToGive } from './passwords.server.ts'

const flag = z.number().transform(Boolean)
const Row = z
  .object({
    id: z.number(),
    name: z.string(),
    role: z.string().nullable(),
    scope: z.string().transform((text): unknown => JSON.parse(text)),
    active: flag,
    mustChange: flag,
    secondFactor: flag,
    linked: flag,
    created: z.string(),
  })
  .pipe(Account)

const columns = `id, name, role, scope, active, must_change as mustChange, secret is not null as secondFactor, created,
  exists (select 1 from identity where identity.account = account.id) as linked`

const nothing: Scope = { districts: [], unit: null }
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** Everyone who may sign in or once could. */
export const accounts = (state = stateOf()): Account[] =>
  Row.array().parse(state.prepare(`select ${columns} from account order by name`).all())

export const accountNumbered = (id: number, state = stateOf()): Account | null =>
  Row.array().parse(state.prepare(`select ${columns} from account where id = ?`).all(id))[0] ?? null

export const accountNamed = (name: string, state = stateOf()): Account | null =>
  Row.array().parse(state.prepare(`select ${columns} from account where name = ?`).all(name))[0] ?? null

export const hasAccounts = (state = stateOf()) =>
  state.prepare('select 1 from account limit 1').all().length > 0

export class NameTaken extends Error {}

interface NewAccount {
  name: string
  role: Role | null
  scope?: Scope
  password: string
  mustChange: boolean
}

/** Adds someone; the password is one that they chose, or one to be changed at the first sign-in. */
export async function addAccount(
  account: NewAccount,
  state: State = stateOf(),
  now = new Date(),
): Promise<number> {
  const { name, role, scope = nothing, password, mustChange } = account
  const hashed = await hashOf(password)
  if (accountNamed(name, state)) throw new NameTaken(`${name} is taken`)
  const { lastInsertRowid } = state
    .prepare(
      'insert into account (name, role, scope, password, must_change, created) values (?, ?, ?, ?, ?, ?)',
    )
    .run(name, role, JSON.stringify(Scope.parse(scope)), hashed, Number(mustChange), now.toISOString())
  return Number(lastInsertRowid)
}

/** What someone may do and see from their next request on. */
export function grant(id: number, role: Role | null, scope: Scope, state: State = stateOf()) {
  state
    .prepare('update account set role = ?, scope = ? where id = ?')
    .run(role, JSON.stringify(Scope.parse(scope)), id)
}

/** Lets someone sign in again, or no more; their sessions end at once. */
export function setActive(id: number, active: boolean, state: State = stateOf()) {
  state.prepare('update account set active = ? where id = ?').run(Number(active), id)
  if (!active) endSessionsOf(id, state)
}

export const endSessionsOf = (id: number, state: State = stateOf()) =>
  state.prepare('delete from session where account = ?').run(id)

/** A new password, which ends all sessions. */
export async function setPassword(
  id: number,
  password: string,
  mustChange: boolean,
  state: State = stateOf(),
) {
  const hashed = await hashOf(password)
  state
    .prepare('update account set password = ?, must_change = ? where id = ?')
    .run(hashed, Number(mustChange), id)
  endSessionsOf(id, state)
}

/** A password to be read out, for someone who lost theirs or their second factor; both are void. */
export async function resetAccount(id: number, state: State = stateOf()): Promise<string> {
  const password = passwordToGive()
  await setPassword(id, password, true, state)
  setSecret(id, null, state)
  state.prepare('delete from identity where account = ?').run(id)
  state.prepare('update account set active = 1 where id = ?').run(id)
  return password
}

const Kept = z.object({
  password: z.string(),
  secret: z
    .instanceof(Uint8Array)
    .transform((bytes) => Buffer.from(bytes))
    .nullable(),
  last: z.number(),
})
const keptOf = (id: number, state: State) =>
  Kept.parse(state.prepare('select password, secret, last_step as last from account where id = ?').get([id]))

/** Who a name, a password and where one is asked for a code are; a code opens once. */
export async function identified(
  { name, password, code }: { name: string; password: string; code: string },
  state: State = stateOf(),
  now = Date.now(),
): Promise<Account | null> {
  const account = accountNamed(name, state)
  const kept = account && keptOf(account.id, state)
  const isRight = await isPassword(password, kept?.password ?? null)
  if (!account || !kept || !isRight || !account.active || account.linked) return null
  if (kept.secret === null) return account
  return usesCode(account.id, code, { secret: kept.secret, last: kept.last }, state, now) ? account : null
}

/** Whether it is someone's own password, as they give it again before they change it. */
export const isOwnPassword = (id: number, password: string, state: State = stateOf()) =>
  isPassword(password, keptOf(id, state).password)

function usesCode(
  id: number,
  code: string,
  { secret, last }: { secret: Buffer; last: number },
  state: State,
  now: number,
): boolean {
  const step = stepOf(code, secret, last, now)
  if (step !== null) {
    const used = state
      .prepare('update account set last_step = ? where id = ? and last_step < ?')
      .run(step, id, step)
    return used.changes === 1
  }
  const given = digest(code.toLowerCase().replace(/[\s-]/g, ''))
  return state.prepare('delete from recovery where account = ? and code = ?').run(id, given).changes === 1
}

function setSecret(id: number, secret: Buffer | null, state: State) {
  state.prepare('update account set secret = ?, last_step = 0 where id = ?').run(secret, id)
  state.prepare('delete from recovery where account = ?').run(id)
}

const recoveryCodes = 8

/** Asks for a code from now on, where the one given shows that the authenticator works; gives codes for when it is lost. */
export function enrol(
  id: number,
  { secret, code }: { secret: Buffer; code: string },
  state: State = stateOf(),
  now = Date.now(),
): string[] | null {
  const step = stepOf(code, secret, 0, now)
  if (step === null) return null
  setSecret(id, secret, state)
  state.prepare('update account set last_step = ? where id = ?').run(step, id)
  return Array.from({ length: recoveryCodes }, () => {
    const recovery = randomBytes(8).toString('hex')
    state.prepare('insert into recovery (account, code) values (?, ?)').run(id, digest(recovery))
    return recovery.match(/.{4}/g)?.join('-') ?? recovery
  })
}

/** Asks for no code any more. */
export const unenrol = (id: number, state: State = stateOf()) => setSecret(id, null, state)

const setupHours = 24

/** The one code that opens the page on which the first administrators are made; an older one is void. */
export function newSetupCode(state: State = stateOf(), now = Date.now()): string {
  const code = randomBytes(32).toString('base64url')
  state.prepare('delete from setup_link').run()
  state
    .prepare('insert into setup_link (code, until) values (?, ?)')
    .run(digest(code), now + setupHours * 3_600_000)
  return code
}

/** Whether a code opens that page: while nobody has an account. */
export const opensSetup = (code: string, state: State = stateOf(), now = Date.now()): boolean =>
  !hasAccounts(state) &&
  state.prepare('select 1 from setup_link where code = ? and until > ?').all(digest(code), now).length > 0

export const endSetup = (state: State = stateOf()) => state.prepare('delete from setup_link').run()
