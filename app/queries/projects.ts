import { z } from 'zod'
import { Grade } from '#app/domain/evaluation.ts'
import { distinctIn, holds, reportRow } from '#app/warehouse/dialect.ts'
import { join, type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import {
  askedOf,
  Direction,
  type Filters,
  filtersOf,
  noFilters,
  projectColumns,
  readingOne,
  Whole,
  where,
} from './filters.ts'
import { ledgersSummed } from './ledger-years.ts'
import { latestYear, parts } from './overview.ts'
import { placed } from './shown-places.ts'

/**
 * Where a project's year stands: its self-evaluation came; it is due, as a ledger or another of its documents says;
 * or it reported the year before and nothing is known of this one, in which it may have ended.
 */
export const Reporting = z.enum(['due', 'reported', 'unseen'])
export type Reporting = z.infer<typeof Reporting>

export const Sort = z.enum([
  'reporting',
  'project',
  'unit',
  'district',
  'year',
  'planned',
  'spent',
  'executionRate',
  'total',
])
export type Sort = z.infer<typeof Sort>

/** What the list of projects is asked for; without a page it is the whole list, as files have it. */
export interface ProjectList {
  filters: Filters
  reporting: Reporting | null
  sort: Sort
  dir: 'asc' | 'desc'
  page: number | null
}

/** Reads a URL; what cannot be meant is left out and named. The list opens on what is not reported. */
export function projectListOf(search: URLSearchParams): { list: ProjectList; ignored: string[] } {
  const { filters, ignored } = filtersOf(search)
  const one = readingOne(search, ignored)
  const list = {
    filters,
    reporting: one('reporting', Reporting),
    sort: one('sort', Sort) ?? 'reporting',
    dir: one('dir', Direction) ?? 'asc',
    page: one('page', Whole) ?? 1,
  }
  return { list, ignored }
}

const Known = z.number().nullable()
const ProjectRow = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  department: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  reporting: Reporting,
  /** Why a report is looked for that is not there: a ledger books money, another document tells of the year, or one came the year before. */
  because: z.enum(['ledger', 'declared', 'before']).nullable(),
  /** The last year before that it reported; of what is not reported. */
  reportedBefore: Known,
  /** The report's; of what is due its ledger's. */
  planned: Known,
  spent: Known,
  executionRate: Known,
  total: Known,
  grade: Grade.nullable(),
})
export type ProjectRow = z.infer<typeof ProjectRow>

/** What is not reported though others reported the year; of a later one nothing can be due yet. */
const unreported = sql`(select * from unreported where year <= (${latestYear(noFilters)}))`

/** Whether something is looked for by what no sum tells. */
export const isSearch = ({ q, unit }: Filters) => q !== null || unit.length > 0

function inScope(filters: Filters, also: readonly Sql[] = []): Sql {
  const { q } = filters
  const words = sql`(${holds(sql`coalesce(project, '')`, q)} or ${holds(sql`coalesce(unit, '')`, q)})`
  return where(filters, [...projectColumns, 'unit'], [...also, ...(q === null ? [] : [words])])
}

const cameIn = (filters: Filters): Sql =>
  sql`from report ${inScope(filters, [sql`kind = 'selfEvaluation'`, sql`year is not null`])}`

const missingIn = (filters: Filters, also: readonly Sql[] = []): Sql =>
  sql`from ${unreported} ${inScope(filters, also)}`

const orders: Record<Sort, Sql> = {
  reporting: sql`turn`,
  project: sql`project`,
  unit: sql`unit`,
  district: sql`district`,
  year: sql`year`,
  planned: sql`planned`,
  spent: sql`spent`,
  executionRate: sql`execution_rate`,
  total: sql`total`,
}

const pageSize = 50
/** What a file may hold, and one more to tell that there is more. */
const most = 50_001

const own = sql`project_id, project, unit, department, district, district_name, year`

/** The projects' years that are not reported. */
const missing = ({ filters, reporting }: ProjectList): Sql => sql`
  select ${own}, case when due then 1 else 3 end as turn,
    case when not due then 'before' when booked is null and spent is null then 'declared' else 'ledger' end as because,
    reported_before, booked as planned, spent, cast(null as double) as execution_rate, cast(null as double) as total,
    cast(null as varchar) as grade, project_id as id
  ${missingIn(filters, reporting === null ? [] : [reporting === 'due' ? sql`due` : sql`not due`])}`

/** Those that are, no more of them than a page can show: they are found by few columns, of which alone all are read. */
function came(list: ProjectList): Sql {
  const { filters, sort, dir, page } = list
  const rows = cameIn(filters)
  // Where they are ordered by where they stand, all of them stand alike.
  const order = sort === 'reporting' ? ordered('year', 'desc') : ordered(sort, dir)
  const first = sql`where ${reportRow} in (
    select ${reportRow} ${rows} order by ${order} limit cast(${(page ?? 1) * pageSize} as integer))`
  return sql`
    select ${own}, 2 as turn, cast(null as varchar) as because, cast(null as integer) as reported_before, planned, spent,
      execution_rate, total, grade, id
    ${page === null ? rows : sql`from report ${first}`}`
}

const ordered = (sort: Sort, dir: 'asc' | 'desc'): Sql => sql`
  ${orders[sort]} ${dir === 'asc' ? sql`asc` : sql`desc`} nulls last,
  year desc, planned desc nulls last, district nulls last, id`

/** Projects' years in the order asked for; equal ones the newest first, then the most money, unknown values last. */
export const projects = {
  name: 'projects',
  row: ProjectRow,
  sql: (list: ProjectList) => {
    const { reporting, sort, dir, page } = list
    const parts = [
      ...(reporting === null || reporting === 'reported' ? [came(list)] : []),
      ...(reporting === 'reported' ? [] : [missing(list)]),
    ]
    return sql`
    select project_id as "projectId", project, unit, department, district_name as "districtName", year,
      case turn when 1 then 'due' when 2 then 'reported' else 'unseen' end as reporting,
      because, reported_before as "reportedBefore", planned::double as planned, spent::double as spent,
      execution_rate as "executionRate", total, grade
    from (${join(parts, ' union all ')}) listed order by ${ordered(sort, dir)}
    limit cast(${page === null ? most : pageSize} as integer)
    offset cast(${page === null ? 0 : (page - 1) * pageSize} as integer)`
  },
} satisfies Query<ProjectList, ProjectRow>

const ProjectCount = z.object({
  due: z.number(),
  unseen: z.number(),
  reported: z.number(),
  /** Pages of those that are listed. */
  pages: z.number(),
})
export type ProjectCount = z.infer<typeof ProjectCount>

/** Self-evaluations, counted from rows only where words or a unit are asked for. */
const countOf = (filters: Filters): Sql =>
  isSearch(filters)
    ? sql`select count(*) as reported ${cameIn(filters)}`
    : sql`select coalesce(sum(own), 0) as reported from ${talliedBy('checked', ['year', ...askedOf(filters)])}
        ${where(filters, projectColumns, [sql`year is not null`])}`

/** How many there are of each standing, whichever is listed. */
export const projectCount = {
  name: 'project-count',
  row: ProjectCount,
  sql: ({ filters, reporting }: Pick<ProjectList, 'filters' | 'reporting'>) => sql`
    with missing as (
      select count(*) filter (where due) as due, count(*) filter (where not due) as unseen ${missingIn(filters)}),
    came as (${countOf(filters)}),
    counted as (select due, unseen, reported from missing, came)
    select due::integer as due, unseen::integer as unseen, reported::integer as reported,
      ceil((${listedOf(reporting)})::double / cast(${pageSize} as double))::integer as pages
    from counted`,
} satisfies Query<Pick<ProjectList, 'filters' | 'reporting'>, ProjectCount>

const counted: Record<Reporting, Sql> = { due: sql`due`, unseen: sql`unseen`, reported: sql`reported` }
const listedOf = (reporting: Reporting | null): Sql =>
  reporting === null ? sql`due + unseen + reported` : counted[reporting]

const figures = {
  reported: z.number(),
  due: z.number(),
  /** Those that ledgers or documents other than self-evaluations tell of: what is due is known by them alone. */
  told: z.number(),
  /** Reported and due together, and the per cent of them that are reported; null where nothing tells what is due. */
  expected: Known,
  rate: Known,
  /** What ledgers book in of what is due, and of how many. */
  booked: Known,
  bookedN: z.number(),
  unseen: z.number(),
}
const ReportingByDistrict = z.object({
  district: z.string().nullable(),
  districtName: z.string().nullable(),
  ...figures,
})
export type ReportingByDistrict = z.infer<typeof ReportingByDistrict>

const ReportingByYear = z.object({ year: z.number(), ...figures })
export type ReportingByYear = z.infer<typeof ReportingByYear>

/** Projects' years by where they stand, summed by year and the place that stands for their district. */
const standing = (filters: Filters): Sql => sql`
  select year, district, min(district_name) as district_name,
    sum(alone_n) + ${distinctIn(sql`others`)} as reported, 0 as due, 0 as unseen, null as booked, 0 as booked_n, 0 as told
  from ${placed(parts(filters, ['year', 'district', 'district_name']), filters)} group by year, district
  union all
  select year, district, min(district_name), 0, count(*) filter (where due), count(*) filter (where not due),
    sum(booked) filter (where due), count(booked) filter (where due), 0
  from ${placed(sql`select * from ${unreported} ${where(filters, projectColumns)}`, filters)} group by year, district
  union all
  select year, district, min(district_name), 0, 0, 0, null, 0, sum(n)
  from ${placed(tellingOf(filters), filters)} where year <= (${latestYear(noFilters)}) group by year, district`

/** How many ledgers and documents other than self-evaluations there are, by year and district. */
const tellingOf = (filters: Filters): Sql => sql`
  select year, district, district_name, n::bigint as n from (${ledgersSummed(filters)}) ledgers
  union all
  select year, district, district_name, (n - own)::bigint
  from ${talliedBy('checked', ['year', 'district', 'district_name', ...askedOf(filters)])} ${where(filters, projectColumns)}`

const isTold = (figure: Sql): Sql => sql`case when sum(told) > 0 then ${figure} end`
const summed = sql`sum(reported)::integer as reported, sum(due)::integer as due, sum(told)::integer as told,
  ${isTold(sql`sum(reported + due)::integer`)} as expected,
  ${isTold(sql`(100.0 * sum(reported) / nullif(sum(reported + due), 0))::double`)} as rate,
  sum(booked)::double as booked, sum(booked_n)::integer as "bookedN", sum(unseen)::integer as unseen`

/** How many projects' years of each district are reported, in administrative order. */
export const reportingByDistrict = {
  name: 'reporting-by-district',
  row: ReportingByDistrict,
  sql: (filters: Filters) => sql`
    select district, min(district_name) as "districtName", ${summed}
    from (${standing(filters)}) standing group by district order by district nulls last`,
} satisfies Query<Filters, ReportingByDistrict>

/** The same for each year. */
export const reportingByYear = {
  name: 'reporting-by-year',
  row: ReportingByYear,
  sql: (filters: Filters) => sql`
    select year, ${summed} from (${standing(filters)}) standing group by year order by year`,
} satisfies Query<Filters, ReportingByYear>
