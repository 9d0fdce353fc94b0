import { ruleTitles } from '#app/audit/titles.server.ts'
import { namedRules } from '#app/charts/findings.ts'
import type { View } from '#app/charts/view.ts'
import type { Here } from '#app/links.ts'
import { type Choice, choicesUnder } from '#app/queries/choices.ts'
import type { Decisions, WithDecisions } from '#app/queries/decisions.ts'
import { Filters, filtersOf, noFilters } from '#app/queries/filters.ts'
import type { Ask, Query } from '#app/warehouse/sql.ts'
import type { Language } from '#app/words.ts'
import { type Answer, answerOf, type Period, periodOf } from './answer.ts'
import { citations } from './citations.ts'
import { type Condition, conditionsOf } from './provenance.ts'

/** What a file is asked for: the parameters of its URL, the page's language and filters in them, and what people decided. */
export interface Asked {
  search: URLSearchParams
  here: Here
  decisions: Decisions
}

/** A view that can be had as a file, whatever its rows and parameters are. */
export interface Exported {
  name: string
  /** The view's rows, and what they are limited to; filters that say nothing about them are not among these. */
  answer(ask: Ask, asked: Asked): Promise<{ answer: Answer; conditions: readonly Condition[] }>
}

interface How<Params> {
  paramsOf: (filters: Filters, search: URLSearchParams, decisions: Decisions) => Params
  /** Fills in what the view chooses by itself where the URL leaves it open. */
  settled?: (filters: Filters, ask: Ask) => Promise<Filters>
  /** What the rows are limited to besides filters, such as one project. */
  limits?: (ask: Ask, asked: Asked) => Promise<readonly Condition[]>
}

const asTheyAre = async (filters: Filters) => filters
const unlimited = async () => []

/** A query and the view of its rows, as something that can be exported. */
export function exported<Params, Row extends object>(
  query: Query<Params, Row>,
  view: View<Row>,
  { paramsOf, settled = asTheyAre, limits = unlimited }: How<Params>,
): Exported {
  return {
    name: view.name,
    async answer(ask, asked) {
      const { search, here, decisions } = asked
      const filters = await settled(filtersOf(search).filters, ask)
      const statement = (some: Filters) => JSON.stringify(query.sql(paramsOf(some, search, decisions)))
      const labels = namedRules(await choicesUnder(ask, filters), ruleTitles, here.language)
      const conditions = [
        ...(await limits(ask, asked)),
        ...conditionsOf(effective(filters, statement), labels, here.language),
      ]
      const rows = await ask(query, paramsOf(filters, search, decisions))
      const answer = answerOf(view, rows, here)
      return {
        answer: {
          ...answer,
          period: answer.period ?? periodBehind(rows, conditions, labels, here.language),
          cited: await citations(view, rows, ask, here.language),
        },
        conditions: conditions.filter(({ values }) => values.length > 0),
      }
    },
  }
}

/** The years behind rows that do not say theirs: those asked for, else all that are loaded. */
function periodBehind(
  rows: readonly object[],
  conditions: readonly Condition[],
  choices: readonly Choice[],
  language: Language,
): Period | null {
  const asked = conditions.find(({ field }) => field === 'year')?.values ?? []
  if (asked.length > 0) return periodOf('asked', asked.map(Number), language)
  const loaded = rows.length === 0 ? [] : choices.filter(({ field }) => field === 'year')
  return periodOf(
    'loaded',
    loaded.map(({ value }) => Number(value)),
    language,
  )
}

/** The same for a query that takes filters alone. */
export const filtered = <Row extends object>(
  query: Query<Filters, Row>,
  view: View<Row>,
  settled: (filters: Filters, ask: Ask) => Promise<Filters> = asTheyAre,
) => exported(query, view, { settled, paramsOf: (filters) => filters })

/** The same for a query whose findings count by what people decided about them. */
export const decided = <Row extends object>(query: Query<Filters & WithDecisions, Row>, view: View<Row>) =>
  exported(query, view, { paramsOf: (filters, _search, decisions) => ({ ...filters, decisions }) })

/** The filters without those whose absence asks the same. */
function effective(filters: Filters, statement: (filters: Filters) => string): Filters {
  let some = filters
  for (const field of Filters.keyof().options) {
    const less = { ...some, [field]: noFilters[field] }
    if (statement(less) === statement(some)) some = less
  }
  return some
}
