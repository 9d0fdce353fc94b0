import { z } from 'zod'
import { decimal } from '#app/warehouse/dialect.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'

const Known = z.number().nullable()
const Text = z.string().nullable()

const Sided = z.object({
  projectId: z.string(),
  project: Text,
  unit: Text,
  districtName: Text,
  year: Known,
  /** Reports by number, in the order of their ids; the first row of each is 1. */
  report: z.number(),
  first: z.number(),
  /** In fen. */
  spent: Known,
  planned: Known,
  /** In ten thousandths, as is the sum of the gaps. */
  total: Known,
  gap: Known,
  rates: z.number(),
  targets: z.number(),
  met: z.number(),
  /** What a cost is stated per, and how many of it were served, in ten thousandths; null where the money implies no cost. */
  per: Text,
  served: Known,
  ...listingShape,
})
export type Sided = z.infer<typeof Sided>

const whole = (figure: Sql, scale: Sql) => sql`(${figure} * ${scale})::double`

/** All self-evaluations with what sides are compared by, once for each unit that they state costs per; the newest first. */
export const sideListing = {
  name: 'side-listing',
  row: Sided,
  sql: () => sql`
    with stated as (
      select evaluation as costed, per, max(served) filter (where leads and implied is not null) as served
      from v_unit_cost where kind = 'selfEvaluation' and programme is not null group by evaluation, per),
    own as (
      select id, project_id, project, unit, district, district_name, sector, department, programme, year, spent, planned,
        total, gap_sum, rates, targets, targets_met, stated.per as cost_per, stated.served as cost_served,
        dense_rank() over (order by id) as number,
        row_number() over (partition by id order by stated.per) = 1 as is_first
      from report left join stated on costed = id where kind = 'selfEvaluation' and ${isListed})
    select project_id as "projectId", project, unit, district_name as "districtName", year,
      number::integer as report, is_first::integer as "first", ${whole(sql`spent`, sql`100`)} as spent,
      ${whole(sql`planned`, sql`100`)} as planned, ${whole(decimal(sql`total`, 4), sql`10000`)} as total,
      ${whole(sql`gap_sum`, sql`10000`)} as gap, rates::integer as rates, targets::integer as targets,
      targets_met::integer as met, cost_per as per, ${whole(sql`cost_served`, sql`10000`)} as served, ${listingBy()}
    from own order by year desc nulls last, id, cost_per ${atMostListed}`,
} satisfies Query<unknown, Sided>
