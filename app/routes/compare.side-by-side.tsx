import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useFetcher, useLoaderData } from '@remix-run/react'
import { useMemo } from 'react'
import { districtYearsView } from '#app/charts/district-years.ts'
import { districtMeasures } from '#app/charts/panels.ts'
import { programmeYearsView } from '#app/charts/programme-years.ts'
import { sideBySideView, sideCasesView, sideRanksView, sideYearsView } from '#app/charts/side-by-side.ts'
import { Comparison } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { Answering } from '#app/components/filters/answering.tsx'
import { PriceIndex } from '#app/components/filters/price-index.tsx'
import { SidePicker } from '#app/components/filters/side-picker.tsx'
import { HereContext, useHere } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { unlessAnsweredHere, useAnswered } from '#app/cube/held.ts'
import { sidesAnswering } from '#app/cube/side-by-side.ts'
import { cubeState } from '#app/cube-state.server.ts'
import { pageLink } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import { districtYears } from '#app/queries/district-years.ts'
import { filtersOf, type Measure } from '#app/queries/filters.ts'
import { referenceIndex } from '#app/queries/prices.ts'
import { programmeYears } from '#app/queries/programme-years.ts'
import {
  measureOf,
  sideBySide,
  sideCases,
  sideChoices,
  sideOf,
  sideYears,
} from '#app/queries/side-by-side.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '并排比较 Side by side · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask } = visitor
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  const measure = measureOf(filters)
  return {
    ignored,
    filters,
    of: await cubeState(visitor),
    choices: await choicesUnder(ask, filters),
    reference: await ask(referenceIndex, undefined),
    ...(await countedOrAsked(visitor, sidesAnswering, filters, {
      sides: () => ask(sideChoices, filters),
      rows: () => ask(sideBySide, filters),
      years: () => ask(sideYears(measure), filters),
      cases: () => ask(sideCases(measure), filters),
      districts: () => ask(districtYears(districtMeasureOf(measure)), filters),
      programmes: () => ask(programmeYears(districtMeasureOf(measure)), filters),
    })),
    told: visitor.told(),
  }
}

export const shouldRevalidate = unlessAnsweredHere

/** What is summed by district; totals stand in for what is not. */
const districtMeasureOf = (measure: Measure) => districtMeasures.find((one) => one === measure) ?? 'total'

export default function SidesByYear() {
  const here = useHere()
  const { shown, ...answering } = useAnswered(
    sidesAnswering,
    here,
    useLoaderData<typeof loader>(),
    useFetcher<typeof loader>(),
    pageLink(here, sidesAnswering.path),
  )
  const { ignored, choices, sides, reference, rows, years, cases, districts, programmes, filters } = shown
  // Figures of other filters than those of the URL are read by their own.
  const of = useMemo(() => ({ ...here, filters }), [here, filters])
  const allYears = choices.filter(({ field }) => field === 'year').map(({ value }) => value)
  const { by, pick, per, index, base } = here.filters
  const measure = measureOf(filters)
  const views = useMemo(
    () => ({
      years: sideYearsView(measure),
      ranks: sideRanksView(measure),
      cases: sideCasesView(measure),
      districts: districtYearsView(districtMeasureOf(measure)),
      programmes: programmeYearsView(districtMeasureOf(measure)),
    }),
    [measure],
  )
  return (
    <Answering {...answering}>
      <Page
        title={w('并排比较', 'Side by side')}
        lead={w(
          '任选二至六个区县、单位、项目类别或年度：与上年比、与同类中位数比、与最好的比；看绝对数、占预算的比例，也看每户（人）支出。',
          'Any two to six districts, units, programmes or years: against the year before, the median of their kind, the best; in yuan, in per cent of the budget, per one served.',
        )}
        fields={['year', 'district', 'sector', 'department', 'programme']}
        choices={choices}
        ignored={ignored}
        keep={{ by, pick, measure: here.filters.measure, per, index, base }}
      >
        <SidePicker choices={sides} shown={rows} />
        <PriceIndex reference={reference} years={allYears} />
        <HereContext.Provider value={of}>
          {rows.length === 0 ? (
            <Empty />
          ) : (
            <>
              <Comparison view={sideBySideView} rows={rows} />
              <div className={`grid grid-cols-1 gap-4 ${sideOf(filters) === 'year' ? '' : 'xl:grid-cols-2'}`}>
                <Comparison view={views.years} rows={years} width={640} onFirstScreen />
                {sideOf(filters) !== 'year' && (
                  <Comparison view={views.ranks} rows={years} width={640} onFirstScreen />
                )}
              </div>
              <Comparison view={views.cases} rows={cases} />
            </>
          )}
          {districts.length > 0 && <Comparison view={views.districts} rows={districts} />}
          {programmes.length > 0 && <Comparison view={views.programmes} rows={programmes} />}
        </HereContext.Provider>
      </Page>
    </Answering>
  )
}
