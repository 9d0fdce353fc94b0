import { z } from 'zod'
import { holds } from '#app/warehouse/dialect.ts'
import { heldDocuments } from '#app/warehouse/held-documents.ts'
import { type Query, type Sql, sql } from '#app/warehouse/sql.ts'

const DocumentStatus = z.enum(['quarantined', 'loaded', 'superseded'])
export type DocumentStatus = z.infer<typeof DocumentStatus>

const Lacks = z.enum(['district', 'year'])
export type Lacks = z.infer<typeof Lacks>

/** Which documents are asked for; names and paths are searched for `q`. Without a page it is the whole list, as files have it. */
export interface DocumentsAsked {
  q: string | null
  status: DocumentStatus | null
  /** What an evaluation in them does not say. */
  lacks: Lacks | null
  page: number | null
}

const Page = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number)

/** Reads the URL of the documents' page; what cannot be meant is passed over. */
export const documentsAskedOf = (search: URLSearchParams): DocumentsAsked => ({
  q: z.string().trim().min(1).max(100).safeParse(search.get('q')).data ?? null,
  status: DocumentStatus.safeParse(search.get('status')).data ?? null,
  lacks: Lacks.safeParse(search.get('lacks')).data ?? null,
  page: Page.safeParse(search.get('page')).data ?? 1,
})

const pageSize = 50
/** What a file may hold, and one more to tell that there is more. */
const most = 50_001

const missing: Record<Lacks, Sql> = { district: sql`e.district is null`, year: sql`e.year is null` }

const named = (q: string | null): Sql =>
  q === null ? sql`true` : sql`(${holds(sql`d.path`, q)} or ${holds(sql`d.name`, q)})`

const ofStatus = (status: DocumentStatus | null): Sql =>
  status === null ? sql`true` : sql`d.status = ${status}`

const lacking = (lacks: Lacks | null): Sql =>
  lacks === null ? sql`true` : sql`d.id in (select e.document from v_evaluation e where ${missing[lacks]})`

const matching = ({ q, lacks }: Omit<DocumentsAsked, 'page'>): Sql => sql`${named(q)} and ${lacking(lacks)}`

/** What wants doing first: quarantined, then loaded, then superseded; within each, the latest batch first. */
const order = sql`
  case status when 'quarantined' then 1 when 'loaded' then 2 else 3 end, batch desc, path, id`

const pageOf = ({ page, ...asked }: DocumentsAsked): Sql => sql`
  select * from document d where ${matching(asked)} and ${ofStatus(asked.status)}
  order by ${order} limit cast(${page === null ? most : pageSize} as integer)
    offset cast(${page === null ? 0 : (page - 1) * pageSize} as integer)`

const LoadedDocument = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  format: z.string().nullable(),
  layout: z.string().nullable(),
  layoutWhy: z.string().nullable(),
  bytes: z.number(),
  sample: z.boolean(),
  status: DocumentStatus,
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  batch: z.number(),
  evaluations: z.number(),
  /** Evaluations whose place a later document took. */
  replaced: z.number(),
  flows: z.number(),
  problems: z.number(),
})
export type LoadedDocument = z.infer<typeof LoadedDocument>

const held = (shown: Sql): Sql => sql`
    with shown as (${shown})
    select s.id, s.name, s.path, s.format, s.layout, s.layout_why as "layoutWhy", s.bytes, s.sample, s.status,
      s.reason, s.detail, s.batch,
      coalesce(evaluations, 0)::integer as evaluations, coalesce(replaced, 0)::integer as replaced,
      coalesce(flows, 0)::integer as flows, coalesce(problems, 0)::integer as problems
    from shown s left join (
      select document, evaluations, replaced, flows, problems from ${heldDocuments}
      where document in (select id from shown)) h on h.document = s.id
    order by ${order}`

/** A page of documents, with what each holds and what was odd about it. */
export const documents = {
  name: 'documents',
  row: LoadedDocument,
  sql: (asked: DocumentsAsked) => held(pageOf(asked)),
} satisfies Query<DocumentsAsked, LoadedDocument>

/** One document by its sha256; no row where the generation does not know it. */
export const document = {
  name: 'document',
  row: LoadedDocument,
  sql: (id: string) => held(sql`select * from document where id = ${id}`),
} satisfies Query<string, LoadedDocument>

const DocumentsFound = z.object({ n: z.number(), first: z.number(), last: z.number(), pages: z.number() })
export type DocumentsFound = z.infer<typeof DocumentsFound>

/** How many documents match, on how many pages, and which of them the page shows. */
export const documentsFound = {
  name: 'documents-found',
  row: DocumentsFound,
  sql: ({ page, ...asked }: DocumentsAsked) => sql`
    select count(*)::integer as n, ${((page ?? 1) - 1) * pageSize + 1}::integer as first,
      least(count(*)::integer, ${(page ?? 1) * pageSize}::integer) as last,
      ceil(count(*) / cast(${pageSize} as double))::integer as pages
    from document d where ${matching(asked)} and ${ofStatus(asked.status)}`,
} satisfies Query<DocumentsAsked, DocumentsFound>

const problemsShown = 50

const DocumentProblem = z.object({
  document: z.string(),
  code: z.string(),
  message: z.string(),
  table: z.number().nullable(),
  row: z.number().nullable(),
  column: z.number().nullable(),
})
export type DocumentProblem = z.infer<typeof DocumentProblem>

/** The first problems of each document on a page, in the order of the document. */
export const documentProblems = {
  name: 'document-problems',
  row: DocumentProblem,
  sql: (asked: DocumentsAsked) => sql`
    with shown as (${pageOf(asked)})
    select p.document, p.code, p.message, p.table_no as table, p.row_no as row, p.column_no as column
    from problem p join shown s on s.id = p.document
    qualify row_number() over (partition by p.document
      order by p.table_no nulls first, p.row_no nulls first, p.column_no, p.code) <= ${problemsShown}
    order by p.document, p.table_no nulls first, p.row_no nulls first, p.column_no, p.code`,
} satisfies Query<DocumentsAsked, DocumentProblem>

const DocumentProject = z.object({
  document: z.string(),
  projectId: z.string(),
  project: z.string().nullable(),
  year: z.number().nullable(),
})
export type DocumentProject = z.infer<typeof DocumentProject>

/** The projects whose reports each document on a page holds, as far as no later document took their place. */
export const documentProjects = {
  name: 'document-projects',
  row: DocumentProject,
  sql: (asked: DocumentsAsked) => sql`
    with shown as (${pageOf(asked)})
    select e.document, e.project_id as "projectId", e.project, e.year
    from v_evaluation e join shown s on s.id = e.document
    qualify row_number() over (partition by e.document order by e.ordinal) <= ${problemsShown}
    order by e.document, e.ordinal`,
} satisfies Query<DocumentsAsked, DocumentProject>

const DocumentCount = z.object({
  status: DocumentStatus,
  format: z.string().nullable(),
  layout: z.string().nullable(),
  documents: z.number(),
  evaluations: z.number(),
  flows: z.number(),
  problems: z.number(),
})
export type DocumentCount = z.infer<typeof DocumentCount>

/** All documents by what became of them, their format and the form they were recognised as. */
export const documentCounts = {
  name: 'document-counts',
  row: DocumentCount,
  sql: () => sql`
    select status, format, layout, count(*)::integer as documents, coalesce(sum(evaluations), 0)::integer as evaluations,
      coalesce(sum(flows), 0)::integer as flows, coalesce(sum(problems), 0)::integer as problems
    from document d left join (
      select document, evaluations, flows, problems from ${heldDocuments}) h on h.document = d.id
    group by status, format, layout
    order by case status when 'quarantined' then 1 when 'loaded' then 2 else 3 end, layout nulls first, format nulls first`,
} satisfies Query<void, DocumentCount>

const StatusCount = z.object({ status: z.enum(['all', ...DocumentStatus.options]), n: z.number() })
export type StatusCount = z.infer<typeof StatusCount>

/** How many documents match the search in all, and of each status whether or not it has any. */
export const documentStatuses = {
  name: 'document-statuses',
  row: StatusCount,
  sql: (asked: DocumentsAsked) => sql`
    with matching as (select status from document d where ${matching(asked)})
    select s.status as status, count(m.status)::integer as n
    from (values ('all', 1), ('quarantined', 2), ('loaded', 3), ('superseded', 4)) as s(status, place)
      left join (select status from matching union all select 'all' from matching) m on m.status = s.status
    group by s.status, s.place order by s.place`,
} satisfies Query<DocumentsAsked, StatusCount>

const Original = z.object({ name: z.string(), bytes: z.number() })
type Original = z.infer<typeof Original>

/** The name and size of a document that the generation knows; no row for any other id. */
export const original = {
  name: 'original',
  row: Original,
  sql: (id: string) => sql`select name, bytes from document where id = ${id}`,
} satisfies Query<string, Original>
