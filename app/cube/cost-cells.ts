import type { UnitCostMeasure } from '#app/queries/unit-cost.ts'
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

/** What the server says is compared, as codes. */
export const alikeIn = ({ texts }: CostCube, { programme, per }: UnitCostMeasure): Alike => ({
  programme: texts.programme.values.indexOf(programme),
  per: texts.per.values.indexOf(per),
})
