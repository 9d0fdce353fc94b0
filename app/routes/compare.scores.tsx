import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { useMemo } from 'react'
import { casesSaid } from '#app/charts/marks.ts'
import {
  pointsBetween,
  pointsSaid,
  scoreCasesView,
  scoreDistributionView,
  scoresByDistrictView,
  scoreTiesView,
  sharesSaid,
} from '#app/charts/scores.ts'
import { notReweightedView, reweightedView } from '#app/charts/weighting.ts'
import { Comparison, Frame } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { Facts } from '#app/components/facts.tsx'
import { Answering } from '#app/components/filters/answering.tsx'
import { LevelWeights } from '#app/components/filters/level-weights.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { unlessAnsweredHere, useAnswered } from '#app/cube/held.ts'
import { scoresAnswering } from '#app/cube/scores.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { formatCount, formatPercent, many } from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { filtersOf, noFilters } from '#app/queries/filters.ts'
import {
  type ScoreSummary,
  scoreCases,
  scoreDistribution,
  scoreSummary,
  scoresByDistrict,
  scoreTies,
} from '#app/queries/scores.ts'
import {
  scoresNotReweighted,
  scoresReweighted,
  type WeightingSummary,
  wantedWeights,
  weightedRuleSets,
  weightingSummary,
} from '#app/queries/weighting.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '得分分布 Scores · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  const defaults = await ask(wantedWeights, noFilters)
  return {
    ignored,
    filters,
    of: await cubeState(visitor),
    defaults,
    choices: await choicesUnder(ask, filters),
    ruleSets: await ask(weightedRuleSets, undefined),
    ...(await countedOrAsked(visitor, scoresAnswering(defaults), filters, {
      summary: async () => (await ask(scoreSummary, filters))[0] ?? null,
      weighting: async () => (await ask(weightingSummary, filters))[0] ?? null,
      distribution: () => ask(scoreDistribution, filters),
      byDistrict: () => ask(scoresByDistrict, filters),
      ties: () => ask(scoreTies, filters),
      cases: () => ask(scoreCases, filters),
      reweighted: () => ask(scoresReweighted, filters),
      leftOut: () => ask(scoresNotReweighted, filters),
    })),
    told: visitor.told(),
  }
}

export const shouldRevalidate = unlessAnsweredHere

export default function Scores() {
  const here = useHere()
  const loaded = useLoaderData<typeof loader>()
  const page = useMemo(() => scoresAnswering(loaded.defaults), [loaded.defaults])
  const { shown, ...answering } = useAnswered(
    page,
    here,
    loaded,
    useFetcher<typeof loader>(),
    pageLink(here, page.path),
  )
  const { ignored, summary, weighting, choices, ruleSets, ...rows } = shown
  const { weight, score } = here.filters
  return (
    <Answering {...answering}>
      <Page
        title={w('得分分布与权重', 'Scores and weights')}
        lead={w(
          '自评分数挤在高分段：看离散程度、同分与高报；再换一种权重，看哪些项目的等级站不住。',
          'Self-evaluations crowd at the top: how they spread and tie, what they claim too much, and whose grade would not stand under other weights.',
        )}
        fields={['year', 'district', 'sector', 'department', 'programme']}
        choices={choices}
        ignored={ignored}
        keep={{ weight, score }}
      >
        {summary === null || summary.n === 0 ? (
          <Empty />
        ) : (
          <>
            <Summary summary={summary} />
            <Comparison view={scoreDistributionView} rows={rows.distribution} onFirstScreen />
            <div className="grid grid-cols-1 gap-4 xl:grid-cols-[2fr_1fr]">
              <Comparison view={scoresByDistrictView} rows={rows.byDistrict} width={860} />
              <Comparison view={scoreTiesView} rows={rows.ties} asTallAsBeside />
            </div>
            <Frame
              title={w('换一种权重', 'Other weights')}
              note={w(
                '选各一级指标的权重；0 表示不计。未选择时用默认评分标准的权重。',
                'Choose the weight of each first level; 0 leaves it out. Where none is chosen, those of the default rule set.',
              )}
            >
              <LevelWeights ruleSets={ruleSets} points={weighting?.points ?? null} />
            </Frame>
            {weighting !== null && <Weighting weighting={weighting} />}
            <Comparison view={reweightedView} rows={rows.reweighted} />
            {rows.leftOut.length > 0 && <Comparison view={notReweightedView} rows={rows.leftOut} />}
            <Comparison view={scoreCasesView} rows={rows.cases} />
          </>
        )}
      </Page>
    </Answering>
  )
}

const cases = `#${scoreCasesView.name}`
const reweighted = `#${reweightedView.name}`

/** How close totals lie, and how far they can be relied on. */
function Summary({ summary }: { summary: ScoreSummary }) {
  const here = useHere()
  const say = useSay()
  const { n, without, compared, inflated } = summary
  return (
    <Facts
      facts={[
        {
          href: cases,
          label: say(w('有总分的自评', 'With a total')),
          value: say(w(`${formatCount(n)} 份`, many(n, 'report'))),
          beside: say(
            without === 0
              ? w('均为百分制', 'all out of 100')
              : w(`另 ${without} 份没有百分制总分`, `${without} more have none out of 100`),
          ),
        },
        {
          href: cases,
          label: say(w('中位数', 'Median')),
          value: pointsSaid(summary.median, here),
          beside: say(w('每份计一次', 'each counted once')),
        },
        {
          href: '#scores-by-district',
          label: say(w('中间一半', 'Middle half')),
          value: pointsBetween(summary.lower, summary.upper, here),
          beside: `${say(w('全距 ', 'range '))}${pointsBetween(summary.lowest, summary.highest, here)}`,
        },
        {
          href: '#score-distribution',
          label: say(w('95 分及以上', '95 points or more')),
          value: formatPercent(summary.from95),
          beside: say(w(`其中满分 ${summary.full} 份`, `${summary.full} with all 100`)),
        },
        {
          href: '#score-ties',
          label: say(w('与他人同分', 'Tied with others')),
          value: sharesSaid(summary.tied, n, here),
          beside: say(w(`共 ${summary.distinct} 个不同的总分`, `${summary.distinct} different totals`)),
        },
        {
          href: cases,
          label: say(w('高报超过 0.1 分', 'Claim over 0.1 too much')),
          value: sharesSaid(inflated, compared, here),
          beside: say(
            w(
              `可复算部分，平均高报 ${pointsSaid(summary.meanInflation, here)}`,
              `of what can be computed; ${pointsSaid(summary.meanInflation, here)} on average`,
            ),
          ),
        },
      ]}
    />
  )
}

/** What the weights that were chosen would change. */
function Weighting({ weighting }: { weighting: WeightingSummary }) {
  const here = useHere()
  const say = useSay()
  const { n, leftOut, falls, rises, moved } = weighting
  const reports = say(w('份', 'reports'))
  return (
    <Facts
      facts={[
        {
          href: reweighted,
          label: say(w('等级下降', 'Grades that fall')),
          value: `${formatCount(falls)} ${reports}`,
          beside: casesSaid(n),
        },
        {
          href: reweighted,
          label: say(w('等级上升', 'Grades that rise')),
          value: `${formatCount(rises)} ${reports}`,
        },
        {
          href: reweighted,
          label: say(w('名次变动', 'Ranks that change')),
          value: sharesSaid(moved, n, here),
        },
        {
          href: reweighted,
          label: say(w('总分平均变动', 'Mean change')),
          value: pointsSaid(weighting.meanChange, here),
          beside: say(w('简单平均', 'plain mean')),
        },
        {
          href: leftOut === 0 ? reweighted : '#scores-not-reweighted',
          label: say(w('未能换算', 'Left out')),
          value: `${formatCount(leftOut)} ${reports}`,
          beside: say(w('原因见下', 'why is said below')),
        },
      ]}
    />
  )
}
