import { z } from 'zod'
import { disagrees } from '#app/warehouse/cost-peers.ts'
import { median } from '#app/warehouse/dialect.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { costMoney } from './cost-measure.ts'
import { atMost, isEachPlaceShown, ProjectCell, projectCell } from './project-cells.ts'

const CostCell = ProjectCell.extend({
  /** What a cost is stated per; null where the report states none. */
  per: z.string().nullable(),
  /** Projects by number; reports follow one another, the first row of each is 1. */
  project: z.number(),
  first: z.number(),
  /** In fen; counts where `paid` is 1. */
  spent: z.number(),
  paid: z.number(),
  /**
   * 1 where the cost that the money implies is known: with it, in fen and ten thousandths, what that rests on. Sent are
   * `plannedServed` and `reportedServed` less `served`, and `reportedYuan` less `plannedYuan`: mostly nothing.
   */
  implied: z.number(),
  served: z.number(),
  plannedYuan: z.number(),
  plannedServed: z.number(),
  reportedYuan: z.number(),
  reportedServed: z.number(),
  disagrees: z.number(),
  /** Of all that is stated per this in the programme; `peers` are its evaluations, none of which is no median. */
  median: z.number(),
  peers: z.number(),
})
export type CostCell = z.infer<typeof CostCell>

const fen = (money: Sql) => sql`coalesce(${money} * 100, 0)::double`
const tenThousandths = (quantity: Sql) => sql`coalesce(${quantity} * 10000, 0)::double`

/** Every self-evaluation of a programme that states unit costs, once for each unit that it states them per. */
export const unitCostCube = {
  name: 'unit-cost-cube',
  row: CostCell,
  sql: () => sql`
    with cost as (select * from v_unit_cost where kind = 'selfEvaluation' and programme is not null),
    ${costMoney},
    alike as (
      select programme, per, ${median(sql`implied`)} as median,
        (count(distinct evaluation) filter (where implied is not null))::integer as peers
      from cost group by programme, per),
    stated as (
      select evaluation as costed, per, any_value(median) as median, any_value(peers) as peers
      from cost join alike using (programme, per) group by evaluation, cost.programme, per),
    paid as (
      select evaluation as comparable, per as comparable_per, served, planned_yuan, planned_served, reported_yuan, reported_served
      from money),
    cell as (
      select e.*, per, coalesce(stated.median, 0) as median, coalesce(stated.peers, 0) as peers,
        served, planned_yuan, planned_served, reported_yuan, reported_served,
        comparable is not null as is_implied, dense_rank() over (order by e.project_id) as number,
        row_number() over (partition by e.id order by per) = 1 as is_first
      from v_evaluation e left join stated on costed = e.id
        left join paid on comparable = e.id and comparable_per = per
      where e.kind = 'selfEvaluation' and e.programme in (select programme from cost))
    select ${projectCell}, per, number::integer as project, is_first::integer as "first", ${fen(sql`spent`)} as spent,
      (spent is not null)::integer as paid, is_implied::integer as implied, ${tenThousandths(sql`served`)} as served,
      ${fen(sql`planned_yuan`)} as "plannedYuan", ${tenThousandths(sql`planned_served`)} - ${tenThousandths(sql`served`)} as "plannedServed",
      ${fen(sql`reported_yuan`)} - ${fen(sql`planned_yuan`)} as "reportedYuan",
      ${tenThousandths(sql`reported_served`)} - ${tenThousandths(sql`served`)} as "reportedServed",
      coalesce(${disagrees}, false)::integer as disagrees, median, peers
    from cell where ${isEachPlaceShown}
    order by programme, district, year, id, per ${atMost}`,
} satisfies Query<unknown, CostCell>
