import { Link } from '@remix-run/react'
import { layoutNamed, layoutWhy } from '#app/charts/document-words.ts'
import { kindWords } from '#app/charts/indicators.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { formatBytes, formatCount, formatScore, formatYear, unknown } from '#app/format.ts'
import { correctLink, documentLink, originalLink, projectLink } from '#app/links.ts'
import type { DocumentEvaluation } from '#app/queries/document-contents.ts'
import type { LoadedDocument } from '#app/queries/documents.ts'
import { gradeWords, w } from '#app/words.ts'
import { DocumentStatusMark, WhyQuarantined } from './document-row.tsx'

/** Which file this is, what became of it, and how it was read. */
export function DocumentHead({ document, hasTables }: { document: LoadedDocument; hasTables: boolean }) {
  const here = useHere()
  const say = useSay()
  const { id, name, path, status, format, layout, bytes, batch } = document
  const why = layoutWhy(layout, document.layoutWhy)
  const isCorrectable = hasTables && status !== 'superseded' && document.replaced === 0
  const facts = [
    [say(w('格式', 'Format')), format === null ? say(w('格式不明', 'unknown')) : format.toUpperCase()],
    [say(w('大小', 'Size')), formatBytes(bytes)],
    [
      say(w('认定为', 'Recognised as')),
      `${say(layoutNamed(layout))}${why ? say(w(`：${why.zh}`, `: ${why.en}`)) : ''}`,
    ],
    [say(w('批次', 'Batch')), formatCount(batch)],
    ['SHA-256', id.slice(0, 12)],
  ]
  return (
    <header className="space-y-2">
      <h1 className="break-words font-semibold text-2xl">{name}</h1>
      {path !== name && <p className="break-words text-muted text-sm">{path}</p>}
      <div className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <DocumentStatusMark status={status} />
        <dl className="flex flex-wrap gap-x-6 gap-y-1">
          {facts.map(([label, value]) => (
            <div key={label} className="flex gap-2">
              <dt className="whitespace-nowrap text-muted">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <a href={originalLink(id)} download className="whitespace-nowrap">
          {say(w('下载原件', 'Download the original'))}
        </a>
        {isCorrectable && (
          <Link to={correctLink(here, id)} className="whitespace-nowrap">
            {say(w('读得不对？人工指定列的含义', 'Read wrongly? Say what the columns mean'))}
          </Link>
        )}
      </div>
      {status === 'quarantined' && (
        <div className="rounded bg-bad-soft px-3 py-2 text-sm">
          <WhyQuarantined document={document} />
          {isCorrectable && (
            <p className="mt-2">
              <Link to={correctLink(here, id)} className="font-semibold">
                {say(w('人工指定表头和各列的含义，然后载入 →', 'Say what its columns mean, then load it →'))}
              </Link>
            </p>
          )}
        </div>
      )}
    </header>
  )
}

interface SupersededProps {
  document: LoadedDocument
  evaluations: readonly DocumentEvaluation[]
}

/** Says that later documents count in place of this one, and which; it stays readable as it was. */
export function Superseded({ document, evaluations }: SupersededProps) {
  const here = useHere()
  const say = useSay()
  const { status, replaced, evaluations: n } = document
  const later = new Map(
    evaluations.flatMap(({ supersededBy, supersededByName }) =>
      supersededBy === null ? [] : [[supersededBy, supersededByName] as const],
    ),
  )
  if (status !== 'superseded' && replaced === 0) return null
  return (
    <p role="status" className="rounded bg-warn-soft px-3 py-2 text-sm text-warn">
      ▲{' '}
      {replaced < n
        ? say(
            w(
              `其中 ${replaced} 份评价已被后来的材料替代，不再计入各项统计：`,
              `${replaced} of its evaluations were superseded and count no longer: `,
            ),
          )
        : say(
            w(
              '这份文档已被后来的材料替代，不再计入各项统计，原样保留备查：',
              'This document was superseded and counts no longer; it is kept as it was: ',
            ),
          )}
      {[...later].map(([id, name], index) => (
        <span key={id}>
          {index > 0 && say(w('、', ', '))}
          <Link to={documentLink(here, id)} className="underline">
            {name}
          </Link>
        </span>
      ))}
    </p>
  )
}

/** The evaluations that a document holds, each with the way to its project; and which of them others replaced. */
export function DocumentEvaluations({ rows, n }: { rows: readonly DocumentEvaluation[]; n: number }) {
  const here = useHere()
  const say = useSay()
  if (rows.length === 0) return null
  return (
    <Frame title={w('载入的评价', 'Evaluations it holds')}>
      <ul className="text-sm">
        {rows.map((row) => (
          <li
            key={row.id}
            className="flex flex-wrap gap-x-6 gap-y-0.5 border-line border-b py-1.5 last:border-0"
          >
            <Link to={projectLink(here, row.projectId, row.year)} className="min-w-60">
              {row.project ?? say(w('未写项目名称', 'Unnamed'))}
            </Link>
            <span>{formatYear(row.year)}</span>
            <span>{say(kindWords[row.kind])}</span>
            <span>{row.districtName ?? unknown}</span>
            <span>{row.unit ?? unknown}</span>
            <span>
              {say(w('总分', 'Total'))} {formatScore(row.total)}
              {row.grade !== null && ` ${say(gradeWords[row.grade])}`}
            </span>
            <span className="text-muted">
              {say(w(`${row.indicators} 项指标`, `indicators: ${row.indicators}`))}
            </span>
            {row.supersededBy !== null && (
              <span className="text-warn">
                ▲ {say(w('已被替代：', 'superseded by '))}
                <Link to={documentLink(here, row.supersededBy)} className="underline">
                  {row.supersededByName}
                </Link>
              </span>
            )}
          </li>
        ))}
      </ul>
      {n > rows.length && (
        <p className="mt-1 text-muted text-xs">
          {say(w(`只列前 ${rows.length} 份，共 ${formatCount(n)} 份。`, `The first ${rows.length} of ${n}.`))}
        </p>
      )}
    </Frame>
  )
}
