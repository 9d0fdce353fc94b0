import { createCookie, redirect } from '@remix-run/node'
import { z } from 'zod'
import { type Account, type Action, may } from './domain/account.ts'
import type { Scope } from './domain/scope.ts'
import { isSecure } from './env.server.ts'
import { sameLanguage } from './links.ts'
import { type Deed, record } from './state/audit-log.server.ts'
import { type Session, sessionOf } from './state/sessions.server.ts'
import { askWithin, generationInUse, type Told } from './warehouse/ask.server.ts'
import { opened } from './warehouse/part.server.ts'
import type { Ask } from './warehouse/sql.ts'

declare global {
  /** Set once by the program that serves, before its first request. */
  var yardstickEntrance: 'accounts' | 'open' | undefined
}

/** Whether there are no accounts. They are asked for wherever nothing was said; developers and tests have none. */
export const isOpen = () =>
  (globalThis.yardstickEntrance ?? (process.env.NODE_ENV === 'production' ? 'accounts' : 'open')) === 'open'

/** Who sent a request, and the door to the warehouse with what they may see behind it. */
export interface Visitor {
  /** Null where everyone on this machine may see everything. */
  account: Account | null
  session: Session | null
  /** The name beside what they write; null where they never said. */
  name: string | null
  scope: Scope
  /** All questions of one request are answered by one generation. */
  ask: Ask
  generation(): ReturnType<typeof generationInUse>
  /** Where the answers to the request came from so far. */
  told(): Told
  /** Whether a document may be opened: all that was read from it lies within what they may see. */
  opens(document: string): Promise<boolean>
  may(action: Action): boolean
  /** Writes down what they did. */
  note(deed: Pick<Deed, 'action' | 'target'> & Partial<Pick<Deed, 'result' | 'detail'>>): void
}

const nothing: Scope = { districts: [], unit: null }

/** Who sent a request; null where they would have to sign in first. */
export async function visitorIfKnown(request: Request): Promise<Visitor | null> {
  if (isOpen()) return visitorAs(request, null, 'everything')
  const found = sessionOf(tokenOf(request) ?? '')
  if (found === null) return null
  const { account, session } = found
  return visitorAs(
    request,
    found,
    may(account.role, 'look') && !account.mustChange ? account.scope : nothing,
    session,
  )
}

async function visitorAs(
  request: Request,
  found: { account: Account } | null,
  scope: Scope,
  session: Session | null = null,
): Promise<Visitor> {
  const account = found?.account ?? null
  const id = request.headers.get('x-yardstick-request')
  const told: Told = { rollups: 0, rows: 0 }
  const ask = askWithin(scope, undefined, request.signal, id, told)
  return {
    account,
    session,
    name: account?.name ?? (await nameTyped(request)),
    scope,
    ask,
    generation: () => generationInUse(undefined, id),
    told: () => ({ ...told }),
    opens: async (document) => (await ask(opened(scope), document)).length > 0,
    may: (action) =>
      account === null || (may(account.role, action) && (!account.mustChange || action === 'ownAccount')),
    note(deed) {
      if (account === null) return
      const { name, role } = account
      const whole = { actor: name, role, address: addressOf(request), result: 'done' as const, ...deed }
      try {
        record(whole)
      } catch (error) {
        // What cannot be written down is not done, but may still be looked at.
        if (deed.action !== 'look') throw error
        console.error(`the audit log cannot be written: ${error}`)
      }
    },
  }
}

/**
 * Every loader and action begins here: nothing else gives a way to the warehouse. Who is not signed in is sent to do so;
 * what their role does not allow is refused, and either way it is written down.
 */
export async function visitorOf(request: Request, action: Action = 'look'): Promise<Visitor> {
  const visitor = await visitorIfKnown(request)
  if (visitor === null) throw toSignIn(request)
  const { pathname } = new URL(request.url)
  if (visitor.may(action)) {
    visitor.note({ action, target: pathname })
    return visitor
  }
  const home = homeOf(visitor.account)
  if (request.method === 'GET' && (pathname === '/' || visitor.account?.mustChange))
    throw redirect(sameLanguage(request.url, home))
  visitor.note({ action, target: pathname, result: 'refused' })
  throw new Response('not allowed', { status: 403 })
}

/** Whether someone may see what became of an upload: who sees everything any, others their own. */
export const mayFollow = ({ scope, account }: Visitor, job: { by: string | null }) =>
  scope === 'everything' || (account !== null && job.by === account.name)

/** The first page that someone may see. */
export function homeOf(account: Account | null): string {
  if (account === null) return '/'
  if (account.mustChange) return '/account'
  if (may(account.role, 'look')) return '/'
  if (may(account.role, 'seeAccounts')) return '/people'
  return may(account.role, 'readAuditLog') ? '/audit-log' : '/account'
}

function toSignIn(request: Request): Response {
  if (request.method !== 'GET') return redirect(sameLanguage(request.url, '/login'), 303)
  const { pathname, search } = new URL(request.url)
  const back = `${pathname.replace(/\.data$/, '')}${search}`
  return redirect(sameLanguage(request.url, '/login', { back }))
}

/** Where a request came from, as the server in front of the routes wrote it down. */
export const addressOf = (request: Request) => request.headers.get('x-yardstick-address') ?? 'unknown'

/** Only a page that came over TLS may keep the strict name, which no other host can set. */
const sessionCookieName = () => (isSecure() ? '__Host-session' : 'session')

function tokenOf(request: Request): string | null {
  const cookies = request.headers.get('cookie')?.split(/;\s*/) ?? []
  const name = `${sessionCookieName()}=`
  return cookies.find((cookie) => cookie.startsWith(name))?.slice(name.length) ?? null
}

/** The header that lets a browser keep a session, or forget it. */
export const sessionHeader = (token: string | null) => ({
  'Set-Cookie': `${sessionCookieName()}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax${isSecure() ? '; Secure' : ''}${
    token === null ? '; Max-Age=0' : ''
  }`,
})

/** A person's name as they type it once, where there are no accounts: it is taken at its word. */
export const VisitorName = z.string().trim().min(1).max(40)

const year = 31_536_000
const settings = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: year } as const
const nameCookie = createCookie('name', settings)

/** The name that someone typed; null where they never did. */
async function nameTyped(request: Request): Promise<string | null> {
  const kept: unknown = await nameCookie.parse(request.headers.get('cookie'))
  return VisitorName.safeParse(kept).data ?? null
}

/** A generation as someone saw it. */
const Seen = z.object({ generation: z.number().int().positive(), published: z.string() })
type Seen = z.infer<typeof Seen>

/** The newest generation that someone saw, and the one that they had seen before it. */
const Looked = z.object({ now: Seen, before: Seen.nullable() })
const lookedCookie = createCookie('looked', settings)

/** The generation that someone saw before this one, as long as it is this one; and the header that remembers both. */
export async function lookedBefore(request: Request, now: Seen) {
  const kept: unknown = await lookedCookie.parse(request.headers.get('cookie'))
  const known = Looked.safeParse(kept).data ?? null
  const isNew = known !== null && known.now.generation !== now.generation
  const before = isNew ? known.now : (known?.before ?? null)
  return { before, headers: { 'Set-Cookie': await lookedCookie.serialize({ now, before }) } }
}

/** A header that lets a browser remember a name. */
export const remembering = async (name: string) => ({ 'Set-Cookie': await nameCookie.serialize(name) })
