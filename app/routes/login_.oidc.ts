import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { beginning } from '#app/oidc/begun.server.ts'
import { begin, IssuerFailed, issuerOf } from '#app/oidc/issuer.server.ts'
import { ownPathOf } from '#app/own-path.ts'
import { isOpen } from '#app/visitor.server.ts'

/** Sends a browser to the issuer to sign in there. */
export async function loader({ request }: LoaderFunctionArgs) {
  const issuer = isOpen() ? null : issuerOf()
  if (issuer === null) throw new Response('no such page', { status: 404 })
  try {
    const { place, begun } = await begin(issuer, ownPathOf(new URL(request.url).searchParams.get('back')))
    return redirect(place, { headers: await beginning(begun) })
  } catch (error) {
    if (!(error instanceof IssuerFailed)) throw error
    console.error(error.message)
    return redirect('/login?issuer=failed')
  }
}
