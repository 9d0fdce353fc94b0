import { type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, projectColumns, where } from './filters.ts'

/**
 * Money in: the year's whole budget (年初预算 and its adjustments, which a ledger books as movements); where a
 * ledger books neither, what was allotted, else what arrived. Null where it books none of them.
 */
const moneyIn = sql`coalesce(sum(amount) filter (where stage in ('budget', 'adjusted')),
  sum(amount) filter (where stage = 'allotted'), sum(amount) filter (where stage = 'arrived'))`

/**
 * The movements that the filters leave. What a ledger does not say itself (programme, department, sector) is looked
 * up in the evaluations only where it is filtered by, as that takes longer than all the rest.
 */
export const flows = (filters: Filters, also: readonly Sql[] = []): Sql => {
  const lookedUp = [filters.programme, filters.department, filters.sector].some((asked) => asked.length > 0)
  return sql`select * from ${lookedUp ? sql`v_fund_flow` : booked} ${where(filters, projectColumns, also)}`
}

/** Every movement of the ledgers that are loaded, as they have it. */
const booked = sql`(
  select f.* from fund_flow f join document d on d.id = f.document and d.status = 'loaded')`

/**
 * Common table expressions over the ledgers. `by_source`: a project's year and source. `ledger_year`: a project's
 * year, whose money in less spent and returned is `rest`: carried on (as far as the next year's ledger books it
 * as brought forward), left open, or, below zero, unfunded.
 */
export const ledgerYears = (filters: Filters, also: readonly Sql[] = []): Sql => sql`
  flow as (${flows(filters, also)}),
  by_source as (
    select project_id, year, source, any_value(project) as project, any_value(unit) as unit,
      any_value(district) as district, any_value(district_name) as district_name, ${moneyIn} as money_in,
      sum(amount) filter (where stage = 'budget') as budget,
      sum(amount) filter (where stage = 'allotted') as allotted,
      sum(amount) filter (where stage = 'arrived') as arrived,
      sum(amount) filter (where stage = 'spent') as spent,
      sum(amount) filter (where stage = 'returned') as returned
    from flow group by project_id, year, source),
  brought as (
    select project_id, year, ${moneyIn} as amount from ${booked}
    where source = 'carryOver' group by project_id, year),
  summed as (
    select project_id, year, any_value(project) as project, any_value(unit) as unit,
      any_value(district) as district, any_value(district_name) as district_name,
      sum(money_in) as money_in, sum(budget) as budget, sum(allotted) as allotted, sum(arrived) as arrived,
      sum(spent) as spent, sum(returned) as returned,
      coalesce(sum(money_in), 0) - coalesce(sum(spent), 0) - coalesce(sum(returned), 0) as rest
    from by_source group by project_id, year),
  ledger_year as (
    select s.*, greatest(least(s.rest, coalesce(b.amount, 0)), 0) as carried,
      greatest(s.rest, 0) - greatest(least(s.rest, coalesce(b.amount, 0)), 0) as left_open,
      greatest(-s.rest, 0) as unfunded
    from summed s left join brought b on b.project_id = s.project_id and b.year = s.year + 1)`
