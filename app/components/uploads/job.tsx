import { Link } from '@remix-run/react'
import { layoutNamed, quarantineOf } from '#app/charts/document-words.ts'
import { useHere, useSay } from '#app/components/here.ts'
import type { FileOutcome } from '#app/domain/file-outcome.ts'
import { formatBytes, formatCount, formatMoment } from '#app/format.ts'
import { documentLink, jobLink } from '#app/links.ts'
import type { JobState, SentFile } from '#app/uploads/job.ts'
import { w } from '#app/words.ts'
import { fileRefusalWords, jobWords } from './upload-words.ts'

const marks = {
  waiting: ['○', 'text-muted'],
  running: ['◇', 'text-accent'],
  done: ['●', 'text-good'],
  failed: ['■', 'text-bad'],
} as const

/** Where a job stands. */
export function JobStatus({ job }: { job: JobState }) {
  const say = useSay()
  const [mark, style] = marks[job.state]
  return (
    <p role="status" className={style}>
      {mark} {say(jobWords(job))}
    </p>
  )
}

/** The latest uploads, each with where it stands and the way to its files. */
export function JobList({ jobs }: { jobs: readonly JobState[] }) {
  const here = useHere()
  const say = useSay()
  if (jobs.length === 0) return null
  return (
    <section className="mt-3 text-sm" aria-label={say(w('最近的上传', 'Latest uploads'))}>
      <h3 className="text-muted text-xs">{say(w('最近的上传', 'Latest uploads'))}</h3>
      <ul>
        {jobs.map((job) => (
          <li
            key={job.id}
            className="flex flex-wrap gap-x-4 border-line border-b py-1 last:border-0 max-sm:flex-col"
          >
            <Link to={jobLink(here, job.id)} className="whitespace-nowrap">
              {formatMoment(job.received)}
              {say(
                w(`，${formatCount(job.files.length)} 个文件`, `, files: ${formatCount(job.files.length)}`),
              )}
            </Link>
            <JobStatus job={job} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Each file of a job, and what became of it or of the documents in it. */
export function JobFiles({ job }: { job: JobState }) {
  return (
    <ul className="text-sm">
      {job.files.map((file) => (
        <li key={file.path} className="grid gap-x-6 border-line border-b py-2 last:border-0 md:grid-cols-2">
          <p className="min-w-0 break-words">
            {file.path.replace(/^upload-[a-z]+\//, '')}
            <span className="ml-2 text-muted text-xs">{formatBytes(file.bytes)}</span>
          </p>
          <div className="min-w-0 space-y-1">
            <OfFile job={job} file={file} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function OfFile({ job, file }: { job: JobState; file: SentFile }) {
  const say = useSay()
  if (file.refused !== null) return <p className="text-bad">■ {say(fileRefusalWords[file.refused])}</p>
  const own = job.outcomes.filter(({ path }) => path === file.path || path.startsWith(`${file.path}/`))
  if (own.length === 0)
    return (
      <p className="text-muted">
        {job.state === 'running' || job.state === 'waiting'
          ? `○ ${say(w('等待读取', 'waiting to be read'))}`
          : `○ ${say(w('没有读到文档', 'no document was found in it'))}`}
      </p>
    )
  return own.map((outcome) => (
    <Outcome
      key={outcome.path}
      outcome={outcome}
      isInside={outcome.path !== file.path}
      isPublished={job.state === 'done'}
    />
  ))
}

interface OutcomeProps {
  outcome: FileOutcome
  /** True for a document in an archive: it is named. */
  isInside: boolean
  isPublished: boolean
}

function Outcome({ outcome, isInside, isPublished }: OutcomeProps) {
  const here = useHere()
  const say = useSay()
  const { path, sha256, status, problems } = outcome
  return (
    <div>
      {isInside && <p className="break-words text-muted text-xs">{path}</p>}
      <p className={status === 'quarantined' ? 'text-bad' : status === 'known' ? 'text-muted' : 'text-good'}>
        {status === 'quarantined' &&
          `■ ${say(w('已隔离：', 'Quarantined: '))}${say(quarantineOf(outcome.reason).why)}`}
        {status === 'loaded' && `● ${say(loadedWords(outcome))}`}
        {status === 'known' &&
          `○ ${say(
            outcome.reason === 'quarantined'
              ? w('此前已收到并隔离，没有重复读取', 'received and quarantined before; not read again')
              : w('此前已载入，没有重复载入', 'loaded before; not loaded again'),
          )}`}
      </p>
      {status === 'quarantined' && <p>{say(quarantineOf(outcome.reason).remedy)}</p>}
      {outcome.projects.length > 0 && (
        <p className="text-muted">
          {outcome.projects
            .map(({ project, year }) =>
              [project ?? say(w('未写项目名称', 'unnamed')), year]
                .filter((part) => part !== null)
                .join(' · '),
            )
            .join(say(w('、', '; ')))}
          {outcome.evaluations > outcome.projects.length && say(w(' 等', ' and others'))}
        </p>
      )}
      {status === 'loaded' && problems > 0 && (
        <p className="text-warn">
          ▲ {say(w(`读取时有 ${formatCount(problems)} 个问题`, `Problems met while reading: ${problems}`))}
        </p>
      )}
      {(isPublished || status === 'known') && (
        <Link to={documentLink(here, sha256)}>{say(w('查看文档', 'Show the document'))}</Link>
      )}
    </div>
  )
}

function loadedWords({ layout, evaluations, flows }: FileOutcome) {
  const as = layoutNamed(layout)
  const held = [
    ...(evaluations > 0
      ? [w(`${formatCount(evaluations)} 份评价`, `evaluations: ${formatCount(evaluations)}`)]
      : []),
    ...(flows > 0 ? [w(`${formatCount(flows)} 笔资金`, `fund entries: ${formatCount(flows)}`)] : []),
  ]
  return w(
    `按“${as.zh}”载入：${held.map(({ zh }) => zh).join('，')}`,
    `Loaded as ${as.en}: ${held.map(({ en }) => en).join(', ')}`,
  )
}
