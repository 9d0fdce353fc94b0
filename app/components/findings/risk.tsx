import { Link } from '@remix-run/react'
import { type RuleTitles, riskView } from '#app/charts/findings.ts'
import { kindWords } from '#app/charts/indicators.ts'
import { Exports, Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { formatCount, formatMoneyAlone, formatScore, formatYear } from '#app/format.ts'
import type { Contribution, RiskRow } from '#app/queries/risk.ts'
import { w } from '#app/words.ts'
import { SeverityMark } from './severity-mark.tsx'

interface PartsProps {
  parts: readonly Contribution[]
  titles: RuleTitles
}

/** What a risk comes from: each rule with the points it adds. */
export function RiskParts({ parts, titles }: PartsProps) {
  const say = useSay()
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {parts.map(({ rule, severity, count, points }) => (
        <li key={rule}>
          <SeverityMark severity={severity} short /> {titles[rule] ? say(titles[rule]) : rule}
          {count > 1 && ` × ${count}`} <span className="text-muted">+{formatScore(points)}</span>
        </li>
      ))}
    </ul>
  )
}

/** The reports with the highest risk, each with what it comes from. */
export function RiskList({ rows, titles }: { rows: readonly RiskRow[]; titles: RuleTitles }) {
  const say = useSay()
  const view = riskView(titles)
  const reports = rows.filter(({ evaluation }, place) => rows[place - 1]?.evaluation !== evaluation)
  return (
    <Frame title={view.title} note={view.note} files={<Exports view={view.name} hasChart={false} />}>
      <ol className="text-sm" aria-label={say(view.title)}>
        {reports.map((report) => (
          <Report
            key={report.evaluation}
            report={report}
            parts={rows.filter(({ evaluation }) => evaluation === report.evaluation)}
            titles={titles}
          />
        ))}
      </ol>
    </Frame>
  )
}

interface ReportProps extends PartsProps {
  report: RiskRow
}

function Report({ report, parts, titles }: ReportProps) {
  const here = useHere()
  const say = useSay()
  const { project, unit, districtName, year, kind, spent, risk } = report
  const about = [
    districtName,
    unit,
    formatYear(year),
    kind === 'selfEvaluation' ? null : say(kindWords[kind]),
    spent === null
      ? null
      : say(w(`支出 ${formatMoneyAlone(spent, 'zh')}`, `spent ${formatMoneyAlone(spent, 'en')}`)),
  ]
  return (
    <li className="flex gap-x-4 border-line border-b py-2 last:border-0 max-sm:gap-x-3">
      <span className="w-14 shrink-0 text-right">
        <span className="font-semibold text-lg">{formatScore(risk)}</span>
        <span className="block text-muted text-xs">/ {formatCount(100)}</span>
      </span>
      <div className="min-w-0">
        <Link to={riskView(titles).link?.(report, here) ?? ''}>
          {project ?? say(w('未写项目名称', 'Unnamed'))}
        </Link>
        <span className="ml-2 text-muted text-xs">{about.filter((text) => text !== null).join(' · ')}</span>
        <RiskParts parts={parts} titles={titles} />
      </div>
    </li>
  )
}
