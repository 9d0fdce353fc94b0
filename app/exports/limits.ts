import { statusWords } from '#app/charts/document-words.ts'
import { severityWords, stateWords, undismissed } from '#app/charts/findings.ts'
import { reportingWords } from '#app/charts/projects.ts'
import { documentsAskedOf } from '#app/queries/documents.ts'
import { allYears, type Filters } from '#app/queries/filters.ts'
import { findingsAskedOf } from '#app/queries/findings-asked.ts'
import { project, type ReportAsked, reportAskedOf } from '#app/queries/project.ts'
import { projectListOf } from '#app/queries/projects.ts'
import { unitCostMeasure } from '#app/queries/unit-cost.ts'
import type { Ask } from '#app/warehouse/sql.ts'
import type { Asked } from './exported.ts'
import type { Condition } from './provenance.ts'

/** The one programme and unit that a page of unit costs shows, where nobody chose. */
export async function oneMeasure(filters: Filters, ask: Ask): Promise<Filters> {
  const [measure] = await ask(unitCostMeasure, filters)
  return measure ? { ...filters, programme: [measure.programme], per: measure.per } : filters
}

/** Once the programme is settled, the year says nothing about how years differ. */
export const oneMeasureOfAllYears = async (filters: Filters, ask: Ask) =>
  allYears(await oneMeasure(filters, ask))

/** The report that a project's page shows for this URL; its project is named by `id`. */
export const reportOf = (_filters: Filters, search: URLSearchParams): ReportAsked =>
  reportAskedOf(search.get('id') ?? '', search)

/** A project and its unit, in their own words. */
export async function oneProject(ask: Ask, { search, here }: Asked): Promise<readonly Condition[]> {
  const [report] = await ask(project, reportOf(here.filters, search))
  return [
    { field: 'project', values: [report?.project].flatMap((name) => name ?? []) },
    { field: 'unit', values: [report?.unit].flatMap((name) => name ?? []) },
  ]
}

/** The same, and the year of the report that is shown, which may not be the one asked for. */
export async function oneReport(ask: Ask, asked: Asked): Promise<readonly Condition[]> {
  const [report] = await ask(project, reportOf(asked.here.filters, asked.search))
  const year: Condition = { field: 'year', values: [report?.year].flatMap((one) => one ?? []).map(String) }
  return [...(await oneProject(ask, asked)), year]
}

/** Where the listed projects' years stand, where only some are listed. */
export async function oneReporting(_ask: Ask, { search, here }: Asked): Promise<readonly Condition[]> {
  const { reporting } = projectListOf(search).list
  return reporting === null
    ? []
    : [{ field: 'reporting', values: [reportingWords[reporting][here.language]] }]
}

/** The status that a list of documents is limited to. */
export async function oneStatus(_ask: Ask, { search, here }: Asked): Promise<readonly Condition[]> {
  const { status } = documentsAskedOf(search)
  return status === null
    ? []
    : [{ field: 'status', values: [statusWords[status]?.[here.language] ?? status] }]
}

/** The state that findings are limited to; without one, the dismissed are left out. And the generation they are newer than. */
export async function oneState(_ask: Ask, { search, here }: Asked): Promise<readonly Condition[]> {
  const { state, since } = findingsAskedOf(search).asked
  return [
    { field: 'state', values: [(state === null ? undismissed : stateWords[state])[here.language]] },
    { field: 'since', values: since === null ? [] : [String(since)] },
  ]
}

/** The severity that a list of findings is limited to. */
export async function oneSeverity(_ask: Ask, { search, here }: Asked): Promise<readonly Condition[]> {
  const { severity } = findingsAskedOf(search).asked
  return severity === null ? [] : [{ field: 'severity', values: [severityWords[severity][here.language]] }]
}
