import { z } from 'zod'
import { RemarkKind, Standing } from '#app/domain/remarks.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import { askedOf, type Filters, noFilters, projectColumns, where } from './filters.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const ProjectRemark = z.object({
  year: z.number().nullable(),
  /** True for what the chosen report says; false for what the one before it said. */
  chosen: z.boolean(),
  kind: RemarkKind,
  text: z.string(),
  /** Paragraph outside the tables, from 1. */
  paragraph: z.number().nullable(),
  /** What became of it in the next report; null where there is none, or it says nothing of problems. */
  standing: Standing.nullable(),
  laterYear: z.number().nullable(),
  laterText: z.string().nullable(),
})
export type ProjectRemark = z.infer<typeof ProjectRemark>

/** Problems and measures of the chosen report, and of the self-evaluation before it. */
export const projectRemarks = {
  name: 'project-remarks',
  row: ProjectRemark,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)},
    shown as (
      select id, year, true as chosen from chosen where id is not null
      union all
      select * from (
        select r.id, r.year, false from report r cross join chosen c
        where r.kind = 'selfEvaluation' and r.id <> c.id and r.year < c.year order by r.year desc limit 1))
    select s.year, s.chosen, r.kind, r.text, r.paragraph, r.standing, r.later_year as "laterYear",
      r.later_text as "laterText"
    from shown s join v_remark r on r.evaluation = s.id
    order by s.chosen desc, r.kind desc, r.ordinal`,
} satisfies Query<ReportAsked, ProjectRemark>

const RemarksOfYear = z.object({
  year: z.number(),
  kind: RemarkKind,
  repeated: z.number(),
  remains: z.number(),
  gone: z.number(),
  /** No next report, or one that says nothing of problems. */
  open: z.number(),
  remarks: z.number(),
  reports: z.number(),
})
export type RemarksOfYear = z.infer<typeof RemarksOfYear>

const ofYear = sql`
  year, remark_kind as kind, sum(repeated)::integer as repeated, sum(remains)::integer as remains,
  sum(gone)::integer as gone, sum(open)::integer as open, sum(n)::integer as remarks, sum(reports)::integer as reports`

/** What self-evaluations named and promised each year, by what became of it in the next. */
export const remarksByYear = {
  name: 'remarks-by-year',
  row: RemarksOfYear,
  sql: (filters: Filters) => sql`
    select ${ofYear}
    from ${talliedBy('remark', ['year', 'remark_kind', ...askedOf(filters)])} ${where(filters, projectColumns)}
    group by year, remark_kind order by year, remark_kind desc`,
} satisfies Query<Filters, RemarksOfYear>

const RemarksListed = RemarksOfYear.extend(listingShape)

/** The same by all that it can be chosen by: a report's remarks are in one row of each kind. */
export const remarkListing = {
  name: 'remark-listing',
  row: RemarksListed,
  sql: () => sql`
    select ${ofYear}, ${listingBy()}
    from ${talliedBy('remark', ['remark_kind', ...projectColumns])} where ${isListed}
    group by year, remark_kind, district, sector, department, programme
    order by year, remark_kind desc, district nulls last, sector nulls last, department nulls last,
      programme nulls last ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof RemarksListed>>

const FollowedRemark = z.object({
  projectId: z.string(),
  project: z.string().nullable(),
  unit: z.string().nullable(),
  districtName: z.string().nullable(),
  year: z.number(),
  kind: RemarkKind,
  text: z.string(),
  paragraph: z.number().nullable(),
  standing: Standing,
  laterYear: z.number(),
  laterText: z.string().nullable(),
  spent: z.number().nullable(),
})
export type FollowedRemark = z.infer<typeof FollowedRemark>

const most = 50_001

const followed = (filters: Filters, also: readonly Sql[] = [], further = sql``): Sql => sql`
  select project_id as "projectId", project, unit, district_name as "districtName", year, kind, text, paragraph,
    standing, later_year as "laterYear", later_text as "laterText", spent::double as spent${further}
  from v_remark ${where(filters, projectColumns, [sql`standing is not null`, ...also])}
  order by case standing when 'repeated' then 1 when 'remains' then 2 else 3 end, kind desc, year desc,
    spent desc nulls last, project_id, ordinal`

/** Remarks that a next report answers: said again word for word first, then in other words, then not again. */
export const followedRemarks = {
  name: 'followed-remarks',
  row: FollowedRemark,
  sql: (filters: Filters) => sql`${followed(filters)} limit ${most}`,
} satisfies Query<Filters, FollowedRemark>

const FollowedListed = FollowedRemark.extend(listingShape)

/** All of them. */
export const followedListing = {
  name: 'followed-listing',
  row: FollowedListed,
  sql: () => sql`${followed(noFilters, [isListed], sql`, ${listingBy()}`)} ${atMostListed}`,
} satisfies Query<unknown, z.infer<typeof FollowedListed>>
