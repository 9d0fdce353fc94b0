import { Link } from '@remix-run/react'
import { placeWords } from '#app/charts/document-words.ts'
import { sourceWords, stageWords } from '#app/charts/fund-words.ts'
import { fundMeasures, reportFlows, reportFunds } from '#app/charts/project.ts'
import { Exports, Frame } from '#app/components/comparison.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import {
  bracketed,
  commonScale,
  formatMoney,
  formatMoneyAlone,
  formatPercent,
  formatScore,
} from '#app/format.ts'
import type { ProjectReport } from '#app/queries/project.ts'
import type { ProjectFlow, ProjectFunds as Sums } from '#app/queries/project-funds.ts'
import { type Words, w } from '#app/words.ts'
import { exportAsked } from './project-head.tsx'

interface Props {
  report: ProjectReport
  sums: readonly Sums[]
  flows: readonly ProjectFlow[]
}

/** A report's money: as it prints it, as the ledger sums it, and the entries behind that. */
export function ProjectFunds({ report, sums, flows }: Props) {
  const say = useSay()
  return (
    <Frame
      title={reportFunds.title}
      note={reportFunds.note}
      files={
        sums.length > 0 && <Exports view={reportFunds.name} hasChart={false} asked={exportAsked(report)} />
      }
    >
      {sums.length === 0 ? (
        <p className="text-muted text-sm">
          {say(w('自评和台账都没有资金数。', 'Neither report nor ledger states any money.'))}
        </p>
      ) : (
        <div className="grid grid-cols-1 items-start gap-x-8 gap-y-4 lg:grid-cols-2">
          <div>
            <DataTable view={reportFunds} rows={sums} />
            <Disagreements sums={sums} />
            {report.evaluation !== null && (
              <p className="mt-2 px-2 text-muted text-sm">{say(executionWords(report))}</p>
            )}
          </div>
          {flows.length === 0 ? (
            <p className="text-muted text-sm">
              {say(w('台账中没有这个年度的记录。', 'No ledger has entries for this year.'))}
            </p>
          ) : (
            <Flows flows={flows} report={report} />
          )}
        </div>
      )}
    </Frame>
  )
}

/** Where ledger and report cannot both be right, in a sentence. */
function Disagreements({ sums }: { sums: readonly Sums[] }) {
  const say = useSay()
  return sums.map(({ measure, difference, disagrees }) => {
    if (!disagrees || difference === null) return null
    const [zh, en] = [
      formatMoneyAlone(Math.abs(difference), 'zh'),
      formatMoneyAlone(Math.abs(difference), 'en'),
    ]
    const words = fundMeasures[measure]
    return (
      <p key={measure} className="mt-2 px-2 text-sm text-warn">
        ▲{' '}
        {say(
          difference < 0
            ? w(
                `台账所记${words.zh}比自评少 ${zh}，请核对。`,
                `${words.en}: the ledger books ${en} less than the report.`,
              )
            : w(
                `台账所记${words.zh}比自评多 ${zh}，请核对。`,
                `${words.en}: the ledger books ${en} more than the report.`,
              ),
        )}
      </p>
    )
  })
}

function executionWords(report: ProjectReport): Words {
  const { executionRateStated, executionRate, executionWeight, executionScore } = report
  const points =
    executionWeight === null
      ? w('', '')
      : w(
          `；分值 ${formatScore(executionWeight)}，得分 ${formatScore(executionScore)}`,
          `; weight ${formatScore(executionWeight)}, score ${formatScore(executionScore)}`,
        )
  const stated =
    executionRateStated === null ? ['未写', 'not stated'] : [formatPercent(executionRateStated, 2)]
  return w(
    `执行率：自评${executionRateStated === null ? '' : ' '}${stated[0]}，支出 ÷ 预算为 ${formatPercent(executionRate, 2)}${points.zh}。`,
    `Execution rate: ${stated[1] ?? stated[0]} in the report, ${formatPercent(executionRate, 2)} as spent ÷ budget${points.en}.`,
  )
}

/** The entries by date, each with its row in the ledger; a long list scrolls in its place. */
function Flows({ flows, report }: { flows: readonly ProjectFlow[]; report: ProjectReport }) {
  const here = useHere()
  const say = useSay()
  const scale = commonScale(
    flows.map(({ amount }) => amount),
    here.language,
  )
  return (
    <div className="min-w-0">
      <div className="flex px-2 text-muted text-xs">
        <h3>
          {say(reportFlows.title)}
          {say(w(`（${flows.length} 笔）`, ` (${flows.length})`))}
        </h3>
        <Exports view={reportFlows.name} hasChart={false} asked={exportAsked(report)} />
      </div>
      <section
        className="max-h-96 overflow-auto print:max-h-none"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={say(reportFlows.title)}
      >
        <table className="w-full border-collapse text-sm">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr className="border-line border-b text-left">
              <th className="px-2 py-1.5 font-normal">{say(w('日期', 'Date'))}</th>
              <th className="px-2 py-1.5 font-normal">{say(w('环节', 'Stage'))}</th>
              <th className="px-2 py-1.5 font-normal">{say(w('来源', 'Source'))}</th>
              <th className="px-2 py-1.5 text-right font-normal">
                {say(w('金额', 'Amount'))}
                <span className="whitespace-nowrap text-xs">{bracketed(scale.unit, here.language)}</span>
              </th>
              <th className="px-2 py-1.5 font-normal">{say(w('出处', 'Where'))}</th>
            </tr>
          </thead>
          <tbody>
            {flows.map((flow) => (
              <tr
                key={`${flow.document}${flow.table}${flow.row}`}
                className="whitespace-nowrap border-line border-b last:border-0"
              >
                <td className="px-2 py-1">{flow.date ?? say(w('未注明', 'not given'))}</td>
                <td className="px-2 py-1">{say(stageWords[flow.stage])}</td>
                <td className="px-2 py-1">{say(sourceWords[flow.source])}</td>
                <td className="px-2 py-1 text-right">{formatMoney(flow.amount, scale)}</td>
                <td className="px-2 py-1 text-xs">
                  <Link to={reportFlows.link?.(flow, here) ?? ''} title={flow.documentName}>
                    {say(placeWords(flow.table, flow.row) ?? w(flow.documentName, flow.documentName))}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
