import type { Evaluation } from '#app/domain/evaluation.ts'
import type { Indicator } from '#app/domain/indicator.ts'
import { normalName } from '#app/domain/names.ts'
import type { Subject } from './subject.ts'

/** Indices by what they have in common; those that have it not are left out. */
export function grouped<Member>(
  members: readonly Member[],
  keyOf: (member: Member, index: number) => string | null,
): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  members.forEach((member, index) => {
    const key = keyOf(member, index)
    if (key === null) return
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  })
  return groups
}

/** One project of one unit over its years; null where unit or name is unknown. */
export function projectKey({
  evaluation: { unit, district, programme, project },
}: {
  evaluation: Pick<Evaluation, 'unit' | 'district' | 'programme' | 'project'>
}): string | null {
  const name = programme ?? project
  if (unit === null || name === null) return null
  return [district?.code ?? district?.name ?? '', normalName(unit), normalName(name)].join('|')
}

export const programmeKey = ({ evaluation: { programme } }: { evaluation: Pick<Evaluation, 'programme'> }) =>
  programme && normalName(programme)

/** The report of the same project a year before, by its name where a unit runs several; null where none is known. */
export function reportBefore(subjects: readonly Subject[], { evaluation }: Subject): Subject | null {
  if (evaluation.year === null) return null
  const before = subjects.filter(
    (other) =>
      other.evaluation.year === Number(evaluation.year) - 1 && other.evaluation.kind === evaluation.kind,
  )
  const named = before.filter((other) => isSameProject(other.evaluation, evaluation))
  return named.at(-1) ?? (before.length === 1 ? (before[0] ?? null) : null)
}

/** Indicators by name, spaces aside; those whose name stands twice are left out. */
export function rowsByName(
  indicators: readonly Indicator[],
): Map<string, { row: Indicator; ordinal: number }> {
  const rows = new Map<string, { row: Indicator; ordinal: number }>()
  const twice = new Set<string>()
  indicators.forEach((row, ordinal) => {
    const name = row.name.replace(/\s+/g, '')
    if (rows.has(name)) twice.add(name)
    rows.set(name, { row, ordinal })
  })
  for (const name of twice) rows.delete(name)
  return rows
}

export const isSameProject = (a: Pick<Evaluation, 'project'>, b: Pick<Evaluation, 'project'>) =>
  a.project !== null && b.project !== null && normalName(a.project) === normalName(b.project)

/** Indices of reports that a later one of the same project, year and kind replaces. */
export function replacedIn(subjects: readonly Subject[]): Set<number> {
  const latest = new Map<string, number>()
  const replaced = new Set<number>()
  subjects.forEach((subject, index) => {
    const { project, year, kind } = subject.evaluation
    const key = projectKey(subject)
    if (key === null || project === null || year === null) return
    const same = `${key}|${normalName(project)}|${year}|${kind}`
    const earlier = latest.get(same)
    if (earlier !== undefined) replaced.add(earlier)
    latest.set(same, index)
  })
  return replaced
}
