import { z } from 'zod'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { askedByProvince, type Filters, noFilters, projectColumns, where } from './filters.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'

const FundsLeft = z.object({
  projectId: z.string(),
  project: z.string(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  adjusted: z.number(),
  spent: z.number().nullable(),
  left: z.number(),
  returned: z.number().nullable(),
  carried: z.number(),
  leftOpen: z.number(),
  awaited: z.number(),
  executionRate: z.number().nullable(),
})
export type FundsLeft = z.infer<typeof FundsLeft>

const { among, order, most } = firstList('left')
export const mostLeft = most

const inTurn = (rows: Sql, filters: Filters, also: readonly Sql[] = [], further = sql``): Sql => sql`
  select project_id as "projectId", project, unit, district_name as "districtName", year,
    money_in::double as adjusted, spent::double as spent, (money_in - coalesce(spent, 0))::double as left,
    returned::double as returned, carried::double as carried, left_open::double as "leftOpen",
    awaited::double as awaited,
    (100.0 * coalesce(spent, 0) / nullif(money_in, 0))::double as "executionRate"${further}
  from ${rows} ${where(filters, projectColumns, [among, ...also])}
  order by ${order}`

/** The project-years with the most money left, and what the ledger says became of it. */
export const fundsLeft = {
  name: 'funds-left',
  row: FundsLeft,
  sql: (filters: Filters) => sql`
    ${inTurn(firstOf('left', askedByProvince(filters)) ?? sql`ledger_year`, filters)}
    limit ${{ text: String(most), values: [] }}`,
} satisfies Query<Filters, FundsLeft>

const LeftListed = FundsLeft.extend(listingShape)

/** All of them. */
export const fundsLeftListing = {
  name: 'funds-left-listing',
  row: LeftListed,
  sql: () => sql`${inTurn(sql`ledger_year`, noFilters, [isListed], sql`, ${listingBy()}`)} ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof LeftListed>>
