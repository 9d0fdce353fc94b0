import { z } from 'zod'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type Filters, filtersOf, projectColumns, where } from './filters.ts'

/** Which findings are listed, and in which language; without a page it is the whole list, as files have it. */
export interface FindingsAsked {
  filters: Filters
  severity: Severity | null
  language: 'zh' | 'en'
  page: number | null
}

const Page = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number)

/** Reads the URL of the findings' page; what cannot be meant is left out and named. */
export function findingsAskedOf(search: URLSearchParams): { asked: FindingsAsked; ignored: string[] } {
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
    severity: one('severity', Severity),
    language: search.get('lang') === 'en' ? ('en' as const) : ('zh' as const),
    page: one('page', Page) ?? 1,
  }
  return { asked, ignored }
}

const pageSize = 50
/** What a file may hold, and one more to tell that there is more. */
const most = 50_001

/** Findings in scope; words are searched for in the project, the unit and the sentence itself. */
function found(filters: Filters, severity: Severity | null = null): Sql {
  const { q } = filters
  const search = sql`(contains(lower(coalesce(project, '')), lower(${q}))
    or contains(lower(coalesce(unit, '')), lower(${q}))
    or contains(lower(message), lower(${q})) or contains(lower(message_en), lower(${q})))`
  const also = [...(q === null ? [] : [search]), ...(severity === null ? [] : [sql`severity = ${severity}`])]
  return sql`select * from v_finding ${where(filters, [...projectColumns, 'rule'], also)}`
}

const gravestFirst = sql`case severity when 'error' then 1 when 'warning' then 2 else 3 end`

const FindingRow = z.object({
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
})
export type FindingRow = z.infer<typeof FindingRow>

/** Findings, the gravest first, then the latest year, then the most money spent. */
export const findings = {
  name: 'findings',
  row: FindingRow,
  sql: ({ filters, severity, language, page }: FindingsAsked) => sql`
    with found as (${found(filters, severity)})
    select f.project_id as "projectId", f.project, f.unit, f.district_name as "districtName", f.year, e.kind,
      e.spent::double as spent, f.rule, f.severity,
      ${language === 'zh' ? sql`f.message` : sql`f.message_en`} as message,
      i.name as indicator, e.document, i.table_no as table, i.row_no as row
    from found f join v_evaluation e on e.id = f.evaluation
      left join indicator i on i.evaluation = f.evaluation and i.ordinal = f.ordinal
    order by ${gravestFirst}, f.year desc nulls last, e.spent desc nulls last, f.project, f.evaluation,
      f.ordinal nulls first, f.rule, f.message
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
  sql: (filters: Filters) => sql`
    with found as (${found(filters)}),
    checked as (select count(*)::integer as n from v_evaluation ${where(filters, projectColumns)})
    select (count(*) filter (where severity = 'error'))::integer as error,
      (count(*) filter (where severity = 'warning'))::integer as warning,
      (count(*) filter (where severity = 'notice'))::integer as notice, count(evaluation)::integer as findings,
      (count(distinct evaluation) filter (where severity = 'error'))::integer as "errorReports",
      (count(distinct evaluation) filter (where severity = 'warning'))::integer as "warningReports",
      (count(distinct evaluation) filter (where severity = 'notice'))::integer as "noticeReports",
      count(distinct evaluation)::integer as reports, any_value(c.n) as n,
      100.0 * count(distinct evaluation) / nullif(any_value(c.n), 0) as share
    from checked c left join found on true`,
} satisfies Query<Filters, FindingFigures>

const FindingsFound = z.object({ n: z.number(), pages: z.number() })
export type FindingsFound = z.infer<typeof FindingsFound>

/** How many findings the list has, and on how many pages. */
export const findingsFound = {
  name: 'findings-found',
  row: FindingsFound,
  sql: ({ filters, severity }: FindingsAsked) => sql`
    select count(*)::integer as n, ceil(count(*) / cast(${pageSize} as double))::integer as pages
    from (${found(filters, severity)})`,
} satisfies Query<FindingsAsked, FindingsFound>

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
  sql: (filters: Filters) => sql`
    select rule, (count(*) filter (where severity = 'error'))::integer as error,
      (count(*) filter (where severity = 'warning'))::integer as warning,
      (count(*) filter (where severity = 'notice'))::integer as notice, count(*)::integer as findings,
      count(distinct evaluation)::integer as reports
    from (${found(filters)}) group by rule order by error desc, warning desc, notice desc, rule`,
} satisfies Query<Filters, FindingsByRule>

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
  sql: (filters: Filters) => sql`
    with found as (${found(filters)}),
    checked as (
      select district, any_value(district_name) as name, count(*)::integer as n
      from v_evaluation ${where(filters, projectColumns)} group by district
    )
    select c.district, c.name as "districtName", s.severity, count(f.rule)::integer as findings,
      count(distinct f.evaluation)::integer as reports, c.n, 100.0 * count(distinct f.evaluation) / c.n as share
    from checked c cross join (values ('error', 1), ('warning', 2), ('notice', 3)) as s(severity, place)
      left join found f on f.severity = s.severity and f.district is not distinct from c.district
    group by c.district, c.name, c.n, s.severity, s.place
    order by c.district nulls last, s.place`,
} satisfies Query<Filters, FindingsByDistrict>
