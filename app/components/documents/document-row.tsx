import { Link } from '@remix-run/react'
import { layoutNamed, layoutWhy, quarantineOf, statusWords } from '#app/charts/document-words.ts'
import { useHere, useSay } from '#app/components/here.ts'
import { formatBytes, formatCount } from '#app/format.ts'
import { documentLink, originalLink, projectLink } from '#app/links.ts'
import type { DocumentProblem, DocumentProject, LoadedDocument } from '#app/queries/documents.ts'
import { type Words, w } from '#app/words.ts'
import { Problems } from './problems.tsx'

interface Props {
  document: LoadedDocument
  problems: readonly DocumentProblem[]
  projects: readonly DocumentProject[]
}

/** A document: what became of it, what was read from it, what was odd, and the way to its original. */
export function DocumentRow({ document, problems, projects }: Props) {
  const here = useHere()
  const say = useSay()
  const { id, name, path, status } = document
  return (
    <li className="grid gap-x-6 gap-y-1 border-line border-b py-3 text-sm last:border-0 md:grid-cols-[6rem_minmax(0,1fr)_18rem_auto]">
      <DocumentStatusMark status={status} />
      <div className="min-w-0">
        <p className="break-words">
          <Link to={documentLink(here, id)}>{name}</Link>
        </p>
        {path !== name && (
          <p className="break-words text-muted text-xs">{path.slice(0, path.length - name.length)}</p>
        )}
        {status === 'quarantined' && <WhyQuarantined document={document} />}
        {problems.length > 0 && (
          <details className="mt-1">
            <summary className="w-fit text-warn hover:underline">
              ▲ {say(w(`${formatCount(document.problems)} 个问题`, `Problems: ${document.problems}`))}
            </summary>
            <div className="mt-1 ml-4">
              <Problems problems={problems} document={id} />
              <More shown={problems.length} n={document.problems} />
            </div>
          </details>
        )}
        {projects.length > 0 && <Projects projects={projects} n={document.evaluations - document.replaced} />}
      </div>
      <Contents document={document} />
      <a href={originalLink(id)} download className="whitespace-nowrap">
        {say(w('下载原件', 'Original'))}
      </a>
    </li>
  )
}

const marks = {
  quarantined: { mark: '■', style: 'text-bad' },
  loaded: { mark: '●', style: 'text-good' },
  superseded: { mark: '○', style: 'text-muted' },
} as const

/** What became of a document, in a word and a shape. */
export function DocumentStatusMark({ status }: Pick<LoadedDocument, 'status'>) {
  const say = useSay()
  const { mark, style } = marks[status]
  return (
    <p className={`whitespace-nowrap ${style}`}>
      {mark} {say(statusWords[status] ?? w(status, status))}
    </p>
  )
}

/** Why a document was kept aside, and what to do about it. */
export function WhyQuarantined({ document: { reason, detail } }: { document: LoadedDocument }) {
  const say = useSay()
  const { why, remedy } = quarantineOf(reason)
  return (
    <div className="mt-1 border-bad border-l-2 pl-3">
      <p className="font-semibold">{say(why)}</p>
      <p>{say(remedy)}</p>
      <p className="text-muted text-xs">
        {say(w('技术信息：', 'Reader: '))}
        {reason}
        {detail !== null && ` · ${detail}`}
      </p>
    </div>
  )
}

function Contents({ document }: { document: LoadedDocument }) {
  const say = useSay()
  const { format, layout, layoutWhy: why, evaluations, replaced, flows, bytes, batch, sample } = document
  const held: Words[] = [
    ...(evaluations > 0 ? [w(`${formatCount(evaluations)} 份评价`, `evaluations: ${evaluations}`)] : []),
    ...(replaced > 0 ? [w(`其中 ${formatCount(replaced)} 份已被替代`, `superseded: ${replaced}`)] : []),
    ...(flows > 0 ? [w(`${formatCount(flows)} 笔资金`, `fund entries: ${formatCount(flows)}`)] : []),
  ]
  const reason = layoutWhy(layout, why)
  return (
    <div>
      {layout !== null && <p title={reason === null ? undefined : say(reason)}>{say(layoutNamed(layout))}</p>}
      {held.length > 0 && <p>{held.map(say).join(say(w('，', ', ')))}</p>}
      <p className="text-muted text-xs">
        {[
          format === null ? say(w('格式不明', 'format unknown')) : format.toUpperCase(),
          formatBytes(bytes),
          say(w(`第 ${batch} 批`, `batch ${batch}`)),
          ...(sample ? [say(w('示例数据', 'sample'))] : []),
        ].join(' · ')}
      </p>
    </div>
  )
}

/** The projects whose reports a document holds: one stands open, many unfold. */
function Projects({ projects, n }: { projects: readonly DocumentProject[]; n: number }) {
  const here = useHere()
  const say = useSay()
  const links = projects.map(({ projectId, project, year }) => (
    <Link key={`${projectId}${year}`} to={projectLink(here, projectId, year)}>
      {[project ?? say(w('未写项目名称', 'Unnamed')), year].filter((part) => part !== null).join(' · ')}
    </Link>
  ))
  if (links.length === 1) return <p className="text-xs">{links}</p>
  return (
    <details className="mt-1 text-xs">
      <summary className="w-fit text-accent hover:underline">
        {say(w(`${formatCount(n)} 个项目`, `Projects: ${n}`))}
      </summary>
      <div className="mt-1 ml-4 flex flex-wrap gap-x-5 gap-y-1">{links}</div>
      <More shown={links.length} n={n} />
    </details>
  )
}

function More({ shown, n }: { shown: number; n: number }) {
  const say = useSay()
  if (n <= shown) return null
  return (
    <p className="mt-1 text-muted text-xs">
      {say(w(`只列前 ${shown} 条，共 ${formatCount(n)} 条。`, `The first ${shown} of ${formatCount(n)}.`))}
    </p>
  )
}
