import { z } from 'zod'
import { FindingState } from '#app/domain/decision.ts'
import { Severity } from '#app/domain/finding.ts'
import { join, named, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { countedBy, countsIn, talliedBy } from '#app/warehouse/tallies.ts'
import { changedBy, countedFindings, noDecisions, onlyDecided } from './decisions.ts'
import { askedOf, projectColumns, where } from './filters.ts'
import {
  type FindingsAsked,
  type FindingsScope,
  found,
  foundInAnyState,
  inState,
  isOfRows,
  pageSize,
} from './findings-asked.ts'
import { atMost, isEachPlaceShown, ProjectCell, projectCell } from './project-cells.ts'
import { placed } from './shown-places.ts'

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

const CheckedCell = ProjectCell.extend({
  n: z.number(),
  /** How many of them are self-evaluations. */
  own: z.number(),
})
export type CheckedCell = z.infer<typeof CheckedCell>

/** The same by all that they can be chosen by. */
export const checkedCube = {
  name: 'checked-cube',
  row: CheckedCell,
  sql: () => sql`
    select ${projectCell}, count(*)::integer as n, (count(*) filter (where kind = 'selfEvaluation'))::integer as own
    from report where ${isEachPlaceShown} group by all order by all ${atMost}`,
} satisfies Query<unknown, CheckedCell>

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
