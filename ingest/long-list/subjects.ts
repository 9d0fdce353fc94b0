import type { Evaluation } from '#app/domain/evaluation.ts'
import type { Problem } from '#app/domain/problem.ts'
import { type Evidence, identifyDistrict, identifySector, identifyYear } from '#ingest/identify.ts'
import type { DraftEvaluation } from '#ingest/layouts/draft.ts'
import { identity, startEvaluation } from '#ingest/layouts/flat-list.ts'
import { withoutProjectCode } from '#ingest/layouts/labels.ts'
import { yearIn } from '#ingest/layouts/year.ts'
import type { Reference } from '#ingest/reference.ts'
import { calledAs, programmeIn } from '#ingest/validate.ts'
import type { Scanned } from './scan.ts'
import { Tuples } from './tuples.ts'

/** Whom evaluations are about in all their years. */
export interface Subject
  extends Pick<Evaluation, 'project' | 'programme' | 'unit' | 'department' | 'sector' | 'district' | 'kind'> {
  /** What was doubtful about the district. */
  problems: Problem[]
}

/** A subject with the year, each with its number; null where no project is named. */
export interface Found {
  subject: Subject
  number: number
  year: number | null
  problems: readonly Problem[]
}

export const nobody: Found = {
  subject: {
    project: null,
    programme: null,
    unit: null,
    department: null,
    sector: null,
    district: null,
    kind: 'selfEvaluation',
    problems: [],
  },
  number: 0,
  year: null,
  problems: [],
}

/** What is found of some texts, found once for the same ones. */
function oncePer<Texts extends (string | null)[], Found>(find: (...texts: Texts) => Found) {
  const known = new Map<string, Found>()
  return (...texts: Texts): Found => {
    const key = JSON.stringify(texts)
    const found = known.get(key) ?? find(...texts)
    known.set(key, found)
    return found
  }
}

const yearAt = identity.indexOf('year')
const projectAt = identity.indexOf('project')

/** Finds whom a list's evaluations are about, each subject once for all its years. */
export function subjectsOf({ list, who, words }: Scanned, path: string, reference: Reference) {
  const evidence: Evidence = { title: list.list.title, path, words: list.words }
  const subjects: Subject[] = []
  const tuples = new Tuples(identity.length)
  const tuple = new Int32Array(identity.length)
  const districtOf = oncePer((district: string | null, unit: string | null, department: string | null) =>
    identifyDistrict({ district, unit, department }, evidence, reference),
  )
  const named = oncePer((written: string | null) => {
    const problems: Problem[] = []
    return { name: calledAs(written, reference, problems), problems }
  })
  const subjectOf = (draft: DraftEvaluation): Subject => {
    const { value: district, problems } = districtOf(draft.district, draft.unit, draft.department)
    const [project, unit, department] = [named(draft.project), named(draft.unit), named(draft.department)]
    return {
      project: project.name,
      programme: programmeIn(draft, district, reference),
      unit: unit.name,
      department: department.name,
      sector: identifySector(draft, reference),
      district,
      kind: draft.kind,
      problems: [...problems, ...project.problems, ...unit.problems, ...department.problems],
    }
  }
  const yearNamed = oncePer((year: string | null, project: string | null) =>
    identifyYear({ year, project }, evidence),
  )
  /** What its own cell says is the year; where that says none, the project's name may. */
  const yearOf = (evaluation: number) => {
    const year = words.text(who.part(evaluation, yearAt))
    const isOwn = yearIn(year) !== null
    return yearNamed(year, isOwn ? null : withoutProjectCode(words.text(who.part(evaluation, projectAt))))
  }
  /** Whom an evaluation is about; null where no project is named. */
  const find = (evaluation: number): Found | null => {
    identity.forEach((_, n) => {
      tuple[n] = n === yearAt ? 0 : who.part(evaluation, n)
    })
    const number = tuples.numberOf(tuple)
    subjects[number] ??= subjectOf(
      startEvaluation(list.list, {
        year: null,
        district: words.text(who.part(evaluation, identity.indexOf('district'))),
        department: words.text(who.part(evaluation, identity.indexOf('department'))),
        unit: words.text(who.part(evaluation, identity.indexOf('unit'))),
        project: words.text(who.part(evaluation, identity.indexOf('project'))),
        sector: words.text(who.part(evaluation, identity.indexOf('sector'))),
        programme: words.text(who.part(evaluation, identity.indexOf('programme'))),
      }),
    )
    const subject = subjects[number]
    if (subject === undefined || subject.project === null) return null
    const { value: year, problems } = yearOf(evaluation)
    return { subject, number, year, problems: [...problems, ...subject.problems] }
  }
  return { subjects, find }
}
