import { z } from 'zod'
import { DecidedFinding, FindingState } from '#app/domain/decision.ts'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { chinaTime, holds } from '#app/warehouse/dialect.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { Choice } from './choices.ts'
import { type Decisions, decidedFindings, noDecisions } from './decisions.ts'
import { type Filters, filtersOf, projectColumns, where } from './filters.ts'
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

/** Findings in any state; words are searched for in the project, the unit and the sentence itself. */
function foundInAnyState({ filters, decisions, since }: Omit<FindingsScope, 'state'>, also: Sql[] = []): Sql {
  const { q } = filters
  const search = sql`(${holds(sql`coalesce(project, '')`, q)}
    or ${holds(sql`coalesce(unit, '')`, q)}
    or ${holds(sql`message`, q)} or ${holds(sql`message_en`, q)})`
  return sql`select * from (${decidedFindings(decisions)})
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

/** Findings, the gravest first, then the latest year, then the most money spent. */
export const findings = {
  name: 'findings',
  row: FindingRow,
  sql: ({ severity, language, page, ...scope }: FindingsAsked) => sql`
    select id, project_id as "projectId", project, unit, district_name as "districtName", year, kind,
      spent::double as spent, rule, severity, ${language === 'zh' ? sql`message` : sql`message_en`} as message,
      indicator, document, table_no as table, row_no as row, figures, state, note, f.by, ${chinaTime(sql`f.at`)} as at,
      case when changed then 'yes' end as "changedSince"
    from (${found(scope, severity)}) f
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
    with found as (${found(scope)}),
    checked as (select count(*)::integer as n from v_evaluation ${where(scope.filters, [...projectColumns, 'unit'])})
    select (count(*) filter (where severity = 'error'))::integer as error,
      (count(*) filter (where severity = 'warning'))::integer as warning,
      (count(*) filter (where severity = 'notice'))::integer as notice, count(evaluation)::integer as findings,
      (count(distinct evaluation) filter (where severity = 'error'))::integer as "errorReports",
      (count(distinct evaluation) filter (where severity = 'warning'))::integer as "warningReports",
      (count(distinct evaluation) filter (where severity = 'notice'))::integer as "noticeReports",
      count(distinct evaluation)::integer as reports, any_value(c.n) as n,
      100.0 * count(distinct evaluation) / nullif(any_value(c.n), 0) as share
    from checked c left join found on true`,
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

/** How long the list is for each severity in the state that is shown, and for each state in the severity shown. */
export const findingTallies = {
  name: 'finding-tallies',
  row: FindingTallies,
  sql: ({ severity, ...scope }: FindingsAsked) => sql`
    select (count(*) filter (where shown and severity = 'error'))::integer as error,
      (count(*) filter (where shown and severity = 'warning'))::integer as warning,
      (count(*) filter (where shown and severity = 'notice'))::integer as notice,
      (count(*) filter (where shown))::integer as severities,
      (count(*) filter (where grave and state = 'open'))::integer as open,
      (count(*) filter (where grave and state = 'explained'))::integer as explained,
      (count(*) filter (where grave and state = 'confirmed'))::integer as confirmed,
      (count(*) filter (where grave and state = 'dismissed'))::integer as dismissed,
      (count(*) filter (where grave and changed))::integer as changed,
      (count(*) filter (where grave and state <> 'dismissed'))::integer as states,
      ceil(count(*) filter (where shown and grave) / cast(${pageSize} as double))::integer as pages
    from (
      select *, (${inState(scope.state)}) as shown, ${severity === null ? sql`true` : sql`severity = ${severity}`} as grave
      from (${foundInAnyState(scope)})
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
    select rule, (count(*) filter (where severity = 'error'))::integer as error,
      (count(*) filter (where severity = 'warning'))::integer as warning,
      (count(*) filter (where severity = 'notice'))::integer as notice, count(*)::integer as findings,
      count(distinct evaluation)::integer as reports
    from (${found(scope)}) group by rule order by error desc, warning desc, notice desc, rule`,
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
  sql: (scope: FindingsScope) => sql`
    with found as (select * from ${placed(found(scope), scope.filters)}),
    checked as (
      select district, any_value(district_name) as name, count(*)::integer as n
      from ${placed(sql`select * from v_evaluation ${where(scope.filters, [...projectColumns, 'unit'])}`, scope.filters)}
      group by district
    )
    select c.district, c.name as "districtName", s.severity, count(f.rule)::integer as findings,
      count(distinct f.evaluation)::integer as reports, c.n, 100.0 * count(distinct f.evaluation) / c.n as share
    from checked c cross join (values ('error', 1), ('warning', 2), ('notice', 3)) as s(severity, place)
      left join found f on f.severity = s.severity and f.district is not distinct from c.district
    group by c.district, c.name, c.n, s.severity, s.place
    order by c.district nulls last, s.place`,
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
