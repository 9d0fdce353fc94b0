import { z } from 'zod'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { isPraised } from '#app/warehouse/tallies.ts'
import { atMost, isEachPlaceShown, ProjectCell, projectCell } from './project-cells.ts'
import { tenThousandths } from './satisfaction.ts'

const SatisfactionCell = ProjectCell.extend({
  unit: z.string().nullable(),
  /** How far a rate is from its target; `praised` ones 10 points and more below it, and graded excellent all the same. Null where there is none. */
  standing: z.enum(['met', 'short', 'wide', 'praised']).nullable(),
  /** 1 where it is a self-evaluation's. */
  own: z.number(),
  /** In ten thousandths; `actual` is sent less the other two: nothing but what was rounded. */
  gap: z.number(),
  target: z.number(),
  actual: z.number(),
  /** Rates that are alike in all of this, or evaluations without one. */
  n: z.number(),
  /** Evaluations that they are the first rate of, or that have none. */
  evaluations: z.number(),
  /** Rates that say how many were surveyed, and how many those were. */
  surveys: z.number(),
  surveyed: z.number(),
})
export type SatisfactionCell = z.infer<typeof SatisfactionCell>

const whole = (figure: Sql): Sql => sql`coalesce(${tenThousandths(figure)}, 0)`

/** All evaluations with their satisfaction rates, by everything that a page can show of them. */
export const satisfactionCube = {
  name: 'satisfaction-cube',
  row: SatisfactionCell,
  sql: () => sql`
    with rate as (
      select e.*, gap, target, actual, surveyed,
        row_number() over (partition by e.id order by s.ordinal) = 1 as is_first
      from v_evaluation e left join satisfaction s on s.evaluation = e.id)
    select ${projectCell}, unit, case when gap >= 0 then 'met' when ${isPraised} then 'praised'
        when gap <= -10 then 'wide' when gap < 0 then 'short' end as standing,
      (kind = 'selfEvaluation')::integer as own, ${whole(sql`gap`)} as gap, ${whole(sql`target`)} as target,
      ${whole(sql`actual`)} - ${whole(sql`target`)} - ${whole(sql`gap`)} as actual, count(*)::integer as n, (count(*) filter (where is_first))::integer as evaluations,
      count(surveyed)::integer as surveys, coalesce(sum(surveyed), 0)::double as surveyed
    from rate where ${isEachPlaceShown}
    group by all order by all ${atMost}`,
} satisfies Query<unknown, SatisfactionCell>
