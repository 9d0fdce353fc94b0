import { createCookie } from '@remix-run/node'
import { z } from 'zod'
import { Item, mostItems } from './exports/basket.ts'

/** The basket stays with its browser: there are no accounts, and nothing about it is kept here. */
const cookie = createCookie('yardstick-basket', {
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  maxAge: 30 * 24 * 3600,
})

/** More than this, and browsers drop the cookie without a word. */
const longestCookie = 4_000

/** The views that a browser has put aside, in the order in which they will stand. */
export async function basketOf(request: Request): Promise<readonly Item[]> {
  const kept: unknown = await cookie.parse(request.headers.get('Cookie')).catch(() => null)
  return z
    .array(Item)
    .max(mostItems)
    .catch([])
    .parse(kept ?? [])
}

/** The header that keeps a basket; null where it is too long to be kept. */
export async function basketCookie(items: readonly Item[]): Promise<string | null> {
  const header = await cookie.serialize(items)
  return header.length > longestCookie ? null : header
}
