import { z } from 'zod'
import { FundSource } from '#app/domain/fund-flow.ts'
import { join, named, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'

const Known = z.number().nullable()

const LedgerListed = z.object({
  projectId: z.string(),
  year: z.number(),
  districtName: z.string().nullable(),
  /** Null where a row is of a project's whole year; the rows of its sources say nothing from `carried` on. */
  source: FundSource.nullable(),
  /** In fen, as is all money. */
  moneyIn: Known,
  budget: Known,
  change: Known,
  allotted: Known,
  arrived: Known,
  spent: Known,
  returned: Known,
  movements: z.number(),
  carried: Known,
  leftOpen: Known,
  awaited: Known,
  unfunded: Known,
  undated: z.number(),
  reports: z.number(),
  compared: z.boolean(),
  differing: z.boolean(),
  /** Whether every payment carries a date within the year; and what was spent in each of its months. */
  dated: z.boolean(),
  paid: z.array(Known),
  /** Whether it is the project's first year; the first of its sector. */
  earliest: z.boolean(),
  earliestOfSector: z.boolean(),
  /** The month in which the last movement is booked, counted from year 0. */
  lastMonth: Known,
  ...listingShape,
})
export type LedgerListed = z.infer<typeof LedgerListed>

const fen = (column: string, name = column): Sql =>
  sql`(${named(column)} * 100)::double as ${named(`"${name}"`)}`
const booked = join(
  [
    sql`project_id as "projectId", year, district_name as "districtName"`,
    fen('money_in', 'moneyIn'),
    ...['budget', 'allotted', 'arrived', 'spent', 'returned'].map((column) => fen(column)),
    sql`movements::integer as movements, ${listingBy()}`,
  ],
  ', ',
)
const paid = join(
  Array.from({ length: 12 }, (_, month) => named(`(paid_${month + 1} * 100)::double`)),
  ', ',
)

/** The ledgers' years, each followed by the sources of its money. */
export const ledgerListing = {
  name: 'ledger-listing',
  row: LedgerListed,
  sql: () => sql`
    select * from (
      select ${booked}, null as source, null::double as change, ${fen('carried')}, ${fen('left_open', 'leftOpen')},
        ${fen('awaited')}, ${fen('unfunded')}, undated::integer as undated, reports::integer as reports, compared, differing,
        coalesce(dated, false) as dated, [${paid}] as paid, earliest, earliest_of_sector as "earliestOfSector",
        (12 * extract(year from last_day) + extract(month from last_day))::integer as "lastMonth"
      from ledger_year where ${isListed}
      union all
      select ${booked}, source, ${fen('change')}, null, null, null, null, 0, 0, false, false, false, [], false, false, null
      from ledger_source where ${isListed})
    order by year, "projectId", source nulls first ${atMostListed}`,
} satisfies Query<unknown, LedgerListed>
