import { randomBytes } from 'node:crypto'
import { createCookie } from '@remix-run/node'
import { isSecure } from '#app/env.server.ts'
import { Begun } from './issuer.server.ts'

/** Signed with what only this process knows, and of no use after ten minutes or another sign-in. */
const cookie = createCookie('signing-in', {
  httpOnly: true,
  // The issuer sends the browser back from its own site.
  sameSite: 'lax',
  path: '/login',
  maxAge: 600,
  secrets: [randomBytes(32).toString('base64')],
})

/** A header that lets a browser carry what was begun. */
export const beginning = async (begun: Begun) => ({
  'Set-Cookie': await cookie.serialize(begun, { secure: isSecure() }),
})

/** A header that has it forgotten: whatever comes back, it comes once. */
export const ended = () => cookie.serialize(null, { secure: isSecure(), maxAge: 0 })

/** What a browser has begun; null for one that has begun nothing here. */
export const begunBy = async (request: Request): Promise<Begun | null> =>
  Begun.safeParse(await cookie.parse(request.headers.get('cookie'))).data ?? null
