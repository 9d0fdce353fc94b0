import { z } from 'zod'
import { Evidence, Severity } from '#app/domain/finding.ts'
import { type Query, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const ProjectFinding = z.object({
  id: z.string(),
  /** Stands for the figures it rests on. */
  figures: z.string(),
  /** The indicator it speaks of; null where it speaks of the whole report. */
  ordinal: z.number().nullable(),
  rule: z.string(),
  severity: Severity,
  message: z.string(),
  messageEn: z.string(),
  evidence: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(Evidence)),
})
export type ProjectFinding = z.infer<typeof ProjectFinding>

/** What the audit found in one report, in the order of its indicators, the gravest first. */
export const projectFindings = {
  name: 'project-findings',
  row: ProjectFinding,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select id, figures, ordinal, rule, severity, message, message_en as "messageEn", evidence
    from v_finding where evaluation = (select id from chosen)
    order by ordinal nulls first, case severity when 'error' then 1 when 'warning' then 2 else 3 end, rule, message`,
} satisfies Query<ReportAsked, ProjectFinding>
