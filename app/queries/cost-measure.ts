import { z } from 'zod'
import { costPeers } from '#app/warehouse/cost-peers.ts'
import { median } from '#app/warehouse/dialect.ts'
import { join, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import { allYears, askedByProvince, type Filters, projectColumns, where } from './filters.ts'
import { pricedCosts, pricesOf, pricesYear } from './prices.ts'
import { placed } from './shown-places.ts'

/** Costs counted by programme and unit, as the filters have them, and by these columns. */
export const countedCosts = (filters: Filters, by: readonly string[] = []): Sql => {
  const asked = askedByProvince(filters)
  return sql`${talliedBy('cost', [...new Set(['programme', 'per', ...by, ...asked])])} ${where(filters, asked)}`
}

/** The programme and unit that filters come to, where that was asked before: then it need not be found out again. */
export interface Measured {
  measured?: { programme: string; per: string } | undefined
}
export type Asked = Filters & Measured

/**
 * One programme and one unit at a time, so that yuan per 户 and per 人·月 never share an axis: of those that the
 * filters leave, the unit asked for, then the one with most comparable evaluations.
 */
export function costMeasure(filters: Asked): Sql {
  const { measured } = filters
  if (measured)
    return sql`
  measure as (select ${measured.programme}::varchar as programme, ${measured.per}::varchar as per)`
  const years = pricesOf(filters)?.factors.map(({ year }) => sql`${year}`) ?? []
  const priced = years.length === 0 ? sql`` : sql`filter (where year in (${join(years, ', ')}))`
  return sql`
  measure as (
    select programme, per from ${countedCosts(filters, years.length === 0 ? [] : ['year'])}
    group by programme, per
    order by coalesce(per = ${filters.programme.length === 0 ? null : filters.per}, false) desc,
      coalesce(sum(comparable) ${priced}, 0) desc, sum(stated) desc, programme, per
    limit 1)`
}

/** Whether a row is of the programme that is measured. */
export const isMeasured = ({ measured }: Asked): Sql =>
  measured ? sql`programme = ${measured.programme}` : sql`programme in (select programme from measure)`

/** Rows that are of the programme and the unit that is measured. */
const ofMeasure = (rows: Sql, { measured }: Asked): Sql =>
  measured
    ? sql`(select * from ${rows} where programme = ${measured.programme} and per = ${measured.per})`
    : sql`(select * from ${rows} join measure using (programme, per))`

/** `measure`, the `costs` of its programme per any unit, and its own `cost` rows, as the filters have them. */
export const measureCosts = (filters: Asked, chosenBy = filters): Sql => sql`
  ${costMeasure(chosenBy)}, ${programmeCosts(filters)},
  cost as (
    select * from ${measuredCosts(filters)} ${where(filters, projectColumns)})`

/** The costs of the measure's programme, whichever unit they are per. */
export const programmeCosts = (filters: Asked): Sql => sql`
  costs as (select * from (${pricedCosts(filters)}) c where ${isMeasured(filters)})`

/** Those of the measure itself. */
export const measuredCosts = (filters: Asked): Sql => ofMeasure(sql`costs`, filters)

/** The same over all years, for questions that show how years differ. */
export const measureCostsOfAllYears = (filters: Asked): Sql => measureCosts(allYears(filters), filters)

/**
 * Each comparable evaluation once: what it spent, whom it served, and what that would have cost at the planned
 * and at the reported standard. Money is whole fen and quantities whole ten thousandths, whose sums have one answer.
 */
export const costMoney = sql`
  money as (
    select evaluation, programme, per, district, district_name, year, spent, served, planned_yuan, planned_served,
      reported_yuan, reported_served
    from cost where leads and implied is not null)`

const sums = ['spent', 'served', 'planned_yuan', 'planned_served', 'reported_yuan', 'reported_served']

/**
 * `measure`, and the `money` of its comparable cases by year and the places that are shown: kept sums, unless other
 * prices are asked for. In the filters, or in others that choose the measure.
 */
export function placedMoney(filters: Asked, chosenBy = filters): Sql {
  const by = { text: ['per', 'year', 'district', 'district_name', ...sums].join(', '), values: [] }
  if (pricesOf(filters) !== null)
    return sql`
  ${measureCosts(filters, chosenBy)},
  money as (
    with ${costMoney}
    select * from ${placed(sql`select ${by}, 1 as n from money`, filters)})`
  const kept = talliedBy('money', [
    'programme',
    'per',
    'year',
    'district',
    'district_name',
    ...projectColumns,
  ])
  return sql`
  ${costMeasure(chosenBy)},
  money as (
    select * from ${placed(
      sql`select ${by}, n from ${ofMeasure(kept, filters)} ${where(filters, projectColumns)}`,
      filters,
    )})`
}

/** What is kept of each programme and unit in just the part that the filters leave; null where nothing is. */
export function keptCosts(filters: Filters): Sql | null {
  const scope = { ...filters, programme: [] }
  const asked = askedByProvince(scope)
  const isOfOneCell = [filters.year, filters.district, filters.sector].every((values) => values.length <= 1)
  if (pricesOf(filters) !== null || !isOfOneCell) return null
  const cells = costPeers(asked)
  return cells && sql`(select * from ${cells} ${where(scope, asked)})`
}

/** The median over the whole programme, whatever part of it is looked at: what its districts are held against. */
export const peerMedian = (filters: Asked): Sql => {
  const whole = pricesOf(filters) === null ? costPeers([]) : null
  return whole
    ? sql`(select max(peer_median) from ${ofMeasure(whole, filters)})`
    : sql`(select ${median(sql`implied`)} from ${measuredCosts(filters)})`
}

/** Ratios of sums, all per unit actually served, so that the three stand on one footing. */
export const threeWays = (filters: Filters, n = sql`count(evaluation)`): Sql => sql`
  ${pricesYear(filters)} as prices,
  sum(planned_yuan)::double / nullif(sum(planned_served)::double, 0) as planned,
  sum(reported_yuan)::double / nullif(sum(reported_served)::double, 0) as reported,
  sum(spent)::double / nullif(sum(served)::double, 0) as implied,
  ${n}::integer as n`

export const summedCases = sql`coalesce(sum(n), 0)`

/** The year in whose prices the money stands; null for that of each row's own year. */
export const inPrices = { prices: z.number().nullable() }

export const threeWaysShape = {
  planned: z.number().nullable(),
  reported: z.number().nullable(),
  implied: z.number().nullable(),
  n: z.number(),
  ...inPrices,
}
