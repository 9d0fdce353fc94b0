import { z } from 'zod'
import { FindingState } from '#app/domain/decision.ts'
import { Severity } from '#app/domain/finding.ts'
import { holds } from '#app/warehouse/dialect.ts'
import { type Sql, sql } from '#app/warehouse/sql.ts'
import { type Decisions, decidedFindings, noDecisions } from './decisions.ts'
import { type Filters, filtersOf, projectColumns, readingOne, Whole, where } from './filters.ts'
import { newSince } from './since.ts'

/** A state, or those in any state whose figures are others than those that were decided on. */
export const StateAsked = z.enum([...FindingState.options, 'changed'])
export type StateAsked = z.infer<typeof StateAsked>

/** Which findings are looked at: those in one state, or where none is named all that were not dismissed. */
export interface FindingsScope {
  filters: Filters
  state: StateAsked | null
  decisions: Decisions
  /** Only those that no generation up to this one had; null for all. */
  since: number | null
}

/** Which findings are listed, and in which language; without a page it is the whole list, as files have it. */
export interface FindingsAsked extends FindingsScope {
  severity: Severity | null
  language: 'zh' | 'en'
  page: number | null
}

/** Reads the URL of the findings' page; what cannot be meant is left out and named. */
export function findingsAskedOf(
  search: URLSearchParams,
  decisions: Decisions = noDecisions,
): { asked: FindingsAsked; ignored: string[] } {
  const { filters, ignored } = filtersOf(search)
  const one = readingOne(search, ignored)
  const asked = {
    filters,
    state: one('state', StateAsked),
    since: one('since', Whole),
    decisions,
    severity: one('severity', Severity),
    language: search.get('lang') === 'en' ? ('en' as const) : ('zh' as const),
    page: one('page', Whole) ?? 1,
  }
  return { asked, ignored }
}

/** Findings on a page of the list. */
export const pageSize = 50

const columns = [...projectColumns, 'unit', 'rule'] as const

/** Conditions that only the findings themselves tell: words, a unit, or what is new. */
export const isOfRows = ({ filters: { q, unit }, since }: FindingsScope) =>
  q !== null || unit.length > 0 || since !== null

/** Findings in any state, all of them or some; words are searched for in the project, the unit and the sentence itself. */
export function foundInAnyState(
  { filters, decisions, since }: Omit<FindingsScope, 'state'>,
  also: Sql[] = [],
  findings = decidedFindings(decisions),
): Sql {
  const { q } = filters
  const search = sql`(${holds(sql`coalesce(project, '')`, q)}
    or ${holds(sql`coalesce(unit, '')`, q)}
    or ${holds(sql`message`, q)} or ${holds(sql`message_en`, q)})`
  return sql`select * from (${findings})
    ${where(filters, columns, [
      ...also,
      ...(q === null ? [] : [search]),
      ...(since === null ? [] : [sql`id in (${newSince(since)})`]),
    ])}`
}

export function inState(state: StateAsked | null): Sql {
  if (state === null) return sql`state <> 'dismissed'`
  return state === 'changed' ? sql`changed` : sql`state = ${state}`
}

/** Findings in scope. */
export const found = (scope: FindingsScope, severity: Severity | null = null): Sql =>
  foundInAnyState(scope, [inState(scope.state), ...(severity === null ? [] : [sql`severity = ${severity}`])])
