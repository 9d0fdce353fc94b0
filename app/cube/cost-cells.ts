import type { CostCell } from '#app/queries/unit-cost-cube.ts'
import type { Columns } from './cube.ts'
import type { Ordered } from './quantiles.ts'

export interface CostCube extends Columns<CostCell> {
  /** What the money implies, yuan. */
  costs: Ordered
}

/** The programme that is compared, and what its costs are per, as codes. */
export interface Alike {
  programme: number
  per: number
}
