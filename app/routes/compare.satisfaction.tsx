import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import {
  satisfactionRanking as rankingView,
  satisfactionMatrix,
  satisfactionTrend as trendView,
} from '#app/charts/satisfaction.ts'
import {
  satisfactionGapsTable,
  satisfactionLeftOutTable,
  satisfactionScatter,
} from '#app/charts/satisfaction-cases.ts'
import { satisfactionProgrammes } from '#app/charts/satisfaction-programmes.ts'
import { Comparison } from '#app/components/comparison.tsx'
import { Facts } from '#app/components/facts.tsx'
import { Answering } from '#app/components/filters/answering.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { unlessAnsweredHere, useAnswered } from '#app/cube/held.ts'
import { satisfactionAnswering } from '#app/cube/satisfaction.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { formatCount, formatPercent, formatPoints, many, pointsUnit } from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { filtersOf } from '#app/queries/filters.ts'
import {
  type Satisfaction as InFigures,
  satisfaction,
  satisfactionAgainstScore,
  satisfactionByDistrict,
  satisfactionByProgramme,
  satisfactionGaps,
  satisfactionLeftOut,
  satisfactionRanking,
  satisfactionTrend,
} from '#app/queries/satisfaction.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '满意度差距 Satisfaction gap · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  return {
    ignored,
    filters,
    of: await cubeState(visitor),
    choices: await choicesUnder(ask, filters),
    ...(await countedOrAsked(visitor, satisfactionAnswering, filters, {
      summary: async () => (await ask(satisfaction, filters))[0] ?? null,
      matrix: () => ask(satisfactionByDistrict, filters),
      ranks: () => ask(satisfactionRanking, filters),
      years: () => ask(satisfactionTrend, filters),
      programmes: () => ask(satisfactionByProgramme, filters),
      gaps: () => ask(satisfactionGaps, filters),
      leftOut: () => ask(satisfactionLeftOut, filters),
      points: () => ask(satisfactionAgainstScore, filters),
    })),
    told: visitor.told(),
  }
}

export const shouldRevalidate = unlessAnsweredHere

export default function Satisfaction() {
  const here = useHere()
  const { shown, ...answering } = useAnswered(
    satisfactionAnswering,
    here,
    useLoaderData<typeof loader>(),
    useFetcher<typeof loader>(),
    pageLink(here, satisfactionAnswering.path),
  )
  const { ignored, summary, choices, matrix, ranks, years, programmes, gaps, leftOut, points } = shown
  return (
    <Answering {...answering}>
      <Page
        title={w('满意度差距', 'Satisfaction gap')}
        lead={w(
          '服务对象满意度的实际值减目标值，单位为百分点。负数表示没有达到承诺。',
          'Reported satisfaction less its target, in percentage points. Below zero the promise was not kept.',
        )}
        fields={['year', 'district', 'sector', 'department', 'programme']}
        choices={choices}
        ignored={ignored}
      >
        {summary !== null && summary.evaluations > 0 && <Summary summary={summary} />}
        <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
          <Comparison view={satisfactionMatrix} rows={matrix} width={640} onFirstScreen />
          <Comparison view={rankingView} rows={ranks} width={640} onFirstScreen />
          <Comparison view={trendView} rows={years} width={640} />
          <Comparison view={satisfactionScatter} rows={points} width={640} />
        </div>
        <Comparison view={satisfactionProgrammes} rows={programmes} />
        <Comparison view={satisfactionGapsTable} rows={gaps} />
        {leftOut.length > 0 && <Comparison view={satisfactionLeftOutTable} rows={leftOut} />}
      </Page>
    </Answering>
  )
}

const cases = '#satisfaction-gaps'

/** How far people were satisfied in all, and whom nobody asked. */
function Summary({ summary }: { summary: InFigures }) {
  const say = useSay()
  const { language } = useHere()
  const { n, met, wide, praised, evaluations, without } = summary
  return (
    <Facts
      facts={[
        {
          href: cases,
          label: say(w('满意度指标', 'Satisfaction rates')),
          value: say(w(`${formatCount(n)} 项`, many(n, 'rate'))),
          beside: say(w('目标与实际均有数值', 'with target and outcome')),
        },
        {
          href: cases,
          label: say(w('平均差距', 'Mean gap')),
          value: `${formatPoints(summary.gap)} ${pointsUnit[language]}`,
          beside: say(w('简单平均，每项计一次', 'plain mean, each once')),
        },
        {
          href: '#satisfaction-by-programme',
          label: say(w('达标率', 'Share met')),
          value: formatPercent(summary.share),
          beside: say(w(`${formatCount(met)} 项达到目标`, `${formatCount(met)} met their target`)),
        },
        {
          href: cases,
          label: say(w('低于目标 10 个百分点及以上', '10 points short or more')),
          value: say(w(`${formatCount(wide)} 项`, many(wide, 'rate'))),
          beside: say(w('明显未达标', 'clearly missed')),
        },
        {
          href: '#satisfaction-against-score',
          label: say(w('其中仍评为优', 'Graded excellent all the same')),
          value: say(w(`${formatCount(praised)} 项`, many(praised, 'rate'))),
          beside: say(w('评分与满意度不符，宜复核', 'score and satisfaction disagree')),
        },
        {
          href: without === 0 ? cases : '#satisfaction-left-out',
          label: say(w('没有满意度数值', 'Without any rate')),
          value: `${formatCount(without)} / ${formatCount(evaluations)} ${say(w('份', 'reports'))}`,
          beside: say(w('未计入', 'left out')),
        },
      ]}
    />
  )
}
