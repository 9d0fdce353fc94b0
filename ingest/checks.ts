import { z } from 'zod'
import { findingsOf, openProgramme, type ProjectReport, projectFindings } from '#app/audit/index.ts'
import { subjectOf } from '#app/audit/subject.ts'
import type { Thresholds } from '#app/audit/thresholds.ts'
import { Evaluation, type Surroundings } from '#app/domain/evaluation.ts'
import type { Finding } from '#app/domain/finding.ts'
import type { FundFlow } from '#app/domain/fund-flow.ts'
import { Indicator } from '#app/domain/indicator.ts'
import type { Row } from '#app/warehouse/schema.ts'
import { type About, findingRows, levelScoreRows, recomputedRows } from './audit-rows.ts'
import type { Reference } from './reference.ts'
import { readingOf } from './validate.ts'

/** What the rules say of reports, as rows of the tables that keep it. */
export interface Checked {
  finding: Row<'finding'>[]
  recomputed: Row<'recomputed'>[]
  level_score: Row<'level_score'>[]
}

/** Goes through reports as they come: those of a programme together, and in it those of a project. */
export interface Checker {
  /** The next of them, as rows of {@link records}; after the last, null. What is between reports is said when the last of them has come. */
  check(rows: readonly unknown[] | null): Checked
}

export type Rules = Pick<Reference, 'ruleSets' | 'thresholds'>

const Json = z.string().transform((text): unknown => JSON.parse(text))

/** An evaluation of a list too long for records: its values as they were written. */
const Listed = Evaluation.extend({
  indicators: z.array(Indicator.extend({ target: z.string(), actual: z.string() })),
})

/** The evaluation as it was understood when it was loaded: the same texts say the same. */
function evaluationFrom(listed: z.infer<typeof Listed>): Evaluation {
  const read = (text: string, name: string) => readingOf(text, name, listed.year).quantity
  return {
    ...listed,
    indicators: listed.indicators.map((row) => ({
      ...row,
      target: read(row.target, row.name),
      actual: read(row.actual, row.name),
    })),
  }
}

/** An evaluation; `report` names its project, year and kind, and its place where they name several. */
// Records and flows are our own rows, checked when they were written.
const Recorded = z.object({
  id: z.string(),
  report: z.string(),
  projectGroup: z.string().nullable(),
  programmeGroup: z.string().nullable(),
  counts: z.boolean(),
  layout: z.string(),
  record: Json.pipe(z.custom<Evaluation>()).nullable(),
  listed: Json.pipe(Listed.transform(evaluationFrom)).nullable(),
  surroundings: Json.pipe(z.custom<Surroundings>()),
  flows: Json.pipe(z.custom<FundFlow[]>()),
})

export function openChecker({ ruleSets, thresholds }: Rules): Checker {
  let project = projectOf(null)
  let programme = programmeOf(null, thresholds)
  let checked: Checked = { finding: [], recomputed: [], level_score: [] }
  const tell = (about: About, found: readonly Finding[]) =>
    checked.finding.push(...findingRows(about, found, thresholds))
  const beginProject = (group: string | null) => {
    const found = grouped(projectFindings(project.reports, thresholds), ({ subject }) => subject)
    for (const { key, isReplaced } of project.reports) if (!isReplaced) tell(key, found.get(key) ?? [])
    project = projectOf(group)
  }
  const beginProgramme = (group: string | null) => {
    const found = grouped(programme.peers.findings(), ({ subject }) => subject)
    for (const [id, about] of programme.abouts) if (found.has(id)) tell(about, found.get(id) ?? [])
    programme = programmeOf(group, thresholds)
  }
  const take = (row: unknown) => {
    const { id, report, counts, projectGroup, programmeGroup, ...recorded } = Recorded.parse(row)
    const evaluation = recorded.record ?? recorded.listed
    if (evaluation === null) throw new Error(`there is no record of ${id}`)
    const { surroundings, flows, layout: form } = recorded
    const subject = subjectOf({ evaluation, ...surroundings, flows, form }, ruleSets)
    const indicators = evaluation.indicators.map(({ level1, level2, name }) => ({ level1, level2, name }))
    const about = { id, report, indicators }
    if (project.group !== projectGroup) beginProject(projectGroup)
    if (programme.group !== programmeGroup) beginProgramme(programmeGroup)
    if (projectGroup !== null) project.reports.push({ key: about, subject, isReplaced: !counts })
    // What a later report replaces is there to be compared with it, and has no findings of its own.
    if (!counts) return
    tell(about, findingsOf(subject, thresholds))
    checked.recomputed.push(...recomputedRows(id, subject))
    checked.level_score.push(...levelScoreRows(id, subject))
    if (programmeGroup === null) return
    programme.peers.add(id, subject)
    programme.abouts.set(id, about)
  }
  return {
    check(rows) {
      checked = { finding: [], recomputed: [], level_score: [] }
      for (const row of rows ?? []) take(row)
      if (rows === null) {
        beginProject(null)
        beginProgramme(null)
      }
      return checked
    },
  }
}

interface Project {
  group: string | null
  reports: ProjectReport<About>[]
}

const projectOf = (group: string | null): Project => ({ group, reports: [] })

const programmeOf = (group: string | null, thresholds: Thresholds) => ({
  group,
  peers: openProgramme<string>(thresholds),
  abouts: new Map<string, About>(),
})

function grouped<Key, Member>(
  members: readonly Member[],
  keyOf: (member: Member) => Key,
): Map<Key, Member[]> {
  const groups = new Map<Key, Member[]>()
  for (const member of members) {
    const group = groups.get(keyOf(member))
    if (group) group.push(member)
    else groups.set(keyOf(member), [member])
  }
  return groups
}
