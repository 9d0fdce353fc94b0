import { z } from 'zod'
import { Level1 } from '#app/domain/indicator.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { finished, hundredths } from '#app/warehouse/tallies.ts'
import { atMost, isEachPlaceShown, ProjectCell, projectCell } from './project-cells.ts'

const TargetCell = ProjectCell.extend({
  level: Level1.nullable(),
  /** Whether targets were met, else why that cannot be told; null where nothing tells. */
  outcome: z.enum(['met', 'missed', 'incomplete', 'qualitative', 'unlike']).nullable(),
  /** Per cent, to the hundredth; counts where `completed` is 1. */
  completion: z.number(),
  completed: z.number(),
  /** Indicators that are alike in all of this. */
  n: z.number(),
})
export type TargetCell = z.infer<typeof TargetCell>

/** All indicators that have an outcome, by everything that a page can show of them. */
export const targetsCube = {
  name: 'targets-cube',
  row: TargetCell,
  sql: () => sql`
    select ${projectCell}, level, case when met then 'met' when not met then 'missed' else standing end as outcome,
      coalesce(${hundredths}, 0) as completion, (completion is not null)::integer as completed, count(*)::integer as n
    from report_outcome where ${finished} and ${isEachPlaceShown}
    group by all order by all ${atMost}`,
} satisfies Query<unknown, TargetCell>
