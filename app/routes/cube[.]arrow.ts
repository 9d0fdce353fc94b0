import type { LoaderFunctionArgs } from '@remix-run/node'
import { cubeBytes } from '#app/cube/bytes.server.ts'
import { cube, mostCells } from '#app/queries/cube.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'

/** The sums that an overview is made of, once for a browser; 204 where they are too many to send. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const cells = await ask(cube, { decisions: decisionsStanding() })
  if (cells.length === 0 || cells.length > mostCells) return new Response(null, { status: 204 })
  return new Response(cubeBytes(cells), {
    headers: { 'Content-Type': 'application/vnd.apache.arrow.stream' },
  })
}
