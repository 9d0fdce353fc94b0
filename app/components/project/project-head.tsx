import { Link } from '@remix-run/react'
import { kindWords } from '#app/charts/indicators.ts'
import { type Fact, Facts } from '#app/components/facts.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Tabs } from '#app/components/tabs.tsx'
import { formatPercent, formatPoints, formatScore, formatUnitCost, pointsUnit, unknown } from '#app/format.ts'
import { districtOf, type Here, pageLink, unitLink } from '#app/links.ts'
import type { ProjectReport, ReportHeld } from '#app/queries/project.ts'
import type { ProjectCost, ProjectSatisfaction } from '#app/queries/project-costs.ts'
import { gradeWords, type Words, w } from '#app/words.ts'

/** What an export needs to find this report again. */
export const exportAsked = ({ projectId, year, kind }: ProjectReport): Record<string, string> => ({
  id: projectId,
  ...(year === null ? {} : { year: String(year) }),
  ...(kind === null ? {} : { kind }),
})

interface Props {
  report: ProjectReport
  reports: readonly ReportHeld[]
}

/** What project this is, whose it is, and which of its years is shown. */
export function ProjectHead({ report, reports }: Props) {
  const here = useHere()
  const say = useSay()
  const belongs = belongingsOf(report, here)
  return (
    <header className="space-y-2">
      <h1 className="font-semibold text-2xl">
        {report.project ?? say(w('未写项目名称', 'Unnamed project'))}
      </h1>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {belongs.map(({ label, value, href }) => (
          <div key={label.en} className="flex gap-2">
            <dt className="text-muted">{say(label)}</dt>
            <dd>{href === null ? value : <Link to={href}>{value}</Link>}</dd>
          </div>
        ))}
      </dl>
      <Years report={report} reports={reports} />
    </header>
  )
}

interface Belonging {
  label: Words
  value: string
  href: string | null
}

function belongingsOf(report: ProjectReport, here: Here): Belonging[] {
  const { unit, department, district, districtName, sector, programme } = report
  const to = (change: Parameters<typeof pageLink>[2]) => pageLink(here, '/', { year: [], ...change })
  const all: readonly (readonly [Words, string | null, string | null])[] = [
    [w('实施单位', 'Unit'), unit, unit && unitLink(here, unit, districtOf(here, report))],
    [w('主管部门', 'Department'), department, department && to({ department: [department] })],
    [w('区县', 'District'), districtName, district && to({ district: districtOf(here, report) })],
    [w('行业', 'Sector'), sector, sector && to({ sector: [sector] })],
    [
      w('项目类别', 'Programme'),
      programme,
      programme && pageLink(here, '/compare/unit-cost', { year: [], programme: [programme] }),
    ],
  ]
  return all.map(([label, value, href]) => ({ label, value: value ?? unknown, href }))
}

const yearWords = (year: number | null): Words =>
  year === null ? w('年度不明', 'Year unknown') : w(`${year} 年度`, String(year))

function Years({ report, reports }: Props) {
  const here = useHere()
  return (
    <Tabs
      label={w('年度', 'Year')}
      tabs={reports.map(({ year, kind, chosen }) => ({
        words: yearWords(year),
        aside:
          kind === null ? w('仅台账', 'ledger only') : kind === 'selfEvaluation' ? null : kindWords[kind],
        to: pageLink(here, `/projects/${report.projectId}`, {
          year: year === null ? [] : [year],
          kind: kind === 'selfEvaluation' ? null : kind,
        }),
        chosen,
      }))}
    />
  )
}

interface Measures {
  report: ProjectReport
  costs: readonly ProjectCost[]
  satisfaction: readonly ProjectSatisfaction[]
}

/** The report in four figures. */
export function ProjectFacts({ report, costs, satisfaction }: Measures) {
  const { language } = useHere()
  const say = useSay()
  const cost = costs.find(({ implied }) => implied !== null)
  const [rate] = satisfaction
  const facts: Fact[] = [
    {
      label: say(w('自评总分', 'Total as stated')),
      value: `${formatScore(report.totalStated)}${report.totalStated === null ? '' : say(w(' 分', ' points'))}`,
      beside: say(sumWords(report)),
    },
    {
      label: say(w('等级', 'Grade')),
      value: report.grade === null ? unknown : say(gradeWords[report.grade]),
      beside: say(gradeAside(report)),
    },
    {
      label: say(w('执行率', 'Execution')),
      value: formatPercent(report.executionRate),
      beside: say(executionAside(report)),
    },
    {
      label: say(w('折算单位成本', 'Implied unit cost')),
      value: cost ? `${formatUnitCost(cost.implied)} ${say(w('元', 'yuan'))}/${cost.per}` : unknown,
      beside:
        cost && say(w(`申报 ${formatUnitCost(cost.reported)}`, `reported ${formatUnitCost(cost.reported)}`)),
    },
    {
      label: say(w('满意度差距', 'Satisfaction gap')),
      value: rate ? `${formatPoints(rate.gap)} ${pointsUnit[language]}` : unknown,
      beside:
        rate &&
        say(
          w(
            `实际 ${formatPercent(rate.actual)}，目标 ${formatPercent(rate.target)}`,
            `${formatPercent(rate.actual)} against ${formatPercent(rate.target)}`,
          ),
        ),
    },
  ]
  return <Facts facts={facts} />
}

function sumWords({ totalStated, totalSum }: ProjectReport): Words {
  if (totalSum === null) return w('没有得分明细', 'no scores to add up')
  if (totalStated === totalSum) return w('与各项得分之和一致', 'equals the sum of its scores')
  const sum = formatScore(totalSum)
  return totalStated === null
    ? w(`未写总分；各项得分之和 ${sum}`, `not stated; its scores add up to ${sum}`)
    : w(`▲ 各项得分之和为 ${sum}`, `▲ its scores add up to ${sum}`)
}

function gradeAside({ gradeStated }: ProjectReport): Words {
  if (gradeStated === null) return w('未写等级，按总分归档', 'not stated; the band of its total')
  return w(`自评写作“${gradeStated}”`, `stated as "${gradeStated}"`)
}

function executionAside({ executionRateStated }: ProjectReport): Words {
  if (executionRateStated === null) return w('支出 ÷ 预算', 'spent ÷ budget')
  const stated = formatPercent(executionRateStated)
  return w(`支出 ÷ 预算；自评写作 ${stated}`, `spent ÷ budget; stated as ${stated}`)
}
