import { z } from 'zod'
import { incomparableReasons } from '#app/domain/unit-cost.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { pricesYear } from './prices.ts'
import { measureCosts } from './unit-cost.ts'

const Case = {
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
}

const UnitCostCase = z.object({
  ...Case,
  per: z.string(),
  name: z.string(),
  /** The quantity indicator that the money was divided by. */
  quantityName: z.string().nullable(),
  plannedQuantity: z.number().nullable(),
  actualQuantity: z.number().nullable(),
  planned: z.number().nullable(),
  reported: z.number().nullable(),
  implied: z.number().nullable(),
  plannedImplied: z.number().nullable(),
  spent: z.number().nullable(),
  /** Reported less implied, in per cent of the implied. */
  difference: z.number().nullable(),
  /** Reported × actual quantity − spent, in yuan: above zero, the money does not reach for what is reported. */
  unexplained: z.number().nullable(),
  rowNo: z.number().nullable(),
  prices: z.number().nullable(),
})
export type UnitCostCase = z.infer<typeof UnitCostCase>

/** Every comparable case of the programme, the most money unexplained first; at most 200. */
export const unitCostCases = {
  name: 'unit-cost-cases',
  row: UnitCostCase,
  sql: (filters: Filters) => sql`
    with ${measureCosts(filters)}
    select project_id as "projectId", project, unit, district_name as "districtName", year, per, cost.name,
      planned_quantity as "plannedQuantity", actual_quantity as "actualQuantity", planned, reported, implied,
      planned_implied as "plannedImplied", spent::double as spent,
      100 * (reported - implied) / nullif(implied, 0) as difference,
      reported * actual_quantity - spent::double as unexplained, row_no as "rowNo",
      quantity_name as "quantityName", ${pricesYear(filters)} as prices
    from cost
    where implied is not null
    order by abs(unexplained) desc nulls last, year desc nulls last, cost.evaluation, cost.ordinal
    limit 200`,
} satisfies Query<Filters, UnitCostCase>

const UnitCostLeftOut = z.object({
  ...Case,
  reason: z.enum([...incomparableReasons, 'other-unit', 'no-unit-cost', 'no-index', 'other-kind']),
  /** The unit that its cost is per instead, for 'other-unit'. */
  otherPer: z.string().nullable(),
  planned: z.number().nullable(),
  reported: z.number().nullable(),
  inAll: z.number(),
  prices: z.number().nullable(),
})
export type UnitCostLeftOut = z.infer<typeof UnitCostLeftOut>

/** The programme's evaluations that could not be compared, and why; at most 200 of `inAll`. */
export const unitCostLeftOut = {
  name: 'unit-cost-left-out',
  row: UnitCostLeftOut,
  sql: (filters: Filters) => sql`
    with ${measureCosts(filters)},
    stated as (
      select evaluation, count(implied) as comparable, min(incomparable) as incomparable, min(planned) as planned,
        min(reported) as reported
      from cost group by evaluation),
    other as (select evaluation, min(per) as per from costs group by evaluation),
    evaluated as (
      select * from v_evaluation ${where(filters, projectColumns, [sql`programme in (select programme from measure)`])})
    select project_id as "projectId", project, unit, district_name as "districtName", year,
      case when kind <> 'selfEvaluation' then 'other-kind'
        when stated.evaluation is not null then coalesce(incomparable, 'no-index')
        when other.per is null then 'no-unit-cost' else 'other-unit' end as reason,
      case when stated.evaluation is null then other.per end as "otherPer", stated.planned, reported,
      (count(*) over ())::integer as "inAll", ${pricesYear(filters)} as prices
    from evaluated left join stated on stated.evaluation = evaluated.id left join other on other.evaluation = evaluated.id
    where coalesce(comparable, 0) = 0
    order by reason, year desc nulls last, district nulls last, evaluated.id
    limit 200`,
} satisfies Query<Filters, UnitCostLeftOut>
