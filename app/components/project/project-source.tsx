import { Link } from '@remix-run/react'
import { layoutNamed, layoutWhy } from '#app/charts/document-words.ts'
import { kindWords } from '#app/charts/indicators.ts'
import { Frame } from '#app/components/comparison.tsx'
import { Problems } from '#app/components/documents/problems.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { formatBytes, formatMoneyAlone, formatScore } from '#app/format.ts'
import { documentLink, originalLink } from '#app/links.ts'
import type { ProjectReport } from '#app/queries/project.ts'
import type { OtherReport, ReportProblem } from '#app/queries/project-documents.ts'
import { w } from '#app/words.ts'

interface Props {
  report: ProjectReport
  problems: readonly ReportProblem[]
  others: readonly OtherReport[]
}

/** Where the report was read from, what was odd about it, and which other documents report the same. */
export function ProjectSource({ report, problems, others }: Props) {
  const say = useSay()
  return (
    <Frame title={w('来源文档', 'Source document')}>
      <div className="space-y-4">
        {report.document === null ? (
          <p className="text-muted text-sm">
            {say(
              w(
                '这个年度只有资金台账，没有收到自评。',
                'Only a ledger is held for this year; no report was received.',
              ),
            )}
          </p>
        ) : (
          <SourceDocument report={report} id={report.document} />
        )}
        {report.document !== null && (
          <section>
            <h3 className="mb-1 text-sm">{say(w('读取时发现的问题', 'Problems met while reading'))}</h3>
            {problems.length === 0 ? (
              <p className="text-muted text-sm">{say(w('没有发现问题。', 'Nothing was odd.'))}</p>
            ) : (
              <Problems problems={problems} document={report.document} />
            )}
          </section>
        )}
        {others.length > 0 && <Others others={others} />}
      </div>
    </Frame>
  )
}

function SourceDocument({ report, id }: { report: ProjectReport; id: string }) {
  const here = useHere()
  const say = useSay()
  const { documentName, format, layout, bytes } = report
  const why = layoutWhy(layout, report.layoutWhy)
  const facts = [
    [w('格式', 'Format'), (format ?? '').toUpperCase()],
    [w('大小', 'Size'), formatBytes(bytes)],
    [
      w('认定为', 'Recognised as'),
      `${say(layoutNamed(layout))}${why ? say(w(`：${why.zh}`, `: ${why.en}`)) : ''}`,
    ],
    ['SHA-256', id.slice(0, 12)],
  ] as const
  return (
    <div className="text-sm">
      <p>
        <Link to={documentLink(here, id)}>{documentName}</Link>
        <a href={originalLink(id)} download className="ml-3 whitespace-nowrap">
          {say(w('下载原件', 'Download the original'))}
        </a>
      </p>
      <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1 text-muted">
        {facts.map(([label, value]) => (
          <div key={typeof label === 'string' ? label : label.en} className="flex gap-2">
            <dt>{typeof label === 'string' ? label : say(label)}</dt>
            <dd className="text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Others({ others }: { others: readonly OtherReport[] }) {
  const here = useHere()
  const { language } = here
  const say = useSay()
  return (
    <section>
      <h3 className="mb-1 text-sm">
        {say(w('同一项目、同一年度的其他材料', 'Other documents on the same project and year'))}
      </h3>
      <ul className="space-y-1 text-sm">
        {others.map(({ document, documentName, kind, total, spent, superseded }) => (
          <li key={`${document}${kind}${total}`} className="flex flex-wrap gap-x-4">
            <Link to={documentLink(here, document)}>{documentName}</Link>
            <span className="text-muted">
              {say(kindWords[kind])}
              {say(w(`，总分 ${formatScore(total)}`, `, total ${formatScore(total)}`))}
              {say(
                w(
                  `，支出 ${formatMoneyAlone(spent, language)}`,
                  `, spent ${formatMoneyAlone(spent, language)}`,
                ),
              )}
            </span>
            {superseded && (
              <span className="text-warn">▲ {say(w('已被后来的材料替代', 'superseded by a later one'))}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
