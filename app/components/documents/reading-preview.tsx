import { sourceWords, stageWords } from '#app/charts/fund-words.ts'
import { kindWords } from '#app/charts/indicators.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import type { EvaluationKind } from '#app/domain/evaluation.ts'
import type { FundSource, FundStage } from '#app/domain/fund-flow.ts'
import { formatCount, formatMoneyAlone, formatScore, unknown } from '#app/format.ts'
import type { RowProblem } from '#app/queries/document-contents.ts'
import type { ReadIndicator } from '#app/queries/project-indicators.ts'
import { w } from '#app/words.ts'
import { Problems } from './problems.tsx'
import { ActualUnderstood, Reached, TargetUnderstood } from './read-indicator.tsx'

interface PreviewedEvaluation {
  project: string | null
  unit: string | null
  district: string | null
  year: number | null
  kind: EvaluationKind
  total: { score: number | null; grade: string | null }
  budget: number | null
  adjusted: number | null
  spent: number | null
  indicators: readonly ReadIndicator[]
  n: number
}

interface PreviewedFlow {
  project: string
  year: number
  stage: FundStage
  source: FundSource
  amount: number | null
  date: string | null
  row: number | null
}

interface Props {
  evaluations: readonly PreviewedEvaluation[]
  flows: readonly PreviewedFlow[]
  problems: readonly RowProblem[]
  n: { evaluations: number; flows: number; problems: number }
}

/** What would be understood of a document's first rows; nothing of it is loaded yet. */
export function ReadingPreview({ evaluations, flows, problems, n }: Props) {
  const say = useSay()
  const nothing = n.evaluations === 0 && n.flows === 0
  return (
    <Frame
      title={w('预览：将会读出的内容', 'Preview: what would be understood')}
      note={w(
        `按前 300 行试读：${formatCount(n.evaluations)} 份评价，${formatCount(n.flows)} 笔资金；尚未载入。`,
        `From the first 300 rows: evaluations ${formatCount(n.evaluations)}, fund entries ${formatCount(n.flows)}; nothing is loaded yet.`,
      )}
    >
      {nothing && (
        <p className="text-bad text-sm">
          ■{' '}
          {say(
            w(
              '没有读出评价或资金。指标表至少要有指标名称和两种数值（目标、实际、分值、得分之二）；多项目的清单还要有项目名称列；台账要有项目名称、金额，以及日期或环节。',
              'Nothing was understood. Indicators need a name and two of target, actual, weight and score; a list of projects also needs the project; a ledger needs project, amount, and date or stage.',
            ),
          )}
        </p>
      )}
      <div className="space-y-4">
        {evaluations.map((evaluation) => (
          <Evaluation
            key={`${evaluation.project}${evaluation.unit}${evaluation.year}`}
            evaluation={evaluation}
          />
        ))}
        {flows.length > 0 && <Flows flows={flows} />}
        {problems.length > 0 && <Problems problems={problems} />}
      </div>
    </Frame>
  )
}

function Evaluation({ evaluation }: { evaluation: PreviewedEvaluation }) {
  const { language } = useHere()
  const say = useSay()
  const { project, unit, district, year, kind, total, budget, adjusted, spent, indicators, n } = evaluation
  const facts = [
    [w('实施单位', 'Unit'), unit],
    [w('区县', 'District'), district],
    [w('年度', 'Year'), year === null ? null : String(year)],
    [w('类型', 'Kind'), say(kindWords[kind])],
    [w('预算', 'Budget'), formatMoneyAlone(adjusted ?? budget, language)],
    [w('支出', 'Spent'), formatMoneyAlone(spent, language)],
    [w('总分', 'Total'), `${formatScore(total.score)} ${total.grade ?? ''}`],
  ] as const
  return (
    <section className="text-sm">
      <h3 className="font-semibold">{project ?? say(w('未写项目名称', 'Unnamed project'))}</h3>
      <dl className="mb-1 flex flex-wrap gap-x-6 text-muted">
        {facts.map(([label, value]) => (
          <div key={label.en} className="flex gap-2">
            <dt>{say(label)}</dt>
            <dd className="text-ink">{value ?? unknown}</dd>
          </div>
        ))}
      </dl>
      <section
        className="overflow-x-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={say(w('指标', 'Indicators'))}
      >
        <table className="w-full border-collapse">
          <thead className="text-left text-muted text-xs">
            <tr className="border-line border-b">
              {headings.map((words) => (
                <th key={words.en} scope="col" className="whitespace-nowrap py-1 pr-4 font-normal">
                  {say(words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {indicators.map((row) => (
              <tr key={row.ordinal} className="border-line border-b align-top last:border-0">
                <td className="py-1 pr-4 text-muted">{row.row}</td>
                <td className="min-w-32 py-1 pr-4">{row.name}</td>
                <td className="py-1 pr-4">{row.targetText || unknown}</td>
                <td className="py-1 pr-4">
                  <TargetUnderstood row={row} />
                </td>
                <td className="py-1 pr-4">{row.actualText || unknown}</td>
                <td className="py-1 pr-4">
                  <ActualUnderstood row={row} />
                </td>
                <td className="py-1 pr-4">
                  <Reached row={row} />
                </td>
                <td className="py-1 pr-4 text-right">{formatScore(row.weight)}</td>
                <td className="py-1 text-right">{formatScore(row.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {n > indicators.length && (
        <p className="text-muted text-xs">
          {say(w(`只列前 ${indicators.length} 项，共 ${n} 项。`, `The first ${indicators.length} of ${n}.`))}
        </p>
      )}
    </section>
  )
}

const headings = [
  w('行', 'Row'),
  w('指标', 'Indicator'),
  w('目标原文', 'Target'),
  w('读作', 'Read as'),
  w('实际原文', 'Actual'),
  w('读出为', 'Understood'),
  w('完成率', 'Completion'),
  w('分值', 'Weight'),
  w('得分', 'Score'),
]

function Flows({ flows }: Pick<Props, 'flows'>) {
  const { language } = useHere()
  const say = useSay()
  return (
    <ul className="text-sm">
      {flows.map((flow) => (
        <li
          key={`${flow.row}${flow.stage}`}
          className="flex flex-wrap gap-x-6 border-line border-b py-1 last:border-0"
        >
          <span className="text-muted">{flow.row}</span>
          <span>{flow.project}</span>
          <span>{flow.date ?? flow.year}</span>
          <span>{say(stageWords[flow.stage])}</span>
          <span>{say(sourceWords[flow.source])}</span>
          <span>{formatMoneyAlone(flow.amount, language)}</span>
        </li>
      ))}
    </ul>
  )
}
