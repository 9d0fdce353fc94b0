import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { atOnce } from '#app/at-once.ts'
import { statusWords } from '#app/charts/document-words.ts'
import { documentList, documentTally } from '#app/charts/documents.ts'
import { Comparison, Exports, Frame } from '#app/components/comparison.tsx'
import { DocumentRow } from '#app/components/documents/document-row.tsx'
import { type KeptReading, KeptReadings } from '#app/components/documents/kept-readings.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { JobList } from '#app/components/uploads/job.tsx'
import { UploadForm } from '#app/components/uploads/upload-form.tsx'
import { formatCount } from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import {
  type DocumentStatus,
  type DocumentsAsked,
  type DocumentsFound,
  documentCounts,
  documentProblems,
  documentProjects,
  documentStatuses,
  documents,
  documentsAskedOf,
  documentsFound,
  type Lacks,
  type StatusCount,
} from '#app/queries/documents.ts'
import { latestJobs } from '#app/uploads/jobs.server.ts'
import { mayFollow, type Visitor, visitorOf } from '#app/visitor.server.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import { type Words, w } from '#app/words.ts'
import { readMappings } from '#ingest/mappings.ts'

export const meta: MetaFunction = () => [{ title: '文档 Documents · 绩尺 Yardstick' }]

const jobsShown = 3

/** What people have said of columns, as far as documents to come are read by it. */
async function keptReadings(opens: Visitor['opens']): Promise<KeptReading[]> {
  const mappings = await readMappings(dataDirOf())
  const opening = await Promise.all(mappings.map(({ document }) => opens(document)))
  return mappings.flatMap(({ kept, retired, id, document, name, made, headings }, index) =>
    kept === null || !opening[index] || retired !== null
      ? []
      : [{ id, document, name, made, headings, unit: kept.unit }],
  )
}

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask, opens } = visitor
  const asked = documentsAskedOf(new URL(request.url).searchParams)
  const [found] = await ask(documentsFound, asked)
  return {
    asked,
    found: found ?? { n: 0, first: 0, last: 0, pages: 0 },
    ...(await atOnce({
      statuses: ask(documentStatuses, asked),
      rows: ask(documents, asked),
      problems: ask(documentProblems, asked),
      projects: ask(documentProjects, asked),
      counts: ask(documentCounts, undefined),
    })),
    jobs: (await latestJobs(jobsShown)).filter((job) => mayFollow(visitor, job)),
    readings: await keptReadings(opens),
    told: visitor.told(),
  }
}

export default function Documents() {
  const { asked, found, statuses, rows, problems, projects, counts, jobs, readings } =
    useLoaderData<typeof loader>()
  return (
    <Page
      title={w('文档', 'Documents')}
      lead={w(
        '收到的每一份文件：载入了什么，哪些被隔离、为什么、怎么办；同一文件再次报送时，以后到的为准。',
        'Every file received: what was loaded, what was kept aside, why, and what to do; of a file sent again the later counts.',
      )}
    >
      <section>
        <UploadForm />
        <JobList jobs={jobs} />
      </section>
      <Frame
        title={documentList.title}
        files={
          found.n > 0 && <Exports view={documentList.name} hasChart={false} asked={statusAsked(asked)} />
        }
      >
        <Search asked={asked} />
        {asked.lacks && <Lacking lacks={asked.lacks} />}
        <Statuses asked={asked} statuses={statuses} />
        {rows.length === 0 ? (
          <NoneFound asked={asked} />
        ) : (
          <ul>
            {rows.map((document) => (
              <DocumentRow
                key={document.id}
                document={document}
                problems={problems.filter((problem) => problem.document === document.id)}
                projects={projects.filter((project) => project.document === document.id)}
              />
            ))}
          </ul>
        )}
        <Pages asked={asked} found={found} />
      </Frame>
      <KeptReadings readings={readings} />
      <Comparison view={documentTally} rows={counts} />
    </Page>
  )
}

const statusAsked = ({ status, lacks }: DocumentsAsked): Record<string, string> => ({
  ...(status === null ? {} : { status }),
  ...(lacks === null ? {} : { lacks }),
})

function Search({ asked }: { asked: DocumentsAsked }) {
  const { language } = useHere()
  const say = useSay()
  return (
    <Form method="get" className="mb-3 flex flex-wrap gap-2">
      {language === 'en' && <input type="hidden" name="lang" value="en" />}
      {Object.entries(statusAsked(asked)).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name="q"
        key={asked.q}
        defaultValue={asked.q ?? ''}
        aria-label={say(w('按文件名搜索', 'Search by file name'))}
        placeholder={say(w('文件名、文件夹', 'File or folder name'))}
        className="w-72 max-w-full rounded border border-line bg-surface px-2 py-1 text-sm"
      />
      <button
        type="submit"
        className="rounded border border-line bg-surface px-3 py-1 text-sm hover:border-accent"
      >
        {say(w('搜索', 'Search'))}
      </button>
    </Form>
  )
}

const lackingWords: Readonly<Record<Lacks, Words>> = {
  district: w('只列含有区县不明的评价的文档。', 'Only documents with an evaluation of no known district.'),
  year: w('只列含有年度不明的评价的文档。', 'Only documents with an evaluation of no known year.'),
}

function Lacking({ lacks }: { lacks: Lacks }) {
  const here = useHere()
  const say = useSay()
  return (
    <p className="mb-2 text-sm">
      {say(lackingWords[lacks])}{' '}
      <Link to={pageLink(here, '/documents')}>{say(w('列出全部', 'List all'))}</Link>
    </p>
  )
}

const allWords = w('全部', 'All')

function Statuses({ asked, statuses }: { asked: DocumentsAsked; statuses: readonly StatusCount[] }) {
  const here = useHere()
  return (
    <Tabs
      label={w('状态', 'Status')}
      tabs={statuses.map(({ status, n }) => {
        const own: DocumentStatus | null = status === 'all' ? null : status
        return {
          words: statusWords[status] ?? allWords,
          aside: n,
          to: pageLink(here, '/documents', { ...statusAsked(asked), status: own }),
          chosen: own === asked.status,
        }
      })}
    />
  )
}

function NoneFound({ asked }: { asked: DocumentsAsked }) {
  const here = useHere()
  const say = useSay()
  return (
    <div className="py-10 text-center text-muted text-sm">
      <p>
        {asked.q === null
          ? say(w('没有这种状态的文档。', 'No document has this status.'))
          : say(w(`没有名称含“${asked.q}”的文档。`, `No document is named like "${asked.q}".`))}
      </p>
      <Link className="mt-2 inline-block underline" to={pageLink(here, '/documents', { q: null })}>
        {say(w('显示全部文档', 'Show all documents'))}
      </Link>
    </div>
  )
}

function Pages({ asked, found }: { asked: DocumentsAsked; found: DocumentsFound }) {
  const here = useHere()
  const say = useSay()
  const page = asked.page ?? 1
  if (found.pages < 2 && page === 1) return null
  const to = (number: number) =>
    pageLink(here, '/documents', { ...statusAsked(asked), page: number === 1 ? null : number })
  return (
    <nav className="mt-3 flex flex-wrap items-center gap-4 text-sm" aria-label={say(w('翻页', 'Pages'))}>
      {page > 1 && <Link to={to(page - 1)}>← {say(w('上一页', 'Previous'))}</Link>}
      <span className="text-muted">
        {say(
          w(
            `第 ${found.first}–${found.last} 份，共 ${formatCount(found.n)} 份`,
            `${found.first}–${found.last} of ${formatCount(found.n)}`,
          ),
        )}
      </span>
      {page < found.pages && <Link to={to(page + 1)}>{say(w('下一页', 'Next'))} →</Link>}
    </nav>
  )
}
