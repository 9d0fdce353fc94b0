import { z } from 'zod'
import { mostPlaces } from '#app/warehouse/regions.ts'
import { sql } from '#app/warehouse/sql.ts'

/** More are answered by the server alone: their way to the browser would take longer than the answers. */
export const mostCells = 100_000

const Text = z.string().nullable()

/** What every page's cells can be chosen by; a year that is not known is 0. */
export const ProjectCell = z.object({
  year: z.number(),
  district: Text,
  districtName: Text,
  sector: Text,
  department: Text,
  programme: Text,
})

export const projectCell = sql`coalesce(year, 0)::integer as year, district, district_name as "districtName", sector,
  department, programme`

/** False where districts are so many that others stand for them. */
export const isEachPlaceShown = sql`(select count(*) from region where reported) <= ${mostPlaces}`

/** One more than may be sent, so that too many are told from just enough. */
export const atMost = sql`limit cast(${mostCells + 1} as integer)`
