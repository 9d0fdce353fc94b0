import { z } from 'zod'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { pricesYear } from './prices.ts'
import { amongPeers, peersColumns, peersShape } from './robust.ts'
import { costMeasure, costMoney, each, programmeCosts } from './unit-cost.ts'

const UnitCostPeer = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  per: z.string(),
  implied: z.number(),
  served: z.number(),
  prices: z.number().nullable(),
  ...peersShape,
})
export type UnitCostPeer = z.infer<typeof UnitCostPeer>

/**
 * Each comparable case beside all those of its programme and year, whichever of them the filters leave; the
 * furthest from its median first, at most 500.
 */
export const unitCostPeers = {
  name: 'unit-cost-peers',
  row: UnitCostPeer,
  sql: (filters: Filters) => sql`
    with ${costMeasure(filters)}, ${programmeCosts(filters)},
    cost as (select * from costs join measure using (programme, per)), ${costMoney},
    peer as (${amongPeers(sql`select *, ${each} as value from money where year is not null`, sql`year`)}),
    shown as (
      select evaluation as id, project_id, project, unit from cost
      ${where(filters, projectColumns, [sql`leads`, sql`implied is not null`])})
    select project_id as "projectId", project, unit, district_name as "districtName", year, per,
      value as implied, served::double as served, ${pricesYear(filters)} as prices, ${peersColumns}
    from peer join shown on shown.id = peer.evaluation
    order by abs(z) desc nulls last, year desc, evaluation limit 500`,
} satisfies Query<Filters, UnitCostPeer>
