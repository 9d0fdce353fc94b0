import { z } from 'zod'
import { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import { differs } from '#app/warehouse/ledgers.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'
import { type ReportAsked, reportsOf } from './project.ts'

const ProjectFunds = z.object({
  measure: z.enum(['budget', 'adjusted', 'allotted', 'arrived', 'spent', 'returned']),
  reported: z.number().nullable(),
  ledger: z.number().nullable(),
  /** Ledger less report; null where either is silent. */
  difference: z.number().nullable(),
  /** More than one per cent of the report apart. */
  disagrees: z.boolean(),
})
export type ProjectFunds = z.infer<typeof ProjectFunds>

const measure = (name: ProjectFunds['measure'], reported: Sql, ledger: Sql): Sql => sql`
  select cast(${name} as varchar) as measure, (${reported})::double as reported, (${ledger})::double as ledger
  from chosen c left join v_evaluation e on e.id = c.id
    left join ledger_year l on l.project_id = c.project_id and l.year = c.year`

/** The money of one report as it prints it, beside the sums of the project's ledger for that year. */
export const projectFunds = {
  name: 'project-funds',
  row: ProjectFunds,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)},
    measured as (
      ${measure('budget', sql`e.budget`, sql`l.budget`)}
      union all ${measure('adjusted', sql`e.adjusted`, sql`l.money_in`)}
      union all ${measure('allotted', sql`null`, sql`l.allotted`)}
      union all ${measure('arrived', sql`e.arrived`, sql`l.arrived`)}
      union all ${measure('spent', sql`e.spent`, sql`l.spent`)}
      union all ${measure('returned', sql`null`, sql`l.returned`)})
    select measure, reported, ledger, ledger - reported as difference, coalesce(${differs}, false)::boolean as disagrees
    from measured where reported is not null or ledger is not null
    order by case measure when 'budget' then 1 when 'adjusted' then 2 when 'allotted' then 3 when 'arrived' then 4
      when 'spent' then 5 else 6 end`,
} satisfies Query<ReportAsked, ProjectFunds>

const ProjectFlow = z.object({
  date: z.string().nullable(),
  stage: FundStage,
  source: FundSource,
  amount: z.number(),
  documentName: z.string(),
  document: z.string(),
  table: z.number().nullable(),
  row: z.number().nullable(),
})
export type ProjectFlow = z.infer<typeof ProjectFlow>

/** The ledger's entries for the project and the report's year, by date; undated ones last. */
export const projectFlows = {
  name: 'project-flows',
  row: ProjectFlow,
  sql: (asked: ReportAsked) => sql`
    with ${reportsOf(asked)}
    select cast(f.date as varchar) as date, f.stage, f.source, f.amount::double as amount,
      d.name as "documentName", f.document, f.table_no as table, f.row_no as row
    from v_fund_flow f join document d on d.id = f.document
    where f.project_id = ${asked.id} and f.year = (select year from chosen)
    order by f.date nulls last, f.document, f.table_no, f.row_no`,
} satisfies Query<ReportAsked, ProjectFlow>
