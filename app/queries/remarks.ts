import { z } from 'zod'
import { RemarkKind, Standing } from '#app/domain/remarks.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { talliedBy } from '#app/warehouse/tallies.ts'
import { askedOf, type Filters, projectColumns, where } from './filters.ts'
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

/** What self-evaluations named and promised each year, by what became of it in the next. */
export const remarksByYear = {
  name: 'remarks-by-year',
  row: RemarksOfYear,
  sql: (filters: Filters) => sql`
    select year, remark_kind as kind, sum(repeated)::integer as repeated, sum(remains)::integer as remains,
      sum(gone)::integer as gone, sum(open)::integer as open, sum(n)::integer as remarks, sum(reports)::integer as reports
    from ${talliedBy('remark', ['year', 'remark_kind', ...askedOf(filters)])} ${where(filters, projectColumns)}
    group by year, remark_kind order by year, remark_kind desc`,
} satisfies Query<Filters, RemarksOfYear>

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

/** Remarks that a next report answers: said again word for word first, then in other words, then not again. */
export const followedRemarks = {
  name: 'followed-remarks',
  row: FollowedRemark,
  sql: (filters: Filters) => sql`
    select project_id as "projectId", project, unit, district_name as "districtName", year, kind, text, paragraph,
      standing, later_year as "laterYear", later_text as "laterText", spent::double as spent
    from v_remark ${where(filters, projectColumns, [sql`standing is not null`])}
    order by case standing when 'repeated' then 1 when 'remains' then 2 else 3 end, kind desc, year desc,
      spent desc nulls last, project_id, ordinal
    limit ${most}`,
} satisfies Query<Filters, FollowedRemark>
