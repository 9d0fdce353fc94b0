import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { visitorOf } from '#app/visitor.server.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import { readMappings, retireMapping } from '#ingest/mappings.ts'

/** Withdraws columns that a person named from documents to come. */
export async function action({ params, request }: ActionFunctionArgs) {
  const { opens } = await visitorOf(request, 'correct')
  const kept = (await readMappings(dataDirOf())).find(({ id }) => id === params.id)
  if (kept === undefined || !(await opens(kept.document)))
    throw new Response('no such mapping', { status: 404 })
  if (!(await retireMapping(dataDirOf(), params.id ?? '')))
    throw new Response('no such mapping', { status: 404 })
  const isEnglish = new URL(request.url).searchParams.get('lang') === 'en'
  return redirect(isEnglish ? '/documents?lang=en' : '/documents', 303)
}
