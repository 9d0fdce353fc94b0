import { Link } from '@remix-run/react'
import { sourceWords, stageWords } from '#app/charts/fund-words.ts'
import { useHere, useSay } from '#app/components/here.ts'
import { formatMoneyAlone, formatScore, unknown } from '#app/format.ts'
import { projectLink } from '#app/links.ts'
import type { RowFlow, RowIndicator, RowProblem } from '#app/queries/document-contents.ts'
import type { ReadIndicator } from '#app/queries/project-indicators.ts'
import { type Words, w } from '#app/words.ts'
import { Problems } from './problems.tsx'
import { ActualUnderstood, Reached, TargetUnderstood } from './read-indicator.tsx'

interface Props {
  indicators: readonly RowIndicator[]
  flows: readonly RowFlow[]
  problems: readonly RowProblem[]
}

/** All that was understood of one row of a document, and what was odd about it. */
export function RowReading({ indicators, flows, problems }: Props) {
  const say = useSay()
  const nothing = indicators.length === 0 && flows.length === 0
  return (
    <div className="space-y-4 text-sm">
      {indicators.map((row) => (
        <section key={`${row.projectId}${row.year}${row.ordinal}`}>
          <OfProject {...row} />
          <IndicatorReading row={row} />
        </section>
      ))}
      {flows.map((flow) => (
        <section key={`${flow.projectId}${flow.stage}${flow.amount}`}>
          <OfProject {...flow} superseded={false} />
          <FlowReading flow={flow} />
        </section>
      ))}
      {nothing && (
        <p className="text-muted">
          {say(
            w(
              '这一行没有读出指标或资金：可能是表头、说明、合计，或属于其他栏目。',
              'No indicator or fund entry was read from this row: it may be a heading, a remark or a total.',
            ),
          )}
        </p>
      )}
      {problems.length > 0 && <Problems problems={problems} />}
    </div>
  )
}

function OfProject({
  projectId,
  project,
  year,
  superseded,
}: Pick<RowIndicator, 'projectId' | 'project' | 'year' | 'superseded'>) {
  const here = useHere()
  const say = useSay()
  return (
    <p className="mb-1">
      <Link to={projectLink(here, projectId, year)}>
        {[project ?? say(w('未写项目名称', 'Unnamed')), year].filter((part) => part !== null).join(' · ')}
      </Link>
      {superseded && <span className="ml-2 text-warn">▲ {say(w('已被替代', 'superseded'))}</span>}
    </p>
  )
}

/** An indicator as its row says it, each value beside what was understood of it. */
export function IndicatorReading({ row }: { row: ReadIndicator }) {
  const say = useSay()
  return (
    <table className="w-full border-collapse">
      <caption className="pb-1 text-left font-semibold">{row.name}</caption>
      <thead className="text-left text-muted text-xs">
        <tr>
          <th scope="col" className="font-normal">
            <span className="sr-only">{say(w('栏', 'Field'))}</span>
          </th>
          <th scope="col" className="py-1 pr-3 font-normal">
            {say(w('自评原文', 'As reported'))}
          </th>
          <th scope="col" className="py-1 font-normal">
            {say(w('系统读出', 'As understood'))}
          </th>
        </tr>
      </thead>
      <tbody>
        <Line words={w('年度指标值', 'Target')} written={row.targetText}>
          <TargetUnderstood row={row} />
        </Line>
        <Line words={w('实际完成值', 'Actual')} written={row.actualText}>
          <ActualUnderstood row={row} />
        </Line>
        <Line words={w('完成率', 'Completion')} written={null}>
          <Reached row={row} />
        </Line>
        <Line words={w('分值', 'Weight')} written={null}>
          {formatScore(row.weight)}
        </Line>
        <Line words={w('得分', 'Score')} written={null}>
          {formatScore(row.score)}
        </Line>
        {row.reason !== null && (
          <Line words={w('偏差原因', 'Reason')} written={row.reason}>
            {null}
          </Line>
        )}
      </tbody>
    </table>
  )
}

interface LineProps {
  words: Words
  written: string | null
  children: React.ReactNode
}

function Line({ words, written, children }: LineProps) {
  const say = useSay()
  return (
    <tr className="border-line border-t align-top">
      <th scope="row" className="whitespace-nowrap py-1 pr-3 text-left font-normal text-muted">
        {say(words)}
      </th>
      <td className="break-words py-1 pr-3">{written}</td>
      <td className="py-1">{children}</td>
    </tr>
  )
}

function FlowReading({ flow }: { flow: RowFlow }) {
  const { language } = useHere()
  const say = useSay()
  return (
    <p>
      {[
        flow.date ?? say(w('未注明日期', 'undated')),
        say(stageWords[flow.stage]),
        say(sourceWords[flow.source]),
        formatMoneyAlone(flow.amount, language) ?? unknown,
      ].join(' · ')}
    </p>
  )
}
