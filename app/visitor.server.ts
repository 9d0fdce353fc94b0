import { createCookie } from '@remix-run/node'
import { z } from 'zod'
import { ask } from './warehouse/ask.server.ts'
import type { Ask } from './warehouse/sql.ts'

/** Who sent a request, and the door to the warehouse with what they may see behind it. */
export interface Visitor {
  ask: Ask
}

/** Every loader and action begins here: nothing else gives a way to the warehouse. */
export async function visitorOf({ signal }: Request): Promise<Visitor> {
  return { ask: (query, params) => ask(query, params, undefined, signal) }
}

/** A person's name as they type it once; there are no accounts yet, so it is taken at its word. */
export const VisitorName = z.string().trim().min(1).max(40)

const year = 31_536_000
const settings = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: year } as const
const nameCookie = createCookie('name', settings)

/** Who asks; null where they never said. */
export async function nameOf(request: Request): Promise<string | null> {
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
