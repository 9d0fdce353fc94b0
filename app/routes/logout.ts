import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { sameLanguage } from '#app/links.ts'
import { endSession } from '#app/state/sessions.server.ts'
import { sessionHeader, visitorIfKnown } from '#app/visitor.server.ts'

/** Ends the session on the server: a copy of its cookie opens nothing afterwards. */
export async function action({ request }: ActionFunctionArgs) {
  const visitor = await visitorIfKnown(request)
  if (visitor?.session) {
    endSession(visitor.session.id)
    visitor.note({ action: 'signOut', target: visitor.name ?? '' })
  }
  return redirect(sameLanguage(request.url, '/login'), { status: 303, headers: sessionHeader(null) })
}

/** There is nothing to read here. */
export const loader = () => redirect('/')
