import { z } from 'zod'
import { wholes } from '#app/warehouse/measures.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type DistrictMeasure, yearMeasures, yearMeasuresShape } from './district-years.ts'
import { allYears, type Filters, mostProgrammes } from './filters.ts'
import { parts } from './overview.ts'

const ProgrammeYear = z.object({ programme: z.string(), ...yearMeasuresShape })
export type ProgrammeYear = z.infer<typeof ProgrammeYear>

/** The programmes with most self-evaluations in every year by all measures, whichever years are chosen; named after the one that is drawn. */
export const programmeYears = (measure: DistrictMeasure) =>
  ({
    name: `programme-years-${measure}`,
    row: ProgrammeYear,
    sql: (filters: Filters) => sql`
    with summed as (
      select programme, year, ${wholes} from (${parts(allYears(filters), ['year', 'programme'])})
      where programme is not null group by programme, year),
    most as (
      select programme, sum(evaluations) as held from summed group by programme
      order by held desc, programme limit cast(${mostProgrammes} as integer))
    select programme, year, ${yearMeasures} from summed join most using (programme) order by held desc, programme, year`,
  }) satisfies Query<Filters, ProgrammeYear>
