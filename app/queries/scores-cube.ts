import { z } from 'zod'
import { Level1 } from '#app/domain/indicator.ts'
import { rounded } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { billionths, hindrance } from '#app/warehouse/weighing.ts'
import { atMost, isEachPlaceShown, ProjectCell, projectCell } from './project-cells.ts'

/** Rates claimed by first level, in billionths; -1 where there is none. */
export const levelShape = Object.fromEntries(Level1.options.map((level) => [level, z.number()])) as Record<
  Level1,
  z.ZodNumber
>

const ScoreCell = ProjectCell.extend({
  /** Counts where `scored` is 1: out of 100. */
  total: z.number(),
  scored: z.number(),
  /** Points claimed above what could be computed anew, in ten thousandths; counts where `compared` is 1. */
  inflation: z.number(),
  compared: z.number(),
  /** Points claimed out of 100 by their own weights, in ten thousandths, sent less the total: mostly nothing. */
  before: z.number(),
  /** What stands in the way of other weights. */
  hindrance: z.enum(['no-points', 'no-level']).nullable(),
  ...levelShape,
  /** Self-evaluations that are alike in all of this. */
  n: z.number(),
})
export type ScoreCell = z.infer<typeof ScoreCell>

/** The rates that a report claims by first levels, in billionths; -1 where it has none. */
export const levels = join(
  Level1.options.map((level) => {
    const [name, rate] = [level, `rate_${level}`].map((text): Sql => ({ text, values: [] }))
    return sql`coalesce(${billionths(rate ?? sql`null`)}, -1)::double as ${name ?? sql`null`}`
  }),
  ', ',
)

/** All self-evaluations with their points, by everything that a page can show of them. */
export const scoresCube = {
  name: 'scores-cube',
  row: ScoreCell,
  sql: () => sql`
    with scored as (
      select *, coalesce(total between 0 and 100, false) as is_scored from report where kind = 'selfEvaluation')
    select ${projectCell}, case when is_scored then total else 0 end as total, is_scored::integer as scored,
      case when is_scored then coalesce((claimed_again - computed) * 10000, 0)::double else 0 end as inflation,
      (is_scored and claimed_again - computed is not null)::integer as compared,
      coalesce(${rounded(sql`own_rate * 10000`, 0)}, 0)
        - case when is_scored then ${rounded(sql`total * 10000`, 0)} else 0 end as before, ${hindrance} as hindrance, ${levels}, count(*)::integer as n
    from scored where ${isEachPlaceShown}
    group by all order by all ${atMost}`,
} satisfies Query<unknown, ScoreCell>
