import { costChangeProjects } from '#app/queries/cost-change.ts'
import { cube } from '#app/queries/cube.ts'
import type { CubeName, ListName } from '#app/queries/cubes.ts'
import type { WithDecisions } from '#app/queries/decisions.ts'
import { checkedCube } from '#app/queries/finding-counts.ts'
import { findingListing } from '#app/queries/findings.ts'
import { fundsLeftListing } from '#app/queries/funds-left.ts'
import { differenceListing } from '#app/queries/ledger-differences.ts'
import { ledgerListing } from '#app/queries/ledger-listing.ts'
import { executionAgainstScoreListing } from '#app/queries/overview.ts'
import { followedListing, remarkListing } from '#app/queries/remarks.ts'
import { riskListing } from '#app/queries/risk.ts'
import { satisfactionCasesListing, satisfactionLeftOutListing } from '#app/queries/satisfaction.ts'
import { satisfactionCube } from '#app/queries/satisfaction-cube.ts'
import { scoreListing } from '#app/queries/score-listing.ts'
import { scoresCube } from '#app/queries/scores-cube.ts'
import { sideListing } from '#app/queries/side-listing.ts'
import { missesListing, overshootsListing } from '#app/queries/targets.ts'
import { targetsCube } from '#app/queries/targets-cube.ts'
import { unitCostCasesListing, unitCostLeftOutListing } from '#app/queries/unit-cost-cases.ts'
import { unitCostCube } from '#app/queries/unit-cost-cube.ts'
import { unitCostPeersListing } from '#app/queries/unit-cost-peers.ts'
import { watchListing } from '#app/queries/watch-list.ts'
import type { Query } from '#app/warehouse/sql.ts'
import type { Cells } from './cube/bytes.server.ts'

type Sent = Query<WithDecisions, Cells[number]>

/** What the sums are made of that browsers, and the server itself, answer from. */
export const cubeQuestions: Readonly<Record<CubeName, Sent>> = {
  overview: cube,
  targets: targetsCube,
  satisfaction: satisfactionCube,
  scores: scoresCube,
  'unit-cost': unitCostCube,
  checked: checkedCube,
}

/** What the lists beside them are made of. */
export const listQuestions: Readonly<Record<ListName, Sent>> = {
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
  sides: sideListing,
  findings: findingListing,
  risks: riskListing,
  remarks: remarkListing,
  'followed-remarks': followedListing,
  ledgers: ledgerListing,
  'funds-left': fundsLeftListing,
  'ledger-differences': differenceListing,
}
