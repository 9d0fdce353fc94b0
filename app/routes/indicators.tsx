import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atOnce } from '#app/at-once.ts'
import { indicatorsView } from '#app/charts/indicators.ts'
import { Exports, Frame } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { NarrowIndicators } from '#app/components/filters/narrow-indicators.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { asked, IndicatorTable } from '#app/components/indicator-table.tsx'
import { Page } from '#app/components/page.tsx'
import { Pages } from '#app/components/pages.tsx'
import { formatCount, many } from '#app/format.ts'
import { pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { indicatorCount, indicatorListOf, indicators } from '#app/queries/indicators.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { list, ignored } = indicatorListOf(new URL(request.url).searchParams)
  const { sort, dir, page } = list
  const [count] = await ask(indicatorCount, list.filters)
  return {
    ignored,
    order: { sort, dir },
    page: page ?? 1,
    count: count ?? { n: 0, unrated: 0, pages: 0 },
    ...(await atOnce({
      choices: choicesUnder(ask, list.filters),
      rows: ask(indicators, list),
    })),
    told: visitor.told(),
  }
}

const fields = ['year', 'district', 'sector', 'department', 'programme', 'level1'] as const

export default function Indicators() {
  const { ignored, order, page, count, choices, rows } = useLoaderData<typeof loader>()
  const here = useHere()
  const say = useSay()
  return (
    <Page
      title={w('指标', 'Indicators')}
      lead={w(
        '逐项列出各项目的绩效指标，从得分率最低的看起；点列名可换排序，点指标名看它在自评表中的位置。',
        'Every indicator of every project, the lowest scoring first. Headings reorder the list; an indicator leads to its place in the report.',
      )}
      fields={here.filters.unit.length === 0 ? fields : [...fields, 'unit']}
      choices={choices}
      search
      keep={{ ...asked(order), completion: here.filters.completion }}
      ignored={ignored}
    >
      <NarrowIndicators keep={asked(order)} />
      <Frame
        title={indicatorsView.title}
        note={indicatorsView.note}
        files={count.n > 0 && <Exports view={indicatorsView.name} hasChart={false} asked={asked(order)} />}
      >
        {count.n === 0 ? (
          <Empty />
        ) : (
          <>
            <p className="mb-2 text-sm">
              {say(
                w(
                  `共 ${formatCount(count.n)} 项指标，其中 ${formatCount(count.unrated)} 项没有得分率${order.sort === 'scoreRate' ? '，列在最后' : ''}。`,
                  `${many(count.n, 'indicator')}; ${formatCount(count.unrated)} without a score rate${order.sort === 'scoreRate' ? ', which stand last' : ''}.`,
                ),
              )}
            </p>
            <IndicatorTable rows={rows} order={order} />
            <Pages
              page={page}
              pages={count.pages}
              to={(number) =>
                pageLink(here, '/indicators', { ...asked(order), page: number === 1 ? null : number })
              }
            />
          </>
        )}
      </Frame>
    </Page>
  )
}
