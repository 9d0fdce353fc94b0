import { z } from 'zod'
import { incomparableReasons } from '#app/domain/unit-cost.ts'
import { distinctOf, lines } from '#app/warehouse/dialect.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { isMeasured, type Measured, measureCosts } from './cost-measure.ts'
import { type Filters, projectColumns, where } from './filters.ts'
import { most } from './list-lengths.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { pricesYear } from './prices.ts'

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

/** Of costs in these prices. */
const caseOf = (prices: Sql) => sql`
  project_id as "projectId", project, unit, district_name as "districtName", year, per, name,
  planned_quantity as "plannedQuantity", actual_quantity as "actualQuantity", planned, reported, implied,
  planned_implied as "plannedImplied", spent::double as spent,
  100 * (reported - implied) / nullif(implied, 0) as difference,
  reported * actual_quantity - spent::double as unexplained, row_no as "rowNo", quantity_name as "quantityName",
  ${prices} as prices`

const mostUnexplained = sql`abs(unexplained) desc nulls last, year desc nulls last, evaluation, ordinal`

/** Every comparable case of the programme, the most money unexplained first; at most 200. */
export const unitCostCases = {
  name: 'unit-cost-cases',
  row: UnitCostCase,
  sql: (filters: Filters & Measured) => sql`
    with ${measureCosts(filters)}
    select ${caseOf(pricesYear(filters))} from cost where implied is not null
    order by ${mostUnexplained} limit cast(${most.costs} as integer)`,
} satisfies Query<Filters & Measured, UnitCostCase>

const UnitCostCaseListing = UnitCostCase.extend(listingShape)

/** The same of all programmes and units, whole. */
export const unitCostCasesListing = {
  name: 'unit-cost-cases-listing',
  row: UnitCostCaseListing,
  sql: () => sql`
    select ${caseOf(sql`null::integer`)}, ${listingBy()} from v_unit_cost
    where kind = 'selfEvaluation' and programme is not null and implied is not null and ${isListed}
    order by ${mostUnexplained} ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof UnitCostCaseListing>>

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

const byReason = sql`reason, year desc nulls last, district nulls last, id`

/** The programme's evaluations that could not be compared, and why; at most 200 of `inAll`. */
export const unitCostLeftOut = {
  name: 'unit-cost-left-out',
  row: UnitCostLeftOut,
  sql: (filters: Filters & Measured) => sql`
    with ${measureCosts(filters)},
    lacking as materialized (
      select id, kind, year, district, project_id, project, unit, district_name from report_programme
      ${where(filters, projectColumns, [
        isMeasured(filters),
        sql`id not in (select evaluation from cost where implied is not null)`,
      ])}),
    stated as (
      select evaluation, min(incomparable) as incomparable, min(planned) as planned, min(reported) as reported
      from cost where evaluation in (select id from lacking) group by evaluation),
    other as (
      select evaluation, min(per) as per from costs where evaluation in (select id from lacking) group by evaluation),
    left_out as (
      select id, year, district, project_id, project, unit, district_name,
        case when kind <> 'selfEvaluation' then 'other-kind'
          when stated.evaluation is not null then coalesce(incomparable, 'no-index')
          when other.per is null then 'no-unit-cost' else 'other-unit' end as reason,
        case when stated.evaluation is null then other.per end as other_per, stated.planned, reported
      from lacking left join stated on stated.evaluation = id left join other on other.evaluation = id)
    select project_id as "projectId", project, unit, district_name as "districtName", year, reason,
      other_per as "otherPer", planned, reported, (select count(*) from lacking)::integer as "inAll", ${pricesYear(filters)} as prices
    from left_out order by ${byReason} limit cast(${most.costs} as integer)`,
} satisfies Query<Filters & Measured, UnitCostLeftOut>

const UnitCostLeftOutListing = UnitCostLeftOut.omit({ inAll: true }).extend({
  ...listingShape,
  /** What is compared per when it is left out for this reason; null where it is so per whatever `byNoneOf` does not name. */
  byPer: z.string().nullable(),
  byNoneOf: z.string(),
})

export type UnitCostLeftOutListed = z.infer<typeof UnitCostLeftOutListing>

/** The same of all programmes, whichever unit they are compared per; whole. */
export const unitCostLeftOutListing = {
  name: 'unit-cost-left-out-listing',
  row: UnitCostLeftOutListing,
  sql: () => sql`
    with costs as (select * from v_unit_cost where kind = 'selfEvaluation' and programme is not null),
    stated as (
      select evaluation, per, count(implied) as comparable, min(incomparable) as incomparable, min(planned) as planned,
        min(reported) as reported
      from costs group by evaluation, per),
    other as (
      select evaluation, count(distinct per) as n, min(per) as per,
        ${lines(distinctOf(sql`per`, sql`per is not null`))} as none_of
      from costs group by evaluation),
    units as (select programme as of, count(distinct per) as units from costs group by programme),
    evaluated as (
      select id, project_id, project, unit, district, district_name, sector, department, programme, year, kind, units
      from v_evaluation join units on of = programme where ${isListed}),
    left_out as (
      select e.*, coalesce(s.incomparable, 'no-index') as reason, null as other_per, s.planned as planned_per,
        s.reported as reported_per, s.per as by_per, '' as none_of
      from evaluated e join stated s on s.evaluation = e.id where s.comparable = 0
      union all
      select e.*, case when kind <> 'selfEvaluation' then 'other-kind' when o.per is null then 'no-unit-cost' else 'other-unit' end,
        o.per, null, null, null, coalesce(none_of, '')
      from evaluated e left join other o on o.evaluation = e.id where coalesce(n, 0) < units)
    select project_id as "projectId", project, unit, district_name as "districtName", year, reason,
      other_per as "otherPer", planned_per as planned, reported_per as reported, null::integer as prices, ${listingBy()},
      by_per as "byPer", none_of as "byNoneOf"
    from left_out order by ${byReason} ${atMostListed}`,
} satisfies Query<unknown, UnitCostLeftOutListed>
