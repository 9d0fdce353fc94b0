import { createCookie } from '@remix-run/node'
import { z } from 'zod'

const Theme = z.enum(['light', 'dark'])
export type Theme = z.infer<typeof Theme>

/** What a form asks for; the system's own is to be followed again. */
export const ThemeAsked = z.enum([...Theme.options, 'system'])
export type ThemeAsked = z.infer<typeof ThemeAsked>

const cookie = createCookie('theme', { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 31_536_000 })

/** Light or dark, as was chosen in this browser; null where it follows the system. */
export async function themeOf(request: Request): Promise<Theme | null> {
  const kept: unknown = await cookie.parse(request.headers.get('cookie'))
  return Theme.safeParse(kept).data ?? null
}

/** The header that keeps a choice, or forgets it. */
export const themeCookie = (asked: ThemeAsked) =>
  asked === 'system' ? cookie.serialize('', { maxAge: 0 }) : cookie.serialize(asked)
