import { z } from 'zod'
import { DecidedFinding, FindingState } from '#app/domain/decision.ts'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { chinaTime, holds } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { join, named, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { countedBy, countsIn, talliedBy } from '#app/warehouse/tallies.ts'
import { Choice } from './choices.ts'
import {
  changedBy,
  countedFindings,
  type Decisions,
  decidedFindings,
  decisionsIn,
  noDecisions,
  onlyDecided,
} from './decisions.ts'
import { askedByProvince, askedOf, type Filters, filtersOf, projectColumns, where } from './filters.ts'
import { placed } from './shown-places.ts'
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

/** A whole number from 1 on. */
const Whole = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number)

/** Reads the URL of the findings' page; what cannot be meant is left out and named. */
export function findingsAskedOf(
  search: URLSearchParams,
  decisions: Decisions = noDecisions,
): { asked: FindingsAsked; ignored: string[] } {
  const { filters, ignored } = filtersOf(search)
  const one = <Value>(name: string, shape: z.ZodType<Value, string>): Value | null => {
    const text = search.get(name)
    if (text === null || text === '') return null
    const read = shape.safeParse(text)
    if (read.success) return read.data
    ignored.push(`${name}=${text.slice(0, 40)}`)
    return null
  }
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

const pageSize = 50
/** What a file may hold, and one more to tell that there is more. */
const most = 50_001

const columns = [...projectColumns, 'unit', 'rule'] as const

/** Conditions that only the findings themselves tell: words, a unit, or what is new. */
export const isOfRows = ({ filters: { q, unit }, since }: FindingsScope) =>
  q !== null || unit.length > 0 || since !== null

/** Findings in any state, all of them or some; words are searched for in the project, the unit and the sentence itself. */
function foundInAnyState(
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

function inState(state: StateAsked | null): Sql {
  if (state === null) return sql`state <> 'dismissed'`
  return state === 'changed' ? sql`changed` : sql`state = ${state}`
}

/** Findings in scope. */
export const found = (scope: FindingsScope, severity: Severity | null = null): Sql =>
  foundInAnyState(scope, [inState(scope.state), ...(severity === null ? [] : [sql`severity = ${severity}`])])

/**
 * Findings that are not dismissed, counted by some columns at the least, with the reports that they are of: as the
 * audit left them, but for the reports that people decided about, which are counted anew.
 */
function counted(scope: FindingsScope, kind: 'found' | 'fault', by: readonly string[]): Sql {
  const { filters, decisions, state } = scope
  const asked = [...new Set([...by, ...askedOf(filters), ...(kind === 'fault' ? ['rule'] : [])])]
  const few = [...projectColumns, ...(kind === 'fault' ? (['rule'] as const) : [])]
  const within = where(filters, few)
  if (isOfRows(scope) || (state !== null && (state !== 'open' || decisions !== noDecisions)))
    return countedBy(kind, asked, sql`(${found(scope)})`)
  const tallied = sql`select * from ${talliedBy(kind, asked)} ${within}`
  if (decisions === noDecisions) return sql`(${tallied})`
  const names = (sign: string) =>
    join([...asked, ...countsIn(kind).map((count) => `${sign}${count}::bigint as ${count}`)].map(named), ', ')
  const ofChanged = (findings: Sql) =>
    countedBy(
      kind,
      asked,
      sql`(select * from (${findings}) where evaluation in (select evaluation from changed))`,
    )
  return sql`(
    with ${changedBy(decisions)}
    select ${names('')} from (${tallied})
    union all select ${names('-')} from ${ofChanged(sql`select * from report_finding`)} ${within}
    union all select ${names('')} from ${ofChanged(countedFindings(decisions))} ${within})`
}

/** By rules only where some are asked for: reports that have several count once. */
const countedOnce = (scope: FindingsScope, by: readonly string[]): Sql => {
  const { rule } = scope.filters
  if (rule.length > 1)
    return countedBy('found', [...new Set([...by, ...askedOf(scope.filters)])], sql`(${found(scope)})`)
  return counted(scope, rule.length === 0 ? 'found' : 'fault', by)
}

const severityCounts = sql`coalesce(sum(f.error), 0)::integer as error, coalesce(sum(f.warning), 0)::integer as warning,
  coalesce(sum(f.notice), 0)::integer as notice, coalesce(sum(f.n), 0)::integer as findings`

/** The reports that were checked, whatever rule or words are asked for, by some columns at the least. */
const checked = ({ filters }: FindingsScope, by: readonly string[]): Sql =>
  sql`select * from ${talliedBy('checked', [...by, ...askedOf(filters), ...(filters.unit.length > 0 ? ['unit'] : [])])}
    ${where(filters, [...projectColumns, 'unit'])}`

const gravestFirst = sql`case severity when 'error' then 1 when 'warning' then 2 else 3 end`

const FindingRow = z.object({
  id: z.string(),
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number().nullable(),
  kind: EvaluationKind,
  spent: z.number().nullable(),
  rule: z.string(),
  severity: Severity,
  message: z.string(),
  /** The indicator it speaks of, and where its row stands; null where it speaks of the whole report. */
  indicator: z.string().nullable(),
  document: z.string(),
  table: z.number().nullable(),
  row: z.number().nullable(),
  figures: z.string(),
  state: FindingState,
  /** The newest note on it, whose it is, and when it was written, by the clocks of China; null where there is none. */
  note: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string().nullable(),
  /** Whether its figures are others than those that were decided on. */
  changedSince: z.literal('yes').nullable(),
})
export type FindingRow = z.infer<typeof FindingRow>

/** Findings in scope, or as many of them as the first page may show, where those are kept. */
function listed(scope: FindingsScope, severity: Severity | null, page: number | null): Sql {
  const { filters, decisions, state } = scope
  const isFirst =
    page === 1 &&
    !isOfRows(scope) &&
    filters.rule.length === 0 &&
    (state === null || state === 'open') &&
    pageSize + decisionsIn(decisions) <= firstList('found').most
  const kept = isFirst ? firstOf('found', askedByProvince(filters)) : null
  if (kept === null) return found(scope, severity)
  const also = [inState(state), ...(severity === null ? [] : [sql`severity = ${severity}`])]
  return foundInAnyState(scope, also, decidedFindings(decisions, kept))
}

/** Findings, the gravest first, then the latest year, then the most money spent. */
export const findings = {
  name: 'findings',
  row: FindingRow,
  sql: ({ severity, language, page, ...scope }: FindingsAsked) => sql`
    select id, project_id as "projectId", project, unit, district_name as "districtName", year, kind,
      spent::double as spent, rule, severity, ${language === 'zh' ? sql`message` : sql`message_en`} as message,
      indicator, document, table_no as table, row_no as row, figures, state, note, f.by, ${chinaTime(sql`f.at`)} as at,
      case when changed then 'yes' end as "changedSince"
    from (${listed(scope, severity, page)}) f
    order by ${gravestFirst}, year desc nulls last, f.spent desc nulls last, project, evaluation,
      ordinal nulls first, rule, f.message
    limit cast(${page === null ? most : pageSize} as integer)
    offset cast(${page === null ? 0 : (page - 1) * pageSize} as integer)`,
} satisfies Query<FindingsAsked, FindingRow>

const FindingFigures = z.object({
  error: z.number(),
  warning: z.number(),
  notice: z.number(),
  findings: z.number(),
  errorReports: z.number(),
  warningReports: z.number(),
  noticeReports: z.number(),
  /** Reports with any finding in scope. */
  reports: z.number(),
  /** Reports that were checked, whatever rule or words are asked for. */
  n: z.number(),
  /** Reports with a finding ÷ reports checked, per cent; null where none was checked. */
  share: z.number().nullable(),
})
export type FindingFigures = z.infer<typeof FindingFigures>

/** How many findings of each severity there are, and how many of the checked reports they concern. */
export const findingFigures = {
  name: 'finding-figures',
  row: FindingFigures,
  sql: (scope: FindingsScope) => sql`
    with checked as (select coalesce(sum(n), 0)::integer as n from (${checked(scope, [])}))
    select ${severityCounts}, ${join(
      Severity.options.map((severity) =>
        named(`coalesce(sum(${severity}_reports), 0)::integer as "${severity}Reports"`),
      ),
      ', ',
    )}, coalesce(sum(reports), 0)::integer as reports, any_value(c.n) as n,
      (100.0 * coalesce(sum(reports), 0) / nullif(any_value(c.n), 0))::double as share
    from checked c left join ${countedOnce(scope, [])} f on true`,
} satisfies Query<FindingsScope, FindingFigures>

const FindingTallies = z.object({
  error: z.number(),
  warning: z.number(),
  notice: z.number(),
  /** All severities of the state that is shown. */
  severities: z.number(),
  open: z.number(),
  explained: z.number(),
  confirmed: z.number(),
  dismissed: z.number(),
  changed: z.number(),
  /** All states but dismissed, of the severity that is shown. */
  states: z.number(),
  /** Pages of the list in the state and severity shown. */
  pages: z.number(),
})
export type FindingTallies = z.infer<typeof FindingTallies>

const summed = (which: Sql): Sql => sql`coalesce(sum(n) filter (where ${which}), 0)::integer`

/** Findings counted by severity and state: all are open but those that someone decided about. */
function byState(scope: FindingsScope): Sql {
  const { filters, decisions } = scope
  const cells = (findings: Sql) =>
    sql`select severity, state, changed, count(*)::bigint as n from (${findings}) group by severity, state, changed`
  if (isOfRows(scope)) return cells(foundInAnyState(scope))
  const kind = filters.rule.length === 0 ? 'found' : 'fault'
  const asked = [...askedOf(filters), ...(kind === 'fault' ? ['rule'] : [])]
  const all = sql`select * from ${talliedBy(kind, asked)} ${where(filters, [...projectColumns, 'rule'])}`
  const open = join(
    Severity.options.map(
      (
        severity,
      ) => sql`select ${severity} as severity, 'open' as state, false as changed, sum(${named(severity)})::bigint as n
        from (${all})`,
    ),
    ' union all ',
  )
  if (decisions === noDecisions) return open
  const decided = cells(foundInAnyState(scope, [], onlyDecided(decisions)))
  return sql`
    with decided as (${decided})
    ${open}
    union all select severity, 'open', false, -n from decided
    union all select severity, state, changed, n from decided`
}

/** How long the list is for each severity in the state that is shown, and for each state in the severity shown. */
export const findingTallies = {
  name: 'finding-tallies',
  row: FindingTallies,
  sql: ({ severity, ...scope }: FindingsAsked) => sql`
    select ${join(
      Severity.options.map((one) => sql`${summed(sql`shown and severity = ${one}`)} as ${named(one)}`),
      ', ',
    )}, ${summed(sql`shown`)} as severities,
      ${join(
        FindingState.options.map((one) => sql`${summed(sql`grave and state = ${one}`)} as ${named(one)}`),
        ', ',
      )}, ${summed(sql`grave and changed`)} as changed, ${summed(sql`grave and state <> 'dismissed'`)} as states,
      ceil(coalesce(sum(n) filter (where shown and grave), 0) / cast(${pageSize} as double))::integer as pages
    from (
      select *, (${inState(scope.state)}) as shown, ${severity === null ? sql`true` : sql`severity = ${severity}`} as grave
      from (${byState(scope)})
    )`,
} satisfies Query<FindingsAsked, FindingTallies>

const FindingsByRule = z.object({
  rule: z.string(),
  error: z.number(),
  warning: z.number(),
  notice: z.number(),
  findings: z.number(),
  reports: z.number(),
})
export type FindingsByRule = z.infer<typeof FindingsByRule>

/** Findings of each rule by severity: rules with the most errors first, then with the most warnings. */
export const findingsByRule = {
  name: 'findings-by-rule',
  row: FindingsByRule,
  sql: (scope: FindingsScope) => sql`
    select * from (
      select rule, ${severityCounts}, sum(f.reports)::integer as reports
      from ${counted(scope, 'fault', [])} f group by rule having sum(f.n) > 0)
    order by error desc, warning desc, notice desc, rule`,
} satisfies Query<FindingsScope, FindingsByRule>

const FindingsByDistrict = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  severity: Severity,
  findings: z.number(),
  /** Reports with such a finding, of the n that were checked, and their share in per cent. */
  reports: z.number(),
  n: z.number(),
  share: z.number(),
})
export type FindingsByDistrict = z.infer<typeof FindingsByDistrict>

/** For each district and severity the share of its reports with such a finding, in administrative order. */
export const findingsByDistrict = {
  name: 'findings-by-district',
  row: FindingsByDistrict,
  sql: (scope: FindingsScope) => {
    const place = ['district', 'district_name']
    const bySeverity = (of: string) =>
      join(
        Severity.options.map(
          (severity) => sql`when ${severity} then coalesce(${named(`f.${severity}${of}`)}, 0)`,
        ),
        ' ',
      )
    return sql`
    with found as (
      select district, ${join(
        Severity.options.map((one) => named(`sum(${one}) as ${one}, sum(${one}_reports) as ${one}_reports`)),
        ', ',
      )}
      from ${placed(sql`select * from ${countedOnce(scope, place)}`, scope.filters)} group by district),
    checked as (
      select district, any_value(district_name) as name, sum(n)::integer as n
      from ${placed(checked(scope, place), scope.filters)} group by district),
    told as (
      select c.district as district, c.name as name, c.n as n, s.severity as severity, s.place as place, (case s.severity ${bySeverity('')} end)::integer as findings,
        (case s.severity ${bySeverity('_reports')} end)::integer as reports
      from checked c left join found f on f.district is not distinct from c.district
        cross join (values ('error', 1), ('warning', 2), ('notice', 3)) as s(severity, place))
    select district, name as "districtName", severity, findings, reports, n, (100.0 * reports / n)::double as share
    from told order by district nulls last, place`
  },
} satisfies Query<FindingsScope, FindingsByDistrict>

/** The most units that can be chosen from a list; further ones are found by their names. */
const unitsListed = 200

/** Units whose reports are in scope by the other filters, with how many of those have findings; the most first. */
export const findingUnits = {
  name: 'finding-units',
  row: Choice,
  sql: ({ filters, ...scope }: FindingsScope) => sql`
    select 'unit' as field, unit as value, unit as label, count(distinct evaluation)::integer as n,
      null as "inAll"
    from (${found({ ...scope, filters: { ...filters, unit: [] } })}) where unit is not null
    group by unit order by n desc, unit limit cast(${unitsListed} as integer)`,
} satisfies Query<FindingsScope, Choice>

/** One finding as a decision on it is written down; no row where the generation has it not. */
export const findingById = {
  name: 'finding-by-id',
  row: DecidedFinding,
  sql: (id: string) => sql`
    select f.id as finding, f.project_id as project, f.year, e.kind, f.rule, f.message, f.message_en as "messageEn",
      f.figures
    from v_finding f join v_evaluation e on e.id = f.evaluation where f.id = ${id}`,
} satisfies Query<string, DecidedFinding>
