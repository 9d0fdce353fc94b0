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
} from '#app/charts/findings.ts'
import { followedRemarksView, remarksByYearView } from '#app/charts/remarks.ts'
import { Comparison, Exports, Frame } from '#app/components/comparison.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FindingFigures } from '#app/components/finding-figures.tsx'
import { FindingTable } from '#app/components/finding-table.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Pages } from '#app/components/pages.tsx'
import type { Severity } from '#app/domain/finding.ts'
import { formatCount } from '#app/format.ts'
import { clearLink, findingsLink, isFiltered } from '#app/links.ts'
import { choices } from '#app/queries/choices.ts'
import {
  type FindingFigures as Figures,
  findingFigures,
  findings,
  findingsAskedOf,
  findingsByDistrict,
  findingsByRule,
  findingsFound,
} from '#app/queries/findings.ts'
import { followedRemarks, remarksByYear } from '#app/queries/remarks.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '核查发现 Findings · 绩尺 Yardstick' }]

const followedShown = 50

export async function loader({ request }: LoaderFunctionArgs) {
  const { asked, ignored } = findingsAskedOf(new URL(request.url).searchParams)
  const [figures] = await ask(findingFigures, asked.filters)
  const [found] = await ask(findingsFound, asked)
  return {
    ignored,
    severity: asked.severity,
    page: asked.page ?? 1,
    pages: found?.pages ?? 0,
    figures: figures ?? null,
    titles: ruleTitles,
    choices: await ask(choices, undefined),
    rules: await ask(findingsByRule, asked.filters),
    districts: await ask(findingsByDistrict, asked.filters),
    rows: await ask(findings, asked),
    remarks: await ask(remarksByYear, asked.filters),
    followed: (await ask(followedRemarks, asked.filters)).slice(0, followedShown),
  }
}

const severityAsked = (severity: Severity | null): Record<string, string> =>
  severity === null ? {} : { severity }

export default function Findings() {
  const { ignored, severity, figures, titles, choices, rules, districts, remarks, followed } =
    useLoaderData<typeof loader>()
  const { language } = useHere()
  const byRule = useMemo(() => findingsByRuleView(titles), [titles])
  return (
    <Page
      title={w('核查发现', 'Findings')}
      lead={w(
        '逐份核对自评：分数重新计算，金额、数量、单位成本互相验证。先看哪些规则、哪些区县问题多，再逐条看原因和出处。',
        'Every report checked: scores recomputed; money, quantities and unit costs held against each other. Rules and districts first, then each finding with its place.',
      )}
      fields={['year', 'district', 'sector', 'department', 'programme', 'rule']}
      choices={namedRules(choices, titles, language)}
      search
      keep={severityAsked(severity)}
      ignored={ignored}
    >
      {figures === null || figures.n === 0 ? (
        <Empty />
      ) : (
        <>
          <FindingFigures figures={figures} />
          {figures.findings > 0 && (
            <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[3fr_2fr]">
              <Comparison view={byRule} rows={rules} width={800} />
              <Comparison view={findingsByDistrictView} rows={districts} width={500} />
            </div>
          )}
          <List figures={figures} />
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

function List({ figures }: { figures: Figures }) {
  const { severity, page, pages, titles, rows } = useLoaderData<typeof loader>()
  const here = useHere()
  const view = findingsView(titles)
  return (
    <div id="list" className="scroll-mt-4">
      <Frame
        title={view.title}
        note={view.note}
        files={
          figures.findings > 0 && (
            <Exports view={view.name} hasChart={false} asked={severityAsked(severity)} />
          )
        }
      >
        <Severities chosen={severity} figures={figures} />
        {rows.length === 0 && page === 1 ? (
          <NoneFound severity={severity} figures={figures} />
        ) : (
          <>
            <FindingTable rows={rows} titles={titles} />
            <Pages
              page={page}
              pages={pages}
              to={(number) => findingsLink(here, { severity, page: number === 1 ? null : number })}
            />
          </>
        )}
      </Frame>
    </div>
  )
}

function Severities({ chosen, figures }: { chosen: Severity | null; figures: Figures }) {
  const here = useHere()
  const say = useSay()
  const tabs = [
    { severity: null, words: w('全部', 'All'), n: figures.findings },
    ...severityOrder.map((severity) => ({
      severity,
      words: w(
        `${severities[severity].mark} ${severities[severity].words.zh}`,
        `${severities[severity].mark} ${severities[severity].words.en}`,
      ),
      n: figures[severity],
    })),
  ]
  return (
    <nav
      aria-label={say(w('程度', 'Severity'))}
      className="mb-1 flex flex-wrap gap-1 border-line border-b print:hidden"
    >
      {tabs.map(({ severity, words, n }) => (
        <Link
          key={words.en}
          to={findingsLink(here, { severity })}
          preventScrollReset
          aria-current={severity === chosen ? 'page' : undefined}
          className={`-mb-px border-b-2 px-3 py-1.5 text-sm no-underline ${
            severity === chosen
              ? 'border-accent font-semibold text-accent'
              : 'border-transparent text-ink hover:border-line'
          }`}
        >
          {say(words)}
          <span className="ml-1 font-normal text-muted text-xs">{formatCount(n)}</span>
        </Link>
      ))}
    </nav>
  )
}

/** Nothing found is an answer: it says how many reports were checked. */
function NoneFound({ severity, figures }: { severity: Severity | null; figures: Figures }) {
  const here = useHere()
  const say = useSay()
  const { rule, q } = here.filters
  const n = formatCount(figures.n)
  const narrowed = severity !== null || rule.length > 0 || q !== null
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
