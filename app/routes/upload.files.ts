import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { mayTakeFiles } from '#app/env.server.ts'
import type { UploadRefusal } from '#app/uploads/limits.ts'
import { receive } from '#app/uploads/receive.server.ts'
import { isOpen, visitorOf } from '#app/visitor.server.ts'

const statuses: Readonly<Record<UploadRefusal, number>> = {
  'no-file': 400,
  broken: 400,
  'too-many-waiting': 503,
  'disk-full': 507,
  'no-fence': 503,
}

/** Takes files: a script is told the job in JSON, a form is sent on to the job's page. */
export async function action({ request }: ActionFunctionArgs) {
  const { account } = await visitorOf(request, 'upload')
  const taken = mayTakeFiles(isOpen())
    ? await receive(request, account?.name ?? null)
    : { refused: 'no-fence' as const }
  const refused = 'refused' in taken ? taken.refused : null
  if (request.headers.get('Accept') === 'application/json')
    return Response.json(taken, { status: refused === null ? 200 : statuses[refused] })
  const language = new URL(request.url).searchParams.get('lang') === 'en' ? 'lang=en' : ''
  return 'job' in taken
    ? redirect(`/uploads/${taken.job}${language && `?${language}`}`, 303)
    : redirect(`/upload?refused=${taken.refused}${language && `&${language}`}`, 303)
}

/** There is nothing to read here. */
export const loader = () => redirect('/upload')
