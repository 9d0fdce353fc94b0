import type { LoaderFunctionArgs } from '@remix-run/node'
import { sentCube } from '#app/cube/bytes.server.ts'
import { cubeQuestions, listQuestions } from '#app/cube-questions.server.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { scopeKey } from '#app/domain/scope.ts'
import { cubeNames, listNames } from '#app/queries/cubes.ts'
import { mostListed } from '#app/queries/listing.ts'
import { mostCells } from '#app/queries/project-cells.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'

/** What the figures of a page are made of, or one of its lists, once for a browser; 204 where it is too much to send. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const asked = new URL(request.url).searchParams.get('of')
  const list = listNames.find((one) => one === asked)
  const [query, most] =
    list === undefined
      ? [cubeQuestions[cubeNames.find((one) => one === asked) ?? 'overview'], mostCells]
      : [listQuestions[list], mostListed]
  const decisions = decisionsStanding()
  // A file's digest would tell of what lies outside a scope, so it is in no page; here it tells folders apart.
  const { digest } = await visitor.generation()
  const of = [await cubeState(visitor, decisions), digest, scopeKey(visitor.scope), query.name].join(' ')
  const sent = await sentCube(of, () => visitor.ask(query, { decisions }), most)
  if (sent === null) return new Response(null, { status: 204 })
  return new Response(sent, {
    headers: { 'Content-Type': 'application/vnd.apache.arrow.stream', 'Content-Encoding': 'gzip' },
  })
}
