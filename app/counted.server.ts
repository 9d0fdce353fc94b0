import { tableFromIPC } from '@uwdata/flechette'
import { type Cells, cubeBytes } from './cube/bytes.server.ts'
import type { Answering } from './cube/held.ts'
import { cubeQuestions, listQuestions } from './cube-questions.server.ts'
import { type Filters, noFilters } from './queries/filters.ts'
import { mostListed } from './queries/listing.ts'
import { mostCells } from './queries/project-cells.ts'
import { decisionsStanding } from './state/decisions.server.ts'
import type { Visitor } from './visitor.server.ts'

type Page<Cube, Answer> = Pick<Answering<Cube, Answer>, 'source' | 'answered' | 'answerOf' | 'lists'>

/**
 * What a page shows under filters. Of a small portfolio, which browsers are sent whole, it is counted here as they count it,
 * to the last digit, from sums and lists that are asked for once a generation and scope: a statement takes the engine
 * fifty times as long, however few its rows are. What is not in them, and all of a larger portfolio, is asked.
 */
export async function countedOrAsked<Cube, Answer, Asking extends Record<string, () => Promise<unknown>>>(
  visitor: Pick<Visitor, 'ask' | 'generation'>,
  page: Page<Cube, Answer>,
  filters: Filters,
  asking: Asking,
): Promise<{ [Name in keyof Asking]: Awaited<ReturnType<Asking[Name]>> }> {
  const known = await counted(visitor, page, filters)
  const shown = Object.entries(asking).map(
    async ([name, ask]): Promise<[string, unknown]> => [
      name,
      name in known ? Reflect.get(known, name) : await ask(),
    ],
  )
  return Object.fromEntries(await Promise.all(shown)) as {
    [Name in keyof Asking]: Awaited<ReturnType<Asking[Name]>>
  }
}

async function counted<Cube, Answer>(
  { ask, generation }: Pick<Visitor, 'ask' | 'generation'>,
  { source, answered, answerOf, lists }: Page<Cube, Answer>,
  filters: Filters,
): Promise<object> {
  const { rows } = await generation()
  if ((rows.evaluation ?? 0) > mostCounted || !asksOnly(answered, filters)) return {}
  const decided = { decisions: decisionsStanding() }
  const [cells = [], ...listed] = await Promise.all([
    ask(cubeQuestions[source.name], decided),
    ...lists.map(({ name }) => ask(listQuestions[name], decided)),
  ])
  if (cells.length === 0 || cells.length > mostCells) return {}
  // From here on nobody else counts in between.
  const cube = source.readFrom(cells, () => tableOf(cells))
  const answer = answerOf(cube, filters)
  if (answer === null) return {}
  const rowsOfLists = lists.map(({ name, rowsFrom }, place) => {
    const sent = listed[place] ?? []
    const isWhole = sent.length <= mostListed && (sent.length > 0 || name !== neverEmpty)
    return isWhole ? rowsFrom(sent, () => tableOf(sent), filters, answer, cube) : {}
  })
  return Object.assign({}, answer, ...rowsOfLists)
}

/** Reports whose sums and lists, a page's and the next one's, are kept among the answers without driving them out. */
const mostCounted = 3_000

/** Names the projects whose costs the sums hold; of other lists nothing may stand in them. */
const neverEmpty = 'cost-change-projects'

const tableOf = (cells: Cells) => tableFromIPC(cubeBytes(cells))

/** Whether nothing is chosen beyond these. */
const asksOnly = (names: readonly (keyof Filters)[], filters: Filters) =>
  Object.entries(noFilters).every(
    ([name, none]) =>
      names.some((one) => one === name) ||
      JSON.stringify(Reflect.get(filters, name)) === JSON.stringify(none),
  )
