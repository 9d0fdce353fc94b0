import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useMemo } from 'react'
import { ruleTitles } from '#app/audit/titles.server.ts'
import {
  findingsByDistrictView,
  findingsByRuleView,
  findingsView,
  namedRules,
  severities,
  severityOrder,
  stateOrder,
  stateWords,
  undismissed,
} from '#app/charts/findings.ts'
import { followedRemarksView, remarksByYearView } from '#app/charts/remarks.ts'
import { Comparison, Exports, Frame } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DecidedContext, SavedElsewhere } from '#app/components/findings/decisions.tsx'
import { FindingFigures } from '#app/components/findings/finding-figures.tsx'
import { FindingTable } from '#app/components/findings/finding-table.tsx'
import { RiskList } from '#app/components/findings/risk.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Pages } from '#app/components/pages.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { countedOrAsked } from '#app/counted.server.ts'
import { findingsAnswering } from '#app/cube/findings.ts'
import type { Severity } from '#app/domain/finding.ts'
import { findingsPageAsked } from '#app/findings-asked.server.ts'
import { formatCount } from '#app/format.ts'
import { clearLink, findingsLink, isFiltered } from '#app/links.ts'
import { choicesUnder } from '#app/queries/choices.ts'
import type { FindingFigures as Figures, FindingTallies } from '#app/queries/finding-counts.ts'
import { findingsAskedOf, type StateAsked } from '#app/queries/findings-asked.ts'
import { decisionsStanding, historiesOf, savedDecision } from '#app/state/decisions.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '核查发现 Findings · 绩尺 Yardstick' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request)
  const { ask, name } = visitor
  const search = new URL(request.url).searchParams
  const { asked, ignored } = findingsAskedOf(search, decisionsStanding())
  const [offered, counted] = await Promise.all([
    choicesUnder(ask, asked.filters),
    countedOrAsked(visitor, findingsAnswering(asked), asked.filters, findingsPageAsked(ask, asked)),
  ])
  const { figures, tallies, rows, rules, districts, risks, remarks, followed } = counted
  return {
    ignored,
    state: asked.state,
    severity: asked.severity,
    since: asked.since,
    page: asked.page ?? 1,
    pages: tallies?.pages ?? 0,
    figures,
    tallies,
    titles: ruleTitles,
    choices: [...offered, ...counted.units],
    rules,
    districts,
    risks,
    rows,
    remarks,
    followed,
    decided: {
      histories: historiesOf(rows.map(({ id }) => id)),
      name,
      ...savedDecision(search),
    },
    told: visitor.told(),
  }
}

/** What the list is limited to beside its filters. */
interface Limited {
  severity: Severity | null
  state: StateAsked | null
  since: number | null
}

/** The same as a part of the URL. */
const limitsAsked = ({ severity, state, since }: Limited): Record<string, string> => ({
  ...(severity === null ? {} : { severity }),
  ...(state === null ? {} : { state }),
  ...(since === null ? {} : { since: String(since) }),
})

export default function Findings() {
  const { ignored, severity, state, since, figures, titles, choices, rules, districts, risks, ...more } =
    useLoaderData<typeof loader>()
  const { decided, remarks, followed } = more
  const { language } = useHere()
  const byRule = useMemo(() => findingsByRuleView(titles), [titles])
  return (
    <Page
      title={w('核查发现', 'Findings')}
      lead={w(
        '逐份核对自评：分数重新计算，金额、数量、单位成本互相验证。先看哪些规则、哪些区县问题多，再逐条看原因和出处。',
        'Every report checked: scores recomputed; money, quantities and unit costs held against each other. Rules and districts first, then each finding with its place.',
      )}
      fields={['year', 'district', 'sector', 'department', 'programme', 'unit', 'rule']}
      choices={namedRules(choices, titles, language)}
      search
      keep={limitsAsked({ severity, state, since })}
      ignored={ignored}
    >
      {since !== null && <OnlyNew since={since} />}
      {figures === null || figures.n === 0 ? (
        <Empty />
      ) : (
        <>
          <FindingFigures figures={figures} state={state} since={since} />
          {figures.findings > 0 && (
            <div className="grid grid-cols-1 gap-4 xl:grid-cols-[3fr_2fr]">
              <Comparison view={byRule} rows={rules} width={800} onFirstScreen />
              <Comparison view={findingsByDistrictView} rows={districts} width={500} onFirstScreen />
            </div>
          )}
          {risks.length > 0 && <RiskList rows={risks} titles={titles} />}
          <DecidedContext.Provider value={decided}>
            <List figures={figures} />
          </DecidedContext.Provider>
          {remarks.length > 0 && (
            <div id="remarks" className="scroll-mt-4 space-y-4">
              <Comparison view={remarksByYearView} rows={remarks} />
              {followed.length > 0 && <Comparison view={followedRemarksView} rows={followed} />}
            </div>
          )}
        </>
      )}
    </Page>
  )
}

/** Says that older findings are left out, and leads to them. */
function OnlyNew({ since }: { since: number }) {
  const here = useHere()
  const say = useSay()
  return (
    <p className="rounded bg-accent-soft px-3 py-2 text-sm">
      {say(
        w(
          `只列第 ${since} 版之后新出现的发现。`,
          `Only findings that generation ${since} and those before it did not have. `,
        ),
      )}
      <Link to={findingsLink(here)}>{say(w('全部发现', 'All findings'))}</Link>
    </p>
  )
}

function List({ figures }: { figures: Figures }) {
  const { severity, state, since, page, pages, titles, tallies, rows } = useLoaderData<typeof loader>()
  const here = useHere()
  const view = findingsView(titles)
  return (
    <div id="list" className="scroll-mt-4">
      <Frame
        title={view.title}
        note={view.note}
        files={
          rows.length > 0 && (
            <Exports view={view.name} hasChart={false} asked={limitsAsked({ severity, state, since })} />
          )
        }
      >
        {tallies && (
          <div className="mb-1 space-y-1 print:hidden">
            <Severities severity={severity} state={state} since={since} tallies={tallies} />
            <States severity={severity} state={state} since={since} tallies={tallies} />
          </div>
        )}
        <SavedElsewhere shown={rows} />
        {rows.length === 0 && page === 1 ? (
          <NoneFound severity={severity} state={state} since={since} figures={figures} />
        ) : (
          <>
            <FindingTable rows={rows} titles={titles} />
            <Pages
              page={page}
              pages={pages}
              to={(number) =>
                findingsLink(here, { severity, state, since, page: number === 1 ? null : number })
              }
            />
          </>
        )}
      </Frame>
    </div>
  )
}

interface TabsProps extends Limited {
  tallies: FindingTallies
}

function Severities({ severity: chosen, state, since, tallies }: TabsProps) {
  const here = useHere()
  const tabs = [
    {
      severity: null,
      words: w('全部', 'All'),
      aside: tallies.severities,
      to: findingsLink(here, { state, since }),
    },
    ...severityOrder.map((severity) => ({
      severity,
      words: w(
        `${severities[severity].mark} ${severities[severity].words.zh}`,
        `${severities[severity].mark} ${severities[severity].words.en}`,
      ),
      aside: tallies[severity],
      to: findingsLink(here, { severity, state, since }),
    })),
  ]
  return (
    <Tabs
      label={w('程度', 'Severity')}
      tabs={tabs.map((tab) => ({ ...tab, chosen: tab.severity === chosen }))}
    />
  )
}

function States({ severity, state: chosen, since, tallies }: TabsProps) {
  const here = useHere()
  const hasChanged = tallies.changed > 0 || chosen === 'changed'
  const tabs = [
    { state: null, words: undismissed, aside: tallies.states, to: findingsLink(here, { severity, since }) },
    ...[...stateOrder, ...(hasChanged ? (['changed'] as const) : [])].map((state) => ({
      state,
      words: stateWords[state],
      aside: tallies[state],
      to: findingsLink(here, { severity, state, since }),
    })),
  ]
  return (
    <Tabs
      label={w('处理状态', 'State')}
      tabs={tabs.map((tab) => ({ ...tab, chosen: tab.state === chosen }))}
    />
  )
}

/** Nothing found is an answer: it says how many reports were checked. */
function NoneFound({ severity, state, since, figures }: Limited & { figures: Figures }) {
  const here = useHere()
  const say = useSay()
  const { rule, unit, q } = here.filters
  const n = formatCount(figures.n)
  const narrowed =
    severity !== null || state !== null || since !== null || unit.length > 0 || rule.length > 0 || q !== null
  return (
    <div className="py-10 text-center text-muted text-sm">
      <p>
        {narrowed
          ? say(
              w(
                `已核查 ${n} 份报告，没有符合当前条件的发现。`,
                `${n} reports were checked; no finding matches these conditions.`,
              ),
            )
          : say(w(`● 已核查 ${n} 份报告，没有发现问题。`, `● ${n} reports were checked; nothing was found.`))}
      </p>
      {(narrowed || isFiltered(here)) && (
        <Link className="mt-2 inline-block underline" to={clearLink(here, '/findings')}>
          {say(w('显示全部发现', 'Show all findings'))}
        </Link>
      )}
    </div>
  )
}
