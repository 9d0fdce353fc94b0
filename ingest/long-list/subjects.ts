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

const yearAt = identity.indexOf('year')
const projectAt = identity.indexOf('project')

/** Finds whom a list's evaluations are about, each subject once for all its years. */
export function subjectsOf({ list, who, words }: Scanned, path: string, reference: Reference) {
  const evidence: Evidence = { title: list.list.title, path, words: list.words }
  const subjects: Subject[] = []
  const tuples = new Tuples(identity.length)
  const tuple = new Int32Array(identity.length)
  const places = new Map<string, ReturnType<typeof identifyDistrict>>()
  const years = new Map<string | number, ReturnType<typeof identifyYear>>()

  const districtOf = (draft: DraftEvaluation) => {
    const key = JSON.stringify([draft.district, draft.unit, draft.department])
    const found = places.get(key) ?? identifyDistrict(draft, evidence, reference)
    places.set(key, found)
    return found
  }
  const subjectOf = (draft: DraftEvaluation): Subject => {
    const { value: district, problems: doubts } = districtOf(draft)
    const problems = [...doubts]
    const named = (written: string | null) => calledAs(written, reference, problems)
    return {
      project: named(draft.project),
      programme: programmeIn(draft, district, reference),
      unit: named(draft.unit),
      department: named(draft.department),
      sector: identifySector(draft, reference),
      district,
      kind: draft.kind,
      problems,
    }
  }
  /** What its own cell says is the year; where that says none, the project's name may. */
  const yearOf = (evaluation: number) => {
    const number = who.part(evaluation, yearAt)
    const year = words.text(number)
    const isOwn = yearIn(year) !== null
    const project = isOwn ? null : withoutProjectCode(words.text(who.part(evaluation, projectAt)))
    const key = project === null ? number : JSON.stringify([year, project])
    const found = years.get(key) ?? identifyYear({ year, project }, evidence)
    years.set(key, found)
    return found
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
