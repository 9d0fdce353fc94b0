import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { executionProgress } from '#app/charts/fund-progress.ts'
import { fundFlow } from '#app/charts/fund-sankey.ts'
import { differences, districtFunds, largestLeft, sourceFunds } from '#app/charts/funds.ts'
import { casesSaid } from '#app/charts/marks.ts'
import { Comparison, Frame } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { Facts } from '#app/components/facts.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { fundsAnswering } from '#app/cube/funds.ts'
import { formatCount, formatPercent, many, moneyBeside } from '#app/format.ts'
import { fundsAsked } from '#app/funds-asked.server.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { filtersOf } from '#app/queries/filters.ts'
import type { FundCoverage } from '#app/queries/fund-coverage.ts'
import type { FundsByDistrict } from '#app/queries/funds-by-district.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '资金 Funds · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  return {
    ignored,
    choices: await choicesUnder(ask, filters),
    ...(await countedOrAsked(visitor, fundsAnswering, filters, fundsAsked(ask, filters))),
    told: visitor.told(),
  }
}

export default function Funds() {
  const { ignored, choices, bands, progress, districts, sources, left, differing, coverage } =
    useLoaderData<typeof loader>()
  const total = districts.find(({ districtName }) => districtName === 'total')
  return (
    <Page
      title={w('资金流向与执行', 'Funds: flow and execution')}
      lead={w(
        '钱从哪里来、到了哪里、花了多少、余下的去了哪里。数字取自各区县资金台账，并与单位自评核对。',
        'Where the money came from, where it went, what was spent and what became of the rest: from the ledgers, checked against the self-evaluations.',
      )}
      fields={['year', 'district', 'sector', 'department', 'programme']}
      choices={choices}
      ignored={ignored}
    >
      {total && coverage[0] ? (
        <>
          <Totals total={total} />
          <Coverage coverage={coverage[0]} />
          <Comparison view={fundFlow} rows={bands} onFirstScreen />
          <Comparison view={executionProgress} rows={progress} />
          <Comparison view={districtFunds} rows={districts} />
          <Comparison view={sourceFunds} rows={sources} />
          {left.length > 0 && <Comparison view={largestLeft} rows={left} />}
          {differing.length > 0 && <Comparison view={differences} rows={differing} />}
        </>
      ) : (
        <NoLedger />
      )}
    </Page>
  )
}

/** Of reports alone there is no flow of funds to show. */
function NoLedger() {
  return (
    <Frame
      title={fundFlow.title}
      note={w(
        '资金页取数于资金台账：每行一笔，写明项目、年度、资金环节、资金来源和金额，有日期更好。',
        'This page is made of fund ledgers: a row an entry, with project, year, stage, source and amount, better with its date.',
      )}
    >
      <Empty />
    </Frame>
  )
}

const byDistrict = `#${districtFunds.name}`

function Totals({ total }: { total: FundsByDistrict }) {
  const say = useSay()
  const { language } = useHere()
  const { adjusted, arrived, spent, left, n } = total
  const money = moneyBeside([adjusted, arrived, spent, left], language)
  const of = casesSaid(n)
  const beside = say(w(`${formatCount(n)} 个项目年度合计`, `sum of ${many(n, 'project-year')}`))
  return (
    <Facts
      facts={[
        { href: byDistrict, label: say(w('全年预算', 'Whole-year budget')), value: money(adjusted), beside },
        { href: byDistrict, label: say(w('资金到位', 'Arrived')), value: money(arrived), beside },
        { href: byDistrict, label: say(w('支出', 'Spent')), value: money(spent), beside },
        { href: byDistrict, label: say(w('结余', 'Left')), value: money(left), beside },
        {
          href: `#${executionProgress.name}`,
          label: say(w('执行率', 'Execution')),
          value: formatPercent(total.executionRate),
          beside: say(w(`支出合计 ÷ 全年预算合计，${of}`, `spent ÷ whole-year budget, of sums, ${of}`)),
        },
        {
          href: byDistrict,
          label: say(w('到位率', 'Arrival')),
          value: formatPercent(total.arrivalRate),
          beside: say(w(`到位合计 ÷ 下达合计，${of}`, `arrived ÷ allotted, of sums, ${of}`)),
        },
      ]}
    />
  )
}

/** What the figures of this page are of, and what they leave out. */
function Coverage({ coverage }: { coverage: FundCoverage }) {
  const say = useSay()
  const { language } = useHere()
  const gaps = gapsOf(coverage).map(say)
  return (
    <p className="text-muted text-sm">
      {say(
        w(
          `台账涵盖 ${formatCount(coverage.projects)} 个项目、${formatCount(coverage.n)} 个项目年度，共 ${formatCount(coverage.movements)} 笔；其中 ${formatCount(coverage.compared)} 个项目年度与自评核对，${formatCount(coverage.differing)} 个不一致。`,
          `The ledgers cover ${formatCount(coverage.projects)} projects, ${formatCount(coverage.n)} project-years and ${formatCount(coverage.movements)} entries; ${formatCount(coverage.compared)} project-years were checked against self-evaluations, ${formatCount(coverage.differing)} disagree. `,
        ),
      )}
      {gaps.length > 0 && gaps.join(language === 'zh' ? '；' : '; ') + (language === 'zh' ? '。' : '.')}
    </p>
  )
}

function gapsOf(coverage: FundCoverage): Words[] {
  const have = (n: number) => many(n, 'project-year has', 'project-years have')
  const gaps: readonly (readonly [number, (n: number) => Words])[] = [
    [
      coverage.reportedOnly,
      (n) =>
        w(
          `另有 ${formatCount(n)} 个项目年度只有自评、没有台账，未计入`,
          `${have(n)} a report and no ledger, and ${n === 1 ? 'is' : 'are'} left out`,
        ),
    ],
    [
      coverage.withoutBudget,
      (n) => w(`${formatCount(n)} 个项目年度台账没有流入记录`, `${have(n)} no entry of money in`),
    ],
    [
      coverage.withoutSpending,
      (n) => w(`${formatCount(n)} 个项目年度台账没有支出记录，按未支出计`, `${have(n)} no entry of spending`),
    ],
    [
      coverage.undatedPayments,
      (n) =>
        w(
          `${formatCount(n)} 笔支出没有日期或日期不在当年，涉及 ${formatCount(coverage.undatedYears)} 个项目年度，不计入序时进度`,
          `${many(n, 'payment')} without a date in ${n === 1 ? 'its' : 'their'} year ${n === 1 ? 'keeps' : 'keep'} ${many(coverage.undatedYears, 'project-year')} out of the progress through the year`,
        ),
    ],
  ]
  return gaps.flatMap(([n, words]) => (n === 0 ? [] : words(n)))
}
