import { z } from 'zod'
import { type State, stateOf } from './database.server.ts'

const minute = 60_000
const windowMs = 15 * minute
const allowed = { name: 10, address: 50 }
const longestMs = 15 * minute

/** What failed sign-ins are counted by: the name that was tried, and where from. */
export interface Tried {
  name: string
  address: string
}

const Attempt = z.object({ failures: z.number(), first: z.number(), until: z.number() })

const keysOf = ({ name, address }: Tried) => [
  { key: `name ${name.toLowerCase()}`, limit: allowed.name },
  { key: `address ${address}`, limit: allowed.address },
]

const attemptOf = (key: string, state: State) =>
  Attempt.array().parse(
    state.prepare('select failures, first, until from attempt where key = ?').all(key),
  )[0] ?? null

/**
 * For how many milliseconds nobody may try again; 0 where they may. Nobody is kept out for good by another, nor by a
 * clock that was wrong: a wait longer than there is was counted by another clock.
 */
export function waitFor(tried: Tried, state: State = stateOf(), now = Date.now()): number {
  const waits = keysOf(tried).map(({ key }) => (attemptOf(key, state)?.until ?? 0) - now)
  return Math.max(0, ...waits.filter((wait) => wait <= longestMs))
}

/** Counts a failure: past the limit each one doubles the wait, from one minute to fifteen. */
export function countFailure(tried: Tried, state: State = stateOf(), now = Date.now()) {
  state.prepare('delete from attempt where first < ? and until < ?').run(now - windowMs, now)
  for (const { key, limit } of keysOf(tried)) {
    const known = attemptOf(key, state)
    const failures = (known?.failures ?? 0) + 1
    const over = failures - limit
    const until = over < 0 ? 0 : now + Math.min(longestMs, minute * 2 ** over)
    state
      .prepare('insert or replace into attempt (key, failures, first, until) values (?, ?, ?, ?)')
      .run(key, failures, known?.first ?? now, until)
  }
}

/** What was counted and was no failure. */
function takeBack(tried: Tried, state: State) {
  for (const { key, limit } of keysOf(tried))
    state
      .prepare(
        'update attempt set failures = failures - 1, until = iif(failures <= ?, 0, until) where key = ?',
      )
      .run(limit, key)
}

/** A sign-in that succeeded clears what its name had. */
const clearName = ({ name }: Tried, state: State) =>
  state.prepare('delete from attempt where key = ?').run(`name ${name.toLowerCase()}`)

/**
 * What checking a password comes to, null where it is wrong. It counts as a failure until it is known to be none: of
 * many that are tried at once no more are checked than one after another.
 */
export async function attempted<Found>(
  tried: Tried,
  check: () => Promise<Found | null>,
  state: State = stateOf(),
): Promise<Found | null> {
  countFailure(tried, state)
  try {
    const found = await check()
    if (found === null) return null
    takeBack(tried, state)
    clearName(tried, state)
    return found
  } catch (error) {
    takeBack(tried, state)
    throw error
  }
}
