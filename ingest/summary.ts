import type { FileOutcome } from '#app/domain/file-outcome.ts'
import type { Outcome } from './pipeline.ts'

const projectsNamed = 3

/** A document's outcome in a few words, whatever its size. */
export function summaryOf({ source, quarantined, evaluations, flows, problems }: Outcome): FileOutcome {
  return {
    path: source.path,
    sha256: source.sha256,
    status: quarantined === null ? 'loaded' : 'quarantined',
    format: source.format,
    layout: source.layout,
    reason: quarantined?.reason ?? null,
    detail: quarantined?.detail ?? null,
    evaluations: evaluations.length,
    flows: flows.length,
    problems: problems.length,
    projects: evaluations.slice(0, projectsNamed).map(({ project, year }) => ({ project, year })),
  }
}

/** A document that the newest generation holds already, and was not read again. */
export interface KnownDocument {
  path: string
  sha256: string
  /** What became of it then. */
  status: string
}

export const knownSummary = ({ path, sha256, status }: KnownDocument): FileOutcome => ({
  path,
  sha256,
  status: 'known',
  format: null,
  layout: null,
  reason: status === 'quarantined' ? status : null,
  detail: null,
  evaluations: 0,
  flows: 0,
  problems: 0,
  projects: [],
})
