import type { LoaderFunctionArgs } from '@remix-run/node'
import { sentCube } from '#app/cube/bytes.server.ts'
import { cubeQuestions, listQuestions } from '#app/cube-questions.server.ts'
import { cubeNames, listNames } from '#app/queries/cubes.ts'
import { mostListed } from '#app/queries/listing.ts'
import { mostCells } from '#app/queries/project-cells.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'

/** What the figures of a page are made of, or one of its lists, once for a browser; 204 where it is too much to send. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const asked = new URL(request.url).searchParams.get('of')
  const list = listNames.find((one) => one === asked)
  const [query, most] =
    list === undefined
      ? [cubeQuestions[cubeNames.find((one) => one === asked) ?? 'overview'], mostCells]
      : [listQuestions[list], mostListed]
  const sent = await sentCube(await ask(query, { decisions: decisionsStanding() }), most)
  if (sent === null) return new Response(null, { status: 204 })
  return new Response(sent, {
    headers: { 'Content-Type': 'application/vnd.apache.arrow.stream', 'Content-Encoding': 'gzip' },
  })
}
