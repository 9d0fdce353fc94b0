import { z } from 'zod'
import { PriceLevel, readPriceIndex } from '#app/domain/price-index.ts'
import { allBut, decimal, reportRow } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import type { Filters } from './filters.ts'

/** Years made comparable: in whose prices money is shown, and what each year's is multiplied by for that. */
export interface Prices {
  base: number
  factors: readonly { year: number; factor: number }[]
}

/** What an index that the user supplies comes to; null where there is none, and money stays as it was spent. */
export function pricesOf({ index, base }: Pick<Filters, 'index' | 'base'>): Prices | null {
  const levels = index === null ? null : readPriceIndex(index)
  const to = levels?.find(({ year }) => year === base) ?? levels?.at(-1)
  if (!levels || !to) return null
  return { base: to.year, factors: levels.map(({ year, level }) => ({ year, factor: to.level / level })) }
}

/** The year in whose prices a row's money stands; null for that of its own year. */
export const pricesYear = (filters: Filters): Sql => sql`${pricesOf(filters)?.base ?? null}::integer`

/**
 * The unit costs of self-evaluations; in the prices of the base year where an index is given, and unknown in a
 * year that it lacks. Spending is whole fen in either case.
 */
export const pricedCosts = (filters: Filters): Sql =>
  priced(
    sql`v_unit_cost`,
    filters,
    sql`planned * factor as planned, reported * factor as reported, implied * factor as implied,
      ${decimal(sql`planned_yuan * factor`, 2)} as planned_yuan, ${decimal(sql`reported_yuan * factor`, 2)} as reported_yuan,
      planned_implied * factor as planned_implied, ${decimal(sql`spent * factor`, 2)} as spent,
      ${decimal(sql`budget * factor`, 2)} as budget`,
  )

const spending = sql`${decimal(sql`spent * factor`, 2)} as spent, ${decimal(sql`planned * factor`, 2)} as planned`

/** What self-evaluations spent and had planned, in the same prices; `report_row` finds them again. */
export const pricedSpending = (filters: Filters): Sql =>
  priced(sql`(select ${reportRow} as report_row, * from report) reported`, filters, spending)

/** The same of those that have a programme, which lie by it. */
export const programmeSpending = (filters: Filters): Sql => priced(sql`report_programme`, filters, spending)

function priced(view: Sql, filters: Filters, columns: Sql): Sql {
  const prices = pricesOf(filters)
  if (prices === null) return sql`select * from ${view} where kind = 'selfEvaluation'`
  const factors = prices.factors.map(({ year, factor }) => sql`(${year}::integer, ${factor}::double)`)
  return sql`
    select ${allBut(['price_year', 'factor'])} replace (${columns})
    from ${view} left join (values ${join(factors, ', ')}) price (price_year, factor) on price_year = year
    where kind = 'selfEvaluation'`
}

const ReferenceIndex = PriceLevel.extend({ source: z.string() })
export type ReferenceIndex = z.infer<typeof ReferenceIndex>

/** The index that the bureau keeps as reference data; no row where it keeps none. */
export const referenceIndex = {
  name: 'reference-index',
  row: ReferenceIndex,
  sql: () => sql`select year, level, coalesce(source, '') as source from price_index order by year`,
} satisfies Query<void, ReferenceIndex>
