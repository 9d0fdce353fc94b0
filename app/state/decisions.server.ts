import { z } from 'zod'
import { type DecidedFinding, Decision, type FindingState } from '#app/domain/decision.ts'
import { type State, stateOf } from './database.server.ts'

/** What someone decides about a finding that they have before them. */
export interface Deciding extends DecidedFinding {
  state: FindingState
  note: string
  by: string
  /** The newest entry of its history that they have read; null for none. */
  seen: number | null
}

const columns = `id, finding, project, year, kind, rule, message, message_en as messageEn, figures,
  before as "from", state, note, by, at, previous, seen`

const rowsOf = (state: State, where: string, ...values: readonly (string | number | null)[]) =>
  Decision.array().parse(state.prepare(`select ${columns} from decision ${where}`).all(...values))

/** Adds to a finding's history; the same form sent twice is written once. */
export function decide(deciding: Deciding, state = stateOf(), now = new Date()): Decision {
  const write = state.transaction((): Decision | undefined => {
    const [head] = rowsOf(state, 'where finding = ? order by id desc limit 1', deciding.finding)
    if (head !== undefined && isSame(head, deciding)) return head
    const { finding, project, year, kind, rule, message, messageEn, figures, note, by, seen } = deciding
    const { lastInsertRowid } = state
      .prepare(
        `insert into decision (finding, project, year, kind, rule, message, message_en, figures, before, state,
          note, by, at, previous, seen) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[finding, project, year, kind, rule, message, messageEn, figures],
        ...[head?.state ?? 'open', deciding.state, note, by, now.toISOString(), head?.id ?? null, seen],
      )
    return decisionNumbered(Number(lastInsertRowid), state) ?? undefined
  })
  const written = write.immediate()
  if (written === undefined) throw new Error('a decision was not written')
  return written
}

const isSame = (head: Decision, { state, note, by, seen }: Deciding) =>
  head.state === state && head.note === note && head.by === by && head.seen === seen

/** One entry; null where there is none of that number. */
const decisionNumbered = (id: number, state = stateOf()): Decision | null =>
  rowsOf(state, 'where id = ?', id)[0] ?? null

/** The entry that a URL says was written just now, and the one that its writer had not read; null for none. */
export function savedDecision(search: URLSearchParams, state = stateOf()) {
  const id = Number(search.get('saved'))
  const saved = Number.isSafeInteger(id) && id > 0 ? decisionNumbered(id, state) : null
  const before = saved?.previous ?? null
  const unread = before === null || before === saved?.seen ? null : before
  return { saved, meanwhile: unread === null ? null : decisionNumbered(unread, state) }
}

/** The histories of findings, each from its first entry on; a finding nobody has decided on has none. */
export function historiesOf(findings: readonly string[], state = stateOf()): Record<string, Decision[]> {
  const histories: Record<string, Decision[]> = {}
  const ids = JSON.stringify(findings)
  for (const entry of rowsOf(state, 'where finding in (select value from json_each(?)) order by id', ids)) {
    histories[entry.finding] ??= []
    histories[entry.finding]?.push(entry)
  }
  return histories
}

/** The newest entry of every finding of one report that was ever decided on, whether it is still found or not. */
export const decisionsOnReport = (
  { project, year, kind }: Pick<Decision, 'project' | 'year' | 'kind'>,
  state = stateOf(),
) =>
  rowsOf(
    state,
    `where id in (select max(id) from decision where project = ? and year is ? and kind = ? group by finding)
      order by id`,
    project,
    year,
    kind,
  )

const Newest = z.tuple([z.object({ id: z.number().nullable() })])
const standing = new WeakMap<State, { newest: number | null; json: string }>()

/** The newest entry of every finding as JSON, for questions to the warehouse; read again only when one was added. */
export function decisionsStanding(state = stateOf()): string {
  const [{ id: newest }] = Newest.parse(state.prepare('select max(id) as id from decision').all())
  const known = standing.get(state)
  if (known !== undefined && known.newest === newest) return known.json
  const rows = rowsOf(state, 'where id in (select max(id) from decision group by finding) order by finding')
  const json = JSON.stringify(
    rows.map(({ finding, state, note, by, at, figures }) => ({ finding, state, note, by, at, figures })),
  )
  standing.set(state, { newest, json })
  return json
}
