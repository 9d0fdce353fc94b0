import { z } from 'zod'
import { type State, stateOf } from './database.server.ts'

const SavedView = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Its path and query, without a language. */
  url: z.string(),
  by: z.string(),
  at: z.string(),
  /** Whether the person who asks has pinned it. */
  pinned: z.number().transform(Boolean),
})
export type SavedView = z.infer<typeof SavedView>

/** All saved views, those that this person pinned first, then the newest. */
export const savedViews = (by: string | null, state = stateOf()): SavedView[] =>
  SavedView.array().parse(
    state
      .prepare(
        `select v.id, v.name, v.url, v.by, v.at, p.by is not null as pinned
          from saved_view v left join pin p on p.view = v.id and p.by = ? order by pinned desc, v.id desc`,
      )
      // A lone null would be taken for named values.
      .all(by ?? ''),
  )

/** A change to the saved views; `by` is whose pins it concerns, or who saves. */
export type ViewChange =
  | { intent: 'save'; name: string; url: string; by: string }
  | { intent: 'rename'; view: number; name: string }
  | { intent: 'delete'; view: number }
  | { intent: 'pin' | 'unpin'; view: number; by: string }

/** Makes one change; one to a view that is gone changes nothing. */
export function changeViews(change: ViewChange, state: State = stateOf(), now = new Date()) {
  const at = now.toISOString()
  const run = (text: string, ...values: readonly (string | number)[]) => state.prepare(text).run(...values)
  if (change.intent === 'save')
    run(
      'insert into saved_view (name, url, by, at) values (?, ?, ?, ?)',
      ...[change.name, change.url, change.by, at],
    )
  if (change.intent === 'rename') run('update saved_view set name = ? where id = ?', change.name, change.view)
  if (change.intent === 'delete') run('delete from saved_view where id = ?', change.view)
  if (change.intent === 'pin')
    run(
      'insert or ignore into pin (view, by, at) select id, ?, ? from saved_view where id = ?',
      ...[change.by, at, change.view],
    )
  if (change.intent === 'unpin') run('delete from pin where view = ? and by = ?', change.view, change.by)
}
