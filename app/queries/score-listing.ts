import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { gradeOf, hindrance } from '#app/warehouse/weighing.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { levelShape, levels } from './scores-cube.ts'

const Known = z.number().nullable()
const Text = z.string().nullable()

const Scored = z.object({
  projectId: z.string(),
  project: Text,
  unit: Text,
  district: Text,
  districtName: Text,
  year: Known,
  /** Null where it is not of 100. */
  total: Known,
  grade: Grade.nullable(),
  /** Of the parts that could be computed anew, as cases have it. */
  compared: Known,
  claimed: Known,
  computed: Known,
  inflation: Known,
  /** Points claimed out of 100 by their own weights. */
  before: Known,
  hindrance: z.enum(['no-points', 'no-level']).nullable(),
  ...levelShape,
  ...listingShape,
})
export type Scored = z.infer<typeof Scored>

/** All self-evaluations with what lists of scores and of other weights are made of, the newest first. */
export const scoreListing = {
  name: 'score-listing',
  row: Scored,
  sql: () => sql`
    select project_id as "projectId", project, unit, district, district_name as "districtName", year,
      case when total between 0 and 100 then total end as total,
      case when total between 0 and 100 then coalesce(grade, ${gradeOf(sql`total`)}) end as grade,
      compared::double as compared, claimed_again::double as claimed, computed::double as computed,
      (claimed_again - computed)::double as inflation, own_rate as before, ${hindrance} as hindrance, ${levels},
      ${listingBy()}
    from report where kind = 'selfEvaluation' and ${isListed}
    order by year desc nulls last, id ${atMostListed}`,
} satisfies Query<unknown, Scored>
