import { z } from 'zod'
import { FundSource } from '#app/domain/fund-flow.ts'
import { join, named, type Query, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'
import { ledgersSummed, sourcesSummed } from './ledger-years.ts'

/** Where a band begins or ends outside of the districts: a source, or what became of the money. */
const FundNode = z.enum([
  ...FundSource.options,
  'unfunded',
  'spent',
  'returned',
  'carried',
  'leftOpen',
  'awaited',
])
export type FundNode = z.infer<typeof FundNode>

const FundBand = z.object({
  side: z.enum(['in', 'out']),
  node: FundNode,
  /** Null where the ledger's district is not known; `rest` for all beyond the largest. */
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  amount: z.number(),
  n: z.number(),
})
export type FundBand = z.infer<typeof FundBand>

export const districtsShown = 24

/** What became of money, beside what came in by source: a side, what it is called there, and its column. */
export const ends = [
  ['in', 'unfunded', 'unfunded'],
  ['out', 'spent', 'spent'],
  ['out', 'returned', 'returned'],
  ['out', 'carried', 'carried'],
  ['out', 'leftOpen', 'left_open'],
  ['out', 'awaited', 'awaited'],
] as const

/**
 * Money by source into each district, and out of it by what became of it; in = out in every district, to the fen.
 * A sum below zero (more taken back than given) is a band on the other side, of which no more is known.
 */
export const fundSankey = {
  name: 'fund-sankey',
  row: FundBand,
  sql: (filters: Filters) => sql`
    with ledger as (${ledgersSummed(filters)}),
    entry as (
      select 'in' as side, source as node, district, district_name, money_in as amount, money_in_n::bigint as n, turned
      from (${sourcesSummed(filters)})
      union all
      ${join(
        ends.map(
          ([side, node, column]) => sql`
            select ${side}, ${node}, district, district_name, ${named(column)}, ${named(`${column}_n`)}::bigint,
              ${named(side === 'in' ? 'turned' : '0')} from ledger`,
        ),
        ' union all ',
      )}),
    place as (
      select district as code, row_number() over (order by sum(turned) desc) <= ${districtsShown} as shown
      from entry group by district),
    band as (
      select side, node, case when shown then district else 'rest' end as district,
        case when shown then any_value(district_name) end as district_name, sum(amount) as amount, sum(n) as n
      from entry join place on code is not distinct from district
      where n > 0 group by side, node, shown, case when shown then district else 'rest' end)
    select case when amount > 0 then side when side = 'in' then 'out' else 'in' end as side,
      case when amount > 0 then node when side = 'in' then 'leftOpen' else 'unfunded' end as node,
      district, any_value(district_name) as "districtName",
      sum(abs(amount))::double as amount, sum(n)::integer as n
    from band where amount <> 0 group by 1, 2, 3
    order by 1, district = 'rest', district nulls last, 2`,
} satisfies Query<Filters, FundBand>
