import { z } from 'zod'
import { Level1 } from '#app/domain/indicator.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { finished } from '#app/warehouse/tallies.ts'
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
    select ${projectCell}, level,
      case when met then 'met' when not met then 'missed'
        when target_kind = 'empty' or actual_kind = 'empty' then 'incomplete'
        when target_kind <> 'empty' and actual_kind <> 'empty' and 'qualitative' in (target_kind, actual_kind) then 'qualitative'
        when not list_has_any(['empty', 'qualitative'], [target_kind, actual_kind]) then 'unlike' end as outcome,
      coalesce(round(completion, 2), 0) as completion, (completion is not null)::integer as completed, count(*)::integer as n
    from v_indicator where ${finished} and ${isEachPlaceShown}
    group by all order by all ${atMost}`,
} satisfies Query<unknown, TargetCell>
