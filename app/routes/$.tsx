import type { LoaderFunctionArgs } from '@remix-run/node'
import { visitorOf } from '#app/visitor.server.ts'

/** Any address that leads to nothing: as a route of its own it has the head of every page. */
export async function loader({ request }: LoaderFunctionArgs) {
  await visitorOf(request, 'ownAccount')
  throw new Response('no such page', { status: 404 })
}

export default function NoSuchPage() {
  return null
}
