import { createCookie } from '@remix-run/node'
import { Theme, type ThemeAsked } from './theme.ts'

const cookie = createCookie('theme', { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 31_536_000 })

/** Light or dark, as was chosen in this browser; null where it follows the system. */
export async function themeOf(request: Request): Promise<Theme | null> {
  const kept: unknown = await cookie.parse(request.headers.get('cookie'))
  return Theme.safeParse(kept).data ?? null
}

/** The header that keeps a choice, or forgets it. */
export const themeCookie = (asked: ThemeAsked) =>
  asked === 'system' ? cookie.serialize('', { maxAge: 0 }) : cookie.serialize(asked)
