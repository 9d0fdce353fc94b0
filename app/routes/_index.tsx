import { data, type LoaderFunctionArgs } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { ruleTitles } from '#app/audit/titles.server.ts'
import { executionBandsView, gradeCountsView, scoreBandsView } from '#app/charts/outcomes.ts'
import { executionAgainstScoreView, gradesByDistrictView, yearlyTrendView } from '#app/charts/overview.ts'
import { Comparison } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { Answering } from '#app/components/filters/answering.tsx'
import { useHere } from '#app/components/here.ts'
import { KeyFigures } from '#app/components/key-figures.tsx'
import { Page } from '#app/components/page.tsx'
import { PinnedViews } from '#app/components/saved-views.tsx'
import { SinceLooked } from '#app/components/since-looked.tsx'
import { WatchList } from '#app/components/watch-list.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { unlessAnsweredHere, useAnswered } from '#app/cube/held.ts'
import { overviewAnswering } from '#app/cube/overview.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { overviewData } from '#app/links.ts'
import { overviewAsked } from '#app/overview-asked.server.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { filtersOf } from '#app/queries/filters.ts'
import type { YearFigures } from '#app/queries/overview.ts'
import { since } from '#app/queries/since.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { savedViews } from '#app/state/views.server.ts'
import { lookedBefore, visitorOf } from '#app/visitor.server.ts'
import { type Words, w } from '#app/words.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask, name, scope } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  const decided = { ...filters, decisions: decisionsStanding() }
  const { generation, published } = await visitor.generation()
  const { before, headers } = await lookedBefore(request, { generation, published })
  const answer = {
    filters,
    of: await cubeState(visitor),
    ignored,
    before,
    since: before && (await ask(since, before.generation))[0],
    views: savedViews(name).filter(({ by }) => scope === 'everything' || by === name),
    titles: ruleTitles,
    choices: await choicesUnder(ask, filters),
    ...(await countedOrAsked(visitor, overviewAnswering, filters, overviewAsked(ask, decided))),
    told: visitor.told(),
  }
  return data(answer, { headers })
}

export const shouldRevalidate = unlessAnsweredHere

const fields = ['year', 'district', 'sector', 'department', 'programme', 'grade'] as const
const spans = ['score', 'execution'] as const

export default function Overview() {
  const here = useHere()
  const { shown, ...answering } = useAnswered(
    overviewAnswering,
    here,
    useLoaderData<typeof loader>(),
    useFetcher<typeof loader>(),
    overviewData(here),
  )
  const { ignored, before, since, views, figures, titles, choices, watchList, trend, ...rows } = shown
  return (
    <Answering {...answering}>
      <Page
        title={w('总览', 'Overview')}
        lead={leadOf(figures)}
        fields={fields}
        spans={spans}
        choices={choices}
        ignored={ignored}
      >
        <PinnedViews views={views} />
        {before && since && <SinceLooked before={before} since={since} />}
        {figures === null ? (
          <Empty />
        ) : (
          <>
            <KeyFigures figures={figures} />
            <WatchList rows={watchList} titles={titles} />
          </>
        )}
        {rows.gradeCounts.length > 0 && (
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-3">
            <Comparison view={gradeCountsView} rows={rows.gradeCounts} width={420} />
            <Comparison view={scoreBandsView} rows={rows.scoreBands} width={420} />
            <Comparison view={executionBandsView} rows={rows.executionBands} width={420} />
          </div>
        )}
        {figures !== null && (
          <>
            <div className={trend.length > 1 ? 'grid grid-cols-1 gap-4 xl:grid-cols-2' : ''}>
              <Comparison view={gradesByDistrictView} rows={rows.grades} width={640} />
              {trend.length > 1 && <Comparison view={yearlyTrendView} rows={trend} width={640} />}
            </div>
            <Comparison view={executionAgainstScoreView} rows={rows.marks} />
          </>
        )}
      </Page>
    </Answering>
  )
}

/** Which year the page is of, and what it is compared with. */
function leadOf(figures: YearFigures | null): Words {
  if (figures === null)
    return w('项目支出绩效自评一览。', 'Self-evaluations of budget-funded projects at a glance.')
  const { year, yearBefore } = figures
  const against =
    yearBefore === null
      ? w(`，${year - 1} 年没有自评可比`, `; there are none of ${year - 1} to compare with`)
      : w(`，与 ${yearBefore} 年度比较`, `, compared with ${yearBefore}`)
  return w(
    `${year} 年度单位自评${against.zh}。先看数，再看需要关注的项目；每个数都可点开看出处。`,
    `Self-evaluations of ${year}${against.en}. Figures first, then the projects to look at; every figure leads to where it comes from.`,
  )
}
