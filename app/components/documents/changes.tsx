import { Link } from '@remix-run/react'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import type { Change, ChangedField } from '#app/domain/changes.ts'
import { formatMoneyAlone, formatPercent, formatScore, formatYear, unknown } from '#app/format.ts'
import { documentLink, type Here, projectLink } from '#app/links.ts'
import type { Resent } from '#app/queries/changes.ts'
import { type Words, w } from '#app/words.ts'
import { PlaceLink } from './place-link.tsx'

const fieldWords: Readonly<Record<ChangedField, Words>> = {
  project: w('项目名称', 'Project'),
  unit: w('实施单位', 'Unit'),
  year: w('年度', 'Year'),
  budget: w('年初预算', 'Initial budget'),
  adjusted: w('全年预算', 'Whole-year budget'),
  arrived: w('到位资金', 'Funds arrived'),
  spent: w('支出', 'Spent'),
  executionRate: w('执行率', 'Execution rate'),
  executionScore: w('执行率得分', 'Execution score'),
  total: w('总分', 'Total'),
  grade: w('等级', 'Grade'),
  target: w('目标', 'target'),
  actual: w('实际', 'actual'),
  weight: w('分值', 'weight'),
  score: w('得分', 'score'),
  reason: w('偏差原因', 'reason'),
}

const money: readonly ChangedField[] = ['budget', 'adjusted', 'arrived', 'spent']

function valueText(field: ChangedField, value: string | number | null, { language }: Here): string {
  if (typeof value !== 'number') return value ?? unknown
  if (field === 'year') return formatYear(value)
  if (field === 'executionRate') return formatPercent(value, 2)
  return money.includes(field) ? formatMoneyAlone(value, language) : formatScore(value)
}

interface Props {
  /** The later document. */
  document: string
  reports: readonly Resent[]
}

/** What a report says otherwise than the one it replaced, item by item: from what to what. */
export function Changes({ document, reports }: Props) {
  const here = useHere()
  const say = useSay()
  if (reports.length === 0) return null
  const replaced = new Map(
    reports.flatMap(({ before }) => (before === null ? [] : [[before.document, before.name]])),
  )
  return (
    <Frame title={w('与被替代材料的差别', 'What changed')}>
      <p className="mb-2 text-muted text-sm">
        {say(w('替代了：', 'It replaced '))}
        {[...replaced].map(([id = '', name], index) => (
          <span key={id}>
            {index > 0 && say(w('、', ', '))}
            <Link to={documentLink(here, id)} className="underline">
              {name}
            </Link>
          </span>
        ))}
      </p>
      <div className="space-y-4">
        {reports.map((report) => (
          <OfReport
            key={`${report.projectId}${report.year}${report.before?.document}`}
            document={document}
            report={report}
            isNamed={reports.length > 1}
          />
        ))}
      </div>
    </Frame>
  )
}

interface OfReportProps {
  document: string
  report: Resent
  isNamed: boolean
}

function OfReport({ document, report, isNamed }: OfReportProps) {
  const here = useHere()
  const say = useSay()
  const { projectId, project, year, before, isHeld, changes } = report
  const name = [project ?? say(w('未写项目名称', 'Unnamed')), year]
    .filter((part) => part !== null)
    .join(' · ')
  return (
    <section className="text-sm">
      {(isNamed || before === null || !isHeld) && (
        <h3 className="mb-1">
          {isHeld ? <Link to={projectLink(here, projectId, year)}>{name}</Link> : name}
        </h3>
      )}
      {before === null && <p>＋ {say(w('新增的评价', 'New in this document'))}</p>}
      {!isHeld && <p>－ {say(w('新材料中已没有', 'No longer in this document'))}</p>}
      {before !== null && isHeld && (
        <ChangeTable changes={changes} document={document} beforeDocument={before.document} />
      )}
    </section>
  )
}

interface TableProps {
  changes: readonly Change[]
  document: string
  beforeDocument: string
}

function ChangeTable({ changes, document, beforeDocument }: TableProps) {
  const here = useHere()
  const say = useSay()
  if (changes.length === 0)
    return (
      <p className="text-muted">
        {say(w('指标、资金、总分和等级都没有变化。', 'Indicators, funds, total and grade are all the same.'))}
      </p>
    )
  return (
    <section
      className="overflow-x-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={say(w('变化', 'Changes'))}
    >
      <table className="w-full max-w-4xl border-collapse">
        <thead className="text-left text-muted text-xs">
          <tr className="border-line border-b">
            <th scope="col" className="py-1 pr-4 font-normal">
              {say(w('项', 'Item'))}
            </th>
            <th scope="col" className="py-1 pr-4 font-normal">
              {say(w('原来', 'Before'))}
            </th>
            <th scope="col" className="py-1 pr-4 font-normal">
              {say(w('现在', 'Now'))}
            </th>
            <th scope="col" className="py-1 font-normal">
              {say(w('出处', 'Where'))}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr
              key={`${change.kind}${change.indicator}${change.kind === 'changed' ? change.field : change.at.row}`}
              className="border-line border-b align-top last:border-0"
            >
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                {change.indicator}
                {change.kind === 'changed' && (
                  <span className={change.indicator === null ? '' : 'ml-2 text-muted'}>
                    {say(fieldWords[change.field])}
                  </span>
                )}
              </th>
              {change.kind === 'changed' ? (
                <>
                  <td className="py-1 pr-4 text-muted">
                    <del className="no-underline">{valueText(change.field, change.from, here)}</del>
                  </td>
                  <td className="py-1 pr-4">
                    <ins className="font-semibold no-underline">
                      {valueText(change.field, change.to, here)}
                    </ins>
                  </td>
                </>
              ) : (
                <td colSpan={2} className="py-1 pr-4">
                  {change.kind === 'added'
                    ? say(w('＋ 新增的指标', '＋ added'))
                    : say(w('－ 删去的指标', '－ removed'))}
                </td>
              )}
              <td className="py-1 text-xs">
                {change.at !== null && (
                  <PlaceLink
                    document={change.kind === 'removed' ? beforeDocument : document}
                    {...change.at}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
