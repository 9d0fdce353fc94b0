import { z } from 'zod'
import { wholes } from '#app/warehouse/measures.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { allYears, type Filters } from './filters.ts'
import { parts } from './overview.ts'
import { placed } from './shown-places.ts'

const Known = z.number().nullable()
export const yearMeasuresShape = {
  year: z.number(),
  /** Self-evaluations. */
  n: z.number(),
  /** Σ spent ÷ Σ planned over the reports that state both, per cent. */
  execution: Known,
  executionN: z.number(),
  total: Known,
  totalN: z.number(),
  gap: Known,
  /** Satisfaction rates. */
  gapN: z.number(),
}

/** The same over what `wholes` sums. */
export const yearMeasures = sql`evaluations as n,
  100 * spent_of_both::double / nullif(planned_of_both::double, 0) as execution, both_n as "executionN",
  total::double / nullif(total_n, 0) as total, total_n as "totalN",
  gap_sum::double / nullif(rates, 0) as gap, rates::integer as "gapN"`

const DistrictYear = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  ...yearMeasuresShape,
})
export type DistrictYear = z.infer<typeof DistrictYear>

/** What districts are held side by side by. */
export type DistrictMeasure = 'total' | 'execution' | 'gap'

/** Every district in every year by all measures, whichever years are chosen, in administrative order; named after the one that is drawn. */
export const districtYears = (measure: DistrictMeasure) =>
  ({
    name: `district-years-${measure}`,
    row: DistrictYear,
    sql: (filters: Filters) => sql`
    with summed as (
      select district, any_value(district_name) as district_name, year, ${wholes}
      from ${placed(parts(allYears(filters), ['year', 'district', 'district_name']), filters)}
      group by district, year)
    select district, district_name as "districtName", year, ${yearMeasures}
    from summed order by district nulls last, year`,
  }) satisfies Query<Filters, DistrictYear>
