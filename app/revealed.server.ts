import { randomBytes } from 'node:crypto'
import { createCookie } from '@remix-run/node'
import { z } from 'zod'
import { isSecure } from './env.server.ts'
import type { Visitor } from './visitor.server.ts'

/** How long what a document says of persons stays uncovered, in seconds. */
const shownFor = 15 * 60

/** Signed with what only this process knows: after a restart everything is covered again. */
const cookie = createCookie('uncovered', {
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  maxAge: shownFor,
  secrets: [randomBytes(32).toString('base64')],
})

const Uncovered = z.object({ document: z.string(), account: z.number().int().nullable(), until: z.number() })

/** Why someone wants to see what is covered; written into the audit log. */
export const Reason = z.string().trim().min(4).max(200)

/** Whether what a document says of persons is uncovered for its visitor. */
export async function isUncovered(
  request: Request,
  { account }: Visitor,
  document: string,
): Promise<boolean> {
  const kept = Uncovered.safeParse(await cookie.parse(request.headers.get('cookie'))).data
  return (
    kept !== undefined &&
    kept.document === document &&
    kept.account === (account?.id ?? null) &&
    kept.until > Date.now()
  )
}

/** A header that uncovers one document for a while. */
export const uncovering = async ({ account }: Visitor, document: string) => ({
  'Set-Cookie': await cookie.serialize(
    { document, account: account?.id ?? null, until: Date.now() + shownFor * 1000 },
    { secure: isSecure() },
  ),
})
