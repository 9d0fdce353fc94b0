import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atOnce } from '#app/at-once.ts'
import {
  projectsView,
  reportingByDistrictView,
  reportingByYearView,
  reportingWords,
} from '#app/charts/projects.ts'
import { Comparison, Exports, Frame } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Pages } from '#app/components/pages.tsx'
import { asked, ProjectTable } from '#app/components/project-table.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import {
  isSearch,
  projectCount,
  projectListOf,
  projects,
  Reporting,
  reportingByDistrict,
  reportingByYear,
} from '#app/queries/projects.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '项目 Projects · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { list, ignored } = projectListOf(new URL(request.url).searchParams)
  const { filters, reporting, sort, dir, page } = list
  const { counts, ...found } = await atOnce({
    choices: choicesUnder(ask, filters),
    counts: ask(projectCount, { filters, reporting }),
    years: ask(reportingByYear, filters),
    districts: ask(reportingByDistrict, filters),
    rows: ask(projects, list),
  })
  return {
    ignored,
    order: { reporting, sort, dir },
    page: page ?? 1,
    count: counts[0] ?? { due: 0, unseen: 0, reported: 0, pages: 0 },
    ...found,
    told: visitor.told(),
  }
}

const fields = ['year', 'district', 'sector', 'department', 'programme'] as const

export default function Projects() {
  const { ignored, order, count, choices, years, districts } = useLoaderData<typeof loader>()
  const here = useHere()
  const n = count.due + count.unseen + count.reported
  return (
    <Page
      title={w('项目', 'Projects')}
      lead={w(
        '应报的自评报了没有：先看各年、各区县的报送情况，再逐个看项目，未报的列在最前。',
        'Which self-evaluations came: by year and district first, then project by project, those not reported first.',
      )}
      fields={here.filters.unit.length === 0 ? fields : [...fields, 'unit']}
      choices={choices}
      search
      keep={asked(order)}
      ignored={ignored}
    >
      {n > 0 && !isSearch(here.filters) && (
        <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
          <Comparison view={reportingByYearView} rows={years} width={650} onFirstScreen />
          <Comparison
            view={reportingByDistrictView}
            rows={districts}
            note={w('口径同“各年报送情况”，所选各年合计。', 'Counted as by year; sums of the chosen years.')}
            width={650}
            onFirstScreen
          />
        </div>
      )}
      <Frame
        title={projectsView.title}
        note={projectsView.note}
        files={n > 0 && <Exports view={projectsView.name} hasChart={false} asked={asked(order)} />}
      >
        {n === 0 ? <Empty /> : <List />}
      </Frame>
    </Page>
  )
}

function List() {
  const { order, page, count, rows } = useLoaderData<typeof loader>()
  const here = useHere()
  const { due, unseen, reported, pages } = count
  const tabs = [
    { reporting: null, words: w('全部', 'All'), aside: due + unseen + reported },
    ...Reporting.options.map((reporting) => ({
      reporting,
      words: reportingWords[reporting],
      aside: count[reporting],
    })),
  ]
  const to = (change: Partial<typeof order>) => asked({ ...order, ...change })
  return (
    <>
      <Tabs
        label={w('报送', 'Reporting')}
        tabs={tabs.map(({ reporting, ...tab }) => ({
          ...tab,
          to: pageLink(here, '/projects', to({ reporting })),
          chosen: reporting === order.reporting,
        }))}
      />
      {rows.length === 0 && page === 1 ? (
        <NoneOf reporting={order.reporting} />
      ) : (
        <>
          <ProjectTable rows={rows} order={order} />
          <Pages
            page={page}
            pages={pages}
            to={(number) =>
              pageLink(here, '/projects', { ...asked(order), page: number === 1 ? null : number })
            }
          />
        </>
      )}
    </>
  )
}

/** None of a kind is an answer, too, where something tells what is due. */
function NoneOf({ reporting }: { reporting: Reporting | null }) {
  const { years } = useLoaderData<typeof loader>()
  const say = useSay()
  const none =
    reporting !== 'due'
      ? w('没有这样的项目。', 'There are none.')
      : years.some(({ told }) => told > 0)
        ? w('● 应报的自评都已载入。', '● Everything that is due has been loaded.')
        : w(
            '没有载入资金台账、绩效目标等，无从知道哪些项目应报。',
            'No ledgers, targets or the like are loaded, so nothing tells which projects are due.',
          )
  return <p className="py-10 text-center text-muted text-sm">{say(none)}</p>
}
