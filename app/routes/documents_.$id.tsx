import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { placeWords } from '#app/charts/document-words.ts'
import { Frame } from '#app/components/comparison.tsx'
import { Changes } from '#app/components/documents/changes.tsx'
import { Covered } from '#app/components/documents/covered.tsx'
import { DocumentEvaluations, DocumentHead, Superseded } from '#app/components/documents/document-head.tsx'
import { DocumentTables } from '#app/components/documents/document-tables.tsx'
import { Problems } from '#app/components/documents/problems.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { namedStep, type Step, stepsTo, Trail } from '#app/components/trail.tsx'
import { maskedStretch } from '#app/domain/personal.ts'
import { stretchOf } from '#app/domain/source-table.ts'
import { documentLink, type Here, pageLink, projectLink } from '#app/links.ts'
import { replacements, resent } from '#app/queries/changes.ts'
import {
  type DocumentEvaluation,
  documentEvaluations,
  problemsOfDocument,
  rowFlows,
  rowIndicators,
  rowProblems,
} from '#app/queries/document-contents.ts'
import { document as documentById } from '#app/queries/documents.ts'
import { placeAskedOf } from '#app/queries/place.ts'
import { isUncovered, Reason, uncovering } from '#app/revealed.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import { w } from '#app/words.ts'
import { sourceTables } from '#ingest/source-tables.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.document.name ?? '文档 Document'} · 绩尺 Yardstick` },
]

const pageSize = 100
const Page = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number)

export async function loader({ params, request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask, opens } = visitor
  const id = params.id ?? ''
  const [document] = await ask(documentById, id)
  if (document === undefined) throw new Response('no such document', { status: 404 })
  const search = new URL(request.url).searchParams
  return {
    document,
    evaluations: await ask(documentEvaluations, id),
    problems: await ask(problemsOfDocument, id),
    reports: (await ask(replacements, { document: id, evaluation: null })).map(resent),
    tables: (await opens(id))
      ? await tablesShown(ask, id, search, await isUncovered(request, visitor, id))
      : null,
    mayReveal: visitor.may('reveal'),
    isLogged: visitor.account !== null,
  }
}

/** Uncovers what the tables say of persons, for a while and for who gave a reason. */
export async function action({ params, request }: ActionFunctionArgs) {
  const visitor = await visitorOf(request, 'reveal')
  const id = params.id ?? ''
  if (!(await visitor.opens(id))) throw new Response('no such document', { status: 404 })
  const form = new URLSearchParams(await request.text())
  const reason = Reason.safeParse(form.get('reason'))
  if (!reason.success) return data({ refused: 'reason' as const }, { status: 400 })
  visitor.note({ action: 'reveal', target: `/documents/${id}`, detail: reason.data })
  const { pathname, search } = new URL(request.url)
  return redirect(`${pathname.replace(/\.data$/, '')}${search}`, {
    status: 303,
    headers: await uncovering(visitor, id),
  })
}

/** The tables of a document, and of one of them the page of rows that is asked for; null where none was kept. */
async function tablesShown(ask: Ask, id: string, search: URLSearchParams, isUncovered: boolean) {
  const source = await sourceTables(dataDirOf(), id)
  if (source === null) return null
  const { tables } = source
  const asked = placeAskedOf(search)
  const number = asked.table !== null && asked.table <= tables.length ? asked.table : firstFilled(tables)
  const rows = tables[number - 1]?.rows ?? 0
  const pages = Math.max(1, Math.ceil(rows / pageSize))
  const row = asked.row !== null && asked.row <= rows ? asked.row : null
  const page = Math.min(pages, pageOf(row) ?? Page.safeParse(search.get('page')).data ?? 1)
  const span = { from: (page - 1) * pageSize + 1, to: page * pageSize }
  const rowsAsked = { id, table: number, ...span }
  const written = stretchOf(await source.rows(number, span.from, span.to), number, {
    ...span,
    column: asked.column,
  })
  const { stretch: covered, covers } = maskedStretch(written)
  return {
    tables,
    shown: isUncovered ? written : covered,
    isCovered: covers && !isUncovered,
    marked: { row, column: asked.column },
    page,
    pages,
    indicators: await ask(rowIndicators, rowsAsked),
    flows: await ask(rowFlows, rowsAsked),
    problems: await ask(rowProblems, rowsAsked),
  }
}

type TablesShown = NonNullable<Awaited<ReturnType<typeof tablesShown>>>

const pageOf = (row: number | null) => (row === null ? null : Math.ceil(row / pageSize))

/** Documents may begin with tables that hold a line or nothing: the first with two rows is shown. */
const firstFilled = (tables: readonly { rows: number }[]) =>
  Math.max(
    0,
    tables.findIndex(({ rows }) => rows > 1),
  ) + 1

/** 区县 → 单位 → 项目 → 指标 → 原文 where it is one project's row or document; else among all documents. */
function stepsDown(
  { id, name }: { id: string; name: string },
  evaluations: readonly DocumentEvaluation[],
  tables: TablesShown | null,
  here: Here,
): Step[] {
  const row = tables?.marked.row ?? null
  const indicator = tables?.indicators.find((one) => one.row === row)
  const only = evaluations.length === 1 ? evaluations[0] : undefined
  const evaluation = indicator ? evaluations.find((one) => one.projectId === indicator.projectId) : only
  const place = placeWords(tables?.shown.number ?? null, row)
  return [
    ...(evaluation
      ? stepsTo(evaluation, here)
      : [{ words: w('文档', 'Documents'), href: pageLink(here, '/documents') }]),
    ...(evaluation && indicator
      ? [namedStep(indicator.name, projectLink(here, indicator.projectId, indicator.year, row))]
      : []),
    namedStep(name, documentLink(here, id)),
    ...(row === null || place === null ? [] : [{ words: place, href: documentLink(here, id) }]),
  ]
}

export default function DocumentPage() {
  const { document, evaluations, problems, reports, tables, mayReveal, isLogged } =
    useLoaderData<typeof loader>()
  const here = useHere()
  const say = useSay()
  return (
    <main id="main" className="mx-auto max-w-page space-y-4 px-4 py-5 sm:px-6">
      <Trail steps={stepsDown(document, evaluations, tables, here)} />
      <DocumentHead document={document} hasTables={tables !== null} />
      <Superseded document={document} evaluations={evaluations} />
      <Changes document={document.id} reports={reports} />
      <DocumentEvaluations rows={evaluations} n={document.evaluations} />
      {problems.length > 0 && (
        <Frame title={w('读取时发现的问题', 'Problems met while reading')}>
          <div className="max-h-80 overflow-y-auto">
            <Problems problems={problems} document={document.id} />
          </div>
          {document.problems > problems.length && (
            <p className="mt-1 text-muted text-xs">
              {say(
                w(
                  `只列前 ${problems.length} 条，共 ${document.problems} 条。`,
                  `The first ${problems.length} of ${document.problems}.`,
                ),
              )}
            </p>
          )}
        </Frame>
      )}
      {tables === null ? (
        <Frame title={w('读到的表格', 'Tables as they were read')}>
          <p className="text-muted text-sm">
            {say(
              w(
                '没有读到表格；原件可以下载查看。',
                'No table was read from this document; the original can be downloaded.',
              ),
            )}
          </p>
        </Frame>
      ) : (
        <DocumentTables
          id={document.id}
          {...tables}
          covered={tables.isCovered ? <Covered mayReveal={mayReveal} isLogged={isLogged} /> : null}
        />
      )}
    </main>
  )
}
