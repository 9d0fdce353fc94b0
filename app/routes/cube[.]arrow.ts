import type { LoaderFunctionArgs } from '@remix-run/node'
import { type Cells, sentCube } from '#app/cube/bytes.server.ts'
import { costChangeProjects } from '#app/queries/cost-change.ts'
import { cube } from '#app/queries/cube.ts'
import { type CubeName, cubeNames, type ListName, listNames } from '#app/queries/cubes.ts'
import type { WithDecisions } from '#app/queries/decisions.ts'
import { mostListed } from '#app/queries/listing.ts'
import { executionAgainstScoreListing } from '#app/queries/overview.ts'
import { mostCells } from '#app/queries/project-cells.ts'
import { satisfactionCasesListing, satisfactionLeftOutListing } from '#app/queries/satisfaction.ts'
import { satisfactionCube } from '#app/queries/satisfaction-cube.ts'
import { scoreListing } from '#app/queries/score-listing.ts'
import { scoresCube } from '#app/queries/scores-cube.ts'
import { missesListing, overshootsListing } from '#app/queries/targets.ts'
import { targetsCube } from '#app/queries/targets-cube.ts'
import { unitCostCasesListing, unitCostLeftOutListing } from '#app/queries/unit-cost-cases.ts'
import { unitCostCube } from '#app/queries/unit-cost-cube.ts'
import { unitCostPeersListing } from '#app/queries/unit-cost-peers.ts'
import { watchListing } from '#app/queries/watch-list.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import type { Query } from '#app/warehouse/sql.ts'

type Sent = Query<WithDecisions, Cells[number]>

const cubes: Readonly<Record<CubeName, Sent>> = {
  overview: cube,
  targets: targetsCube,
  satisfaction: satisfactionCube,
  scores: scoresCube,
  'unit-cost': unitCostCube,
}

const lists: Readonly<Record<ListName, Sent>> = {
  'watch-list': watchListing,
  'execution-against-score': executionAgainstScoreListing,
  'widest-misses': missesListing,
  'widest-overshoots': overshootsListing,
  'satisfaction-cases': satisfactionCasesListing,
  'satisfaction-left-out': satisfactionLeftOutListing,
  'score-cases': scoreListing,
  'unit-cost-cases': unitCostCasesListing,
  'unit-cost-left-out': unitCostLeftOutListing,
  'unit-cost-peers': unitCostPeersListing,
  'cost-change-projects': costChangeProjects,
}

/** What the figures of a page are made of, or one of its lists, once for a browser; 204 where it is too much to send. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const asked = new URL(request.url).searchParams.get('of')
  const list = listNames.find((one) => one === asked)
  const [query, most] =
    list === undefined
      ? [cubes[cubeNames.find((one) => one === asked) ?? 'overview'], mostCells]
      : [lists[list], mostListed]
  const sent = await sentCube(await ask(query, { decisions: decisionsStanding() }), most)
  if (sent === null) return new Response(null, { status: 204 })
  return new Response(sent, {
    headers: { 'Content-Type': 'application/vnd.apache.arrow.stream', 'Content-Encoding': 'gzip' },
  })
}
