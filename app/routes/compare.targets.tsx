import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { completionMatrix, completionTrend, missesList, overshootsList } from '#app/charts/targets.ts'
import { Comparison } from '#app/components/comparison.tsx'
import { Facts } from '#app/components/facts.tsx'
import { Answering } from '#app/components/filters/answering.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { unlessAnsweredHere, useAnswered } from '#app/cube/held.ts'
import { targetsAnswering } from '#app/cube/targets.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { formatCount, formatPercent } from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { filtersOf } from '#app/queries/filters.ts'
import {
  type Completion,
  completion,
  completionByLevel,
  completionByYear,
  widestMisses,
  widestOvershoots,
} from '#app/queries/targets.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '计划与实际 Planned and actual · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  return {
    ignored,
    filters,
    of: await cubeState(visitor),
    choices: await choicesUnder(ask, filters),
    ...(await countedOrAsked(visitor, targetsAnswering, filters, {
      summary: async () => (await ask(completion, filters))[0] ?? null,
      levels: () => ask(completionByLevel, filters),
      years: () => ask(completionByYear, filters),
      misses: () => ask(widestMisses, filters),
      overshoots: () => ask(widestOvershoots, filters),
    })),
    told: visitor.told(),
  }
}

export const shouldRevalidate = unlessAnsweredHere

export default function Targets() {
  const here = useHere()
  const { shown, ...answering } = useAnswered(
    targetsAnswering,
    here,
    useLoaderData<typeof loader>(),
    useFetcher<typeof loader>(),
    pageLink(here, targetsAnswering.path),
  )
  const { ignored, summary, choices, levels, years, misses, overshoots } = shown
  return (
    <Answering {...answering}>
      <Page
        title={w('计划与实际', 'Planned and actual')}
        lead={w(
          '目标完成了没有：按一级指标、区县与年度比较达标率，列出缺口与超额最大的指标，目标值与实际值照原文。',
          'Whether targets were met, by level, district and year; the widest misses and overshoots, with target and outcome as written.',
        )}
        fields={['year', 'district', 'sector', 'department', 'programme', 'level1']}
        choices={choices}
        ignored={ignored}
      >
        {summary !== null && summary.total > 0 && <Summary summary={summary} />}
        <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
          <Comparison view={completionMatrix} rows={levels} width={640} onFirstScreen />
          <Comparison view={completionTrend} rows={years} width={640} onFirstScreen />
        </div>
        <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
          <Comparison view={missesList} rows={misses} width={640} />
          <Comparison view={overshootsList} rows={overshoots} width={640} />
        </div>
      </Page>
    </Answering>
  )
}

/** How many promises were kept, of how many that can be compared, and what cannot. */
function Summary({ summary }: { summary: Completion }) {
  const here = useHere()
  const say = useSay()
  const { total, n, met, qualitative, incomplete, unlike, undated, overshot } = summary
  const of = say(w('项', 'indicators'))
  return (
    <>
      <Facts
        facts={[
          {
            href: pageLink(here, '/indicators', { sort: 'completion' }),
            label: say(w('可比指标', 'Comparable')),
            value: `${formatCount(n)} / ${formatCount(total)} ${of}`,
            beside: say(w('目标与实际均可量化', 'target and outcome are figures')),
          },
          {
            href: '#completion-by-level',
            label: say(w('达标率', 'Share met')),
            value: formatPercent(summary.share),
            beside: say(w(`${formatCount(met)} 项达到目标`, `${formatCount(met)} met their target`)),
          },
          {
            href: '#widest-misses',
            label: say(w('未达标', 'Missed')),
            value: `${formatCount(n - met)} ${of}`,
            beside: say(w(`其中逾期 ${formatCount(undated)} 项`, `${formatCount(undated)} of them late`)),
          },
          {
            href: pageLink(here, '/indicators', { sort: 'completion' }),
            label: say(w('完成率中位数', 'Median completion')),
            value: formatPercent(summary.completion),
            beside: say(w('一半指标高于此值', 'half of them are above')),
          },
          {
            href: '#widest-overshoots',
            label: say(w('超额 30% 及以上', '30% over or more')),
            value: `${formatCount(overshot)} ${of}`,
            beside: say(w('目标可能定得过松', 'targets may be too loose')),
          },
          {
            href: pageLink(here, '/indicators', { sort: 'completion', dir: 'desc' }),
            label: say(w('不可比', 'Not comparable')),
            value: `${formatCount(total - n)} ${of}`,
            beside: say(w('未计入各项比率', 'left out of all rates')),
          },
        ]}
      />
      <p className="text-muted text-sm">
        {say(
          w(
            `共 ${formatCount(total)} 项指标，${formatCount(n)} 项可比。不可比的：定性描述 ${formatCount(qualitative)} 项，缺目标值或实际值 ${formatCount(incomplete)} 项，计量单位不能换算 ${formatCount(unlike)} 项。逾期的日期指标算未达标，但不折算完成率。`,
            `${formatCount(n)} of ${formatCount(total)} indicators are comparable. Not comparable: ${formatCount(qualitative)} in words, ${formatCount(incomplete)} without target or outcome, ${formatCount(unlike)} in units that do not convert. A missed date counts as missed but has no completion.`,
          ),
        )}
      </p>
    </>
  )
}
