import { z } from 'zod'
import { DecidedFinding, FindingState } from '#app/domain/decision.ts'
import { EvaluationKind } from '#app/domain/evaluation.ts'
import { Severity } from '#app/domain/finding.ts'
import { chinaTime } from '#app/warehouse/dialect.ts'
import { firstList, firstOf } from '#app/warehouse/first-lists.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { Choice } from './choices.ts'
import { decidedFindings, decisionsIn, noDecisions, type WithDecisions } from './decisions.ts'
import { askedByProvince } from './filters.ts'
import {
  type FindingsAsked,
  type FindingsScope,
  found,
  foundInAnyState,
  inState,
  isOfRows,
  pageSize,
} from './findings-asked.ts'
import { atMostListed, isListed, listingBy, listingShape } from './listing.ts'

/** What a file may hold, and one more to tell that there is more. */
const most = 50_001

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
const inTurn = (rows: Sql, message: Sql, further = sql``): Sql => sql`
  select id, project_id as "projectId", project, unit, district_name as "districtName", year, kind,
    spent::double as spent, rule, severity, ${message} as message, indicator, document, table_no as table,
    row_no as row, figures, state, note, f.by, ${chinaTime(sql`f.at`)} as at,
    case when changed then 'yes' end as "changedSince"${further}
  from (${rows}) f
  order by ${gravestFirst}, year desc nulls last, f.spent desc nulls last, project, evaluation,
    ordinal nulls first, rule, f.message`

/** Findings in scope, in one language: a page of them, or as many as a file may hold. */
export const findings = {
  name: 'findings',
  row: FindingRow,
  sql: ({ severity, language, page, ...scope }: FindingsAsked) => sql`
    ${inTurn(listed(scope, severity, page), language === 'zh' ? sql`message` : sql`message_en`)}
    limit cast(${page === null ? most : pageSize} as integer)
    offset cast(${page === null ? 0 : (page - 1) * pageSize} as integer)`,
} satisfies Query<FindingsAsked, FindingRow>

const FindingListed = FindingRow.extend({ messageEn: z.string(), evaluation: z.string(), ...listingShape })
export type FindingListed = z.infer<typeof FindingListed>

/** All findings in whatever state, in both languages. */
export const findingListing = {
  name: 'finding-listing',
  row: FindingListed,
  sql: ({ decisions = noDecisions }: WithDecisions) => sql`
    ${inTurn(
      sql`select * from (${decidedFindings(decisions)}) where ${isListed}`,
      sql`message`,
      sql`, message_en as "messageEn", evaluation, ${listingBy()}`,
    )} ${atMostListed}`,
} satisfies Query<WithDecisions, FindingListed>

/** The most units that can be chosen from a list; further ones are found by their names. */
export const unitsListed = 200

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
