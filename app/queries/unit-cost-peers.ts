import { z } from 'zod'
import { each } from '#app/warehouse/cost-peers.ts'
import { named, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { costMeasure, costMoney, type Measured, measuredCosts, programmeCosts } from './cost-measure.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { pricesYear } from './prices.ts'
import { amongPeers, peersColumns, peersShape } from './robust.ts'

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

const furthest = sql`abs(z) desc nulls last, year desc, evaluation`
const peer = (prices: Sql) => sql`
  project_id as "projectId", project, unit, district_name as "districtName", year, per, value as implied,
  served::double as served, ${prices} as prices, ${peersColumns}`

/**
 * Each comparable case beside all those of its programme and year, whichever of them the filters leave; the
 * furthest from its median first, at most 500.
 */
export const unitCostPeers = {
  name: 'unit-cost-peers',
  row: UnitCostPeer,
  sql: (filters: Filters & Measured) => sql`
    with ${costMeasure(filters)}, ${programmeCosts(filters)},
    cost as (
      select evaluation, year, per, served, ${each} as value, project_id, project, unit,
        ${named(projectColumns.filter((column) => column !== 'year').join(', '))}, district_name
      from ${measuredCosts(filters)} where leads and implied is not null and year is not null)
    select ${peer(pricesYear(filters))}
    from (${amongPeers(sql`select * from cost`, sql`year`)}) peer ${where(filters, projectColumns)}
    order by ${furthest} limit cast(${most.peers} as integer)`,
} satisfies Query<Filters & Measured, UnitCostPeer>

const UnitCostPeersListing = UnitCostPeer.extend(listingShape)

/** The same of all programmes and units, whole. */
export const unitCostPeersListing = {
  name: 'unit-cost-peers-listing',
  row: UnitCostPeersListing,
  sql: () => sql`
    with cost as (select * from v_unit_cost where kind = 'selfEvaluation' and programme is not null), ${costMoney},
    peer as (${amongPeers(
      sql`select *, ${each} as value from money where year is not null and ${isListed}`,
      sql`programme, per, year`,
    )}),
    shown as (
      select evaluation as id, per as shown_per, project_id, project, unit, sector, department from cost
      where leads and implied is not null)
    select ${peer(sql`null::integer`)}, ${listingBy()}
    from peer join shown on shown.id = peer.evaluation and shown_per = per
    order by ${furthest} ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof UnitCostPeersListing>>
