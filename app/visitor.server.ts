import { createCookie } from '@remix-run/node'
import { z } from 'zod'

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

/** A header that lets a browser remember a name. */
export const remembering = async (name: string) => ({ 'Set-Cookie': await nameCookie.serialize(name) })
