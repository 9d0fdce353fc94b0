import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ruleTitles } from '#app/audit/titles.server.ts'
import { placeWords } from '#app/charts/document-words.ts'
import { reportIndicators } from '#app/charts/project.ts'
import { Exports, Frame } from '#app/components/comparison.tsx'
import { Changes } from '#app/components/documents/changes.tsx'
import type { OpenedSource } from '#app/components/documents/source-in-place.tsx'
import { DecidedContext } from '#app/components/findings/decisions.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { ProjectCosts, ProjectSatisfactionGaps } from '#app/components/project/project-costs.tsx'
import { ProjectFindings } from '#app/components/project/project-findings.tsx'
import { ProjectFunds } from '#app/components/project/project-funds.tsx'
import { exportAsked, ProjectFacts, ProjectHead } from '#app/components/project/project-head.tsx'
import { ProjectIndicators } from '#app/components/project/project-indicators.tsx'
import { ProjectRemarks } from '#app/components/project/project-remarks.tsx'
import { ProjectSource } from '#app/components/project/project-source.tsx'
import { ProjectYears } from '#app/components/project/project-years.tsx'
import { namedStep, type Step, stepsTo, Trail } from '#app/components/trail.tsx'
import type { EvaluationKind } from '#app/domain/evaluation.ts'
import { maskedStretch } from '#app/domain/personal.ts'
import { stretchOf } from '#app/domain/source-table.ts'
import { documentLink, type Here, projectLink } from '#app/links.ts'
import { replacements, resent } from '#app/queries/changes.ts'
import { type PlaceAsked, placeAskedOf } from '#app/queries/place.ts'
import { type ProjectReport, project, projectReports, reportAskedOf } from '#app/queries/project.ts'
import { projectCosts, projectSatisfaction } from '#app/queries/project-costs.ts'
import { projectDocuments, projectProblems } from '#app/queries/project-documents.ts'
import { projectFindings } from '#app/queries/project-findings.ts'
import { projectFlows, projectFunds } from '#app/queries/project-funds.ts'
import { type ProjectIndicator, projectIndicators } from '#app/queries/project-indicators.ts'
import { projectIndicatorYears, projectYears } from '#app/queries/project-years.ts'
import { projectRemarks } from '#app/queries/remarks.ts'
import { projectRisk } from '#app/queries/risk.ts'
import {
  decisionsOnReport,
  decisionsStanding,
  historiesOf,
  savedDecision,
} from '#app/state/decisions.server.ts'
import { type Visitor, visitorOf } from '#app/visitor.server.ts'
import { dataDirOf } from '#app/warehouse/ask.server.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import { w } from '#app/words.ts'
import { sourceTables } from '#ingest/source-tables.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.report.project ?? '项目 Project'} · 绩尺 Yardstick` },
]

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { ask, opens, name } = await visitorOf(request)
  const search = new URL(request.url).searchParams
  const asked = reportAskedOf(params.id ?? '', search)
  const [report] = await ask(project, asked)
  if (report === undefined) throw new Response('no such project', { status: 404 })
  const found = await ask(projectFindings, asked)
  return {
    asked,
    report,
    reports: await ask(projectReports, asked),
    indicators: await ask(projectIndicators, asked),
    findings: found,
    titles: ruleTitles,
    risks: await ask(projectRisk, { ...asked, decisions: decisionsStanding() }),
    decided: {
      histories: historiesOf(found.map(({ id }) => id)),
      name,
      ...savedDecision(search),
    },
    gone: report.kind === null ? [] : decisionsGone({ ...report, kind: report.kind }, found),
    costs: await ask(projectCosts, asked),
    satisfaction: await ask(projectSatisfaction, asked),
    sums: await ask(projectFunds, asked),
    flows: await ask(projectFlows, asked),
    problems: await ask(projectProblems, asked),
    others: await ask(projectDocuments, asked),
    remarks: await ask(projectRemarks, asked),
    years: await ask(projectYears, asked),
    indicatorYears: await ask(projectIndicatorYears, asked),
    resent: await resentFrom(ask, report),
    source: await sourceAt(opens, report, placeAskedOf(new URL(request.url).searchParams)),
  }
}

/** Decisions on findings that the report no longer has: it was corrected, or a rule was. */
function decisionsGone(
  { projectId, year, kind }: Pick<ProjectReport, 'projectId' | 'year'> & { kind: EvaluationKind },
  found: readonly { id: string }[],
) {
  const decided = decisionsOnReport({ project: projectId, year, kind })
  return decided.filter(({ finding }) => !found.some(({ id }) => id === finding))
}

async function resentFrom(ask: Ask, { document, evaluation }: ProjectReport) {
  return document === null ? [] : (await ask(replacements, { document, evaluation })).map(resent)
}

/** Rows shown above and below the one that is asked for. */
const around = 6

/** The stretch of the report's document that is asked for; null where none is. */
async function sourceAt(
  opens: Visitor['opens'],
  { document, documentName }: ProjectReport,
  { table: number, row, column }: PlaceAsked,
): Promise<OpenedSource | null> {
  if (document === null || documentName === null || number === null || row === null) return null
  if (!(await opens(document))) return null
  const source = await sourceTables(dataDirOf(), document)
  if (source === null || number > source.tables.length) return null
  const span = { from: Math.max(1, row - around), to: row + around }
  const table = await source.rows(number, span.from, span.to)
  const { stretch: shown } = maskedStretch(stretchOf(table, number, { ...span, column }))
  return { document, documentName, table: shown, marked: { row, column } }
}

export default function Project() {
  const { asked, report, reports, indicators, findings, costs, satisfaction, problems, others, ...more } =
    useLoaderData<typeof loader>()
  const { decided, risks, titles, gone, source } = more
  const here = useHere()
  return (
    <DecidedContext.Provider value={decided}>
      <main id="main" className="mx-auto max-w-page space-y-4 px-4 py-5 sm:px-6">
        <Trail steps={stepsDown(report, indicators, source, here)} />
        <ProjectHead report={report} reports={reports} />
        {asked.year !== null && asked.year !== report.year && <OtherYear asked={asked.year} />}
        {report.evaluation !== null && (
          <ProjectFacts report={report} costs={costs} satisfaction={satisfaction} />
        )}
        {report.evaluation !== null && (
          <ProjectFindings
            findings={findings}
            document={report.document}
            indicators={indicators}
            risks={risks}
            titles={titles}
            gone={gone}
          />
        )}
        {indicators.length > 0 && (
          <Frame
            title={reportIndicators.title}
            note={reportIndicators.note}
            files={<Exports view={reportIndicators.name} hasChart={false} asked={exportAsked(report)} />}
          >
            <ProjectIndicators
              report={report}
              rows={indicators}
              findings={findings}
              problems={problems}
              source={source}
            />
          </Frame>
        )}
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[2fr_1fr]">
          <ProjectCosts costs={costs} programme={report.programme} />
          <ProjectSatisfactionGaps rates={satisfaction} />
        </div>
        <ProjectFunds report={report} sums={more.sums} flows={more.flows} />
        <ProjectRemarks id={report.projectId} remarks={more.remarks} />
        <ProjectYears id={report.projectId} years={more.years} indicators={more.indicatorYears} />
        {report.document !== null && <Changes document={report.document} reports={more.resent} />}
        <ProjectSource report={report} problems={problems} others={others} />
      </main>
    </DecidedContext.Provider>
  )
}

/** 区县 → 单位 → 项目, and where a place in the document is opened, → 指标 → 原文单元格. */
function stepsDown(
  report: ProjectReport,
  indicators: readonly ProjectIndicator[],
  source: OpenedSource | null,
  here: Here,
): Step[] {
  const steps = stepsTo(report, here)
  if (source === null) return steps
  const { number } = source.table
  const { row } = source.marked
  const indicator = indicators.find((one) => one.table === number && one.row === row)
  const place = placeWords(number, row)
  return [
    ...steps,
    ...(indicator === undefined
      ? []
      : [namedStep(indicator.name, projectLink(here, report.projectId, report.year, indicator.anchor))]),
    ...(place === null
      ? []
      : [{ words: place, href: documentLink(here, source.document, { table: number, row }) }]),
  ]
}

function OtherYear({ asked }: { asked: number }) {
  const say = useSay()
  return (
    <p role="status" className="rounded bg-warn-soft px-3 py-2 text-sm text-warn">
      {say(
        w(
          `这个项目没有 ${asked} 年度的材料，显示的是最近一年。`,
          `Nothing is held for ${asked}; the latest year is shown.`,
        ),
      )}
    </p>
  )
}
