import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { begunBy, ended } from '#app/oidc/begun.server.ts'
import { NotBelieved } from '#app/oidc/id-token.ts'
import { finish, IssuerFailed, issuerOf } from '#app/oidc/issuer.server.ts'
import { countFailure, waitFor } from '#app/state/attempts.server.ts'
import { record } from '#app/state/audit-log.server.ts'
import { accountOf } from '#app/state/identities.server.ts'
import { beginSession, endSession } from '#app/state/sessions.server.ts'
import { addressOf, homeOf, isOpen, sessionHeader, visitorIfKnown } from '#app/visitor.server.ts'

/** Where the issuer sends a browser back to: whom it vouches for is signed in, where an account was linked to them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const issuer = isOpen() ? null : issuerOf()
  if (issuer === null) throw new Response('no such page', { status: 404 })
  const address = addressOf(request)
  const tried = { name: `issuer ${address}`, address }
  const deed = { actor: null, role: null, address, action: 'signIn', target: issuer.issuer } as const
  const refused = async (why: 'refused' | 'unlinked' | 'failed', detail: string) => {
    record({ ...deed, result: 'refused', detail })
    return redirect(`/login?issuer=${why}`, { headers: { 'Set-Cookie': await ended() } })
  }
  if (waitFor(tried) > 0) return refused('refused', 'too many failures')
  try {
    const identity = await finish(issuer, await begunBy(request), new URL(request.url).searchParams)
    const account = accountOf(identity)
    if (account === null) return refused('unlinked', identity.subject)
    const before = await visitorIfKnown(request)
    if (before?.session) endSession(before.session.id)
    const token = beginSession(account.id, { address, agent: request.headers.get('user-agent') ?? '' })
    record({ ...deed, actor: account.name, role: account.role, result: 'done', detail: identity.subject })
    const home = homeOf(account)
    const headers = new Headers(sessionHeader(token))
    headers.append('Set-Cookie', await ended())
    return redirect(home === '/' ? ((await begunBy(request))?.back ?? '/') : home, { headers })
  } catch (error) {
    if (error instanceof IssuerFailed) {
      console.error(error.message)
      return refused('failed', error.message)
    }
    if (!(error instanceof NotBelieved)) throw error
    countFailure(tried)
    return refused('refused', error.message)
  }
}
