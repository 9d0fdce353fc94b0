import { ledgersBy } from '#app/warehouse/ledgers.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { askedOf, type Filters, projectColumns, where } from './filters.ts'

/** A ledger does not say these itself: they are looked up in the reports, and no rollup has them, as it has sectors. */
const isLookedUp = ({ programme, department }: Filters) =>
  [programme, department].some((asked) => asked.length > 0)

/** Whether a rollup tells in which of its years a project counts. */
export const isRolledUp = (filters: Filters) =>
  !isLookedUp(filters) && filters.year.length <= 1 && filters.sector.length <= 1

/**
 * Ledgers in scope summed by district and year. Of several years a project counts in the earliest, which a rollup
 * knows of all years alone, and of one sector.
 */
export function ledgersSummed(filters: Filters): Sql {
  const rows = sql`(
    select * replace (row_number() over (partition by project_id order by year) = 1 as earliest)
    from ledger_year ${where(filters, projectColumns)})`
  return isRolledUp(filters)
    ? sql`select * from ${ledgersBy('ledger_year', askedOf(filters), null)} ${where(filters, projectColumns)}`
    : sql`select * from ${ledgersBy('ledger_year', [], rows)}`
}

/** How many projects there are in ledgers summed. */
export const projectsIn = ({ year }: Filters): Sql => (year.length === 1 ? sql`sum(n)` : sql`sum(projects)`)

/** The same by source. */
export function sourcesSummed(filters: Filters): Sql {
  const rows = sql`(select * from ledger_source ${where(filters, projectColumns)})`
  return isLookedUp(filters)
    ? sql`select * from ${ledgersBy('ledger_source', [], rows)}`
    : sql`select * from ${ledgersBy('ledger_source', askedOf(filters), null)} ${where(filters, projectColumns)}`
}
