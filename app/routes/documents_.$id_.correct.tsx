import { randomUUID } from 'node:crypto'
import path from 'node:path'
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Frame } from '#app/components/comparison.tsx'
import { CorrectForm, type GivenByHand } from '#app/components/documents/correct-form.tsx'
import { ReadingPreview } from '#app/components/documents/reading-preview.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { namedStep } from '#app/components/trail.tsx'
import { maskedStretch } from '#app/domain/personal.ts'
import { stretchOf } from '#app/domain/source-table.ts'
import { documentLink, pageLink } from '#app/links.ts'
import { documentEvaluations } from '#app/queries/document-contents.ts'
import { document as documentById } from '#app/queries/documents.ts'
import { enqueueAgain } from '#app/uploads/jobs.server.ts'
import { type Visitor, visitorOf } from '#app/visitor.server.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import { w } from '#app/words.ts'
import { mappingFor } from '#ingest/by-hand.ts'
import { moneyUnits, type Reading } from '#ingest/layouts/mapping.ts'
import { keepMapping, readMappings } from '#ingest/mappings.ts'
import { headingsOf, previewOf } from '#ingest/preview.ts'
import { readingOf } from '#ingest/reading-form.ts'
import { readReference } from '#ingest/reference.ts'
import { sourceTables } from '#ingest/source-tables.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.document.name ?? ''} 列的含义 Columns · 绩尺 Yardstick` },
]

const rowsShown = 60

/** Both this file and the built server stand two folders below the product's own. */
const reference = () => readReference(path.resolve(import.meta.dirname, '../../data/reference'))

/** The document and its tables; what was superseded is not read otherwise any more. */
async function correctable({ ask, opens }: Visitor, id: string) {
  const [document] = await ask(documentById, id)
  const source = document === undefined || !(await opens(id)) ? null : await sourceTables(dataDirOf(), id)
  const open = document !== undefined && document.status !== 'superseded' && document.replaced === 0
  if (!open || source === null) throw new Response('no such document', { status: 404 })
  return { document, source, content: source.head }
}

/** What was said of this document before, else of another with the same headings. */
async function saidBefore(id: string, content: Parameters<typeof mappingFor>[0], sentAs: string) {
  const mappings = await readMappings(dataDirOf())
  return mappings.findLast(({ document }) => document === id) ?? mappingFor(content, sentAs, mappings)
}

export async function loader({ params, request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request, 'correct')
  const { document, source, content } = await correctable(visitor, params.id ?? '')
  const form = new URL(request.url).searchParams
  const before = await saidBefore(document.id, content, document.path)
  const reading = readingOf(content, form, before)
  const from = Math.max(1, reading.heading - rowsShown / 2)
  const to = from + rowsShown - 1
  const [evaluation] = await visitor.ask(documentEvaluations, document.id)
  const sent = { content, path: document.path, name: document.name }
  return {
    document: { id: document.id, name: document.name },
    tables: source.tables,
    shown: maskedStretch(stretchOf(await source.rows(reading.table, from, to), reading.table, { from, to }))
      .stretch,
    heading: reading.heading,
    columns: reading.columns,
    moneyUnit: reading.moneyUnit,
    given: givenShown(reading),
    kept: form.has('c1') ? form.has('keep') : true,
    keptUnit: form.get('keep-unit') ?? before?.kept?.unit ?? evaluation?.unit ?? '',
    isEmpty: form.get('refused') === 'empty',
    preview: form.has('preview') ? previewOf(sent, reading, reference()) : null,
  }
}

const givenShown = ({ given }: Reading): Record<string, GivenByHand> =>
  Object.fromEntries(
    Object.entries(given).map(([field, value]) => [
      field,
      'text' in value
        ? { text: value.text, row: null, column: null }
        : { text: '', row: value.row, column: value.column },
    ]),
  )

/** Keeps what was said and has the document read anew; where it would give nothing, says so and keeps nothing. */
export async function action({ params, request }: ActionFunctionArgs) {
  const visitor = await visitorOf(request, 'correct')
  const { document, content } = await correctable(visitor, params.id ?? '')
  const form = new URLSearchParams(await request.text())
  const language = form.get('lang') === 'en' ? '?lang=en' : ''
  const reading = readingOf(content, form, null)
  const { n } = previewOf({ content, path: document.path, name: document.name }, reading, reference())
  if (n.evaluations === 0 && n.flows === 0) {
    form.set('refused', 'empty')
    form.set('preview', 'yes')
    return redirect(`/documents/${document.id}/correct?${form}`, 303)
  }
  await keepMapping(dataDirOf(), {
    id: randomUUID(),
    document: document.id,
    name: document.name,
    made: new Date().toISOString(),
    reading,
    headings: headingsOf(content, reading),
    kept: form.has('keep') ? { unit: form.get('keep-unit')?.trim().slice(0, 100) || null } : null,
  })
  const job = await enqueueAgain(
    [{ sha256: document.id, path: document.path, bytes: document.bytes }],
    visitor.account?.name ?? null,
  )
  return redirect(`/uploads/${job}${language}`, 303)
}

export default function Correct() {
  const { document, preview, isEmpty, ...form } = useLoaderData<typeof loader>()
  const here = useHere()
  const say = useSay()
  return (
    <Page
      title={w('人工指定列的含义', 'Say what the columns mean')}
      lead={w(
        '系统没有认出或认错了表式时，在这里说明表头在哪一行、各列是什么，预览无误后载入。人工指定的内容会注明。',
        'Where a form was not recognised, or wrongly, say here which row is its heading and what its columns are; preview it, then load it. What is given by hand is marked as such.',
      )}
      above={[
        { words: w('文档', 'Documents'), href: pageLink(here, '/documents') },
        namedStep(document.name, documentLink(here, document.id)),
      ]}
    >
      {isEmpty && (
        <p role="alert" className="rounded bg-bad-soft px-3 py-2 text-bad text-sm">
          ■ {say(w('这样读不出任何内容，没有载入。', 'Nothing would be understood so; nothing was loaded.'))}
        </p>
      )}
      <Frame title={w('表格', 'Table')}>
        <CorrectForm id={document.id} moneyUnits={moneyUnits} {...form} />
      </Frame>
      {preview && <ReadingPreview {...preview} />}
    </Page>
  )
}
