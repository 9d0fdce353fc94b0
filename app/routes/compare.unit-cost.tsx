import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { once } from '#app/at-once.ts'
import { costChangeByDistrictView, costChangeCasesView, costChangeView } from '#app/charts/cost-change.ts'
import { casesSaid } from '#app/charts/marks.ts'
import { unitCostBars, unitCostLines, unitCostMatrix } from '#app/charts/unit-cost.ts'
import { unitCostPeersView } from '#app/charts/unit-cost-peers.ts'
import { casesTable, leftOutTable, programmesTable } from '#app/charts/unit-cost-tables.ts'
import { unitCostUnit } from '#app/charts/view.ts'
import { Comparison } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { type Fact, Facts } from '#app/components/facts.tsx'
import { Answering } from '#app/components/filters/answering.tsx'
import { PriceIndex } from '#app/components/filters/price-index.tsx'
import { ProgrammePicker } from '#app/components/filters/programme-picker.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { unlessAnsweredHere, useAnswered } from '#app/cube/held.ts'
import { unitCostAnswering } from '#app/cube/unit-cost.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { formatCount, formatMoneyAlone, formatUnitCost, many } from '#app/format.ts'
import { type Here, pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import {
  type CostChange,
  type CostChangeByDistrict,
  type CostChangeCase,
  changesApart,
  costChanges,
} from '#app/queries/cost-change.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { referenceIndex } from '#app/queries/prices.ts'
import {
  type UnitCostMeasure,
  unitCostByDistrict,
  unitCostCompared,
  unitCostMeasure,
  unitCostTrend,
} from '#app/queries/unit-cost.ts'
import { unitCostCases, unitCostLeftOut } from '#app/queries/unit-cost-cases.ts'
import { unitCostPeers } from '#app/queries/unit-cost-peers.ts'
import { unitCostProgrammesListed } from '#app/queries/unit-cost-programmes.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { type Words, w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '单位成本 Unit cost · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  // What is measured is found out once, not by each question.
  const measure = once(async () => (await ask(unitCostMeasure, filters))[0] ?? null)
  const within = async () => {
    const { programme, per } = (await measure()) ?? {}
    return { ...filters, ...(programme && per ? { measured: { programme, per } } : {}) }
  }
  const changes = once(async () => changesApart(await ask(costChanges, await within())))
  return {
    ignored,
    filters,
    of: await cubeState(visitor),
    choices: await choicesUnder(ask, filters),
    reference: await ask(referenceIndex, undefined),
    ...(await countedOrAsked(visitor, unitCostAnswering, filters, {
      measure,
      programmes: async () => ask(unitCostProgrammesListed, await within()),
      matrix: async () => ask(unitCostByDistrict, await within()),
      compared: async () => ask(unitCostCompared, await within()),
      trend: async () => ask(unitCostTrend, await within()),
      cases: async () => ask(unitCostCases, await within()),
      leftOut: async () => ask(unitCostLeftOut, await within()),
      peers: async () => ask(unitCostPeers, await within()),
      change: async () => (await changes()).change,
      byDistrict: async () => (await changes()).byDistrict,
      changeCases: async () => (await changes()).changeCases,
    })),
    told: visitor.told(),
  }
}

export const shouldRevalidate = unlessAnsweredHere

export default function UnitCost() {
  const here = useHere()
  const { shown, ...answering } = useAnswered(
    unitCostAnswering,
    here,
    useLoaderData<typeof loader>(),
    useFetcher<typeof loader>(),
    pageLink(here, unitCostAnswering.path),
  )
  const { ignored, measure, choices, programmes, matrix, compared, trend, cases, leftOut, peers } = shown
  const { change, byDistrict, changeCases, reference } = shown
  const { filters } = here
  const chosen = filters.programme.length > 0
  const years = choices.filter(({ field }) => field === 'year').map(({ value }) => value)
  const severalYears = trend.some(({ year }) => year !== trend[0]?.year)
  return (
    <Answering {...answering}>
      <Page
        title={w('单位成本：计划、申报与折算', 'Unit cost: planned, reported, implied')}
        lead={w(
          '服务一户、一人、一公里花了多少：计划的标准、自评申报的标准，与用实际支出除以实际数量折算的成本并列。三者本应一致。',
          'What it cost to serve one: the standard planned, the one reported, and what spending ÷ quantity implies. The three should agree.',
        )}
        fields={['year', 'district', 'sector', 'department', 'programme']}
        choices={choices}
        ignored={ignored}
        keep={{ per: filters.per, index: filters.index, base: filters.base }}
      >
        {measure === null ? (
          <Empty />
        ) : (
          <>
            <ProgrammePicker programmes={programmes} shown={measure} />
            <PriceIndex reference={reference} years={years} />
            <Measure measure={measure} leftOut={leftOut[0]?.inAll ?? 0} chosen={chosen} />
            <Comparison view={unitCostMatrix} rows={matrix} onFirstScreen />
            <div className={`grid grid-cols-1 gap-4 ${severalYears ? 'xl:grid-cols-2' : ''}`}>
              <Comparison view={unitCostBars} rows={compared} width={640} />
              {severalYears && <Comparison view={unitCostLines} rows={trend} width={640} />}
            </div>
            <Comparison view={unitCostPeersView} rows={peers} />
            {change.length > 0 && <Change change={change} byDistrict={byDistrict} cases={changeCases} />}
            <Comparison view={casesTable} rows={cases} />
            {leftOut.length > 0 && <Comparison view={leftOutTable} rows={leftOut} />}
            <div id="programmes">
              <Comparison view={programmesTable} rows={programmes} />
            </div>
          </>
        )}
      </Page>
    </Answering>
  )
}

interface ChangeProps {
  change: readonly CostChange[]
  byDistrict: readonly CostChangeByDistrict[]
  cases: readonly CostChangeCase[]
}

/** What the change in spending between two years comes from. */
function Change({ change, byDistrict, cases }: ChangeProps) {
  return (
    <>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <Comparison view={costChangeView} rows={change} width={640} />
        <Comparison view={costChangeByDistrictView} rows={byDistrict} width={640} />
      </div>
      <Comparison view={costChangeCasesView} rows={cases} />
    </>
  )
}

interface MeasureProps {
  measure: UnitCostMeasure
  leftOut: number
  /** False where the page chose the programme itself. */
  chosen: boolean
}

/** The programme that is compared, in figures, and how far they carry. */
function Measure({ measure, leftOut, chosen }: MeasureProps) {
  const here = useHere()
  const say = useSay()
  const notes: (Words | false)[] = [
    !chosen &&
      w(
        '未选择项目类别，现显示可比案例最多的一类。',
        'No programme is chosen: the one with most comparable cases is shown. ',
      ),
    measure.peers < 5 &&
      w(
        `该类别全部可比案例只有 ${measure.peers} 个，不足 5 个：只列示，不作判断。`,
        `The programme has only ${measure.peers} comparable cases: shown, not judged. `,
      ),
    leftOut === 0
      ? w('没有评价因不可比而未列入。', 'No evaluation was left out.')
      : w(
          `另有 ${leftOut} 份评价不可比，未列入，原因见下。`,
          `${many(leftOut, 'evaluation is', 'evaluations are')} not comparable and left out; why is said below.`,
        ),
  ]
  return (
    <>
      <Facts facts={factsOf(measure, here, say)} />
      <p className="text-muted text-sm">{notes.map((note) => note && say(note))}</p>
    </>
  )
}

const cases = `#${casesTable.name}`

function factsOf(measure: UnitCostMeasure, here: Here, say: (words: Words) => string): Fact[] {
  const { language } = here
  const unit = unitCostUnit(measure.per, language)
  const { prices } = measure
  const priced = prices === null ? '' : say(w(`，${prices} 年价`, `, prices of ${prices}`))
  const cost = (yuan: number | null) => `${formatUnitCost(yuan)} ${unit}`
  const [n, peers] = [casesSaid(measure.n), casesSaid(measure.peers)]
  const districts = formatCount(measure.districts)
  const weighted = (of: number) =>
    say(w(`按实际数量加权，${casesSaid(of)}`, `weighted by quantity served, ${casesSaid(of)}`))
  return [
    {
      href: cases,
      label: say(w('计划标准', 'Planned')),
      value: cost(measure.planned),
      beside: weighted(measure.plannedN) + priced,
    },
    {
      href: cases,
      label: say(w('申报标准', 'Reported')),
      value: cost(measure.reported),
      beside: weighted(measure.reportedN) + priced,
    },
    {
      href: cases,
      label: say(w('按支出折算', 'Implied by spending')),
      value: cost(measure.implied),
      beside: say(w(`支出之和 ÷ 数量之和，${n}`, `spending ÷ quantity, ${n}`)) + priced,
    },
    {
      href: '#programmes',
      label: say(w('项目类别中位数', 'Programme median')),
      value: cost(measure.median),
      beside: say(w(`全部可比案例，${peers}`, `all its cases, ${peers}`)) + priced,
    },
    {
      href: `#${unitCostBars.name}`,
      label: say(w('最低至最高', 'Lowest to highest')),
      value: `${formatUnitCost(measure.lowest)} – ${formatUnitCost(measure.highest)}`,
      beside: say(w(`${unit}，${districts} 个区县`, `${unit}, districts: ${districts}`)) + priced,
    },
    {
      href: cases,
      label: say(w('申报与折算相差超过 5%', 'Reported is off by over 5%')),
      value: say(w(`${formatCount(measure.disagreeing)} 项`, many(measure.disagreeing, 'case'))),
      beside: `${
        measure.unexplained === null
          ? say(w('申报与支出相符，', 'reports and spending agree, '))
          : say(w('涉及 ', 'in all ')) + formatMoneyAlone(measure.unexplained, language) + say(w('，', ', '))
      }${casesSaid(measure.reportedN)}`,
    },
  ]
}
