import type { LoaderFunctionArgs } from '@remix-run/node'
import { type Cells, sentCube } from '#app/cube/bytes.server.ts'
import { cube } from '#app/queries/cube.ts'
import { type CubeName, cubeNames } from '#app/queries/cubes.ts'
import type { WithDecisions } from '#app/queries/decisions.ts'
import { satisfactionCube } from '#app/queries/satisfaction-cube.ts'
import { scoresCube } from '#app/queries/scores-cube.ts'
import { targetsCube } from '#app/queries/targets-cube.ts'
import { unitCostCube } from '#app/queries/unit-cost-cube.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import type { Query } from '#app/warehouse/sql.ts'

const cubes: Readonly<Record<CubeName, Query<WithDecisions, Cells[number]>>> = {
  overview: cube,
  targets: targetsCube,
  satisfaction: satisfactionCube,
  scores: scoresCube,
  'unit-cost': unitCostCube,
}

/** What the figures of a page are made of, once for a browser; 204 where it is too much to send. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const asked = new URL(request.url).searchParams.get('of')
  const name = cubeNames.find((one) => one === asked) ?? 'overview'
  const sent = await sentCube(await ask(cubes[name], { decisions: decisionsStanding() }))
  if (sent === null) return new Response(null, { status: 204 })
  return new Response(sent, {
    headers: { 'Content-Type': 'application/vnd.apache.arrow.stream', 'Content-Encoding': 'gzip' },
  })
}
